package vocabulary

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"sync"

	"takeaway/internal/learn"
)

// model is what was learned: for each topic a logistic regression over words and pairs of words, and the
// trees and the line that decide by its answer and the rules'. The words are read in place, so that the model
// costs nothing until it is asked.
//
// The table, little-endian: "tags", version, number of topics, of features, of slots (a power of two), of
// weights, of trees, of their nodes, scale of the weights (float32), cut (float32); the ids of the topics, one a
// line, closed by a zero byte; per topic bias and prior (float32 each); slots (uint16: one more than a feature, 0
// for empty, by hash); per feature the hash of its word (uint32), its first weight (uint32) and its rarity in
// sixteenths (one byte); weights: topic (one byte) and weight (int8, in units of the scale); roots of the trees
// (uint32), their bias (float32) and the four lists of their nodes; bias and weights of the line (float32).
type model struct {
	trees   learn.Trees
	line    learn.Linear
	topics  []string
	biases  []float64
	priors  []float64
	cut     float64
	scale   float64
	mask    uint32
	seen    []uint64 // a bit for the hash of each word: most words of a text are none of the model's
	slots   []uint16
	sums    []uint32
	starts  string
	rarity  string
	weights string
}

// ModelVersion is the form of the table.
const ModelVersion = 1

// rarityUnit is how many steps of the stored rarity make one.
const rarityUnit = 16

//go:embed model_gen.bin
var modelTable string

// builtinModel is the compiled model; nil if the table does not fit the program, so that the rules serve.
var builtinModel = sync.OnceValue(func() *model {
	m, err := openModel(modelTable)
	if err != nil {
		return nil
	}
	return m
})

// cutter takes a table apart.
type cutter struct {
	rest string
	bad  bool
}

func (c *cutter) take(n int) string {
	if n < 0 || n > len(c.rest) {
		c.bad = true
		return ""
	}
	s := c.rest[:n]
	c.rest = c.rest[n:]
	return s
}

func (c *cutter) uint32() uint32 {
	s := c.take(4)
	if s == "" {
		return 0
	}
	return binary.LittleEndian.Uint32([]byte(s))
}

// count is a number of things, of which there are never many.
func (c *cutter) count() int {
	n := c.uint32()
	if n > 1<<20 {
		c.bad = true
		return 0
	}
	return int(n)
}

func (c *cutter) float() float64 { return float64(math.Float32frombits(c.uint32())) }

func openModel(table string) (*model, error) {
	c := &cutter{rest: table}
	if c.take(4) != "tags" {
		return nil, fmt.Errorf("model: no table of a model")
	}
	if v := c.uint32(); v != ModelVersion {
		return nil, fmt.Errorf("model: version %d, want %d", v, ModelVersion)
	}
	topics, features, slots, weights, trees, nodes := c.count(), c.count(), c.count(), c.count(), c.count(), c.count()
	if c.bad || topics > 256 || features >= 1<<16 || slots&(slots-1) != 0 || slots <= features {
		return nil, fmt.Errorf("model: %d topics, %d features, %d slots, %d weights, %d nodes", topics, features, slots, weights, nodes)
	}
	m := &model{mask: uint32(slots - 1), scale: c.float(), cut: c.float()}
	ids, rest, _ := strings.Cut(c.rest, "\x00")
	m.topics, c.rest = strings.Split(ids, "\n"), rest
	for range topics {
		m.biases = append(m.biases, c.float())
		m.priors = append(m.priors, c.float())
	}
	m.slots, m.sums = make([]uint16, slots), make([]uint32, features)
	c.list(m.slots)
	c.list(m.sums)
	m.starts = c.take(4 * features)
	m.rarity, m.weights = c.take(features), c.take(2*weights)
	m.decision(c, trees, nodes)
	if c.bad || c.rest != "" || len(m.topics) != topics {
		return nil, fmt.Errorf("model: %d bytes are not what the table announces", len(table))
	}
	m.seen = make([]uint64, 1<<(32-filterShift)/64)
	for f := range features {
		bit := m.sums[f] * filterMix >> filterShift
		m.seen[bit/64] |= 1 << (bit % 64)
	}
	return m, m.check(features, topics)
}

