package vocabulary

import (
	"cmp"
	"math"
	"slices"
)

// Signs is what the rules and the words of a piece say about each topic. The second part of the model
// decides on rows of them; the program that trains it makes the same rows.
type Signs struct {
	// Words are the words and pairs of words that the piece holds, ascending, each once.
	Words []Word
	// Denied are words that the rules saw and held to be none of a topic's, by topic and word.
	Denied []Denial
	topics []sign // by topic
	length int    // words of the body
	ranks  []int32
	best   sign // the highest score of the rules and of the words
	known  int  // words that the model knows
}

// Word is a word or a pair of words of a piece: the hash of its stem, and how often it stands there, more
// where it stands in a heading.
type Word struct {
	Sum   uint32
	Count float32
}

// Denial is a word that a topic has no claim to in a piece.
type Denial struct {
	Topic int
	Sum   uint32
}

// sign is what is known about one topic.
type sign struct {
	rule     float64 // score by the rules
	learned  float64 // log odds by the words
	ruleRank int32   // topics with a higher score
	wordRank int32
	times    int32 // matches of the rules
	distinct int32 // different words among them
	named    int32 // matches that are projects
	heading  bool  // a match in the heading
	item     bool  // the only match is in a list item
	titled   bool  // the title names it, too
	hinted   bool  // by projects alone that only hint at it
	chosen   bool  // the rules alone would choose it
	passing  bool  // a project in passing; see inPassing
	listed   bool  // named but once, in a list of many topics
	stated   bool  // the front matter gives it to the whole write-up
	narrow   sign2 // the highest of its narrower topics
	wide     sign2 // those of its wider topic
}

type sign2 struct{ rule, learned float64 }

// none is the log odds of a topic that is not there.
const none = -8

// Signs reads a piece for the program that trains the model.
func (v *Vocabulary) Signs(p Piece) *Signs {
	r := &run{}
	r.read(v.matcher(), &p)
	r.weigh(&tuned)
	r.choose(&tuned)
	s := &Signs{}
	r.sign(s)
	r.deny()
	counts, first := map[uint32]float32{}, map[uint32]use{}
	r.eachWord(func(sum uint32, start, end int32, count float32) {
		counts[sum] += count
		if _, seen := first[sum]; !seen {
			first[sum] = use{start: start, end: end}
		}
	})
	for sum, n := range counts {
		s.Words = append(s.Words, Word{sum, n})
		at := first[sum]
		for _, d := range r.denied {
			if r.holdsStem(&at, d.stem) {
				s.Denied = append(s.Denied, Denial{int(d.topic), sum})
			}
		}
	}
	slices.SortFunc(s.Denied, func(a, b Denial) int { return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Sum, b.Sum)) })
	slices.SortFunc(s.Words, func(a, b Word) int { return cmp.Compare(a.Sum, b.Sum) })
	return s
}

// Weighed is s with the log odds that the words give to each topic, and the number of words that they know.
func (s *Signs) Weighed(v *Vocabulary, learned []float64, known int) *Signs {
	w := &Signs{topics: slices.Clone(s.topics), length: s.length, known: known}
	w.weigh(v.matcher().parents, learned)
	return w
}

// Candidates are the topics worth a decision, ascending.
func (s *Signs) Candidates() []int {
	var out []int
	for t := range s.topics {
		if s.candidate(t) {
			out = append(out, t)
		}
	}
	return out
}

// candidate reports whether a topic is worth a decision. Words that only the model knows raise and lower what the
// rules found or the front matter states; alone they make no tag. Where the rules are certain they decide: topics
// in a list of many, and a tool named in passing.
func (s *Signs) candidate(t int) bool {
	g := &s.topics[t]
	if g.stated {
		return true
	}
	inPassing := g.passing && !g.titled && !g.chosen
	return g.rule > 0 && !g.hinted && !inPassing && !g.listed
}

