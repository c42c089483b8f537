package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/digest"
)

// Trends is what takeaway trends prints: the subjects that were asked for, or else an overview.
type Trends struct {
	*digest.Trend
	// Lines are the subjects asked for. Without any it is an overview of the others.
	Lines                     []digest.Line
	Rising, Falling, New, Top []digest.Line
	// Contradicted are moves that the programme does not bear out.
	Contradicted []digest.Line
	// Map prints the heat map of an overview in the place of its tables.
	Map bool
}

// unit is what a trend counts, and what these stand in.
func unit(t *digest.Trend) (one, of string) {
	if t.Census {
		return "talk", "edition"
	}
	return "takeaway", "write-up"
}

// overview reports whether no subject was asked for.
func (t *Trends) overview() bool { return len(t.Lines) == 0 }

// all lists every line once, in the order of the sections.
func (t *Trends) all() []digest.Line {
	if !t.overview() {
		return t.Lines
	}
	seen := map[digest.Subject]bool{}
	var out []digest.Line
	for _, l := range slices.Concat(t.Rising, t.Falling, t.New, t.Contradicted, t.Top) {
		if !seen[l.Subject] {
			seen[l.Subject] = true
			out = append(out, l)
		}
	}
	return out
}

// Trends prints trends. json, jsonl, yaml, id and template have one record a subject, with its cells;
// csv has one a cell, and so has plain, which for an overview has one a subject.
func (p *Printer) Trends(t Trends) error {
	lines := p.trendLines(t.all())
	if p.format == CSV || p.format == Plain && !t.overview() {
		var cells []trendCell
		for i := range lines {
			for _, c := range lines[i].Cells {
				cells = append(cells, trendCell{&lines[i], c})
			}
		}
		return listing[trendCell]{csv: trendCellFields, plain: trendCellFields}.print(p, cells)
	}
	l := listing[digest.Line]{
		key:      func(l *digest.Line) string { return l.ID },
		plain:    trendMoveFields,
		table:    func([]digest.Line) { p.trendTables(&t) },
		markdown: func([]digest.Line) { p.trendMarkdown(&t) },
	}
	return l.print(p, lines)
}

// trendLines makes the text of lines fit for the format: tags and unknown conferences come from notes.
func (p *Printer) trendLines(lines []digest.Line) []digest.Line {
	out := slices.Clone(lines)
	for i := range out {
		l := &out[i]
		for _, s := range []*string{&l.ID, &l.Name, &l.First, &l.Peak, &l.Last} {
			*s = p.text(*s)
		}
		l.Cells = slices.Clone(l.Cells)
		for j := range l.Cells {
			c := &l.Cells[j]
			c.Subject, c.Conference, c.Name = p.text(c.Subject), p.text(c.Conference), p.text(c.Name)
		}
		if l.Cells == nil {
			l.Cells = []digest.Cell{}
		}
	}
	return out
}

// trendCell is a cell with the line it is of.
type trendCell struct {
	line *digest.Line
	digest.Cell
}

func (c *trendCell) column() string {
	switch {
	case c.Conference != "":
		return c.Conference
	case c.Year > 0:
		return strconv.Itoa(c.Year)
	}
	return c.Region
}

// trendCellFields are the fields of a cell in csv and plain; changing them breaks scripts.
var trendCellFields = []column[trendCell]{
	{"subject", func(c *trendCell) string { return c.Subject }},
	{"type", func(c *trendCell) string { return string(c.line.Type) }},
	{"column", (*trendCell).column},
	{"date", func(c *trendCell) string { return c.Date }},
	{"takeaways", func(c *trendCell) string { return strconv.Itoa(c.Takeaways) }},
	{"total", func(c *trendCell) string { return strconv.Itoa(c.Total) }},
	{"share", func(c *trendCell) string { return fraction(c.Share) }},
	{"write_ups", func(c *trendCell) string { return strconv.Itoa(c.WriteUps) }},
	{"total_write_ups", func(c *trendCell) string { return strconv.Itoa(c.TotalWriteUps) }},
	{"write_up_share", func(c *trendCell) string { return fraction(c.WriteUpShare) }},
	{"authors", func(c *trendCell) string { return strconv.Itoa(c.Authors) }},
	{"small", func(c *trendCell) string { return strconv.FormatBool(c.Small) }},
	{"programme_talks", func(c *trendCell) string {
		return baseField(c.Programme, func(b *digest.Base) string { return strconv.Itoa(b.Talks) })
	}},
	{"programme_total", func(c *trendCell) string {
		return baseField(c.Programme, func(b *digest.Base) string { return strconv.Itoa(b.Total) })
	}},
	{"programme_share", func(c *trendCell) string {
		return baseField(c.Programme, func(b *digest.Base) string { return fraction(b.Share) })
	}},
}

// baseField is a field of the programme's share, empty where that is not known.
func baseField(b *digest.Base, of func(*digest.Base) string) string {
	if b == nil {
		return ""
	}
	return of(b)
}

