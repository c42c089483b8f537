package prose

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// IsStopWord reports whether a word of English in lower case carries no subject.
func IsStopWord(w string) bool {
	w = strings.ReplaceAll(w, "’", "'")
	return stopWords[w] || relationWords[w]
}

// StopWords lists the words of English that carry no subject and ask for nothing, sorted: those of IsStopWord without
// the ones that put things in relation.
func StopWords() []string { return slices.Sorted(maps.Keys(stopWords)) }

// leastEnglish is how many words a sentence of English has at the most for each stop word in it.
const leastEnglish = 7

// IsEnglish reports whether a sentence is English, by its words in lower case: one in seven is a stop word, and words of
// another language are less than half as many. Language wants a longer text.
func IsEnglish(words []string) bool {
	english, others := 0, make([]int, len(tellingWords))
	for _, w := range words {
		if IsStopWord(w) {
			english++
			continue
		}
		for _, i := range languagesOf()[w] {
			others[i]++
		}
	}
	return english*leastEnglish >= len(words) && english > 2*slices.Max(others)
}

// Language is the language of a text, ISO 639-1, and by what it shows. It decides by script, then by function words,
// and is empty unless the winner has at least
// three hits, a twentieth of all words, and half as many again as the next language.
func Language(text string) (code, how string) {
	if code := byScript(text); code != "" {
		return code, "script"
	}
	counts := make([]int, len(tellingWords))
	total := 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		total++
		if len(w) > 9 {
			continue
		}
		for _, i := range languagesOf()[w] {
			counts[i]++
		}
	}
	best, next := -1, 0
	for i, n := range counts {
		switch {
		case best < 0 || n > counts[best]:
			if best >= 0 {
				next = counts[best]
			}
			best = i
		case n > next:
			next = n
		}
	}
	if n := counts[best]; n >= 3 && n*2 >= next*3 && n*20 >= total {
		return tellingWords[best].code, strconv.Itoa(n) + " function words"
	}
	return "", ""
}

// languagesOf maps a function word to the languages that have it, as indexes of tellingWords.
var languagesOf = sync.OnceValue(func() map[string][]int {
	m := map[string][]int{}
	for i, l := range tellingWords {
		for w := range strings.FieldsSeq(l.words) {
			m[w] = append(m[w], i)
		}
	}
	return m
})

// byScript knows the languages that their letters give away. English terms make up a third of such
// texts, so a tenth of the letters is enough.
func byScript(text string) string {
	var latin, han, kana, hangul, cyrillic, other int
	for _, r := range text {
		switch {
		case r < 0x80:
			if low := r | 0x20; low >= 'a' && low <= 'z' {
				latin++
			}
		case r >= 0x3040 && r <= 0x30ff:
			kana++
		case r >= 0x4e00 && r <= 0x9fff:
			han++
		case r >= 0xac00 && r <= 0xd7a3:
			hangul++
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
		case unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r):
			other++
		}
	}
	enough := func(n int) bool { return n >= 8 && n*10 >= latin }
	switch {
	case enough(kana) && kana*6 >= han:
		return "ja"
	case enough(hangul):
		return "ko"
	case enough(han):
		return "zh"
	case enough(cyrillic):
		return "ru"
	}
	return ""
}
