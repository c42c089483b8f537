package render

import (
	"fmt"
	"regexp"
	"strings"

	"takeaway/internal/kb"
)

// Document is one takeaway or one write-up to be shown whole; exactly one of the two is set.
type Document struct {
	Takeaway *kb.Takeaway
	WriteUp  *kb.WriteUp
	// Body is the Markdown of the takeaway; if it is empty, Takeaway.Body is shown. For a write-up it is
	// the Markdown of the note, whose front matter is not shown, and serves where no piece has a body.
	Body string
	// Why, if set, is the write-up that the evidence for title, authors, conference and date is taken
	// from; it is printed with that of the tags.
	Why *kb.WriteUp
}

// Show prints documents whole, in the order given. A document that is neither is left out. In CSV each
// row is one takeaway: a write-up gives one for each piece.
func (p *Printer) Show(ds []Document) error {
	var rows []any
	for i := range ds {
		switch d := &ds[i]; {
		case d.Takeaway != nil:
			r := p.piece(d.Takeaway, d.Body)
			if d.Why != nil {
				up := p.writeUp(d.Why, 0)
				r.Why, r.because = up.Why, append(up.fieldReasons(), r.reasons()...)
			}
			rows = append(rows, r)
		case d.WriteUp != nil:
			r := p.document(d.WriteUp, d.Body)
			if d.Why != nil {
				r.because = r.fieldReasons()
			}
			rows = append(rows, r)
		}
	}
	if p.format == CSV {
		return p.showCSV(rows)
	}
	l := listing[any]{key: documentKey, table: p.showTable, markdown: p.showMarkdown}
	if p.format == Plain {
		p.showPlain(rows)
		return p.w.Flush()
	}
	return l.print(p, rows)
}

func documentKey(row *any) string {
	switch r := (*row).(type) {
	case pieceRecord:
		return r.ID
	case documentRecord:
		return r.note()
	}
	return ""
}

func (p *Printer) piece(t *kb.Takeaway, body string) pieceRecord {
	if body == "" {
		body = t.Body
	}
	return pieceRecord{takeawayRecord: p.takeaway(t), Body: p.text(body)}
}

func (p *Printer) document(w *kb.WriteUp, body string) documentRecord {
	r := documentRecord{
		writeUpRecord: p.writeUp(w, w.Takeaways()), Body: p.text(withoutFrontMatter(body)), Pieces: []pieceRecord{},
	}
	for i := range w.Pieces {
		r.Pieces = append(r.Pieces, p.piece(&w.Pieces[i], ""))
	}
	return r
}

// inPieces reports whether the pieces carry the text of the write-up.
func (r *documentRecord) inPieces() bool {
	for i := range r.Pieces {
		if strings.TrimSpace(r.Pieces[i].Body) != "" {
			return true
		}
	}
	return false
}

// withoutFrontMatter drops a block between two lines "---" (or "+++") at the start of a note, if it
// looks like keys and values rather than text between two rules.
func withoutFrontMatter(s string) string {
	rest := strings.TrimPrefix(s, "\uFEFF")
	fence, rest, ok := strings.Cut(rest, "\n")
	fence = strings.TrimRight(fence, " \t\r")
	if !ok || fence != "---" && fence != "+++" {
		return s
	}
	first := true
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		line = strings.TrimRight(line, " \t\r")
		switch {
		case line == fence || fence == "---" && line == "...":
			return rest
		case first && line != "" && !strings.HasPrefix(line, "#"):
			if !strings.ContainsAny(line, ":=") {
				return s
			}
			first = false
		}
	}
	return s
}

func (p *Printer) showCSV(rows []any) error {
	var pieces []pieceRecord
	for _, row := range rows {
		switch r := row.(type) {
		case pieceRecord:
			pieces = append(pieces, r)
		case documentRecord:
			if len(r.Pieces) > 0 {
				pieces = append(pieces, r.Pieces...)
				continue
			}
			pieces = append(pieces, pieceRecord{Body: r.Body, takeawayRecord: takeawayRecord{
				Path: r.Path, Shelf: r.Shelf, Title: r.Title, Authors: r.Authors, Date: r.Date, Conferences: r.Conferences,
				Tags: r.Tags, Source: r.Source,
			}})
		}
	}
	cols := lift(takeawayCSV(), func(r *pieceRecord) *takeawayRecord { return &r.takeawayRecord })
	cols = append(cols, column[pieceRecord]{"body", func(r *pieceRecord) string { return r.Body }})
	return listing[pieceRecord]{csv: cols}.print(p, pieces)
}

// showTable prints documents for a terminal, with a rule between two.
func (p *Printer) showTable(rows []any) {
	width := min(p.style.Width, bodyWidth)
	for i, row := range rows {
		if i > 0 {
			p.w.WriteString("\n" + p.paint.line([]span{{text: strings.Repeat("─", width), ink: inkDim}}) + "\n\n")
		}
		switch r := row.(type) {
		case pieceRecord:
			p.showPiece(&r, width)
		case documentRecord:
			p.showDocument(&r, width)
		}
	}
}

