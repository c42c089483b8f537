package desk

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/prose"
)

// Named is what a name stands for: one takeaway or one write-up; the other is nil.
type Named struct {
	Takeaway *kb.Takeaway
	WriteUp  *kb.WriteUp
}

// Shelf is the shelf that it is on; empty for the library itself.
func (n *Named) Shelf() string {
	if n.Takeaway != nil {
		return n.Takeaway.Shelf
	}
	return n.WriteUp.Shelf
}

// Pieces are the pieces that the name stands for.
func (n *Named) Pieces() []*kb.Takeaway {
	if n.Takeaway != nil {
		return []*kb.Takeaway{n.Takeaway}
	}
	out := make([]*kb.Takeaway, len(n.WriteUp.Pieces))
	for i := range n.WriteUp.Pieces {
		out[i] = &n.WriteUp.Pieces[i]
	}
	return out
}

// mostCandidates is how many candidates of an ambiguous name are listed.
const mostCandidates = 8

// Lookup finds what a name stands for: one takeaway or one write-up; nil if there is none. Names are IDs
// and their unique beginnings, numbers of the last list (one to four digits, never the beginning of an ID), readable
// addresses, and paths of notes: below notes/, or as they were typed in the folder Work. The name of a shelf and a
// colon before any of them says where it is; of those on several the library's own comes first. The error is a
// kb.Advice, for an ambiguous name among others.
func (d *Desk) Lookup(name string) (*Named, error) {
	only := func(shelf string) bool { return true }
	if rest := d.Unqualified(name); rest != name {
		where := strings.TrimSuffix(strings.TrimSuffix(name, rest), ":")
		name = rest
		only = func(shelf string) bool { return cmp.Or(shelf, library.OwnShelf) == where }
	}
	if IsNumber(name) {
		if found, err := d.numbered(name); err != nil || found != nil {
			return found, err
		}
	} else if IsHex(name) && len(name) <= kb.IDLen {
		found, err := d.beginning(strings.ToLower(name), mostCandidates+1)
		found = slices.DeleteFunc(found, func(t *kb.Takeaway) bool { return !only(t.Shelf) })
		switch {
		case err != nil:
			return nil, Damaged(err)
		case len(found) == 1:
			return &Named{Takeaway: found[0]}, nil
		case len(found) > 1:
			return nil, ambiguous(name, found)
		}
	}
	ups, err := d.WriteUps()
	if err != nil {
		return nil, err
	}
	for _, clean := range d.pathsOf(name) {
		for _, w := range ups {
			if !only(w.Shelf) {
				continue
			}
			if isNote(w.Path, clean) {
				return &Named{WriteUp: w}, nil
			}
			for i := range w.Pieces {
				if isRef(&w.Pieces[i], clean) {
					return &Named{Takeaway: &w.Pieces[i]}, nil
				}
			}
		}
	}
	return nil, nil
}

// Unqualified is a name without the shelf before it, or own, where there is such a shelf.
func (d *Desk) Unqualified(name string) string {
	if where, rest, ok := strings.Cut(name, ":"); ok && rest != "" && d.hasPart(where) {
		return rest
	}
	return name
}

// hasPart reports whether a word names the library or one of its shelves.
func (d *Desk) hasPart(name string) bool {
	return name == library.OwnShelf || name != "" && d.part(name) != nil
}

// isRef reports whether a name is the readable address of a piece, with or without the shelf.
func isRef(t *kb.Takeaway, name string) bool {
	return t.Ref == name || t.Shelf != "" && t.Ref == kb.NoteName(t.Shelf, name)
}

// pathsOf are the paths below notes/ that a name may be: as it is printed by commands, then as the shell
// gives it, from the folder that it was typed in.
func (d *Desk) pathsOf(name string) []string {
	out := []string{prose.Normal(strings.TrimPrefix(strings.TrimPrefix(name, "./"), library.NotesDir+"/"))}
	if path, ok := d.NotePath(d.o.Work, name); ok && path != out[0] {
		out = append(out, prose.Normal(path))
	}
	return out
}

// isNote reports whether a name of composed letters is the path of a note, with or without its extension. File
// systems differ in how they keep letters with marks.
func isNote(notePath, name string) bool {
	notePath = prose.Normal(notePath)
	return name == notePath || name == strings.TrimSuffix(notePath, path.Ext(notePath))
}

// NoteOf is the path of the note that a name stands for, and the line to open it at; empty if there is
// none. The path of a note that cannot be read does as well. A note on a shelf is an error: none of it is written to.
func (d *Desk) NoteOf(name string) (notePath string, line int, err error) {
	found, err := d.Lookup(name)
	switch {
	case err != nil:
		return "", 0, err
	case found != nil && found.Shelf() != "":
		return "", 0, d.OnShelf(name, found.Shelf())
	case found != nil && found.Takeaway != nil:
		return found.Takeaway.Path, found.Takeaway.Line, nil
	case found != nil:
		return found.WriteUp.Path, 1, nil
	}
	paths, err := d.Paths()
	if err != nil {
		return "", 0, kb.Unusable(err, "")
	}
	for _, clean := range d.pathsOf(name) {
		for _, p := range paths {
			if isNote(p, clean) {
				return p, 1, nil
			}
		}
	}
	return "", 0, nil
}

func ambiguous(prefix string, found []*kb.Takeaway) error {
	var b strings.Builder
	for i, t := range found {
		if i == mostCandidates {
			b.WriteString("\n  …")
			break
		}
		heading := t.Heading
		if heading == "" {
			heading = "(" + string(t.Kind) + ")"
		}
		fmt.Fprintf(&b, "\n  %s  %s  %s", t.ID, kb.NoteName(t.Shelf, t.Path), heading)
	}
	return kb.Usage(fmt.Sprintf("%q is the beginning of several IDs:%s", prefix, b.String()), "type more digits")
}

// IsHex reports whether a name has the digits of an ID alone.
func IsHex(s string) bool {
	return s != "" && strings.Trim(strings.ToLower(s), "0123456789abcdef") == ""
}
