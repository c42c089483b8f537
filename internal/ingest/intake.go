package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
)

// Action is what becomes of a document.
type Action string

// The actions.
const (
	Written   Action = "written"   // a new note
	Updated   Action = "updated"   // the note of an older version is replaced
	Unchanged Action = "unchanged" // the note is there already
	Changed   Action = "changed"   // an older version is there and is left alone
)

// Verdict is what becomes of a document, with what somebody should know about it.
type Verdict struct {
	Action Action
	// Path is that of the note, below notes/.
	Path string
	// Moved is where the note was that goes to Path with the conference that was given; empty where it stays.
	Moved string
	// Old and New are the note before and after; Old is nil for a new one, New where nothing is written.
	Old, New []byte
	// Taken is set where another document of the same title has the path that the note was to have.
	Taken bool
	// Differs lists the fields of the note that say something else than the document.
	Differs []string
	// Same is the share of words that the note and its older version have in common, 0 to 1.
	Same float64
	// Carried is what the keeper of the older version had added.
	Carried noteedit.Carried
	// Duplicate is the path of a note of nearly the same words, and Shared the share of words in common.
	Duplicate string
	Shared    float64
}

// Intake decides what becomes of documents, one after the other: which are there already, which are newer
// versions of notes, which are new, and where these go. It writes nothing.
type Intake struct {
	known *Known
	// read returns the bytes of a note; the error is fs.ErrNotExist where there is none.
	read func(path string) ([]byte, error)
	// update asks for newer versions to replace older ones; conference is the one that was given for all.
	update     bool
	conference string

	// planned holds the notes that were decided on, by path: two documents may ask for one place, and none is
	// written before all are read.
	planned map[string][]byte
	// parsed are the notes that are there and were looked at, so that none is read twice.
	parsed map[string]*kb.WriteUp
}

// NewIntake begins an intake into the notes that are known. read returns the bytes of one, or fs.ErrNotExist.
// With update newer versions replace older ones; conference is what was given for all documents, or empty.
func NewIntake(known *Known, read func(path string) ([]byte, error), update bool, conference string) *Intake {
	return &Intake{known: known, read: read, update: update, conference: conference, planned: map[string][]byte{}, parsed: map[string]*kb.WriteUp{}}
}

// Take decides about a note that was made of a document, and sets its path and bytes to those that it is to
// have. The error says that there is no place for it.
func (in *Intake) Take(n *Note, p Print) (Verdict, error) {
	if at, ok := in.known.corpus.Same(p); ok && !in.otherEdition(n, at) {
		return in.again(n, p, at), nil
	}
	if at := in.known.from(n.WriteUp.Source); at != "" && in.planned[at] == nil {
		return in.newer(n, p, at), nil
	}
	for at := range n.Places() {
		have, taken := in.there(at)
		if taken && in.planned[at] == nil && in.sameTitle(n, p, at, have) {
			return in.newer(n, p, at), nil
		}
		if !taken {
			return in.add(n, p, at), nil
		}
	}
	return Verdict{}, fmt.Errorf("notes/%s and every name like it is taken", n.Path)
}

// otherEdition reports whether the note at a path says word for word what n does about another conference
// under another title, as the pages of a yearly event do.
func (in *Intake) otherEdition(n *Note, at string) bool {
	w := in.writeUp(at)
	return w != nil && w.Title != n.WriteUp.Title && len(w.Conferences) > 0 && len(n.WriteUp.Conferences) > 0 &&
		!slices.Equal(w.Conferences, n.WriteUp.Conferences)
}

// writeUp reads a note that is there or planned, nil if it cannot be read.
func (in *Intake) writeUp(at string) *kb.WriteUp {
	if w := in.parsed[at]; w != nil && in.planned[at] == nil {
		return w
	}
	data, ok := in.there(at)
	if !ok {
		return nil
	}
	w, err := notefile.Parse(at, data)
	if err != nil {
		return nil
	}
	conference.Assign(w, at, data)
	if in.planned[at] == nil {
		in.parsed[at] = w
	}
	return w
}

