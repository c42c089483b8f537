package conference

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a run of letters and digits, or a run of a script without blanks. Letters and digits stay
// together ("kccnceu2022"): what is glued is taken apart where it is looked up.
type token struct {
	text       string // lower case
	start, end int    // bytes
	cjk        bool
	brk        bool // a sentence or a line of its own ends before it
}

// item is something named in a text.
type item struct {
	what       what
	value      int
	start, end int // bytes
	tok        int // index of its first token
	after      int // index of the token after it
	sentence   int
	glued      bool // part of one word: "KubeConEU2022"
	name       string
	weak       bool
	lower      bool // a code such as "na" in small letters: only counts right beside the series
	hashtag    bool
	sched      bool
}

// unspaced reports whether r belongs to a script written without blanks between words.
func unspaced(r rune) bool {
	return r >= 0x2E80 && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r) ||
		unicode.Is(unicode.Hangul, r) || r == 'ー')
}

// lowered is s in lower case with every byte offset kept.
func lowered(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			b.WriteByte(c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if low := unicode.ToLower(r); utf8.RuneLen(low) == size {
			b.WriteRune(low)
		} else {
			b.WriteString(s[i : i+size])
		}
		i += size
	}
	return b.String()
}

// tokenise splits s; it expects valid UTF-8 (see clean).
func tokenise(s string) []token {
	low := lowered(s)
	tokens := make([]token, 0, len(s)/5+4)
	brk := false
	for i := 0; i < len(low); {
		r, size := rune(low[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(low[i:])
		}
		switch {
		case unspaced(r):
			j := i + size
			for j < len(low) {
				r, n := utf8.DecodeRuneInString(low[j:])
				if !unspaced(r) {
					break
				}
				j += n
			}
			tokens = append(tokens, token{low[i:j], i, j, true, brk})
			brk, i = false, j
		case wordRune(r):
			j := i + size
			for j < len(low) {
				if c := low[j]; c < utf8.RuneSelf {
					if !asciiWord[c] {
						break
					}
					j++
					continue
				}
				r, n := utf8.DecodeRuneInString(low[j:])
				if !wordRune(r) || unspaced(r) {
					break
				}
				j += n
			}
			tokens = append(tokens, token{low[i:j], i, j, false, brk})
			brk, i = false, j
		default:
			brk = brk || breaks(low, i, r)
			i += size
		}
	}
	return tokens
}

// asciiWord marks the letters and digits; text is in lower case when it is asked.
var asciiWord = [128]bool{
	'0': true, '1': true, '2': true, '3': true, '4': true, '5': true, '6': true, '7': true, '8': true, '9': true,
	'a': true, 'b': true, 'c': true, 'd': true, 'e': true, 'f': true, 'g': true, 'h': true, 'i': true, 'j': true, 'k': true,
	'l': true, 'm': true, 'n': true, 'o': true, 'p': true, 'q': true, 'r': true, 's': true, 't': true, 'u': true, 'v': true,
	'w': true, 'x': true, 'y': true, 'z': true,
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return asciiWord[byte(r)]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// breaks reports whether a sentence or a line of its own ends at the byte i of s.
func breaks(s string, i int, r rune) bool {
	switch r {
	case '.', '!', '?', ';':
		return i+1 >= len(s) || s[i+1] == ' ' || s[i+1] == '\n' || s[i+1] == '\r'
	case '。', '！', '？':
		return true
	case '\n':
		rest := strings.TrimLeft(s[i+1:min(len(s), i+8)], " \t\r>")
		return rest == "" || strings.ContainsRune("\n#-*|+=_", rune(rest[0]))
	}
	return false
}

// scan finds everything that text names. lenient accepts short codes in small letters anywhere (paths,
// what a person types).
func scan(text string, lenient bool) (items []item, tokens []token) {
	l := words()
	tokens = tokenise(text)
	sentence := 0
	for i := 0; i < len(tokens); {
		tok := tokens[i]
		if tok.brk {
			sentence++
		}
		if tok.cjk {
			items = l.scanCJK(items, tok, i, sentence)
			i++
			continue
		}
		n := 1
		from := len(items)
		if t, used := l.match(tokens[i:], text, lenient); used > 0 {
			lowercase := t.capitals && !capitals(text[tok.start:tok.end])
			items = append(items, item{what: t.what, value: t.value, start: tok.start, end: tokens[i+used-1].end, tok: i, after: i + used,
				weak: t.weak, lower: lowercase})
			n = used
		} else if y, ok := year(tokens, i, text); ok {
			items = append(items, item{what: aYear, value: y, start: tok.start, end: tok.end, tok: i, after: i + 1})
		} else if found := l.unglue(tok.text); found != nil {
			for _, g := range found {
				g.start, g.end, g.tok, g.after, g.glued = tok.start, tok.end, i, i+1, true
				items = append(items, g)
			}
		} else if word := text[tok.start:tok.end]; camelEvent(word) {
			items = append(items, item{what: aCamel, name: word, start: tok.start, end: tok.end, tok: i, after: i + 1})
		}
		for k := from; k < len(items); k++ {
			items[k].sentence = sentence
			items[k].hashtag = tok.start > 0 && text[tok.start-1] == '#'
			items[k].sched = strings.HasPrefix(text[tok.end:], ".sched.") || before(text, tok.start, "hosted_files/")
		}
		i += n
	}
	return items, tokens
}

func before(text string, at int, word string) bool { return strings.HasSuffix(text[:at], word) }

func capitals(s string) bool { return s == strings.ToUpper(s) }

// match finds the longest phrase at the start of tokens.
func (l *lexicon) match(tokens []token, text string, lenient bool) (term, int) {
	for _, t := range l.terms[tokens[0].text] {
		if len(t.rest) >= len(tokens) || !sameTexts(t.rest, tokens[1:]) {
			continue
		}
		ok := true
		for k := 1; k <= len(t.rest); k++ {
			ok = ok && !tokens[k].brk
		}
		if !ok {
			continue
		}
		if t.capitals && !lenient && !capitals(text[tokens[0].start:tokens[0].end]) {
			if t.what != aRegion || tokens[0].text == "in" || tokens[0].text == "us" {
				continue
			}
		}
		return t, len(t.rest) + 1
	}
	return term{}, 0
}

// year reads "2019", and "'19" or "’19".
func year(tokens []token, i int, text string) (int, bool) {
	tok := tokens[i]
	if y := yearOf(tok.text); y > 0 {
		// "2019-05-23" is a date, and "2019/05/23" the address of a post: they say when it was written
		if dateAfter(text, tok.end) || dateBefore(text[:tok.start]) {
			return 0, false
		}
		return y, true
	}
	if len(tok.text) == 2 && tok.start > 0 {
		if strings.HasSuffix(text[:tok.start], "'") || strings.HasSuffix(text[:tok.start], "’") || strings.HasSuffix(text[:tok.start], "‘") {
			y := yearOf("20" + tok.text)
			return y, y > 0
		}
	}
	return 0, false
}

func dateAfter(text string, at int) bool {
	if at+3 > len(text) || text[at] != '-' && text[at] != '/' {
		return false
	}
	return digit(text[at+1]) && digit(text[at+2]) && (at+3 == len(text) || !digit(text[at+3]))
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// scanCJK finds the names inside a run without blanks.
func (l *lexicon) scanCJK(items []item, tok token, index, sentence int) []item {
	for i, r := range tok.text {
		best := cjkTerm{}
		for _, t := range l.cjk[r] {
			if strings.HasPrefix(tok.text[i:], t.text) && len(t.text) > len(best.text) {
				best = t
			}
		}
		if best.text != "" {
			items = append(items, item{what: best.what, value: best.value, start: tok.start + i, end: tok.start + i + len(best.text),
				tok: index, after: index + 1, sentence: sentence})
		}
	}
	return items
}

// dateBefore reports whether a text ends in a day and month written with points: "23.05.".
func dateBefore(text string) bool {
	n := len(text)
	return n > 1 && text[n-1] == '.' && digit(text[n-2])
}

// unglue takes a word such as "kubeconeu2022", "kccncna19", "devopsdays16" or "kubecon2019sd" apart.
// It returns nil unless every part is known.
func (l *lexicon) unglue(s string) []item {
	if len(s) < 4 || len(s) > 60 {
		return nil
	}
	if known := len(s) >= glueStart && l.glueStarts[s[:glueStart]]; !known && !digit(s[2]) {
		return nil
	}
	var found []item
	series := false
	for rest := s; rest != ""; {
		if digit(rest[0]) {
			y, n := gluedYear(rest)
			if y == 0 || len(found) == 0 {
				return nil
			}
			found, rest = append(found, item{what: aYear, value: y}), rest[n:]
			continue
		}
		t, n := l.longestSingle(rest, series)
		if n == 0 {
			return nil
		}
		series = series || t.what == aSeries
		found, rest = append(found, item{what: t.what, value: t.value}), rest[n:]
	}
	if !series && (len(found) != 2 || found[0].what != aRegion || found[1].what != aYear) {
		return nil // "na21" needs no series of its own: it stands beside one
	}
	return found
}

// schedCodes are the regions as sched.com writes them in the names of its sites.
var schedCodes = [...]struct{ code, region string }{{"china", "cn"}, {"chn", "cn"}, {"jpn", "jp"}, {"ind", "in"}, {"eng", ""}, {"chi", ""}}

func (l *lexicon) longestSingle(s string, afterSeries bool) (term, int) {
	for n := len(s); n >= 2; n-- {
		t, ok := l.single[s[:n]]
		if ok && !t.weak && (afterSeries || t.what == aSeries && n >= glueStart || t.what == aRegion && n == 2) {
			return t, n
		}
	}
	if afterSeries {
		for _, c := range schedCodes {
			if strings.HasPrefix(s, c.code) && c.region != "" {
				return term{what: aRegion, value: regionIndex(c.region)}, len(c.code)
			}
		}
		if strings.HasPrefix(s, "sd") {
			return term{what: aPlace, value: placeIndex("San Diego")}, 2
		}
	}
	return term{}, 0
}

func gluedYear(s string) (year, n int) {
	n = 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	switch n {
	case 4:
		return yearOf(s[:4]), 4
	case 2:
		return yearOf("20" + s[:2]), 2
	}
	return 0, 0
}

func regionIndex(id string) int {
	for i := range regions {
		if regions[i].ID == id {
			return i
		}
	}
	return 0
}

func placeIndex(name string) int {
	for i := range places {
		if places[i].Name == name {
			return i
		}
	}
	return 0
}

// camelEvent reports whether a word is shaped like the name of a conference: StrimziCon, ChefConf.
func camelEvent(word string) bool {
	if len(word) < 6 || word[0] < 'A' || word[0] > 'Z' {
		return false
	}
	for _, end := range [...]string{"Con", "CON", "Conf", "Fest", "Summit", "Days"} {
		if head, ok := strings.CutSuffix(word, end); ok && len(head) >= 3 {
			last := head[len(head)-1]
			return last >= 'a' && last <= 'z'
		}
	}
	return false
}

// clean makes text safe to scan: valid UTF-8, bytes kept in number.
func clean(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError {
			return '?'
		}
		return r
	}, s)
}
