package render

import (
	"fmt"
	"strconv"

	"takeaway/internal/digest"
)

// News prints what is new in an edition. Every format but table has one record a topic or project.
//
// plain: layer move id was is (shares, 0 to 1) takeaway heading.
func (p *Printer) News(n *digest.News) error {
	rows := make([]digest.NewsItem, len(n.Items))
	for i := range n.Items {
		rows[i] = n.Items[i]
		rows[i].Subject = cleaned(p, rows[i].Subject)
		if c := rows[i].Claim; c != nil {
			q := cleaned(p, *c)
			rows[i].Claim = &q
		}
	}
	claim := func(r *digest.NewsItem, of func(*digest.Quote) string) string {
		if r.Claim == nil {
			return ""
		}
		return of(r.Claim)
	}
	fields := []column[digest.NewsItem]{
		{"layer", func(r *digest.NewsItem) string { return string(r.Layer) }},
		{"move", func(r *digest.NewsItem) string { return string(r.Move) }},
		{"id", func(r *digest.NewsItem) string { return r.ID }},
		{"was", func(r *digest.NewsItem) string { return fraction(r.Was.Share) }},
		{"is", func(r *digest.NewsItem) string { return fraction(r.Is.Share) }},
		{"takeaway", func(r *digest.NewsItem) string {
			return claim(r, func(q *digest.Quote) string { return q.ID })
		}},
		{"heading", func(r *digest.NewsItem) string {
			return claim(r, func(q *digest.Quote) string { return q.Heading })
		}},
	}
	cols := make([]tableColumn[digest.NewsItem], len(fields))
	for i, f := range fields {
		cols[i] = tableColumn[digest.NewsItem]{name: f.name, value: func(r *digest.NewsItem) []span { return text(f.value(r), inkPlain) }}
	}
	l := listing[digest.NewsItem]{
		key:      func(r *digest.NewsItem) string { return r.ID },
		plain:    fields,
		csv:      fields,
		table:    func([]digest.NewsItem) { newPage(p).newsPage(n, rows) },
		markdown: func(rows []digest.NewsItem) { markdownTable(p, rows, cols) },
	}
	return l.print(p, rows)
}

// newsPage prints the news for a person, in some ten lines.
func (g *page) newsPage(n *digest.News, rows []digest.NewsItem) {
	since := oneLine(n.Before.Short)
	g.para(0, 2, span{text: oneLine(n.Newest.Short), ink: inkEvent}, span{text: " against "}, span{text: since, ink: inkEvent},
		span{text: fmt.Sprintf(" (%s by %s; %d by %d then)", counted(n.Is.Takeaways, "takeaway"), counted(n.Is.Authors, "author"), n.Was.Takeaways, n.Was.Authors), ink: inkDim})
	if n.Is.Small() || n.Was.Small() {
		g.para(0, 0, span{text: "Small sample: what " + inWords(min(n.Is.Authors, n.Was.Authors)) + " people wrote, not what mattered most.", ink: inkNote})
	}
	g.newsLayer("Taken home", "", digest.LayerTakeaways, rows)
	if n.Talks > 0 {
		g.newsLayer("On the programme", strconv.Itoa(n.Talks)+" talks, "+strconv.Itoa(n.TalksBefore)+" then", digest.LayerProgramme, rows)
	}
	g.p.w.WriteByte('\n')
	g.para(0, 0, span{text: "takeaway summary " + n.Newest.ID + " · takeaway compare " + n.Before.ID + " " + n.Newest.ID, ink: inkDim})
}

// newsLayer prints what moved in a layer: what people wrote about with a takeaway each, the rest in a line a move.
func (g *page) newsLayer(title, note string, layer digest.Layer, rows []digest.NewsItem) {
	g.section(title, note)
	any := false
	for _, m := range moves {
		var parts [][]span
		for i := range rows {
			r := &rows[i]
			if r.Layer != layer || r.Move != m {
				continue
			}
			any = true
			if r.Claim != nil && (m == digest.Rising || m == digest.New) {
				g.newsLine(r, m)
				continue
			}
			parts = append(parts, []span{{text: oneLine(r.ID), ink: inkOwn}, {text: newsMove(r), ink: inkDim}})
		}
		if len(parts) > 0 {
			label := span{text: fmt.Sprintf("%-5s", newsLabels[m]), ink: inkTitle}
			g.para(2, 5, append([]span{label}, joinSpans(parts, " · ")...)...)
		}
	}
	if !any {
		g.para(2, 0, span{text: "nothing moved by more than chance does", ink: inkDim})
	}
}

// newsLine prints a topic that rose, with what a takeaway says about it.
func (g *page) newsLine(r *digest.NewsItem, m digest.Move) {
	head := []span{{text: fmt.Sprintf("%-5s", newsLabels[m]), ink: inkTitle}, {text: oneLine(r.ID), ink: inkOwn}, {text: newsMove(r) + ": ", ink: inkDim},
		{text: statement(r.Claim)}}
	width := g.p.textWidth() - 2
	lines := wrap(head, width-5)
	for i := 1; i < len(lines); i++ {
		lines[i] = append([]span{{text: "     "}}, lines[i]...)
	}
	g.p.lines(withEnd(lines, []span{{text: short(r.Claim.ID), ink: inkID}}, width), 2)
}

// newsMove is the share before and now.
func newsMove(r *digest.NewsItem) string {
	switch r.Move {
	case digest.New:
		return " " + percentOf(r.Is)
	case digest.Gone:
		return " " + percentOf(r.Was)
	}
	return " " + percentOf(r.Was) + " → " + percentOf(r.Is)
}
