package render

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"takeaway/internal/digest"
)

// Layout says what a page of Markdown is for.
type Layout string

// The layouts of a summary. The zero Layout is a page to read.
const (
	Slides     Layout = "slides"
	Newsletter Layout = "newsletter"
)

// Summaries prints summaries of conferences in the order given. Layout matters to the format markdown
// alone. In CSV and with the format id each row is one quoted sentence or its takeaway.
func (p *Printer) Summaries(ss []*digest.Summary, layout Layout) error {
	rows := make([]digest.Summary, len(ss))
	for i := range ss {
		rows[i] = cleaned(p, *ss[i])
	}
	switch p.format {
	case CSV:
		return listing[summaryRow]{csv: summaryCSV()}.print(p, summaryRows(rows))
	case ID:
		for _, id := range quotedIDs(rows) {
			p.w.WriteString(id + "\n")
		}
		return p.w.Flush()
	case Plain, Table:
		for i := range rows {
			if i > 0 {
				p.w.WriteByte('\n')
			}
			if p.format == Table && rows[i].Length != digest.Long {
				newPage(p).brief(&rows[i])
				continue
			}
			newPage(p).summary(&rows[i])
		}
		return p.w.Flush()
	}
	return listing[digest.Summary]{markdown: func(rows []digest.Summary) { p.summaryMarkdown(rows, layout) }}.print(p, rows)
}

// cleaned is a copy of v in which all text has gone through Printer.text.
func cleaned[T any](p *Printer, v T) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	copyClean(p, out, reflect.ValueOf(v))
	return out.Interface().(T)
}

func copyClean(p *Printer, to, from reflect.Value) {
	switch from.Kind() {
	case reflect.String:
		to.SetString(p.text(from.String()))
	case reflect.Struct:
		for i := range from.NumField() {
			copyClean(p, to.Field(i), from.Field(i))
		}
	case reflect.Slice:
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			copyClean(p, to.Index(i), from.Index(i))
		}
	default:
		to.Set(from)
	}
}

// summaryRow is one sentence of a summary in CSV.
type summaryRow struct {
	conference, section, name, takeaways, authors string
	digest.Quote
}

func summaryRows(ss []digest.Summary) []summaryRow {
	var out []summaryRow
	for i := range ss {
		s := &ss[i]
		for _, t := range s.Themes {
			row := summaryRow{conference: s.Conference.ID, section: "theme", name: t.Tag, takeaways: strconv.Itoa(t.Takeaways), authors: strconv.Itoa(t.Authors)}
			for _, q := range t.Sentences {
				row.Quote = q
				out = append(out, row)
			}
			if len(t.Sentences) == 0 {
				out = append(out, row)
			}
			row.section = "side"
			for _, q := range t.Sides {
				row.Quote = q
				out = append(out, row)
			}
		}
		for _, n := range s.Numbers {
			out = append(out, summaryRow{conference: s.Conference.ID, section: "number", name: n.Number, Quote: n.Quote})
		}
	}
	return out
}

func summaryCSV() []column[summaryRow] {
	return []column[summaryRow]{
		{"conference", func(r *summaryRow) string { return r.conference }},
		{"section", func(r *summaryRow) string { return r.section }},
		{"name", func(r *summaryRow) string { return r.name }},
		{"takeaways", func(r *summaryRow) string { return r.takeaways }},
		{"authors", func(r *summaryRow) string { return r.authors }},
		{"sentence", func(r *summaryRow) string { return r.Sentence }},
		{"by", func(r *summaryRow) string { return csvList(r.Authors) }},
		{"id", func(r *summaryRow) string { return r.ID }},
		{"path", func(r *summaryRow) string { return r.Path }},
		{"line", func(r *summaryRow) string { return number(r.Line) }},
		{"source", func(r *summaryRow) string { return r.Source }},
		{"shelf", func(r *summaryRow) string { return r.Shelf }},
	}
}

// quotedIDs are the takeaways that summaries quote, in the order of the page, each once.
func quotedIDs(ss []digest.Summary) []string {
	seen := map[string]bool{}
	var out []string
	for _, r := range summaryRows(ss) {
		if r.ID != "" && !seen[r.ID] {
			seen[r.ID] = true
			out = append(out, r.ID)
		}
	}
	return out
}

// page prints text for people: wrapped on a terminal, one line a paragraph elsewhere.
type page struct {
	p *Printer
	// cited are the write-ups that the page names by number, where the terminal has no links.
	cited *sources
	// twice are ids of a comparison that name a topic and a project.
	twice map[string]bool
}

func newPage(p *Printer) *page { return &page{p: p, cited: newSources()} }

// para prints a paragraph behind an indent; hang is how much further its other lines stand.
func (g *page) para(indent, hang int, spans ...span) {
	if spansWidth(spans) == 0 {
		return
	}
	lines := [][]span{spans}
	if g.p.format == Table {
		indent, hang = min(indent, 6), min(hang, 4)
		lines = wrap(spans, g.p.textWidth()-indent-hang)
	}
	for i, line := range lines {
		if i == 1 {
			indent += hang
		}
		g.p.lines([][]span{line}, indent)
	}
}

