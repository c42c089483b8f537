package search

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

	"takeaway/internal/prose"
)

//go:generate go run ../gen words

// lexicon is the word lists, ready for look-up: everything in it is sorted, for binary search. The one that
// the program uses is in words_gen.go, so that no command spends the two milliseconds that it takes to make.
type lexicon struct {
	stop, silent, weak []string
	our, ise, doubled  []string // see words.yaml
	same               []synonym
	near               []neighbours
	// foreign are the terms of the field's words by their folded form in other languages, abroad those forms by
	// the term; see languages.txt.
	foreign, abroad []neighbours
	// joined is by the stem of the first word, longest spelling first.
	joined []spelling
	// subjects with the phrases that speak of them, and those by the stem of their first word; see subjects.txt.
	subjects    []subject
	plain       []plainPhrase
	plainStarts []plainStart
}

// synonym is a word that is indexed as another.
type synonym struct{ word, as string }

// neighbours are the terms that say nearly the same as a word's.
type neighbours struct {
	term string
	near []string
}

// spelling is one way to write a joined word out.
type spelling struct {
	stems []string // of all words, the first included
	name  string   // under which the whole is indexed
	keep  bool     // the words stay findable by themselves
}

// words is the lexicon in use.
func words() *lexicon {
	if own := extended.Load(); own != nil {
		return own
	}
	return &compiled
}

// extended is the lexicon with the words of a library's own, nil where it has none.
var extended atomic.Pointer[lexicon]

// UseWords adds the words of a library's own to those of the program, for all indexes of this process from
// now on; without any it takes them back. A word that the program has already stays as it is. Whoever
// changes them has to build indexes anew: they are part of the caller's stamp.
func UseWords(own Lists) {
	if len(own.Same)+len(own.Joined)+len(own.Near) == 0 {
		extended.Store(nil)
		return
	}
	l := compiled
	l.same, l.joined, l.near = slices.Clone(l.same), slices.Clone(l.joined), slices.Clone(l.near)
	l.addSame(own.Same)
	l.addJoined(own.Joined)
	for _, n := range l.neighbours(own.Near) {
		i, known := slices.BinarySearchFunc(l.near, n.term, func(n neighbours, term string) int { return cmp.Compare(n.term, term) })
		if !known {
			l.near = slices.Insert(l.near, i, n)
			continue
		}
		l.near[i].near = slices.Clone(l.near[i].near)
		for _, t := range n.near {
			if !slices.Contains(l.near[i].near, t) {
				l.near[i].near = append(l.near[i].near, t)
			}
		}
	}
	extended.Store(&l)
}

// in reports whether a sorted list has a word.
func in(list []string, w string) bool {
	_, ok := slices.BinarySearch(list, w)
	return ok
}

// sameAs is the word that w is indexed as, if that is another.
func (l *lexicon) sameAs(w string) string {
	i, ok := slices.BinarySearchFunc(l.same, w, func(s synonym, w string) int { return cmp.Compare(s.word, w) })
	if !ok {
		return ""
	}
	return l.same[i].as
}

// nearTo are the terms that say nearly the same as one.
func (l *lexicon) nearTo(term string) []string { return besides(l.near, term) }

// besides are the terms that a sorted list has beside one.
func besides(list []neighbours, term string) []string {
	i, ok := slices.BinarySearchFunc(list, term, func(n neighbours, term string) int { return cmp.Compare(n.term, term) })
	if !ok {
		return nil
	}
	return list[i].near
}

// spellings are the names that begin with a word of this stem.
func (l *lexicon) spellings(stem string) []spelling {
	from, ok := slices.BinarySearchFunc(l.joined, stem, func(s spelling, stem string) int { return cmp.Compare(s.stems[0], stem) })
	if !ok {
		return nil
	}
	to := from + 1
	for to < len(l.joined) && l.joined[to].stems[0] == stem {
		to++
	}
	return l.joined[from:to]
}

// Lists are the words of search, a line each in the form that words.yaml explains.
type Lists struct {
	Same, Joined, Near []string
	Our, Ise, Doubled  []string // words alone
	Stop, Asking, Weak []string // words alone, with apostrophes; of those of the program alone
	Languages          []string // lines of languages.txt; of those of the program alone
	Subjects           []string // lines of subjects.txt; of those of the program alone
}

// CompileWords makes the lexicon of the program from its lists, for the generator of words_gen.go.
func CompileWords(lists Lists) any { return newLexicon(lists) }

// newLexicon makes the lexicon from the lists.
func newLexicon(lists Lists) *lexicon {
	l := &lexicon{stop: listed(lists.Stop), silent: listed(slices.Concat(prose.StopWords(), lists.Stop, lists.Asking)), weak: listed(lists.Weak),
		our: lists.Our, ise: lists.Ise, doubled: slices.Sorted(slices.Values(lists.Doubled))}
	l.addSame(lists.Same)
	l.addJoined(lists.Joined)
	l.near = l.neighbours(lists.Near)
	l.addLanguages(lists.Languages)
	l.addSubjects(lists.Subjects)
	return l
}

// addSame adds words that are indexed as others. A word that is there already stays as it is.
func (l *lexicon) addSame(lines []string) {
	for _, line := range lines {
		all := strings.Fields(line)
		for _, w := range all[min(1, len(all)):] {
			if l.sameAs(w) == "" {
				i, _ := slices.BinarySearchFunc(l.same, w, func(s synonym, w string) int { return cmp.Compare(s.word, w) })
				l.same = slices.Insert(l.same, i, synonym{w, all[0]})
			}
		}
	}
}

// addJoined adds names that are written in several words.
func (l *lexicon) addJoined(lines []string) {
	for _, line := range lines {
		name, forms, _ := strings.Cut(strings.TrimSpace(line), ":")
		for form := range strings.SplitSeq(forms, ";") {
			form, keep := strings.CutPrefix(strings.TrimSpace(form), "+")
			sp := spelling{name: l.canonical(name), keep: keep}
			for w := range strings.FieldsSeq(form) {
				if !in(l.stop, w) {
					sp.stems = append(sp.stems, l.canonical(w))
				}
			}
			if len(sp.stems) > 0 {
				l.joined = append(l.joined, sp)
			}
		}
	}
	slices.SortStableFunc(l.joined, func(a, b spelling) int {
		return cmp.Or(cmp.Compare(a.stems[0], b.stems[0]), cmp.Compare(len(b.stems), len(a.stems)))
	})
}

// listed are the words of a list, without apostrophes, as analysis makes them.
func listed(words []string) []string {
	all := strings.Fields(strings.ReplaceAll(strings.Join(words, " "), "'", ""))
	slices.Sort(all)
	return slices.Compact(all)
}
