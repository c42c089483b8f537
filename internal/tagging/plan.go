package tagging

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
)

// Plan is a change of tags, worked out and not written yet.
type Plan struct {
	// Edits are the notes that change.
	Edits []library.Edit
	// Shelves say for each edit on which shelf the note is; empty for one of the library itself.
	Shelves []string
	// Changes are what the edits do, by note and place.
	Changes []kb.TagChange
	// Reach is how many takeaways the change is about; a whole write-up counts with all it has.
	Reach int
	// Skipped are places that cannot be edited.
	Skipped []kb.Problem
	// Notices are what somebody should know who asked for the change.
	Notices []desk.Notice

	s *desk.Desk
}

// NewPlan plans a decision for each target. Notes are taken by path and read as they are now. The error is a
// kb.Advice, around a library.ChangedError where a note is no longer as the desk knows it.
func NewPlan(s *desk.Desk, targets []Target, d Decision) (*Plan, error) {
	p := &Plan{s: s}
	byNote := map[string][]Target{}
	var notes []string
	for _, t := range targets {
		if byNote[t.note()] == nil {
			notes = append(notes, t.note())
		}
		byNote[t.note()] = append(byNote[t.note()], t)
	}
	slices.Sort(notes)
	for _, name := range notes {
		list := byNote[name]
		ids := make([]kb.ID, len(list))
		for i, t := range list {
			ids[i] = s.IDIn(t.Shelf, t.ID)
		}
		before := len(p.Edits)
		if err := p.note(s.LibraryOf(list[0].Shelf), list[0].Path, ids, d); err != nil {
			return nil, err
		}
		for range len(p.Edits) - before {
			p.Shelves = append(p.Shelves, list[0].Shelf)
		}
	}
	return p, nil
}

// note plans the change of one note of a library.
func (p *Plan) note(lib *library.Library, path string, ids []kb.ID, d Decision) error {
	data, err := lib.Bytes(path)
	if errors.Is(err, fs.ErrNotExist) {
		return desk.ChangedMeanwhile(&library.ChangedError{Paths: []string{path}})
	}
	if err != nil { // it became unreadable since it was indexed: the others can be changed all the same
		p.Skipped = append(p.Skipped, library.Unreadable(path, err))
		return nil
	}
	w, err := p.s.Understand(path, data)
	if err != nil {
		return desk.ChangedMeanwhile(&library.ChangedError{Paths: []string{path}})
	}
	pieces := piecesByID(w)
	var changes []noteedit.Change
	for _, id := range ids {
		var t *kb.Takeaway
		if id != "" {
			if t = pieces[id]; t == nil {
				return desk.ChangedMeanwhile(&library.ChangedError{Paths: []string{path}})
			}
		}
		if hint := d.aside(w, t); hint != "" {
			p.Notices = append(p.Notices, desk.Notice{Hint: hint})
		}
		c := d.change(w, t)
		c.ID = id
		changes = append(changes, c)
	}
	out, err := p.edit(path, data, changes)
	if err != nil {
		return err
	}
	if again := p.rejections(path, out.Data, changes); again {
		if out, err = p.edit(path, data, changes); err != nil {
			return err
		}
	}
	if bytes.Equal(out.Data, data) {
		if c := unmet(pieces, changes); c != nil && len(out.Skipped) == 0 {
			p.Skipped = append(p.Skipped, kb.Problem{Path: path, Line: pieces[c.ID].Line, Severity: kb.SeverityError, Code: noteedit.CodeTagEdit,
				Message: "the tags cannot be changed here", Hint: "write them into the note with takeaway edit"})
		}
		return nil
	}
	p.Edits = append(p.Edits, library.Edit{Path: path, Old: data, New: out.Data})
	p.account(w, out.WriteUp)
	return nil
}

// unmet is the first change whose piece is not as it asks for; nil where all are. A note that an edit left as it was has
// nothing to change only then.
func unmet(pieces map[kb.ID]*kb.Takeaway, changes []noteedit.Change) *noteedit.Change {
	for i := range changes {
		t := pieces[changes[i].ID]
		if t == nil {
			continue
		}
		missing := slices.ContainsFunc(changes[i].Add, func(name string) bool { return !t.HasTag(name) })
		if missing || slices.ContainsFunc(changes[i].Remove, t.HasTag) {
			return &changes[i]
		}
	}
	return nil
}

