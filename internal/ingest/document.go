package ingest

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
)

// Document is something to make a note of.
type Document struct {
	// From names it to people: a path, an address, or "-".
	From string
	// Name is a path to take hints from, folder and file name; it need not exist.
	Name string
	// Format is how it is written; empty to tell by the name, or else by the content.
	Format Format
	// Source is the address it was fetched from, if it was.
	Source string
	// Charset is what the server called its encoding, if it did.
	Charset string
	Data    []byte
}

// withExt gives a name the ending by which notes of this format are known, unless it has one.
func withExt(name string, f Format) string {
	if FormatOf(name) == f && notefile.Readable(name) {
		return name
	}
	return strings.TrimSuffix(name, filepath.Ext(name)) + f.ext()
}

func (d Document) refuse(code, message, hint string) error {
	return kb.Problem{Path: d.From, Severity: kb.SeverityError, Code: code, Message: message, Hint: hint}
}

// decode turns data into UTF-8 where a byte order mark or the server says that it is something else.
// Bytes of which nobody says so stay as they are; the reader of notes knows what to do with them.
func decode(data []byte, label string) []byte {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		if out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data); err == nil {
			return out
		}
	}
	if label == "" || utf8.Valid(data) {
		return data
	}
	enc, name := charset.Lookup(label)
	if enc == nil || name == "utf-8" || name == "replacement" {
		return data
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return data
	}
	return out
}

// head is the front matter of a note that is made from another format.
type head struct {
	title   string
	authors []string
	date    string
	source  string
	// why says where each field was found: "title", "authors", "date", "source".
	why map[string]kb.Evidence
	// more are further lines of front matter, each with its line break.
	more string
	// clues are what the conference is to be told by, if not by the whole text.
	clues *conference.Clues
}

// compose makes a note from front matter and a body: body writes the whole note below (or, for YAML,
// among) the given lines. The conference is detected on a first version, and stands in the second.
func compose(d Document, h head, format Format, body string, o Options) (*Note, error) {
	name := withExt(d.Name, format)
	write := func(confs kb.Editions) ([]byte, error) {
		w := kb.WriteUp{Title: h.title, Authors: h.authors, Date: h.date, Source: h.source, Conferences: confs}
		var lines []string
		for _, f := range noteedit.Missing(&w) {
			line, err := f.Line(false)
			if err != nil {
				return nil, err
			}
			lines = append(lines, line)
		}
		block := strings.Join(append(lines, ""), "\n") + h.more
		if format == YAML || block == "" {
			return []byte(block + body), nil
		}
		return []byte("---\n" + block + "---\n\n" + body), nil
	}
	data, err := write(nil)
	if err != nil {
		return nil, err
	}
	w, err := notefile.Parse(filepath.ToSlash(name), data)
	if err != nil {
		return nil, err
	}
	h.date = w.Date // 2019-11-25, however the page writes it
	if h.source == "" {
		w.Source = d.Source // a hint all the same
	}
	if h.clues != nil {
		assign(w, *h.clues)
	}
	if len(w.Conferences) == 0 {
		conference.Assign(w, filepath.ToSlash(name), data)
	}
	confs, why := w.Conferences, w.Why["conference"]
	given := false
	if o.Conference != "" {
		given = len(confs) != 1 || confs[0] != o.Conference
		confs, why = kb.Editions{o.Conference}, []kb.Evidence{{Rule: "given", Text: o.Conference}}
	}
	if data, err = write(confs); err != nil {
		return nil, err
	}
	if w, err = notefile.Parse(filepath.ToSlash(name), data); err != nil {
		return nil, err
	}
	conference.Set(w, confs, why)
	for field, ev := range h.why {
		if len(w.Why[field]) > 0 {
			w.Why[field] = []kb.Evidence{ev}
		}
	}
	n := &Note{From: d.From, WriteUp: w, Data: data, Given: given}
	n.Path = place(w, name)
	return n, nil
}

// assign records the conferences that the clues tell.
func assign(w *kb.WriteUp, c conference.Clues) {
	var ids kb.Editions
	var why []kb.Evidence
	for _, f := range conference.Detect(c) {
		ids = append(ids, f.Edition.ID)
		why = append(why, f.Evidence...)
	}
	conference.Set(w, ids, why)
}
