package search

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
)

// What is near in meaning is fused with what has the words: the nearness of a takeaway to the whole question adds
// to its score, and where few takeaways have all the words, others that are near come in behind them.
// The numbers were chosen in folds by query on two sets of judged queries; doc/decisions/0009-meaning.md has them.
const (
	// nearShare is what one standard deviation of nearness is worth, as a share of the best score.
	nearShare = 0.1
	// longQuestion is the number of words from which nearness counts in full; of shorter questions, which name
	// what they want, it counts by steps less, down to leastNear.
	longQuestion = 6
	leastNear    = 0.25
	// enoughFull is the number of hits with all the words that leaves no place for others.
	enoughFull = 10
	// nearestMost is how many takeaways may come in by nearness alone, and nearestAbove by how many standard
	// deviations they must be nearer than the mean.
	nearestMost  = 100
	nearestAbove = 1.5
	// nearAlone is the least nearness where nothing has any of the words.
	nearAlone = 0.5
	// leastBest stands for the best score where nothing has any of the words.
	leastBest = 1.0
)

// question is what is near to a query.
type question struct {
	*affinity
	share float64 // of the best score that a standard deviation is worth
	best  float64 // score by words
}

// question compares a query with all takeaways; nil where it has no words that say something.
func (r *run) question(p *strategy, s *Spelling, hints []Hint) (*question, error) {
	var sum meaning.Sum
	sum.Add(freeWords(p, s, hints), 1)
	if sum.Len() == 0 {
		return nil, nil
	}
	all, err := r.vectors()
	if err != nil {
		return nil, err
	}
	long := float64(sum.Len()-1) / float64(longQuestion-1)
	v := p.about(&sum)
	return &question{affinity: all.scan(&v), share: nearShare * min(1, max(leastNear, long))}, nil
}

// freeWords are the words of a query, corrected, that name no conference and no person.
func freeWords(p *strategy, s *Spelling, hints []Hint) string {
	words := p.words
	if s.Query != nil {
		words = plan(s.Query).words
	}
	var b strings.Builder
	for _, w := range words {
		if !named(hints, w.Pos, kb.MatchExact) {
			b.WriteString(w.Text + " ")
			b.WriteString(inEnglish(w.Text))
		}
	}
	for _, ph := range p.phrases {
		b.WriteString(ph.Text + ". ")
	}
	return b.String()
}

// named reports whether the word at a place of the query is part of a name: hints label hits by the name of a
// conference or a person as exact, by that of a project as synonym.
func named(hints []Hint, at int, labels ...kb.Match) bool {
	return slices.ContainsFunc(hints, func(h Hint) bool {
		return h.Start <= at && at < h.End && slices.Contains(labels, cmp.Or(h.Match, kb.MatchExact))
	})
}

// onlyNames reports whether all words of a query are names.
func onlyNames(units []*unit) bool {
	return !slices.ContainsFunc(units, func(u *unit) bool { return u.need && !u.named })
}

// fuse adds what nearness is worth to the scores of hits, and lets the takeaways that are near but have none of
// the words come in, unless enough have all of them. What has a name is not mixed with what is like it.
func (c *collector) fuse(f *found, q *question) error {
	q.best = max(c.best, leastBest)
	full := 0
	for _, d := range f.docs {
		if d.share == 1 {
			full++
		}
	}
	if named := full > 0 && onlyNames(f.units); named || full >= enoughFull {
		return nil // the best of the hits get what nearness is worth when they are ordered
	}
	near := map[uint64]int{}
	for _, place := range q.nearest() {
		n, ok, err := c.run.number(place)
		if err != nil {
			return err
		}
		if ok && (!c.bounded || c.in.has(n)) {
			near[n] = place
		}
	}
	for _, d := range f.docs {
		if place, ok := near[d.n]; ok {
			d.add(q, place)
			delete(near, d.n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(near)) {
		place := near[n]
		if len(f.docs) > 0 || float64(q.near[place]) >= nearAlone {
			d := &doc{n: n, match: kb.MatchNear, alone: true}
			d.add(q, place)
			f.docs = append(f.docs, d)
		}
	}
	for _, d := range f.docs {
		c.best = max(c.best, d.score)
	}
	return nil
}

// add adds to the score of a hit what its nearness to the question is worth, once.
func (d *doc) add(q *question, place int) {
	if !d.asked {
		d.asked = true
		d.about = q.share * q.best * q.above(place)
		d.score += d.about
	}
}

// addAll does so for hits whose cards are known.
func (q *question) addAll(docs []*doc) {
	if q == nil {
		return
	}
	for _, d := range docs {
		d.add(q, d.place)
	}
}

// behind puts the hits that are merely near behind those with all the words.
func behind(docs []*doc) {
	least := math.Inf(1)
	for _, d := range docs {
		if d.share == 1 {
			least = min(least, d.score)
		}
	}
	for _, d := range docs {
		if d.alone {
			d.score = min(d.score, least)
		}
	}
	slices.SortStableFunc(docs, func(a, b *doc) int {
		if a.score == b.score && a.alone != b.alone {
			if b.alone {
				return -1
			}
			return 1
		}
		return byScore(a, b)
	})
}

// nearest are the cards of the takeaways that are nearest to the question and much nearer than most.
func (q *question) nearest() []int {
	var places []int
	var how []float64
	for i := range q.near {
		if q.above(i) >= nearestAbove {
			places = append(places, i)
			how = append(how, q.above(i))
		}
	}
	if len(places) <= nearestMost {
		return places
	}
	least := nth(how, nearestMost)
	return slices.DeleteFunc(places, func(i int) bool { return q.above(i) < least })
}
