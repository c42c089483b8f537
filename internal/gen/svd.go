package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

// svd finds the first singular values of a matrix and the left singular vectors, by subspace iteration from
// random vectors with a fixed seed (Halko, Martinsson, Tropp 2011, algorithm 4.4). Rows of u belong to rows of m.
func svd(m *matrix, dims, rounds int) (u [][]float32, s []float64) {
	const more = 20
	k := dims + more
	rng := rand.New(rand.NewPCG(1, 2))
	y := newDense(m.n, k)
	for i := range y {
		for j := range y[i] {
			y[i][j] = float32(rng.NormFloat64())
		}
	}
	t := m.transposed()
	y = m.times(y)
	for range rounds {
		orthonormalise(y)
		y = t.times(y)
		orthonormalise(y)
		y = m.times(y)
	}
	orthonormalise(y)
	b := t.times(y) // the transpose of what is left: n by k
	values, vectors := jacobi(squared(b))
	order := make([]int, k)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	u = newDense(m.n, dims)
	for d := range dims {
		s = append(s, math.Sqrt(max(0, values[order[d]])))
	}
	for i, row := range y {
		for d := range dims {
			sum := 0.0
			for j := range k {
				sum += float64(row[j]) * vectors[j][order[d]]
			}
			u[i][d] = float32(sum)
		}
	}
	return u, s
}

// squared is the transpose of a matrix times itself.
func squared(b [][]float32) [][]float64 {
	k := len(b[0])
	out := make([][]float64, k)
	for i := range out {
		out[i] = make([]float64, k)
	}
	for _, row := range b {
		for i := range k {
			for j := i; j < k; j++ {
				out[i][j] += float64(row[i]) * float64(row[j])
			}
		}
	}
	for i := range k {
		for j := range i {
			out[i][j] = out[j][i]
		}
	}
	return out
}

// processors is how many parts work is cut into. No result depends on it.
func processors() int { return runtime.GOMAXPROCS(0) }

func newDense(n, k int) [][]float32 {
	all := make([]float32, n*k)
	out := make([][]float32, n)
	for i := range out {
		out[i] = all[i*k : (i+1)*k]
	}
	return out
}

func (m *matrix) transposed() *matrix {
	t := &matrix{n: m.n, from: make([]int, m.n+1), col: make([]int32, len(m.col)), value: make([]float32, len(m.value))}
	for _, c := range m.col {
		t.from[c+1]++
	}
	for i := range m.n {
		t.from[i+1] += t.from[i]
	}
	next := slices.Clone(t.from)
	for r := range m.n {
		for i := m.from[r]; i < m.from[r+1]; i++ {
			c := m.col[i]
			t.col[next[c]], t.value[next[c]] = int32(r), m.value[i]
			next[c]++
		}
	}
	return t
}

// times multiplies by a dense matrix. Every row is a sum of its own, so the result does not depend on how
// many processors there are.
func (m *matrix) times(x [][]float32) [][]float32 {
	out := newDense(m.n, len(x[0]))
	var workers sync.WaitGroup
	parts := processors()
	for p := range parts {
		workers.Go(func() {
			for r := p; r < m.n; r += parts {
				row := out[r]
				for i := m.from[r]; i < m.from[r+1]; i++ {
					v := m.value[i]
					from := x[m.col[i]][:len(row)]
					for j := range row {
						row[j] += v * from[j]
					}
				}
			}
		})
	}
	workers.Wait()
	return out
}

// orthonormalise makes the columns orthonormal: modified Gram-Schmidt over column-major copies, twice.
func orthonormalise(y [][]float32) {
	n, k := len(y), len(y[0])
	cols := newDense(k, n)
	for i := range n {
		for j := range k {
			cols[j][i] = y[i][j]
		}
	}
	for j := range k {
		for range 2 {
			var workers sync.WaitGroup
			dots := make([]float64, j)
			parts := processors()
			for p := range parts {
				workers.Go(func() {
					for i := p; i < j; i += parts {
						dots[i] = dot(cols[i], cols[j])
					}
				})
			}
			workers.Wait()
			for i := range j {
				v := float32(dots[i])
				for x, q := range cols[i] {
					cols[j][x] -= v * q
				}
			}
		}
		norm := math.Sqrt(dot(cols[j], cols[j]))
		for x := range cols[j] {
			cols[j][x] = float32(float64(cols[j][x]) / norm)
		}
	}
	for i := range n {
		for j := range k {
			y[i][j] = cols[j][i]
		}
	}
}

func dot(a, b []float32) float64 {
	var s0, s1, s2, s3 float64
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += float64(a[i]) * float64(b[i])
		s1 += float64(a[i+1]) * float64(b[i+1])
		s2 += float64(a[i+2]) * float64(b[i+2])
		s3 += float64(a[i+3]) * float64(b[i+3])
	}
	for ; i < len(a); i++ {
		s0 += float64(a[i]) * float64(b[i])
	}
	return s0 + s1 + s2 + s3
}

// jacobi finds eigenvalues and eigenvectors (columns) of a symmetric matrix by rotations.
func jacobi(a [][]float64) (values []float64, v [][]float64) {
	n := len(a)
	v = make([][]float64, n)
	for i := range v {
		v[i] = make([]float64, n)
		v[i][i] = 1
	}
	for range 30 {
		off := 0.0
		for i := range n {
			for j := range i {
				off += a[i][j] * a[i][j]
			}
		}
		if off < 1e-12*a[0][0]*a[0][0] {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, v, p, q)
			}
		}
	}
	for i := range n {
		values = append(values, a[i][i])
	}
	return values, v
}

func rotate(a, v [][]float64, p, q int) {
	if a[p][q] == 0 {
		return
	}
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for i := range a {
		ip, iq := a[i][p], a[i][q]
		a[i][p], a[i][q] = c*ip-s*iq, s*ip+c*iq
	}
	for i := range a {
		pi, qi := a[p][i], a[q][i]
		a[p][i], a[q][i] = c*pi-s*qi, s*pi+c*qi
	}
	for i := range v {
		ip, iq := v[i][p], v[i][q]
		v[i][p], v[i][q] = c*ip-s*iq, s*ip+c*iq
	}
}
