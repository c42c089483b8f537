package digest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// Counter says how often something occurs in a set of takeaways, and in whose write-ups.
// The zero Counter is empty; a nil one may be asked.
type Counter struct {
	takeaways []*kb.Takeaway
	writeUps  []*kb.WriteUp
	each      []int32 // how many of the takeaways are in each of the write-ups
}

// add counts a takeaway of w. Takeaways of one write-up must come one after the other.
func (c *Counter) add(w *kb.WriteUp, t *kb.Takeaway) {
	if n := len(c.takeaways); n > 0 && c.takeaways[n-1] == t {
		return // for this reason already, as for a tag and what implies it
	}
	c.takeaways = append(c.takeaways, t)
	if n := len(c.writeUps); n == 0 || c.writeUps[n-1] != w {
		c.writeUps, c.each = append(c.writeUps, w), append(c.each, 0)
	}
	c.each[len(c.each)-1]++
}

// Takeaways is the number of takeaways.
func (c *Counter) Takeaways() int {
	if c == nil {
		return 0
	}
	return len(c.takeaways)
}

// WriteUps is the number of write-ups that these takeaways are in.
func (c *Counter) WriteUps() int {
	if c == nil {
		return 0
	}
	return len(c.writeUps)
}

// List returns the takeaways in the order of their notes. The caller must not change it.
func (c *Counter) List() []*kb.Takeaway {
	if c == nil {
		return nil
	}
	return c.takeaways
}

// Notes returns the write-ups of the takeaways. The caller must not change it.
func (c *Counter) Notes() []*kb.WriteUp {
	if c == nil {
		return nil
	}
	return c.writeUps
}

// Voices counts the independent authors: write-ups of which no two share an author. Co-authors of one
// write-up are one voice, and so are two write-ups of one author, under whatever spelling. A write-up that
// names no author is a voice of its own.
func (c *Counter) Voices() int {
	if c == nil {
		return 0
	}
	alone := map[string]bool{}
	n, last := 0, ""
	for _, w := range c.writeUps {
		switch keys := people(w); {
		case len(keys) == 0:
			n++
		case len(keys) > 1:
			return len(c.By())
		case keys[0] != last:
			last = keys[0]
			alone[last] = true
		}
	}
	return n + len(alone)
}

// Unnamed stands for the author of a write-up that names none.
const Unnamed = "unnamed author"

// By names the voices, each by the authors of one of its write-ups ("Ann Lee, Bo Chen"), sorted; that of a
// write-up without an author is Unnamed, and comes last.
func (c *Counter) By() []string {
	if c == nil {
		return nil
	}
	// Those with the fewest authors first: where somebody wrote alone and in a group, each member of the
	// group who also wrote alone is a voice.
	ups := slices.Clone(c.writeUps)
	slices.SortFunc(ups, func(a, b *kb.WriteUp) int {
		return cmp.Or(cmp.Compare(len(a.Authors), len(b.Authors)), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Shelf, b.Shelf))
	})
	heard := map[string]bool{}
	var out []string
	unnamed := 0
	for _, w := range ups {
		keys := people(w)
		if slices.ContainsFunc(keys, func(key string) bool { return heard[key] }) {
			continue
		}
		for _, key := range keys {
			heard[key] = true
		}
		if len(keys) == 0 {
			unnamed++
			continue
		}
		out = append(out, voice(w))
	}
	slices.Sort(out)
	return append(out, slices.Repeat([]string{Unnamed}, unnamed)...)
}

// voice is what a write-up's authors are called together.
func voice(w *kb.WriteUp) string {
	if len(w.Authors) == 0 {
		return kb.NoteName(w.Shelf, w.Path)
	}
	return strings.Join(w.Authors, ", ")
}

// people are the authors of a write-up, each by a key that is the same for all spellings of a name.
func people(w *kb.WriteUp) []string {
	if len(w.People) == len(w.Authors) {
		return w.People
	}
	keys := make([]string, len(w.Authors))
	for i, name := range w.Authors {
		keys[i] = personKey(name)
	}
	return keys
}

// personKey makes spellings of one name the same.
func personKey(name string) string { return cmp.Or(kb.NameKey(name), name) }

// Group is a set of takeaways that shares are taken of: those of an edition, of a year, or of a query.
type Group struct {
	Counter
	tags, projects map[string]*Counter
}

// NewGroup counts the takeaways of write-ups. Write-ups may come with some of their pieces only, as a
// query left them; pieces of other kinds are not counted. implied lists the wider topics of a tag.
func NewGroup(ups []*kb.WriteUp, implied func(tag string) []string) *Group {
	g := &Group{tags: map[string]*Counter{}, projects: map[string]*Counter{}}
	implied = memo(implied)
	at := func(m map[string]*Counter, key string) *Counter {
		c := m[key]
		if c == nil {
			c = &Counter{}
			m[key] = c
		}
		return c
	}
	for _, w := range ups {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			if t.Kind != kb.KindTakeaway {
				continue
			}
			g.add(w, t)
			for k := range t.Tags {
				at(g.tags, t.Tags[k].Name).add(w, t)
				for _, up := range implied(t.Tags[k].Name) {
					at(g.tags, up).add(w, t)
				}
			}
			for k := range t.Projects {
				at(g.projects, t.Projects[k].Project).add(w, t)
			}
		}
	}
	return g
}

// Tag counts the takeaways with a tag or with one that implies it; nil if there is none.
func (g *Group) Tag(name string) *Counter { return g.tags[name] }

// Project counts the takeaways that name a project; nil if there is none.
func (g *Group) Project(id string) *Counter { return g.projects[id] }

// Tags lists all tags of the group, wider topics included: those of most voices first, then those of
// most takeaways, then by name.
func (g *Group) Tags() []string { return ranked(g.tags) }

// Projects lists all projects of the group in the order of Tags.
func (g *Group) Projects() []string { return ranked(g.projects) }

func ranked(m map[string]*Counter) []string {
	type row struct {
		id                string
		voices, takeaways int
	}
	rows := make([]row, 0, len(m))
	for id, c := range m {
		rows = append(rows, row{id, c.Voices(), c.Takeaways()})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.voices, a.voices), cmp.Compare(b.takeaways, a.takeaways), cmp.Compare(a.id, b.id))
	})
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].id
	}
	return out
}

// Share is the part of the group's takeaways that c counts, 0 to 1.
func (g *Group) Share(c *Counter) float64 { return ratio(c.Takeaways(), g.Takeaways()) }

// WriteUpShare is the part of the group's write-ups that c counts, 0 to 1.
func (g *Group) WriteUpShare(c *Counter) float64 { return ratio(c.WriteUps(), g.WriteUps()) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// A group with fewer voices or takeaways is a small sample: one more write-up could turn its shares
// around.
const (
	leastVoices    = 3
	leastTakeaways = 25
)

// Small reports whether shares of the group rest on a small sample and have to be marked.
func (g *Group) Small() bool { return g.Takeaways() < leastTakeaways || g.Voices() < leastVoices }

func itoa(n int) string { return strconv.Itoa(n) }
