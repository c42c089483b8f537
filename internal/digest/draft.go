package digest

import (
	"cmp"
	"slices"

	"takeaway/internal/kb"
)

// Draft is a summary of which the prose is still to be read.
type Draft struct {
	s   *summariser
	all []string // the themes, in order
	cov Coverage
}

// NewDraft begins the summary of an edition. ups are the write-ups of the whole library, in the order of
// their paths; no takeaway needs its body yet.
func NewDraft(edition string, ups []*kb.WriteUp, n Names, o Options) *Draft {
	n = n.remember()
	own := Of(ups, edition)
	d := &Draft{s: &summariser{n: n, edition: edition, ups: ups, own: own, group: NewGroup(own, n.Implied), bounds: o.Length.bounds(), length: o.Length}}
	if d.s.programme = o.Programme; d.s.programme == nil {
		d.s.programme = sum(nil)
	}
	d.all, d.cov = d.s.coverage()
	return d
}

// ToRead lists the takeaways whose bodies the summary wants: all of the edition, or of a very large one
// those that are most about its first themes, from as many write-ups as can be.
func (d *Draft) ToRead() []*kb.Takeaway {
	g := d.s.group
	if g.Takeaways() <= mostRead {
		return g.List()
	}
	shown := d.all[:min(len(d.all), d.s.bounds.themes)]
	wanted := map[*kb.Takeaway]bool{}
	type ranked struct {
		t    *kb.Takeaway
		turn int // how many its write-up gave before
		fit  float64
	}
	for _, tag := range shown {
		list := make([]ranked, 0, g.Tag(tag).Takeaways())
		for _, t := range g.Tag(tag).List() {
			r := ranked{t: t, fit: d.s.fit(t, tag)}
			if n := len(list); n > 0 && ofOneNote(list[n-1].t, t) {
				r.turn = list[n-1].turn + 1
			}
			list = append(list, r)
		}
		slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.turn, b.turn), cmp.Compare(b.fit, a.fit)) })
		for _, r := range list[:min(len(list), mostRead/len(shown))] {
			wanted[r.t] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(g.List()), func(t *kb.Takeaway) bool { return !wanted[t] })
}

// Change is what changed since the edition before; no prose is needed for it.
func (d *Draft) Change() Change { return d.s.change() }

// Summary finishes the summary. The takeaways of ToRead carry their bodies by now.
func (d *Draft) Summary() *Summary {
	s := d.s
	s.read()
	out := &Summary{Conference: s.n.Edition(s.edition), Length: s.length, WriteUps: len(s.own), Takeaways: s.group.Takeaways(), By: s.group.By()}
	out.Authors, out.Coverage = len(out.By), d.cov
	out.Themes = s.themes(d.all)
	out.Talks, out.Speakers = s.talks()
	out.Projects, out.Earlier = s.projects()
	out.Numbers = s.numbers()
	out.Change = s.change()
	out.Beside = s.beside()
	return out
}

// ofOneNote reports whether two takeaways are of one note.
func ofOneNote(a, b *kb.Takeaway) bool { return a.Path == b.Path && a.Shelf == b.Shelf }

// coverage lists the tags that are themes, in order, and counts what the page rests on.
func (s *summariser) coverage() ([]string, Coverage) {
	c := Coverage{Small: s.group.Small(), Perspectives: []PerspectiveCount{}}
	var all []string
	for _, tag := range s.group.Tags() {
		if !s.isTheme(tag) {
			continue
		}
		all = append(all, tag)
		c.Themes++
		if s.group.Tag(tag).Voices() == 1 {
			c.OneAuthor++
		}
	}
	for _, w := range s.own {
		if w.Digest {
			c.Digests++
		}
		if w.Shelf != "" {
			if c.Shelves == nil {
				c.Shelves = map[string]int{}
			}
			c.Shelves[w.Shelf]++
		}
	}
	for _, p := range append(kb.Perspectives[:], "") {
		n := 0
		for _, w := range s.own {
			if w.Perspective == p {
				n++
			}
		}
		if n > 0 {
			c.Perspectives = append(c.Perspectives, PerspectiveCount{string(p), n})
		}
	}
	return s.ordered(all), c
}
