package search

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
)

func cardDocs() []Doc {
	a, b, c := note("kubecon-eu-2019/a.md", "One", ""), note("kubecon-eu-2019/a.md", "Two", ""), note("b.md", "One", "")
	a.Takeaway.Date, a.Years = "2019-05-21", []int{2018}
	b.Years = []int{2018, 2019}
	b.Takeaway.Tags = []kb.Tag{{Name: "Mesh"}, {Name: "ebpf"}, {Name: "mesh"}}
	c.Takeaway.Kind = kb.KindIntro
	return []Doc{a, b, c}
}

func TestCards(t *testing.T) {
	docs := cardDocs()
	a, b, c := docs[0].Takeaway.ID, docs[1].Takeaway.ID, docs[2].Takeaway.ID
	read := func(data []byte, err error) *cards {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		out, err := decodeCards(data)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := map[kb.ID]card{
		a: {path: "kubecon-eu-2019/a.md", date: "2019-05-21", kind: kb.KindTakeaway},
		b: {path: "kubecon-eu-2019/a.md", date: "2019", kind: kb.KindTakeaway, tags: []string{"ebpf", "mesh"}},
		c: {path: "b.md", kind: kb.KindIntro},
	}
	have := func(c *cards) map[kb.ID]card {
		t.Helper()
		out := map[kb.ID]card{}
		for id := range want {
			if k, err := c.find(id); err == nil {
				if at, err := c.at(k.place); err != nil || at.path != k.path {
					t.Errorf("%s: place %d", id, k.place)
				}
				k.place = 0
				out[id] = k
			}
		}
		if len(out) != c.len() {
			t.Errorf("%d cards found of %d", len(out), c.len())
		}
		return out
	}
	first := read(cardsAfter(nil, Change{Docs: docs}))
	if diff := cmp.Diff(want, have(first), cmp.AllowUnexported(card{})); diff != "" {
		t.Errorf("new (-want +got):\n%s", diff)
	}
	moved := docs[2]
	moved.Takeaway.Path = "c.md"
	second := read(cardsAfter(first, Change{Docs: []Doc{docs[2], moved, {}}, Delete: []kb.ID{a, "000000000000"}}))
	delete(want, a)
	want[c] = card{path: "c.md", kind: kb.KindIntro}
	if diff := cmp.Diff(want, have(second), cmp.AllowUnexported(card{})); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	for _, id := range []kb.ID{"", "xyz", "zzzzzzzzzzzz", a, "ffffffffffff"} {
		if k, err := second.find(id); err == nil {
			t.Errorf("%q: %+v", id, k)
		}
	}
	if _, err := cardsAfter(nil, Change{Docs: []Doc{{Takeaway: kb.Takeaway{ID: "not hex"}}}}); err == nil {
		t.Error("a card without a proper ID")
	}
}

// FuzzCards: damaged cards give errors, or cards, and nothing else.
func FuzzCards(f *testing.F) {
	good, err := cardsAfter(nil, Change{Docs: cardDocs()})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)-1])
	for _, at := range []int{0, 5, cardHeader + cardID, cardHeader + cardID + 4, len(good) - 1} {
		bad := slices.Clone(good)
		bad[at] ^= 0x81
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := decodeCards(data)
		if err != nil {
			if !errors.Is(err, errCards) {
				t.Fatal(err)
			}
			return
		}
		for i := range c.len() {
			_, _ = c.at(i)
		}
		_, _ = c.find(cardDocs()[0].Takeaway.ID)
		_, _ = cardsAfter(c, Change{})
	})
}

// cardsAfter are the cards that follow base after a change.
func cardsAfter(base *cards, c Change) ([]byte, error) {
	g := newGathering()
	if _, err := g.add(c.Docs); err != nil {
		return nil, err
	}
	g.delete(c.Delete)
	var vecs vectors
	if base != nil {
		vecs = make(vectors, base.len()*meaning.Dims)
	}
	data, _, err := g.encode(base, vecs)
	return data, err
}
