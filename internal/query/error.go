package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// Error is something in a query that cannot be understood.
type Error struct {
	// Pos and End are the half-open range of bytes of Query that the error is about.
	Pos, End int
	// Msg is one line in lower case without a full stop.
	Msg string
	// Hint says what to write instead, one line; empty where that is not known.
	Hint  string
	Query string
}

// Error is one line: the place, counted in characters from 1, and the message.
func (e *Error) Error() string {
	before := e.Query[:max(0, min(e.Pos, len(e.Query)))]
	return sprintf("query, character %d: %s", utf8.RuneCountInString(before)+1, e.Msg)
}

// Detail is the query, or the part of a long one around the place, with a line of carets under the
// place. It is safe to print: control characters of the query are shown as blanks.
func (e *Error) Detail() string {
	const most = 40 // characters of each of the three parts; together they fit a line of 120
	pos := max(0, min(e.Pos, len(e.Query)))
	end := max(pos, min(e.End, len(e.Query)))
	before, place, after := visible(e.Query[:pos]), visible(e.Query[pos:end]), visible(e.Query[end:])
	if len(before) > most {
		before = append([]rune{'…'}, before[len(before)-most:]...)
	}
	if len(place) > most {
		place, after = append(place[:most:most], '…'), nil
	}
	if len(after) > most {
		after = append(after[:most:most], '…')
	}
	return string(before) + string(place) + string(after) + "\n" +
		strings.Repeat(" ", columns(before)) + strings.Repeat("^", max(1, columns(place)))
}

// visible is the text as a terminal may show it in one line.
func visible(s string) []rune {
	var out []rune
	for _, r := range s {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cc, r):
			out = append(out, ' ')
		case unicode.Is(unicode.Cf, r):
		default:
			out = append(out, r)
		}
	}
	return out
}

// columns is the width of the text in a terminal: East Asian characters and emoji take two columns.
func columns(text []rune) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
			r >= 0xfe30 && r <= 0xfe6f, r >= 0xff01 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6,
			r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
			n += 2
		default:
			n++
		}
	}
	return n
}

// short cuts a text that goes into a message.
func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// nearest returns the candidate that the word most likely stands for, empty if none is near: one it is
// the beginning of, or else one within one typing mistake (two in words of five letters and more). Ties
// go to the first.
func nearest(word string, candidates []string) string {
	const longest = 24 // nothing longer is near to a field or value
	word = strings.ToLower(word)
	if len(word) > longest {
		return ""
	}
	best, limit := "", 2
	if len(word) > 4 {
		limit = 3
	}
	for _, c := range candidates {
		if len(word) >= 3 && strings.HasPrefix(c, word) {
			return c
		}
		// Any letter is one mistake away from the short forms.
		if len(c) < 2 {
			continue
		}
		if d := Slips([]rune(word), []rune(c), limit); d < limit {
			best, limit = c, d
		}
	}
	return best
}