// section prints the head of a section under an empty line.
func (g *page) section(title, note string) {
	g.p.w.WriteByte('\n')
	spans := []span{{text: strings.ToUpper(title), ink: inkTitle}}
	if note != "" {
		spans = append(spans, span{text: "  " + note, ink: inkDim})
	}
	g.para(0, 2, spans...)
}

// quote prints a sentence under the heading of its takeaway, which says what it is about, and below it who
// wrote it, the takeaway, and where the write-up is on the web: as a link, or as a number of the sources.
func (g *page) quote(q *digest.Quote, indent int) {
	if claim := claimOf(q); claim != "" {
		g.para(indent, 0, span{text: claim, ink: inkTitle})
		indent += 2
	}
	g.para(indent, 0, span{text: oneLine(q.Sentence)})
	parts := [][]span{{{text: creditOf(q)}}, {{text: short(q.ID), ink: inkID}}}
	link := webLink(q.Source)
	switch {
	case link == "":
		parts = append(parts, []span{{text: oneLine(q.Path), ink: inkDim}})
	case g.p.style.Links:
		parts[0][0].link = link
	case g.cited != nil:
		parts[0] = append(parts[0], span{text: fmt.Sprintf(" [%d]", g.cited.number(link, q)), ink: inkDim})
	default:
		parts = append(parts, []span{{text: link, ink: inkDim}})
	}
	parts = append(parts, onShelf(q.Shelf))
	if q.Language != "" {
		parts = append(parts, []span{{text: "(" + oneLine(q.Language) + ")", ink: inkNote}})
	}
	g.para(indent, 2, joinSpans(parts, " · ")...)
}

// claimOf is the heading of the takeaway that a sentence is from; empty where the sentence holds it.
func claimOf(q *digest.Quote) string {
	claim := oneLine(q.Heading)
	if strings.Contains(q.Sentence, strings.TrimRight(claim, ".…")) {
		return ""
	}
	return claim
}

// sources lists the write-ups that the page names by number.
func (g *page) sources() {
	if g.cited == nil || len(g.cited.list) == 0 {
		return
	}
	g.section("Sources", "")
	for i := range g.cited.list {
		q := &g.cited.list[i]
		title := oneLine(q.Title)
		if title != "" {
			title = ", " + title
		}
		g.para(2, 4, span{text: fmt.Sprintf("[%d] ", i+1), ink: inkNumber}, span{text: authorsOf(q) + title})
		g.para(6, 0, span{text: webLink(q.Source), ink: inkDim})
	}
}

// authorsOf names the authors of a sentence, or says that they are not known.
func authorsOf(q *digest.Quote) string {
	if len(q.Authors) == 0 {
		return "unnamed author"
	}
	return oneLine(strings.Join(q.Authors, ", "))
}

// creditOf names the authors of a sentence: behind a dash where they wrote it, else as those whose words
// it reports.
func creditOf(q *digest.Quote) string {
	switch {
	case q.Quoted:
		return "— " + authorsOf(q)
	case len(q.Authors) == 0:
		return "after an unnamed author"
	}
	return "after " + authorsOf(q)
}

func (g *page) summary(s *digest.Summary) {
	g.para(0, 0, span{text: oneLine(s.Conference.Name), ink: inkTitle})
	g.para(0, 0, span{text: oneLine(strings.Join(whereAndWhen(&s.Conference), " · ")), ink: inkEvent})
	g.para(0, 0, span{text: rests(s)})
	g.para(0, 0, span{text: sampleWarning(s), ink: inkNote})
	g.change(s)
	g.themes(s)
	g.talks(s)
	g.projects(s)
	if len(s.Numbers) > 0 {
		g.section("Numbers people quoted", "")
		for i := range s.Numbers {
			g.para(2, 2, span{text: oneLine(s.Numbers[i].Number), ink: inkTitle})
			g.quote(&s.Numbers[i].Quote, 4)
		}
	}
	g.beside(s)
	g.section("Where this page comes from", "")
	for _, line := range coverageLines(s) {
		g.para(2, 0, span{text: line})
	}
	g.sources()
}

func (g *page) themes(s *digest.Summary) {
	g.section("Themes", "by number of authors")
	for i := range s.Themes {
		t := &s.Themes[i]
		head := []span{{text: fmt.Sprintf("%d. ", i+1), ink: inkNumber}, {text: oneLine(t.Name), ink: inkTitle},
			{text: "  " + plural(t.Takeaways, "takeaway") + ", ", ink: inkDim}, authorCount(t)}
		if said := themeShares(t); said != "" {
			head = append(head, span{text: "  " + said, ink: inkDim})
		}
		if tag := oneLine(t.Tag); tag != "" {
			head = append(head, span{text: "  #" + tag, ink: inkOwn})
		}
		g.para(0, 3, head...)
		for k := range t.Sentences {
			g.quote(&t.Sentences[k], 3)
		}
		if len(t.Sides) > 0 {
			g.para(3, 0, span{text: "Two sides:", ink: inkNote})
			for k := range t.Sides {
				g.quote(&t.Sides[k], 5)
			}
		}
	}
	if more := s.Coverage.Themes - len(s.Themes); more > 0 {
		g.para(3, 0, span{text: fmt.Sprintf("%d more: takeaway list tags --conf %s", more, s.Conference.ID), ink: inkDim})
	}
}

