package digest

import (
	"cmp"
	"math"
	"slices"
)

// Move says how the share of a tag or project differs between two groups.
type Move string

// The moves. A share moves only when it changes by more than chance could easily do.
const (
	New     Move = "new"     // not in the group before
	Gone    Move = "gone"    // no longer there
	Rising  Move = "rising"  // a larger share than before
	Falling Move = "falling" // a smaller share than before
	Steady  Move = "steady"
)

// Mover is a tag or a project in two groups, the one before and the one after.
type Mover struct {
	Key           string // the tag or the id of the project
	Move          Move
	Before, After *Counter // nil where it does not occur
	// ShareBefore and ShareAfter are of the takeaways of each group, 0 to 1.
	ShareBefore, ShareAfter float64
	// Z is the two-proportion z score of the difference, positive for a rise: what movers are ordered by.
	Z float64
}

// leastZ is the difference, in standard errors, from which a share counts as rising or falling: a
// one-sided error of one in ten. More would leave nothing to say about editions with some dozens of
// takeaways; the marks on small samples do the rest.
const leastZ = 1.28

// TagMovers compares the tags of two groups: the strongest moves first, rises before falls of the same
// strength, then by tag.
func TagMovers(before, after *Group) []Mover {
	return movers(before, after, func(g *Group) map[string]*Counter { return g.tags })
}

// ProjectMovers compares the projects of two groups, in the order of TagMovers.
func ProjectMovers(before, after *Group) []Mover {
	return movers(before, after, func(g *Group) map[string]*Counter { return g.projects })
}

func movers(before, after *Group, of func(*Group) map[string]*Counter) []Mover {
	was, is := of(before), of(after)
	var out []Mover
	add := func(key string) {
		m := Mover{Key: key, Before: was[key], After: is[key]}
		m.ShareBefore, m.ShareAfter = before.Share(m.Before), after.Share(m.After)
		m.Z = zScore(m.Before.Takeaways(), before.Takeaways(), m.After.Takeaways(), after.Takeaways())
		m.Move = move(&m)
		out = append(out, m)
	}
	for key := range is {
		add(key)
	}
	for key := range was {
		if is[key] == nil {
			add(key)
		}
	}
	slices.SortFunc(out, func(a, b Mover) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Z), math.Abs(a.Z)), cmp.Compare(b.Z, a.Z), cmp.Compare(a.Key, b.Key))
	})
	return out
}

func move(m *Mover) Move {
	switch {
	case m.Before.Takeaways() == 0:
		return New
	case m.After.Takeaways() == 0:
		return Gone
	case m.Z >= leastZ:
		return Rising
	case m.Z <= -leastZ:
		return Falling
	}
	return Steady
}

// zScore is the pooled two-proportion z of b of m after a of n; 0 where a group is empty or nothing varies.
func zScore(a, n, b, m int) float64 {
	if n == 0 || m == 0 {
		return 0
	}
	p := float64(a+b) / float64(n+m)
	spread := math.Sqrt(p * (1 - p) * (1/float64(n) + 1/float64(m)))
	if spread == 0 {
		return 0
	}
	return (float64(b)/float64(m) - float64(a)/float64(n)) / spread
}
