package render

import (
	"fmt"
	"strings"

	"takeaway/internal/kb"
)

// showPlain prints documents as lines of keys and values, an empty line and the Markdown.
func (p *Printer) showPlain(rows []any) {
	for i, row := range rows {
		if i > 0 {
			p.w.WriteString("\n---\n\n")
		}
		switch r := row.(type) {
		case pieceRecord:
			p.pieceKeys(&r)
			p.explainPlain(r.because)
			p.plainBody(r.Body)
		case documentRecord:
			p.keys("Title", r.Title, "Path", r.note(), "Conference", r.Conferences.String(),
				"Authors", strings.Join(r.Authors, ", "), "Date", r.Date, "Language", r.Language,
				"Perspective", r.Perspective, "Tags", strings.Join(tagWords(r.Tags), " "), "Takeaways", number(r.Takeaways), "Source", r.Source, "Words", wordsOf(r.Digest))
			p.explainPlain(r.because)
			p.plainBody(r.markdown())
		}
	}
}

func (p *Printer) pieceKeys(r *pieceRecord) {
	place := r.place()
	if r.Line > 0 && r.EndLine > r.Line {
		place += fmt.Sprintf("-%d", r.EndLine)
	}
	kind := r.Kind
	if kind == string(kb.KindTakeaway) {
		kind = ""
	}
	p.keys("Heading", r.Heading, "ID", r.ID, "Ref", r.Ref, "Path", place, "Kind", kind,
		"Conference", r.Conferences.String(), "Title", r.Title, "Authors", strings.Join(r.Authors, ", "),
		"Date", r.Date, "Tags", strings.Join(tagWords(r.Tags), " "), "Rejected", strings.Join(r.Rejected, " "),
		"Source", r.Source, "Words", wordsOf(r.Digest))
	if t := r.Talk; t != nil {
		p.keys("Talk", t.Title, "Speakers", talkBy(t), "Talk-Link", t.Link, "Video", t.Video, "Slides", t.Slides)
	}
}

// keys prints "Key: value" for every value that is not empty.
func (p *Printer) keys(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if value := oneLine(pairs[i+1]); value != "" {
			p.w.WriteString(pairs[i] + ": " + value + "\n")
		}
	}
}

func (p *Printer) plainBody(body string) {
	if body = trimBody(body); body != "" {
		p.w.WriteString("\n" + body + "\n")
	}
}

// trimBody drops empty lines at both ends.
func trimBody(s string) string {
	for {
		line, rest, ok := strings.Cut(s, "\n")
		if !ok || strings.TrimSpace(line) != "" {
			break
		}
		s = rest
	}
	return strings.TrimRight(s, " \t\r\n")
}

// markdown is the Markdown of a whole write-up without its title.
func (r *documentRecord) markdown() string {
	if !r.inPieces() {
		return r.Body
	}
	var parts []string
	for i := range r.Pieces {
		piece := &r.Pieces[i]
		if heading := escapeMarkdown(piece.Heading); heading != "" {
			parts = append(parts, "## "+heading)
		}
		if body := trimBody(piece.Body); body != "" {
			parts = append(parts, body)
		}
	}
	return strings.Join(parts, "\n\n")
}

// showMarkdown prints documents as Markdown, takeaways under a second-level heading.
func (p *Printer) showMarkdown(rows []any) {
	for i, row := range rows {
		if i > 0 {
			p.w.WriteByte('\n')
		}
		switch r := row.(type) {
		case pieceRecord:
			p.markdownParts("## "+escapeMarkdown(r.name()), p.byline(r.Authors, r.Digest, r.Conferences, r.Date), explainMarkdown(r.because), trimBody(r.Body),
				strings.TrimSpace(p.sourceLink(&r.takeawayRecord)))
		case documentRecord:
			head := takeawayRecord{Title: r.Title, Path: r.Path, Shelf: r.Shelf, Source: r.Source}
			p.markdownParts("# "+escapeMarkdown(head.name()), p.byline(r.Authors, r.Digest, r.Conferences, r.Date),
				explainMarkdown(r.because), trimBody(r.markdown()), strings.TrimSpace(p.sourceLink(&head)))
		}
	}
}

// markdownParts prints blocks with an empty line between two.
func (p *Printer) markdownParts(parts ...string) {
	first := true
	for _, part := range parts {
		if part == "" {
			continue
		}
		if !first {
			p.w.WriteByte('\n')
		}
		first = false
		p.w.WriteString(part + "\n")
	}
}

// byline is who said it where and when, in italics.
func (p *Printer) byline(authors []string, digest bool, e editions, date string) string {
	var parts []string
	for _, part := range []string{voices(authors, digest), p.conferences(e), date} {
		if part = escapeMarkdown(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "*" + strings.Join(parts, " · ") + "*"
}
