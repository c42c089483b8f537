package search

import (
	"cmp"
	"slices"
	"strings"
	"unsafe"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
)

// People ask in plain words: "who deleted something", "a sudden rush of visitors". Subjects say what the field calls
// it (subjects.txt): a question that holds a phrase of one is also looked for by the words of the field.

const (
	// plainWeight is what a word of the field is worth beside the plain phrase that was typed.
	plainWeight = 0.7
	// plainShare is the part of their weight that the words of the phrase keep, which need not be there.
	plainShare = 0.5
	// plainMost is how many subjects a question speaks of; those with the longest phrases are taken.
	plainMost = 3
	// plainGap is how many other words may stand between two words of a phrase.
	plainGap = 3
	// plainMeaning is the length of the words of the field beside the question's, in what it is compared to pieces by.
	plainMeaning = 0.5
	// subjectNear is the least nearness of a question to a subject of which it has no phrase, for questions of at
	// least subjectWords words; subjectShare what such a subject weighs at full nearness. It orders and finds nothing.
	subjectNear  = 0.4
	subjectWords = 3
	subjectShare = 0.5
)

// subject is a subject of the field.
type subject struct {
	terms string // the words of the field, with commas between
	about string // its vector, a byte a component; empty where none is merely near to it
}

// plainPhrase is a phrase of a subject behind its first word: the forms that each word may have, in "|".
type plainPhrase struct {
	subject int
	rest    []string
}

// plainStart is a word that phrases begin with, and those by their numbers.
type plainStart struct {
	word    string
	phrases []int
}

// phrasesAlone begins the lines of subjects that no question is merely near to.
const phrasesAlone = "~ "

// addSubjects reads lines of subjects.txt.
func (l *lexicon) addSubjects(lines []string) {
	for _, line := range lines {
		phrases, terms, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		s := subject{terms: strings.TrimSpace(terms)}
		phrases, byPhrase := strings.CutPrefix(phrases, phrasesAlone)
		if !byPhrase {
			s.about = aboutSubject(phrases, s.terms)
		}
		for phrase := range strings.SplitSeq(phrases, ";") {
			l.addPhrase(phrase, len(l.subjects))
		}
		l.subjects = append(l.subjects, s)
	}
}

// addPhrase adds a phrase of the subject with this number.
func (l *lexicon) addPhrase(phrase string, subject int) {
	forms := l.forms(phrase)
	if len(forms) == 0 {
		return
	}
	for first := range strings.SplitSeq(strings.Trim(forms[0], "|"), "|") {
		at, known := slices.BinarySearchFunc(l.plainStarts, first, func(s plainStart, word string) int { return cmp.Compare(s.word, word) })
		if !known {
			l.plainStarts = slices.Insert(l.plainStarts, at, plainStart{word: first})
		}
		l.plainStarts[at].phrases = append(l.plainStarts[at].phrases, len(l.plain))
	}
	l.plain = append(l.plain, plainPhrase{subject, forms[1:]})
}

// forms are those that each word of a phrase of subjects.txt may have, in "|".
func (l *lexicon) forms(phrase string) []string {
	var out []string
	for word := range strings.FieldsSeq(phrase) {
		var all []string
		for either := range strings.SplitSeq(word, "|") {
			for _, form := range past(fold([]byte(either))) {
				if !slices.Contains(all, form) {
					all = append(all, form)
				}
			}
		}
		out = append(out, "|"+strings.Join(all, "|")+"|")
	}
	return out
}

// aboutSubject is the vector of a subject: its words count twice what the phrases do.
func aboutSubject(phrases, terms string) string {
	var plain, field, sum meaning.Sum
	plain.Add(strings.ReplaceAll(phrases, "|", " "), 1)
	field.Add(terms, 1)
	sum.AddSum(&plain, 0.5)
	sum.AddSum(&field, 1)
	var b strings.Builder
	for _, x := range sum.Vector() {
		b.WriteByte(byte(x))
	}
	return b.String()
}