// authorCount marks a theme of which one author alone speaks.
func authorCount(t *digest.Theme) span {
	if t.Authors == 1 {
		return span{text: "one author only", ink: inkNote}
	}
	return span{text: plural(t.Authors, "author"), ink: inkDim}
}

func (g *page) talks(s *digest.Summary) {
	if len(s.Talks)+len(s.Speakers) == 0 {
		return
	}
	g.section("Talks and speakers that several mention", "")
	for i := range s.Talks {
		t := &s.Talks[i]
		g.para(2, 2, span{text: oneLine(t.Title), ink: inkTitle}, span{text: talkOf(t)}, span{text: mentions(t.By, t.IDs), ink: inkDim})
	}
	for i := range s.Speakers {
		sp := &s.Speakers[i]
		org := ""
		if sp.Org != "" {
			org = " (" + oneLine(sp.Org) + ")"
		}
		g.para(2, 2, span{text: oneLine(sp.Name), ink: inkTitle}, span{text: org}, span{text: mentions(sp.By, sp.IDs), ink: inkDim})
	}
}

// talkOf is ", by" and the speakers with their organisation, where they are known.
func talkOf(t *digest.Talk) string {
	by := oneLine(strings.Join(t.Speakers, ", "))
	switch {
	case by != "" && t.Org != "":
		return ", by " + by + " (" + oneLine(t.Org) + ")"
	case by != "":
		return ", by " + by
	}
	return ""
}

// mentions says who mentions it, and in which takeaways.
func mentions(by, ids []string) string {
	shorts := make([]string, len(ids))
	for i, id := range ids {
		shorts[i] = short(id)
	}
	return " · " + namesOf(by) + " · " + strings.Join(shorts, " ")
}

func (g *page) projects(s *digest.Summary) {
	if len(s.Projects) == 0 {
		return
	}
	g.section("Projects", "ordered by authors, with the number of takeaways")
	var parts [][]span
	first := false
	for i := range s.Projects {
		q := &s.Projects[i]
		count := " " + strconv.Itoa(q.Takeaways)
		if q.FirstSeen {
			count += "*"
			first = true
		}
		parts = append(parts, []span{{text: oneLine(q.Name)}, {text: count, ink: inkNumber}})
	}
	g.para(2, 0, joinSpans(parts, " · ")...)
	if first {
		g.para(2, 0, span{text: "* " + firstSeen(s), ink: inkDim})
	}
}

// themeShares is "35% of takeaways · 24% of the programme", empty where the programme is not known.
func themeShares(t *digest.Theme) string {
	if t.Programme == nil {
		return ""
	}
	return percent(t.Share) + " of takeaways · " + percent(t.Programme.Share) + " of the programme"
}

// besideLines say what was much on the programme and little taken home, and the other way round: a label and
// the topics each.
func besideLines(s *digest.Summary) [][2]string {
	var out [][2]string
	for _, part := range []struct {
		label string
		list  []digest.Gap
	}{{"Much on the programme, little taken home", s.Beside.Announced}, {"Little on the programme, much taken home", s.Beside.TakenHome}} {
		var topics []string
		for _, g := range part.list {
			topics = append(topics, fmt.Sprintf("%s %s of takeaways (%d) · %s of the programme (%d)", oneLine(g.Name), percent(g.Share), g.Takeaways,
				percent(g.Programme.Share), g.Programme.Talks))
		}
		if len(topics) > 0 {
			out = append(out, [2]string{part.label, strings.Join(topics, "; ")})
		}
	}
	return out
}

func (g *page) beside(s *digest.Summary) {
	lines := besideLines(s)
	if len(lines) == 0 {
		return
	}
	g.section("Beside the programme", plural(s.Beside.Talks, "talk")+" by their titles, which name fewer topics than takeaways do; the comparison allows for that")
	for _, l := range lines {
		g.para(2, 2, span{text: l[0] + ": ", ink: inkTitle}, span{text: l[1], ink: inkDim})
	}
}

func (g *page) change(s *digest.Summary) {
	c := &s.Change
	title := "What changed"
	if c.Previous.ID != "" {
		title = "Since " + oneLine(c.Previous.Short)
	}
	g.section(title, "")
	for _, line := range changeNotes(c) {
		g.para(2, 0, span{text: line, ink: inkDim})
	}
	for _, m := range moves {
		var parts [][]span
		for i := range c.Shifts {
			if f := &c.Shifts[i]; f.Move == m {
				parts = append(parts, []span{{text: oneLine(f.Name)}, {text: " " + shiftOf(f), ink: inkDim}})
			}
		}
		if len(parts) > 0 {
			label := span{text: capital(moveLabels[m]) + ": ", ink: inkTitle}
			g.para(2, 2, append([]span{label}, joinSpans(parts, "; ")...)...)
		}
	}
}
