package search

import (
	"context"
	"math/bits"

	"github.com/blevesearch/bleve/v2/search"
	bquery "github.com/blevesearch/bleve/v2/search/query"

	"takeaway/internal/query"
)

// set is a set of bleve's document numbers, one bit each.
type set []uint64

func (s *set) add(n uint64) {
	for uint64(len(*s)) <= n/64 {
		*s = append(*s, make([]uint64, max(16, len(*s)))...)
	}
	(*s)[n/64] |= 1 << (n % 64)
}

func (s set) has(n uint64) bool { return n/64 < uint64(len(s)) && s[n/64]&(1<<(n%64)) != 0 }

func (s set) and(o set) set {
	out := make(set, min(len(s), len(o)))
	for i := range out {
		out[i] = s[i] & o[i]
	}
	return out
}

func (s set) or(o set) set {
	if len(s) < len(o) {
		s, o = o, s
	}
	out := append(set(nil), s...)
	for i := range o {
		out[i] |= o[i]
	}
	return out
}

func (s set) without(o set) set {
	out := append(set(nil), s...)
	for i := range min(len(s), len(o)) {
		out[i] &^= o[i]
	}
	return out
}

// run is one search: what it reads and until when.
type run struct {
	ctx   context.Context
	parts []*part
	every set // filled by all
	steps int
	// excepted is how many takeaways the kinds that are left out have.
	excepted int
}

// tick returns the context's error now and then.
func (r *run) tick() error {
	if r.steps++; r.steps%1024 == 0 {
		return r.ctx.Err()
	}
	return nil
}

// all is the set of all takeaways.
func (r *run) all() (set, error) {
	if r.every != nil {
		return r.every, nil
	}
	every := set{}
	for _, p := range r.parts {
		if err := r.allOf(p, &every); err != nil {
			return nil, err
		}
	}
	r.every = every
	return every, nil
}

// allOf adds the takeaways of a part.
func (r *run) allOf(p *part, out *set) error {
	ids, err := p.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer ids.Close()
	for {
		id, err := ids.Next()
		if err != nil || id == nil {
			return err
		}
		p.add(out, id.Value())
		if err := r.tick(); err != nil {
			return err
		}
	}
}

// add adds a document of the part to a set, by its number in the part, unless no search sees it.
func (p *part) add(out *set, local uint64) {
	if !p.hiding.docs.has(local) {
		out.add(p.base + local)
	}
}

// matches runs one of bleve's queries without scores.
func (r *run) matches(q bquery.Query) (out set, err error) {
	for _, p := range r.parts {
		if err := r.matchesIn(p, q, &out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// matchesIn adds what matches in a part.
func (r *run) matchesIn(p *part, q bquery.Query, out *set) error {
	s, err := q.Searcher(r.ctx, p.reader, p.index.Mapping(), search.SearcherOptions{Score: "none"})
	if err != nil {
		return err
	}
	defer s.Close()
	pool := search.NewDocumentMatchPool(s.DocumentMatchPoolSize()+1, 0)
	sc := &search.SearchContext{DocumentMatchPool: pool}
	for {
		m, err := s.Next(sc)
		if err != nil || m == nil {
			return err
		}
		p.add(out, m.IndexInternalID.Value())
		pool.Put(m)
		if err := r.tick(); err != nil {
			return err
		}
	}
}

// holds is the set of takeaways that match a node.
func (r *run) holds(n query.Node) (set, error) {
	switch n := n.(type) {
	case query.Word:
		return r.holdsWord(n)
	case query.Phrase:
		return r.holdsPhrase(n.Text, n.Slop, proseFields())
	case query.Field:
		return r.holdsField(n)
	case query.Range:
		return r.holdsRange(n)
	case query.Not:
		some, err := r.holds(n.X)
		if err != nil {
			return nil, err
		}
		all, err := r.all()
		return all.without(some), err
	case query.Or:
		var out set
		for _, part := range n.Parts {
			s, err := r.holds(part)
			if err != nil {
				return nil, err
			}
			out = out.or(s)
		}
		return out, nil
	case query.And:
		return r.holdsAll(n.Parts)
	}
	return r.all()
}

// holdsAll is the set of takeaways that match every part.
func (r *run) holdsAll(parts []query.Node) (set, error) {
	var out set
	for i, part := range parts {
		s, err := r.holds(part)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			out = s
		} else {
			out = out.and(s)
		}
	}
	if len(parts) == 0 {
		return r.all()
	}
	return out, nil
}

// each calls f with every number in the set, ascending, until an error.
func (s set) each(f func(n uint64) error) error {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if err := f(uint64(i)*64 + uint64(bits.TrailingZeros64(word))); err != nil {
				return err
			}
		}
	}
	return nil
}
