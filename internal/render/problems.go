package render

import (
	"strconv"

	"takeaway/internal/kb"
)

// Problems prints problems in the order given.
func (p *Printer) Problems(ps []kb.Problem) error {
	rows := make([]kb.Problem, len(ps))
	for i := range ps {
		rows[i] = p.problem(&ps[i])
	}
	l := listing[kb.Problem]{
		key: func(q *kb.Problem) string { return q.Path },
		csv: []column[kb.Problem]{
			{"path", func(q *kb.Problem) string { return q.Path }},
			{"line", func(q *kb.Problem) string { return number(q.Line) }},
			{"col", func(q *kb.Problem) string { return number(q.Col) }},
			{"severity", func(q *kb.Problem) string { return string(q.Severity) }},
			{"code", func(q *kb.Problem) string { return q.Code }},
			{"message", func(q *kb.Problem) string { return q.Message }},
			{"hint", func(q *kb.Problem) string { return q.Hint }},
		},
		plain: []column[kb.Problem]{{"problem", func(q *kb.Problem) string {
			return problemPlace(q) + ": " + string(q.Severity) + ": " + q.Message + " (" + q.Code + ")"
		}}},
		table:    p.problemBlocks,
		markdown: p.problemList,
	}
	return l.print(p, rows)
}

// problemPlace is path:line:col, as far as known: what editors and terminals make clickable.
func problemPlace(q *kb.Problem) string {
	place := oneLine(q.Path)
	if q.Line > 0 {
		place += ":" + strconv.Itoa(q.Line)
		if q.Col > 0 {
			place += ":" + strconv.Itoa(q.Col)
		}
	}
	return place
}

func (p *Printer) problemBlocks(rows []kb.Problem) {
	width := p.textWidth()
	for i := range rows {
		q := &rows[i]
		ink := inkError
		if q.Severity == kb.SeverityWarning {
			ink = inkNote
		}
		line := []span{{text: problemPlace(q) + ":", ink: inkTitle}, {text: " "}, {text: string(q.Severity) + ":", ink: ink},
			{text: " " + oneLine(q.Message) + " "}, {text: "(" + q.Code + ")", ink: inkDim}}
		for j, l := range wrap(line, width-2) {
			p.lines([][]span{l}, 2*min(j, 1))
		}
		if hint := text(q.Hint, inkDim); hint != nil {
			p.lines(wrap(append([]span{{text: "hint: ", ink: inkDim}}, hint...), width-2), 2)
		}
	}
}

func (p *Printer) problemList(rows []kb.Problem) {
	for i := range rows {
		q := &rows[i]
		p.w.WriteString("- " + codeSpan(problemPlace(q)) + " **" + escapeMarkdown(string(q.Severity)) + "**: " +
			escapeMarkdown(q.Message) + " (" + escapeMarkdown(q.Code) + ")")
		if q.Hint != "" {
			p.w.WriteString(" *Hint:* " + escapeMarkdown(q.Hint))
		}
		p.w.WriteByte('\n')
	}
}
