package search

import (
	"strings"

	"takeaway/internal/meaning"
)

// stopWords are never indexed: they stand in nearly every sentence and say nothing. "it", "not", "who"
// and "will" are indexed, because IT, Not and Who are also names; a query gives them no weight.
const stopWords = `a an and are as at be been but by for from had has have if in into is it's its of or
so such than that the their them then there these they this those to was were which while with would`

// silentWords of a query carry no weight while it has other words: they ask, they do not describe.
const silentWords = stopWords + ` about actually all also am on no any anybody anyone anything because being best between
both can can't could did didn't do does doesn't doing done don't each else ever every everyone everything
explain few find get gets getting give go goes going good got he her here hers him his how i i'd i'll i'm
i've isn't it just know let like look made make makes making many may me might more most much must my need
needs never not off one only other our out over own people really said same say saying says see she should
show some someone something still take tell thing things think too try under until up us use used
using very want way ways we we're well went what what's when where whether who whom whose why will without won't
you you're your everybody anywhere thoughts opinion opinions idea ideas become becomes becoming became keep keeps
keeping kept myself ourselves yourself yourselves themselves itself shall`

// weakWords score but need not be there: in a library of conference write-ups they describe nearly
// every piece.
const weakWords = `kubecon cloudnativecon conference conferences talk talks session sessions keynote keynotes
good bad great better important speaker speakers summit event events presentation company companies team teams work works working run running
ran runs learn learned lesson lessons takeaway takeaways new people`

// Says reports whether a word of a query says something by itself: it is none of those that only ask, and
// none of those that nearly every write-up of a conference holds.
func Says(word string) bool {
	w := fold([]byte(word))
	return !in(words().silent, w) && !in(words().weak, w)
}

// canonical is the term under which a lower-case word is indexed.
func (l *lexicon) canonical(w string) string {
	w = l.american(w)
	if c := l.sameAs(w); c != "" {
		w = c
	}
	if abbreviations(w) {
		w = w[:len(w)-1]
	}
	return meaning.Stem(w)
}

// abbreviations reports whether a word is the plural of one without vowels, which the stemmer takes for no
// plural: CRDs, LLMs. With three letters it is more likely none: DNS, TLS.
func abbreviations(w string) bool {
	if len(w) < 4 || len(w) > 6 || w[len(w)-1] != 's' || w[len(w)-2] == 's' || w == "mtls" || w == "https" {
		return false
	}
	return strings.Trim(w, "bcdfghjklmnpqrstvwxz") == ""
}

// word is what analysis makes of a word of a text, wherever it stands.
type word struct {
	folded, term string
	stop         bool // is never indexed
	odd          bool // needs a look at its inside or at what stands around it
	joins        bool // may begin a name written in several words
	dictionary   bool // belongs into the dictionary for spelling
}

// wordsMost bounds the memory for words.
const wordsMost = 20000

// word looks a word up, or finds out about it and remembers it: stemming takes half of the analysis.
func (m *scratch) word(l *lexicon, raw []byte) word {
	if m.of != l {
		clear(m.words)
		m.of = l
	}
	if w, ok := m.words[string(raw)]; ok {
		return w
	}
	w := word{folded: fold(elided(raw))}
	f := w.folded
	w.stop = in(l.stop, f)
	w.odd = f == "" || f == "c" || f == "f" || f == "net" || strings.ContainsAny(f, "._")
	if !w.stop && !w.odd {
		w.term = l.canonical(f)
		w.joins = len(l.spellings(w.term)) > 0
	}
	w.dictionary = !w.stop && correctable(f)
	if len(m.words) >= wordsMost {
		clear(m.words)
	}
	m.words[string(raw)] = w
	return w
}
