package render

import (
	"fmt"
	"strings"

	"takeaway/internal/digest"
)

// The page of a comparison on a terminal: what differs by the words of several authors, each with a takeaway
// that says what it is about.

const (
	// comparedWidth is the room for a subject, shareWidth for a share; a sentence follows them.
	comparedWidth = 26
	shareWidth    = 6
	// mostCompared is how many subjects a section has, mostOnly how many are named in a line.
	mostCompared = 6
	mostOnly     = 8
)

// compare prints the page.
func (g *page) compare(c *digest.Comparison) {
	for _, side := range []struct {
		letter string
		*digest.Side
	}{{"A", &c.A}, {"B", &c.B}} {
		known := side.letter + ": " + counted(side.Total.Takeaways, "takeaway") + ", " + counted(side.Total.Authors, "author")
		if side.Total.Small() {
			known += ", small sample"
		}
		g.para(0, 2, span{text: oneLine(side.Name), ink: inkEvent}, span{text: " (" + known + ")", ink: inkDim})
	}
	g.twice = twice(c)
	a, b := oneLine(c.A.Name), oneLine(c.B.Name)
	shown := 0
	for _, part := range []struct {
		title string
		rows  []digest.Difference
	}{{"More in " + b, c.MoreInB}, {"More in " + a, c.MoreInA}} {
		if rows := several(part.rows); len(rows) > 0 {
			g.compared(part.title, rows[:min(len(rows), mostCompared)], shown == 0)
			shown++
		}
	}
	only := false
	for _, part := range []struct {
		title string
		rows  []digest.Difference
		of    func(*digest.Difference) digest.Count
	}{{"Only in " + b, c.OnlyInB, func(d *digest.Difference) digest.Count { return d.B.Count }},
		{"Only in " + a, c.OnlyInA, func(d *digest.Difference) digest.Count { return d.A.Count }}} {
		rows := several(part.rows)
		if len(rows) == 0 {
			continue
		}
		if !only {
			g.p.w.WriteByte('\n')
		}
		only = true
		parts := make([][]span, 0, mostOnly)
		for i := range rows[:min(len(rows), mostOnly)] {
			parts = append(parts, []span{{text: g.subjectOf(&rows[i]), ink: inkOwn}, {text: " " + percentOf(part.of(&rows[i])), ink: inkDim}})
		}
		g.para(0, 2, append([]span{{text: strings.ToUpper(part.title) + " ", ink: inkTitle}}, joinSpans(parts, " · ")...)...)
	}
	g.p.w.WriteByte('\n')
	if shown == 0 && !only {
		g.para(0, 0, span{text: "No topic or project differs by more than chance and by the words of two authors."})
	}
	if alone := single(c); len(alone) > 0 {
		g.para(0, 2, span{text: "by one author only (not shown): " + strings.Join(alone[:min(len(alone), mostOnly)], ", "), ink: inkDim})
	}
	g.para(0, 0, span{text: "counts, the programme, what both have: --all · behind a number: takeaway list takeaways tag:TOPIC " + c.B.Query, ink: inkDim})
}

// compared prints a section: a subject, its shares, and what is said about it.
func (g *page) compared(title string, rows []digest.Difference, head bool) {
	g.p.w.WriteByte('\n')
	title = ansiCut(strings.ToUpper(title), comparedWidth)
	line := []span{{text: title, ink: inkTitle}}
	if head {
		line = append(line, span{text: strings.Repeat(" ", max(comparedWidth-spansWidth(line), 0))},
			span{text: fmt.Sprintf("%*s%*s", shareWidth, "A", shareWidth, "B"), ink: inkNumber})
	}
	g.p.lines([][]span{line}, 0)
	room := g.p.textWidth() - comparedWidth - 2*shareWidth - 3
	for i := range rows {
		d := &rows[i]
		name := truncate([]span{{text: "  " + g.subjectOf(d), ink: inkOwn}}, comparedWidth-1)
		line := append(name, span{text: strings.Repeat(" ", comparedWidth-spansWidth(name))},
			span{text: fmt.Sprintf("%*s%*s", shareWidth, percentOf(d.A.Count), shareWidth, percentOf(d.B.Count))})
		if d.Claim == nil {
			g.p.lines([][]span{line}, 0)
			continue
		}
		if room < roomForClaim {
			g.p.lines([][]span{line}, 0)
			g.p.lines(headline(d.Claim, g.p.textWidth()-4), 4)
			continue
		}
		for k, said := range headline(d.Claim, room) {
			if k > 0 {
				line = []span{{text: strings.Repeat(" ", comparedWidth+2*shareWidth)}}
			}
			g.p.lines([][]span{append(append(line, span{text: "   "}), said...)}, 0)
		}
	}
}

// roomForClaim is how much room a sentence needs beside the shares.
const roomForClaim = 32

// headline is what a takeaway says, with its ID at the right of the last line.
func headline(q *digest.Quote, width int) [][]span {
	lines := wrap([]span{{text: statement(q)}}, width-2)
	for i := 1; i < len(lines); i++ {
		lines[i] = append([]span{{text: "  "}}, lines[i]...)
	}
	return withEnd(lines, []span{{text: short(q.ID), ink: inkID}}, width)
}

// several are the subjects of which at least two independent authors speak in the set with the larger share.
func several(rows []digest.Difference) []digest.Difference {
	var out []digest.Difference
	for _, d := range rows {
		if d.Voices() > 1 {
			out = append(out, d)
		}
	}
	return out
}

// single are the subjects that differ by the words of one author alone.
func single(c *digest.Comparison) []string {
	var out []string
	for _, list := range [][]digest.Difference{c.MoreInB, c.MoreInA} {
		for _, d := range list {
			if d.Voices() == 1 {
				out = append(out, oneLine(d.ID))
			}
		}
	}
	return out
}

// ansiCut cuts a text to a width.
func ansiCut(s string, width int) string {
	out := ""
	for _, part := range truncate([]span{{text: s}}, width) {
		out += part.text
	}
	return out
}

// twice are the ids that a topic and a project have.
func twice(c *digest.Comparison) map[string]bool {
	first, out := map[string]bool{}, map[string]bool{}
	for _, d := range c.Differences() {
		out[d.ID] = out[d.ID] || first[d.ID]
		first[d.ID] = true
	}
	return out
}

// subjectOf is the id of a subject, with its type where a topic and a project have the same.
func (g *page) subjectOf(d *digest.Difference) string {
	switch {
	case !g.twice[d.ID]:
		return oneLine(d.ID)
	case d.Type == digest.ProjectType:
		return oneLine(d.ID) + " (project)"
	}
	return oneLine(d.ID) + " (tag)"
}
