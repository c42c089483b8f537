package noteedit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

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
			return e.problem(CodeNoPiece, 0, fmt.Sprintf("no longer has takeaway %s", c.ID.Short()), "run the command again")
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
