package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
)

// gathering collects what the cards and the vectors after a change are made of, as its documents come.
type gathering struct {
	cardWriter
	entries []gathered
	about   [][]meaning.Vector // by call of add
	latest  map[cardKey]int    // number of the entry, or isGone
}

// gathered is the entry of one card, and where its vector is: that of a new document in about, or that of a
// card before.
type gathered struct {
	entry     [cardEntry]byte
	part, nth int // part is isOld for a card before
}

const (
	isGone = -1
	isOld  = -1
)

func newGathering() *gathering {
	return &gathering{cardWriter: cardWriter{places: map[string]uint32{}}, latest: map[cardKey]int{}}
}

// add takes the cards of documents, of which the last counts where several have one ID, and returns the place
// for their vectors.
func (g *gathering) add(docs []Doc) ([]meaning.Vector, error) {
	about := make([]meaning.Vector, len(docs))
	for i := range docs {
		id := docs[i].Takeaway.ID
		if id == "" {
			continue
		}
		key, err := keyOf(id)
		if err != nil {
			return nil, err
		}
		g.latest[key] = len(g.entries)
		g.entries = append(g.entries, gathered{g.entry(key, cardOf(&docs[i])), len(g.about), i})
	}
	g.about = append(g.about, about)
	return about, nil
}

// delete leaves out the cards before with these IDs.
func (g *gathering) delete(ids []kb.ID) {
	for _, id := range ids {
		key, err := keyOf(id)
		if _, again := g.latest[key]; err == nil && !again {
			g.latest[key] = isGone
		}
	}
}

// encode makes the cards and the vectors that follow base and vecs (nil: none).
func (g *gathering) encode(base *cards, vecs vectors) (cards []byte, about vectors, err error) {
	all := make([]gathered, 0, len(g.entries))
	for i := range g.entries {
		if g.latest[cardKey(g.entries[i].entry[:cardID])] == i {
			all = append(all, g.entries[i])
		}
	}
	if base != nil {
		if all, err = g.carryOver(all, base); err != nil {
			return nil, nil, err
		}
	}
	slices.SortFunc(all, func(a, b gathered) int { return bytes.Compare(a.entry[:cardID], b.entry[:cardID]) })
	cards = make([]byte, 0, cardHeader+len(all)*cardEntry+len(g.values))
	cards = append(cards, cardMagic...)
	cards = binary.LittleEndian.AppendUint32(cards, uint32(len(all)))
	cards = binary.LittleEndian.AppendUint32(cards, uint32(len(g.values)))
	about = make(vectors, 0, len(all)*meaning.Dims)
	for i := range all {
		cards = append(cards, all[i].entry[:]...)
		v, err := g.vector(&all[i], vecs)
		if err != nil {
			return nil, nil, err
		}
		for _, x := range v {
			about = append(about, byte(x))
		}
	}
	return append(cards, g.values...), about, nil
}

// carryOver adds the cards of base that the change leaves alone.
func (g *gathering) carryOver(all []gathered, base *cards) ([]gathered, error) {
	for i := range base.len() {
		key := cardKey(base.entry(i)[:cardID])
		if _, changed := g.latest[key]; changed {
			continue
		}
		before, err := base.at(i)
		if err != nil {
			return nil, err
		}
		all = append(all, gathered{g.entry(key, before), isOld, i})
	}
	return all, nil
}

// vector is the vector that belongs to a card.
func (g *gathering) vector(c *gathered, before vectors) (*meaning.Vector, error) {
	switch {
	case c.part != isOld:
		return &g.about[c.part][c.nth], nil
	case c.nth < before.len():
		return before.at(c.nth), nil
	}
	return nil, fmt.Errorf("takeaway %x has a card but no vector", c.entry[:cardID])
}
