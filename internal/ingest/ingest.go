// Package ingest turns documents from elsewhere into notes: someone's blog file, a web page, a calendar
// of sessions. It reads and fetches them, detects what they are about, completes their front matter and
// chooses their place in notes/; it compares them with the notes that are there. It writes nothing itself.
package ingest

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
)

// Options are what the user says about the documents.
type Options struct {
	// Conference is the id of the edition; empty to detect it.
	Conference string
	// Fields are keys of the front matter with the values that they are to have, whatever the document says:
	// authors, date, title.
	Fields []noteedit.Field
	// Columns names the columns of a table whose headers do not say what they hold: field to header.
	Columns map[string]string
}

// Note is a document made ready for notes/.
type Note struct {
	// From is the document's own path, as given.
	From string
	// Path is where the note belongs, relative to notes/: the conference's folder, or none if no
	// conference is known, and the slug of the title.
	Path string
	// Data is the document with its front matter completed; every other byte is as it was.
	Data []byte
	// WriteUp is what was read from it, with the evidence of the document and the pieces of the note.
	WriteUp *kb.WriteUp
	// Added are the front-matter lines that were added, without line breaks.
	Added []string
	// Format is how the document was read.
	Format Format
	// Dropped names what of a page or calendar is not in the note: "navigation", "newsletter form".
	Dropped []string
	// Given is true where the options said which conference it is.
	Given bool
}

// fromNote makes a note of a document that is one already, but for its front matter.
func fromNote(d Document, o Options) (*Note, error) {
	data := d.Data
	w, err := notefile.Parse(filepath.ToSlash(d.Name), data)
	if err != nil {
		return nil, named(err, d.From)
	}
	if w.Source == "" && d.Source != "" {
		w.Source = d.Source
		w.Why["source"] = []kb.Evidence{{Rule: "address", Text: d.Source}}
	}
	conference.Assign(w, filepath.ToSlash(d.Name), data)
	given := false
	if o.Conference != "" && !slices.Equal(w.Conferences, kb.Editions{o.Conference}) {
		conference.Set(w, kb.Editions{o.Conference}, []kb.Evidence{{Rule: "given", Text: o.Conference}})
		given = true
	}
	n := &Note{From: d.From, WriteUp: w, Format: FormatOf(d.Name), Given: given}
	n.Path = place(w, d.Name)
	if n.Data, n.Added, err = noteedit.Complete(n.Path, w, data); err != nil {
		return nil, fmt.Errorf("%s: %w", d.From, err)
	}
	if len(n.Added) == 0 && o.Conference == "" && !n.movesTo(data) {
		return n, nil // as it was read
	}
	again, err := reread(n, len(w.Conferences) > 0)
	switch {
	case err != nil || again.Title != w.Title || !slices.Equal(again.Authors, w.Authors) || len(again.Problems) > len(w.Problems) || !n.took(again):
		n.Data, n.Added = data, nil // front matter of a shape that bears no more lines
		if again, err = reread(n, false); err != nil {
			return nil, named(err, d.From)
		}
	case o.Conference != "" && !slices.Equal(again.Conferences, w.Conferences) && len(w.Event) > 0:
		return nil, kb.Problem{Path: d.From, Line: w.Event[0].Line, Severity: kb.SeverityError, Code: "conference",
			Message: fmt.Sprintf("states the conference %q, not %s", w.Event[0].Text, o.Conference), Hint: "change it there, or leave --conference out"}
	}
	w.Pieces = again.Pieces // a stated conference, or the folder of one, can change how a note is divided
	for i := range w.Pieces {
		w.Pieces[i].Conferences = w.Conferences
	}
	return n, nil
}

// state puts the fields that the user gave into the note, and reads it again. A new title gives it another name.
func (n *Note) state(fields []noteedit.Field, name string) error {
	if len(fields) == 0 {
		return nil
	}
	data, err := noteedit.Assign(n.Path, n.Data, fields)
	if err != nil {
		return named(err, n.From)
	}
	n.Data = data
	again, err := reread(n, true)
	if err != nil {
		return named(err, n.From)
	}
	was := n.WriteUp
	again.Source = cmp.Or(again.Source, was.Source)
	for _, f := range fields {
		again.Why[f.Key] = []kb.Evidence{{Rule: "given"}}
		if f.Key == "title" {
			n.Path = place(again, name)
		}
	}
	for i := range again.Pieces {
		again.Pieces[i].Conferences = again.Conferences
	}
	n.WriteUp = again
	return nil
}

// movesTo reports whether the folder that the note goes to says more of its conference than the note does.
func (n *Note) movesTo(data []byte) bool {
	front, _ := notefile.FrontOf(data, notefile.IsYAML(n.Path))
	return len(n.WriteUp.Conferences) > 0 && !front.Has("conference") && !front.Has("conferences")
}

// named is err with the document's own name where a reader only knew the one it was given.
func named(err error, from string) error {
	var p kb.Problem
	if errors.As(err, &p) {
		p.Path = from
		return p
	}
	return err
}

// took reports whether the completed note, read again, states what was added. YAML readers pass over
// whatever follows a mapping in braces, for one.
func (n *Note) took(again *kb.WriteUp) bool {
	for _, f := range noteedit.Missing(again) {
		if slices.ContainsFunc(n.Added, func(line string) bool {
			return strings.HasPrefix(line, f.Key+":") || strings.HasPrefix(line, f.Key+" =")
		}) {
			return false
		}
	}
	return true
}

// reread reads the completed note as the library will. Where no conference was found there is none to
// compare, and the search for one, half the work, is left out.
func reread(n *Note, conferences bool) (*kb.WriteUp, error) {
	w, err := notefile.Parse(n.Path, n.Data)
	if err == nil && conferences {
		conference.Assign(w, n.Path, n.Data)
	}
	return w, err
}
