package learn

import (
	"math"
	"slices"
)

// Linear is a fitted logistic regression: the score of an example is Bias plus the sum of weight times
// value, and its sigmoid is the probability of a yes.
type Linear struct {
	Bias    float64
	Weights []float64 // by feature
}

// Score is the log odds of a yes.
func (m *Linear) Score(terms []Term) float64 {
	s := m.Bias
	for _, t := range terms {
		if t.Feature < len(m.Weights) {
			s += m.Weights[t.Feature] * t.Value
		}
	}
	return s
}

// ScoreRow is the score of a full row of values.
func (m *Linear) ScoreRow(row []float64) float64 {
	s := m.Bias
	for i, v := range row {
		s += m.Weights[i] * v
	}
	return s
}

// Fits reports whether the regression can be asked with rows of so many features.
func (m *Linear) Fits(features int) bool { return len(m.Weights) == features }

// Shares are the features that decided, the strongest first.
func (m *Linear) Shares(terms []Term) []Share {
	shares := make([]Share, 0, len(terms))
	for _, t := range terms {
		if t.Feature < len(m.Weights) {
			shares = append(shares, Share{t.Feature, m.Weights[t.Feature] * t.Value})
		}
	}
	return sortShares(shares)
}

// LinearOptions say how a logistic regression is fitted.
type LinearOptions struct {
	// L2 is the penalty on the squares of the weights, beside the sum of the examples' losses; the bias is
	// free. 1 is a good start.
	L2 float64
	// Scale divides each feature by its root mean square while fitting, so that the penalty does not depend
	// on units. The weights that come out are for the values as given.
	Scale bool
	// Steps is the most iterations; 0 means 200.
	Steps int
}

// FitLinear fits a logistic regression with features 0 to features-1, by L-BFGS (Nocedal, "Updating
// quasi-Newton matrices with limited storage", 1980).
func FitLinear(examples []Example, features int, o LinearOptions) (*Linear, error) {
	if err := check(examples, features); err != nil {
		return nil, err
	}
	p := &problem{examples: examples, n: features, l2: o.L2, scale: make([]float64, features)}
	for i := range p.scale {
		p.scale[i] = 1
	}
	if o.Scale {
		p.rootMeanSquares()
	}
	steps := o.Steps
	if steps == 0 {
		steps = 200
	}
	x := p.minimise(steps)
	m := &Linear{Bias: x[features], Weights: x[:features]}
	for i, s := range p.scale {
		m.Weights[i] *= s
	}
	return m, nil
}

// problem is the loss that is made small. The bias is the variable after the weights.
type problem struct {
	examples []Example
	n        int
	l2       float64
	scale    []float64 // what the values are multiplied by
}

func (p *problem) rootMeanSquares() {
	sum := make([]float64, p.n)
	for i := range p.examples {
		for _, t := range p.examples[i].Terms {
			sum[t.Feature] += t.Value * t.Value
		}
	}
	for i, s := range sum {
		if s > 0 {
			p.scale[i] = 1 / math.Sqrt(s/float64(len(p.examples)))
		}
	}
}

// loss is the penalised log loss at x; its gradient is written to g.
func (p *problem) loss(x, g []float64) float64 {
	clear(g)
	total := 0.0
	for i, w := range x[:p.n] {
		total += p.l2 / 2 * w * w
		g[i] = p.l2 * w
	}
	for i := range p.examples {
		e := &p.examples[i]
		s := x[p.n]
		for _, t := range e.Terms {
			s += x[t.Feature] * t.Value * p.scale[t.Feature]
		}
		w, y := e.weight(), e.label()
		total += w * logLoss(s, y)
		d := w * (Sigmoid(s) - y)
		for _, t := range e.Terms {
			g[t.Feature] += d * t.Value * p.scale[t.Feature]
		}
		g[p.n] += d
	}
	return total
}

// logLoss is the loss of a score where the answer is y, without overflow.
func logLoss(score, y float64) float64 {
	return math.Max(score, 0) - score*y + math.Log1p(math.Exp(-math.Abs(score)))
}

// memory is how many steps back L-BFGS remembers.
const memory = 8

// minimise walks downhill until the gradient is small beside the weights, or the steps are used up.
func (p *problem) minimise(steps int) []float64 {
	x, g := make([]float64, p.n+1), make([]float64, p.n+1)
	f := p.loss(x, g)
	var ss, ys [][]float64 // the last moves and the changes of the gradient
	for range steps {
		if math.Sqrt(dot(g, g)) <= 1e-5*math.Max(1, math.Sqrt(dot(x, x))) {
			break
		}
		d := direction(g, ss, ys)
		slope := dot(d, g)
		if slope >= 0 { // the memory misleads: begin again with the gradient
			ss, ys = nil, nil
			d = direction(g, nil, nil)
			slope = dot(d, g)
		}
		nx, ng := make([]float64, len(x)), make([]float64, len(x))
		step, nf := 1.0, 0.0
		if len(ss) == 0 {
			step = 1 / math.Max(1, math.Sqrt(dot(g, g)))
		}
		for try := 0; ; try++ {
			for i := range x {
				nx[i] = x[i] + step*d[i]
			}
			nf = p.loss(nx, ng)
			if nf <= f+1e-4*step*slope {
				break
			}
			if try == 40 {
				return x
			}
			step /= 2
		}
		s, y := sub(nx, x), sub(ng, g)
		if dot(s, y) > 1e-12 {
			ss, ys = append(ss, s), append(ys, y)
			if len(ss) > memory {
				ss, ys = slices.Delete(ss, 0, 1), slices.Delete(ys, 0, 1)
			}
		}
		x, g, f = nx, ng, nf
	}
	return x
}

// direction is where L-BFGS goes from a point with gradient g: the two-loop recursion.
func direction(g []float64, ss, ys [][]float64) []float64 {
	d := slices.Clone(g)
	a := make([]float64, len(ss))
	for i := len(ss) - 1; i >= 0; i-- {
		a[i] = dot(ss[i], d) / dot(ys[i], ss[i])
		add(d, -a[i], ys[i])
	}
	if k := len(ss) - 1; k >= 0 {
		h := dot(ss[k], ys[k]) / dot(ys[k], ys[k])
		for i := range d {
			d[i] *= h
		}
	}
	for i := range ss {
		b := dot(ys[i], d) / dot(ys[i], ss[i])
		add(d, a[i]-b, ss[i])
	}
	for i := range d {
		d[i] = -d[i]
	}
	return d
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

func add(to []float64, by float64, v []float64) {
	for i := range to {
		to[i] += by * v[i]
	}
}

func sub(a, b []float64) []float64 {
	d := make([]float64, len(a))
	for i := range a {
		d[i] = a[i] - b[i]
	}
	return d
}
