package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/prose"
)

// Bodies fills Body of the pieces from their notes, each note read once. A piece that its note no
// longer holds keeps an empty body. Problems are of notes that could not be read or do not hold a piece any more.
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
			problems = append(problems, unreadable(path, err))
			continue
		}
		bodies := make(map[kb.ID]string, len(w.Pieces))
		for i := range w.Pieces {
			bodies[w.Pieces[i].ID] = w.Pieces[i].Body
		}
		whole := true
		for _, p := range byPath[path] {
			body, ok := bodies[p.ID]
			if ok {
				p.Body = body
			}
			whole = whole && ok
		}
		if !whole {
			problems = append(problems, kb.Problem{Path: path, Severity: kb.SeverityWarning, Code: "changed",
				Message: "was changed just now; some of its text is missing here", Hint: "run the command again"})
		}
	}
	return problems
}

// Prose fills Body of the pieces as Bodies does, for a snippet: where a note is as the catalogue knows
// it, its bytes are cut where the piece stands, ten times as fast as reading it again. The cut may hold
// the words that the piece's heading was made from.
func (l *Library) Prose(cat *Catalogue, pieces []*kb.Takeaway) []kb.Problem {
	var paths []string
	for _, p := range pieces {
		paths = append(paths, p.Path)
	}
	slices.Sort(paths)
	paths = slices.Compact(paths)
	contents := make([][]byte, len(paths))
	atOnce(len(paths), func(i int) error {
		contents[i] = l.unchanged(cat.file(paths[i]))
		return nil
	})
	var rest []*kb.Takeaway
	for _, p := range pieces {
		i, _ := slices.BinarySearch(paths, p.Path)
		data := contents[i]
		if at := p.Place.Body; data != nil && at.Start <= at.End && at.End <= len(data) {
			p.Body = prose.Decode(string(data[at.Start:at.End]))
			continue
		}
		rest = append(rest, p)
	}
	return l.Bodies(rest)
}

// unchanged returns the bytes of a Markdown or text note if they are still those of the catalogue. The
// prose of a YAML note does not stand in its bytes as it is read.
func (l *Library) unchanged(f *File) []byte {
	if f == nil || strings.HasSuffix(f.Path, ".yaml") || strings.HasSuffix(f.Path, ".yml") {
		return nil
	}
	data, problem := l.readFile(found{path: f.Path, size: f.Size})
	if problem != nil {
		return nil
	}
	if sum := sha256.Sum256(data); [16]byte(sum[:16]) != f.Hash {
		return nil
	}
	return data
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
	if !info.Mode().IsRegular() { // opening a pipe would wait for a writer
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("is not a regular file")}
	}
	data, p := l.readFile(found{path: path, size: info.Size()})
	if p != nil {
		return nil, *p
	}
	return data, nil
}

// Stale lists the notes whose content is not what the catalogue was made from, though nothing else about the
// files says so: the work of a failing disk, or of a clock and a file system that hide a change.
func (l *Library) Stale(ctx context.Context, cat *Catalogue) ([]kb.Problem, error) {
	files := cat.Files()
	stale := make([]bool, len(files))
	atOnce(len(files), func(i int) error {
		f := &files[i]
		if ctx.Err() != nil || f.Problem != nil {
			return nil
		}
		data, problem := l.readFile(found{path: f.Path, size: f.Size})
		sum := sha256.Sum256(data)
		stale[i] = problem == nil && [16]byte(sum[:16]) != f.Hash
		return nil
	})
	var problems []kb.Problem
	for i, bad := range stale {
		if bad {
			problems = append(problems, kb.Problem{Path: files[i].Path, Severity: kb.SeverityError, Code: "index-stale",
				Message: "the index has another text of this note"})
		}
	}
	return problems, ctx.Err()
}
