package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// Hits prints the hits of a search, best first as they come.
func (p *Printer) Hits(hits []kb.Hit) error {
	rows := make([]hitRecord, len(hits))
	for i := range hits {
		rows[i] = p.hit(&hits[i])
	}
	return p.hitListing().print(p, rows)
}

// Takeaways prints takeaways in the order given.
func (p *Printer) Takeaways(ts []kb.Takeaway) error {
	rows := make([]takeawayRecord, len(ts))
	for i := range ts {
		rows[i] = p.takeaway(&ts[i])
	}
	l := listing[takeawayRecord]{
		key:   func(r *takeawayRecord) string { return r.ID },
		place: p.vimgrep,
		csv:   takeawayCSV(),
		plain: takeawayPlain(),
		table: func(rows []takeawayRecord) { table(p, rows, p.takeawayColumns(rows), false) },
		markdown: func(rows []takeawayRecord) {
			for i := range rows {
				p.w.WriteString("- " + p.citation(&rows[i]) + p.sourceLink(&rows[i]) + "\n")
			}
		},
	}
	return l.print(p, rows)
}

// vimgrep is where an editor finds a takeaway, as grep -n --column has it; empty where its note is no file.
func (p *Printer) vimgrep(r *takeawayRecord) string {
	if p.style.File == nil {
		return ""
	}
	file := p.style.File(r.Shelf, r.Path)
	if file == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d:1:%s", file, max(r.Line, 1), r.name())
}

// lift makes columns of a part into columns of the whole.
func lift[T, U any](cols []column[U], part func(*T) *U) []column[T] {
	out := make([]column[T], len(cols))
	for i, c := range cols {
		out[i] = column[T]{c.name, func(t *T) string { return c.value(part(t)) }}
	}
	return out
}

func takeawayPlain() []column[takeawayRecord] {
	return []column[takeawayRecord]{
		{"id", func(r *takeawayRecord) string { return r.ID }},
		{"conference", func(r *takeawayRecord) string { return r.Conferences.String() }},
		{"authors", func(r *takeawayRecord) string { return strings.Join(r.Authors, ", ") }},
		{"heading", func(r *takeawayRecord) string { return r.Heading }},
		{"tags", func(r *takeawayRecord) string { return strings.Join(tagWords(r.Tags), " ") }},
		{"place", (*takeawayRecord).place},
	}
}

func takeawayCSV() []column[takeawayRecord] {
	return []column[takeawayRecord]{
		{"id", func(r *takeawayRecord) string { return r.ID }},
		{"path", func(r *takeawayRecord) string { return r.Path }},
		{"line", func(r *takeawayRecord) string { return number(r.Line) }},
		{"end_line", func(r *takeawayRecord) string { return number(r.EndLine) }},
		{"heading", func(r *takeawayRecord) string { return r.Heading }},
		{"kind", func(r *takeawayRecord) string { return r.Kind }},
		{"conference", func(r *takeawayRecord) string { return csvList(r.Conferences) }},
		{"title", func(r *takeawayRecord) string { return r.Title }},
		{"authors", func(r *takeawayRecord) string { return csvList(r.Authors) }},
		{"date", func(r *takeawayRecord) string { return r.Date }},
		{"tags", func(r *takeawayRecord) string { return csvTags(r.Tags, "") }},
		{"inferred", func(r *takeawayRecord) string { return csvTags(r.Tags, kb.TagInferred) }},
		{"source", func(r *takeawayRecord) string { return r.Source }},
		{"shelf", func(r *takeawayRecord) string { return r.Shelf }},
	}
}

func hitCSV() []column[hitRecord] {
	cols := lift(takeawayCSV(), func(r *hitRecord) *takeawayRecord { return &r.takeawayRecord })
	return append(cols,
		column[hitRecord]{"score", func(r *hitRecord) string { return strconv.FormatFloat(r.Score, 'g', -1, 64) }},
		column[hitRecord]{"match", func(r *hitRecord) string { return r.Match }},
		column[hitRecord]{"snippet", func(r *hitRecord) string { return r.Snippet }})
}

func csvList(ss []string) string { return strings.Join(ss, "; ") }

// csvTags joins the names of the tags that the vocabulary inferred, or of all others.
func csvTags(tags []kb.Tag, source kb.TagSource) string {
	var names []string
	for _, t := range tags {
		if (t.Source == kb.TagInferred) == (source == kb.TagInferred) {
			names = append(names, t.Name)
		}
	}
	return csvList(names)
}

