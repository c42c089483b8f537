// Package quote finds the sentences of takeaways that are worth quoting: whole sentences that can be read alone, and
// of those the ones that say best what several people say about a theme. Nothing is rewritten.
package quote

import (
	"strings"

	"takeaway/internal/prose"
)

// passage is a paragraph or list item of a note without its markup, in one line.
type passage struct {
	text      string
	sentences []string
	item      bool
}

// passages takes the Markdown of a note apart: paragraphs and list items of running text. Headings,
// code, tables, quotations, footnotes, the texts of images and lines of hashtags are left out.
func passages(markdown string) []passage {
	var out []passage
	t := prose.Markdown(markdown)
	for _, b := range t.Blocks {
		if b.Kind != prose.Paragraph || b.Quoted {
			continue
		}
		for line := range t.Lines(b) {
			out = append(out, passage{text: t.Text[line.Start:line.End], sentences: t.Sentences(line), item: b.Item})
		}
	}
	return out
}

// Plain is the running text of a note's Markdown without markup, one passage a line. Every sentence that
// this package quotes from the note is a substring of one of its lines.
func Plain(markdown string) string { return joined(passages(markdown)) }

func joined(ps []passage) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.text)
		b.WriteByte('\n')
	}
	return b.String()
}
