package render

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	// glamour is the Markdown renderer the project was given. It costs 13 to 20 ms at start-up, nearly all
	// of it chroma, which reads its lexers and styles at init: release builds replace it, see go.fast.mod.
	"github.com/charmbracelet/glamour"
	glamouransi "github.com/charmbracelet/glamour/ansi"
	"github.com/charmbracelet/glamour/styles"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"takeaway/internal/prose"
)

// bodyRenderer shows Markdown on a terminal. Making glamour's renderer costs about a millisecond, so each is
// made when it is needed and kept: one lays out tables, the other leaves lines of text as long as they are,
// for fill. Glamour's own filling breaks lines twice, which leaves single words on lines of their own.
type bodyRenderer struct {
	tables, text *glamour.TermRenderer
}

// markdown renders the Markdown of a note, at most width columns wide, without an empty line at either
// end. Where glamour fails the text itself is the answer.
func (b *bodyRenderer) markdown(text string, s Style, width int) string {
	text = strings.Trim(withoutReferences(Clean(text)), "\n")
	if strings.TrimSpace(text) == "" {
		return ""
	}
	var out []string
	for _, part := range prose.Unwrap(text) {
		which, wrap := &b.text, 0
		if part.Table {
			which, wrap = &b.tables, width
		}
		rendered := renderPart(which, part.Text, s, wrap)
		if !part.Table {
			rendered = fill(rendered, width)
		}
		out = append(out, strings.Trim(rendered, "\n"))
	}
	return tidy(strings.Join(out, "\n\n"), s.Color, width)
}

// renderPart renders with the renderer in which, made where there is none yet. Where glamour fails the text
// itself is the answer.
func renderPart(which **glamour.TermRenderer, text string, s Style, wrap int) string {
	if *which == nil {
		r, err := glamour.NewTermRenderer(glamour.WithStyles(bodyStyle(s)), glamour.WithWordWrap(wrap),
			glamour.WithColorProfile(termenv.ANSI256), glamour.WithInlineTableLinks(true))
		if err != nil {
			return text
		}
		*which = r
	}
	out, err := safely(*which, text)
	if err != nil {
		*which = nil // what a failed run left behind must not get into the next part
		return text
	}
	return out
}

// hanging is what a line begins with that its next lines are to hang behind: blanks, a bullet, a number, the bar
// of a quote.
var hanging = regexp.MustCompile(`^(?:[ │]*)(?:• |\[[ ✓x]\] |\d{1,3}[.)] )?`)

// fill breaks rendered lines at blanks so that they are at most width columns wide; what follows a bullet or a
// number hangs behind it, and what follows the bar of a quote has a bar.
func fill(s string, width int) string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		if ansi.StringWidth(line) <= width {
			out = append(out, line)
			continue
		}
		mark := hanging.FindString(ansi.Strip(line))
		indent := strings.Map(func(r rune) rune {
			if r == '│' {
				return r
			}
			return ' '
		}, mark)
		room := max(width-ansi.StringWidth(indent), width/2)
		for i, part := range breakLine(line, width, room) {
			if i > 0 {
				part = indent + part
			}
			out = append(out, part)
		}
	}
	return strings.Join(out, "\n")
}

// breakLine breaks a line with colours at blanks: the first part may have first columns, the others rest.
// Colours that a break interrupts go on behind it.
func breakLine(line string, first, rest int) []string {
	var out []string
	var b, word strings.Builder
	used, wordWidth, room := 0, 0, first
	colour := ""
	flush := func() {
		full := strings.TrimRight(b.String(), " ")
		if colour != "" {
			full += resetColour
		}
		out = append(out, full)
		b.Reset()
		b.WriteString(colour)
		used, room = 0, rest
	}
	put := func() {
		if used > 0 && used+wordWidth > room {
			flush()
		}
		b.WriteString(word.String())
		used += wordWidth
		word.Reset()
		wordWidth = 0
	}
	for line != "" {
		if n := colorLen(line); n > 0 {
			put()
			if colour = line[:n]; colour == resetColour || colour == "\x1b[m" {
				colour = ""
			}
			b.WriteString(line[:n])
			line = line[n:]
			continue
		}
		cluster, w := ansi.FirstGraphemeCluster(line, ansi.GraphemeWidth)
		line = line[len(cluster):]
		if cluster == " " {
			put()
			if used < room && (used > 0 || len(out) == 0) {
				b.WriteByte(' ')
				used++
			}
			continue
		}
		if w == 2 { // Chinese and the like break anywhere
			put()
		}
		word.WriteString(cluster)
		wordWidth += w
	}
	put()
	return append(out, b.String())
}

