package prose

import (
	"bytes"
	"strings"
)

// prepared is source as goldmark is to read it: bytes[i] stands for source[i+shift]. Marks that other programs
// know become those of Markdown, in the same number of bytes: "•" begins an item of a list, and
// the end of a shortcode on a line by itself is no quotation. A text that was cut out of an item of a list,
// whose lines are indented but for the first, is put into one again; inItem says so.
func prepared(source string) (data []byte, shift int, inItem bool) {
	prefix := itemOf(source)
	first := 0
	if prefix != "" {
		first = len(source) - len(strings.TrimLeft(source, " \t\r\n"))
	}
	data = make([]byte, 0, len(prefix)+len(source))
	data = append(append(data, prefix...), source[first:]...)
	from := len(prefix)
	fence := ""
	for from < len(data) {
		end := len(data)
		if i := bytes.IndexByte(data[from:], '\n'); i >= 0 {
			end = from + i
		}
		line := data[from:end]
		prepareLine(line)
		if mark := fenceMark(string(bytes.TrimLeft(line[:min(len(line), 80)], " \t>"))); mark != "" && fence == "" {
			fence = mark
		} else if mark != "" && strings.HasPrefix(mark, fence) {
			fence = ""
		} else if fence == "" {
			blankField(line)
		}
		from = end + 1
	}
	return data, first - len(prefix), prefix != ""
}

// bullets are marks of list items, each with what it becomes; both have the same length.
var bullets = [...][2]string{{"• ", "-   "}, {"● ", "-   "}, {"▪ ", "-   "}, {"· ", "-  "}}

func prepareLine(line []byte) {
	text := bytes.TrimLeft(line, " \t")
	if len(text) == 0 {
		return
	}
	if nested(text) {
		return
	}
	switch text[0] {
	case '>':
		if end := bytes.TrimSpace(text); bytes.Equal(end, []byte(">}}")) {
			text[0] = ' '
		}
	case 0xe2, 0xc2:
		for _, b := range bullets {
			if bytes.HasPrefix(text, []byte(b[0])) {
				copy(text, b[1])
			}
		}
	}
}

// itemOf is the mark of a list item whose inside is indented as the lines of source are but the first;
// empty where it is not.
func itemOf(source string) string {
	first, rest, _ := strings.Cut(strings.TrimLeft(source, " \t\r\n"), "\n")
	if isListItem(first) {
		return ""
	}
	const deepest = 14 // columns that the mark of an item takes at the most
	least := deepest + 1
	for line := range strings.Lines(rest) {
		if text := strings.TrimLeft(line, " \t\r\n"); text != "" {
			least = min(least, columns(line[:len(line)-len(text)]))
		}
		if least < 2 {
			return ""
		}
	}
	if least > deepest {
		return ""
	}
	width := max(1, least-4)
	if width == 1 {
		return "-" + strings.Repeat(" ", least-1)
	}
	return "123456789"[:width-1] + "." + strings.Repeat(" ", least-width)
}

// columns is the width of blanks; a tab goes on to the next fourth column.
func columns(blanks string) int {
	n := 0
	for i := 0; i < len(blanks); i++ {
		if n++; blanks[i] == '\t' {
			n += 3 - (n-1)%4
		}
	}
	return n
}

// isListItem reports whether a line begins an item of a list, a quotation, code or a table.
func isListItem(line string) bool {
	digits := strings.TrimLeft(line, "0123456789")
	if len(digits) < len(line) {
		return strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") ")
	}
	if line == "" || strings.IndexByte("-*+>|`~<", line[0]) < 0 {
		return strings.HasPrefix(line, "•") || strings.HasPrefix(line, "●") || strings.HasPrefix(line, "▪") || strings.HasPrefix(line, "· ")
	}
	return strings.IndexByte("-*+", line[0]) < 0 || strings.HasPrefix(line[1:], " ") || strings.HasPrefix(line[1:], "\t")
}

// nested makes the marks of quotations and lists in lists blank beyond any depth that people write, since the
// time of goldmark grows with the square of it. It reports whether there were some.
func nested(text []byte) bool {
	const deepest = 40
	i := 0
	for depth := 0; ; depth++ {
		n := markLength(text[i:])
		if n == 0 {
			return depth > deepest
		}
		for k := i; k < i+n && depth >= deepest; k++ {
			text[k] = ' '
		}
		for i += n; i < len(text) && (text[i] == ' ' || text[i] == '\t'); i++ {
		}
	}
}

// markLength is the length of the mark of a quotation or a list item at the start of text, 0 if there is none.
func markLength(text []byte) int {
	n := 0
	for n < len(text) && n < 10 && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	switch {
	case n == len(text):
		return 0
	case n == 0 && text[0] == '>':
		return 1
	case n == 0 && bytes.IndexByte([]byte("-*+"), text[0]) < 0, n > 0 && text[n] != '.' && text[n] != ')':
		return 0
	case n+1 == len(text) || text[n+1] == ' ' || text[n+1] == '\t':
		return n + 1
	}
	return 0
}
