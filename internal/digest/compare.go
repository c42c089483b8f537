package digest

import (
	"cmp"
	"math"
	"slices"

	"takeaway/internal/kb"
)

// Side is one of two sets of takeaways that are compared.
type Side struct {
	// Name is for people, Query finds the set in a search.
	Name, Query string
	Total       Sample
	// Programme are the editions of the programme that stand beside the set; none where the set is more than
	// editions.
	Programme []*Announced
}

// Where says in which of two sets something occurs.
type Where string

// The values of Where.
const (
	InBoth  Where = "both"
	OnlyInA Where = "a"
	OnlyInB Where = "b"
)

// SideCount is a subject in one of two sets.
type SideCount struct {
	Query string `json:"query" yaml:"query"`
	Count `yaml:",inline"`
	Small bool `json:"small" yaml:"small"`
	// Programme is the share of the programme of the same editions; nil where it is not known.
	Programme *Base `json:"programme,omitempty" yaml:"programme,omitempty"`
}

// Difference is a subject in two sets.
type Difference struct {
	Subject `yaml:",inline"`
	Where   Where `json:"where" yaml:"where"`
	// More is the set in which the share is larger by more than chance could easily do: "a", "b", or
	// empty. What is in one set only is in that.
	More Where     `json:"more,omitempty" yaml:"more,omitempty"`
	A    SideCount `json:"a" yaml:"a"`
	B    SideCount `json:"b" yaml:"b"`
	// Claim is a takeaway of the set with the larger share, whose heading says something about the subject; nil
	// where there is none, or where the shares are much the same.
	Claim *Quote `json:"claim,omitempty" yaml:"claim,omitempty"`

	z float64 // positive where B has more
}

// Comparison is what two sets of takeaways have in common and what not.
type Comparison struct {
	A, B Side
	// Shared are in both, in about the same share or with a difference that may be chance, those of most
	// independent authors first. MoreInA and MoreInB are in both, too, the clearest difference first;
	// OnlyInA and OnlyInB in one, those of most authors first.
	Shared, MoreInA, MoreInB, OnlyInA, OnlyInB []Difference
}

// Compare compares two sets. The write-ups may come with some of their pieces only, as queries left them.
func Compare(a, b Side, upsA, upsB []*kb.WriteUp, n Names) *Comparison {
	n = n.remember()
	c := &Comparison{A: a, B: b}
	groupA, groupB := NewGroup(upsA, n.Implied), NewGroup(upsB, n.Implied)
	ofA, ofB := newChorus(groupA.Notes()), newChorus(groupB.Notes())
	c.A.Total, c.B.Total = ofA.sample(groupA.Notes()), ofB.sample(groupB.Notes())
	baseA, baseB := sum(a.Programme), sum(b.Programme)
	seen := map[Subject]bool{}
	for _, s := range slices.Concat(ofA.subjects(groupA, n), ofB.subjects(groupB, n)) {
		if seen[s] {
			continue
		}
		seen[s] = true
		d := Difference{Subject: s, A: c.A.count(s, groupA, ofA), B: c.B.count(s, groupB, ofB)}
		d.A.Programme, d.B.Programme = s.base(baseA), s.base(baseB)
		d.z = zScore(d.A.Takeaways, d.A.Total, d.B.Takeaways, d.B.Total)
		switch {
		case d.B.Takeaways == 0:
			d.Where, d.More = OnlyInA, OnlyInA
			c.OnlyInA = append(c.OnlyInA, d)
		case d.A.Takeaways == 0:
			d.Where, d.More = OnlyInB, OnlyInB
			c.OnlyInB = append(c.OnlyInB, d)
		case d.z >= leastZ:
			d.Where, d.More = InBoth, OnlyInB
			c.MoreInB = append(c.MoreInB, d)
		case d.z <= -leastZ:
			d.Where, d.More = InBoth, OnlyInA
			c.MoreInA = append(c.MoreInA, d)
		default:
			d.Where = InBoth
			c.Shared = append(c.Shared, d)
		}
	}
	byStrength := func(a, b Difference) int {
		return cmp.Or(cmp.Compare(math.Abs(b.z), math.Abs(a.z)), compareSubjects(a.Subject, b.Subject))
	}
	byAuthors := func(a, b Difference) int {
		return cmp.Or(cmp.Compare(min(b.A.Authors, b.B.Authors), min(a.A.Authors, a.B.Authors)),
			cmp.Compare(b.A.Authors+b.B.Authors, a.A.Authors+a.B.Authors),
			cmp.Compare(b.A.Takeaways+b.B.Takeaways, a.A.Takeaways+a.B.Takeaways), compareSubjects(a.Subject, b.Subject))
	}
	slices.SortFunc(c.MoreInA, byStrength)
	slices.SortFunc(c.MoreInB, byStrength)
	for _, list := range [][]Difference{c.Shared, c.OnlyInA, c.OnlyInB} {
		slices.SortFunc(list, byAuthors)
	}
	c.claims(upsA, upsB, n)
	return c
}

// claims chooses what stands beside the subjects with different shares: no takeaway twice where another does.
func (c *Comparison) claims(upsA, upsB []*kb.WriteUp, n Names) {
	used := map[kb.ID]bool{}
	for _, part := range []struct {
		rows []Difference
		ups  []*kb.WriteUp
	}{{c.MoreInB, upsB}, {c.OnlyInB, upsB}, {c.MoreInA, upsA}, {c.OnlyInA, upsA}} {
		for i := range part.rows {
			d := &part.rows[i]
			if d.Voices() < leastMovers {
				continue // no page shows it beside a sentence
			}
			if q, ok := Claim(part.ups, d.Subject, n, used); ok {
				d.Claim = &q
				used[kb.ID(q.ID)] = true
			}
		}
	}
}

// Voices is the number of independent authors in the set with the larger share.
func (d *Difference) Voices() int {
	switch d.More {
	case OnlyInA:
		return d.A.Authors
	case OnlyInB:
		return d.B.Authors
	}
	return max(d.A.Authors, d.B.Authors)
}

// compareSubjects orders topics before projects, then by id.
func compareSubjects(a, b Subject) int {
	return cmp.Or(-cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID))
}

func (s *Side) count(of Subject, g *Group, c *chorus) SideCount {
	return SideCount{Query: s.Query + " " + of.Query(), Count: c.count(of.of(g).part(), s.Total), Small: s.Total.Small()}
}

// Differences lists all of them: what differs, what is shared, what is in one set only.
func (c *Comparison) Differences() []Difference {
	return slices.Concat(c.MoreInB, c.MoreInA, c.Shared, c.OnlyInB, c.OnlyInA)
}

// First keeps the first n of each list; 0 keeps all.
func (c *Comparison) First(n int) {
	if n == 0 {
		return
	}
	for _, list := range []*[]Difference{&c.Shared, &c.MoreInA, &c.MoreInB, &c.OnlyInA, &c.OnlyInB} {
		*list = (*list)[:min(n, len(*list))]
	}
}
