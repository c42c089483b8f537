package main

import (
	"math"
	"slices"

	"takeaway/internal/meaning"
)

// matrix is a sparse square matrix, by rows.
type matrix struct {
	n     int
	from  []int // where each row begins; one more than there are rows
	col   []int32
	value []float32
}

// rowStream is the running text as numbers of rows.
func (c *corpus) rowStream(rows []int32) []int32 {
	row := make([]int32, len(c.keys))
	for i := range row {
		row[i] = foreign
	}
	for i, id := range rows {
		row[id] = int32(i)
	}
	stream := make([]int32, len(c.stream))
	for i, w := range c.stream {
		if stream[i] = boundary; w != boundary {
			stream[i] = row[w]
		}
	}
	return stream
}

// near counts how often words of the table stand near each other: over one end of a sentence at most, which
// counts as a word.
func (c *corpus) near(rows []int32) *matrix {
	stream := c.rowStream(rows)
	m := &matrix{n: len(rows), from: []int{0}}
	const block = 4000 // rows at a time, for memory
	for low := 0; low < m.n; low += block {
		high := min(m.n, low+block)
		dense := make([]float32, (high-low)*m.n)
		add := func(a, b int32, v float32) {
			if int(a) >= low && int(a) < high {
				dense[(int(a)-low)*m.n+int(b)] += v
			}
		}
		for i, a := range stream {
			if a < 0 {
				continue
			}
			weight := float32(1)
			if i >= c.talkWords {
				weight = noteTimes
			}
			ends := 0
			for k := 1; k <= window && i+k < len(stream); k++ {
				b := stream[i+k]
				if b == boundary {
					ends++
				}
				if ends > 1 {
					break
				}
				if b < 0 || b == a {
					continue
				}
				add(a, b, weight/float32(k))
				add(b, a, weight/float32(k))
			}
		}
		m.take(dense)
	}
	return m
}

// take appends the rows of a dense block.
func (m *matrix) take(dense []float32) {
	for row := range slices.Chunk(dense, m.n) {
		for col, v := range row {
			if v > 0 {
				m.col, m.value = append(m.col, int32(col)), append(m.value, v)
			}
		}
		m.from = append(m.from, len(m.col))
	}
}

// positive turns counts into pointwise mutual information, of which the positive part is kept. The frequencies
// of contexts are raised to a power, so that rare ones do not look telling.
func (m *matrix) positive(power float64) {
	sum := make([]float64, m.n)
	for r := range m.n {
		for _, v := range m.value[m.from[r]:m.from[r+1]] {
			sum[r] += float64(v)
		}
	}
	context, all := make([]float64, m.n), 0.0
	for r, s := range sum {
		context[r] = math.Pow(s, power)
		all += context[r]
	}
	at := 0
	for r := range m.n {
		begin, end := m.from[r], m.from[r+1]
		m.from[r] = at
		for i := begin; i < end; i++ {
			if p := math.Log(float64(m.value[i]) / sum[r] * all / context[m.col[i]]); p > 0 {
				m.col[at], m.value[at] = m.col[i], float32(p)
				at++
			}
		}
	}
	m.from[m.n] = at
	m.col, m.value = m.col[:at], m.value[:at]
}

// common is the direction that texts have in common: the first principal component of passages of the corpus.
func (c *corpus) common(ids []int32, rows []meaning.Row, v [][]float64) []float64 {
	const passage, rounds = 60, 10
	var texts [][]float64
	for part := range slices.Chunk(c.rowStream(ids), passage) {
		sum := make([]float64, meaning.Dims)
		for _, w := range part {
			if w < 0 {
				continue
			}
			for d, x := range v[w] {
				sum[d] += rows[w].Weight * x
			}
		}
		unit(sum)
		texts = append(texts, sum)
	}
	common := make([]float64, meaning.Dims)
	for d := range common {
		common[d] = 1
	}
	for range rounds { // power iteration
		next := make([]float64, meaning.Dims)
		for _, t := range texts {
			along := 0.0
			for d, x := range t {
				along += x * common[d]
			}
			for d, x := range t {
				next[d] += along * x
			}
		}
		unit(next)
		common = next
	}
	return common
}
