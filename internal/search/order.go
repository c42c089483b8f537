package search

import (
	"cmp"
	"math"
	"slices"

	"takeaway/internal/kb"
)

// order sorts the hits.
func (r *run) order(f *found, o Options) error {
	if o.Sort == "date" || o.Sort == "-date" || len(f.units) == 0 {
		return r.byDate(f, o.Sort != "date")
	}
	top := f.docs[:f.best(window)]
	if err := r.look(top); err != nil {
		return err
	}
	// In the order of documents, which depends on how the index came about, sums of scores would differ in
	// their last digits.
	slices.SortFunc(top, func(a, b *doc) int { return cmp.Compare(a.id, b.id) })
	f.question.addAll(top)
	if err := r.nearness(top, f.units); err != nil {
		return err
	}
	if err := r.likeness(top); err != nil {
		return err
	}
	spread(top)
	behind(top)
	if o.Offset+o.Limit <= len(top) && !o.Group {
		return nil
	}
	rest := f.docs[len(top):]
	if err := r.look(rest); err != nil {
		return err
	}
	slices.SortFunc(rest, byScore)
	for _, d := range rest {
		d.score = min(d.score, top[len(top)-1].score)
	}
	return nil
}

// best puts the n best hits first, in any order, and all that score as much as the last of them. It
// returns how many those are.
func (f *found) best(n int) int {
	if n >= len(f.docs) {
		return len(f.docs)
	}
	scores := make([]float64, len(f.docs))
	for i, d := range f.docs {
		scores[i] = d.score
	}
	least := nth(scores, n)
	at := 0
	for i, d := range f.docs {
		if d.score >= least {
			f.docs[i], f.docs[at] = f.docs[at], d
			at++
		}
	}
	return at
}

// nth is the nth greatest number of the list, counted from 1, whose order it changes (quickselect).
func nth(list []float64, n int) float64 {
	for low, high := 0, len(list)-1; ; {
		if low == high {
			return list[low]
		}
		pivot := list[low+(high-low)/2]
		i, j := low, high
		for i <= j {
			for list[i] > pivot {
				i++
			}
			for list[j] < pivot {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n-1 <= j:
			high = j
		case n-1 >= i:
			low = i
		default:
			return list[n-1]
		}
	}
}

// byDate sorts by date, undated last, ties by ID.
func (r *run) byDate(f *found, newest bool) error {
	if err := r.look(f.docs); err != nil {
		return err
	}
	slices.SortFunc(f.docs, func(a, b *doc) int {
		byDate := cmp.Compare(a.date, b.date)
		if newest {
			byDate = -byDate
		}
		if a.date == "" || b.date == "" {
			byDate = -cmp.Compare(a.date, b.date)
		}
		return cmp.Or(byDate, cmp.Compare(a.id, b.id))
	})
	return nil
}

// spread lifts hits whose write-up has more on the query, then lets no write-up fill the page: each
// further hit of one counts less.
func spread(top []*doc) {
	more := map[writeUp]float64{}
	for _, d := range top {
		more[d.writeUp()] += d.score
	}
	for _, d := range top {
		others := more[d.writeUp()] - d.score
		d.file = 1 + fileBonus*others/(others+2*d.score)
		d.score *= d.file
	}
	slices.SortFunc(top, byScore)
	seen := map[writeUp]int{}
	for _, d := range top {
		d.repeat = math.Pow(repeated, float64(seen[d.writeUp()]))
		d.score *= d.repeat
		seen[d.writeUp()]++
	}
	slices.SortFunc(top, byScore)
}

// writeUp is what a hit is of: paths are unique in a part.
type writeUp struct {
	part int
	path string
}

func (d *doc) writeUp() writeUp { return writeUp{d.part, d.path} }

// look reads ID and card of hits, and weighs the kind.
func (r *run) look(docs []*doc) error {
	for _, d := range docs {
		p, local := r.at(d.n)
		id, err := p.reader.ExternalID(internalID(local))
		if err != nil {
			return err
		}
		if d.card, err = p.cards.find(kb.ID(id)); err != nil {
			return err
		}
		d.id, d.part = p.idHere(kb.ID(id)), p.number
		d.place += p.cards0
		d.score *= kindFactor(d.kind)
		if err := r.tick(); err != nil {
			return err
		}
	}
	return nil
}
