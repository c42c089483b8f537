package digest

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// passage is a paragraph or list item of a note without its markup, in one line.
type passage struct {
	text string
	// code are the places of code spans and addresses in text: a full stop there ends nothing.
	code []kb.Span
	item bool
}

// passages takes the Markdown of a note apart: paragraphs and list items of running text. Headings,
// code, tables, quoted blocks, definitions, captions and lines of hashtags are left out.
func passages(markdown string) []passage {
	r := &reader{}
	for line := range strings.Lines(markdown) {
		r.line(strings.TrimRight(line, "\r\n"))
	}
	r.flush()
	return r.out
}

// reader gathers the lines of one passage at a time.
type reader struct {
	out   []passage
	lines []string
	item  bool   // the lines are of a list item
	list  bool   // a list has begun and not been left: indented lines belong to it
	until string // the end of a block that is being skipped
}

// flush ends the passage.
func (r *reader) flush() {
	if len(r.lines) > 0 {
		// A hard line break parts what was never meant as one sentence.
		for part := range strings.SplitSeq(strings.Join(r.lines, "\n"), "\v") {
			if p := inline(part); p.text != "" {
				p.item = r.item
				r.out = append(r.out, p)
			}
		}
	}
	r.lines, r.item = nil, false
}

func (r *reader) line(line string) {
	t := strings.TrimSpace(line)
	if r.until != "" {
		if strings.Contains(strings.ToLower(t), r.until) {
			r.until = ""
		}
		return
	}
	indented := strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t")
	switch {
	case t == "":
		r.flush()
	case skipFrom(t) != "":
		r.flush()
		r.until = skipFrom(t)
		if rest := t[min(len(t), 3):]; strings.Contains(strings.ToLower(rest), r.until) && r.until != "```" && r.until != "~~~" {
			r.until = ""
		}
	case onlyOf(t, "=") || onlyOf(t, "-") || onlyOf(t, "*") || onlyOf(t, "_"):
		if onlyOf(t, "=") || onlyOf(t, "-") {
			r.lines = nil // the text above was a heading
		}
		r.flush()
		r.list = false
	case noText(t):
		r.flush()
	case listMarker(t) > 0:
		r.flush()
		r.item, r.list = true, true
		r.add(line, t[listMarker(t):])
	case indented && len(r.lines) == 0 && !r.list:
		// a block of code
	default:
		if len(r.lines) == 0 && !indented {
			r.list = false
		}
		r.item = r.item || r.list && indented
		r.add(line, t)
	}
}

// add appends text and marks a hard break at the end of its line.
func (r *reader) add(line, text string) {
	if strings.HasSuffix(line, "  ") || strings.HasSuffix(line, `\`) {
		text = strings.TrimSuffix(text, `\`) + "\v"
	}
	r.lines = append(r.lines, text)
}

// skipFrom is the end of the block that a line begins and that holds no prose; empty if it begins none.
func skipFrom(t string) string {
	switch {
	case strings.HasPrefix(t, "```"):
		return "```"
	case strings.HasPrefix(t, "~~~"):
		return "~~~"
	}
	if t[0] != '<' {
		return ""
	}
	low := strings.ToLower(t[:min(len(t), 12)])
	for _, pair := range [...][2]string{{"<!--", "-->"}, {"<script", "</script"}, {"<style", "</style"}, {"<pre", "</pre"}, {"<figure", "</figure"}, {"<table", "</table"}, {"<blockquote", "</blockquote"}} {
		if strings.HasPrefix(low, pair[0]) {
			return pair[1]
		}
	}
	return ""
}

func onlyOf(t, mark string) bool {
	return len(t) >= 2 && strings.Trim(t, mark) == "" || len(t) >= 5 && strings.Trim(t, mark+" ") == ""
}

// noText reports whether a line is a heading, a row of a table, quoted, a definition or made for a machine.
func noText(t string) bool {
	switch t[0] {
	case '#', '|', '>', '=':
		return true
	case '-':
		return strings.HasPrefix(t, "-#")
	case '{':
		return strings.HasPrefix(t, "{{") || strings.HasPrefix(t, "{%") || strings.HasPrefix(t, "{:")
	case '!':
		return strings.HasPrefix(t, "![") && strings.HasSuffix(t, ")") && strings.Count(t, "](") == 1
	case '[':
		end := strings.Index(t, "]:")
		return end > 0 && !strings.Contains(t[:end], "](")
	}
	return false
}

// listMarker is the length of a list marker and the blanks after it, 0 if there is none.
func listMarker(t string) int {
	n := 0
	switch {
	case strings.HasPrefix(t, "• "), strings.HasPrefix(t, "· "), strings.HasPrefix(t, "● "):
		n = strings.IndexByte(t, ' ')
	case t[0] == '-' || t[0] == '*' || t[0] == '+':
		n = 1
	default:
		for n < len(t) && n < 3 && t[n] >= '0' && t[n] <= '9' {
			n++
		}
		if n == 0 || n == len(t) || t[n] != '.' && t[n] != ')' {
			return 0
		}
		n++
	}
	rest := strings.TrimLeft(t[n:], " \t")
	if rest == "" || len(rest) == len(t[n:]) {
		return 0
	}
	return len(t) - len(rest)
}

// inline takes the markup out of a passage: what stays of a link is its text, of emphasis and code the
// words; images, footnote marks and HTML tags go. Runs of blanks and line breaks become one blank. It is
// the text in which a sentence stands verbatim.
func inline(s string) passage {
	w := &inliner{}
	w.b.Grow(len(s))
	for i := 0; i < len(s); {
		if n := w.markup(s, i); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			w.blank = w.b.Len() > 0
		} else {
			w.text(s[i : i+n])
		}
		i += n
	}
	return passage{text: w.b.String(), code: w.code}
}

