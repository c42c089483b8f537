package render

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hitList prints hits as a list for a newsletter or an issue.
func (p *Printer) hitList(rows []hitRecord) {
	for i := range rows {
		r := &rows[i]
		p.w.WriteString("- " + p.citation(&r.takeawayRecord))
		if snippet := escapeMarkdown(r.Snippet); snippet != "" {
			p.w.WriteString(": " + snippet)
		}
		p.w.WriteString(p.sourceLink(&r.takeawayRecord))
		if r.More > 0 {
			p.w.WriteString(" (and " + strconv.Itoa(r.More) + " more of this write-up)")
		}
		p.w.WriteByte('\n')
		for _, line := range r.Why {
			p.w.WriteString("  - " + escapeMarkdown(line) + "\n")
		}
	}
}

// citation is the heading with author and conference.
func (p *Printer) citation(r *takeawayRecord) string {
	s := "**" + escapeMarkdown(r.name()) + "**"
	var by []string
	for _, part := range []string{voices(r.Authors, r.Digest), p.conferences(r.Conferences)} {
		if part = escapeMarkdown(part); part != "" {
			by = append(by, part)
		}
	}
	if len(by) > 0 {
		s += " (" + strings.Join(by, ", ") + ")"
	}
	return s
}

// sourceLink leads to the page that the takeaway comes from, or names its place in the notes.
func (p *Printer) sourceLink(r *takeawayRecord) string {
	if link := webLink(r.Source); link != "" {
		return " [source](" + link + ")"
	}
	return " " + codeSpan(r.place())
}

// markdownTable prints the columns of a terminal as a table, whole.
func markdownTable[T any](p *Printer, rows []T, cols []tableColumn[T]) {
	if len(rows) == 0 {
		return
	}
	cells := make([]string, len(cols))
	line := func() { p.w.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	for j, c := range cols {
		cells[j] = c.name
	}
	line()
	for j, c := range cols {
		cells[j] = "---"
		if c.right {
			cells[j] = "---:"
		}
	}
	line()
	for i := range rows {
		for j, c := range cols {
			var b strings.Builder
			for _, s := range c.value(&rows[i]) {
				text := strings.ReplaceAll(escapeMarkdown(s.text), "|", `\|`)
				if s.link != "" {
					text = "[" + text + "](" + s.link + ")"
				}
				b.WriteString(text)
			}
			cells[j] = b.String()
		}
		line()
	}
}

// escapeMarkdown makes plain text stand for itself in a line of Markdown, also in GitHub's: $x$ is no formula,
// ~~x~~ is not struck out, and @name calls nobody. An underscore inside a word needs no escape and reads
// better without.
func escapeMarkdown(s string) string {
	s = oneLine(s)
	var b strings.Builder
	var before rune
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '[', ']', '<', '>', '&':
			if r == '&' && !strings.Contains(s[i:], ";") {
				break
			}
			b.WriteByte('\\')
		case '~', '$':
			if strings.Count(s, string(r)) > 1 {
				b.WriteByte('\\')
			}
		case '@':
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if wordRune(after) && !wordRune(before) {
				b.WriteString("@&#8203;") // GitHub reads mentions behind Markdown, so a backslash would not do
				before = r
				continue
			}
		case '_':
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if !wordRune(before) || !wordRune(after) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// codeSpan puts text in backticks, as many as it needs.
func codeSpan(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}
