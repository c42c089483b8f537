package library

import (
	"context"
	"time"

	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
	"takeaway/internal/vocabulary"
)

// Fixes prepares the repair of what Check reports and can be repaired safely: tags that are another name
// of a topic or project get its own. It returns the edits, one a note in the order of paths, and the
// problems that they solve. Nothing is written. Notes that bear no edit are left out.
func (l *Library) Fixes(ctx context.Context, now time.Time, progress func(done, total int)) ([]Edit, []kb.Problem, error) {
	d, err := l.Scan(ctx, nil, now, progress)
	if err != nil {
		return nil, nil, err
	}
	var edits []Edit
	var solved []kb.Problem
	for _, w := range d.Read {
		changes, problems := aliases(l.Vocabulary(), w)
		if len(changes) == 0 {
			continue
		}
		old, err := l.Bytes(w.Path)
		if err != nil {
			continue
		}
		changed, err := noteedit.Edit(w.Path, old, changes)
		if err != nil {
			continue
		}
		edits = append(edits, Edit{Path: w.Path, Old: old, New: changed})
		solved = append(solved, problems...)
	}
	l.place(solved)
	return edits, solved, nil
}

// aliases are the changes that give the tags of a write-up their canonical names.
func aliases(v *vocabulary.Vocabulary, w *kb.WriteUp) (changes []noteedit.Change, solved []kb.Problem) {
	canonical := func(id kb.ID, tags []kb.Tag, source kb.TagSource) {
		c := noteedit.Change{ID: id}
		for _, t := range tags {
			written := notefile.Written(t)
			if name, ok := v.Canonical(written); ok && name != written && t.Source == source {
				c.Rename = append(c.Rename, [2]string{written, name})
				solved = append(solved, checkTag(v, w.Path, t)...)
			}
		}
		if len(c.Rename) > 0 {
			changes = append(changes, c)
		}
	}
	canonical("", w.Tags, kb.TagInherited)
	for i := range w.Pieces {
		canonical(w.Pieces[i].ID, w.Pieces[i].Tags, kb.TagOwn)
	}
	return changes, solved
}
