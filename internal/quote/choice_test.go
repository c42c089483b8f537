package quote

import (
	"math"
	"slices"
	"testing"

	"takeaway/internal/kb"
)

// What makes one sentence better to quote than another that is the same but for it. The factor is what the
// second is worth at the most.
func TestQuality(t *testing.T) {
	for _, c := range []struct {
		name, better, worse string
		index               int // of the worse in its takeaway
		item                bool
		factor              float64
	}{
		{"about the writer", "Acme runs Istio in forty clusters and pays for it with memory on every single node.",
			"I have seen Istio in forty clusters and paid for it with memory on every single node.", 0, false, 0.6},
		{"about us", "Teams at Acme moved to Argo CD last year and stopped writing scripts for each release.",
			"Last year we at Acme moved to Argo CD and stopped writing scripts for each release.", 0, false, 0.6},
		{"who somebody is", "Jane Doe showed how Linkerd keeps certificates short and what that costs in a large mesh.",
			"Jane Doe is a staff engineer at Acme who works on Linkerd and certificates in a large mesh.", 0, false, 0.5},
		{"for whom somebody works", "Jane Doe showed how Linkerd keeps certificates short and what that costs in a large mesh.",
			"Jane Doe works for Acme on Linkerd and on short certificates and what they cost in a mesh.", 0, false, 0.5},
		{"no name in it", "Acme runs Istio in forty clusters and pays for it with memory on every single node.",
			"Banks run their meshes in forty clusters and pay for them with memory on every single node.", 0, false, 0.9},
		{"later in its takeaway", "Acme runs Istio in forty clusters and pays for it with memory on every single node.",
			"Acme runs Istio in forty clusters and pays for it with memory on every single node.", 2, false, 0.9},
		{"an item of a list", "Acme runs Istio in forty clusters and pays for it with memory on every single node.",
			"Acme runs Istio in forty clusters and pays for it with memory on every single node.", 0, true, 0.85},
	} {
		a, _ := placed{text: c.better, tokens: tokens(c.better)}.quality()
		if b, _ := (placed{text: c.worse, tokens: tokens(c.worse), index: c.index, item: c.item}).quality(); b > c.factor*a {
			t.Errorf("%s: %.2f is more than %.2f of %.2f", c.name, b, c.factor, a)
		}
	}
}

// saying makes a candidate of a voice, in a takeaway of its own, with terms of equal weight.
func saying(place int, voice string, terms ...int32) *Sentence {
	c := &Sentence{Takeaway: new(kb.Takeaway), Voice: voice, Place: place, Base: 1}
	for _, id := range terms {
		c.terms = append(c.terms, weighted{id, 1})
	}
	norm := 0.0
	for _, w := range c.terms {
		norm += w.weight * w.weight
	}
	for i := range c.terms {
		c.terms[i].weight /= math.Sqrt(norm)
	}
	return c
}

// alike is the same start of the walk for all.
func alike(*Sentence) float64 { return 1 }

// What several people say weighs more than what one repeats.
func TestCentralPrefersSeveralVoices(t *testing.T) {
	repeated, echo := saying(0, "ann", 1, 2, 3), saying(1, "ann", 1, 2, 4)
	shared, other := saying(2, "bo", 5, 6, 7), saying(3, "cy", 5, 6, 8)
	bridge := saying(4, "di", 3, 7, 9) // keeps the two pairs in one walk
	scores := central([]*Sentence{repeated, echo, shared, other, bridge}, alike)
	if scores[2] < 1.05*scores[0] || scores[3] <= scores[1] {
		t.Errorf("%.3f: what two voices say is not above what one says twice", scores)
	}
}

// The second sentence says something else than the first, and comes from somebody else where that can be.
func TestChoose(t *testing.T) {
	first, again, third := saying(0, "ann", 1, 2, 3, 4), saying(1, "bo", 1, 2, 3, 5), saying(2, "cy", 1, 6, 7, 8)
	got := Choose([]*Sentence{first, again, third}, 2, alike, nil, false)
	if slices.Contains(got, first) && slices.Contains(got, again) || len(got) != 2 {
		t.Errorf("two sentences that share three of four words were chosen, or not two: %d", len(got))
	}
	lead, own, foreign := saying(0, "ann", 1, 2, 3, 4), saying(1, "ann", 1, 5, 6, 7), saying(2, "bo", 1, 8, 9, 10)
	prior := map[*Sentence]float64{lead: 3, own: 1.4, foreign: 1}
	got = Choose([]*Sentence{lead, own, foreign}, 2, func(c *Sentence) float64 { return prior[c] }, nil, false)
	if !slices.Equal(got, []*Sentence{lead, foreign}) {
		t.Errorf("the second sentence is not of another voice: %d chosen", len(got))
	}
}

// What was spoken of before is not said again, and a takeaway does not speak twice.
func TestRepeats(t *testing.T) {
	a, b, c := saying(0, "ann", 1, 2), saying(1, "bo", 1, 2), saying(2, "cy", 3, 4)
	same := saying(3, "ann", 5, 6)
	same.Takeaway = a.Takeaway
	for _, x := range []struct {
		c, other *Sentence
		again    bool
		want     bool
	}{{b, a, false, true}, {c, a, false, false}, {same, a, false, true}, {same, a, true, false}, {b, a, true, true}} {
		if got := repeats(x.c, []*Sentence{x.other}, x.again); got != x.want {
			t.Errorf("repeats(%d, %d, %v) = %v", x.c.Place, x.other.Place, x.again, got)
		}
	}
}
