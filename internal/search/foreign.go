package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"takeaway/internal/query"
)

// addLanguages adds lines of words in other languages: the word of the field, a colon, and for each language
// what it is called there, separated by semicolons.
func (l *lexicon) addLanguages(lines []string) {
	foreign, abroad := map[string][]string{}, map[string][]string{}
	var english []string
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
		if topic, of := strings.CutPrefix(word, topicMark); of {
			l.addTopic(topic, others, add, foreign, abroad)
			continue
		}
		term := l.canonical(strings.TrimSpace(word))
		english = append(english, term)
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
	for _, term := range english {
		delete(foreign, term) // a word of the field is itself, whatever it means elsewhere
	}
	l.foreign, l.abroad = sortedNeighbours(foreign), sortedNeighbours(abroad)
}

// topicMark begins the line of a topic: its id and what is looked for, then how it is called in each language, with
// commas between several ways; asInEnglish is one of them where people say the English word.
const (
	topicMark   = "@"
	asInEnglish = "="
)

// addTopic adds the names of a topic. One of several words is a phrase that speaks of it, as plain ones do.
func (l *lexicon) addTopic(topic, others string, add func(to map[string][]string, key, term string), foreign, abroad map[string][]string) {
	_, field, _ := strings.Cut(topic, " ")
	var terms []string
	for word := range strings.SplitSeq(field, ",") {
		terms = append(terms, l.canonical(strings.TrimSpace(word)))
	}
	for name := range strings.FieldsFuncSeq(others, func(r rune) bool { return r == ';' || r == ',' }) {
		name = strings.TrimSpace(name)
		switch form := fold([]byte(name)); {
		case name == "" || name == asInEnglish:
		case strings.Contains(name, " "):
			l.addPhrase(name, len(l.subjects))
		default:
			if !eastern(form) {
				form = l.canonical(form)
			}
			for _, term := range terms {
				add(foreign, form, term)
			}
			if !eastern(form) || utf8.RuneCountInString(form) == 2 {
				add(abroad, terms[0], form)
			}
		}
	}
	l.subjects = append(l.subjects, subject{terms: strings.TrimSpace(field)})
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

// inEnglish are the words of the field that a word of another language means, with a blank behind each; empty for
// words that the list does not have.
func inEnglish(word string) string {
	form := fold([]byte(word))
	var terms []string
	if eastern(form) {
		for _, w := range inside(form) {
			terms = append(terms, w.terms...)
		}
	} else {
		terms = besides(words().foreign, words().canonical(form))
	}
	if len(terms) == 0 {
		return ""
	}
	return strings.Join(terms, " ") + " "
}

// tableLanguage is the language of the table of meanings.
const tableLanguage = "en"

// abroadLeast is the number of its words that have to be in the list for them to say what a text is about.
const abroadLeast = 5

// abroad is what the words of a text in another language mean, those that the list has; empty where they are few.
func abroad(text string) string {
	var b strings.Builder
	n := 0
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if field := inEnglish(word); field != "" {
			n++
			b.WriteString(field)
		}
	}
	if n < abroadLeast {
		return ""
	}
	return b.String()
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

// Translated reports whether a word or phrase is one that searches understand as a word of the field, or is itself one.
func Translated(name string) bool {
	if strings.Contains(name, " ") {
		var list []query.Word
		for w := range strings.FieldsSeq(name) {
			list = append(list, query.Word{Text: w, Pos: len(list)})
		}
		return len(plainSubjects(list, nil)) > 0
	}
	term := words().canonical(fold([]byte(name)))
	return inEnglish(name) != "" || besides(words().abroad, term) != nil
}
