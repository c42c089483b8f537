package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// Sentences cuts a line of a text where sentences end. The last part need not end in a full stop. No
// sentence ends within code or an address.
func (t *Text) Sentences(line kb.Span) []string {
	var out []string
	start, marked := 0, t.MarkedIn(line)
	text := t.Text[line.Start:line.End]
	for i := 0; i < len(text); {
		for len(marked) > 0 && marked[0].End-line.Start <= i {
			marked = marked[1:]
		}
		if len(marked) > 0 && marked[0].Start-line.Start <= i {
			i = marked[0].End - line.Start
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		if !isStop(r) {
			continue
		}
		end := i
		for end < len(text) {
			next, n := utf8.DecodeRuneInString(text[end:])
			if !isStop(next) && !IsCloser(next) {
				break
			}
			end += n
		}
		if endsHere(text[start:], r, i-start, end-start) {
			if s := strings.TrimSpace(text[start:end]); s != "" {
				out = append(out, s)
			}
			start = end
		}
		i = end
	}
	if s := strings.TrimSpace(text[start:]); s != "" {
		out = append(out, s)
	}
	return out
}

func isStop(r rune) bool {
	return r == '.' || r == '!' || r == '?' || r == '…' || r == '。' || r == '！' || r == '？'
}

// IsWideStop reports whether r is a full stop of scripts that write no blank after it.
func IsWideStop(r rune) bool { return r == '。' || r == '！' || r == '？' }

// IsCloser reports whether a mark may stand between a full stop and the end of its sentence.
func IsCloser(r rune) bool {
	return r == '"' || r == '\'' || r == '”' || r == '’' || r == '»' || r == ')' || r == ']' || r == '」' || r == '』' || r == '）'
}

// endsHere decides whether the stop r, which ends at dot, ends a sentence of s whose closing marks end at end.
func endsHere(s string, r rune, dot, end int) bool {
	if end == len(s) || IsWideStop(r) {
		return true
	}
	if s[end] != ' ' {
		return false // 1.16, example.org, Node.js
	}
	if r != '.' {
		return r != '…' || !unicode.IsLower(firstRune(s[end+1:]))
	}
	if strings.HasPrefix(s[dot:], ".") && unicode.IsLower(firstRune(s[end+1:])) {
		return false // "and so on... until"
	}
	word := s[:dot-1]
	word = word[strings.LastIndexAny(word, " (“\"'/")+1:]
	return !abbreviated(word, firstRune(s[end+1:]))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// abbreviated reports whether a full stop after word, before a word that starts with next, belongs to an
// abbreviation, an initial or the number of a list.
func abbreviated(word string, next rune) bool {
	if utf8.RuneCountInString(word) == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r) && word != "I"
	}
	switch strings.ToLower(strings.TrimLeft(word, "(“\"'[")) {
	case "e.g", "i.e", "eg", "ie", "vs", "cf", "mr", "mrs", "ms", "dr", "prof", "st", "fig", "approx", "ca", "resp", "incl", "no", "nr", "vol",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "bzw", "z.b", "d.h", "u.a", "usw", "p.ex":
		return strings.ToLower(word) != "no" || unicode.IsDigit(next)
	case "etc":
		return unicode.IsLower(next)
	case "inc", "corp", "ltd", "jr", "sr", "al", "u.s", "u.k", "a.k.a", "aka":
		return true // may end a sentence; one that is too long hurts less than half of one
	}
	return false
}