// list reads numbers into a slice.
func (c *cutter) list(into any) {
	if _, err := binary.Decode([]byte(c.take(binary.Size(into))), binary.LittleEndian, into); err != nil {
		c.bad = true
	}
}

// decision reads the trees and the line.
func (m *model) decision(c *cutter, trees, nodes int) {
	for range trees {
		m.trees.Roots = append(m.trees.Roots, c.uint32())
	}
	t := &m.trees
	t.Bias = c.float()
	t.Feature, t.Other = make([]int16, nodes), make([]uint16, nodes)
	t.Less, t.Value = make([]float32, nodes), make([]float32, nodes)
	for _, list := range []any{t.Feature, t.Other, t.Less, t.Value} {
		c.list(list)
	}
	m.line.Bias = c.float()
	for range SignColumns {
		m.line.Weights = append(m.line.Weights, c.float())
	}
}

// check looks at every number that leads to another, so that a damaged table cannot lead outside.
func (m *model) check(features, topics int) error {
	if !m.trees.Fits(len(SignColumns)) {
		return fmt.Errorf("model: a tree leads outside")
	}
	for i, f := range m.slots {
		if int(f) > features {
			return fmt.Errorf("model: slot %d leads outside", i)
		}
	}
	for f, last := 0, 0; f < features; f++ {
		at := m.start(f)
		if at < last || at > len(m.weights)/2 {
			return fmt.Errorf("model: weights of feature %d lie outside", f)
		}
		last = at
	}
	for i := 0; i < len(m.weights); i += 2 {
		if int(m.weights[i]) >= topics {
			return fmt.Errorf("model: weight %d is of no topic", i/2)
		}
	}
	return nil
}

func (m *model) features() int { return len(m.rarity) }

func word32(s string, i int) uint32 {
	return uint32(s[4*i]) | uint32(s[4*i+1])<<8 | uint32(s[4*i+2])<<16 | uint32(s[4*i+3])<<24
}

// SlotOf is where the table looks for a word first: all bits of its hash count in the lowest.
func SlotOf(sum uint32) uint32 { return sum ^ sum>>16 ^ sum>>9 }

// The filter before the table has a bit for the highest bits of a hash, mixed (Knuth's multiplicative hashing).
const (
	filterMix   = 2654435769
	filterShift = 15
)

// find is the feature of a word by its hash, or -1.
func (m *model) find(sum uint32) int32 {
	if bit := sum * filterMix >> filterShift; m.seen[bit/64]>>(bit%64)&1 == 0 {
		return -1
	}
	for i := SlotOf(sum) & m.mask; ; i = (i + 1) & m.mask {
		f := int32(m.slots[i])
		if f == 0 {
			return -1
		}
		if m.sums[f-1] == sum {
			return f - 1
		}
	}
}

func (m *model) idf(feature int32) float64 { return float64(m.rarity[feature]) / rarityUnit }

func (m *model) start(feature int) int { return int(word32(m.starts, feature)) }

// eachWeight calls f with the weights of a feature.
func (m *model) eachWeight(feature int32, f func(topic int, weight float64)) {
	end := len(m.weights) / 2
	if int(feature)+1 < m.features() {
		end = m.start(int(feature) + 1)
	}
	for i := m.start(int(feature)); i < end; i++ {
		f(int(m.weights[2*i]), float64(int8(m.weights[2*i+1]))*m.scale)
	}
}

// SignColumns name the values of a row, for the figures of the training program.
var SignColumns = []string{"rule score", "share of the best rule score", "words", "rank by rules", "length", "rank by words",
	"distance to the best by words", "in the heading", "matches", "different matches", "in a list only", "share of projects",
	"chosen by rules", "in the title", "narrower topic: words", "narrower topic: rules", "wider topic: rules", "wider topic: words",
	"best by words", "best by rules", "how common", "known words", "in the front matter"}