// sameTitle reports whether the note at a path is another version of n rather than another document of
// the same title: their words are alike, and they do not name different authors or addresses.
func (in *Intake) sameTitle(n *Note, p Print, at string, have []byte) bool {
	q := PrintOf(have, IsYAML(at))
	if !p.Alike(&q) {
		return false
	}
	w := in.writeUp(at)
	if w == nil {
		return false
	}
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return !differ(strings.Join(w.Authors, ","), strings.Join(n.WriteUp.Authors, ",")) && !differ(pageOf(w.Source), pageOf(n.WriteUp.Source))
}

// again is for a document whose very text is there already.
func (in *Intake) again(n *Note, p Print, at string) Verdict {
	have, _ := in.there(at)
	v := Verdict{Action: Unchanged, Path: at, Old: have}
	if in.planned[at] == nil {
		v.Differs = in.differing(n, at, have)
		if len(v.Differs) > 0 && in.update {
			return in.newer(n, p, at)
		}
	}
	in.planned[at] = have
	return v
}

// differing lists what the front matter of a note says otherwise than the document does. Only a
// conference that the user gave counts: the keeper of the note may have known it where the text does not.
func (in *Intake) differing(n *Note, at string, have []byte) []string {
	if bytes.Equal(have, n.Data) {
		return nil
	}
	w := in.writeUp(at)
	if w == nil {
		return nil
	}
	var fields []string
	if n.WriteUp.Title != w.Title {
		fields = append(fields, "title")
	}
	if len(n.WriteUp.Authors) > 0 && !slices.Equal(n.WriteUp.Authors, w.Authors) {
		fields = append(fields, "authors")
	}
	if n.WriteUp.Date != "" && n.WriteUp.Date != w.Date {
		fields = append(fields, "date")
	}
	if n.Given && !slices.Contains(w.Conferences, in.conference) {
		fields = append(fields, "conference")
	}
	return fields
}

// newer is for a document of which an older version is there: it is written with update alone.
func (in *Intake) newer(n *Note, p Print, at string) Verdict {
	old, _ := in.there(at)
	v := Verdict{Action: Unchanged, Path: at, Old: old}
	data := n.Data
	if was := in.writeUp(at); was != nil {
		data, v.Carried = noteedit.Carry(at, noteedit.Version{Data: old, WriteUp: was}, noteedit.Version{Data: n.Data, WriteUp: n.WriteUp})
	}
	if bytes.Equal(old, data) {
		return v
	}
	v.Same = SharedWords(old, data, IsYAML(at))
	in.planned[at] = old
	if !in.update {
		v.Action = Changed
		return v
	}
	v.Action, v.New = Updated, data
	if to := in.movesTo(n, at); to != "" {
		v.Moved, v.Path, at = at, to, to
	}
	n.Path, n.Data = at, data
	in.planned[at] = data
	in.known.add(at, data, p)
	return v
}

// movesTo is where a note goes whose conference was given, as a new one would: only from the top of notes/ or the
// folder of a conference, and never to a place that is taken. Empty where it stays; folders of one's own are kept.
func (in *Intake) movesTo(n *Note, at string) string {
	if !n.Given {
		return ""
	}
	folder := path.Dir(at)
	if _, known := conference.Lookup(folder); folder != "." && !known {
		return ""
	}
	to := path.Join(path.Dir(n.Path), path.Base(at))
	if _, taken := in.there(to); to == at || taken {
		return ""
	}
	return to
}

// add plans a new note.
func (in *Intake) add(n *Note, p Print, at string) Verdict {
	v := Verdict{Action: Written, Path: at, New: n.Data, Taken: at != n.Path}
	n.Path = at
	in.planned[at] = n.Data
	if like, ok := in.known.corpus.Nearest(p); ok {
		if other, taken := in.there(like); taken {
			v.Duplicate, v.Shared = like, SharedWords(other, n.Data, IsYAML(at))
		}
	}
	in.known.add(at, n.Data, p)
	return v
}

// there returns what is at a path of the library, or was planned for it.
func (in *Intake) there(path string) ([]byte, bool) {
	if data, ok := in.planned[path]; ok {
		return data, true
	}
	data, err := in.read(path)
	return data, err == nil || !errors.Is(err, fs.ErrNotExist)
}

// IsYAML reports whether the note at a path is a YAML note.
func IsYAML(path string) bool { return FormatOf(path) == YAML }
