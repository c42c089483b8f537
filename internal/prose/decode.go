package prose

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Decode makes text for people out of bytes: valid UTF-8 (other bytes are taken as Windows-1252), composed
// (NFC), without characters that nobody sees. Words that look the same are the same then.
func Decode(s string) string {
	if isASCII(s) {
		return s
	}
	if !utf8.ValidString(s) {
		s = windows1252(s)
	}
	return Normal(s)
}

// Decoded reports whether Decode leaves a text as it is.
func Decoded(s string) bool {
	if isASCII(s) {
		return true
	}
	return utf8.ValidString(s) && !strings.ContainsFunc(s, Invisible) && norm.NFC.IsNormalString(s)
}

// Normal is text composed (NFC) and without the characters of Invisible. Where a zero width space parts words,
// it stays.
func Normal(s string) string {
	if isASCII(s) {
		return s
	}
	if strings.ContainsFunc(s, Invisible) {
		last := rune(0)
		s = strings.Map(func(r rune) rune {
			switch {
			case !Invisible(r):
				last = r
			case r != zeroWidthSpace || !PartsWords(last):
				return -1
			}
			return r
		}, s)
	}
	return norm.NFC.String(s)
}

const zeroWidthSpace = 0x200b

// PartsWords reports whether a zero width space behind this letter parts words, as in scripts of South-East Asia
// that are written without blanks.
func PartsWords(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r <= 0x0eff, r >= 0x1000 && r <= 0x109f, r >= 0x1780 && r <= 0x17ff: // Thai and Lao, Burmese, Khmer
		return true
	}
	return false
}

// Invisible reports whether a character is drawn as nothing and means nothing between letters: the soft
// hyphen, the zero width space, the word joiner, the byte order mark. The joiners of scripts that need them are
// not, nor are marks of direction.
func Invisible(r rune) bool { return r == 0x00ad || r == 0x200b || r == 0x2060 || r == 0xfeff }

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// windows1252 reads the bytes that are no UTF-8 as that.
func windows1252(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			if r = charmap.Windows1252.DecodeByte(s[i]); r == utf8.RuneError {
				r = rune(s[i])
			}
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}
