package prose

import (
	"bytes"
	"slices"
)

// tangled reports whether a text has so many marks in one paragraph that reading it would take long: the time of
// goldmark grows with the square of the brackets and stars in a paragraph, and fifty thousand take a minute.
// The more text there is, the longer it may take. Lists of links are paragraphs by the item.
func tangled(body []byte) bool {
	const few = 1000
	if len(body) < few {
		return false
	}
	limit := 4e6 + 100*float64(len(body))
	sum, here := 0.0, 0.0
	for line := range bytes.Lines(body) {
		if endsParagraph(line) {
			here = 0
		}
		n := 0.0
		for _, c := range line {
			if tangling[c] {
				n++
			}
		}
		sum += n * (n + 2*here)
		if here += n; sum > limit {
			return true
		}
	}
	return false
}

// tangling are the bytes that goldmark goes back to when it finds what may belong to them.
var tangling = [256]bool{'[': true, '*': true, '_': true, '~': true, '<': true, '{': true}

// endsParagraph reports whether a line is blank or begins an item of a list.
func endsParagraph(line []byte) bool {
	start := bytes.TrimLeft(line, " \t\r\n")
	if len(start) < 2 {
		return len(start) == 0
	}
	return slices.Contains([]byte("-*+"), start[0]) && start[1] == ' '
}
