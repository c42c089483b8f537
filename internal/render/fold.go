package render

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Fold breaks the lines of a text at blanks so that none is wider than width columns; with 0 it stays as
// it is. A paragraph that begins at the margin is filled anew. An indented line goes on under its second
// column, if it has one that leaves half of the width, or else a little further in. Words that are wider
// stay whole, so that addresses and commands can be copied.
func Fold(text string, width int) string {
	if width <= 0 {
		return text
	}
	var b strings.Builder
	lines := strings.Split(text, "\n")
	hang := 0
	for i := 0; i < len(lines); i++ {
		line, next := lines[i], 0
		if line != "" && indent(line) == 0 {
			n := i
			for n+1 < len(lines) && lines[n+1] != "" && indent(lines[n+1]) == 0 {
				n++
			}
			if widest(lines[i:n+1]) > width {
				line, i = strings.Join(lines[i:n+1], " "), n
			}
		} else {
			if indent(line) > width/2 { // goes on under a second column for which there is no room
				line = strings.Repeat(" ", hang) + strings.TrimLeft(line, " ")
			} else {
				hang = hangOf(line, width)
			}
			next = hang
			if column := secondColumn(line); column > width/2 && ansi.StringWidth(line) > width { // no room beside the first
				first := strings.TrimRight(ansi.Truncate(line, column, ""), " ")
				foldLine(&b, first, hang, width)
				b.WriteByte('\n')
				line = strings.Repeat(" ", hang) + strings.TrimLeft(line[len(first):], " ")
			}
		}
		foldLine(&b, line, next, width)
		if i+1 < len(lines) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func widest(lines []string) int {
	n := 0
	for _, line := range lines {
		n = max(n, ansi.StringWidth(line))
	}
	return n
}

// secondColumn is where the text after the first gap of two blanks begins; 0 if there is none.
func secondColumn(line string) int {
	lead := indent(line)
	gap := strings.Index(line[lead:], "  ")
	if gap < 0 || strings.TrimLeft(line[lead+gap:], " ") == "" {
		return 0
	}
	return ansi.StringWidth(line[:lead+gap]) + indent(line[lead+gap:])
}

// hangOf is the column under which a folded line goes on.
func hangOf(line string, width int) int {
	if column := secondColumn(line); column > 0 && column <= width/2 {
		return column
	}
	return min(indent(line)+4, width/2)
}

// foldLine writes one line, folded.
func foldLine(b *strings.Builder, line string, hang, width int) {
	used, empty := 0, true
	for line != "" {
		gap := indent(line)
		word, rest, _ := strings.Cut(line[gap:], " ")
		if rest != "" || strings.HasSuffix(line, " ") {
			rest = line[gap+len(word):]
		}
		w := ansi.StringWidth(word)
		if !empty && used+gap+w > width {
			b.WriteByte('\n')
			gap, used = hang, 0
		}
		b.WriteString(strings.Repeat(" ", gap))
		b.WriteString(word)
		used += gap + w
		empty = false
		line = rest
		if strings.TrimLeft(line, " ") == "" {
			return
		}
	}
}