const resetColour = "\x1b[0m"

// safely renders and turns a panic into an error.
func safely(r *glamour.TermRenderer, text string) (out string, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("rendering Markdown: %v", x)
		}
	}()
	return r.Render(text)
}

// bodyStyle is glamour's dark or light style without its margins, boxes and padding: they would be lost
// or in the way when text is copied, or where colour is off. The style is always given: glamour's own
// choice waits seconds for terminals that do not answer.
func bodyStyle(s Style) glamouransi.StyleConfig {
	c := styles.LightStyleConfig
	if s.Dark {
		c = styles.DarkStyleConfig
	}
	none := uint(0)
	c.Document.Margin, c.Document.BlockPrefix, c.Document.BlockSuffix = &none, "", ""
	c.Document.Color = nil
	c.H1.BackgroundColor, c.H1.Color, c.H1.Prefix, c.H1.Suffix = nil, nil, "# ", ""
	c.Code.BackgroundColor, c.Code.Prefix, c.Code.Suffix = nil, "`", "`"
	return c
}

// tidy keeps only colours of what glamour wrote, drops the blanks at the ends of lines and breaks what
// glamour leaves too long: text without blanks, code, addresses.
func tidy(s string, color bool, width int) string {
	if !color {
		s = Clean(s)
	} else {
		s = colorsOnly(s)
	}
	var lines []string
	for _, line := range strings.Split(s, "\n") {
		visible := strings.TrimRight(ansi.Strip(line), " ")
		if visible == "" {
			if len(lines) > 0 && lines[len(lines)-1] != "" {
				lines = append(lines, "")
			}
			continue
		}
		line = ansi.Truncate(line, ansi.StringWidth(visible), "")
		if color && strings.Contains(line, "\x1b") && !strings.HasSuffix(line, "\x1b[0m") {
			line += "\x1b[0m"
		}
		lines = append(lines, strings.Split(ansi.Hardwrap(line, width, true), "\n")...)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// colorsOnly removes every control sequence but "ESC [ digits and semicolons m".
func colorsOnly(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, escape)
		if i < 0 {
			b.WriteString(Clean(s))
			return b.String()
		}
		n := colorLen(s[i:])
		if n == 0 {
			// up to the next escape that is a colour, the text is cleaned in one go
			n = nextColor(s[i:])
			b.WriteString(Clean(s[:i+n]))
		} else {
			b.WriteString(Clean(s[:i]))
			b.WriteString(s[i : i+n])
		}
		s = s[i+n:]
	}
}

// nextColor is the offset of the next colour sequence after the first byte, len(s) if there is none.
func nextColor(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] == escape && colorLen(s[i:]) > 0 {
			return i
		}
	}
	return len(s)
}

// colorLen is the length of the colour sequence at the start of s, 0 if there is none.
func colorLen(s string) int {
	if !strings.HasPrefix(s, "\x1b[") {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// withoutReferences replaces numeric character references that stand for control characters ("&#27;")
// by U+FFFD; glamour would turn them into the characters themselves, twice over.
func withoutReferences(s string) string {
	if !strings.Contains(s, "#") || !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i:]
		n := referenceLen(s)
		reference := s[:n]
		for range 8 {
			reference = html.UnescapeString(reference)
		}
		if Clean(reference) == reference {
			b.WriteString(s[:n])
		} else {
			b.WriteString("\uFFFD")
		}
		s = s[n:]
	}
}

// referenceLen is the length of "&", any number of "amp;" and "#digits;" at the start of s, or 1.
func referenceLen(s string) int {
	i := 1
	for strings.HasPrefix(s[i:], "amp;") {
		i += len("amp;")
	}
	if i >= len(s) || s[i] != '#' {
		return 1
	}
	for i++; i < len(s) && strings.IndexByte("xX0123456789abcdefABCDEF", s[i]) >= 0; i++ {
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	return i
}
