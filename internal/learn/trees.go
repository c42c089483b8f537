package learn

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Trees is a fitted set of boosted trees in its compiled form. The score of an example is Bias plus what each
// tree says. The nodes of all trees stand one after the other, each tree depth-first; a node has a place in
// each of the four lists, which makes a table without names.
type Trees struct {
	Bias    float64
	Roots   []uint32  // where each tree begins
	Feature []int16   // what a node asks for; -1 in a leaf
	Other   []uint16  // where the branch for values of Less and more begins, in the same tree; the one for smaller values follows
	Less    []float32 // smaller values go on with the next node
	Value   []float32 // what the tree says in a leaf, in log odds; in other nodes what it would say there
}

// Score is the log odds of a yes for a full row of values.
func (m *Trees) Score(row []float64) float64 {
	s := m.Bias
	for _, root := range m.Roots {
		at := int(root)
		for m.Feature[at] >= 0 {
			at = m.next(int(root), at, row)
		}
		s += float64(m.Value[at])
	}
	return s
}

// next is the node after node at of the tree at root.
func (m *Trees) next(root, at int, row []float64) int {
	if float32(row[m.Feature[at]]) < m.Less[at] {
		return at + 1
	}
	return root + int(m.Other[at])
}

// Shares are the features that decided, the strongest first: each has what the answer changed by where it
// was asked.
func (m *Trees) Shares(row []float64) []Share {
	by := make([]Share, len(row))
	for i := range by {
		by[i].Feature = i
	}
	for _, root := range m.Roots {
		for at := int(root); m.Feature[at] >= 0; {
			to := m.next(int(root), at, row)
			by[m.Feature[at]].Score += float64(m.Value[to]) - float64(m.Value[at])
			at = to
		}
	}
	return sortShares(by)
}

// Fits reports whether the trees can be asked with rows of so many features: every node leads to another
// of its tree, further on, and asks for a feature that exists.
func (m *Trees) Fits(features int) bool {
	n := len(m.Feature)
	if len(m.Other) != n || len(m.Less) != n || len(m.Value) != n {
		return false
	}
	for k, root := range m.Roots {
		end := n
		if k+1 < len(m.Roots) {
			end = int(m.Roots[k+1])
		}
		if int(root) >= end || end > n {
			return false
		}
		for at := int(root); at < end; at++ {
			other := int(root) + int(m.Other[at])
			inside := at+1 < end && other < end && other > at
			if m.Feature[at] >= 0 && (int(m.Feature[at]) >= features || !inside) {
				return false
			}
		}
	}
	return true
}

// TreeOptions say how trees are grown.
type TreeOptions struct {
	Trees    int     // how many
	Depth    int     // questions on the way to a leaf, at most
	Rate     float64 // how much of each tree's answer is taken
	L2       float64 // penalty on the leaves' values
	Least    float64 // the least weight of examples in a leaf (sum of p(1-p) times weight)
	Sample   float64 // share of the examples each tree sees; 0 means all
	Features float64 // share of the features each tree sees; 0 means all
	Seed     uint64  // of the two shares
}

// FitTrees grows boosted trees on examples with features 0 to features-1: each tree is fitted to the
// gradient of the log loss of those before it, with Newton steps in the leaves (Friedman, "Greedy function
// approximation", 2001; Chen and Guestrin, "XGBoost", 2016).
func FitTrees(examples []Example, features int, o TreeOptions) (*Trees, error) {
	if err := check(examples, features); err != nil {
		return nil, err
	}
	g := newGrower(examples, features, o)
	m := &Trees{Bias: g.bias}
	for range o.Trees {
		m.append(g.tree())
	}
	return m, nil
}

// FitBag grows several sets of trees, each from another seed, whose mean answers: one set leans on the examples that
// it happened to see.
func FitBag(examples []Example, features int, o TreeOptions, sets int) (*Trees, error) {
	bag := &Trees{}
	for range sets {
		m, err := FitTrees(examples, features, o)
		if err != nil {
			return nil, err
		}
		for i := range m.Value {
			m.Value[i] = short(float64(m.Value[i]) / float64(sets))
		}
		bag.Bias += m.Bias / float64(sets)
		bag.append(m)
		o.Seed++
	}
	return bag, nil
}

// append adds the trees of another set.
func (m *Trees) append(t *Trees) {
	for _, root := range t.Roots {
		m.Roots = append(m.Roots, uint32(len(m.Feature))+root)
	}
	m.Feature, m.Other = append(m.Feature, t.Feature...), append(m.Other, t.Other...)
	m.Less, m.Value = append(m.Less, t.Less...), append(m.Value, t.Value...)
}

// grower is the state of growing trees.
type grower struct {
	TreeOptions
	examples   []Example
	rows       [][]float64 // values by example, then feature
	order      [][]int32   // examples by feature, sorted by value
	score      []float64   // of each example so far
	grad, hess []float64
	bias       float64
	rng        *rand.Rand
	in         []bool // examples that the current tree sees
	low        []bool // examples that go to the first branch of the question just asked
	nodes      *Trees // the tree that grows
}

