package quote

import (
	"slices"
	"strings"

	"takeaway/internal/prose"
)

// standsAlone reports whether nothing in the sentence needs the one before it.
func standsAlone(s string, ts []token, people map[string]bool) bool {
	if len(ts) == 0 {
		return prose.IsWide(firstLetter(s))
	}
	if isPointer(ts) || isRelease(ts) {
		return false
	}
	low := strings.ToLower(strings.TrimLeft(s, "“\"‘'(«"))
	for _, phrase := range pointing {
		if strings.HasPrefix(low, phrase+" ") || strings.HasPrefix(low, phrase+",") {
			return false
		}
	}
	switch ts[len(ts)-1].word {
	case "too", "either", "above", "below", "here", "it", "them", "this", "so", "one", "ones", "these", "those":
		return false
	}
	if strings.HasSuffix(low, "as well.") || len(ts) > 1 && ts[1].word == "one" {
		return false
	}
	return !unresolved(ts, people)
}

// isPointer reports whether the first word points back. Words of number and time do so only where no
// noun follows that could be meant: "All of them", but "All clusters of the bank".
func isPointer(ts []token) bool {
	first := ts[0].word
	if !pointers[first] {
		return false
	}
	switch first {
	case "this":
		return len(ts) < 2 || !isTimely(ts[1].word)
	case "one", "two", "three", "four", "five", "several", "some", "most", "many", "all", "each", "few":
		if len(ts) < 3 {
			return true
		}
		second := ts[1].word
		ofThem := second == "of" && isPronoun(ts[2].word)
		return ofThem || isBe(second) || isAuxiliary(second) || ts[0].comma
	case "more":
		return len(ts) < 2 || ts[1].word != "than"
	case "everyone", "everything", "only", "even", "although", "while", "because", "since", "after", "before", "once", "though", "whereas", "beyond", "apart":
		return ts[0].comma || len(ts) > 1 && isPronoun(ts[1].word)
	}
	return true
}

// unresolved reports whether a pronoun or a demonstrative has nothing in the sentence to stand for.
func unresolved(ts []token, people map[string]bool) bool {
	var seen antecedents
	for i := range ts {
		if seen.missing(ts, i) {
			return true
		}
		seen.add(ts[i], i == 0, people)
	}
	return false
}

// antecedents are what a pronoun can stand for: what the sentence has named so far.
type antecedents struct {
	persons, nouns   int
	plural, singular bool
}

// missing reports whether word i points at something that the sentence has not named.
func (a *antecedents) missing(ts []token, i int) bool {
	next := ""
	if i+1 < len(ts) {
		next = ts[i+1].word
	}
	afterPreposition := i > 0 && isPreposition(ts[i-1].word)
	switch w := ts[i].word; w {
	case "this", "these":
		return !isTimely(next)
	case "such":
		return !isTimely(next) && next != "as"
	case "those":
		return !definesThose(next)
	case "that":
		subject := i < 4 && isCopula(next)
		return subject || next == "means" || isSpeechNoun(next) || afterPreposition
	case "he", "she", "his", "her", "him":
		return a.persons == 0
	case "they":
		return i < 5 || !a.plural
	case "it":
		expletive := i > 1 && !afterPreposition && isExpletiveVerb(next)
		return !expletive && (i < 5 || !a.singular) // "With CRDs it resembles code", "Companies were examining how to use it"
	case "likewise", "therefore", "instead", "meanwhile", "moreover", "furthermore", "similarly", "consequently":
		return i < 9 // "Envoy likewise derives"
	case "then", "also", "thus", "hence":
		return i < 4
	case "them", "their", "its":
		return a.nouns < 1
	case "neither":
		return !slices.ContainsFunc(ts[i:], func(t token) bool { return t.word == "nor" || t.word == "of" })
	case "um", "uh": // as it was spoken
		return true
	case "latter", "former", "above-mentioned", "aforementioned":
		return true
	}
	return false
}

// add takes in a word that later ones may point at.
func (a *antecedents) add(t token, first bool, people map[string]bool) {
	if people[strings.TrimSuffix(t.word, "'s")] {
		a.persons++
	}
	content := !IsStopWord(t.word)
	long := len(t.word) > 3
	commonPlural := !t.name && long && content && strings.HasSuffix(t.word, "s")
	commonSingular := len(t.word) > 2 && content && !inflected(t.word)
	a.plural = a.plural || t.word == "and" || t.word == "people" || commonPlural
	a.singular = a.singular || t.name || commonSingular
	if t.name || content && (first || long) {
		a.nouns++
	}
}

// isRelease reports whether a sentence begins with a release without saying of what: "Version 1.16 brings".
func isRelease(ts []token) bool {
	return len(ts) > 1 && (ts[0].word == "version" || ts[0].word == "release") && startsWithDigit(ts[1].word)
}

// inflected reports whether a word is most likely a plural, a verb or an adverb by its ending.
func inflected(w string) bool {
	for _, end := range [...]string{"ing", "ed", "ly"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us")
}
