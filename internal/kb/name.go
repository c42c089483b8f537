package kb

import (
	"strings"
	"sync"
	"unicode"
)

// NameKey makes the spellings of one person's or company's name the same: "José Núñez" and "Jose Nunez",
// "O’Doe" and "O'Doe", "Dr. Jane Doe", "jane-doe", "Doe, Jane" and "Jane Doe". Letters lose their marks and
// capitals, apostrophes go, and what else stands between words is one blank. Other scripts stay as they are.
// Two keys being equal is no proof that the people are the same.
func NameKey(name string) string {
	if family, given, ok := strings.Cut(name, ","); ok && !strings.Contains(given, ",") && turned(family, given) {
		name = given + " " + family
	}
	var b strings.Builder
	b.Grow(len(name))
	gap := false
	for _, r := range name {
		switch {
		case r < 0x80 && ('a' <= r && r <= 'z' || '0' <= r && r <= '9'):
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == 'ʼ', r == '`', unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '&' || r == '+' || r == '#':
		default:
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		if r < 0x80 {
			b.WriteByte(byte(r))
		} else {
			b.WriteString(foldLetter(unicode.ToLower(r)))
		}
	}
	key := b.String()
	for {
		title, rest, ok := strings.Cut(key, " ")
		if !ok || !strings.Contains(" dr prof professor mr mrs ms sir ing dipl ", " "+title+" ") {
			return key
		}
		key = rest
	}
}

// turned reports whether "family, given" is one name turned around: one or two words on either side.
func turned(family, given string) bool {
	f, g := len(strings.Fields(family)), len(strings.Fields(given))
	return f == 1 && (g == 1 || g == 2)
}

// foldLetter is a small letter without its marks.
func foldLetter(r rune) string {
	if plain, ok := plainLetters()[r]; ok {
		return plain
	}
	return string(r)
}

// plainLetters are the small Latin letters with marks, by the letters that they stand for.
var plainLetters = sync.OnceValue(func() map[rune]string {
	m := make(map[rune]string, 160)
	for plain, marked := range map[string]string{
		"a": "àáâãäåāăąǎȁȃạảấầẩẫậắằẳẵặ", "ae": "æ", "b": "ḃ", "c": "çćĉċč", "d": "ďđḍð", "e": "èéêëēĕėęěȅȇẹẻẽếềểễệ", "g": "ĝğġģǧ",
		"h": "ĥħḥ", "i": "ìíîïĩīĭįıǐịỉ", "j": "ĵ", "k": "ķǩ", "l": "ĺļľŀłḷ", "m": "ṁ", "n": "ñńņňŉǹṅṇ", "o": "òóôõöøōŏőơǒọỏốồổỗộớờởỡợ",
		"oe": "œ", "r": "ŕŗřṛ", "s": "śŝşšșṣ", "ss": "ß", "t": "ţťŧțṭ", "th": "þ", "u": "ùúûüũūŭůűųưǔụủứừửữự", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżžẓ",
	} {
		for _, r := range marked {
			m[r] = plain
		}
	}
	return m
})
