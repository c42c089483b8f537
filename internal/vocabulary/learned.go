package vocabulary

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/learn"
)

// How much a word counts by where it stands.
const (
	countHeading    = 3
	countSubheading = 1.5
	countTitle      = 0.5
)

// eachWord calls f with the hash of every word and of every pair of words that follow each other, the tokens
// from start to before end, and how much it counts. All numbers are one word. The speakers of a talk and
// their companies are words of their own kind.
func (r *run) eachWord(f func(sum uint32, start, end int32, count float32)) {
	const people = 0x5bd1e995
	tokens := r.scan.tokens
	before := uint32(0)
	for i := range tokens {
		t := &tokens[i]
		if t.byline {
			f(t.stem^people, int32(i), int32(i+1), 1)
			before = 0
			continue
		}
		count := float32(1)
		switch t.where {
		case inHeading:
			count = countHeading
		case inSubheading:
			count = countSubheading
		case inTitle:
			count = countTitle
		}
		f(t.stem, int32(i), int32(i+1), count)
		if before != 0 && t.open && tokens[i-1].where == t.where {
			f((before*hashPrime)^t.stem*31, int32(i-1), int32(i+1), count)
		}
		before = t.stem
	}
}

// use is a word of the model that a piece holds.
type use struct {
	feature    int32
	start, end int32 // where it stands first
	count      float32
	value      float64 // its weight in the piece
}

// learn fills uses and the log odds of every topic of the model. It reports whether there is a model.
func (r *run) learn() bool {
	m := r.m.model
	if m == nil {
		return false
	}
	r.uses = r.uses[:0]
	if len(r.usedAt) != m.features() {
		r.usedAt = make([]int32, m.features())
	}
	r.eachWord(func(sum uint32, start, end int32, count float32) {
		f := m.find(sum)
		if f < 0 {
			return
		}
		if r.usedAt[f] == 0 {
			r.uses = append(r.uses, use{feature: f, start: start, end: end})
			r.usedAt[f] = int32(len(r.uses))
		}
		r.uses[r.usedAt[f]-1].count += count
	})
	squares := 0.0
	for i := range r.uses {
		u := &r.uses[i]
		r.usedAt[u.feature] = 0
		u.value = m.idf(u.feature) * Dampen(u.count)
		squares += u.value * u.value
	}
	norm := Norm(squares)
	r.odds = append(r.odds[:0], m.biases...)
	r.deny()
	for i := range r.uses {
		u := &r.uses[i]
		u.value /= norm
		m.eachWeight(u.feature, func(topic int, weight float64) {
			if !r.deniedTo(u, topic) {
				r.odds[topic] += weight * u.value
			}
		})
	}
	return true
}

// Norm is what the weights of a piece's words are divided by, from the sum of their squares. In a short text a
// word says no more than in one of a few words.
func Norm(squares float64) float64 { return max(shortNorm, math.Sqrt(squares)) }

const shortNorm = 8

// denial is a word that means something else than a topic in this piece: the rules saw it and held it to be none
// of the topic's.
type denial struct {
	topic int32
	stem  uint32
}

// deny fills denied: words of triggers that the rules turned down because of a negative phrase, a denial or a
// longer name, and took nowhere else in the piece; and the names of projects in passing.
func (r *run) deny() {
	r.denied = r.denied[:0]
	for _, h := range r.turned {
		for i := h.start; i < h.end; i++ {
			r.denied = append(r.denied, denial{h.topic, r.scan.tokens[i].stem})
		}
	}
	for k := range r.parts {
		p := &r.parts[k]
		if r.inPassing(p.topic) && strings.HasPrefix(p.rule, "project:") {
			r.denied = append(r.denied, denial{p.topic, r.scan.tokens[p.found.start].stem})
		}
	}
	if len(r.denied) == 0 {
		return
	}
	slices.SortFunc(r.denied, denial.compare)
	r.denied = slices.Compact(r.denied)
	taken := make([]bool, len(r.denied))
	for k := range r.found {
		f := &r.found[k]
		if f.out.target >= r.m.nTopics {
			continue
		}
		for i := f.hit.start; i < f.hit.end; i++ {
			if at, ok := slices.BinarySearchFunc(r.denied, denial{f.out.target, r.scan.tokens[i].stem}, denial.compare); ok {
				taken[at] = true
			}
		}
	}
	kept := r.denied[:0]
	for k, d := range r.denied {
		if !taken[k] {
			kept = append(kept, d)
		}
	}
	r.denied = kept
}

