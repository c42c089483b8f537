// Package ingest turns documents from elsewhere, someone's blog file or a folder of them, into notes: it
// detects what they are about, completes their front matter and chooses their place in notes/. It writes
// nothing itself.
package ingest

import (
	"fmt"
	"path"
	"path/filepath"
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
	// WriteUp is what was read from it.
	WriteUp *kb.WriteUp
	// Added are the front-matter lines that were added, without line breaks.
	Added []string
}

// FromFile makes a note of the file called from with the given bytes. The error is a kb.Problem: the
// file is no text, too large, empty, or no write-up.
func FromFile(from string, data []byte, o Options) (*Note, error) {
	w, err := notefile.Parse(filepath.ToSlash(from), data)
	if err != nil {
		return nil, err
	}
	conference.Assign(w, filepath.ToSlash(from), data)
	if o.Conference != "" {
		conference.Set(w, kb.Editions{o.Conference}, []kb.Evidence{{Rule: "given", Text: o.Conference}})
	}
	n := &Note{From: from, WriteUp: w}
	n.Path = place(w, from)
	if n.Data, n.Added, err = complete(w, data, strings.ToLower(path.Ext(n.Path))); err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	return n, nil
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
	return strings.TrimSuffix(n.Path, ext) + "-" + kb.Slug(strings.TrimSuffix(filepath.Base(n.From), filepath.Ext(n.From))) + ext
}
