package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"takeaway/internal/learn"
	"takeaway/internal/vocabulary"
)

// wordModel is the first part of the model: per topic a logistic regression over words and pairs of words.
type wordModel struct {
	number map[uint32]int // of a word, by its hash
	sums   []uint32       // by number, ascending
	rarity []uint8        // in sixteenths
	lines  []*learn.Linear
	scale  float64 // unit of the weights
}

// rarityUnit is how many steps of a stored rarity make one.
const rarityUnit = 16

// fitWords fits the first part. Words that few authors use are left out, then those that tell topics apart
// least; small weights become zero.
func fitWords(train []*tagPiece, r tagRecipe) *wordModel {
	m := chooseWords(train, r)
	terms := make([][]learn.Term, len(train))
	for i, p := range train {
		terms[i], _ = m.terms(p)
	}
	for t := range topicIDs {
		var examples []learn.Example
		for i, p := range train {
			weight := 1.0
			if p.note {
				weight = r.note
			}
			examples = soft(examples, m.allowed(p, t, terms[i]), p.answer(t, r.partly), weight)
		}
		line, err := learn.FitLinear(examples, len(m.sums), learn.LinearOptions{L2: r.l2, Steps: 30})
		if err != nil { // no piece has the topic
			line = &learn.Linear{Bias: -7, Weights: make([]float64, len(m.sums))}
		}
		m.lines = append(m.lines, line)
	}
	m.round(r.weights)
	return m
}

// soft adds an example whose answer lies between no and yes.
func soft(examples []learn.Example, terms []learn.Term, answer, weight float64) []learn.Example {
	if answer > 0 {
		examples = append(examples, learn.Example{Terms: terms, Label: true, Weight: weight * answer})
	}
	if answer < 1 {
		examples = append(examples, learn.Example{Terms: terms, Weight: weight * (1 - answer)})
	}
	return examples
}

// chooseWords takes the words that at least some authors use and that tell some topic from the others best.
func chooseWords(train []*tagPiece, r tagRecipe) *wordModel {
	type seen struct {
		authors []string
		pieces  int
		with    map[int]float64 // by topic: pieces that have both
	}
	words := map[uint32]*seen{}
	topics := make([]float64, len(topicIDs))
	for _, p := range train {
		for t := range topicIDs {
			topics[t] += p.answer(t, r.partly)
		}
		for _, w := range p.signs.Words {
			s := words[w.Sum]
			if s == nil {
				s = &seen{with: map[int]float64{}}
				words[w.Sum] = s
			}
			s.pieces++
			if len(s.authors) < r.least && !slices.Contains(s.authors, p.author) {
				s.authors = append(s.authors, p.author)
			}
			for _, t := range p.primary {
				s.with[t]++
			}
			for _, t := range p.secondary {
				s.with[t] += r.partly
			}
		}
	}
	type rated struct {
		sum   uint32
		value float64
	}
	var all []rated
	n := float64(len(train))
	for sum, s := range words {
		if len(s.authors) < r.least {
			continue
		}
		best := 0.0
		for t, both := range s.with {
			expected := float64(s.pieces) * topics[t] / n
			best = max(best, (both-expected)/math.Sqrt(expected+0.5))
		}
		all = append(all, rated{sum, best})
	}
	slices.SortFunc(all, func(a, b rated) int { return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.sum, b.sum)) })
	m := &wordModel{number: map[uint32]int{}}
	for _, w := range all[:min(len(all), r.features)] {
		m.sums = append(m.sums, w.sum)
	}
	slices.Sort(m.sums)
	for i, sum := range m.sums {
		m.number[sum] = i
		m.rarity = append(m.rarity, uint8(min(255, math.Round(rarityUnit*math.Log((n+1)/float64(words[sum].pieces))))))
	}
	return m
}

