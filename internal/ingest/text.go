package ingest

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// fromText makes a Markdown note of plain text: bare headings become headings, bullets list items, and
// what a page's frame left behind goes. A text with front matter is a note already; so is one whose
// takeaways would not come out the same.
func fromText(d Document, o Options) (*Note, error) {
	was, err := notefile.Parse(filepath.ToSlash(d.Name), d.Data)
	if err != nil || !was.FrontMatter.Empty() || len(was.Problems) > 0 {
		return fromNote(d, o)
	}
	lines := textLines(string(d.Data))
	if n := len(was.Pieces); n > 0 && was.Pieces[n-1].EndLine > len(lines) {
		return fromNote(d, o)
	}
	h := head{title: was.Title, authors: was.Authors, date: was.Date, source: was.Source, why: map[string]kb.Evidence{}}
	for field, why := range was.Why {
		if len(why) > 0 {
			h.why[field] = why[0]
		}
	}
	for _, intro := range []string{"", "## Introduction\n\n"} { // a long beginning without a heading is read as a takeaway
		t := &textNote{was: was, data: string(d.Data), lines: lines, intro: intro}
		n, err := compose(d, h, Markdown, t.markdown(), o)
		if err == nil && slices.Equal(headings(was), headings(n.WriteUp)) {
			n.Dropped = t.dropped
			return n, nil
		}
	}
	return fromNote(d, o)
}

// headings are the names of the takeaways, in order.
func headings(w *kb.WriteUp) []string {
	var out []string
	for i := range w.Pieces {
		if w.Pieces[i].Kind == kb.KindTakeaway {
			out = append(out, kb.Slug(w.Pieces[i].Heading))
		}
	}
	return out
}

// textNote is a plain text on its way to Markdown.
type textNote struct {
	was     *kb.WriteUp
	data    string
	lines   []string
	intro   string // the heading of a beginning that has none
	dropped []string
}

func (t *textNote) markdown() string {
	var b strings.Builder
	for i := range t.was.Pieces {
		p := &t.was.Pieces[i]
		from, to := p.Line-1, min(p.EndLine, len(t.lines))
		if p.Kind == kb.KindBoilerplate {
			t.drop(strings.TrimSpace(t.lines[from]))
			continue
		}
		if h := p.Place.Heading; !h.Empty() {
			from += len(textLines(t.data[h.Start:h.End])) // two where it is underlined
		}
		if p.Heading != "" {
			b.WriteString("## " + p.Heading + "\n\n")
		} else if p.Kind == kb.KindIntro && i == 0 {
			b.WriteString(t.intro)
		} else if p.Kind == kb.KindOutro && b.Len() > 0 {
			b.WriteString("---\n\n") // so it is read as a farewell again
		}
		frame := p.Kind == kb.KindIntro || p.Kind == kb.KindOutro
		if text := t.prose(t.lines[from:to], frame); text != "" {
			b.WriteString(text + "\n\n")
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// drop records a line that is left out.
func (t *textNote) drop(line string) {
	switch quoted := strconv.Quote(line); {
	case line == "" || slices.Contains(t.dropped, quoted):
	case len(t.dropped) < mostDropped:
		t.dropped = append(t.dropped, quoted)
	}
}

// prose is the text of a piece as Markdown. Lines of the page's frame are left out at the top and the end
// of a write-up, and so is what stands in the front matter.
func (t *textNote) prose(lines []string, frame bool) string {
	var out []string
	for i, line := range lines {
		bare := strings.TrimSpace(line)
		if frame && (bare == t.was.Title || slices.Contains(t.was.Authors, bare)) {
			continue
		}
		if frame && isFrame(bare) {
			t.drop(bare)
			continue
		}
		if bare == "" {
			if len(out) > 0 && out[len(out)-1] != "" {
				out = append(out, "")
			}
			continue
		}
		if i > 0 && len(out) > 0 && len(lines[i-1]) > wideLine && out[len(out)-1] != "" {
			out = append(out, "") // one paragraph a line
		}
		out = append(out, markdownLine(line))
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// wideLine is the length in bytes past which a line of text is a paragraph of its own.
const wideLine = 120

// markdownLine writes one line of plain text as Markdown.
func markdownLine(line string) string {
	bare := strings.TrimSpace(line)
	for _, bullet := range []string{"• ", "◦ ", "‣ ", "▪ ", "● ", "– "} {
		if rest, ok := strings.CutPrefix(bare, bullet); ok {
			return "- " + strings.TrimSpace(rest)
		}
	}
	if indent := len(line) - len(strings.TrimLeft(line, " \t")); indent > 0 && len(strings.Fields(bare)) > 3 && !strings.ContainsAny(bare, "{}=;$<>") {
		line = bare // indented prose, which Markdown would take for code
	}
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		if line[i] == '<' && i+1 < len(line) && (unicode.IsLetter(rune(line[i+1])) || line[i+1] == '/' || line[i+1] == '!') {
			b.WriteByte('\\')
		}
		b.WriteByte(line[i])
	}
	return strings.TrimRight(b.String(), " \t")
}

// isFrame reports whether a line is a part of a page's frame rather than of the text.
func isFrame(line string) bool {
	if line == "" {
		return false
	}
	bare := strings.ToLower(strings.Trim(line, " []()<>«»←→‹›-–—|•·*_#"))
	words := len(strings.Fields(bare))
	switch {
	case bare == "":
		return len(line) > 1
	case words <= 7 && strings.Contains(bare, "min read"), words <= 5 && strings.HasPrefix(bare, "powered by "):
		return true
	}
	return notefile.IsFrameLine(bare)
}
