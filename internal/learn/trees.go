package learn

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Node is one node of a tree in its compiled form. The nodes of a tree stand in depth-first order: the
// branch for "no" (value below Less) follows its node, the branch for "yes" stands at Other.
type Node struct {
	Feature int16   // what is asked; -1 in a leaf
	Other   uint16  // where the branch for values of Less and more begins, in the same tree
	Less    float32 // values below it go on with the next node
	Value   float32 // what the tree says here, in log odds; inside a tree the mean of what is below
}

// Trees is a fitted set of boosted trees. The score of an example is Bias plus what each tree says.
type Trees struct {
	Bias  float64
	Nodes []Node   // all trees, one after the other
	Roots []uint32 // where each begins
}

// Score is the log odds of a yes for a full row of values.
func (m *Trees) Score(row []float64) float64 {
	s := m.Bias
	for k := range m.Roots {
		tree := m.tree(k)
		at := 0
		for tree[at].Feature >= 0 {
			at = tree[at].next(at, row)
		}
		s += float64(tree[at].Value)
	}
	return s
}

// next is the node after node at.
func (n *Node) next(at int, row []float64) int {
	if float32(row[n.Feature]) < n.Less {
		return at + 1
	}
	return int(n.Other)
}

func (m *Trees) tree(k int) []Node {
	end := len(m.Nodes)
	if k+1 < len(m.Roots) {
		end = int(m.Roots[k+1])
	}
	return m.Nodes[m.Roots[k]:end]
}

// Shares are the features that decided, the strongest first: each has what the mean of the nodes changed by
// where it was asked.
func (m *Trees) Shares(row []float64) []Share {
	by := make([]Share, len(row))
	for i := range by {
		by[i].Feature = i
	}
	for k := range m.Roots {
		tree := m.tree(k)
		for at := 0; tree[at].Feature >= 0; {
			to := tree[at].next(at, row)
			by[tree[at].Feature].Score += float64(tree[to].Value) - float64(tree[at].Value)
			at = to
		}
	}
	return sortShares(by)
}