// Chosen reports whether the rules alone would choose a topic.
func (s *Signs) Chosen(t int) bool { return s.topics[t].chosen }

// Row are the values for one topic, in the order of SignColumns; prior is how common it is.
func (s *Signs) Row(t int, prior float64) []float64 {
	return s.row(make([]float64, 0, len(SignColumns)), t, prior)
}

func (s *Signs) row(row []float64, t int, prior float64) []float64 {
	g := &s.topics[t]
	share, named := 0.0, 0.0
	if s.best.rule > 0 {
		share = g.rule / s.best.rule
	}
	if g.times > 0 {
		named = float64(g.named) / float64(g.times)
	}
	return append(row, g.rule, share, g.learned, float64(g.ruleRank), math.Log1p(float64(s.length)), float64(g.wordRank),
		g.learned-s.best.learned, number(g.heading), float64(g.times), float64(g.distinct), number(g.item), named,
		number(g.chosen), number(g.titled), g.narrow.learned, g.narrow.rule, g.wide.rule, g.wide.learned,
		s.best.learned, s.best.rule, prior, math.Log1p(float64(s.known)), number(g.stated))
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// sign fills s from what the rules found.
func (r *run) sign(s *Signs) {
	s.topics = append(s.topics[:0], make([]sign, r.m.nTopics)...)
	s.length = len(r.scan.tokens) - r.bodyAt
	for t := range s.topics {
		s.topics[t] = sign{passing: r.inPassing(int32(t)), rule: r.scores[t], times: r.times[t], named: r.named[t], heading: r.weighty[t], item: r.items[t],
			hinted: r.times[t] > 0 && r.hints[t] == r.times[t], learned: none}
	}
	for _, p := range r.parts {
		if p.titled {
			s.topics[p.topic].titled = true
		}
	}
	for key := range r.counted {
		s.topics[key.target].distinct++
	}
	for _, t := range r.chosen {
		s.topics[t].chosen = true
	}
	if listed := r.listed(); listed >= listTopics {
		for t := range s.topics {
			s.topics[t].listed = r.items[t]
		}
	}
	for _, id := range r.p.Stated {
		if t, ok := r.m.v.topicNumber(id); ok {
			s.topics[t].stated = true
		}
	}
}

// weigh adds what the words say, and compares the topics with each other.
func (s *Signs) weigh(parents []int32, learned []float64) {
	s.best = sign{learned: none}
	for t := range s.topics {
		g := &s.topics[t]
		g.learned = learned[t]
		g.narrow, g.wide = sign2{0, none}, sign2{0, none}
		s.best.rule, s.best.learned = max(s.best.rule, g.rule), max(s.best.learned, g.learned)
	}
	for t, p := range parents {
		if p < 0 {
			continue
		}
		g, up := &s.topics[t], &s.topics[p]
		up.narrow = sign2{max(up.narrow.rule, g.rule), max(up.narrow.learned, g.learned)}
		g.wide = sign2{up.rule, up.learned}
	}
	s.rank(func(g *sign) float64 { return g.rule }, func(g *sign) *int32 { return &g.ruleRank })
	s.rank(func(g *sign) float64 { return g.learned }, func(g *sign) *int32 { return &g.wordRank })
}

// rank counts for each topic those that are before it; equal ones share a rank.
func (s *Signs) rank(value func(*sign) float64, into func(*sign) *int32) {
	s.ranks = s.ranks[:0]
	for t := range s.topics {
		s.ranks = append(s.ranks, int32(t))
	}
	slices.SortFunc(s.ranks, func(a, b int32) int { return cmp.Compare(value(&s.topics[b]), value(&s.topics[a])) })
	for i, t := range s.ranks {
		g := &s.topics[t]
		*into(g) = int32(i)
		if i > 0 && value(&s.topics[s.ranks[i-1]]) == value(g) {
			*into(g) = *into(&s.topics[s.ranks[i-1]])
		}
	}
}
