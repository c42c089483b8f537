package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// addLanguages adds lines of words in other languages: the word of the field, a colon, and for each language
// what it is called there, separated by semicolons.
func (l *lexicon) addLanguages(lines []string) {
	foreign, abroad := map[string][]string{}, map[string][]string{}
	add := func(to map[string][]string, key, term string) {
		if key != term && !slices.Contains(to[key], term) {
			to[key] = append(to[key], term)
		}
	}
	for _, line := range lines {
		word, others, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		term := l.canonical(strings.TrimSpace(word))
		for w := range strings.FieldsSeq(strings.ReplaceAll(others, ";", " ")) {
			form := fold([]byte(w))
			if levenshtein.ComputeDistance(form, strings.TrimSpace(word)) <= 1 {
				continue // "trafic" is as likely a slip, and found as one
			}
			if !eastern(form) {
				form = l.canonical(form)
			}
			add(foreign, form, term)
			if !eastern(form) || utf8.RuneCountInString(form) == 2 { // longer ones are no single term
				add(abroad, term, form)
			}
		}
	}
	l.foreign, l.abroad = sortedNeighbours(foreign), sortedNeighbours(abroad)
}

func sortedNeighbours(m map[string][]string) []neighbours {
	var out []neighbours
	for _, term := range slices.Sorted(maps.Keys(m)) {
		out = append(out, neighbours{term, m[term]})
	}
	return out
}

// eastern reports whether a word begins with a Chinese, Japanese or Korean character.
func eastern(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n > 0 && eastPair(string([]rune{r, r}))
}

// translations are the terms that mean a term of another language, and those of other languages that mean it.
func translations(term string) []option {
	var out []option
	for _, t := range slices.Concat(besides(words().foreign, term), besides(words().abroad, term)) {
		out = append(out, option{text: t, weight: nearWeight, label: labelSynonym, single: true})
	}
	return out
}

// longestForeign is the number of characters of the longest Chinese, Japanese or Korean word of the list.
const longestForeign = 12

// inside are the words of the list inside a Chinese, Japanese or Korean one, which is written without blanks or
// with particles at its end: where they begin and end, and what they mean. The longest comes first.
func inside(word string) []foreignWord {
	var starts []int
	for at := range word {
		starts = append(starts, at)
	}
	starts = append(starts, len(word))
	var out []foreignWord
	for i := 0; i < len(starts)-1; i++ {
		for n := min(longestForeign, len(starts)-1-i); n >= 2; n-- {
			part := word[starts[i]:starts[i+n]]
			if terms := besides(words().foreign, part); terms != nil && eastern(part) {
				out = append(out, foreignWord{starts[i], starts[i+n], part, terms})
				i += n - 1
				break
			}
		}
	}
	return out
}

// foreignWord is a word of another language where it stands.
type foreignWord struct {
	start, end int
	text       string
	terms      []string
}

// translate adds a unit for each word of the list inside the Chinese, Japanese and Korean words of a query. The
// pairs of characters that it is made of stand for it together; others are particles that need not be there.
func translate(units []*unit, word int, text string) []*unit {
	found := inside(fold([]byte(text)))
	if len(found) == 0 {
		return units
	}
	for _, u := range units {
		if u.word == word && u.east {
			u.need, u.share = false, silentShare
		}
	}
	for _, f := range found {
		u := &unit{name: f.text, word: word, need: true, share: 1, tells: 1, translated: true}
		for _, t := range f.terms {
			u.terms = append(u.terms, option{text: t, weight: nearWeight, label: labelSynonym})
		}
		for _, t := range analyse([]byte(f.text)) {
			if eastPair(t.text) {
				u.pairs = append(u.pairs, t.text)
			}
		}
		units = append(units, u)
	}
	return units
}

// together lets the takeaways that hold all pairs of characters of a unit count as holding it.
func (r *run) together(u *unit) error {
	var all *unit
	for _, pair := range u.pairs {
		one := &unit{terms: []option{{text: pair, weight: 1}}}
		if err := r.strength(one); err != nil {
			return err
		}
		if all == nil {
			all = one
			continue
		}
		for n := range all.strength {
			all.strength[n] = min(all.strength[n], float32(one.at(uint64(n))))
		}
	}
	if all == nil {
		return nil
	}
	for n, s := range all.strength {
		if s > 0 {
			u.grow(uint64(n))
			u.strength[n], u.label[n] = max(u.strength[n], s), labelExact
		}
	}
	return nil
}

// foreignQuestion lets words that nothing holds be missing where others of the query are of another language:
// they are most likely "how" and "can" there.
func foreignQuestion(units []*unit) {
	if !slices.ContainsFunc(units, func(u *unit) bool { return u.translated }) {
		return
	}
	for _, u := range units {
		if held := slices.ContainsFunc(u.strength, func(s float32) bool { return s > 0 }); !held && !u.translated {
			u.need, u.share = false, cmp.Or(u.share, silentShare)
		}
	}
}