// trendMoveFields are the fields of a subject in a plain overview.
var trendMoveFields = []column[digest.Line]{
	{"id", func(l *digest.Line) string { return l.ID }},
	{"type", func(l *digest.Line) string { return string(l.Type) }},
	{"move", func(l *digest.Line) string { return string(l.Move) }},
	{"before", func(l *digest.Line) string { return spanField(l.Before) }},
	{"after", func(l *digest.Line) string { return spanField(l.After) }},
	{"takeaways", func(l *digest.Line) string { return strconv.Itoa(l.Takeaways) }},
	{"first", func(l *digest.Line) string { return l.First }},
	{"peak", func(l *digest.Line) string { return l.Peak }},
	{"last", func(l *digest.Line) string { return l.Last }},
	{"programme_before", func(l *digest.Line) string { return spanBase(l.Before) }},
	{"programme_after", func(l *digest.Line) string { return spanBase(l.After) }},
	{"contradicted", func(l *digest.Line) string { return string(l.Contradicted) }},
}

// spanBase is "11/480" of the programme in a span.
func spanBase(s *digest.SpanCount) string {
	if s == nil || s.Programme == nil {
		return ""
	}
	return strconv.Itoa(s.Programme.Talks) + "/" + strconv.Itoa(s.Programme.Total)
}

// spanField is "3/120" of a span, empty without one.
func spanField(s *digest.SpanCount) string {
	if s == nil {
		return ""
	}
	return strconv.Itoa(s.Takeaways) + "/" + strconv.Itoa(s.Total)
}

// fraction is a share with four digits after the point.
func fraction(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) }

// percentOf is a share for people: "12%", "<1%" for little, "·" for none.
func percentOf(c digest.Count) string {
	switch n := int(100*c.Share + 0.5); {
	case c.Takeaways == 0:
		return "·"
	case n == 0:
		return "<1%"
	default:
		return strconv.Itoa(n) + "%"
	}
}

// trendTables prints trends for a terminal.
func (p *Printer) trendTables(t *Trends) {
	if !t.overview() {
		p.trendSummary("subject", t, t.Lines)
		p.w.WriteByte('\n')
		p.heatMap(t.Trend, t.Lines, true)
		return
	}
	if t.Map || t.Before == nil {
		p.heatMap(t.Trend, t.mapped(), false)
		return
	}
	if len(t.Rising)+len(t.Falling)+len(t.New) == 0 {
		p.paragraph("Nothing rose or fell by more than chance does: "+p.spanSentence(t.Trend)+".", inkDim)
	} else {
		p.paragraph(p.spanSentence(t.Trend), inkPlain)
		p.w.WriteByte('\n')
		p.trendMoves(t)
	}
	if said := contradictions(t.Contradicted); said != "" {
		p.w.WriteByte('\n')
		p.paragraph(said, inkDim)
	}
	p.w.WriteByte('\n')
	p.paragraph(p.trendFoot(t), inkDim)
}

// contradictions says which moves were left out because the programme tells another story.
func contradictions(lines []digest.Line) string {
	if len(lines) == 0 {
		return ""
	}
	parts := make([]string, len(lines))
	for i, l := range lines {
		parts[i] = fmt.Sprintf("%s %s → %s (programme %s → %s)", Clean(l.ID), share(l.Before.Count), share(l.After.Count),
			percent(l.Before.Programme.Share), percent(l.After.Programme.Share))
	}
	return "Left out, as the programme did not move so: " + strings.Join(parts, ", ") + "."
}

// share is a share in running text.
func share(c digest.Count) string {
	if c.Takeaways == 0 {
		return "none"
	}
	return percentOf(c)
}

// spanSentence says what movers compare.
func (p *Printer) spanSentence(t *digest.Trend) string {
	part := func(s *digest.Span) string {
		one, of := unit(t)
		text := fmt.Sprintf("%s (%s, %s", p.spanName(s), counted(s.Total.Takeaways, one), counted(s.Total.WriteUps, of))
		if s.Total.Small() {
			text += ", a small sample"
		}
		return text + ")"
	}
	return part(t.After) + " against " + part(t.Before)
}

// spanName is a span for people.
func (p *Printer) spanName(s *digest.Span) string {
	from, to := p.conferences(editions{s.From}), p.conferences(editions{s.To})
	if from == to {
		return Clean(from)
	}
	return Clean(from + "–" + to)
}

// counted is a number of things: "1 takeaway", "12 takeaways".
func counted(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}

// paragraph prints running text.
func (p *Printer) paragraph(s string, ink ink) {
	p.lines(wrap(text(s, ink), p.textWidth()), 0)
}

// lineColumn is a column of a table of lines.
func lineColumn(name string, drop int, value func(*digest.Line) []span) tableColumn[digest.Line] {
	return tableColumn[digest.Line]{name: name, drop: drop, value: value}
}

// subjectColumn shows what to type.
func subjectColumn(name string) tableColumn[digest.Line] {
	c := lineColumn(name, 0, func(l *digest.Line) []span { return text(Clean(l.ID), inkOwn) })
	c.least = 14
	return c
}

