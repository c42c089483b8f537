package search

import (
	"cmp"
	"slices"
)

// What a query means beyond its words: the hints of the caller, and what the best hits have in common.

const (
	// nameTimes is what a word that belongs to the name of a topic or a project weighs next to others.
	nameTimes = 1.4
	// likeBonus is for the tags of the best hits, as a share of the score; likeHits is how many write-ups
	// those are, and commonTag the share of them that a tag must exceed to count.
	likeBonus = 0.6
	likeHits  = 10
	commonTag = 0.15
)

// understand lets the takeaways of hints count as holding the words. A topic is wider than the words that
// name it: carrying its tag never counts more than the tag is rare.
func understand(units []*unit, total int) {
	weight := map[int]float64{} // of all words that a hint is about
	for _, u := range units {
		for _, h := range u.hints {
			if u.need {
				weight[h.index] += u.idf
			}
		}
	}
	for _, u := range units {
		for _, h := range u.hints {
			if w := weight[h.index]; h.label == labelTopic && w > 0 {
				h.weight *= min(1, idf(h.in.count(), total)/w)
			}
			u.strengthen(h)
		}
	}
}

// strengthen lets the takeaways of a hint count as holding the unit.
func (u *unit) strengthen(h hinted) {
	_ = h.in.each(func(n uint64) error {
		u.grow(n)
		if u.strength[n] == 0 {
			u.label[n] = h.label
		}
		u.strength[n] = max(u.strength[n], float32(h.weight))
		return nil
	})
}

// likeness lifts hits that carry the tags of the best hits: what those are about is most likely what was
// meant (pseudo-relevance feedback, by tags in place of words). It finds nothing new, it orders.
func (r *run) likeness(top []*doc) error {
	weights, sum, err := r.tagWeights(top)
	if err != nil || sum == 0 {
		return err
	}
	for _, d := range top {
		shared := 0.0
		for _, t := range d.tags {
			shared += weights[t]
		}
		d.like = 1 + likeBonus*shared/sum
		d.score *= d.like
	}
	return nil
}

// tagWeights says how much each tag of the best hits tells: how common it is among them, and how rare
// elsewhere. Each write-up speaks once, by its best hit.
func (r *run) tagWeights(top []*doc) (weights map[string]float64, sum float64, err error) {
	best := slices.Clone(top)
	slices.SortFunc(best, byScore)
	weights = map[string]float64{}
	seen, all := map[writeUp]bool{}, 0.0
	for _, d := range best {
		if seen[d.writeUp()] {
			continue
		}
		if len(seen) == likeHits {
			break
		}
		seen[d.writeUp()] = true
		all += d.score
		for _, t := range d.tags {
			weights[t] += d.score
		}
	}
	total, err := r.total()
	if err != nil {
		return nil, 0, err
	}
	names := make([]string, 0, len(weights))
	for t := range weights {
		names = append(names, t)
	}
	slices.Sort(names) // sums of floating point depend on their order
	for _, t := range names {
		p, err := r.postings(t, fieldTag, false)
		if err != nil {
			return nil, 0, err
		}
		df, err := p.count()
		p.close()
		if err != nil {
			return nil, 0, err
		}
		weights[t] = max(0, weights[t]/all-commonTag) * idf(df, total)
		sum += weights[t]
	}
	return weights, sum, nil
}

// byScore orders hits by score, ties by ID.
func byScore(a, b *doc) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) }
