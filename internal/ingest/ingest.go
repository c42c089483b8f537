// Package ingest turns documents from elsewhere, someone's blog file or a folder of them, into notes: it
// detects what they are about, completes their front matter and chooses their place in notes/. It writes
// nothing itself.
package ingest

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Options are what the user says about the documents.
type Options struct {
	// Conference is the id of the edition; empty to detect it.
	Conference string
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
}

// FromFile makes a note of the file called from with the given bytes. The error is a kb.Problem: the
// file is no text, too large, empty, or no write-up, or it states another conference than the options do.
func FromFile(from string, data []byte, o Options) (*Note, error) {
	w, err := notefile.Parse(filepath.ToSlash(from), data)
	if err != nil {
		return nil, err
	}
	conference.Assign(w, filepath.ToSlash(from), data)
	if given := (kb.Editions{o.Conference}); o.Conference != "" && !slices.Equal(w.Conferences, given) {
		conference.Set(w, given, []kb.Evidence{{Rule: "given", Text: o.Conference}})
	}
	n := &Note{From: from, WriteUp: w}
	n.Path = place(w, from)
	if n.Data, n.Added, err = complete(w, data, strings.ToLower(path.Ext(n.Path))); err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	again, err := reread(n)
	switch {
	case err != nil || again.Title != w.Title || !slices.Equal(again.Authors, w.Authors) || len(again.Problems) > len(w.Problems) || !n.took(again):
		n.Data, n.Added = data, nil // front matter of a shape that bears no more lines
	case o.Conference != "" && !slices.Equal(again.Conferences, w.Conferences) && len(w.Event) > 0:
		return nil, kb.Problem{Path: from, Line: w.Event[0].Line, Severity: kb.SeverityError, Code: "conference",
			Message: fmt.Sprintf("states the conference %q, not %s", w.Event[0].Text, o.Conference), Hint: "change it there, or leave --conference out"}
	}
	if len(n.Added) > 0 {
		w.Pieces = again.Pieces // a stated conference can change how a note is divided
	}
	return n, nil
}

// took reports whether the completed note, read again, states what was added. YAML readers pass over
// whatever follows a mapping in braces, for one.
func (n *Note) took(again *kb.WriteUp) bool {
	for _, f := range facts(again) {
		if slices.ContainsFunc(n.Added, func(line string) bool {
			return strings.HasPrefix(line, f.key+":") || strings.HasPrefix(line, f.key+" =")
		}) {
			return false
		}
	}
	return true
}

// reread reads the completed note as the library will.
func reread(n *Note) (*kb.WriteUp, error) {
	w, err := notefile.Parse(n.Path, n.Data)
	if err == nil {
		conference.Assign(w, n.Path, n.Data)
	}
	return w, err
}

// generic are file names that say nothing about their content.
var generic = map[string]bool{"index": true, "readme": true, "post": true, "content": true, "blog": true, "article": true}

// place chooses the path of a note: the folder of its first conference and the slug of its title, or of
// the file's own name where that has no title.
func place(w *kb.WriteUp, from string) string {
	ext := strings.ToLower(filepath.Ext(from))
	stem := kb.Slug(strings.TrimSuffix(filepath.Base(from), filepath.Ext(from)))
	slug := kb.Slug(w.Title)
	if slug == "" || len(slug) < 4 && !generic[stem] {
		slug = stem
	}
	if slug == "" {
		slug = "note"
	}
	if len(w.Conferences) > 0 {
		return w.Conferences[0] + "/" + slug + ext
	}
	return slug + ext
}

// Elsewhere is another path for a note whose own is taken by a different document of the same title:
// the name of its file is added.
func (n *Note) Elsewhere() string {
	ext := path.Ext(n.Path)
	stem := kb.Slug(strings.TrimSuffix(filepath.Base(n.From), filepath.Ext(n.From)))
	if stem == "" {
		stem = "2"
	}
	return strings.TrimSuffix(n.Path, ext) + "-" + stem + ext
}
