package render

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"takeaway/internal/kb"
)

// span is a run of text of one ink, without control characters.
type span struct {
	text string
	ink  ink
	link string
}

// cell is one character as people see it, with its width in columns.
type cell struct {
	text  string
	width int
	ink   ink
	link  string
}

// word is what must stay on one line if it fits.
type word struct {
	cells []cell
	width int
	gap   *cell // the blank before it, nil where the word may follow without one
}

// words cuts spans at blanks. Wide characters (Chinese, Japanese, Korean) may be parted anywhere but
// before punctuation.
func words(spans []span) []word {
	var out []word
	var gap *cell
	start := true
	for _, s := range spans {
		for rest := s.text; rest != ""; {
			cluster, width := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
			if cluster == "" {
				break
			}
			rest = rest[len(cluster):]
			r, _ := utf8.DecodeRuneInString(cluster)
			if unicode.IsSpace(r) {
				if len(out) > 0 {
					gap = &cell{text: " ", width: 1, ink: s.ink, link: s.link}
				}
				start = true
				continue
			}
			wide := width == 2 && unicode.IsLetter(r)
			if start || wide {
				out = append(out, word{gap: gap})
				gap = nil
			}
			w := &out[len(out)-1]
			w.cells = append(w.cells, cell{cluster, width, s.ink, s.link})
			w.width += width
			start = wide && !punctuationFollows(rest)
		}
	}
	return out
}

// punctuationFollows reports whether s begins with what must not begin a line.
func punctuationFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsPunct(r)
}

// wrap breaks spans into lines of at most width columns; a word that is wider is parted.
func wrap(spans []span, width int) [][]span {
	width = max(width, 2)
	var lines [][]span
	var line []span
	used := 0
	flush := func() {
		if len(line) > 0 {
			lines = append(lines, line)
		}
		line, used = nil, 0
	}
	for _, w := range words(spans) {
		gap := 0
		if w.gap != nil && used > 0 {
			gap = 1
		}
		if used > 0 && used+gap+w.width > width {
			flush()
			gap = 0
		}
		if gap > 0 {
			line = push(line, *w.gap)
			used++
		}
		for _, c := range w.cells {
			if used+c.width > width {
				flush()
			}
			line = push(line, c)
			used += c.width
		}
	}
	flush()
	return lines
}

// push appends a character to a line and joins it to the last span where ink and link are the same.
func push(line []span, c cell) []span {
	if n := len(line); n > 0 && line[n-1].ink == c.ink && line[n-1].link == c.link {
		line[n-1].text += c.text
		return line
	}
	return append(line, span{c.text, c.ink, c.link})
}

// spansWidth is the number of columns that spans take.
func spansWidth(spans []span) int {
	n := 0
	for _, s := range spans {
		n += ansi.StringWidth(s.text)
	}
	return n
}

// truncate cuts spans to width columns, with "…" at the end where something is missing.
func truncate(spans []span, width int) []span {
	if spansWidth(spans) <= width {
		return spans
	}
	var out []span
	left := width - 1
	for _, s := range spans {
		n := ansi.StringWidth(s.text)
		if n <= left {
			out = append(out, s)
			left -= n
			continue
		}
		s.text = strings.TrimRight(ansi.Truncate(s.text, max(left, 0), ""), " ") + "…"
		return append(out, s)
	}
	return out
}

// passage cuts a snippet at its marks. Marks outside the text, or in the middle of a character, are
// moved to the nearest place that makes sense.
func passage(s kb.Snippet) []span {
	var out []span
	add := func(from, to int, ink ink) {
		if text := Clean(s.Text[from:to]); text != "" {
			out = append(out, span{text: text, ink: ink})
		}
	}
	at := 0
	for _, m := range s.Marks {
		from, to := max(m.Start, at), min(m.End, len(s.Text))
		for from > at && from < len(s.Text) && !utf8.RuneStart(s.Text[from]) {
			from--
		}
		for to > from && to < len(s.Text) && !utf8.RuneStart(s.Text[to]) {
			to++
		}
		if from >= to {
			continue
		}
		add(at, from, inkPlain)
		add(from, to, inkMatch)
		at = to
	}
	add(at, len(s.Text), inkPlain)
	return out
}

// lines prints lines behind an indent.
func (p *Printer) lines(lines [][]span, indent int) {
	for _, line := range lines {
		p.w.WriteString(strings.Repeat(" ", indent))
		p.w.WriteString(p.paint.line(line))
		p.w.WriteByte('\n')
	}
}