// inliner writes plain text; a blank is written once something follows it.
type inliner struct {
	b     strings.Builder
	blank bool
	code  []kb.Span
}

func (w *inliner) text(s string) {
	if w.blank {
		w.b.WriteByte(' ')
		w.blank = false
	}
	w.b.WriteString(s)
}

// closed is how far the end of a mark is looked for, which keeps inline linear.
const closed = 2048

// markup handles what begins at s[i] and returns how many bytes it took, 0 for text.
func (w *inliner) markup(s string, i int) int {
	rest := s[i:min(len(s), i+closed)]
	switch s[i] {
	case '`':
		return w.codeSpan(rest)
	case '*':
		n := len(rest) - len(strings.TrimLeft(rest, "*"))
		if n == 1 && i > 0 && isBlank(s[i-1]) && len(rest) > 1 && isBlank(rest[1]) {
			return 0 // a sign of multiplication
		}
		return n
	case '_':
		n := len(rest) - len(strings.TrimLeft(rest, "_"))
		if i == 0 || !wordByte(s[i-1]) || n == len(rest) || !wordByte(rest[n]) {
			return n
		}
	case '~':
		if strings.HasPrefix(rest, "~~") {
			return 2
		}
	case '\\':
		if len(rest) > 1 && strings.IndexByte("\\`*_{}[]<>()#+-.!|~$'\"", rest[1]) >= 0 {
			w.text(rest[1:2])
			return 2
		}
	case '!':
		if strings.HasPrefix(rest, "![") {
			if _, n := link(rest[1:]); n > 0 {
				return n + 1
			}
		}
	case '[':
		return w.link(rest)
	case '<':
		return w.tag(rest)
	case '&':
		if end := strings.IndexByte(rest[:min(len(rest), 12)], ';'); end > 1 {
			if text := html.UnescapeString(rest[:end+1]); text != rest[:end+1] {
				for _, r := range text {
					if unicode.IsSpace(r) {
						w.blank = w.b.Len() > 0
					} else if !unicode.IsControl(r) {
						w.text(string(r))
					}
				}
				return end + 1
			}
		}
	case 'h':
		if strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://") {
			end := strings.IndexAny(rest, " \t\n<>)]\"“”*`")
			if end < 0 {
				end = len(rest)
			}
			end = len(strings.TrimRight(rest[:end], ".,;:!?'"))
			w.protected(rest[:end])
			return end
		}
	}
	return 0
}

// protected writes text in which no sentence ends.
func (w *inliner) protected(s string) {
	if s = strings.Join(strings.Fields(s), " "); s == "" {
		return
	}
	w.text("")
	from := w.b.Len()
	w.text(s)
	w.code = append(w.code, kb.Span{Start: from, End: w.b.Len()})
}

func (w *inliner) codeSpan(rest string) int {
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	end := strings.Index(rest[n:], rest[:n])
	if end < 0 {
		return n
	}
	w.protected(rest[n : n+end])
	return n + end + n
}

// link writes the text of "[text](address)", "[text][name]" or "[text]".
func (w *inliner) link(rest string) int {
	text, n := link(rest)
	switch {
	case n == 0:
		return 0
	case strings.HasPrefix(text, "^"): // a footnote's mark
		return n
	case strings.HasPrefix(text, "["): // "[[1]](…)", "[[wiki]]"
		return 1
	}
	inner := inline(text)
	if inner.text == "" {
		return n
	}
	w.text("")
	at := w.b.Len()
	w.text(inner.text)
	for _, c := range inner.code {
		w.code = append(w.code, kb.Span{Start: at + c.Start, End: at + c.End})
	}
	return n
}

// mostNested is how deep brackets nest in a link; it keeps inline linear where they are never closed.
const mostNested = 6

// link reads a link at the start of s: its text and its length; 0 if there is none. The brackets of a
// plain "[text]" are not markup.
func link(s string) (text string, n int) {
	depth, end := 0, -1
	for i := 0; i < len(s) && end < 0 && depth <= mostNested; i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				end = i
			}
		}
	}
	if end < 0 {
		return "", 0
	}
	text, rest := s[1:end], s[end+1:]
	switch {
	case strings.HasPrefix(rest, "("):
		depth = 0
		for i := 0; i < len(rest) && depth <= mostNested; i++ {
			switch rest[i] {
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					return text, end + 1 + i + 1
				}
			}
		}
		return "", 0
	case strings.HasPrefix(rest, "["):
		if close := strings.IndexByte(rest, ']'); close > 0 {
			return text, end + 1 + close + 1
		}
	case strings.HasPrefix(text, "^"):
		return text, end + 1
	}
	return "", 0
}

// tag leaves an HTML tag out and keeps the address of "<https://…>".
func (w *inliner) tag(rest string) int {
	if len(rest) < 2 || rest[1] != '/' && rest[1] != '!' && (rest[1]|0x20 < 'a' || rest[1]|0x20 > 'z') {
		return 0
	}
	end := strings.IndexByte(rest, '>')
	if end < 0 {
		return 0
	}
	if strings.HasPrefix(rest, "<http") {
		w.protected(rest[1:end])
	} else if low := strings.ToLower(rest[1:end]); low == "br" || low == "br/" || low == "br /" || strings.HasPrefix(low, "/p") || strings.HasPrefix(low, "/li") {
		w.blank = w.b.Len() > 0
	}
	return end + 1
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

func wordByte(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
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
