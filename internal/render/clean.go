package render

import (
	"strings"
	"unicode/utf8"
)

const (
	escape = 0x1B
	bell   = 0x07
)

// Clean makes text safe for a terminal: it removes escape sequences (CSI, OSC and the other control
// strings, in their 7-bit and 8-bit forms), the other control characters but line feed and tab, and what
// nobody sees and somebody may be deceived by: marks that turn the direction of text around, characters
// of no width (but those that join letters and emoji), tag characters. Line and paragraph separators
// become blanks. Invalid UTF-8 becomes U+FFFD. A control string that never ends loses its introducer
// alone, so that no text is lost.
func Clean(s string) string {
	first := firstUnsafe(s)
	if first < 0 {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:first])
	for i := first; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unsafeRune(r) {
			b.WriteString(s[i : i+size])
			i += size
			continue
		}
		if r == 0x2028 || r == 0x2029 {
			b.WriteByte(' ')
		}
		i += sequenceLen(s[i:], r, size)
	}
	return b.String()
}

// firstUnsafe is the offset of the first byte that Clean changes, -1 if there is none.
func firstUnsafe(s string) int {
	for i, r := range s {
		if unsafeRune(r) {
			return i
		}
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return i
		}
	}
	return -1
}

// unsafeRune reports whether the character must not reach a terminal.
func unsafeRune(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20, r >= 0x7F && r <= 0x9F:
		return true
	}
	return invisible(r)
}

// invisible reports whether a character shows nothing and is not needed to write any language: the
// default-ignorable format characters of Unicode (UAX #44) and the separators, without the joiners U+200C
// and U+200D and the variation selectors.
func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x61C, r == 0x180E, r == 0x200B, r == 0xFEFF:
		return true
	case r >= 0x200E && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r >= 0xFFF9 && r <= 0xFFFB:
		return true
	case r >= 0x1D173 && r <= 0x1D17A, r >= 0xE0000 && r <= 0xE007F:
		return true
	}
	return false
}

// sequenceLen is the length in bytes of the control character r, of the given size, at the start of s
// with the sequence that it begins.
func sequenceLen(s string, r rune, size int) int {
	if r == escape && len(s) > 1 {
		switch c := s[1]; {
		case c == '[':
			return 2 + csiLen(s[2:])
		case strings.IndexByte("]PX^_", c) >= 0:
			return 2 + controlStringLen(s[2:])
		case c >= 0x20 && c <= 0x7E:
			return 1 + shortSequenceLen(s[1:])
		}
		return 1
	}
	switch r {
	case 0x9B:
		return size + csiLen(s[size:])
	case 0x90, 0x98, 0x9D, 0x9E, 0x9F:
		return size + controlStringLen(s[size:])
	}
	return size
}

// csiLen is the length of parameters, intermediates and final byte of a CSI sequence (ECMA-48 5.4).
func csiLen(s string) int {
	i := 0
	for i < len(s) && s[i] >= 0x30 && s[i] <= 0x3F {
		i++
	}
	return i + shortSequenceLen(s[i:])
}

// shortSequenceLen is the length of intermediates and final byte of an escape sequence.
func shortSequenceLen(s string) int {
	i := 0
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x2F {
		i++
	}
	if i < len(s) && s[i] >= 0x30 && s[i] <= 0x7E {
		return i + 1
	}
	return i
}

// controlStringLen is the length of a control string's text with its terminator, 0 if it has none on
// its line.
func controlStringLen(s string) int {
	for i, r := range s {
		switch r {
		case '\n':
			return 0
		case bell:
			return i + 1
		case 0x9C:
			return i + utf8.RuneLen(r)
		case escape:
			if strings.HasPrefix(s[i+1:], `\`) {
				return i + 2
			}
			return i // any other escape aborts the string
		}
	}
	return 0
}

// oneLine makes text fit into a field of a line: runs of blanks, tabs and line breaks become one blank.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
