package library

import (
	"fmt"
	"io/fs"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Bodies fills Body of the pieces from their notes, each note read once. A piece that its note no
// longer holds keeps an empty body. Problems are of notes that could not be read.
func (l *Library) Bodies(pieces []*kb.Takeaway) []kb.Problem {
	byPath := map[string][]*kb.Takeaway{}
	var order []string
	for _, p := range pieces {
		if byPath[p.Path] == nil {
			order = append(order, p.Path)
		}
		byPath[p.Path] = append(byPath[p.Path], p)
	}
	var problems []kb.Problem
	for _, path := range order {
		w, err := l.Read(path)
		if err != nil {
			problems = append(problems, kb.Problem{Path: path, Severity: kb.SeverityError, Code: "unreadable", Message: err.Error()})
			continue
		}
		for _, p := range byPath[path] {
			for i := range w.Pieces {
				if w.Pieces[i].ID == p.ID {
					p.Body = w.Pieces[i].Body
				}
			}
		}
	}
	return problems
}

// Read reads one note as it is now, without inferred tags.
func (l *Library) Read(path string) (*kb.WriteUp, error) {
	data, err := l.Bytes(path)
	if err != nil {
		return nil, err
	}
	return notefile.Parse(path, data)
}

// Bytes returns the bytes of a note.
func (l *Library) Bytes(path string) ([]byte, error) {
	info, err := fs.Stat(l.notes, path)
	if err != nil {
		return nil, err
	}
	data, p := l.readFile(found{path: path, size: info.Size()})
	if p != nil {
		return nil, fmt.Errorf("%s", p.Message)
	}
	return data, nil
}