// trendSummary prints one line a subject: how much, how it went, and when.
func (p *Printer) trendSummary(title string, t *Trends, lines []digest.Line) {
	at := func(pick func(*digest.Line) string) func(*digest.Line) []span {
		return func(l *digest.Line) []span { return p.mark(pick(l)) }
	}
	one, _ := unit(t.Trend)
	counts := one + "s"
	columns(p, lines, []tableColumn[digest.Line]{
		subjectColumn(title),
		{name: counts, right: true, drop: 2, value: func(l *digest.Line) []span {
			return text(fmt.Sprintf("%d of %d", l.Takeaways, l.Total), inkPlain)
		}},
		{name: "share", right: true, value: func(l *digest.Line) []span { return text(percentOf(l.Count), inkPlain) }},
		{name: "programme", right: true, drop: 5, value: func(l *digest.Line) []span { return basePercent(l.Programme) }},
		lineColumn(p.sparkTitle(lines), 0, func(l *digest.Line) []span { return spark(l.Spark) }),
		lineColumn("first", 4, at(func(l *digest.Line) string { return l.First })),
		lineColumn("peak", 1, func(l *digest.Line) []span { return p.peak(l.Spark) }),
		lineColumn("last", 3, at(func(l *digest.Line) string { return l.Last })),
	})
}

// peak names the column with the largest share, and the share.
func (p *Printer) peak(cells []digest.Cell) []span {
	c, ok := digest.Peak(cells)
	if !ok {
		return nil
	}
	return append(p.mark((&trendCell{Cell: c}).column()), span{text: " " + smallMark(c.Small) + percentOf(c.Count), ink: inkDim})
}

// shareOf is a share with the counts behind it.
func shareOf(s *digest.SpanCount) []span {
	share := smallMark(s.Small && s.Takeaways > 0) + percentOf(s.Count)
	out := []span{{text: share}, {text: fmt.Sprintf(" %d/%d", s.Takeaways, s.Total), ink: inkDim}}
	if s.Programme != nil {
		out = append(out, span{text: " · " + percent(s.Programme.Share), ink: inkNote})
	}
	return out
}

// basePercent is a share of the programme; nothing where it is not known.
func basePercent(b *digest.Base) []span {
	if b == nil {
		return nil
	}
	return text(percent(b.Share), inkNote)
}

// smallMark stands before a share that rests on a small sample.
func smallMark(small bool) string {
	if small {
		return "~"
	}
	return ""
}

// sparkTitle heads the column of sparklines with the time that they span.
func (p *Printer) sparkTitle(lines []digest.Line) string {
	if len(lines) == 0 || len(lines[0].Spark) == 0 {
		return "trend"
	}
	cells := lines[0].Spark
	when := func(c digest.Cell) string {
		switch {
		case c.Year > 0:
			return strconv.Itoa(c.Year)
		case c.Region != "":
			return Clean(c.Region)
		case len(c.Date) >= 4:
			return c.Date[:4]
		}
		return ""
	}
	from, to := when(cells[0]), when(cells[len(cells)-1])
	if from == to || from == "" || to == "" {
		return cmp.Or(from, "trend")
	}
	return from + "–" + to
}

// trendMarkdown prints trends as tables to paste.
func (p *Printer) trendMarkdown(t *Trends) {
	if t.overview() && t.Before != nil {
		p.w.WriteString(escapeMarkdown(p.spanSentence(t.Trend)) + "\n\n")
	}
	one, _ := unit(t.Trend)
	counts := one + "s"
	cols := []tableColumn[digest.Line]{
		lineColumn("subject", 0, func(l *digest.Line) []span { return text(Clean(l.Name), inkPlain) }),
		lineColumn(counts, 0, func(l *digest.Line) []span { return text(fmt.Sprintf("%d of %d", l.Takeaways, l.Total), inkPlain) }),
	}
	if t.overview() && t.Before != nil {
		move := lineColumn("move", 0, func(l *digest.Line) []span { return text(string(l.Move), inkPlain) })
		before := lineColumn(p.spanName(t.Before), 0, func(l *digest.Line) []span { return shareOf(l.Before) })
		after := lineColumn(p.spanName(t.After), 0, func(l *digest.Line) []span { return shareOf(l.After) })
		cols = append(cols, move, before, after)
	} else {
		for i := range t.Columns {
			id := t.Columns[i].ID
			col := lineColumn(p.conferences(editions{id}), 0, func(l *digest.Line) []span {
				c, _ := l.At(id)
				return text(smallMark(c.Small && c.Takeaways > 0)+strings.TrimSuffix(percentOf(c.Count), "·"), inkPlain)
			})
			col.right = true
			cols = append(cols, col)
		}
	}
	if t.Beside() {
		cols = append(cols, lineColumn("programme", 0, func(l *digest.Line) []span { return basePercent(l.Programme) }))
	}
	markdownTable(p, t.all(), cols)
	if said := contradictions(t.Contradicted); said != "" {
		p.w.WriteString("\n" + escapeMarkdown(said) + "\n")
	}
}
