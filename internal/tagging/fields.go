package tagging

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/noteedit"
)

// FieldChange is what became of a field of a note.
type FieldChange struct {
	Path, Title, Field, Was, Is string
}

// FieldPlan is a change of fields of notes, worked out and not written yet.
type FieldPlan struct {
	Edits   []library.Edit
	Changes []FieldChange
	Skipped []kb.Problem
}

// Notes are the paths of the notes of targets, each once, in their order.
func Notes(targets []Target) []string {
	var out []string
	for _, t := range targets {
		if !slices.Contains(out, t.Path) {
			out = append(out, t.Path)
		}
	}
	return out
}

// PlanFields plans the same fields for several notes. A note that would not be read as asked for, or whose pieces
// would not be what they are, is left out. The error is a kb.Advice.
func PlanFields(s *desk.Desk, paths []string, fields []noteedit.Field) (*FieldPlan, error) {
	p := &FieldPlan{}
	for _, path := range paths {
		data, err := s.Bytes(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, desk.ChangedMeanwhile(&library.ChangedError{Paths: []string{path}})
		}
		if err != nil {
			p.Skipped = append(p.Skipped, library.Unreadable(path, err))
			continue
		}
		was, err := s.Understand(path, data)
		if err != nil {
			return nil, desk.ChangedMeanwhile(&library.ChangedError{Paths: []string{path}})
		}
		if bad := p.note(s, was, data, fields); bad != nil {
			p.Skipped = append(p.Skipped, *bad)
		}
	}
	return p, nil
}

// note plans the fields of one note, and reads the result again.
func (p *FieldPlan) note(s *desk.Desk, was *kb.WriteUp, data []byte, fields []noteedit.Field) *kb.Problem {
	bad := func(message string) *kb.Problem {
		return &kb.Problem{Path: was.Path, Line: 1, Severity: kb.SeverityError, Code: noteedit.CodeTagEdit, Message: message, Hint: "takeaway edit " + was.Path + " opens it"}
	}
	next, err := noteedit.Assign(was.Path, data, fields)
	var problem kb.Problem
	switch {
	case errors.As(err, &problem):
		return &problem
	case err != nil:
		return bad(err.Error())
	case bytes.Equal(next, data):
		return nil
	}
	now, err := s.Understand(was.Path, next)
	if err != nil {
		return bad("the note could not be read any more; nothing was changed")
	}
	if !slices.EqualFunc(was.Pieces, now.Pieces, func(a, b kb.Takeaway) bool { return a.Heading == b.Heading && a.Kind == b.Kind }) {
		return bad("its takeaways would not be what they are; nothing was changed")
	}
	var changes []FieldChange
	for _, f := range fields {
		is, want := FieldOf(now, f.Key), wanted(f)
		if want != "" && is != want {
			return bad(fmt.Sprintf("its %s would still be %q; nothing was changed", f.Key, is))
		}
		if before := FieldOf(was, f.Key); before != is {
			changes = append(changes, FieldChange{Path: was.Path, Title: was.Title, Field: f.Key, Was: before, Is: is})
		}
	}
	p.Edits = append(p.Edits, library.Edit{Path: was.Path, Old: data, New: next})
	p.Changes = append(p.Changes, changes...)
	return nil
}

// FieldOf is the value of a field of a write-up as text; several values are joined with a comma and a blank.
func FieldOf(w *kb.WriteUp, field string) string {
	switch field {
	case "title":
		return w.Title
	case "authors":
		return strings.Join(w.Authors, ", ")
	case "conference":
		return strings.Join(w.Conferences, ", ")
	case "date":
		return w.Date
	case "perspective":
		return string(w.Perspective)
	}
	return ""
}

// wanted is the value that was asked for as FieldOf shows it; empty where the field is to go.
func wanted(f noteedit.Field) string {
	switch v := f.Value.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, ", ")
	}
	return ""
}
