package render

import "strings"

// Diff prints a unified diff. A carriage return at the end of a line stays where a program reads it, so
// that the diff can be applied.
func (p *Printer) Diff(diff string) error {
	for l := range strings.Lines(diff) {
		text := strings.TrimRight(l, "\r\n")
		end := l[len(text):]
		if p.style.Terminal {
			end = "\n"
		}
		ink := inkPlain
		switch {
		case strings.HasPrefix(text, "+++"), strings.HasPrefix(text, "---"):
			ink = inkTitle
		case strings.HasPrefix(text, "@@"):
			ink = inkDim
		case strings.HasPrefix(text, "+"):
			ink = inkOwn
		case strings.HasPrefix(text, "-"):
			ink = inkError
		}
		p.w.WriteString(p.paint.line([]span{{text: Clean(text), ink: ink}}) + end)
	}
	return p.w.Flush()
}
