package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/digest"
)

// mapped are the lines of the heat map: what rose, what fell, what is new, then the topics of most authors.
func (t *Trends) mapped() []digest.Line {
	seen := map[digest.Subject]bool{}
	var out []digest.Line
	for _, l := range slices.Concat(t.Rising, t.New, t.Falling, t.Top) {
		if !seen[l.Subject] {
			seen[l.Subject] = true
			out = append(out, l)
		}
	}
	return out[:min(len(out), max(mostMapped, len(t.Top)))]
}

// mostMapped is how many rows of a heat map fit on a screen with its head and its legend.
const mostMapped = 16

// trendFoot explains the lines of blocks, and says what comes next.
func (p *Printer) trendFoot(t *Trends) string {
	foot := "Blocks are scaled to each row's own peak; grey ones are small samples."
	if t.By == digest.ByRegion {
		foot = ""
	}
	query := ""
	for _, list := range [][]digest.Line{t.Rising, t.Falling, t.New} {
		if query == "" && len(list) > 0 {
			query = list[0].Query() + " " + t.After.Query
		}
	}
	foot += " Heat map: takeaway trends --map"
	if query != "" && !t.Census {
		foot += " · behind a number: takeaway list takeaways " + Clean(query)
	}
	return strings.TrimSpace(foot)
}

// trendMove is a row of the table of what moved: a subject, or the name of a section.
type trendMove struct {
	title string
	line  *digest.Line
}

// trendMoves prints what rose, what fell and what is new in one grid.
func (p *Printer) trendMoves(t *Trends) {
	var rows []trendMove
	for _, part := range []struct {
		name  string
		lines []digest.Line
	}{{"RISING", t.Rising}, {"FALLING", t.Falling}, {"NEW", t.New}} {
		if len(part.lines) > 0 {
			rows = append(rows, trendMove{title: part.name})
		}
		for i := range part.lines {
			rows = append(rows, trendMove{line: &part.lines[i]})
		}
	}
	columns(p, rows, p.moveColumns(t, rows))
}

// moveColumns are the columns of what moved.
func (p *Printer) moveColumns(t *Trends, rows []trendMove) []tableColumn[trendMove] {
	column := func(name string, right bool, drop int, value func(*digest.Line) []span) tableColumn[trendMove] {
		return tableColumn[trendMove]{name: name, right: right, drop: drop, value: func(m *trendMove) []span {
			if m.line == nil {
				return nil
			}
			return value(m.line)
		}}
	}
	voices := "authors"
	if t.Census {
		voices = "editions"
	}
	spanShare := func(s *digest.SpanCount) []span {
		return []span{{text: smallMark(s.Small && s.Takeaways > 0) + percentOf(s.Count)}}
	}
	first := rows[1].line // a section has lines
	return []tableColumn[trendMove]{
		{name: "", least: 14, value: func(m *trendMove) []span {
			if m.line == nil {
				return text(m.title, inkTitle)
			}
			return append([]span{{text: "  "}}, text(Clean(m.line.ID), inkOwn)...)
		}},
		column(shortSpan(p.spanName(t.Before)), true, 0, func(l *digest.Line) []span { return spanShare(l.Before) }),
		column(shortSpan(p.spanName(t.After)), true, 0, func(l *digest.Line) []span { return spanShare(l.After) }),
		column("programme", true, 4, func(l *digest.Line) []span { return programmeMove(l) }),
		column(voices, true, 3, func(l *digest.Line) []span {
			return text(strconv.Itoa(max(l.Before.Authors, l.After.Authors)), inkPlain)
		}),
		column(p.sparkTitle([]digest.Line{*first}), false, 1, func(l *digest.Line) []span { return spark(l.Spark) }),
		column("", true, 2, func(l *digest.Line) []span {
			return text(fmt.Sprintf("%d of %d", l.After.Takeaways, l.After.Total), inkDim)
		}),
	}
}

// programmeMove is the share of the programme in both spans.
func programmeMove(l *digest.Line) []span {
	if l.Before.Programme == nil || l.After.Programme == nil {
		return nil
	}
	return text(percent(l.Before.Programme.Share)+" → "+percent(l.After.Programme.Share), inkDim)
}

// shortSpan is a span of years without the century: "23–24".
func shortSpan(name string) string {
	from, to, ok := strings.Cut(name, "–")
	short := func(s string) string {
		if len(s) == 4 && strings.Trim(s, "0123456789") == "" {
			return s[2:]
		}
		return s
	}
	if !ok {
		return name
	}
	return short(from) + "–" + short(to)
}
