package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// deadline bounds one search, on a machine that is busy with other things too; alone, the slowest kinds
// measured over 10,000 takeaways take 16 ms.
const deadline = 5 * time.Second

// Find answers a query. Filters, phrases and alternatives must hold; bare words rank: most of them must
// be there and all is best. Every hit is labelled with how it was found. The order is total: by score,
// ties by ID, or by date and then ID. A query without words finds all that its filters let through,
// newest first.
//
// The error is ErrDamaged where the index cannot be read, the context's where it ended, or
// context.DeadlineExceeded where a search took longer than that.
func (u *Union) Find(ctx context.Context, q query.Node, o Options) (Result, error) {
	if !slices.Contains([]string{"", "score", "date", "-date"}, o.Sort) {
		return Result{}, fmt.Errorf("searching: %w: no order %q", errUsage, o.Sort)
	}
	var result Result
	err := u.read(ctx, func(r *run) (err error) {
		result, err = r.find(q, o)
		return err
	})
	if err != nil {
		return Result{}, fmt.Errorf("searching: %w", err)
	}
	return result, nil
}

func (r *run) find(q query.Node, o Options) (Result, error) {
	s := o.Spelling
	if s == nil {
		var err error
		if s, err = r.spelling(q, o.Hints); err != nil {
			return Result{}, err
		}
	}
	p := plan(q)
	found, err := r.search(p, s, o)
	if err != nil {
		return Result{}, err
	}
	if len(found.docs) == 0 && len(p.phrases) > 0 {
		// Nobody wrote it in these words: their single words are the next best thing.
		p.loosen()
		if found, err = r.search(p, s, o); err != nil {
			return Result{}, err
		}
	}
	return r.result(p, found, o)
}

// result is what the caller sees of what was found.
func (r *run) result(p *strategy, found *found, o Options) (Result, error) {
	result := Result{Excepted: r.excepted, Terms: found.terms, Corrected: found.corrected, Lifted: found.lifted, Hits: []Found{}}
	var err error
	if result.Facets, err = r.facets(found.docs, o.Facets); err != nil {
		return Result{}, err
	}
	if o.Explain {
		result.Steps = steps(p, found, o)
	}
	if err := r.order(found, o); err != nil {
		return Result{}, err
	}
	if o.Group {
		found.group()
	}
	result.Total = len(found.docs)
	docs := found.docs[min(max(o.Offset, 0), len(found.docs)):]
	for _, d := range docs[:min(max(o.Limit, 0), len(docs))] {
		if d.id == "" {
			if d.id, err = r.id(d.n); err != nil {
				return Result{}, err
			}
		}
		hit := Found{ID: d.id, Score: d.score, Match: d.match, More: d.more}
		if o.Explain {
			if hit.Why, err = r.why(d, found, o); err != nil {
				return Result{}, err
			}
		}
		result.Hits = append(result.Hits, hit)
	}
	return result, nil
}

// group leaves the first hit of each write-up and counts the others with it.
func (f *found) group() {
	first := map[writeUp]*doc{}
	f.docs = slices.DeleteFunc(f.docs, func(d *doc) bool {
		if best, ok := first[d.writeUp()]; ok {
			best.more++
			return true
		}
		first[d.writeUp()] = d
		return false
	})
}

// A strategy is a query taken apart: what must hold and what ranks.
type strategy struct {
	root     query.Node
	required []query.Node   // filters, alternatives, exclusions
	phrases  []query.Phrase // must hold too, and their words rank
	words    []query.Word   // rank
	subjects []plainly      // that the words speak of
	loose    bool           // the phrases are words now
}

// plan takes a query apart.
func plan(q query.Node) *strategy {
	p := &strategy{root: q}
	p.take(q)
	return p
}

func (p *strategy) take(n query.Node) {
	switch n := n.(type) {
	case nil:
	case query.And:
		for _, part := range n.Parts {
			p.take(part)
		}
	case query.Word:
		p.words = append(p.words, n)
	case query.Phrase:
		p.phrases = append(p.phrases, n)
	default:
		p.required = append(p.required, n)
	}
}

// loosen lets the words of phrases rank instead of holding the phrases.
func (p *strategy) loosen() {
	for _, ph := range p.phrases {
		p.words = append(p.words, query.Word{Text: ph.Text, Pos: ph.Pos})
	}
	p.phrases, p.loose = nil, true
}

// scope is the set of takeaways that the required parts let through; nil with bounded false is all.
func (r *run) scope(p *strategy, kinds, except []kb.Kind) (in set, bounded bool, err error) {
	narrow := func(s set, err error) error {
		if bounded {
			s = in.and(s)
		}
		in, bounded = s, true
		return err
	}
	var out set
	for _, k := range except {
		s, err := r.matches(termQuery(fieldKind, string(k)))
		if err != nil {
			return nil, false, err
		}
		out = out.or(s)
	}
	r.excepted = out.count()
	for _, n := range p.required {
		if not, ok := n.(query.Not); ok {
			s, err := r.holds(not.X)
			if err != nil {
				return nil, false, err
			}
			out = out.or(s)
			continue
		}
		if err := narrow(r.holds(n)); err != nil {
			return nil, false, err
		}
	}
	for _, ph := range p.phrases {
		if err := narrow(r.holds(ph)); err != nil {
			return nil, false, err
		}
	}
	if len(kinds) > 0 {
		var some set
		for _, k := range kinds {
			s, err := r.matches(termQuery(fieldKind, string(k)))
			if err != nil {
				return nil, false, err
			}
			some = some.or(s)
		}
		if err := narrow(some, nil); err != nil {
			return nil, false, err
		}
	}
	if len(out) > 0 {
		if !bounded {
			if err := narrow(r.all()); err != nil {
				return nil, false, err
			}
		}
		in = in.without(out)
	}
	return in, bounded, nil
}