// Fits reports whether the trees can be asked with rows of so many features: every node leads to another
// of its tree, further on, and asks for a feature that exists.
func (m *Trees) Fits(features int) bool {
	for k, root := range m.Roots {
		if int(root) >= len(m.Nodes) || k > 0 && root <= m.Roots[k-1] {
			return false
		}
		tree := m.tree(k)
		for at, n := range tree {
			inside := at+1 < len(tree) && int(n.Other) < len(tree) && int(n.Other) > at
			if n.Feature >= 0 && (int(n.Feature) >= features || !inside) {
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
		nodes := g.tree()
		m.Roots = append(m.Roots, uint32(len(m.Nodes)))
		m.Nodes = append(m.Nodes, nodes...)
	}
	return m, nil
}

// grower is the state of growing trees.
type grower struct {
	TreeOptions
	examples   []Example
	rows       [][]float32 // values by feature, then example
	order      [][]int32   // examples by feature, sorted by value
	score      []float64   // of each example so far
	grad, hess []float64
	bias       float64
	rng        *rand.Rand
	use        []bool // features that the current tree may ask
	where      []int  // the node of the current tree in which each example stands; -1 outside of the sample
	nodes      []Node
}

func newGrower(examples []Example, features int, o TreeOptions) *grower {
	n := len(examples)
	g := &grower{TreeOptions: o, examples: examples, rows: make([][]float32, features), order: make([][]int32, features),
		score: make([]float64, n), grad: make([]float64, n), hess: make([]float64, n),
		rng: rand.New(rand.NewPCG(o.Seed, 1)), use: make([]bool, features), where: make([]int, n)}
	for f := range features {
		g.rows[f] = make([]float32, n)
	}
	yes, all := 0.0, 0.0
	for i := range examples {
		for _, t := range examples[i].Terms {
			g.rows[t.Feature][i] = float32(t.Value)
		}
		yes += examples[i].weight() * examples[i].label()
		all += examples[i].weight()
	}
	for f := range features {
		row := g.rows[f]
		g.order[f] = make([]int32, n)
		for i := range n {
			g.order[f][i] = int32(i)
		}
		slices.SortStableFunc(g.order[f], func(a, b int32) int {
			switch {
			case row[a] < row[b]:
				return -1
			case row[a] > row[b]:
				return 1
			}
			return 0
		})
	}
	g.bias = math.Log(yes / (all - yes))
	for i := range g.score {
		g.score[i] = g.bias
	}
	return g
}

// tree grows one tree and adds it to the scores.
func (g *grower) tree() []Node {
	for i := range g.examples {
		e := &g.examples[i]
		p, w := Sigmoid(g.score[i]), e.weight()
		g.grad[i], g.hess[i] = w*(p-e.label()), w*math.Max(p*(1-p), 1e-6)
		g.where[i] = 0
		if g.Sample > 0 && g.rng.Float64() >= g.Sample {
			g.where[i] = -1
		}
	}
	for f := range g.use {
		g.use[f] = g.Features == 0 || g.rng.Float64() < g.Features
	}
	g.nodes = g.nodes[:0]
	var sg, sh float64
	for i, at := range g.where {
		if at == 0 {
			sg, sh = sg+g.grad[i], sh+g.hess[i]
		}
	}
	g.grow(sg, sh, 0)
	one := Trees{Nodes: slices.Clone(g.nodes), Roots: []uint32{0}}
	row := make([]float64, len(g.rows))
	for i := range g.examples {
		for f := range g.rows {
			row[f] = float64(g.rows[f][i])
		}
		g.score[i] += one.Score(row)
	}
	return one.Nodes
}

// cut is a question that divides the examples of a node.
type cut struct {
	feature int
	less    float32
	gain    float64
	g, h    float64 // of the examples below
}

// grow adds the node in which the examples with the given sums stand, and what is below it. On entry those
// examples are marked with the number that the node is going to have.
func (g *grower) grow(sg, sh float64, depth int) {
	at := len(g.nodes)
	g.nodes = append(g.nodes, Node{Feature: -1, Value: float32(-g.Rate * sg / (sh + g.L2))})
	if depth == g.Depth {
		return
	}
	best := g.best(at, sg, sh)
	if best.gain <= 1e-9 {
		return
	}
	g.nodes[at].Feature, g.nodes[at].Less = int16(best.feature), best.less
	row := g.rows[best.feature]
	const later = math.MaxInt32
	for i, w := range g.where {
		if w == at {
			g.where[i] = at + 1
			if row[i] >= best.less {
				g.where[i] = later + depth // until the branch below is done
			}
		}
	}
	g.grow(best.g, best.h, depth+1)
	other := len(g.nodes)
	g.nodes[at].Other = uint16(other)
	for i, w := range g.where {
		if w == later+depth {
			g.where[i] = other
		}
	}
	g.grow(sg-best.g, sh-best.h, depth+1)
}

// best is the question that gains most; of equal ones the first.
func (g *grower) best(at int, sg, sh float64) cut {
	var best cut
	worth := func(a, b float64) float64 { return a * a / (b + g.L2) }
	for f, use := range g.use {
		if !use {
			continue
		}
		row := g.rows[f]
		var lg, lh float64
		last, any := float32(0), false
		for _, i := range g.order[f] {
			if g.where[i] != at {
				continue
			}
			if v := row[i]; any && v > last && lh >= g.Least && sh-lh >= g.Least {
				gain := worth(lg, lh) + worth(sg-lg, sh-lh) - worth(sg, sh)
				if gain > best.gain+1e-9 {
					best = cut{f, last + (v-last)/2, gain, lg, lh}
					if best.less <= last {
						best.less = v
					}
				}
			}
			lg, lh = lg+g.grad[i], lh+g.hess[i]
			last, any = row[i], true
		}
	}
	return best
}