func (p *Printer) showPiece(r *pieceRecord, width int) {
	p.titled(width, span{}, text(r.name(), inkTitle), short(r.ID))
	about := append(p.about(&r.takeawayRecord), text(dayInWords(r.Date), inkDim))
	if r.Kind != string(kb.KindTakeaway) && r.Kind != "" {
		about = append([][]span{text(r.Kind, inkNote)}, about...)
	}
	p.lines(wrap(joinSpans(about, " · "), width), 0)
	p.lines(wrap(hashed(tagSpans(r.Tags, len(r.Tags))), width), 0)
	p.markdownBody(withoutTalkLines(r.Body, r.Talk), width)
	p.w.WriteByte('\n')
	p.talk(r.Talk, width)
	p.origin(&r.takeawayRecord, width)
	p.explain(r.because, width)
}

// origin prints where a text comes from: the page, whole so that it can be copied from any terminal, and
// its place in the notes.
func (p *Printer) origin(r *takeawayRecord, width int) {
	if link := webLink(r.Source); link != "" {
		page := span{text: link, ink: inkDim}
		if p.style.Links {
			page.link = link
		}
		p.labelled("source", [][]span{{page}})
	}
	note := []span{{text: r.place(), ink: inkDim}}
	if r.Digest {
		note = append(note, span{text: " · a digest in our words, not a quote", ink: inkDim})
	}
	p.labelled("note", wrap(note, width-labelWidth))
}

// labelWidth is the room for a label before a fact, with the blanks behind it.
const labelWidth = 8

// labelled prints lines behind a label.
func (p *Printer) labelled(label string, lines [][]span) {
	for i, line := range lines {
		head := strings.Repeat(" ", labelWidth)
		if i == 0 {
			head = fmt.Sprintf("%-*s", labelWidth, label)
		}
		p.lines([][]span{append([]span{{text: head, ink: inkDim}}, line...)}, 0)
	}
}

// withoutTalkLines is the Markdown of a takeaway without the list at its start that names its talk, which
// is shown by itself.
func withoutTalkLines(body string, t *kb.Talk) string {
	if t == nil {
		return body
	}
	rest := strings.TrimLeft(body, "\n")
	for {
		line, after, _ := strings.Cut(rest, "\n")
		if !isTalkLine(line) {
			break
		}
		rest = after
		for strings.HasPrefix(rest, " ") { // a line of the list may go on
			_, rest, _ = strings.Cut(rest, "\n")
		}
	}
	return strings.TrimLeft(rest, "\n")
}

// talkLine are the labels of the list that says which talk a takeaway is about.
var talkLine = regexp.MustCompile(`^[-*] (Talk|Speakers?|Said by): `)

func isTalkLine(line string) bool { return talkLine.MatchString(line) }

// talk prints the session that a takeaway is about.
func (p *Printer) talk(t *kb.Talk, width int) {
	if t == nil {
		return
	}
	label := "talk"
	if t.Title == "" {
		label = "said by"
	}
	spans := []span{{text: oneLine(t.Title), ink: inkTitle}}
	if by := talkBy(t); by != "" {
		if t.Title != "" {
			by = ", " + by
		}
		spans = append(spans, span{text: by})
	}
	lines := wrap(spans, width-labelWidth)
	for _, l := range []string{t.Link, t.Video, t.Slides} {
		if link := webLink(l); link != "" {
			page := span{text: link, ink: inkDim}
			if p.style.Links {
				page.link = link
			}
			lines = append(lines, []span{page})
		}
	}
	p.labelled(label, lines)
}

// talkBy is the speakers with their organisation.
func talkBy(t *kb.Talk) string {
	by, org := oneLine(strings.Join(t.Speakers, ", ")), oneLine(t.Org)
	switch {
	case by != "" && org != "":
		return by + " (" + org + ")"
	case by == "":
		return org
	}
	return by
}

func (p *Printer) showDocument(r *documentRecord, width int) {
	title := oneLine(r.Title)
	if title == "" {
		title = oneLine(r.Path)
	}
	head := takeawayRecord{Path: r.Path, Shelf: r.Shelf, Conferences: r.Conferences, Authors: r.Authors, Source: r.Source, Digest: r.Digest}
	p.titled(width, span{}, text(title, inkTitle), "")
	about := append(p.about(&head), text(dayInWords(r.Date), inkDim))
	if r.Takeaways > 0 {
		about = append(about, text(plural(r.Takeaways, "takeaway"), inkDim))
	}
	p.lines(wrap(joinSpans(about, " · "), width), 0)
	p.lines(wrap(hashed(tagSpans(r.Tags, len(r.Tags))), width), 0)
	p.talk(r.Talk, width)
	p.origin(&head, width)
	p.explain(r.because, width)
	if !r.inPieces() {
		p.markdownBody(r.Body, width)
		return
	}
	for i := range r.Pieces {
		piece := &r.Pieces[i]
		if heading := text(piece.Heading, inkTitle); heading != nil {
			p.w.WriteByte('\n')
			p.titled(width, span{text: "## ", ink: inkDim}, heading, short(piece.ID))
			p.lines(wrap(hashed(tagSpans(piece.Tags, mostInherited)), width), 0)
		}
		if r.Talk == nil || piece.Talk == nil || !piece.Talk.Equal(r.Talk) {
			p.talk(piece.Talk, width)
		}
		p.markdownBody(withoutTalkLines(piece.Body, piece.Talk), width)
	}
}

// markdownBody prints rendered Markdown under an empty line, or nothing.
func (p *Printer) markdownBody(body string, width int) {
	if out := p.body.markdown(body, p.style, width); out != "" {
		p.w.WriteString("\n" + out + "\n")
	}
}
