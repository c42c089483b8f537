package digest

import (
	"cmp"
	"slices"

	"takeaway/internal/kb"
)

// chorus counts voices as Counter.Voices does, for those who ask thousands of times: the order of the
// write-ups and the spellings of names are settled once.
type chorus struct {
	rank    map[*kb.WriteUp]int
	authors [][]int // of the write-up of each rank, numbered
	heard   []int   // for each author the question that heard it last
	asked   int
	census  bool // what is counted is all there is
}

func newChorus(ups []*kb.WriteUp) *chorus {
	sorted := slices.Clone(ups)
	slices.SortFunc(sorted, func(a, b *kb.WriteUp) int {
		return cmp.Or(cmp.Compare(len(a.Authors), len(b.Authors)), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Shelf, b.Shelf))
	})
	c := &chorus{rank: make(map[*kb.WriteUp]int, len(ups)), authors: make([][]int, len(ups))}
	ids := map[string]int{}
	number := func(key string) int {
		id, ok := ids[key]
		if !ok {
			id = len(ids)
			ids[key] = id
		}
		return id
	}
	for i, w := range sorted {
		c.rank[w] = i
		for _, key := range people(w) {
			c.authors[i] = append(c.authors[i], number(key))
		}
	}
	c.heard = make([]int, len(ids))
	return c
}

// voices is the number of independent authors of write-ups.
func (c *chorus) voices(ups []*kb.WriteUp) int {
	if len(ups) < 2 {
		return len(ups)
	}
	ranks := make([]int, len(ups))
	for i, w := range ups {
		ranks[i] = c.rank[w]
	}
	slices.Sort(ranks)
	c.asked++
	n := 0
	for _, r := range ranks {
		if slices.ContainsFunc(c.authors[r], func(a int) bool { return c.heard[a] == c.asked }) {
			continue
		}
		for _, a := range c.authors[r] {
			c.heard[a] = c.asked
		}
		n++
	}
	return n
}

// Sample is how large a set of takeaways is.
type Sample struct {
	Takeaways, WriteUps, Authors int
	// Census is true where it is no sample but all there was, as the programme of an edition.
	Census bool
}

// Small reports whether shares of the sample have to be marked; see Group.Small.
func (s Sample) Small() bool {
	return s.Takeaways < leastTakeaways || !s.Census && s.Authors < leastVoices
}

// sample measures write-ups.
func (c *chorus) sample(ups []*kb.WriteUp) Sample {
	s := Sample{WriteUps: len(ups), Authors: c.voices(ups), Census: c.census}
	for _, w := range ups {
		s.Takeaways += w.Takeaways()
	}
	return s
}

// count is how often something occurs in a sample of which it is a part.
func (c *chorus) count(p part, s Sample) Count {
	n := Count{Takeaways: p.takeaways, Total: s.Takeaways, WriteUps: len(p.writeUps), TotalWriteUps: s.WriteUps}
	n.Share, n.WriteUpShare = ratio(n.Takeaways, n.Total), ratio(n.WriteUps, n.TotalWriteUps)
	n.Authors = c.voices(p.writeUps)
	return n
}

// part is how many takeaways are in which write-ups.
type part struct {
	takeaways int
	writeUps  []*kb.WriteUp
}

// part is all that c counts.
func (c *Counter) part() part { return part{c.Takeaways(), c.Notes()} }

// split parts what a counter counts by groups of write-ups; a write-up may be in several of n.
func split(c *Counter, groups func(*kb.WriteUp) []int, n int) []part {
	out := make([]part, n)
	for k, w := range c.Notes() {
		for _, i := range groups(w) {
			out[i].takeaways += int(c.each[k])
			out[i].writeUps = append(out[i].writeUps, w)
		}
	}
	return out
}

// subjects lists what occurs in a group: topics, then projects, those of most voices first, then those
// of most takeaways, then by id.
func (c *chorus) subjects(g *Group, n Names) []Subject {
	type row struct {
		Subject
		voices, takeaways int
	}
	rows := make([]row, 0, len(g.tags)+len(g.projects))
	for id, part := range g.tags {
		rows = append(rows, row{n.Subject(TopicType, id), c.voices(part.writeUps), part.Takeaways()})
	}
	for id, part := range g.projects {
		rows = append(rows, row{n.Subject(ProjectType, id), c.voices(part.writeUps), part.Takeaways()})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(-cmp.Compare(a.Type, b.Type), cmp.Compare(b.voices, a.voices), cmp.Compare(b.takeaways, a.takeaways), cmp.Compare(a.ID, b.ID))
	})
	out := make([]Subject, len(rows))
	for i := range rows {
		out[i] = rows[i].Subject
	}
	return out
}