// piecesByID are the pieces of a write-up. Of two with one ID the first counts.
func piecesByID(w *kb.WriteUp) map[kb.ID]*kb.Takeaway {
	out := make(map[kb.ID]*kb.Takeaway, len(w.Pieces))
	for i := range slices.Backward(w.Pieces) {
		out[w.Pieces[i].ID] = &w.Pieces[i]
	}
	return out
}

// rejections adds to the changes what it takes for tags to stay away: one that was taken off and is
// inferred or inherited then has to be rejected. It reports whether there was any.
func (p *Plan) rejections(path string, out []byte, changes []noteedit.Change) bool {
	if !slices.ContainsFunc(changes, func(c noteedit.Change) bool { return c.ID != "" && len(c.Remove) > 0 }) {
		return false
	}
	w, err := p.s.Understand(path, out)
	if err != nil {
		return false
	}
	any := false
	pieces := piecesByID(w)
	for i := range changes {
		c := &changes[i]
		t := pieces[c.ID]
		if t == nil {
			continue
		}
		for _, name := range slices.Clone(c.Remove) {
			if name = canonical(p.s.Vocabulary(), name); t.HasTag(name) {
				c.Remove = slices.DeleteFunc(c.Remove, func(n string) bool { return canonical(p.s.Vocabulary(), n) == name })
				c.Reject = append(c.Reject, name)
				any = true
			}
		}
	}
	return any
}

// edit applies changes to a note; those that it cannot take are skipped and remembered.
func (p *Plan) edit(path string, data []byte, changes []noteedit.Change) (noteedit.Edited, error) {
	out, err := noteedit.Apply(path, data, changes)
	if err != nil {
		return out, editError(err)
	}
	for _, bad := range out.Skipped {
		if !slices.Contains(p.Skipped, bad) {
			p.Skipped = append(p.Skipped, bad)
		}
	}
	return out, nil
}

func editError(err error) error {
	var bad kb.Problem
	if errors.As(err, &bad) && bad.Code == noteedit.CodeBadTag {
		return kb.Usage(bad.Error(), bad.Hint)
	}
	if errors.As(err, &bad) {
		return kb.Unusable(bad, bad.Hint)
	}
	return err
}

// account notes what a change does to each piece, by comparing how the note read and reads.
func (p *Plan) account(was, now *kb.WriteUp) {
	whole := kb.TagChange{Path: now.Path, Heading: was.Title, Line: 1,
		Added: namesOnly(now.Tags, was.Tags, kb.TagInherited), Removed: namesOnly(was.Tags, now.Tags, kb.TagInherited)}
	if len(whole.Added)+len(whole.Removed) > 0 {
		p.Changes = append(p.Changes, whole)
		p.Reach += was.Takeaways()
	}
	before := piecesByID(was)
	for i := range now.Pieces {
		a := &now.Pieces[i]
		b := before[a.ID]
		if b == nil {
			continue // Apply made sure that there is none
		}
		c := kb.TagChange{ID: string(a.ID), Ref: a.Ref, Path: now.Path, Line: a.Line, Heading: a.Heading,
			Added: namesOnly(a.Tags, b.Tags, kb.TagOwn), Removed: namesOnly(b.Tags, a.Tags, kb.TagOwn),
			Rejected: missingFrom(b.Rejected, a.Rejected), Restored: missingFrom(a.Rejected, b.Rejected)}
		if len(c.Added)+len(c.Removed)+len(c.Rejected)+len(c.Restored) > 0 {
			p.Changes = append(p.Changes, c)
			p.Reach++
		}
	}
}

// namesOnly are the tags from a source that one list has and the other has not, as they stand in the note.
func namesOnly(here, there []kb.Tag, source kb.TagSource) []string {
	return missingFrom(writtenNames(there, source), writtenNames(here, source))
}

func writtenNames(tags []kb.Tag, source kb.TagSource) []string {
	var names []string
	for _, t := range tags {
		if t.Source == source {
			names = append(names, notefile.Written(t))
		}
	}
	return names
}

func sourceNames(tags []kb.Tag, source kb.TagSource) []string {
	var names []string
	for _, t := range tags {
		if t.Source == source {
			names = append(names, t.Name)
		}
	}
	return names
}

// missingFrom lists what names has and have has not.
func missingFrom(have, names []string) []string {
	var out []string
	for _, n := range names {
		if !slices.Contains(have, n) {
			out = append(out, n)
		}
	}
	return out
}

// Size is the extent of the plan in words.
func (p *Plan) Size() string {
	return kb.Counted(p.Reach, "takeaway") + " in " + kb.Counted(len(p.Edits), "note")
}
