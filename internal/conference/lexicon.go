package conference

import (
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// what says what a phrase of the lexicon names.
type what uint8

const (
	aSeries   what = iota // value: index into allSeries, or anyKubeCon
	aRegion               // value: index into regions
	aPlace                // value: index into places
	aYear                 // value: the year
	anEdition             // value: index into editions
	aCamel                // value: unused; a CamelCase name of a conference the registry does not know
)

// anyKubeCon is the series of the bare word "KubeCon": one of the regional ones, not said which.
const anyKubeCon = -1

// glueStart is the length of the shortest series name that can begin a glued word.
const glueStart = 5

// term is one meaning of a phrase.
type term struct {
	what  what
	value int
	rest  []string // the tokens after the first
	// capitals: the phrase is a short code ("NA", "LA", "DC") that only counts in capitals.
	capitals bool
	// weak: a short name of a series that only counts right beside a place.
	weak bool
}

// lexicon holds every phrase that means something, by its first token, longest first; cjk holds the
// names written without blanks between words, by their first rune.
type lexicon struct {
	terms map[string][]term
	cjk   map[rune][]cjkTerm
	// single are the one-token phrases, for names glued together: "kubeconeu".
	single map[string]term
	// glueStarts are the first five letters of the series in single: most words are none of them.
	glueStarts map[string]bool
	starts     map[string]bool // see nameStarts
	// bySeries and byPlace narrow a mention to editions.
	bySeries map[string]set
	byYear   map[int]set
	byRegion map[string]set
	byCity   map[string]set // places and countries, planned cities included
	kubecon  set
}

type cjkTerm struct {
	text string
	term
}

// words builds the lexicon on first use; about 0.5 ms on a busy machine, once per process.
var words = sync.OnceValue(buildLexicon)

// kubeConNames are the ways people write the name without a region, misspellings included.
var kubeConNames = []string{
	"KubeCon", "Kube Con", "KubeConf", "Kube Conf", "KubeKon", "CloudNativeCon", "Cloud Native Con", "CloudNative Con",
	"ClondNativeCon", "CloudNativeConf", "CloudNative Conf", "NativeCon", "KCCNC", "KubeConNativeCon", "CubeCon",
	"KubeCon CloudNativeCon", "KubeConCloudNativeCon", "KubeCons",
}

func buildLexicon() *lexicon {
	l := &lexicon{
		terms: make(map[string][]term, 700), cjk: make(map[rune][]cjkTerm, 64), single: make(map[string]term, 500), glueStarts: make(map[string]bool, 100),
		bySeries: make(map[string]set, 128), byYear: map[int]set{}, byRegion: map[string]set{}, byCity: map[string]set{},
	}
	for _, name := range kubeConNames {
		l.add(name, term{what: aSeries, value: anyKubeCon})
	}
	for i := range allSeries {
		s := &allSeries[i]
		if s.Kind != flagship { // those are "KubeCon" and a region
			l.add(s.Name, term{what: aSeries, value: i})
			for _, name := range s.Aliases {
				l.add(name, term{what: aSeries, value: i})
			}
			if strings.Contains(s.ID, "-") { // one-word ids such as "scale" and "oss" are words of other meanings
				l.add(s.ID, term{what: aSeries, value: i})
			}
		}
		for _, name := range s.Weak {
			l.add(name, term{what: aSeries, value: i, weak: true, capitals: true})
		}
	}
	for i := range regions {
		l.addWords(regions[i], aRegion, i)
	}
	for i := range places {
		l.addWords(places[i], aPlace, i)
	}
	for i := range editions {
		l.addEdition(i)
	}
	for first := range l.terms {
		longestFirst(l.terms[first])
	}
	l.starts = nameStarts(l)
	return l
}

// addEdition files edition i under its facts, and the names of it that its facts do not compose.
func (l *lexicon) addEdition(i int) {
	e := &editions[i]
	file := func(m map[string]set, key string) {
		if key != "" {
			s := m[key]
			s.add(i)
			m[key] = s
		}
	}
	file(l.bySeries, e.Series)
	file(l.byRegion, e.Region)
	file(l.byCity, e.City)
	file(l.byCity, e.Country)
	if e.PlannedCity != e.City {
		file(l.byCity, e.PlannedCity)
	}
	s := l.byYear[e.Year]
	s.add(i)
	l.byYear[e.Year] = s
	if strings.HasPrefix(e.Series, "kubecon-") {
		l.kubecon.add(i)
	}
	for _, id := range e.SchedIDs {
		l.add(id, term{what: anEdition, value: i})
	}
	for _, name := range e.Aliases {
		if !strings.HasPrefix(name, "KubeCon ") {
			l.add(name, term{what: anEdition, value: i})
		}
	}
}

func (l *lexicon) addWords(w wording, kind what, value int) {
	l.add(w.Name, term{what: kind, value: value})
	for _, name := range w.Also {
		longest := 2 // "LA" and "DC" are words in other languages, "SLC" and "NYC" are not
		if kind == aRegion {
			longest = 3
		}
		capitals := len(name) <= longest && name == strings.ToUpper(name) && name[0] < 0x80
		l.add(name, term{what: kind, value: value, capitals: capitals})
	}
}

// add files a phrase under its first token, or under its first rune where it is written in a script
// without blanks.
func (l *lexicon) add(phrase string, t term) {
	if r, _ := utf8.DecodeRuneInString(phrase); unspaced(r) {
		l.cjk[r] = append(l.cjk[r], cjkTerm{phrase, t})
		return
	}
	tokens := tokenise(phrase)
	if len(tokens) == 0 {
		return
	}
	for _, known := range l.terms[tokens[0].text] {
		if known.what == t.what && known.value == t.value && len(known.rest) == len(tokens)-1 && sameTexts(known.rest, tokens[1:]) {
			return
		}
	}
	for _, tok := range tokens[1:] {
		t.rest = append(t.rest, tok.text)
	}
	l.terms[tokens[0].text] = append(l.terms[tokens[0].text], t)
	var glued strings.Builder
	for _, tok := range tokens {
		glued.WriteString(tok.text)
	}
	if _, ok := l.single[glued.String()]; !ok {
		t.rest = nil
		l.single[glued.String()] = t
		if t.what == aSeries && glued.Len() >= glueStart {
			l.glueStarts[glued.String()[:glueStart]] = true
		}
	}
}

func sameTexts(texts []string, tokens []token) bool {
	for i := range texts {
		if texts[i] != tokens[i].text {
			return false
		}
	}
	return true
}

// longestFirst is an insertion sort: the lists are short and must keep the order of equal lengths.
func longestFirst(terms []term) {
	for i := 1; i < len(terms); i++ {
		for j := i; j > 0 && len(terms[j].rest) > len(terms[j-1].rest); j-- {
			terms[j], terms[j-1] = terms[j-1], terms[j]
		}
	}
}

// placeOrRegion gives the registry's spelling of a place, and the region's id if it is one.
func placeOrRegion(s string) (name, region string) {
	l := words()
	key := strings.ReplaceAll(kb.Slug(s), "-", "")
	if t, ok := l.single[key]; ok {
		switch t.what {
		case aRegion:
			return regions[t.value].Name, regions[t.value].ID
		case aPlace:
			return places[t.value].Name, ""
		}
	}
	return titleCase(s), ""
}

func titleCase(s string) string {
	fields := strings.Fields(s)
	for i, f := range fields {
		if f[0] >= 'a' && f[0] <= 'z' {
			fields[i] = string(f[0]-'a'+'A') + f[1:]
		}
	}
	return strings.Join(fields, " ")
}

func slugOf(s string) string { return kb.Slug(s) }

// set is a set of listed editions, by index.
type set [(len(editions) + 63) / 64]uint64

func (s *set) add(i int)     { s[i/64] |= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s set) empty() bool    { return s == set{} }

func (s set) and(t set) set {
	for i := range s {
		s[i] &= t[i]
	}
	return s
}

func (s set) or(t set) set {
	for i := range s {
		s[i] |= t[i]
	}
	return s
}

// list returns the members in order of their first day.
func (s set) list() []int {
	var out []int
	for w, word := range s {
		for ; word != 0; word &= word - 1 {
			out = append(out, w*64+bits.TrailingZeros64(word))
		}
	}
	return out
}

func (s set) size() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// only is the single member, or -1.
func (s set) only() int {
	if s.size() != 1 {
		return -1
	}
	return s.list()[0]
}

func containsKey(keys []string, key string) bool {
	for _, k := range keys {
		if k == key {
			return true
		}
	}
	return false
}

// nameStarts are the first five letters of the words that begin the name of a series or an edition.
func nameStarts(l *lexicon) map[string]bool {
	starts := map[string]bool{}
	add := func(word string) { starts[word[:min(len(word), glueStart)]] = true }
	names := func(t term) bool { return t.what == anEdition || t.what == aSeries && !t.weak }
	for first, terms := range l.terms {
		if slices.ContainsFunc(terms, names) {
			add(first)
		}
	}
	for s := range l.glueStarts {
		add(s)
	}
	for s, t := range l.single { // "kccnceu2022"
		if names(t) {
			add(s)
		}
	}
	return starts
}
