package search

import (
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// queryTerms analyses words of a query: of several terms for the same words one is left, the name of
// the whole where there is one. Words without weight are dropped unless there are no others.
func queryTerms(text string) []term {
	all := wholes(analyse([]byte(text)))
	if loud := slices.DeleteFunc(slices.Clone(all), func(t term) bool { return in(words().silent, t.word) }); len(loud) > 0 {
		return loud
	}
	return all
}

// wholes leaves one kind of term at each position: names of the whole, else words, else what else there is.
func wholes(terms []term) []term {
	rank := func(t term) int {
		switch {
		case t.alias:
			return 0
		case !t.part:
			return 1
		}
		return 2
	}
	best := map[int]int{}
	for _, t := range terms {
		if r, ok := best[t.pos]; !ok || rank(t) < r {
			best[t.pos] = rank(t)
		}
	}
	return slices.DeleteFunc(slices.Clone(terms), func(t term) bool { return rank(t) != best[t.pos] })
}

// holdsPhrase is the set of takeaways in which the words stand in this order within one of the fields,
// with at most slop other words between them.
func (r *run) holdsPhrase(text string, slop int, fields []string) (set, error) {
	terms := wholes(analyse([]byte(text)))
	if len(terms) <= 1 {
		return r.holdsText(text, fields)
	}
	var out set
	for _, field := range fields {
		if err := r.phraseIn(&out, field, terms, slop); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// phraseIn adds the takeaways whose field holds the phrase.
func (r *run) phraseIn(out *set, field string, terms []term, slop int) error {
	readers := make([]*postings, 0, len(terms))
	defer func() {
		for _, p := range readers {
			p.close()
		}
	}()
	for _, t := range terms {
		p, err := r.postings(t.text, field, true)
		if err != nil {
			return err
		}
		readers = append(readers, p)
	}
	places := make([][]int, len(terms))
	for n := uint64(0); ; n++ {
		var ok bool
		var err error
		if n, ok, err = meet(readers, n); err != nil || !ok {
			return err
		}
		for i, p := range readers {
			places[i] = p.places()
		}
		if inOrder(places, terms, slop) {
			out.add(n)
		}
		if err := r.tick(); err != nil {
			return err
		}
	}
}

// meet moves all readers to the first takeaway from n on that all of them hold.
func meet(readers []*postings, n uint64) (uint64, bool, error) {
	for i := 0; i < len(readers); i++ {
		at, ok, err := readers[i].seek(n)
		if err != nil || !ok {
			return 0, false, err
		}
		if at > n {
			n, i = at, -1
		}
	}
	return n, true, nil
}

// inOrder reports whether some choice of places, one for each term, keeps the distances of the terms
// but for at most slop additional words. places[i] is ascending.
func inOrder(places [][]int, terms []term, slop int) bool {
	for _, start := range places[0] {
		at, left := start, slop
		for i := 1; ; i++ {
			if i == len(places) {
				return true
			}
			want := at + terms[i].pos - terms[i-1].pos
			k, _ := slices.BinarySearch(places[i], want)
			if k == len(places[i]) || places[i][k]-want > left {
				break
			}
			left -= places[i][k] - want
			at = places[i][k]
		}
	}
	return false
}

// postings walks the takeaways whose field holds a term.
type postings struct {
	reader index.TermFieldReader
	doc    *index.TermFieldDoc
	space  index.TermFieldDoc
	begun  bool
	id     index.IndexInternalID
}

func (r *run) postings(text, field string, places bool) (*postings, error) {
	reader, err := r.reader.TermFieldReader(r.ctx, []byte(text), field, true, true, places)
	return &postings{reader: reader}, err
}

func (p *postings) close() { _ = p.reader.Close() }

// next moves to the next takeaway; ok is false at the end.
func (p *postings) next() (ok bool, err error) {
	p.begun = true
	p.doc, err = p.reader.Next(p.space.Reset())
	return p.doc != nil && err == nil, err
}

// seek moves to the first takeaway from n on. It never moves back.
func (p *postings) seek(n uint64) (at uint64, ok bool, err error) {
	if p.begun && p.doc == nil {
		return 0, false, nil
	}
	if p.doc == nil || p.doc.ID.Value() < n {
		p.begun = true
		p.id = index.NewIndexInternalID(p.id, n)
		p.doc, err = p.reader.Advance(p.id, p.space.Reset())
	}
	if err != nil || p.doc == nil {
		return 0, false, err
	}
	return p.doc.ID.Value(), true, nil
}

// length is the number of terms in the field of the current takeaway.
func (p *postings) length() float64 {
	if p.doc.Norm <= 0 {
		return 1
	}
	return 1 / (p.doc.Norm * p.doc.Norm)
}

// places are the positions of the term in the current takeaway, ascending.
func (p *postings) places() []int {
	out := make([]int, 0, len(p.doc.Vectors))
	for _, v := range p.doc.Vectors {
		out = append(out, int(v.Pos))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
