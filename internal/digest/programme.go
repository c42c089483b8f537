package digest

import (
	"cmp"
	"maps"
	"slices"

	"takeaway/internal/kb"
)

// Announced is how many talks of a programme, or of several, are about each subject: topics with those above them,
// and projects.
type Announced struct {
	// Edition is whose programme it is; empty for a sum.
	Edition          string
	Talks            int
	Topics, Projects map[string]int
}

// Announce counts an edition of the programme as a write-up whose takeaways are talks.
func Announce(w *kb.WriteUp, implied func(topic string) []string) *Announced {
	g := NewGroup([]*kb.WriteUp{w}, implied)
	a := &Announced{Talks: g.Takeaways(), Topics: map[string]int{}, Projects: map[string]int{}}
	if len(w.Conferences) > 0 {
		a.Edition = w.Conferences[0]
	}
	for id, c := range g.tags {
		a.Topics[id] = c.Takeaways()
	}
	for id, c := range g.projects {
		a.Projects[id] = c.Takeaways()
	}
	return a
}

// sum adds programmes up.
func sum(all []*Announced) *Announced {
	out := &Announced{Topics: map[string]int{}, Projects: map[string]int{}}
	for _, a := range all {
		out.Talks += a.Talks
		for id, n := range a.Topics {
			out.Topics[id] += n
		}
		for id, n := range a.Projects {
			out.Projects[id] += n
		}
	}
	return out
}

// tags are the topics, those of most talks first, then by name.
func (a *Announced) tags() []string {
	return slices.SortedFunc(maps.Keys(a.Topics), func(x, y string) int {
		return cmp.Or(cmp.Compare(a.Topics[y], a.Topics[x]), cmp.Compare(x, y))
	})
}

// base counts a subject in a part of the programme; nil where that is empty.
func (s Subject) base(a *Announced) *Base {
	if a.Talks == 0 {
		return nil
	}
	n := a.Topics[s.ID]
	if s.Type == ProjectType {
		n = a.Projects[s.ID]
	}
	return &Base{Talks: n, Total: a.Talks, Share: ratio(n, a.Talks)}
}
