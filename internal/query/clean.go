package query

import (
	"unicode"
	"unicode/utf8"

	"takeaway/internal/prose"
)

// clean returns the characters of a query and the byte offset of each, with the length of s as one
// more offset. Every blank becomes ' ' and every kind of double quote '"'; control characters,
// invisible ones and bytes that are not UTF-8 are dropped, since they come from pasting. Letters are composed
// as those of notes are.
func clean(s string) ([]rune, []int) {
	runes := make([]rune, 0, len(s))
	at := make([]int, 0, len(s)+1)
	for i, width := 0, 0; i < len(s); i += width {
		var r rune
		r, width = utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && width == 1 {
			continue
		}
		if r == zeroWidthSpace && (len(runes) == 0 || !prose.PartsWords(runes[len(runes)-1])) {
			continue
		}
		if r = plain(r); r >= 0 {
			runes = append(runes, r)
			at = append(at, i)
		}
	}
	runes, at = composed(runes, at)
	return runes, append(at, len(s))
}

const zeroWidthSpace = '\u200b'

// composed joins letters with the marks and vowels behind them that make one character.
func composed(runes []rune, at []int) ([]rune, []int) {
	out := 0
	for i := 0; i < len(runes); {
		end := i + 1
		for end < len(runes) && joinsBefore(runes[end]) {
			end++
		}
		whole := runes[i:end]
		if end > i+1 {
			whole = []rune(prose.Normal(string(whole)))
		}
		for k, r := range whole { // never more than there were
			runes[out], at[out] = r, at[i+min(k, end-i-1)]
			out++
		}
		i = end
	}
	return runes[:out], at[:out]
}

// joinsBefore reports whether a character may be one with the letter before: a mark, or a vowel or final
// consonant of Korean.
func joinsBefore(r rune) bool {
	return r >= 0x300 && (unicode.IsMark(r) || r >= 0x1161 && r <= 0x11ff)
}

// plain is the character that r is read as, -1 for none.
func plain(r rune) rune {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″', '＂', '「', '」', '『', '』':
		return '"'
	case '（':
		return '('
	case '）':
		return ')'
	case '：':
		return ':'
	case '，':
		return ','
	case zeroWidthSpace: // separates words in Thai and Khmer
		return ' '
	case '\u200c', '\u200d': // joiners: part of words in Persian and Indic scripts
		return r
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// delimiter reports whether r ends a bare word.
func delimiter(r rune) bool { return r == ' ' || r == '(' || r == ')' || r == '"' }

func digit(r rune) bool { return '0' <= r && r <= '9' }

func asciiLetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

func letterOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// meaningful reports whether the text holds a letter or a number; anything else finds nothing.
func meaningful(text string) bool {
	for _, r := range text {
		if letterOrNumber(r) {
			return true
		}
	}
	return false
}

// trimStart returns the length of the punctuation before a word and whether a star is in it. What
// belongs to the word stays: @name, #tag, .NET; before a field's value only the last.
func trimStart(r []rune, value bool) (n int, star bool) {
	for ; n < len(r) && !letterOrNumber(r[n]); n++ {
		next := rune(0)
		if n+1 < len(r) {
			next = r[n+1]
		}
		dotted := r[n] == '.' && unicode.IsLetter(next)
		marked := !value && (r[n] == '@' || r[n] == '#') && letterOrNumber(next)
		if dotted || marked {
			break
		}
		star = star || r[n] == '*'
	}
	return n, star
}

// trimEnd returns the length of a word without the punctuation after it, and whether there was exactly
// one star in that: kube* and the pattern kube.* ask for a prefix, **kube** is emphasis. C++, C# and
// 80% keep their ends.
func trimEnd(r []rune) (n int, star bool) {
	stars := 0
	for n = len(r); n > 0; n-- {
		last := r[n-1]
		if letterOrNumber(last) || unicode.IsMark(last) || last == '+' || last == '#' || last == '%' {
			break
		}
		if last == '*' {
			stars++
		}
	}
	return n, stars == 1
}
