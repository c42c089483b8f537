package render

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// IngestPage is what became of several documents, for a person at a terminal.
type IngestPage struct {
	// Head counts what was done, Undo says how to take it back, Next what to do with it.
	Head, Undo, Next string
	Rows             []Ingested
	// Needs is what somebody has to say or to look at.
	Needs []Need
}

// Need is something about documents that somebody has to do: a label, and the command or the fact.
type Need struct{ What, Text string }

// mostIngested is how many notes the table has, so that what needs somebody is on the same screen.
const mostIngested = 12

// IngestPage prints the page.
func (p *Printer) IngestPage(page IngestPage) error {
	g := newPage(p)
	if page.Undo == "" {
		g.para(0, 0, span{text: page.Head})
	} else {
		g.ends(span{text: page.Head}, span{text: page.Undo, ink: inkDim})
	}
	p.w.WriteByte('\n')
	rows := slices.DeleteFunc(slices.Clone(page.Rows), func(d Ingested) bool { return d.WriteUp.Path == "" })
	records := make([]ingestedRecord, len(rows))
	for i := range rows {
		d := &rows[i]
		records[i] = ingestedRecord{From: p.text(d.From), Action: p.text(d.Action), writeUpRecord: p.writeUp(&d.WriteUp, d.Takeaways)}
	}
	shown := records[:min(len(records), mostIngested)]
	columns(p, shown, numbered(p, shown, p.broughtColumns()))
	if more := len(records) - len(shown); more > 0 {
		g.para(2, 0, span{text: fmt.Sprintf("… %d more (--verbose: all, with the evidence of each field)", more), ink: inkDim})
	}
	if len(page.Needs) > 0 {
		g.section("Needs you", "")
		label := 0
		for _, n := range page.Needs {
			label = max(label, spansWidth([]span{{text: n.What}}))
		}
		for _, n := range page.Needs {
			lines := wrap([]span{{text: oneLine(n.Text)}}, max(p.textWidth()-label-4, 20))
			for i, line := range lines {
				what := ""
				if i == 0 {
					what = n.What
				}
				p.lines([][]span{append([]span{{text: fmt.Sprintf("%-*s  ", label, what), ink: inkNote}}, line...)}, 2)
			}
		}
	}
	if page.Next != "" {
		p.w.WriteByte('\n')
		g.para(0, 0, span{text: page.Next, ink: inkDim})
	}
	return p.w.Flush()
}

// broughtColumns show what was detected: "?" is what was not.
func (p *Printer) broughtColumns() []tableColumn[ingestedRecord] {
	or := func(s string, ink ink) []span {
		if s == "" {
			return text("?", inkNote)
		}
		return text(s, ink)
	}
	return []tableColumn[ingestedRecord]{
		{name: "conference", least: 8, most: 24, value: func(r *ingestedRecord) []span { return or(strings.Join(r.Conferences, ", "), inkEvent) }},
		{name: "date", drop: 2, value: func(r *ingestedRecord) []span { return or(r.Date, inkDim) }},
		{name: "author", least: 8, most: 24, drop: 1, value: func(r *ingestedRecord) []span { return or(strings.Join(r.Authors, ", "), inkPlain) }},
		{name: "n", right: true, value: func(r *ingestedRecord) []span { return text(strconv.Itoa(r.Takeaways), inkPlain) }},
		{name: "note", least: 10, value: func(r *ingestedRecord) []span {
			note := text(path.Base(r.Path), inkID)
			if r.Action != ActionWritten {
				note = append(note, span{text: " " + r.Action, ink: inkNote})
			}
			return note
		}},
	}
}