func (d denial) compare(o denial) int {
	return cmp.Or(cmp.Compare(d.topic, o.topic), cmp.Compare(d.stem, o.stem))
}

// inPassing reports whether all that the rules found of a topic is one project, named once and not in the
// heading: a tool named in passing is not what a piece is about.
func (r *run) inPassing(topic int32) bool {
	return r.times[topic] == 1 && r.named[topic] == 1 && !r.weighty[topic]
}

// deniedTo reports whether a word, or one of a pair, is denied to a topic of the model.
func (r *run) deniedTo(u *use, topic int) bool {
	for _, d := range r.denied {
		if r.m.modelled[d.topic] == int32(topic) && r.holdsStem(u, d.stem) {
			return true
		}
	}
	return false
}

func (r *run) holdsStem(u *use, stem uint32) bool {
	for i := u.start; i < u.end; i++ {
		if r.scan.tokens[i].stem == stem {
			return true
		}
	}
	return false
}

// Dampen is the weight of a word by how often it stands in a piece.
func Dampen(count float32) float64 { return max(0.1, 1+math.Log(float64(count))) }

// decide lists the topics that the model takes, the surest first; without a model those of the rules.
// Topics that the model does not know are decided by the rules alone.
func (r *run) decide() []int32 {
	r.choose(&tuned)
	if !r.learn() {
		return r.chosen
	}
	m := r.m.model
	r.sign(&r.signs)
	r.signs.known = len(r.uses)
	r.learned = append(r.learned[:0], make([]float64, r.m.nTopics)...)
	for t := range r.learned {
		r.learned[t] = none
		if k := r.m.modelled[t]; k >= 0 {
			r.learned[t] = r.odds[k]
		}
	}
	r.signs.weigh(r.m.parents, r.learned)
	r.sure = append(r.sure[:0], make([]float64, r.m.nTopics)...)
	var out []int32
	for t := range r.signs.topics {
		k := r.m.modelled[t]
		switch {
		case k < 0:
			if r.signs.topics[t].chosen {
				r.sure[t] = r.scores[t] / r.signs.best.rule
				out = append(out, int32(t))
			}
		case r.signs.candidate(t):
			r.row = r.signs.row(r.row[:0], t, m.priors[k])
			if r.sure[t] = Sure(&m.trees, &m.line, r.row); r.sure[t] >= m.cut {
				out = append(out, int32(t))
			}
		}
	}
	slices.SortFunc(out, func(a, b int32) int { return cmp.Or(cmp.Compare(r.sure[b], r.sure[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), MostTags)]
}

// MostTags is the number of tags of a piece at the most.
const MostTags = 4

// Sure is how sure the trees and the line are of a topic by its row of signs, 0 to 1: the mean of their log odds.
func Sure(trees *learn.Trees, line *learn.Linear, row []float64) float64 {
	straight := line.Bias
	for i, v := range row {
		straight += line.Weights[i] * v
	}
	return learn.Sigmoid((trees.Score(row) + straight) / 2)
}

// showable reports whether a word of the model says something to a reader: it stands in the piece itself, and is no
// pair with a small word ("cut the").
func (r *run) showable(u *use) bool {
	const small = 3 // letters
	if r.scan.tokens[u.start].where == inTitle {
		return false
	}
	for i := u.start; i < u.end && u.end-u.start > 1; i++ {
		word := r.text(int(i))
		if len(word) == 1 || len(word) <= small && word == strings.ToLower(word) {
			return false
		}
	}
	return true
}

// learnedEvidence lists the words that speak most for a topic by the model, heaviest first: what they add to
// its log odds.
func (r *run) learnedEvidence(topic int32) []kb.Evidence {
	m := r.m.model
	if m == nil || r.m.modelled[topic] < 0 {
		return nil
	}
	const most, least = 3, 0.15
	var found []part
	for i := range r.uses {
		u := &r.uses[i]
		m.eachWeight(u.feature, func(t int, weight float64) {
			w := weight * u.value
			if t == int(r.m.modelled[topic]) && w >= least && r.showable(u) && !r.deniedTo(u, t) {
				found = append(found, part{rule: "learned", found: hit{start: u.start, end: u.end}, weight: w})
			}
		})
	}
	slices.SortStableFunc(found, func(a, b part) int { return cmp.Compare(b.weight, a.weight) })
	var out []kb.Evidence
	for _, p := range found[:min(len(found), most)] {
		out = append(out, r.proof(p.rule, p.found, p.weight))
	}
	return out
}