func newGrower(examples []Example, features int, o TreeOptions) *grower {
	n := len(examples)
	g := &grower{TreeOptions: o, examples: examples, rows: make([][]float64, n), order: make([][]int32, features),
		score: make([]float64, n), grad: make([]float64, n), hess: make([]float64, n),
		rng: rand.New(rand.NewPCG(o.Seed, 1)), in: make([]bool, n), low: make([]bool, n)}
	yes, all := 0.0, 0.0
	for i := range examples {
		g.rows[i] = make([]float64, features)
		for _, t := range examples[i].Terms {
			g.rows[i][t.Feature] = t.Value
		}
		yes += examples[i].weight() * examples[i].label()
		all += examples[i].weight()
	}
	for f := range features {
		g.order[f] = make([]int32, n)
		for i := range n {
			g.order[f][i] = int32(i)
		}
		slices.SortStableFunc(g.order[f], func(a, b int32) int { return cmp.Compare(g.value(f, a), g.value(f, b)) })
	}
	g.bias = math.Log(yes / (all - yes))
	for i := range g.score {
		g.score[i] = g.bias
	}
	return g
}

// value is a value as a compiled tree sees it.
func (g *grower) value(feature int, example int32) float32 { return float32(g.rows[example][feature]) }

// sums are the gradient and the curvature of the loss over some examples.
type sums struct{ g, h float64 }

// tree grows one tree and adds it to the scores.
func (g *grower) tree() *Trees {
	var all sums
	for i := range g.examples {
		e := &g.examples[i]
		p, w := Sigmoid(g.score[i]), e.weight()
		g.grad[i], g.hess[i] = w*(p-e.label()), w*math.Max(p*(1-p), 1e-6)
		if g.in[i] = g.Sample == 0 || g.rng.Float64() < g.Sample; g.in[i] {
			all.g, all.h = all.g+g.grad[i], all.h+g.hess[i]
		}
	}
	var members [][]int32 // the sample by feature, sorted by value; nil for features that the tree may not ask
	for f := range g.order {
		if g.Features > 0 && g.rng.Float64() >= g.Features {
			members = append(members, nil)
			continue
		}
		members = append(members, slices.DeleteFunc(slices.Clone(g.order[f]), func(i int32) bool { return !g.in[i] }))
	}
	g.nodes = &Trees{Roots: []uint32{0}}
	g.grow(members, all, 0)
	for i := range g.rows {
		g.score[i] += g.nodes.Score(g.rows[i])
	}
	return g.nodes
}

// cut is a question that divides the examples of a node.
type cut struct {
	feature int
	less    float32
	gain    float64
	below   sums
}

// grow adds the node of the members and what is below it.
func (g *grower) grow(members [][]int32, s sums, depth int) {
	t := g.nodes
	at := len(t.Feature)
	t.Feature, t.Other, t.Less = append(t.Feature, -1), append(t.Other, 0), append(t.Less, 0)
	t.Value = append(t.Value, short(-g.Rate*s.g/(s.h+g.L2)))
	if depth == g.Depth {
		return
	}
	best := g.best(members, s)
	if best.gain <= 1e-9 {
		return
	}
	t.Feature[at], t.Less[at] = int16(best.feature), best.less
	for _, i := range members[best.feature] {
		g.low[i] = g.value(best.feature, i) < best.less
	}
	low, high := make([][]int32, len(members)), make([][]int32, len(members))
	for f, list := range members {
		for _, i := range list {
			if g.low[i] {
				low[f] = append(low[f], i)
			} else {
				high[f] = append(high[f], i)
			}
		}
	}
	g.grow(low, best.below, depth+1)
	t.Other[at] = uint16(len(t.Feature))
	g.grow(high, sums{s.g - best.below.g, s.h - best.below.h}, depth+1)
}

// short rounds to four digits after the point, which is more than the data can tell and makes short tables.
func short(v float64) float32 { return float32(math.Round(v*1e4) / 1e4) }

// best is the question that gains most; of equal ones the first.
func (g *grower) best(members [][]int32, s sums) cut {
	var best cut
	worth := func(a, b float64) float64 { return a * a / (b + g.L2) }
	for f, list := range members {
		var l sums
		last := float32(0)
		for k, i := range list {
			if v := g.value(f, i); k > 0 && v > last && l.h >= g.Least && s.h-l.h >= g.Least {
				gain := worth(l.g, l.h) + worth(s.g-l.g, s.h-l.h) - worth(s.g, s.h)
				if gain > best.gain+1e-9 {
					best = cut{f, short(float64(last + (v-last)/2)), gain, l}
					if best.less <= last || best.less > v {
						best.less = v
					}
				}
			}
			l.g, l.h = l.g+g.grad[i], l.h+g.hess[i]
			last = g.value(f, i)
		}
	}
	return best
}
