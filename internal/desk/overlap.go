package desk

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/library"
)

// settle finds out what the shelves have in common with those before them.
func (d *Desk) settle() error {
	parts := d.parts()
	for i, part := range parts {
		if i == 0 {
			continue
		}
		part.over = overlap{hidden: map[string]bool{}, renamed: map[kb.ID]kb.ID{}}
		for _, before := range parts[:i] {
			if err := part.settleWith(before); err != nil {
				return Damaged(err)
			}
		}
		if err := part.hide(); err != nil {
			return Damaged(err)
		}
	}
	d.union = nil
	d.forget()
	return nil
}

// settleWith finds what a shelf has in common with a library before it.
func (d *Desk) settleWith(before *Desk) error {
	files := d.cat.Files()
	byHash := make(map[[16]byte]string, len(files))
	for _, f := range files {
		if f.Problem == nil {
			byHash[f.Hash] = f.Path
		}
	}
	for _, f := range before.cat.Files() {
		if path, ok := byHash[f.Hash]; ok && f.Problem == nil && !before.over.hidden[f.Path] {
			d.over.hidden[path] = true
		}
		i, ok := slices.BinarySearchFunc(files, f.Path, func(f library.File, path string) int { return strings.Compare(f.Path, path) })
		if !ok || f.Problem != nil || files[i].Problem != nil || d.over.hidden[f.Path] {
			continue
		}
		if err := d.samePath(before, f.Path); err != nil {
			return err
		}
	}
	return nil
}

// samePath decides about a note at whose path a library before this one has one, too: another version of it takes its
// place, another note stands beside it.
func (d *Desk) samePath(before *Desk, path string) error {
	theirs, err := before.cat.At(path)
	if err != nil || theirs == nil {
		return err
	}
	ours, err := d.cat.At(path)
	if err != nil || ours == nil {
		return err
	}
	if isVersion(ours, theirs) {
		d.over.hidden[path] = true
		return nil
	}
	taken := make(map[kb.ID]bool, len(theirs.Pieces))
	for i := range theirs.Pieces {
		taken[theirs.Pieces[i].ID] = true
	}
	for i := range ours.Pieces {
		if id := ours.Pieces[i].ID; taken[id] {
			d.over.renamed[id] = id.On(d.ShelfName)
		}
	}
	return nil
}

// isVersion reports whether two notes at one path are versions of one note: of the same page, or of the same title by
// the same authors.
func isVersion(a, b *kb.WriteUp) bool {
	if a.Source != "" || b.Source != "" {
		return a.Source == b.Source
	}
	return a.Title == b.Title && len(a.Authors) > 0 && slices.Equal(a.Authors, b.Authors)
}

// hide lists the pieces of hidden notes.
func (d *Desk) hide() error {
	if len(d.over.hidden) == 0 {
		return nil
	}
	ups, err := d.cat.WriteUps()
	if err != nil {
		return err
	}
	for _, w := range ups {
		if !d.over.hidden[w.Path] {
			continue
		}
		for i := range w.Pieces {
			d.over.ids = append(d.over.ids, w.Pieces[i].ID)
		}
	}
	return nil
}
