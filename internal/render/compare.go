package render

import (
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/digest"
)

// Compare prints a comparison of two sets. Every format but table and markdown has one record a subject.
// On a terminal a page has what differs by the words of several authors, with a sentence each; all is for
// the counts, and what both sets share.
func (p *Printer) Compare(c *digest.Comparison, all bool) error {
	rows := c.Differences()
	for i := range rows {
		d := &rows[i]
		if d.Claim != nil {
			q := cleaned(p, *d.Claim)
			d.Claim = &q
		}
		for _, s := range []*string{&d.ID, &d.Name, &d.A.Query, &d.B.Query} {
			*s = p.text(*s)
		}
	}
	l := listing[digest.Difference]{
		key:   func(d *digest.Difference) string { return d.ID },
		csv:   differenceFields,
		plain: differenceFields,
		table: func([]digest.Difference) {
			if all {
				p.compareTables(c)
				return
			}
			newPage(p).compare(c)
		},
		markdown: func([]digest.Difference) { p.compareMarkdown(c) },
	}
	return l.print(p, rows)
}

// differenceFields are the fields of a subject in csv and plain; changing them breaks scripts.
var differenceFields = []column[digest.Difference]{
	{"id", func(d *digest.Difference) string { return d.ID }},
	{"type", func(d *digest.Difference) string { return string(d.Type) }},
	{"where", func(d *digest.Difference) string { return string(d.Where) }},
	{"more", func(d *digest.Difference) string { return string(d.More) }},
	{"a_takeaways", func(d *digest.Difference) string { return strconv.Itoa(d.A.Takeaways) }},
	{"a_total", func(d *digest.Difference) string { return strconv.Itoa(d.A.Total) }},
	{"a_share", func(d *digest.Difference) string { return fraction(d.A.Share) }},
	{"a_authors", func(d *digest.Difference) string { return strconv.Itoa(d.A.Authors) }},
	{"a_small", func(d *digest.Difference) string { return strconv.FormatBool(d.A.Small) }},
	{"b_takeaways", func(d *digest.Difference) string { return strconv.Itoa(d.B.Takeaways) }},
	{"b_total", func(d *digest.Difference) string { return strconv.Itoa(d.B.Total) }},
	{"b_share", func(d *digest.Difference) string { return fraction(d.B.Share) }},
	{"b_authors", func(d *digest.Difference) string { return strconv.Itoa(d.B.Authors) }},
	{"b_small", func(d *digest.Difference) string { return strconv.FormatBool(d.B.Small) }},
	{"a_programme_share", func(d *digest.Difference) string {
		return baseField(d.A.Programme, func(b *digest.Base) string { return fraction(b.Share) })
	}},
	{"b_programme_share", func(d *digest.Difference) string {
		return baseField(d.B.Programme, func(b *digest.Base) string { return fraction(b.Share) })
	}},
}

// comparePart is a section of a comparison.
type comparePart struct {
	name string
	// short names the set by its letter, for where the name has no room: two names may differ in their
	// last letters only.
	short string
	rows  []digest.Difference
}