// number is n, empty for 0: where a line is not known, 0 would be a claim.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// The widths from which a listing of takeaways has room for more than heading and conference, and how wide the
// name of a conference may be in a narrower one.
const (
	roomForAuthors = 100
	roomForTags    = 140
	narrowEvent    = 14
)

// takeawayColumns are a line a takeaway: where, what, its ID at the end.
func (p *Printer) takeawayColumns(rows []takeawayRecord) []tableColumn[takeawayRecord] {
	event := tableColumn[takeawayRecord]{least: 8, most: narrowEvent, drop: 3, value: func(r *takeawayRecord) []span {
		if len(r.Conferences) == 0 {
			return text(r.Date, inkDim) // nothing else would say when
		}
		return p.mark(r.Conferences[len(r.Conferences)-1])
	}}
	if p.style.Width >= roomForAuthors {
		event.most = 0
	}
	cols := []tableColumn[takeawayRecord]{event,
		{least: 20, value: func(r *takeawayRecord) []span { return text(r.name(), inkTitle) }}}
	if p.style.Width >= roomForAuthors {
		cols = append(cols, tableColumn[takeawayRecord]{least: 10, most: 24, drop: 2, value: func(r *takeawayRecord) []span {
			return text(strings.Join(r.Authors, ", "), inkPlain)
		}})
	}
	if p.style.Width >= roomForTags {
		cols = append(cols, tableColumn[takeawayRecord]{least: 12, drop: 1, value: func(r *takeawayRecord) []span { return tagSpans(r.Tags, mostInherited) }})
	}
	if slices.ContainsFunc(rows, func(r takeawayRecord) bool { return r.Shelf != "" }) {
		cols = append(cols, tableColumn[takeawayRecord]{drop: 1, value: func(r *takeawayRecord) []span { return text(r.Shelf, inkDim) }})
	}
	cols = append(cols, tableColumn[takeawayRecord]{value: func(r *takeawayRecord) []span { return text(short(r.ID), inkID) }})
	return numbered(p, rows, cols)
}

// tagSpans are tags with a blank between them: those that a person set first, then those of the whole write-up,
// at most so many and the rest told as a number, inferred ones last.
func tagSpans(tags []kb.Tag, most int) []span {
	var own, inferred, inherited []span
	words := tagWords(tags)
	for i, t := range tags {
		switch t.Source {
		case kb.TagInferred:
			inferred = append(inferred, span{text: words[i], ink: inkInferred})
		case kb.TagInherited:
			inherited = append(inherited, span{text: words[i], ink: inkInherited})
		default:
			own = append(own, span{text: words[i], ink: inkOwn})
		}
	}
	if more := len(inherited) - most; more > 1 {
		inherited = append(inherited[:most:most], span{text: "+" + strconv.Itoa(more), ink: inkInherited})
	}
	var out []span
	for _, s := range slices.Concat(own, inherited, inferred) {
		if len(out) > 0 {
			out = append(out, span{text: " "})
		}
		out = append(out, s)
	}
	return out
}

// hashed puts a # before each tag that somebody set; inferred ones have their ~, the number of the rest its +.
func hashed(tags []span) []span {
	for i := range tags {
		if tags[i].text != " " && !strings.ContainsAny(tags[i].text[:1], "~+") {
			tags[i].text = "#" + tags[i].text
		}
	}
	return tags
}

// fitting keeps the first tags, whole, that fit into width columns.
func fitting(tags []span, width int) []span {
	used, end := 0, 0
	for i, s := range tags {
		used += spansWidth([]span{s})
		if used > width {
			break
		}
		if s.text != " " {
			end = i + 1
		}
	}
	return tags[:end]
}

// mostInherited is how many tags of the whole write-up are shown beside each takeaway of a list. Blogs give a
// report two dozen.
const mostInherited = 3

func short(id string) string { return kb.ID(id).Short() }

const (
	// snippetLines is how much of a passage a block shows.
	snippetLines = 2
	// roomForID is the width from which a block has its ID at the right of the heading.
	roomForID = 36
)

// hitBlocks prints a block for each hit, with an empty line between two.
func (p *Printer) hitBlocks(rows []hitRecord) {
	last := len(rows)
	for i := range rows {
		last = max(last, rows[i].Number)
	}
	indent := len(strconv.Itoa(last)) + 2
	for i := range rows {
		if i > 0 {
			p.w.WriteByte('\n')
		}
		label := fmt.Sprintf("%*d  ", indent-2, cmp.Or(rows[i].Number, i+1))
		p.titled(p.textWidth(), span{text: label, ink: inkNumber}, text(rows[i].name(), inkTitle), short(rows[i].ID))
		p.hitDetails(&rows[i], indent)
	}
}

