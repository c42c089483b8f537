package render

import (
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// TagReasons prints reasons in the order given; those of one takeaway should follow each other.
//
// plain: id tag source confidence words rules path:line heading.
func (p *Printer) TagReasons(reasons []kb.TagReason) error {
	rows := make([]kb.TagReason, len(reasons))
	for i, r := range reasons {
		for _, s := range []*string{&r.ID, &r.Ref, &r.Path, &r.Heading, &r.Tag, &r.Source} {
			*s = p.text(*s)
		}
		r.Confidence, r.Evidence = finite(r.Confidence), p.evidence(r.Evidence)
		rows[i] = r
	}
	words := column[kb.TagReason]{"words", func(r *kb.TagReason) string {
		return csvList(each(r.Evidence, func(e kb.Evidence) string { return e.Text }))
	}}
	rules := column[kb.TagReason]{"rules", func(r *kb.TagReason) string {
		return csvList(each(r.Evidence, func(e kb.Evidence) string { return e.Rule }))
	}}
	id := column[kb.TagReason]{"id", func(r *kb.TagReason) string { return r.ID }}
	tag := column[kb.TagReason]{"tag", func(r *kb.TagReason) string { return r.Tag }}
	source := column[kb.TagReason]{"source", func(r *kb.TagReason) string { return r.Source }}
	confidence := column[kb.TagReason]{"confidence", func(r *kb.TagReason) string { return strconv.FormatFloat(r.Confidence, 'f', 2, 64) }}
	heading := column[kb.TagReason]{"heading", func(r *kb.TagReason) string { return r.Heading }}
	l := listing[kb.TagReason]{
		key: id.value,
		plain: []column[kb.TagReason]{id, tag, source, confidence, words, rules,
			{"place", func(r *kb.TagReason) string { return placeOf(r.Path, r.Line) }}, heading},
		csv: []column[kb.TagReason]{id, {"ref", func(r *kb.TagReason) string { return r.Ref }}, {"path", func(r *kb.TagReason) string { return r.Path }},
			{"line", func(r *kb.TagReason) string { return number(r.Line) }}, heading, tag, source, confidence, words, rules},
		table:    p.reasonBlocks,
		markdown: p.reasonList,
	}
	return l.print(p, rows)
}

func each[T any](list []T, f func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// placeOf is path:line, or the path alone where the line is not known.
func placeOf(path string, line int) string {
	if line <= 0 {
		return oneLine(path)
	}
	return oneLine(path) + ":" + strconv.Itoa(line)
}

// reasonBlocks prints a block for each takeaway: its heading, and a line for each tag.
func (p *Printer) reasonBlocks(rows []kb.TagReason) {
	for i := range rows {
		r := &rows[i]
		if i == 0 || rows[i-1].ID != r.ID {
			if i > 0 {
				p.w.WriteByte('\n')
			}
			p.titled(p.textWidth(), span{}, text(firstWords(r.Heading, r.Path), inkTitle), short(r.ID))
		}
		p.lines(wrap(p.reason(r), p.textWidth()-2), 2)
	}
}

func firstWords(list ...string) string {
	for _, s := range list {
		if s = oneLine(s); s != "" {
			return s
		}
	}
	return "(untitled)"
}

// reason is a tag with its words: ~gitops 0.82 "GitOps" line 12 (name), "reconcile" line 14 (weak).
func (p *Printer) reason(r *kb.TagReason) []span {
	sign, ink := "", inkOwn
	switch r.Source {
	case string(kb.TagInherited):
		ink = inkInherited
	case string(kb.TagInferred):
		sign, ink = "~", inkInferred
	case "rejected":
		sign, ink = "-", inkError
	}
	out := []span{{text: sign + oneLine(r.Tag), ink: ink}}
	if r.Source == string(kb.TagInferred) {
		out = append(out, span{text: " " + strconv.FormatFloat(r.Confidence, 'f', 2, 64), ink: inkNumber})
	} else {
		out = append(out, span{text: " " + r.Source, ink: inkNote})
	}
	for i, e := range r.Evidence {
		sep := ", "
		if i == 0 {
			sep = "  "
		}
		out = append(out, span{text: sep}, span{text: strconv.Quote(oneLine(e.Text)), ink: inkMatch})
		if e.Line > 0 {
			out = append(out, span{text: " line " + strconv.Itoa(e.Line), ink: inkDim})
		}
		if e.Rule != "" {
			out = append(out, span{text: " (" + oneLine(e.Rule) + ")", ink: inkDim})
		}
	}
	return out
}

// reasonList prints the same as a list.
func (p *Printer) reasonList(rows []kb.TagReason) {
	for i := range rows {
		r := &rows[i]
		if i == 0 || rows[i-1].ID != r.ID {
			p.w.WriteString("- **" + escapeMarkdown(firstWords(r.Heading, r.Path)) + "** " + codeSpan(placeOf(r.Path, r.Line)) + "\n")
		}
		p.w.WriteString("  - " + codeSpan(r.Tag) + " " + escapeMarkdown(r.Source))
		for j, e := range r.Evidence {
			sep := ", "
			if j == 0 {
				sep = ": "
			}
			p.w.WriteString(sep + "“" + escapeMarkdown(oneLine(e.Text)) + "”")
		}
		p.w.WriteByte('\n')
	}
}

// signs are the changes as one types them, with rejections as they stand in the note.
func signs(c *kb.TagChange) []span {
	var out []span
	put := func(sign string, names []string, ink ink) {
		for _, name := range names {
			if len(out) > 0 {
				out = append(out, span{text: " "})
			}
			out = append(out, span{text: sign + oneLine(name), ink: ink})
		}
	}
	put("+", c.Added, inkOwn)
	put("-", c.Removed, inkError)
	put("-#", c.Rejected, inkError)
	put("~", c.Restored, inkInferred)
	return out
}

func signText(c *kb.TagChange) string {
	var b strings.Builder
	for _, s := range signs(c) {
		b.WriteString(s.text)
	}
	return b.String()
}

// TagChanges prints changes in the order given. plain: id changes path:line heading.
func (p *Printer) TagChanges(changes []kb.TagChange) error {
	rows := make([]kb.TagChange, len(changes))
	for i, c := range changes {
		for _, s := range []*string{&c.ID, &c.Ref, &c.Path, &c.Heading} {
			*s = p.text(*s)
		}
		c.Added, c.Removed, c.Rejected, c.Restored = p.list(c.Added), p.list(c.Removed), p.list(c.Rejected), p.list(c.Restored)
		rows[i] = c
	}
	list := func(name string, of func(*kb.TagChange) []string) column[kb.TagChange] {
		return column[kb.TagChange]{name, func(c *kb.TagChange) string { return csvList(of(c)) }}
	}
	id := column[kb.TagChange]{"id", func(c *kb.TagChange) string { return c.ID }}
	heading := column[kb.TagChange]{"heading", func(c *kb.TagChange) string { return c.Heading }}
	cols := []tableColumn[kb.TagChange]{
		{name: "id", value: func(c *kb.TagChange) []span { return text(short(c.ID), inkID) }},
		{name: "changes", least: 16, value: func(c *kb.TagChange) []span { return signs(c) }},
		{name: "heading", least: 12, drop: 1, value: func(c *kb.TagChange) []span { return text(firstWords(c.Heading, c.Path), inkTitle) }},
		{name: "place", least: 12, drop: 2, value: func(c *kb.TagChange) []span { return text(placeOf(c.Path, c.Line), inkDim) }},
	}
	l := listing[kb.TagChange]{
		key: func(c *kb.TagChange) string { return firstWords(c.ID, c.Path) },
		plain: []column[kb.TagChange]{id, {"changes", signText},
			{"place", func(c *kb.TagChange) string { return placeOf(c.Path, c.Line) }}, heading},
		csv: []column[kb.TagChange]{id, {"ref", func(c *kb.TagChange) string { return c.Ref }}, {"path", func(c *kb.TagChange) string { return c.Path }},
			{"line", func(c *kb.TagChange) string { return number(c.Line) }}, heading,
			list("added", func(c *kb.TagChange) []string { return c.Added }), list("removed", func(c *kb.TagChange) []string { return c.Removed }),
			list("rejected", func(c *kb.TagChange) []string { return c.Rejected }), list("restored", func(c *kb.TagChange) []string { return c.Restored })},
		table:    func(rows []kb.TagChange) { columns(p, rows, cols) },
		markdown: func(rows []kb.TagChange) { markdownTable(p, rows, cols) },
	}
	return l.print(p, rows)
}

// UndoStep is a change of notes that can be taken back.
type UndoStep struct {
	// Number counts the changes of a library up; Time is RFC 3339 in UTC.
	Number int    `json:"number" yaml:"number"`
	Time   string `json:"time" yaml:"time"`
	// Command is what was typed, Notes the paths of the notes that it changed.
	Command string   `json:"command" yaml:"command"`
	Notes   []string `json:"notes" yaml:"notes"`
}

// UndoSteps prints steps in the order given. plain: number time notes command.
func (p *Printer) UndoSteps(steps []UndoStep) error {
	rows := make([]UndoStep, len(steps))
	for i, s := range steps {
		s.Time, s.Command, s.Notes = p.text(s.Time), p.text(s.Command), p.list(s.Notes)
		rows[i] = s
	}
	id := column[UndoStep]{"number", func(s *UndoStep) string { return strconv.Itoa(s.Number) }}
	when := column[UndoStep]{"time", func(s *UndoStep) string { return s.Time }}
	command := column[UndoStep]{"command", func(s *UndoStep) string { return s.Command }}
	cols := []tableColumn[UndoStep]{
		{name: "step", right: true, value: func(s *UndoStep) []span { return text(strconv.Itoa(s.Number), inkID) }},
		{name: "time", drop: 1, value: func(s *UndoStep) []span { return text(s.Time, inkDim) }},
		{name: "notes", right: true, value: func(s *UndoStep) []span { return text(strconv.Itoa(len(s.Notes)), inkPlain) }},
		{name: "command", least: 16, value: func(s *UndoStep) []span { return text(s.Command, inkTitle) }},
	}
	l := listing[UndoStep]{
		key:      id.value,
		plain:    []column[UndoStep]{id, when, {"notes", func(s *UndoStep) string { return strconv.Itoa(len(s.Notes)) }}, command},
		csv:      []column[UndoStep]{id, when, command, {"notes", func(s *UndoStep) string { return csvList(s.Notes) }}},
		table:    func(rows []UndoStep) { columns(p, rows, cols) },
		markdown: func(rows []UndoStep) { markdownTable(p, rows, cols) },
	}
	return l.print(p, rows)
}