// plainly is a subject that a question speaks of.
type plainly struct {
	*subject
	words []int   // of the phrase, as indices of the question's words; none where it is merely near
	near  float64 // how near; 1 for a phrase
}

// plainSubjects are the subjects that words speak of in plain words, but for those that are part of a name.
func plainSubjects(list []query.Word, hints []Hint) []plainly {
	lex := words()
	typed := make([][]string, len(list))
	for i, w := range list {
		if !named(hints, w.Pos, kb.MatchExact) {
			typed[i] = inflected(fold([]byte(w.Text)))
		}
	}
	var found []plainly
	for at := range typed {
		for _, n := range lex.beginning(typed[at]) {
			phrase := &lex.plain[n]
			places := phrase.match(typed, at)
			if places == nil {
				continue
			}
			s := &lex.subjects[phrase.subject]
			same := slices.IndexFunc(found, func(p plainly) bool { return p.subject == s })
			switch {
			case same < 0:
				found = append(found, plainly{s, places, 1})
			case len(places) > len(found[same].words):
				found[same].words = places
			}
		}
	}
	slices.SortStableFunc(found, func(a, b plainly) int { return cmp.Compare(len(b.words), len(a.words)) })
	return found[:min(len(found), plainMost)]
}

// beginning are the phrases that begin with a word in one of its forms.
func (l *lexicon) beginning(forms []string) []int {
	var out []int
	for _, form := range forms {
		i, ok := slices.BinarySearchFunc(l.plainStarts, form, func(s plainStart, word string) int { return cmp.Compare(s.word, word) })
		if ok {
			out = append(out, l.plainStarts[i].phrases...)
		}
	}
	return out
}

// inflected is a word with the words that it may be a form of: "removing" with "remove". Stems would be too coarse:
// "evening" and "even" have one.
func inflected(word string) []string {
	out := []string{word}
	for _, end := range []string{"s", "es", "d", "ed", "ing"} {
		if rest, ok := strings.CutSuffix(word, end); ok && len(rest) >= shortestReason {
			out = append(out, rest)
			if end == "ing" {
				out = append(out, rest+"e")
			}
		}
	}
	return out
}

// past is a form that the list has, with what it may be the past of: "removed" stands for "remove", too.
func past(form string) []string {
	out := []string{form}
	for _, end := range []string{"d", "ed"} {
		if rest, ok := strings.CutSuffix(form, end); ok && strings.HasSuffix(form, "ed") && len(rest) >= shortestReason {
			out = append(out, rest)
		}
	}
	return out
}

// match is where the words of a phrase are that begins at a place of the question; nil if it does not.
func (p *plainPhrase) match(typed [][]string, at int) []int {
	places := []int{at}
	for _, either := range p.rest {
		next := slices.IndexFunc(typed[at+1:min(len(typed), at+2+plainGap)], func(forms []string) bool {
			return slices.ContainsFunc(forms, func(form string) bool { return strings.Contains(either, "|"+form+"|") })
		})
		if next < 0 {
			return nil
		}
		at += 1 + next
		places = append(places, at)
	}
	return places
}

// subjectsOf finds the subjects that the words of a strategy speak of, as they were corrected.
func (p *strategy) subjectsOf(s *Spelling, o *Options) {
	list := p.words
	if s.Query != nil {
		if corrected := plan(s.Query).words; len(corrected) == len(list) {
			list = corrected
		}
	}
	p.subjects = plainSubjects(list, o.Hints)
	if o.near() {
		if near, ok := nearSubject(list, p.subjects); ok {
			p.subjects = append(p.subjects, near)
		}
	}
}

// about is the vector of a question with the words of the field for what it speaks of.
func (p *strategy) about(question *meaning.Sum) meaning.Vector {
	var field, all meaning.Sum
	for _, s := range p.subjects {
		field.Add(s.terms, 1)
	}
	all.AddSum(question, 1)
	all.AddSum(&field, plainMeaning)
	return all.Vector()
}

