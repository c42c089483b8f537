// Package tagging works out changes of tags: what is to be tagged, how notes change for it, and why
// takeaways have the tags that they have. It writes nothing.
package tagging

import (
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
)

// Decision is what is to become of the tags of targets.
type Decision struct {
	// change is what is to be written; t is nil where the target is the whole write-up.
	change func(w *kb.WriteUp, t *kb.Takeaway) noteedit.Change
	// hint is what somebody should know about it; nil for nothing.
	hint func(w *kb.WriteUp, t *kb.Takeaway) string
}

func (d *Decision) aside(w *kb.WriteUp, t *kb.Takeaway) string {
	if d.hint == nil {
		return ""
	}
	return d.hint(w, t)
}

// Set sets tags and takes tags off.
func Set(add []Wanted, remove []Unwanted) Decision {
	return Decision{
		change: func(w *kb.WriteUp, t *kb.Takeaway) noteedit.Change {
			if t == nil {
				return changeWhole(w, add, remove)
			}
			return changePiece(t, add, remove)
		},
		hint: func(w *kb.WriteUp, t *kb.Takeaway) string {
			if t != nil {
				return ""
			}
			return onItsTakeaways(w, remove)
		},
	}
}

// Rename gives a tag another name, rejections and the tags of levels below it included: with conf renamed to
// event, conf/kubecon is event/kubecon.
func Rename(from, to string) Decision {
	return Decision{change: func(w *kb.WriteUp, t *kb.Takeaway) noteedit.Change {
		tags, rejected := w.Tags, []string(nil)
		if t != nil {
			tags, rejected = t.Tags, t.Rejected
		}
		pairs := [][2]string{{from, to}}
		for _, tag := range tags {
			if written := notefile.Written(tag); tag.Name == from && written != from && tag.Source != kb.TagInferred {
				pairs = append(pairs, [2]string{written, to})
			}
		}
		for _, name := range append(writtenTags(tags), rejected...) {
			if rest, below := strings.CutPrefix(name, from+"/"); below {
				pairs = append(pairs, [2]string{name, to + "/" + rest})
			}
		}
		return noteedit.Change{Rename: pairs}
	}}
}

func writtenTags(tags []kb.Tag) []string {
	out := make([]string, len(tags))
	for i := range tags {
		out[i] = notefile.Written(tags[i])
	}
	return out
}

// Accept makes the inferred tags of takeaways their own.
func Accept() Decision {
	return Decision{change: func(_ *kb.WriteUp, t *kb.Takeaway) noteedit.Change {
		return noteedit.Change{Add: sourceNames(t.Tags, kb.TagInferred)}
	}}
}

// Review is what somebody decided about single tags, one after the other.
type Review struct {
	targets []Target
	changes map[kb.ID]*noteedit.Change
}

// Decide accepts an inferred tag of a takeaway, or rejects it.
func (r *Review) Decide(reason *kb.TagReason, accept bool) {
	id := kb.ID(reason.ID)
	if r.changes == nil {
		r.changes = map[kb.ID]*noteedit.Change{}
	}
	if r.changes[id] == nil {
		r.changes[id] = &noteedit.Change{}
		r.targets = append(r.targets, Target{reason.Path, id, reason.Shelf})
	}
	if accept {
		r.changes[id].Add = append(r.changes[id].Add, reason.Tag)
	} else {
		r.changes[id].Reject = append(r.changes[id].Reject, reason.Tag)
	}
}

// Targets are the takeaways that something was decided about.
func (r *Review) Targets() []Target { return r.targets }

// Decision is what was decided.
func (r *Review) Decision() Decision {
	return Decision{change: func(_ *kb.WriteUp, t *kb.Takeaway) noteedit.Change { return *r.changes[t.ID] }}
}

// onItsTakeaways tells somebody who takes a tag off a whole write-up where it is instead.
func onItsTakeaways(w *kb.WriteUp, remove []Unwanted) string {
	for _, tag := range remove {
		if slices.ContainsFunc(w.Tags, func(t kb.Tag) bool { return t.Name == tag.on(w.Tags) }) {
			continue
		}
		n := 0
		for i := range w.Pieces {
			if w.Pieces[i].HasTag(tag.on(w.Pieces[i].Tags)) {
				n++
			}
		}
		if n > 0 {
			return fmt.Sprintf("%s as a whole does not have %s, but %s of it does: path:%s finds those in a query", w.Path, tag.ID, kb.Counted(n, "takeaway"), w.Path)
		}
	}
	return ""
}

// changePiece works out what has to be written to a takeaway: a tag that is there needs nothing.
func changePiece(t *kb.Takeaway, add []Wanted, remove []Unwanted) noteedit.Change {
	var c noteedit.Change
	for _, n := range add {
		i := slices.IndexFunc(t.Tags, func(tag kb.Tag) bool { return tag.Name == n.ID })
		if i < 0 || t.Tags[i].Source == kb.TagInferred {
			c.Add = append(c.Add, n.ID)
		}
	}
	for _, tag := range remove {
		name := tag.on(t.Tags)
		i := slices.IndexFunc(t.Tags, func(tag kb.Tag) bool { return tag.Name == name })
		switch {
		case i < 0:
		case t.Tags[i].Source == kb.TagOwn:
			c.Remove = append(c.Remove, notefile.Written(t.Tags[i]))
		default:
			c.Reject = append(c.Reject, name)
		}
	}
	return c
}

func changeWhole(w *kb.WriteUp, add []Wanted, remove []Unwanted) noteedit.Change {
	var c noteedit.Change
	for _, n := range add {
		c.Add = append(c.Add, n.ID)
	}
	for _, tag := range remove {
		name := tag.on(w.Tags)
		if i := slices.IndexFunc(w.Tags, func(t kb.Tag) bool { return t.Name == name }); i >= 0 {
			name = notefile.Written(w.Tags[i])
		}
		c.Remove = append(c.Remove, name)
	}
	return c
}