// terms are the words of a piece that the model knows, as the program weighs them, and how many.
func (m *wordModel) terms(p *tagPiece) (terms []learn.Term, known int) {
	norm := 0.0
	for _, w := range p.signs.Words {
		if k, ok := m.number[w.Sum]; ok {
			v := float64(m.rarity[k]) / rarityUnit * vocabulary.Dampen(w.Count)
			terms = append(terms, learn.Term{Feature: k, Value: v})
			norm += v * v
		}
	}
	for i := range terms {
		terms[i].Value /= vocabulary.Norm(norm)
	}
	return terms, len(terms)
}

// allowed are the terms without the words that are denied to a topic in this piece.
func (m *wordModel) allowed(p *tagPiece, topic int, terms []learn.Term) []learn.Term {
	var denied []int
	for _, d := range p.signs.Denied {
		if k, ok := m.number[d.Sum]; ok && d.Topic == topic {
			denied = append(denied, k)
		}
	}
	if denied == nil {
		return terms
	}
	return slices.DeleteFunc(slices.Clone(terms), func(t learn.Term) bool { return slices.Contains(denied, t.Feature) })
}

// scores are the log odds of each topic.
func (m *wordModel) scores(p *tagPiece) (scores []float64, known int) {
	terms, known := m.terms(p)
	for t, line := range m.lines {
		scores = append(scores, line.Score(m.allowed(p, t, terms)))
	}
	return scores, known
}

// round keeps the weights that move a score most, most of them at the most, in 127 steps.
func (m *wordModel) round(most int) {
	var sizes []float64
	largest := 0.0
	size := func(f int, w float64) float64 { return math.Abs(w) * float64(m.rarity[f]) }
	for _, line := range m.lines {
		for f, w := range line.Weights {
			sizes = append(sizes, size(f, w))
			largest = max(largest, math.Abs(w))
		}
	}
	slices.Sort(sizes)
	least := 0.0
	if len(sizes) > most {
		least = sizes[len(sizes)-most]
	}
	m.scale = float64(float32(largest / 127))
	for _, line := range m.lines {
		line.Bias = float64(float32(line.Bias))
		for f, w := range line.Weights {
			line.Weights[f] = 0
			if size(f, w) >= least {
				line.Weights[f] = math.Round(w/m.scale) * m.scale
			}
		}
	}
}

// table writes the model as the program reads it.
func (all *tagModel) table() []byte {
	m := all.words
	slots := 1
	for 2*slots < 3*len(m.sums) {
		slots *= 2
	}
	var starts []uint32
	var weights []byte
	for f := range m.sums {
		starts = append(starts, uint32(len(weights)/2))
		for t, line := range m.lines {
			if q := int8(math.Round(line.Weights[f] / m.scale)); q != 0 {
				weights = append(weights, byte(t), byte(q))
			}
		}
	}
	var b bytes.Buffer
	put := func(v any) { binary.Write(&b, binary.LittleEndian, v) }
	b.WriteString("tags")
	for _, n := range []int{vocabulary.ModelVersion, len(topicIDs), len(m.sums), slots, len(weights) / 2, len(all.trees.Roots), len(all.trees.Feature)} {
		put(uint32(n))
	}
	put([]float32{float32(m.scale), float32(all.cut)})
	b.WriteString(strings.Join(topicIDs, "\n") + "\x00")
	for t, line := range m.lines {
		put([]float32{float32(line.Bias), float32(all.priors[t])})
	}
	put(hashSlots(m.sums, slots))
	put(m.sums)
	put(starts)
	put(m.rarity)
	b.Write(weights)
	put(all.trees.Roots)
	put(float32(all.trees.Bias))
	put(all.trees.Feature)
	put(all.trees.Other)
	put(all.trees.Less)
	put(all.trees.Value)
	put(float32(all.line.Bias))
	for _, w := range all.line.Weights {
		put(float32(w))
	}
	return b.Bytes()
}

// hashSlots places each word where the program looks for it.
func hashSlots(sums []uint32, n int) []uint16 {
	slots := make([]uint16, n)
	for f, sum := range sums {
		i := int(vocabulary.SlotOf(sum)) & (n - 1)
		for slots[i] != 0 {
			i = (i + 1) & (n - 1)
		}
		slots[i] = uint16(f + 1)
	}
	return slots
}