// nearSubject is the subject nearest to a question that does not speak of it by a phrase, if any is near.
func nearSubject(list []query.Word, have []plainly) (nearest plainly, ok bool) {
	if len(list) < subjectWords {
		return plainly{}, false
	}
	var sum meaning.Sum
	sum.Add(spaceBetween(list), 1)
	v := sum.Vector()
	lex := words()
	for i := range lex.subjects {
		s := &lex.subjects[i]
		if s.about == "" || slices.ContainsFunc(have, func(p plainly) bool { return p.subject == s }) {
			continue
		}
		if n := s.vector().Near(&v); n >= subjectNear && n > nearest.near {
			nearest, ok = plainly{subject: s, near: n}, true
		}
	}
	return nearest, ok
}

// vector is what a subject is about. The generator writes all of it.
func (s *subject) vector() *meaning.Vector {
	return (*meaning.Vector)(unsafe.Pointer(unsafe.StringData(s.about)))
}

// spaceBetween are words with blanks between them.
func spaceBetween(list []query.Word) string {
	var b strings.Builder
	for _, w := range list {
		b.WriteString(w.Text + " ")
	}
	return b.String()
}

// options are the words of the field as terms.
func (s *subject) options(label uint8) []option {
	var out []option
	for part := range strings.SplitSeq(s.terms, ", ") {
		if terms := wholes(analyse([]byte(part))); len(terms) == 1 {
			out = append(out, option{text: terms[0].text, weight: plainWeight, label: label})
		}
	}
	return out
}

// speakOf adds a unit for each subject that the words of a query speak of.
func speakOf(units []*unit, list []query.Word, subjects []plainly) []*unit {
	for _, p := range subjects {
		u := &unit{name: p.terms, word: -1, share: subjectShare * p.near, tells: 1, terms: p.options(labelNear)}
		if len(p.words) > 0 {
			u.name, u.need, u.share, u.terms = p.phrase(list), true, 1, p.options(labelSynonym)
			u.literal = p.demote(units)
		}
		units = append(units, u)
	}
	return units
}

// phrase is the plain phrase as it was typed.
func (p *plainly) phrase(list []query.Word) string {
	var typed []query.Word
	for _, i := range p.words {
		typed = append(typed, list[i])
	}
	return strings.TrimSpace(spaceBetween(typed))
}

// demote lets the words of a phrase be missing, if there are several, and returns their units.
func (p *plainly) demote(units []*unit) []*unit {
	if len(p.words) < 2 {
		return nil
	}
	var parts []*unit
	for _, u := range units {
		if slices.Contains(p.words, u.word) {
			u.share *= plainShare
			parts = append(parts, u)
		}
	}
	if len(parts) > 1 {
		for _, u := range parts {
			u.need = false
		}
	}
	return parts
}

// literally lets takeaways that have all words of a plain phrase count as holding it, where those are two or more:
// who writes as people ask is found first.
func (u *unit) literally() {
	if len(u.literal) < 2 {
		return
	}
	for n := range u.literal[0].strength {
		least := u.literal[0].at(uint64(n))
		for _, part := range u.literal[1:] {
			least = min(least, part.at(uint64(n)))
		}
		if least == 0 {
			continue
		}
		u.grow(uint64(n))
		if least > u.at(uint64(n)) {
			u.strength[n], u.label[n] = float32(least), labelExact
		}
	}
}

// Meant is a plain phrase of a query and what the field calls it.
type Meant struct {
	Phrase, As string
}

// Plainly says which words of a query speak of a subject of the field in plain words, as Find understands them.
func Plainly(list []query.Word, hints []Hint) []Meant {
	var out []Meant
	for _, p := range plainSubjects(list, hints) {
		out = append(out, Meant{p.phrase(list), p.terms})
	}
	return out
}
