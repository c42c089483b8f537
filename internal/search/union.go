package search

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"takeaway/internal/kb"
)

// Part is one generation of a union.
type Part struct {
	*Generation
	// Name tells the write-ups of this part from those of others at the same path. It is unique in a union.
	Name string
	// Hidden are takeaways that no search sees, because another part has them too.
	Hidden []kb.ID
	// Renamed are takeaways that go by another ID here than in their generation: by that one, the ID here.
	// No other takeaway of the union has either.
	Renamed map[kb.ID]kb.ID
}

// Union is several generations that are searched as one. Numbers of takeaways and of words are those of all
// parts together, so a search finds the same in the same order however takeaways are spread over generations.
// Its methods may be called by several goroutines at once.
type Union struct {
	parts  []Part
	hidden []func(index.IndexReader) (hiding, error) // of each part, looked up once
}

// Together makes a union. It does not close the generations.
func Together(parts ...Part) *Union {
	u := &Union{parts: parts}
	for _, p := range parts {
		var once sync.Once
		var found hiding
		var err error
		u.hidden = append(u.hidden, func(reader index.IndexReader) (hiding, error) {
			once.Do(func() { found, err = p.hiding(reader) })
			return found, err
		})
	}
	return u
}

// Count is the number of takeaways in the union.
func (u *Union) Count() int {
	n := 0
	for _, p := range u.parts {
		n += p.Count() - len(p.Hidden)
	}
	return n
}

// hiding says which takeaways of a part are hidden: by bleve's number, and by the place of the card.
type hiding struct {
	docs   set
	places map[int]bool
}

// hiding looks the hidden takeaways up.
func (p *Part) hiding(reader index.IndexReader) (hiding, error) {
	h := hiding{places: map[int]bool{}}
	for _, id := range p.Hidden {
		n, err := reader.InternalID(string(id))
		if err != nil {
			return h, err
		}
		if n == nil {
			continue
		}
		h.docs.add(n.Value())
		card, err := p.cards.find(id)
		if err != nil {
			return h, err
		}
		h.places[card.place] = true
	}
	return h, nil
}

// part is a generation that a run reads.
type part struct {
	*Part
	hiding
	number    int // among the parts
	reader    index.IndexReader
	base, end uint64 // the half-open range of its document numbers in the run
	cards0    int    // the place of its first card in the run
}

// read gives f the generations to read from, for no longer than the deadline.
func (u *Union) read(ctx context.Context, f func(*run) error) error {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	return guard(u.names(), func() error {
		r := &run{ctx: ctx}
		defer r.close()
		for i := range u.parts {
			if err := r.open(u, i); err != nil {
				return err
			}
		}
		if err := f(r); err != nil {
			return err
		}
		return ctx.Err()
	})
}

// names are those of the folders, for errors.
func (u *Union) names() string {
	var names []string
	for _, p := range u.parts {
		names = append(names, p.folder.Name())
	}
	return strings.Join(names, ", ")
}

// open adds a part to what the run reads.
func (r *run) open(u *Union, i int) error {
	advanced, err := u.parts[i].index.Advanced()
	if err != nil {
		return err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return err
	}
	p := &part{Part: &u.parts[i], number: i, reader: reader}
	if i > 0 {
		before := r.parts[i-1]
		p.base, p.cards0 = before.end, before.cards0+before.cards.len()
	}
	p.end = p.base
	if snapshot, ok := reader.(*scorch.IndexSnapshot); ok { // newMapping and fill make no other
		for _, s := range snapshot.Segments() {
			p.end += uint64(s.FullSize())
		}
	}
	r.parts = append(r.parts, p)
	p.hiding, err = u.hidden[i](reader)
	return err
}

// close gives the readers back.
func (r *run) close() {
	for _, p := range r.parts {
		_ = p.reader.Close()
	}
}

// total is the number of takeaways that can be found.
func (r *run) total() (int, error) {
	all := 0
	for _, p := range r.parts {
		n, err := p.reader.DocCount()
		if err != nil {
			return 0, err
		}
		all += int(n) - len(p.hiding.places)
	}
	return all, nil
}

// at is the part that document n is in, and its number there.
func (r *run) at(n uint64) (p *part, local uint64) {
	for _, p = range r.parts {
		if n < p.end {
			break
		}
	}
	return p, n - p.base
}

// id is the ID of document n.
func (r *run) id(n uint64) (kb.ID, error) {
	p, local := r.at(n)
	id, err := p.reader.ExternalID(internalID(local))
	return p.idHere(kb.ID(id)), err
}

// idHere is the ID in the union of a takeaway of the part.
func (p *part) idHere(id kb.ID) kb.ID {
	if other, ok := p.Renamed[id]; ok {
		return other
	}
	return id
}

// values makes a function that visits the values of fields of a document.
func (r *run) values(fields ...string) (func(n uint64, visit index.DocValueVisitor) error, error) {
	readers := make([]index.DocValueReader, len(r.parts))
	for i, p := range r.parts {
		var err error
		if readers[i], err = p.reader.DocValueReader(fields); err != nil {
			return nil, err
		}
	}
	return func(n uint64, visit index.DocValueVisitor) error {
		p, local := r.at(n)
		return readers[p.number].VisitDocValues(internalID(local), visit)
	}, nil
}

// number is the number of the takeaway with the card at a place; ok is false where no search sees it.
func (r *run) number(place int) (n uint64, ok bool, err error) {
	p, local := r.cardAt(place)
	if p.hiding.places[local] {
		return 0, false, nil
	}
	id, err := p.reader.InternalID(hex.EncodeToString(p.cards.entry(local)[:cardID]))
	if err != nil || id == nil {
		return 0, false, err
	}
	return p.base + id.Value(), true, nil
}

// cardAt is the part that the card at a place is of, and its place there.
func (r *run) cardAt(place int) (p *part, local int) {
	for _, p = range slices.Backward(r.parts) {
		if place >= p.cards0 {
			break
		}
	}
	return p, place - p.cards0
}

// dictionary must be called before bleve is asked to walk a dictionary: it does so in goroutines of its
// own, where a fault in a damaged segment cannot be recovered from and would end the program. So all
// bytes of the generations are checked first, once (13 MB in 2.3 ms).
func (r *run) dictionary() error {
	for _, p := range r.parts {
		if err := p.folder.Whole(); err != nil {
			return err
		}
	}
	return nil
}
