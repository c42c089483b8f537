package search

import (
	"cmp"
	"slices"
)

// nearness lifts hits in which neighbouring words of the query stand side by side in one field.
func (r *run) nearness(docs []*doc, units []*unit) error {
	if len(docs) == 0 {
		return nil
	}
	inOrder := slices.Clone(docs)
	slices.SortFunc(inOrder, func(a, b *doc) int { return cmp.Compare(a.n, b.n) })
	var pairs, total float64
	near := make([]float64, len(inOrder))
	var before *unit
	for _, u := range units {
		if !u.need || u.share < 1 {
			continue
		}
		if before != nil {
			weight := u.idf + before.idf
			pairs++
			total += weight
			if err := r.sideBySide(inOrder, near, before, u, weight); err != nil {
				return err
			}
		}
		before = u
	}
	if pairs == 0 {
		return nil
	}
	for i, d := range inOrder {
		d.near = 1 + nearBonus*near[i]/total
		d.score *= d.near
	}
	return nil
}

// sideBySide adds weight for the documents, ascending, where both units are at most two words apart.
func (r *run) sideBySide(docs []*doc, near []float64, a, b *unit, weight float64) error {
	best := make([]float64, len(docs))
	for _, field := range proseFields() {
		for _, ta := range a.terms {
			for _, tb := range b.terms {
				if err := r.pair(docs, best, field, ta.text, tb.text); err != nil {
					return err
				}
			}
		}
	}
	for i, c := range best {
		near[i] += c * weight
	}
	return nil
}

// pair notes in best how close two terms come in a field of each document: 1 side by side in the
// query's order, less if further apart or the other way round.
func (r *run) pair(docs []*doc, best []float64, field, a, b string) error {
	pa, err := r.postings(a, field, true)
	if err != nil {
		return err
	}
	defer pa.close()
	pb, err := r.postings(b, field, true)
	if err != nil {
		return err
	}
	defer pb.close()
	for i, d := range docs {
		na, ok, err := pa.seek(d.n)
		if err != nil || !ok {
			return err
		}
		if na != d.n {
			continue
		}
		nb, ok, err := pb.seek(d.n)
		if err != nil || !ok {
			return err
		}
		if nb == d.n {
			best[i] = max(best[i], closeness(pa.places(), pb.places()))
		}
		if err := r.tick(); err != nil {
			return err
		}
	}
	return nil
}

// closeness of two ascending lists of positions.
func closeness(a, b []int) float64 {
	best := 0.0
	for _, x := range a {
		k, _ := slices.BinarySearch(b, x)
		for _, y := range b[max(0, k-1):min(len(b), k+2)] {
			switch gap := y - x; {
			case gap == 1:
				return 1
			case gap == 2 || gap == -1:
				best = max(best, 0.6)
			case abs(gap) <= 5:
				best = max(best, 0.3)
			}
		}
	}
	return best
}
