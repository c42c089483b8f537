package notefile

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// Change says what is to happen to the tags that people set on one piece of a note, or on the whole
// write-up where ID is empty. Names are in their normal form: lower case, no blanks, no "#". What is
// there already, or not there, changes nothing.
type Change struct {
	ID kb.ID
	// Add sets tags, and takes back their rejection; Remove takes them off.
	Add, Remove []string
	// Reject writes "-#edge", and takes the tag off; Unreject takes that back. Only pieces have rejections.
	Reject, Unreject []string
	// Rename gives tags, own or rejected, another name where they stand; each pair is old and new.
	Rename [][2]string
}

// Codes of the problems that Edit returns.
const (
	CodeNoPiece = "no-piece" // the note holds no piece with that ID
	CodeBadTag  = "bad-tag"  // the name cannot stand in a note as a tag
	CodeTagEdit = "tag-edit" // the edit would change more than tags, or its place cannot be written to
)

// Edit changes tags and not one byte besides: comments, quoting, indentation, line ends, a byte order
// mark and unknown keys stay as they are. The result has been read again: exactly the tags asked for
// differ, and every piece is otherwise what it was. Where that cannot be had the error is a kb.Problem
// with one of the codes above, and nothing is returned. Data itself is never changed.
func Edit(path string, data []byte, changes []Change) ([]byte, error) {
	e, err := newEditor(path, data)
	if err != nil {
		return nil, err
	}
	var todo []Change
	for _, c := range changes {
		if err := e.check(c); err != nil {
			return nil, err
		}
		at := slices.IndexFunc(todo, func(t Change) bool { return t.ID == c.ID })
		if at < 0 {
			todo = append(todo, c)
			continue
		}
		t := &todo[at]
		t.Add, t.Remove = slices.Concat(t.Add, c.Add), slices.Concat(t.Remove, c.Remove)
		t.Reject, t.Unreject = slices.Concat(t.Reject, c.Reject), slices.Concat(t.Unreject, c.Unreject)
		t.Rename = slices.Concat(t.Rename, c.Rename)
	}
	if out, err := e.atOnce(todo); err == nil {
		return out, nil
	}
	// Together something went wrong: one by one each may take another way, and the culprit has a name.
	for _, c := range todo {
		out, err := e.one(c)
		if err != nil {
			return nil, err
		}
		if e, err = newEditor(path, out); err != nil {
			return nil, err
		}
	}
	return []byte(e.text), nil
}

// CheckTag says what is wrong with a name as a tag, nil if it is one: what the reader of notes would
// make of it as a hashtag must be the name itself.
func CheckTag(name string) error {
	bad := func(message string) error { return errors.New(message) }
	switch got, rejected, ok := hashtag("#" + name); {
	case name == "":
		return bad("a tag is not empty")
	case strings.ContainsFunc(name, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }) || len(strings.Fields(name)) != 1:
		return bad("a tag is one word; write hyphens for blanks")
	case strings.Contains(name, "#"):
		return bad("a tag is written without #")
	case strings.HasPrefix(name, "-"):
		return bad("a tag does not begin with a hyphen")
	case !ok:
		return bad("a tag has letters, digits and the signs -_./+& and at least one letter")
	case rejected || got != name:
		return bad("a tag is in lower case, of at most 100 letters, and does not end in a comma")
	}
	return nil
}

// editor is a note that was read for editing.
type editor struct {
	*document
	is essence
}

func newEditor(path string, data []byte) (*editor, error) {
	d, err := parse(path, data)
	if err != nil {
		return nil, err
	}
	return &editor{d, essenceOf(d.up)}, nil
}

// splice puts text in the place of a range of bytes.
type splice struct {
	kb.Span
	text string
}

// patch is what one change does to the bytes: splices that do not overlap.
type patch []splice

