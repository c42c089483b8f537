package quote

import (
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"

	"takeaway/internal/prose"
)

// IsStopWord reports whether a word in lower case carries no subject in a write-up of a conference.
func IsStopWord(w string) bool { return prose.IsStopWord(w) || reportWords[w] }

// lexicon numbers the stems of the words of one summary and counts the sentences that they occur in.
type lexicon struct {
	ids   map[string]int32
	names map[string]bool  // of authors: they say who speaks, not of what
	words map[string]int32 // a word's number, -1 for a stop word
	df    []int32
	idf   []float64
	total int
}

func newLexicon() *lexicon {
	return &lexicon{ids: map[string]int32{}, words: map[string]int32{}, names: map[string]bool{}}
}

// addName takes the name of an author out of what sentences are about.
func (l *lexicon) addName(author string) {
	eachWord(strings.ToLower(author), func(part string) { l.names[strings.TrimSuffix(part, "'s")] = true })
}

// terms are the different stems of a sentence, ascending by number, with how often they occur.
func (l *lexicon) terms(s string) vector {
	var ids []int32
	eachWord(s, func(w string) {
		id, ok := l.words[w]
		if !ok {
			id = l.number(w)
			l.words[w] = id
		}
		if id >= 0 {
			ids = append(ids, id)
		}
	})
	slices.Sort(ids)
	var v vector
	for i := 0; i < len(ids); {
		j := i
		for j < len(ids) && ids[j] == ids[i] {
			j++
		}
		v = append(v, weighted{ids[i], float64(j - i)})
		i = j
	}
	l.total++
	for _, t := range v {
		l.df[t.id]++
	}
	return v
}

func (l *lexicon) number(w string) int32 {
	low := strings.ReplaceAll(strings.ToLower(w), "’", "'")
	if IsStopWord(low) || l.names[strings.TrimSuffix(low, "'s")] {
		return -1
	}
	stem := stemOf(low)
	if len(stem) < 2 {
		return -1
	}
	id, ok := l.ids[stem]
	if !ok {
		id = int32(len(l.df))
		l.ids[stem] = id
		l.df = append(l.df, 0)
	}
	return id
}

// weigh turns counts into tf-idf weights of length 1.
func (l *lexicon) weigh(v vector) {
	if l.idf == nil {
		l.idf = make([]float64, len(l.df))
		for i, n := range l.df {
			l.idf[i] = math.Log(1 + float64(l.total)/float64(n))
		}
	}
	sum := 0.0
	for i := range v {
		v[i].weight = (1 + math.Log(v[i].weight)) * l.idf[v[i].id]
		sum += v[i].weight * v[i].weight
	}
	if sum == 0 {
		return
	}
	norm := 1 / math.Sqrt(sum)
	for i := range v {
		v[i].weight *= norm
	}
}

// weighted is a term with its weight.
type weighted struct {
	id     int32
	weight float64
}

// vector is the terms of a sentence, ascending by number.
type vector []weighted

// common yields the weights of each term that two sentences have in common.
func (v vector) common(w vector) iter.Seq2[float64, float64] {
	return func(yield func(float64, float64) bool) {
		for i, j := 0, 0; i < len(v) && j < len(w); {
			switch {
			case v[i].id < w[j].id:
				i++
			case v[i].id > w[j].id:
				j++
			case !yield(v[i].weight, w[j].weight):
				return
			default:
				i++
				j++
			}
		}
	}
}

// dot is the cosine of two vectors of length 1.
func (v vector) dot(w vector) float64 {
	sum := 0.0
	for x, y := range v.common(w) {
		sum += x * y
	}
	return sum
}

// eachWord calls f with the words of s; of scripts without blanks with pairs of letters.
func eachWord(s string, f func(w string)) {
	start := -1
	wide := -1
	for i, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if letter && (prose.IsWide(r) || prose.IsHangul(r)) {
			if start >= 0 {
				f(s[start:i])
				start = -1
			}
			if wide >= 0 {
				f(s[wide : i+len(string(r))])
			}
			wide = i
			continue
		}
		wide = -1
		if letter || start >= 0 && (r == '\'' || r == '’') {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			f(s[start:i])
			start = -1
		}
	}
	if start >= 0 {
		f(s[start:])
	}
}

// stemOf takes off the endings of English that part one word from itself: enough to see that two
// sentences speak of the same thing.
func stemOf(w string) string {
	w = strings.TrimSuffix(strings.TrimRight(w, "'"), "'s")
	for _, end := range [...]struct {
		is, to string
		least  int
	}{{"ies", "y", 3}, {"ations", "ate", 4}, {"ation", "ate", 4}, {"ings", "", 4}, {"ing", "", 4}, {"edly", "", 4}, {"ed", "", 4},
		{"ers", "", 4}, {"er", "", 4}, {"sses", "ss", 2}, {"ly", "", 4}, {"es", "", 4}, {"s", "", 3}, {"e", "", 4}} {
		if stem, ok := strings.CutSuffix(w, end.is); ok && len(stem) >= end.least {
			if end.is == "s" && strings.HasSuffix(stem, "s") {
				return w
			}
			w = stem + end.to
			break
		}
	}
	if n := len(w); n > 4 && w[n-1] == w[n-2] {
		w = w[:n-1] // running, planned
	}
	return strings.TrimSuffix(w, "e")
}