func (p *Printer) hitDetails(r *hitRecord, indent int) {
	width := p.textWidth() - indent
	about := p.about(&r.takeawayRecord)
	if len(r.Conferences) == 0 {
		about = append(about, text(r.Date, inkDim)) // nothing else would say when
	}
	if r.Match != string(kb.MatchExact) && r.Match != string(kb.MatchRelated) && r.Match != "" {
		about = append([][]span{text(matchWords(r.Match), inkNote)}, about...)
	}
	if r.Kind != string(kb.KindTakeaway) && r.Kind != "" {
		about = append([][]span{text(r.Kind, inkNote)}, about...)
	}
	line := truncate(joinSpans(about, " · "), width)
	p.lines([][]span{joinSpans([][]span{line, fitting(hashed(tagSpans(r.Tags, mostInherited)), width-spansWidth(line)-3)}, " · ")}, indent)
	p.lines(window(wrap(r.passage, width), width), indent)
	if r.More > 0 {
		more := fmt.Sprintf("and %d more of this write-up", r.More)
		p.lines(wrap(text(more, inkNote), width), indent)
	}
	for _, line := range r.Why {
		p.lines(wrap(text("· "+line, inkDim), width), indent)
	}
}

// matchWords says for people how a hit was found.
func matchWords(match string) string {
	if match == string(kb.MatchNear) {
		return "near in meaning"
	}
	return match
}

// about is conference and authors, as far as known.
func (p *Printer) about(r *takeawayRecord) [][]span {
	return [][]span{text(p.conferences(r.Conferences), inkEvent), text(strings.Join(r.Authors, ", "), inkPlain), onShelf(r.Shelf)}
}

// titled prints a label, a heading that hangs behind it and, at the right, the ID.
func (p *Printer) titled(width int, label span, heading []span, id string) {
	indent := spansWidth([]span{label})
	room := width - indent
	beside := id != "" && width >= roomForID
	if beside {
		room -= len(id) + 2
	}
	for i, line := range wrap(heading, room) {
		first := span{text: strings.Repeat(" ", indent)}
		if i == 0 {
			first = label
		}
		line = append([]span{first}, line...)
		if i == 0 && beside {
			gap := max(width-spansWidth(line)-len(id), 1)
			line = append(line, span{text: strings.Repeat(" ", gap)}, span{text: id, ink: inkID})
		}
		p.w.WriteString(p.paint.line(line))
		p.w.WriteByte('\n')
	}
	if id != "" && !beside {
		p.lines([][]span{{{text: id, ink: inkID}}}, indent)
	}
}

// joinSpans puts a separator between the parts that are not empty.
func joinSpans(parts [][]span, separator string) []span {
	var out []span
	for _, part := range parts {
		if len(part) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, span{text: separator, ink: inkDim})
		}
		out = append(out, part...)
	}
	return out
}

// window chooses the lines of a passage that hold the first match, and marks what it leaves out.
func window(lines [][]span, width int) [][]span {
	if len(lines) <= snippetLines {
		return lines
	}
	first := 0
	for i, line := range lines {
		if hasInk(line, inkMatch) {
			first = i
			break
		}
	}
	start := max(min(first-1, len(lines)-snippetLines), 0)
	end := start + snippetLines
	out := append([][]span(nil), lines[start:end]...)
	if start > 0 {
		line := out[0]
		for spansWidth(line) >= width { // the mark takes the place of words before it, not of the line's end
			rest := afterWord(line)
			if len(rest) == 0 || hasInk(line, inkMatch) && !hasInk(rest, inkMatch) {
				break
			}
			line = rest
		}
		out[0] = truncate(append([]span{{text: "…"}}, line...), width)
	}
	if end < len(lines) {
		last := out[snippetLines-1]
		if spansWidth(last) >= width {
			last = truncate(append(append([]span(nil), last...), span{text: "…"}), width)
		} else {
			last = append(append([]span(nil), last...), span{text: "…"})
		}
		out[snippetLines-1] = last
	}
	return out
}

// afterWord is a line without its first word; empty if it has but one.
func afterWord(line []span) []span {
	for i, s := range line {
		if _, rest, ok := strings.Cut(s.text, " "); ok {
			s.text = rest
			return append([]span{s}, line[i+1:]...)
		}
	}
	return nil
}

func hasInk(line []span, ink ink) bool {
	for _, s := range line {
		if s.ink == ink {
			return true
		}
	}
	return false
}
