package quote

import (
	"cmp"
	"slices"
)

// The weights of what makes a sentence stand for a theme. They were set by reading the pages of six
// editions; the order of most first sentences does not depend on them within a factor of 1.5.
const (
	damping = 0.85 // of the random walk: the rest of the time it starts anew at a sentence about the theme
	rounds  = 30
	// mostWalked bounds the walk, which is quadratic. Of larger themes the sentences nearest to the
	// theme's centre enter.
	mostWalked = 160
	// redundant is the cosine from which two sentences say the same.
	redundant = 0.45
	// relevance is what likeness to the rest of the theme counts for in the choice of the second sentence,
	// against difference from the first.
	relevance = 0.7
)

// central scores candidates: LexRank, the stationary distribution of a random walk that prefers to go
// from a sentence to those that share its words, and to start at sentences that are likely to be about
// the theme. The scores are scaled so that the best is 1.
func central(cs []*Sentence, prior Prior) []float64 {
	n := len(cs)
	start := make([]float64, n)
	sum := 0.0
	for i, c := range cs {
		start[i] = prior(c)
		sum += start[i]
	}
	if sum == 0 {
		return start
	}
	for i := range start {
		start[i] /= sum
	}
	edges := make([][]weighted, n)
	degree := make([]float64, n)
	for i := range n {
		for j := i + 1; j < n; j++ {
			like := cs[i].terms.dot(cs[j].terms)
			if like < 0.02 {
				continue
			}
			if cs[i].Voice == cs[j].Voice {
				like *= 0.5 // what several people say weighs more than what one repeats
			}
			edges[i] = append(edges[i], weighted{int32(j), like})
			edges[j] = append(edges[j], weighted{int32(i), like})
			degree[i] += like
			degree[j] += like
		}
	}
	p := slices.Clone(start)
	next := make([]float64, n)
	for range rounds {
		lost := 0.0
		for i := range n {
			next[i] = 0
			if degree[i] == 0 {
				lost += p[i]
			}
		}
		for i := range n {
			for _, e := range edges[i] {
				next[e.id] += p[i] * e.weight / degree[i]
			}
		}
		for i := range n {
			next[i] = damping*(next[i]+lost*start[i]) + (1-damping)*start[i]
		}
		p, next = next, p
	}
	for i := range p {
		p[i] *= prior(cs[i])
	}
	best := slices.Max(p)
	for i := range p {
		p[i] /= best
	}
	return p
}

// Nearest keeps the candidates closest to the centre of all, in their order.
func Nearest(cs []*Sentence, prior Prior) []*Sentence {
	if len(cs) <= mostWalked {
		return cs
	}
	centre := map[int32]float64{}
	for _, c := range cs {
		for _, t := range c.terms {
			centre[t.id] += t.weight
		}
	}
	type scored struct {
		c     *Sentence
		score float64
	}
	all := make([]scored, len(cs))
	for i, c := range cs {
		for _, t := range c.terms {
			all[i].score += t.weight * centre[t.id]
		}
		all[i].c, all[i].score = c, all[i].score*prior(c)
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.c.Place, b.c.Place))
	})
	out := make([]*Sentence, mostWalked)
	for i := range out {
		out[i] = all[i].c
	}
	slices.SortFunc(out, func(a, b *Sentence) int { return cmp.Compare(a.Place, b.Place) })
	return out
}

// Choose picks up to n sentences: the most central first, then those that are central and say something
// else (maximal marginal relevance), of another voice where there is one. It skips sentences too similar to those in
// spoken and, unless again is set, those from the same takeaway.
func Choose(cs []*Sentence, n int, prior Prior, spoken []*Sentence, again bool) []*Sentence {
	if len(cs) == 0 || n == 0 {
		return nil
	}
	scores := central(cs, prior)
	var out []*Sentence
	for len(out) < n {
		best, most := -1, 0.0
		for i, c := range cs {
			score := scores[i]
			second := len(out) > 0
			if score <= 0 || (second && c.Vague) || repeats(c, spoken, again) || repeats(c, out, false) {
				continue
			}
			for _, o := range out {
				like := c.terms.dot(o.terms)
				score = min(score, relevance*scores[i]-(1-relevance)*like)
				if o.Voice == c.Voice {
					score -= 0.25 * scores[i]
				}
			}
			if score > most {
				best, most = i, score
			}
		}
		if best < 0 {
			break
		}
		out = append(out, cs[best])
	}
	return out
}

// repeats reports whether c says what one of the others says, or is of the same takeaway, which counts
// unless again.
func repeats(c *Sentence, others []*Sentence, again bool) bool {
	return slices.ContainsFunc(others, func(o *Sentence) bool {
		return o.Takeaway == c.Takeaway && !again || o.terms.dot(c.terms) >= redundant
	})
}
