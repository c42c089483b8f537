package quote

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
			if IsStopWord(t.word) {
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
	if before, _, dash := strings.Cut(strings.ReplaceAll(s, " – ", " - "), " - "); dash && (InTitleCase(before) || words(before) < 5) {
		return false // "Title of a Talk - who spoke", "name - what it is"
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "“\"‘'(«"))
	if !startsSentence(first) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, prose.IsCloser))
	if !endsStatement(last) {
		return false // a question waits for its answer, a colon for its list
	}
	return paired(s)
}

// startsSentence reports whether a sentence may begin with this letter.
func startsSentence(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// endsStatement reports whether a sentence with this mark at its end states something.
func endsStatement(r rune) bool {
	wideStop := prose.IsWideStop(r) && r != '？'
	return r == '.' || r == '!' || wideStop
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
				if w = strings.ToLower(w); !IsStopWord(w) {
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
		if IsStopWord(low) {
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

func InTitleCase(title string) bool {
	capitals, all := 0, 0
	for w := range strings.FieldsSeq(title) {
		letters := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if letters == "" {
			continue
		}
		r := []rune(letters)[0]
		if len(letters) <= 4 && unicode.IsLower(r) {
			continue // "of", "the", "with": small in titles
		}
		all++
		if !unicode.IsLower(r) {
			capitals++
		}
	}
	return all >= 2 && capitals*10 >= all*8 && strings.Count(strings.TrimSpace(title), " ") >= 2
}
