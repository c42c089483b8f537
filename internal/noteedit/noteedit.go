// Package noteedit changes notes byte for byte: the tags on their pieces and on the whole, the keys of
// their front matter, and what a newer version of a note takes over from the one before. Nothing but what
// was asked for changes, and the result has been read again before anybody gets it. It does no I/O.
package noteedit

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
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

// Codes of the problems that Edit and Apply return.
const (
	CodeNoPiece = "no-piece" // the note holds no piece with that ID
	CodeBadTag  = "bad-tag"  // the name cannot stand in a note as a tag
	CodeTagEdit = "tag-edit" // the edit would change more than tags, or its place cannot be written to
)

// Edited is a note after an edit.
type Edited struct {
	Data    []byte
	WriteUp *kb.WriteUp // what Data reads as, without inferred tags
	// Skipped has a problem with CodeTagEdit for each change that was left out.
	Skipped []kb.Problem
}

// Edit changes tags and not one byte besides: comments, quoting, indentation, line ends, a byte order
// mark and unknown keys stay as they are. The result has been read again: exactly the tags asked for
// differ, and every piece is otherwise what it was. Where that cannot be had the error is a kb.Problem
// with one of the codes above, and nothing is returned. Data itself is never changed.
func Edit(path string, data []byte, changes []Change) ([]byte, error) {
	out, err := Apply(path, data, changes)
	if err != nil {
		return nil, err
	}
	if len(out.Skipped) > 0 {
		return nil, out.Skipped[0]
	}
	return out.Data, nil
}

// Apply is Edit that leaves out the changes which the note cannot take and makes the others. The error is
// for names that are no tags, pieces that are not there, and notes that cannot be read.
func Apply(path string, data []byte, changes []Change) (Edited, error) {
	e, err := open(path, data)
	if err != nil {
		return Edited{}, err
	}
	var todo []Change
	at := map[kb.ID]int{}
	for _, c := range changes {
		if err := e.check(c); err != nil {
			return Edited{}, err
		}
		i, again := at[c.ID]
		if !again {
			at[c.ID] = len(todo)
			todo = append(todo, c)
			continue
		}
		t := &todo[i]
		t.Add, t.Remove = slices.Concat(t.Add, c.Add), slices.Concat(t.Remove, c.Remove)
		t.Reject, t.Unreject = slices.Concat(t.Reject, c.Reject), slices.Concat(t.Unreject, c.Unreject)
		t.Rename = slices.Concat(t.Rename, c.Rename)
	}
	e, skipped := e.all(todo)
	return Edited{Data: []byte(e.Text), WriteUp: e.WriteUp, Skipped: skipped}, nil
}

// editor is a note that was read for editing.
type editor struct {
	*notefile.Note
	is   essence
	byID map[kb.ID]int // the index of each piece
}

func open(path string, data []byte) (*editor, error) {
	n, err := notefile.Open(path, data)
	if err != nil {
		return nil, err
	}
	e := &editor{Note: n, is: essenceOf(n), byID: make(map[kb.ID]int, len(n.WriteUp.Pieces))}
	for i := range n.WriteUp.Pieces {
		e.byID[n.WriteUp.Pieces[i].ID] = i
	}
	return e, nil
}

// splice puts text in the place of a range of bytes.
type splice struct {
	kb.Span
	text string
}

// patch is what one change does to the bytes: splices that do not overlap.
type patch []splice

// apply returns the text with the patches applied; an error if they get in each other's way.
func (e *editor) apply(patches ...patch) (string, error) {
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
		if s.Start < at || s.End < s.Start || s.End > len(e.Text) {
			return "", errors.New("two edits meet")
		}
		b.WriteString(e.Text[at:s.Start])
		b.WriteString(s.text)
		at = s.End
	}
	b.WriteString(e.Text[at:])
	return b.String(), nil
}

