package prose

import "unicode"

// IsWide reports whether a letter is of a script that parts words by no blanks, such as Chinese, Japanese and
// Thai.
func IsWide(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r <= 0x0e7f, // Thai
		r >= 0x2e80 && r <= 0xa4cf, // radicals, kana, Han, Yi
		r >= 0xf900 && r <= 0xfaff,
		r >= 0xff66 && r <= 0xff9d, // kana of half the width
		r >= 0x20000 && r <= 0x3ffff:
		return true
	}
	return false
}

// IsHangul reports whether a letter is Korean: words are parted by blanks, but particles are joined to them.
func IsHangul(r rune) bool { return r >= 0x1100 && unicode.Is(unicode.Hangul, r) }

// wordByte reports whether a byte is of a letter or a digit; all of those outside ASCII are.
func wordByte(c byte) bool {
	return c >= 0x80 || isASCIILetter(c) || isDigit(c)
}
