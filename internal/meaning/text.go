package meaning

import (
	"math"
	"strings"
	"sync"
)

// Vector says what a text is about: a direction, its components as bytes.
type Vector [Dims]int8

// Near is how near two texts are, from -1 to 1; about 0 for any two texts.
func (v *Vector) Near(o *Vector) float64 { return float64(dot(v[:], o[:])) / (scale * scale) }

// Wide is a vector that many others are compared to: its components are widened once.
type Wide [Dims]int64

// Wide is the vector for many comparisons.
func (v *Vector) Wide() *Wide {
	var w Wide
	for i, x := range v {
		w[i] = int64(x)
	}
	return &w
}

// Times is the product of two vectors: their nearness in units of 1/One, exact.
func (w *Wide) Times(v *Vector) int64 {
	var s0, s1, s2, s3 int64
	for i := 0; i <= Dims-8; i += 8 {
		s0 += int64(v[i])*w[i] + int64(v[i+4])*w[i+4]
		s1 += int64(v[i+1])*w[i+1] + int64(v[i+5])*w[i+5]
		s2 += int64(v[i+2])*w[i+2] + int64(v[i+6])*w[i+6]
		s3 += int64(v[i+3])*w[i+3] + int64(v[i+7])*w[i+7]
	}
	return s0 + s1 + s2 + s3
}

// One is the product of two vectors at a nearness of 1.
const One = scale * scale

// Sum is a text, or several, on the way to a vector. The zero sum is empty.
type Sum struct {
	v [Dims]float32
	n int
}

// Len is the number of words and phrases in the sum.
func (s *Sum) Len() int { return s.n }

// Add adds the words of a text, each counting so many times. Rare words weigh more than frequent ones (smooth
// inverse frequency, Arora and others 2017), words that the table does not know nothing.
func (s *Sum) Add(text string, times float64) {
	r := readers.Get().(*reader)
	if r.table != builtin() {
		r = newReader()
	}
	defer readers.Put(r)
	for _, row := range r.rows(text) {
		w := float32(times) * float32(r.table.weight[row])
		for i, x := range r.table.vector(int(row)) {
			s.v[i] += w * float32(x)
		}
		s.n++
	}
}

// AddSum adds the direction of another sum, at a length of times. An empty one adds nothing.
func (s *Sum) AddSum(o *Sum, times float64) {
	length := o.length()
	if length == 0 {
		return
	}
	w := float32(times / length)
	for i, x := range o.v {
		s.v[i] += w * x
	}
	s.n += o.n
}

func (s *Sum) length() float64 {
	sum := 0.0
	for _, x := range s.v {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}

// Vector is the direction of the sum; all zero for an empty one.
func (s *Sum) Vector() Vector {
	var out Vector
	length := s.length()
	if length == 0 {
		return out
	}
	for i, x := range s.v {
		out[i] = int8(math.Round(min(127, max(-127, scale*float64(x)/length))))
	}
	return out
}

// Text is what a text is about.
func Text(text string) Vector {
	var s Sum
	s.Add(text, 1)
	return s.Vector()
}

// reader turns texts into rows of the table. It remembers words, as most come again.
type reader struct {
	table *Table
	known map[string]known
	pairs map[[2]int32]int32
	words []known
	out   []int32
}

// known is what is known about a word.
type known struct {
	id    int32 // by which pairs are remembered
	key   string
	row   int32 // -1: none
	first bool  // phrases begin with it
}

// rememberMost bounds the memory of a reader.
const rememberMost = 50000

var readers = sync.Pool{New: func() any { return newReader() }}

func newReader() *reader {
	return &reader{table: builtin(), known: map[string]known{}, pairs: map[[2]int32]int32{}}
}

// rows are those of the words and phrases of a text, in order; they are good until the next call.
func (r *reader) rows(text string) []int32 {
	r.out, r.words = r.out[:0], r.words[:0]
	Words(text, func(w []byte) {
		if len(w) == 0 {
			r.sentence()
			return
		}
		k, ok := r.known[string(w)]
		if !ok {
			k = r.look(string(w))
		}
		r.words = append(r.words, k)
	})
	r.sentence()
	return r.out
}

// sentence finds the rows of the words collected.
func (r *reader) sentence() {
	for i := 0; i < len(r.words); i++ {
		w := &r.words[i]
		if w.first && i+1 < len(r.words) {
			if row := r.pair(w, &r.words[i+1]); row >= 0 {
				r.out = append(r.out, row)
				i++
				continue
			}
		}
		if w.row >= 0 {
			r.out = append(r.out, w.row)
		}
	}
	r.words = r.words[:0]
}

// pair is the row of a phrase, -1 if it is none.
func (r *reader) pair(a, b *known) int32 {
	key := [2]int32{a.id, b.id}
	row, ok := r.pairs[key]
	if !ok {
		n, _ := r.table.row(a.key + " " + b.key)
		row = int32(n)
		r.pairs[key] = row
	}
	return row
}

// look finds out about a word and remembers it.
func (r *reader) look(w string) known {
	if len(r.known) >= rememberMost || len(r.pairs) >= 4*rememberMost {
		clear(r.known)
		clear(r.pairs)
		r.words = r.words[:0] // their numbers are given anew
	}
	k := known{id: int32(len(r.known)), key: Stem(w)}
	row, _ := r.table.row(k.key)
	if row < 0 {
		row = r.table.parts(k.key)
	}
	k.row = int32(row)
	if _, next := r.table.row(k.key + " "); next < r.table.rows {
		k.first = strings.HasPrefix(r.table.key(next), k.key+" ")
	}
	r.known[w] = k
	return k
}
