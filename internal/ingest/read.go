package ingest

import (
	"bytes"
	"fmt"

	"takeaway/internal/notefile"
)

// Read makes a note of a document of any format; of a table that names several conferences, the first. The
// error is a kb.Problem that says why the document is refused.
func Read(d Document, o Options) (*Note, error) {
	notes, err := ReadAll(d, o)
	if err != nil {
		return nil, err
	}
	return notes[0], nil
}

// ReadAll makes all notes of a document: one, or for a table that names several conferences one of each.
// The error is that of Read.
func ReadAll(d Document, o Options) ([]*Note, error) {
	if len(d.Data) > notefile.MaxSize {
		return nil, d.refuse("too-large", fmt.Sprintf("is larger than the limit of %d MiB", notefile.MaxSize>>20), "split it, or take a part of it")
	}
	if d.Format == "" {
		d.Format = FormatOf(d.Name)
	}
	if d.Format == "" {
		d.Format = Sniff(d.Data)
	}
	if d.Format != HTML { // a page says itself how it is encoded
		d.Data = decode(d.Data, d.Charset)
	}
	switch {
	case d.Format == Text && transcribed(d):
		d.Format = Transcript
	case d.Format == JSON && isJSON3(d.Data):
		d.Format = JSON3
	}
	if len(bytes.TrimSpace(d.Data)) == 0 {
		return nil, d.refuse("empty", "is empty", "")
	}
	var secret []string
	d.Source, secret = PublicAddress(d.Source)
	var notes []*Note
	var err error
	if d.Format == CSV {
		notes, err = fromSheet(d, o)
	} else {
		var n *Note
		if n, err = readOne(d, o); err == nil {
			n.Format = d.Format
			notes = []*Note{n}
		}
	}
	if err != nil {
		return nil, named(err, d.From)
	}
	for _, n := range notes {
		if err := n.state(o.Fields, d.Name); err != nil {
			return nil, err
		}
	}
	for _, key := range secret {
		notes[0].Dropped = append(notes[0].Dropped, fmt.Sprintf("the %s in the address", key))
	}
	return notes, nil
}

// readOne makes the one note of a document whose format is known.
func readOne(d Document, o Options) (*Note, error) {
	switch d.Format {
	case HTML:
		return fromPage(d, o)
	case Calendar:
		return fromCalendar(d, o)
	case JSON:
		return fromTalks(d, o)
	case VTT, SRT, JSON3, Transcript:
		return fromTranscript(d, o)
	}
	d.Name = withExt(d.Name, d.Format)
	switch d.Format {
	case YAML:
		n, err := fromNote(d, o)
		if err != nil {
			if talks, e := fromTalks(d, o); e == nil {
				return talks, nil
			}
		}
		return n, err
	case Text:
		return fromText(d, o)
	}
	return fromNote(d, o)
}

// FromFile makes a note of the Markdown, text or YAML file called from with the given bytes. The error is
// a kb.Problem: the file is no text, too large, empty, or no write-up, or it states another conference
// than the options do.
func FromFile(from string, data []byte, o Options) (*Note, error) {
	return fromNote(Document{From: from, Name: from, Data: data}, o)
}