// compareParts are the sections that have something to say.
func (p *Printer) compareParts(c *digest.Comparison) []comparePart {
	a, b := Clean(c.A.Name), Clean(c.B.Name)
	var out []comparePart
	for _, part := range []comparePart{{"more in " + b, "more in B", c.MoreInB}, {"more in " + a, "more in A", c.MoreInA},
		{"shared", "shared", c.Shared}, {"only in " + b, "only in B", c.OnlyInB}, {"only in " + a, "only in A", c.OnlyInA}} {
		if len(part.rows) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// sideRow is one of the sets by itself.
type sideRow struct {
	mark string
	*digest.Side
}

func (p *Printer) sideColumns() []tableColumn[sideRow] {
	num := func(name string, drop int, value func(*sideRow) int) tableColumn[sideRow] {
		return tableColumn[sideRow]{name: name, right: true, drop: drop, value: func(r *sideRow) []span {
			return text(strconv.Itoa(value(r)), inkPlain)
		}}
	}
	return []tableColumn[sideRow]{
		{name: "", value: func(r *sideRow) []span { return text(r.mark, inkNumber) }},
		{name: "set", least: 12, value: func(r *sideRow) []span { return text(Clean(r.Name), inkEvent) }},
		num("takeaways", 0, func(r *sideRow) int { return r.Total.Takeaways }),
		num("write-ups", 2, func(r *sideRow) int { return r.Total.WriteUps }),
		num("authors", 1, func(r *sideRow) int { return r.Total.Authors }),
		{name: "", drop: 3, value: func(r *sideRow) []span {
			if r.Total.Small() {
				return text("~ small sample", inkNote)
			}
			return nil
		}},
	}
}

// differenceColumns show a subject with its share of each set.
func (p *Printer) differenceColumns(title string, most int) []tableColumn[digest.Difference] {
	side := func(name string, of func(*digest.Difference) *digest.SideCount) tableColumn[digest.Difference] {
		return tableColumn[digest.Difference]{name: name, right: true, value: func(d *digest.Difference) []span {
			s := of(d)
			return sideShare(s, false)
		}}
	}
	return []tableColumn[digest.Difference]{
		{name: title, least: min(most, p.style.Width-2*11), value: func(d *digest.Difference) []span { return text(Clean(d.ID), inkID) }},
		side("a", func(d *digest.Difference) *digest.SideCount { return &d.A }),
		side("b", func(d *digest.Difference) *digest.SideCount { return &d.B }),
	}
}

func (p *Printer) compareTables(c *digest.Comparison) {
	columns(p, []sideRow{{"A", &c.A}, {"B", &c.B}}, p.sideColumns())
	single := false
	for _, part := range p.compareParts(c) {
		p.w.WriteByte('\n')
		single = p.differences(part) || single
	}
	var legend []string
	if single {
		legend = append(legend, "' marks what one author alone wrote about.")
	}
	if c.A.Total.Small() || c.B.Total.Small() {
		legend = append(legend, "~ marks shares of a small sample: fewer than "+strconv.Itoa(digest.LeastTakeaways)+" takeaways or "+
			strconv.Itoa(digest.LeastVoices)+" independent authors.")
	}
	if len(c.A.Programme)+len(c.B.Programme) > 0 && p.style.Width >= defaultWidth {
		legend = append(legend, "Behind the dot: the share of the programme.")
	}
	if len(legend) > 0 {
		p.w.WriteByte('\n')
		p.paragraph(strings.Join(legend, " "), inkDim)
	}
}

// differences prints subjects side by side under a title.
func (p *Printer) differences(part comparePart) (single bool) {
	rows := part.rows
	single = slices.ContainsFunc(rows, func(d digest.Difference) bool { return d.A.Authors == 1 || d.B.Authors == 1 })
	cells := [][][]span{{text(capital(part.name), inkTitle), text("A", inkNumber), text("B", inkNumber)}}
	for i := range rows {
		d := &rows[i]
		row := [][]span{append([]span{{text: "  "}}, text(Clean(d.ID), inkID)...)}
		for _, s := range []*digest.SideCount{&d.A, &d.B} {
			side := *s
			if p.style.Width < defaultWidth {
				side.Programme = nil // no room for it
			}
			row = append(row, sideShare(&side, single))
		}
		cells = append(cells, row)
	}
	widths := []int{0, 0, 0}
	if p.style.Width >= defaultWidth { // the numbers of all sections stand under each other
		widths = []int{28, 13, 13}
	}
	for i := range cells {
		for j := range widths {
			widths[j] = max(widths[j], spansWidth(cells[i][j]))
		}
	}
	widths[0] = max(12, min(widths[0], p.style.Width-widths[1]-widths[2]-2*columnGap))
	if spansWidth(cells[0][0]) > widths[0] {
		cells[0][0] = text(capital(part.short), inkTitle)
	}
	for i := range cells {
		p.row([]bool{false, true, true}, cells[i], widths)
	}
	return single
}

// sideShare is a share with its counts, and a mark where one author alone stands behind it; with room for
// the mark where there is none, too, so that the digits stand under each other.
func sideShare(s *digest.SideCount, room bool) []span {
	mark := ""
	switch {
	case s.Authors == 1:
		mark = "'"
	case room:
		mark = " "
	}
	out := append(shareOf(&digest.SpanCount{Count: s.Count, Small: s.Small}), span{text: mark, ink: inkNote})
	if s.Programme != nil {
		base := percent(s.Programme.Share)
		out = append(out, span{text: strings.Repeat(" ", max(0, 3-len(base))) + " · " + base, ink: inkNote})
	}
	return out
}

func (p *Printer) compareMarkdown(c *digest.Comparison) {
	markdownTable(p, []sideRow{{"A", &c.A}, {"B", &c.B}}, p.sideColumns())
	for _, part := range p.compareParts(c) {
		p.w.WriteString("\n**" + escapeMarkdown(capital(part.name)) + "**\n\n")
		markdownTable(p, part.rows, p.differenceColumns("", 20))
	}
}
