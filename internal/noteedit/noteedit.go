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

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
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

// headWays changes the tags of the whole write-up: the key tags of the front matter, or of a YAML note.
func (e *editor) headWays(w *wish) ([]patch, error) {
	if notefile.IsYAML(e.Path) {
		y, root := &yamlText{editor: e, text: e.YAMLText(), end: len(e.Text), head: true}, e.Root()
		if root.Kind != yaml.MappingNode {
			return nil, e.problem(CodeTagEdit, 1, "a bare list of talks has no place for tags of the whole", "name its takeaways")
		}
		return y.ways(root, w, false)
	}
	switch span := e.WriteUp.FrontMatter; {
	case !e.HeaderTags().Empty():
		at := e.HeaderTags()
		return wordWays(e.Text[at.Start:at.End], at.Start, w, false), nil
	case !e.HasFront():
		if len(e.Lines) == 0 {
			return nil, errStyle
		}
		brk, at := e.lineBreak(0), e.Lines[0].Start
		text := "---" + brk + "tags: " + flowList(w.want) + brk + "---" + brk
		return []patch{{{kb.Span{Start: at, End: at}, text}}}, nil
	case strings.HasPrefix(e.at(e.lineOf(span.Start)-1), "+++"):
		return e.tomlWays(w)
	default:
		y, root, err := e.yaml(span)
		if err != nil {
			return nil, e.problem(CodeTagEdit, 1, "the front matter is broken", "fix its syntax first; takeaway check says where")
		}
		y.head = true
		if root == nil {
			text := "tags: " + flowList(w.want) + e.lineBreak(e.lineOf(span.Start))
			return []patch{{{kb.Span{Start: span.Start, End: span.Start}, text}}}, nil
		}
		return y.ways(root, w, true)
	}
}

// itemWays changes the tags of one item of a YAML note.
func (e *editor) itemWays(p *kb.Takeaway, w *wish) ([]patch, error) {
	n := e.Items()[p.Line]
	if n == nil {
		return nil, e.problem(CodeNoPiece, p.Line, "the item is not where it was", "run the command again")
	}
	return (&yamlText{editor: e, text: e.YAMLText(), end: len(e.Text)}).ways(n, w, false)
}

// yaml parses the front matter of the note.
func (e *editor) yaml(span kb.Span) (*yamlText, *yaml.Node, error) {
	y := &yamlText{editor: e, text: e.YAMLText(), from: e.lineOf(span.Start), end: span.End}
	root, err := notefile.ParseYAML(y.text[span.Start:span.End])
	return y, root, err
}
