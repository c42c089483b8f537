package programme

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// Wanted says which talks are looked for. Empty parts want nothing.
type Wanted struct {
	// Words rank: talks with all of them come first, with fewer than most of them not at all. They stand in
	// titles, names, companies and tracks.
	Words string
	// Meant reports whether a talk is about what the words as a whole name, such as a topic. Such a talk has
	// all of them. Nil for nothing.
	Meant func(*Talk) bool
	// Editions are ids; any of them will do.
	Editions []string
	// Speaker, Org and Track are beginnings of words of names, compared without case and marks.
	Speaker, Org, Track string
	// Type is one of the types of talks.
	Type string
	// Has reports whether a talk has what else is wanted, such as a tag. Nil for nothing.
	Has func(*Talk) bool
	// Before orders editions; nil leaves them in the order of All.
	Before func(a, b string) bool
}

// Find returns the talks that are wanted: those that hold most of the words first, then the latest editions,
// then in the order of the programme. They are shared.
func Find(w Wanted) []*Talk {
	talks := All()
	words := strings.Fields(titleKey(w.Words))
	rank := ranking{words: words, ix: wordIndex()}
	type found struct {
		t     *Talk
		score float64
	}
	var out []found
	for i := range talks {
		t := &talks[i]
		if !w.fits(t) {
			continue
		}
		score := 0.0
		if len(words) > 0 {
			score = rank.score(t)
			if score < 1 && w.Meant != nil && w.Meant(t) {
				score = 0.99
			}
			if score < leastShare {
				continue
			}
		}
		out = append(out, found{t, score})
	}
	slices.SortStableFunc(out, func(a, b found) int {
		if c := cmp.Compare(b.score, a.score); c != 0 {
			return c
		}
		switch {
		case w.Before == nil || a.t.Edition == b.t.Edition:
			return cmp.Compare(a.t.n, b.t.n)
		case w.Before(a.t.Edition, b.t.Edition):
			return 1
		}
		return -1
	})
	list := make([]*Talk, len(out))
	for i := range out {
		list[i] = out[i].t
	}
	return list
}

// leastShare is how much of the words' weight a talk must have.
const leastShare = 0.7

func (w *Wanted) fits(t *Talk) bool {
	switch {
	case len(w.Editions) > 0 && !slices.Contains(w.Editions, t.Edition):
	case w.Type != "" && !strings.EqualFold(t.Type, w.Type):
	case w.Track != "" && !begins(t.Track, w.Track):
	case w.Speaker != "" && !slices.ContainsFunc(t.Speakers, func(s Speaker) bool { return isCalled(s.Name, w.Speaker) }):
	case w.Org != "" && !slices.ContainsFunc(t.Speakers, func(s Speaker) bool { return s.Org != "" && isAt(s.Org, w.Org) }):
	case w.Has != nil && !w.Has(t):
	default:
		return true
	}
	return false
}

// isCalled reports whether a name is meant by what was typed: under another spelling, or by its beginnings.
func isCalled(name, typed string) bool {
	return name == canonical(typed) || begins(name, typed)
}

func isAt(org, typed string) bool {
	used, ok := Organisation(typed)
	return ok && used == org || begins(org, typed)
}

// begins reports whether each word that was typed begins a word of the text, in their order.
func begins(text, typed string) bool {
	words := strings.Fields(kb.NameKey(text))
	for _, w := range strings.Fields(kb.NameKey(typed)) {
		i := slices.IndexFunc(words, func(have string) bool { return strings.HasPrefix(have, w) })
		if i < 0 {
			return false
		}
		words = words[i+1:]
	}
	return true
}

// stem takes the plural off a word: enough for titles.
func stem(word string) string {
	switch {
	case len(word) > 5 && strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y"
	case len(word) > 4 && strings.HasSuffix(word, "es") && strings.ContainsAny(word[len(word)-3:len(word)-2], "sxh"):
		return word[:len(word)-2]
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is"):
		return word[:len(word)-1]
	}
	return word
}

// wordIndex are the stems of every talk's title, and of what stands around it.
var wordIndex = sync.OnceValue(func() *index {
	talks := All()
	ix := &index{title: make([][]string, len(talks)), around: make([][]string, len(talks)), in: map[string]int{}}
	for i := range talks {
		t := &talks[i]
		ix.title[i] = stems(t.Title)
		around := t.Track
		for _, s := range t.Speakers {
			around += " " + s.Name + " " + s.Org
		}
		ix.around[i] = stems(around)
		all := slices.Concat(ix.title[i], ix.around[i])
		slices.Sort(all)
		for _, w := range slices.Compact(all) {
			ix.in[w]++
		}
	}
	return ix
})

type index struct {
	title, around [][]string
	in            map[string]int // talks that have a stem
}

func stems(text string) []string {
	words := strings.Fields(titleKey(text))
	for i := range words {
		words[i] = stem(words[i])
	}
	return words
}

// ranking scores talks for words.
type ranking struct {
	words []string
	ix    *index
}

// score is the share of the words' weight that a talk holds: up to 1 in its title, a little less around it.
func (r *ranking) score(t *Talk) float64 {
	have, all := 0.0, 0.0
	for _, w := range r.words {
		s := stem(w)
		weight := math.Log(1 + float64(len(r.ix.title))/float64(1+r.ix.in[s]))
		all += weight
		switch {
		case slices.Contains(r.ix.title[t.n], s):
			have += weight
		case slices.Contains(r.ix.around[t.n], s):
			have += 0.9 * weight
		case len(s) > 3 && slices.ContainsFunc(r.ix.title[t.n], func(x string) bool { return strings.HasPrefix(x, s) }):
			have += 0.8 * weight
		}
	}
	return have / all
}
