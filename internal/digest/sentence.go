package digest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// The length of a sentence that can stand alone, in words; wide letters count for half a word.
const (
	leastWords = 8
	mostWords  = 45
	mostBytes  = 420
)

// words counts the words of a sentence.
func words(s string) int {
	n, wide, in := 0, 0, false
	for _, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if letter && prose.IsWide(r) {
			wide++
			in = false
			continue
		}
		if letter && !in {
			n++
		}
		in = letter || in && (r == '\'' || r == '’' || r == '-' || r == '.' || r == '_')
	}
	return n + wide/2
}

// usable reports whether a sentence can be quoted by itself: whole, of a sensible length, with its marks
// in pairs, and without a word that points at what was said before.
// people are those that the takeaway is by or about, in lower case: "he" may stand for them.
func usable(s string, people map[string]bool) bool {
	_, ok := quotableTokens(s, people)
	return ok
}

// quotableTokens is usable with the words of a usable sentence.
func quotableTokens(s string, people map[string]bool) ([]token, bool) {
	if !wellFormed(s) {
		return nil, false
	}
	ts := tokens(s)
	return ts, !titled(ts) && standsAlone(s, ts, people)
}

// titled reports whether the words are those of a title, where even small ones are in capitals: "Why
// Kubernetes Is Inappropriate for Platforms, and How to Make It Better."
func titled(ts []token) bool {
	names, small := 0, 0
	for _, t := range ts {
		if t.name {
			names++
			if stopword(t.word) {
				small++
			}
		}
	}
	return small >= 2 && names*2 > len(ts)
}

// wellFormed reports whether a sentence is whole, of a sensible length and with its marks in pairs.
func wellFormed(s string) bool {
	if len(s) > mostBytes || strings.ContainsAny(s, "\uFFFD{}|\x1b") || strings.Contains(s, "](") || strings.Contains(s, "http") {
		return false
	}
	if n := words(s); n < leastWords || n > mostWords {
		return false
	}
	if strings.Contains(s, "->") || strings.Contains(s, "=>") || strings.Contains(s, "..") || strings.Contains(s, "…") {
		return false // notes in telegraphic style
	}
	if before, _, dash := strings.Cut(strings.ReplaceAll(s, " – ", " - "), " - "); dash && (capitalised(before) || words(before) < 5) {
		return false // "Title of a Talk - who spoke", "name - what it is"
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "“\"‘'(«"))
	if unicode.IsLower(first) || !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, prose.IsCloser))
	if last != '.' && last != '!' && !prose.IsWideStop(last) || last == '？' {
		return false // a question waits for its answer, a colon for its list
	}
	return paired(s)
}

// paired reports whether quotes and brackets are balanced.
func paired(s string) bool {
	open := map[rune]int{}
	straight := 0
	for _, r := range s {
		switch r {
		case '"':
			straight++
		case '(', '[', '“', '«', '「':
			open[r]++
		case ')':
			open['(']--
		case ']':
			open['[']--
		case '”':
			open['“']--
		case '»':
			open['«']--
		case '」':
			open['「']--
		}
	}
	for _, n := range open {
		if n != 0 {
			return false
		}
	}
	return straight%2 == 0
}

// token is a word of a sentence in lower case, with what the writer made of its first letter.
type token struct {
	word string
	// name is true for a word in capitals that does not begin the sentence: most likely a name.
	name bool
	// comma is true where a comma follows.
	comma bool
}

func tokens(s string) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		w := s[start:end]
		r, _ := utf8.DecodeRuneInString(w)
		out = append(out, token{word: strings.ToLower(strings.ReplaceAll(w, "’", "'")), name: unicode.IsUpper(r) && len(out) > 0})
		start = -1
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = i
			}
		case (r == '\'' || r == '’' || r == '-') && start >= 0:
		default:
			flush(i)
			if r == ',' && len(out) > 0 {
				out[len(out)-1].comma = true
			}
		}
	}
	flush(len(s))
	for i := range out {
		out[i].word = strings.Trim(out[i].word, "'-")
	}
	return out
}

// Quotable lists the sentences of a takeaway's body that can be quoted by themselves, in their order.
func Quotable(t *kb.Takeaway) []string {
	var out []string
	for _, p := range quotable(t, passages(t.Body), 0) {
		out = append(out, p.text)
	}
	return out
}

// peopleOf are the names, in parts and in lower case, of the authors of a takeaway and its speakers.
func peopleOf(t *kb.Takeaway) map[string]bool {
	people := map[string]bool{}
	names := t.Authors
	if t.Talk != nil {
		names = append(names[:len(names):len(names)], t.Talk.Speakers...)
	}
	for _, name := range names {
		for part := range strings.FieldsSeq(strings.ToLower(name)) {
			people[strings.Trim(part, "@.,")] = true
		}
	}
	return people
}

// placed is a sentence with its place.
type placed struct {
	text string
	// index counts the sentences of its takeaway from 0, also those that cannot be quoted.
	index int
	item  bool
	// back counts the things that the sentence calls "the …" and that sentences before it spoke of.
	back   int
	tokens []token
}

// quotable is Quotable with the places, for a body that is taken apart already; at most limit sentences (0: all).
func quotable(t *kb.Takeaway, body []passage, limit int) []placed {
	var out []placed
	index := 0
	said, people := map[string]bool{}, peopleOf(t)
	for _, p := range body {
		for _, s := range p.sentences {
			if ts, ok := quotableTokens(s, people); ok {
				out = append(out, placed{s, index, p.item, pointsBack(s, said), ts})
			}
			if index++; limit > 0 && index >= limit {
				return out
			}
			eachWord(s, func(w string) {
				if w = strings.ToLower(w); !stopword(w) {
					said[stemOf(w)] = true
				}
			})
		}
	}
	return out
}

// pointsBack counts the nouns behind "the" that were spoken of before: "the pattern", where the pattern
// was introduced a sentence earlier. Such a sentence can be read alone, but less well.
func pointsBack(s string, said map[string]bool) int {
	n, the := 0, 0
	own := map[string]bool{}
	eachWord(s, func(w string) {
		low := strings.ToLower(w)
		if low == "the" {
			the = 2
			return
		}
		if stopword(low) {
			the--
			return
		}
		stem := stemOf(low)
		if the > 0 && said[stem] && !own[stem] && low == w {
			n++
		}
		own[stem] = true
		the--
	})
	return n
}
