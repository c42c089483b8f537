package noteedit

import (
	"cmp"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Carried says what became of the tags of a note that a newer version replaces.
type Carried struct {
	// Kept are the headings whose tags are in the new version too.
	Kept []string
	// Lost are the tags whose heading is gone, as "#gitops #edge (Heading)".
	Lost []string
	// Keys are the lines of the old front matter that the new version lacks and got.
	Keys []string
}

// keepersKeys are the front-matter keys that whoever keeps a note sets.
var keepersKeys = []string{"conference", "edition", "tags", "infer", "author", "authors", "date", "perspective"}

// otherKeys are keys that say the same as another.
var otherKeys = map[string]string{"edition": "conference", "conference": "edition", "author": "authors", "authors": "author"}

// Version is one version of a note: its bytes and what they read as.
type Version struct {
	Data    []byte
	WriteUp *kb.WriteUp
}

// Carry returns next, the newer version of the note at path, with what its keeper added to old: tags
// under headings that are the same, and the keeper's keys of the front matter. A change that the reader
// of notes would not read back is left out and counted as lost.
func Carry(path string, old, next Version) ([]byte, Carried) {
	var c Carried
	e := withKeys(path, old, next, &c)
	if e == nil {
		var err error
		if e, err = open(path, next.Data); err != nil {
			return next.Data, c
		}
	}
	byRef := map[string]kb.ID{} // without the path, which is not that of the document
	for i := range e.WriteUp.Pieces {
		byRef[fragment(&e.WriteUp.Pieces[i])] = e.WriteUp.Pieces[i].ID
	}
	var changes []Change
	from := map[kb.ID]*kb.Takeaway{}
	for i := range old.WriteUp.Pieces {
		p := &old.WriteUp.Pieces[i]
		own := tagNames(p.Tags, kb.TagOwn)
		if len(own)+len(p.Rejected) == 0 {
			continue
		}
		id, ok := byRef[fragment(p)]
		if !ok {
			c.Lost = append(c.Lost, lost(p, own, p.Rejected))
			continue
		}
		change := Change{ID: id, Add: own, Reject: p.Rejected}
		if !e.wishOf(change).same() {
			changes = append(changes, change)
			from[id] = p
		}
	}
	now, skipped := e.all(changes)
	for _, change := range changes {
		p := from[change.ID]
		own, rejected := now.marks(change.ID)
		own, rejected = missing(change.Add, own), missing(change.Reject, rejected)
		switch {
		case len(skipped) > 0 && len(own)+len(rejected) > 0:
			c.Lost = append(c.Lost, lost(p, own, rejected))
		default:
			c.Kept = append(c.Kept, p.Heading)
		}
	}
	return []byte(now.Text), c
}

// fragment names a piece within its note, wherever that is.
func fragment(p *kb.Takeaway) string {
	_, name, _ := strings.Cut(p.Ref, "#")
	return name
}

func missing(want, have []string) []string {
	return slices.DeleteFunc(slices.Clone(want), func(n string) bool { return slices.Contains(have, n) })
}

// lost describes tags that have no place any more.
func lost(p *kb.Takeaway, own, rejected []string) string {
	return hashtags(marksOf(own, rejected)) + " (" + cmp.Or(p.Heading, string(p.Kind)) + ")"
}

// withKeys is next with the keeper's lines of the old front matter, read; nil where there is nothing to
// add, or where the note would read otherwise with it.
func withKeys(path string, old, next Version, c *Carried) *editor {
	if notefile.IsYAML(path) || old.WriteUp.FrontMatter.Empty() || next.WriteUp.Title == "" {
		return nil
	}
	from, ok := notefile.FrontOf(old.Data, false)
	to, also := notefile.FrontOf(next.Data, false)
	if !ok || !also || from.Fence != "---" || to.Fence != "---" {
		return nil
	}
	have := map[string]bool{}
	for k := range to.Keys() {
		have[k.Name] = true
	}
	var lines []string
	for k := range from.Keys() {
		if have[k.Name] || have[otherKeys[k.Name]] || !slices.Contains(keepersKeys, k.Name) {
			continue
		}
		for line := range strings.Lines(string(old.Data[k.Lines.Start:k.Lines.End])) {
			lines = append(lines, strings.TrimRight(line, "\r\n"))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	nl := lineBreak(next.Data)
	e, err := open(path, insert(next.Data, to.End, strings.Join(lines, nl)+nl))
	if err != nil || e.WriteUp.Title != next.WriteUp.Title || len(e.WriteUp.Problems) > len(next.WriteUp.Problems) {
		return nil
	}
	c.Keys = lines
	return e
}