func (e *editor) problem(code string, line int, message, hint string) kb.Problem {
	return kb.Problem{Path: e.Path, Line: line, Severity: kb.SeverityError, Code: code, Message: message, Hint: hint}
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
		err := notefile.CheckTag(name)
		if slices.Contains(c.Reject, name) {
			err = notefile.CheckRejection(name)
		}
		if err != nil {
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
	if i, ok := e.byID[id]; ok {
		return &e.WriteUp.Pieces[i]
	}
	return nil
}

// all makes the changes, and returns the note with them and a problem for each that it cannot take. The
// first way of each is tried together, which one reading of the note shows to be right or not. Where it
// is not, each half of them is tried alone, so that n changes with k that need another way cost about
// k·log n readings.
func (e *editor) all(changes []Change) (*editor, []kb.Problem) {
	var skipped []kb.Problem
	var todo []Change
	var first []patch
	for _, c := range changes {
		ways, err := e.ways(c)
		switch {
		case err != nil:
			skipped = append(skipped, *err)
		case len(ways) > 0:
			todo, first = append(todo, c), append(first, ways[0])
		}
	}
	if len(todo) == 0 {
		return e, skipped
	}
	if text, err := e.apply(first...); err == nil {
		if next := e.verify(text, todo); next != nil {
			return next, skipped
		}
	}
	if len(todo) == 1 {
		next, bad := e.one(todo[0])
		if bad != nil {
			skipped = append(skipped, *bad)
		}
		return next, skipped
	}
	e, bad := e.all(todo[:len(todo)/2])
	skipped = append(skipped, bad...)
	e, bad = e.all(todo[len(todo)/2:])
	return e, append(skipped, bad...)
}

// one makes one change in the first of its ways but the first that reads as it should.
func (e *editor) one(c Change) (*editor, *kb.Problem) {
	ways, bad := e.ways(c)
	if bad != nil {
		return e, bad
	}
	for _, way := range ways[1:] {
		text, err := e.apply(way)
		if err != nil {
			continue
		}
		if next := e.verify(text, []Change{c}); next != nil {
			return next, nil
		}
	}
	return e, e.noWay(c.ID)
}

// noWay is the problem of a change for which no way was found.
func (e *editor) noWay(id kb.ID) *kb.Problem {
	what, line, hint := "the whole write-up", 1, "tag its takeaways, or edit the note by hand"
	if p := e.piece(id); p != nil {
		what, line, hint = fmt.Sprintf("%q", p.Heading), p.Line, "give it a heading of its own, or edit the note by hand"
	}
	bad := e.problem(CodeTagEdit, line, "the tags of "+what+" cannot be changed without changing how the note is read", hint)
	return &bad
}

// ways lists how a change can be made, the best first; none if there is nothing to change.
func (e *editor) ways(c Change) ([]patch, *kb.Problem) {
	w := e.wishOf(c)
	if w.same() {
		return nil, nil
	}
	var ways []patch
	var err error
	switch {
	case c.ID == "":
		ways, err = e.headWays(w)
	case notefile.IsYAML(e.Path):
		ways, err = e.itemWays(e.piece(c.ID), w)
	default:
		ways = e.lineWays(e.piece(c.ID), w)
	}
	var bad kb.Problem
	switch {
	case errors.As(err, &bad):
		return nil, &bad
	case err != nil:
		line := 0
		if p := e.piece(c.ID); p != nil {
			line = p.Line
		}
		bad = e.problem(CodeTagEdit, line, err.Error(), "edit the note by hand")
		return nil, &bad
	case len(ways) == 0: // there is something to change, and no place for it
		return nil, e.noWay(c.ID)
	}
	return ways, nil
}

// verify reads the note as it would be and compares; nil if it would read as anything but what is asked.
func (e *editor) verify(text string, changes []Change) *editor {
	next, err := open(e.Path, []byte(text))
	if err != nil || !reflect.DeepEqual(next.is, e.with(changes)) {
		return nil
	}
	return next
}
