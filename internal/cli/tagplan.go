package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/noteedit"
	"takeaway/internal/render"
)

// tagPlan is a change of tags, worked out and not written yet.
type tagPlan struct {
	*app
	s       *desk.Desk
	edits   []library.Edit
	changes []render.TagChange
	// reach is how many takeaways the change is about; a whole write-up counts with all it has.
	reach int
	// skipped are places that cannot be edited.
	skipped []kb.Problem
	// asked is set once somebody was asked about it.
	asked bool
}

// notes plans what decide says for each target; t is nil where the target is the whole write-up. Notes
// are taken by path and read as they are now.
func (p *tagPlan) notes(targets []tagTarget, decide func(w *kb.WriteUp, t *kb.Takeaway) noteedit.Change) error {
	byPath := map[string][]kb.ID{}
	var paths []string
	for _, t := range targets {
		if byPath[t.path] == nil {
			paths = append(paths, t.path)
		}
		byPath[t.path] = append(byPath[t.path], t.id)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if err := p.note(path, byPath[path], decide); err != nil {
			return err
		}
	}
	return nil
}

// note plans the change of one note.
func (p *tagPlan) note(path string, ids []kb.ID, decide func(w *kb.WriteUp, t *kb.Takeaway) noteedit.Change) error {
	data, err := p.s.Bytes(path)
	if errors.Is(err, fs.ErrNotExist) {
		return changedMeanwhile(&library.ChangedError{Paths: []string{path}})
	}
	if err != nil {
		return kb.Unusable(err, "")
	}
	w, err := p.s.Understand(path, data)
	if err != nil {
		return changedMeanwhile(&library.ChangedError{Paths: []string{path}})
	}
	var changes []noteedit.Change
	for _, id := range ids {
		var t *kb.Takeaway
		if id != "" {
			if t = pieceOf(w, id); t == nil {
				return changedMeanwhile(&library.ChangedError{Paths: []string{path}})
			}
		}
		c := decide(w, t)
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
		return nil
	}
	p.edits = append(p.edits, library.Edit{Path: path, Old: data, New: out.Data})
	p.account(w, out.WriteUp)
	return nil
}

func pieceOf(w *kb.WriteUp, id kb.ID) *kb.Takeaway {
	for i := range w.Pieces {
		if w.Pieces[i].ID == id {
			return &w.Pieces[i]
		}
	}
	return nil
}

// rejections adds to the changes what it takes for tags to stay away: one that was taken off and is
// inferred or inherited then has to be rejected. It reports whether there was any.
func (p *tagPlan) rejections(path string, out []byte, changes []noteedit.Change) bool {
	if !slices.ContainsFunc(changes, func(c noteedit.Change) bool { return c.ID != "" && len(c.Remove) > 0 }) {
		return false
	}
	w, err := p.s.Understand(path, out)
	if err != nil {
		return false
	}
	any := false
	for i := range changes {
		c := &changes[i]
		t := pieceOf(w, c.ID)
		if t == nil {
			continue
		}
		for _, name := range slices.Clone(c.Remove) {
			if t.HasTag(name) {
				c.Remove = slices.DeleteFunc(c.Remove, func(n string) bool { return n == name })
				c.Reject = append(c.Reject, name)
				any = true
			}
		}
	}
	return any
}

// edit applies changes to a note; those that it cannot take are skipped and remembered.
func (p *tagPlan) edit(path string, data []byte, changes []noteedit.Change) (noteedit.Edited, error) {
	out, err := noteedit.Apply(path, data, changes)
	if err != nil {
		return out, editError(err)
	}
	for _, bad := range out.Skipped {
		if !slices.Contains(p.skipped, bad) {
			p.skipped = append(p.skipped, bad)
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
func (p *tagPlan) account(was, now *kb.WriteUp) {
	before := make(map[kb.ID]*kb.Takeaway, len(was.Pieces))
	for i := range was.Pieces {
		before[was.Pieces[i].ID] = &was.Pieces[i]
	}
	whole := render.TagChange{Path: now.Path, Heading: was.Title, Line: 1,
		Added: namesOnly(now.Tags, was.Tags, kb.TagInherited), Removed: namesOnly(was.Tags, now.Tags, kb.TagInherited)}
	if len(whole.Added)+len(whole.Removed) > 0 {
		p.changes = append(p.changes, whole)
		p.reach += was.Takeaways()
	}
	for i := range now.Pieces {
		a := &now.Pieces[i]
		b := before[a.ID]
		if b == nil {
			continue // Apply made sure that there is none
		}
		c := render.TagChange{ID: string(a.ID), Ref: a.Ref, Path: now.Path, Line: a.Line, Heading: a.Heading,
			Added: namesOnly(a.Tags, b.Tags, kb.TagOwn), Removed: namesOnly(b.Tags, a.Tags, kb.TagOwn),
			Rejected: missingFrom(b.Rejected, a.Rejected), Restored: missingFrom(a.Rejected, b.Rejected)}
		if len(c.Added)+len(c.Removed)+len(c.Rejected)+len(c.Restored) > 0 {
			p.changes = append(p.changes, c)
			p.reach++
		}
	}
}

// namesOnly are the tags from a source that one list has and the other has not.
func namesOnly(here, there []kb.Tag, source kb.TagSource) []string {
	return missingFrom(sourceNames(there, source), sourceNames(here, source))
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

func changedMeanwhile(err error) error {
	return kb.Unusable(err, "run the command again")
}