// apply returns the text with the patches applied; an error if they get in each other's way.
func (d *document) apply(patches ...patch) (string, error) {
	all := slices.Concat(patches...)
	slices.SortStableFunc(all, func(a, b splice) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	var b strings.Builder
	at := 0
	for _, s := range all {
		if s.Start < at || s.End < s.Start || s.End > len(d.text) {
			return "", errors.New("two edits meet")
		}
		b.WriteString(d.text[at:s.Start])
		b.WriteString(s.text)
		at = s.End
	}
	b.WriteString(d.text[at:])
	return b.String(), nil
}

func (e *editor) problem(code string, line int, message, hint string) error {
	return kb.Problem{Path: e.path, Line: line, Severity: kb.SeverityError, Code: code, Message: message, Hint: hint}
}

// check refuses what no note could hold.
func (e *editor) check(c Change) error {
	line := 0
	if c.ID != "" {
		p := e.piece(c.ID)
		if p == nil {
			return e.problem(CodeNoPiece, 0, fmt.Sprintf("holds no takeaway %s any more", c.ID.Short()), "run the command again")
		}
		line = p.Line
	}
	news := slices.Concat(c.Add, c.Reject)
	for _, r := range c.Rename {
		news = append(news, r[1])
	}
	for _, name := range news {
		if err := CheckTag(name); err != nil {
			return e.problem(CodeBadTag, line, fmt.Sprintf("%q: %v", name, err), "")
		}
		if slices.Contains(c.Remove, name) || slices.Contains(c.Add, name) && slices.Contains(c.Reject, name) {
			return e.problem(CodeBadTag, line, fmt.Sprintf("%q is both to be added and removed", name), "")
		}
	}
	if c.ID == "" && len(c.Reject)+len(c.Unreject) > 0 {
		return e.problem(CodeTagEdit, 0, "a tag is rejected on takeaways, not on a whole write-up", "name the takeaways")
	}
	return nil
}

func (e *editor) piece(id kb.ID) *kb.Takeaway {
	for i := range e.up.Pieces {
		if e.up.Pieces[i].ID == id {
			return &e.up.Pieces[i]
		}
	}
	return nil
}

// atOnce makes all changes the first way each can be made.
func (e *editor) atOnce(changes []Change) ([]byte, error) {
	var patches []patch
	for _, c := range changes {
		ways, err := e.ways(c)
		if err != nil {
			return nil, err
		}
		if len(ways) > 0 {
			patches = append(patches, ways[0])
		}
	}
	out, err := e.apply(patches...)
	if err != nil {
		return nil, err
	}
	return []byte(out), e.verify(out, changes)
}

// one makes one change in the first of its ways that reads as it should.
func (e *editor) one(c Change) ([]byte, error) {
	ways, err := e.ways(c)
	if err != nil {
		return nil, err
	}
	if len(ways) == 0 {
		return []byte(e.text), nil
	}
	for _, way := range ways {
		out, err := e.apply(way)
		if err == nil {
			err = e.verify(out, []Change{c})
		}
		if err == nil {
			return []byte(out), nil
		}
	}
	what, line, hint := "the whole write-up", 1, "tag its takeaways, or edit the note by hand"
	if p := e.piece(c.ID); p != nil {
		what, line, hint = fmt.Sprintf("%q", p.Heading), p.Line, "give it a heading of its own, or edit the note by hand"
	}
	return nil, e.problem(CodeTagEdit, line, "the tags of "+what+" cannot be changed without changing how the note is read", hint)
}

// ways lists how a change can be made, the best first; none if there is nothing to change.
func (e *editor) ways(c Change) ([]patch, error) {
	w := wishOf(e.is, c)
	if w.same() {
		return nil, nil
	}
	switch {
	case c.ID == "":
		return e.headWays(w)
	case formatOf(e.path) == formatYAML:
		return e.itemWays(e.piece(c.ID), w)
	}
	return e.lineWays(e.piece(c.ID), w), nil
}

// verify reads the note as it would be and compares.
func (e *editor) verify(text string, changes []Change) error {
	d, err := parse(e.path, []byte(text))
	if err != nil {
		return err
	}
	want := e.is.with(changes)
	if got := essenceOf(d.up); !reflect.DeepEqual(got, want) {
		return errors.New("the note would read differently")
	}
	return nil
}
