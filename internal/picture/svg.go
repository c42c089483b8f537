package main

import (
	"bytes"
	"fmt"
	"html"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Measures of the drawing in pixels.
const (
	cellWidth  = 8.4
	lineHeight = 19
	fontSize   = 14
	margin     = 16
)

// palette is the colours of a terminal: text, background, and the sixteen.
type palette struct {
	text, back, faint string
	colours           [16]string
}

var dark = palette{"#d6d9de", "#16181d", "#868c98", [16]string{"#16181d", "#ff6b6b", "#7fd17f", "#e5c07b", "#6ca8ff", "#d38aea", "#5fc9d8", "#d6d9de",
	"#868c98", "#ff8a8a", "#9be29b", "#f0d399", "#8dbdff", "#e2a9f2", "#86dbe6", "#ffffff"}}

var light = palette{"#24272e", "#ffffff", "#6b7280", [16]string{"#24272e", "#c0262d", "#1d7a2f", "#8a6100", "#1f56b8", "#8a2fa0", "#0b6f80", "#6b7280",
	"#4b5563", "#d93a41", "#2a9a40", "#a37400", "#2f6fe0", "#a544bd", "#12899c", "#24272e"}}

// style is how a run of text looks.
type style struct {
	colour, back                 int // -1 is the terminal's own
	bold, faint, italic, reverse bool
}

var plain = style{colour: -1, back: -1}

// svg draws a prompt and what a command printed below it, at most a screen of it.
func svg(prompt string, output []byte, isLight bool) []byte {
	p := &dark
	if isLight {
		p = &light
	}
	lines := strings.Split(strings.TrimRight(string(output), "\n"), "\n")
	lines = append([]string{"\x1b[1m" + prompt + "\x1b[0m"}, lines...)
	if len(lines) > rows {
		lines = lines[:rows]
	}
	width, height := margin*2+cellWidth*columns, float64(margin*2+lineHeight*len(lines))
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="%d">`+"\n",
		width, height, width, height, fontSize)
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(prompt))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", p.back)
	now := plain
	for i, line := range lines {
		now = p.line(&b, line, float64(margin+lineHeight*i), now)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// line draws a line whose text begins in a style, and returns the one at its end.
func (p *palette) line(b *bytes.Buffer, line string, top float64, now style) style {
	column := 0
	for line != "" {
		if strings.HasPrefix(line, "\x1b[") {
			if end := strings.IndexByte(line, 'm'); end > 0 && strings.Trim(line[2:end], "0123456789;") == "" {
				now = now.after(line[2:end])
				line = line[end+1:]
				continue
			}
		}
		if strings.HasPrefix(line, "\x1b]") { // a link
			end := strings.IndexByte(line, '\a')
			if end < 0 {
				return now
			}
			line = line[end+1:]
			continue
		}
		run := line
		if next := strings.IndexByte(line[1:], '\x1b'); next >= 0 {
			run = line[:next+1]
		}
		line = line[len(run):]
		column = p.run(b, strings.TrimSuffix(run, "\r"), column, top, now)
	}
	return now
}

// run draws text of one style from a column on, and returns the column behind it.
func (p *palette) run(b *bytes.Buffer, text string, column int, top float64, s style) int {
	width := ansi.StringWidth(text)
	if width == 0 {
		return column
	}
	fill, back := p.text, ""
	if s.colour >= 0 {
		fill = p.colours[s.colour]
	}
	if s.back >= 0 {
		back = p.colours[s.back]
	}
	if s.faint && s.colour < 0 {
		fill = p.faint
	}
	if s.reverse {
		fill, back = p.back, fill
	}
	x := margin + cellWidth*float64(column)
	if back != "" {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%d" fill="%s"/>`, x, top, cellWidth*float64(width), lineHeight, back)
	}
	if strings.TrimSpace(text) != "" {
		lead := len(text) - len(strings.TrimLeft(text, " "))
		shown := strings.TrimSpace(text)
		attributes := ""
		if s.bold {
			attributes += ` font-weight="bold"`
		}
		if s.italic {
			attributes += ` font-style="italic"`
		}
		if s.faint && s.colour >= 0 {
			attributes += ` opacity="0.65"`
		}
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" fill="%s" xml:space="preserve" textLength="%.1f"%s>%s</text>`+"\n", x+cellWidth*float64(lead), top+lineHeight*0.72,
			fill, cellWidth*float64(ansi.StringWidth(shown)), attributes, html.EscapeString(shown))
	}
	return column + width
}

// after is the style behind a sequence of SGR parameters.
func (s style) after(parameters string) style {
	if parameters == "" {
		return plain
	}
	for part := range strings.SplitSeq(parameters, ";") {
		n, err := strconv.Atoi(part)
		switch {
		case err != nil:
		case n == 0:
			s = plain
		case n == 1:
			s.bold = true
		case n == 2:
			s.faint = true
		case n == 3:
			s.italic = true
		case n == 7:
			s.reverse = true
		case n >= 30 && n <= 37:
			s.colour = n - 30
		case n >= 40 && n <= 47:
			s.back = n - 40
		case n >= 90 && n <= 97:
			s.colour = n - 90 + 8
		case n == 39:
			s.colour = -1
		case n == 49:
			s.back = -1
		}
	}
	return s
}
