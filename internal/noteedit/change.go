package noteedit

import (
	"slices"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// mark is a tag as it stands in a note: set, or rejected.
type mark struct {
	name     string
	rejected bool
}

// wish is which marks a piece has and shall have.
type wish struct {
	have, want []mark
	rename     [][2]string
}

func (w *wish) same() bool { return slices.Equal(w.have, w.want) }

// wishOf works out what a change asks for, given how the note is read now.
func (e *editor) wishOf(c Change) *wish {
	own, rejected := e.marks(c.ID)
	w := &wish{have: marksOf(own, rejected), rename: c.Rename}
	own, rejected = slices.Clone(own), slices.Clone(rejected)
	for _, r := range c.Rename {
		own, rejected = renamed(own, r), renamed(rejected, r)
		if slices.Contains(own, r[1]) {
			rejected = without(rejected, r[1:]) // what somebody set under another name is not refused
		}
	}
	own = without(own, c.Remove, c.Reject)
	rejected = without(rejected, c.Unreject, c.Add)
	own, rejected = with(own, c.Add), with(rejected, c.Reject)
	w.want = marksOf(own, rejected)
	return w
}

func marksOf(own, rejected []string) []mark {
	var marks []mark
	for _, name := range own {
		marks = append(marks, mark{name, false})
	}
	for _, name := range rejected {
		marks = append(marks, mark{name, true})
	}
	return marks
}

func renamed(names []string, r [2]string) []string {
	i := slices.Index(names, r[0])
	if i < 0 || r[0] == r[1] {
		return names
	}
	if slices.Contains(names, r[1]) {
		return slices.Delete(names, i, i+1)
	}
	names[i] = r[1]
	return names
}

func without(names []string, lists ...[]string) []string {
	return slices.DeleteFunc(names, func(n string) bool {
		return slices.ContainsFunc(lists, func(l []string) bool { return slices.Contains(l, n) })
	})
}

func with(names, more []string) []string {
	for _, n := range more {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// fates decides on each mark in the order in which they stand in the note: the name it shall have, "" if
// it goes. More are the marks to be added.
func (w *wish) fates(stand []mark) (fates []string, more []mark) {
	left := slices.Clone(w.want)
	for _, m := range stand {
		switch {
		case slices.Contains(w.want, m):
			fates = append(fates, m.name)
			left = slices.DeleteFunc(left, func(l mark) bool { return l == m })
		default:
			name := ""
			for _, r := range w.rename {
				to := mark{r[1], m.rejected}
				if r[0] == m.name && slices.Contains(left, to) && !slices.Contains(stand, to) {
					name = r[1]
					left = slices.DeleteFunc(left, func(l mark) bool { return l == to })
					break
				}
			}
			fates = append(fates, name)
		}
	}
	return fates, left
}

// essence is everything about a note that an edit of its tags must not change, and those tags.
type essence struct {
	Head    kb.WriteUp // without pieces, tags, places and evidence
	Tags    []string
	Event   []string
	Codes   []string // of problems
	Pieces  []kb.Takeaway
	Own     [][]string // by piece
	Whole   [][]string // inherited from the write-up
	Refused [][]string
}

func essenceOf(n *notefile.Note) essence {
	up, header := n.WriteUp, n.HeaderTags()
	e := essence{Head: *up}
	e.Head.Tags, e.Head.Event, e.Head.Why, e.Head.Pieces, e.Head.Problems = nil, nil, nil, nil, nil
	e.Head.FrontMatter = kb.Span{}
	e.Tags = tagNames(up.Tags, kb.TagInherited)
	for _, ev := range up.Event {
		e.Event = append(e.Event, ev.Text)
	}
	for _, p := range up.Problems {
		e.Codes = append(e.Codes, p.Code)
	}
	for _, p := range up.Pieces {
		e.Own = append(e.Own, tagNames(p.Tags, kb.TagOwn))
		e.Whole = append(e.Whole, tagNames(p.Tags, kb.TagInherited))
		e.Refused = append(e.Refused, slices.Clone(p.Rejected))
		if at := p.Place.Body; !header.Empty() && at.Start <= header.Start && header.End <= at.End {
			p.Body = n.Decode(n.Text[at.Start:header.Start]) + n.Decode(n.Text[header.End:at.End])
		}
		p.Tags, p.Rejected, p.Place, p.Line, p.EndLine = nil, nil, kb.Place{}, 0, 0
		e.Pieces = append(e.Pieces, p)
	}
	return e
}

func tagNames(tags []kb.Tag, source kb.TagSource) []string {
	var names []string
	for _, t := range tags {
		if t.Source == source {
			names = append(names, t.Name)
		}
	}
	return names
}

// marks are the tags and rejections of a piece, or the tags of the whole.
func (e *editor) marks(id kb.ID) (own, rejected []string) {
	if id == "" {
		return e.is.Tags, nil
	}
	i := e.byID[id]
	return e.is.Own[i], e.is.Refused[i]
}

// with is what the note shall be after the changes. Tags keep their order, new ones come last.
func (e *editor) with(changes []Change) essence {
	is := e.is
	is.Own, is.Refused, is.Whole = slices.Clone(is.Own), slices.Clone(is.Refused), slices.Clone(is.Whole)
	for _, c := range changes {
		var own, rejected []string
		for _, m := range e.wishOf(c).want {
			if m.rejected {
				rejected = append(rejected, m.name)
			} else {
				own = append(own, m.name)
			}
		}
		if c.ID == "" {
			is.Tags = own
			continue
		}
		i := e.byID[c.ID]
		is.Own[i], is.Refused[i] = own, rejected
	}
	for i := range is.Pieces {
		is.Whole[i] = nil
		for _, name := range is.Tags {
			if !slices.Contains(is.Own[i], name) && !slices.Contains(is.Refused[i], name) {
				is.Whole[i] = append(is.Whole[i], name)
			}
		}
	}
	return is
}

// Change says what is to happen to the tags that people set on one piece of a note, or on the whole
// write-up where ID is empty. Names are in their normal form: lower case, no blanks, no "#". What is
// there already, or not there, changes nothing.
type Change struct {
	ID kb.ID
	// Add sets tags, and takes back their rejection; Remove takes them off.
	Add, Remove []string
	// Reject writes "-#edge", and takes the tag off; Unreject takes that back. Only pieces have rejections.
	Reject, Unreject []string
	// Rename gives tags, own or rejected, another name where they stand; each pair is old and new.
	Rename [][2]string
}

// Codes of the problems that Edit and Apply return.
const (
	CodeNoPiece = "no-piece" // the note holds no piece with that ID
	CodeBadTag  = "bad-tag"  // the name cannot stand in a note as a tag
	CodeTagEdit = "tag-edit" // the edit would change more than tags, or its place cannot be written to
)

// plain is how a mark stands in a YAML list.
func (m mark) plain() string {
	name := m.name
	if m.rejected {
		name = "-" + name
	}
	return name
}
