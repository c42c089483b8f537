package search

import (
	"context"
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

// postings walks the takeaways whose field holds a term, part by part.
type postings struct {
	run     *run
	text    string
	field   string
	readers []index.TermFieldReader // one a part
	at      int                     // the part that is being walked
	doc     *index.TermFieldDoc
	n       uint64 // the number of doc in the run
	space   index.TermFieldDoc
	begun   bool
	id      index.IndexInternalID
}

func (r *run) postings(text, field string, places bool) (*postings, error) {
	p := &postings{run: r, text: text, field: field, readers: make([]index.TermFieldReader, 0, len(r.parts))}
	for _, part := range r.parts {
		reader, err := part.reader.TermFieldReader(r.ctx, []byte(text), field, true, true, places)
		if err != nil {
			p.close()
			return nil, err
		}
		p.readers = append(p.readers, reader)
	}
	return p, nil
}

func (p *postings) close() {
	for _, reader := range p.readers {
		_ = reader.Close()
	}
}

// count is the number of takeaways that all postings are of.
func (p *postings) count() (int, error) {
	all := 0
	for i, part := range p.run.parts {
		all += int(p.readers[i].Count())
		if len(part.hiding.docs) == 0 {
			continue
		}
		hidden, err := part.hiddenWith(p.run.ctx, p.text, p.field)
		if err != nil {
			return 0, err
		}
		all -= hidden
	}
	return all, nil
}

// hiddenWith counts the hidden takeaways whose field holds a term.
func (p *part) hiddenWith(ctx context.Context, text, field string) (int, error) {
	reader, err := p.reader.TermFieldReader(ctx, []byte(text), field, false, false, false)
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	for n := 0; ; {
		doc, err := reader.Next(nil)
		if err != nil || doc == nil {
			return n, err
		}
		if p.hiding.docs.has(doc.ID.Value()) {
			n++
		}
	}
}

// next moves to the next takeaway; ok is false at the end.
func (p *postings) next() (ok bool, err error) {
	p.begun = true
	for ; p.at < len(p.readers); p.at++ {
		part := p.run.parts[p.at]
		for {
			p.doc, err = p.readers[p.at].Next(p.space.Reset())
			if err != nil {
				return false, err
			}
			if p.doc == nil {
				break
			}
			if local := p.doc.ID.Value(); !part.hiding.docs.has(local) {
				p.n = part.base + local
				return true, nil
			}
		}
	}
	return false, nil
}

// seek moves to the first takeaway from n on. It never moves back.
func (p *postings) seek(n uint64) (at uint64, ok bool, err error) {
	switch {
	case p.begun && p.doc == nil:
		return 0, false, nil
	case p.doc != nil && p.n >= n:
		return p.n, true, nil
	}
	p.begun = true
	for p.at < len(p.readers) && n >= p.run.parts[p.at].end {
		p.at++
	}
	if p.doc = nil; p.at == len(p.readers) {
		return 0, false, nil
	}
	part := p.run.parts[p.at]
	p.id = index.NewIndexInternalID(p.id, max(n, part.base)-part.base)
	if p.doc, err = p.readers[p.at].Advance(p.id, p.space.Reset()); err != nil {
		return 0, false, err
	}
	if p.doc != nil {
		if local := p.doc.ID.Value(); !part.hiding.docs.has(local) {
			p.n = part.base + local
			return p.n, true, nil
		}
	}
	ok, err = p.next() // in this part or one after it
	return p.n, ok, err
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
