package search

import (
	"strings"

	"takeaway/internal/meaning"
)

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
