package digest

import (
	"slices"

	"takeaway/internal/kb"
)

// projects lists what was named.
func (s *summariser) projects() []Project {
	out := []Project{}
	earlier := s.earlierProjects()
	for _, id := range s.group.Projects() {
		if s.n.Company(id) {
			continue
		}
		if len(out) == s.bounds.projects {
			break
		}
		c := s.group.Project(id)
		p := Project{Project: id, Name: s.n.Project(id), Takeaways: c.Takeaways(), WriteUps: c.WriteUps(), By: c.By()}
		p.Authors = len(p.By)
		p.FirstSeen = earlier != nil && !earlier[id]
		out = append(out, p)
	}
	return out
}

// earlierProjects are those that takeaways of earlier editions name; nil if there is no earlier edition.
func (s *summariser) earlierProjects() map[string]bool {
	this := s.n.Edition(s.edition)
	var named map[string]bool
	for _, w := range s.ups {
		if w.Takeaways() == 0 || !slices.ContainsFunc(w.Conferences, func(id string) bool { return CompareEditions(s.n.Edition(id), this) < 0 }) {
			continue
		}
		if named == nil {
			named = map[string]bool{}
		}
		for i := range w.Pieces {
			if w.Pieces[i].Kind != kb.KindTakeaway {
				continue
			}
			for _, m := range w.Pieces[i].Projects {
				named[m.Project] = true
			}
		}
	}
	return named
}

// leastMoved is how many takeaways a topic needs in the edition where it is larger to be shown as a move.
const leastMoved = 3

// change compares with the latest earlier edition of the series that the library has write-ups of.
func (s *summariser) change() Change {
	this := s.n.Edition(s.edition)
	out := Change{Shifts: []Shift{}}
	for _, e := range Editions(s.ups, s.n) {
		if e.Series != "" && e.Series == this.Series && CompareEditions(e, this) < 0 {
			out.Previous = e
		}
	}
	if p, ok := s.n.Previous(s.edition); ok && p.ID != out.Previous.ID {
		out.Missing = p.Short
	}
	if out.Previous.ID == "" {
		return out
	}
	before := NewGroup(Of(s.ups, out.Previous.ID), s.n.Implied)
	out.WriteUps, out.Takeaways, out.Authors = before.WriteUps(), before.Takeaways(), before.Voices()
	out.Small = before.Small() || s.group.Small()
	counts := map[Move]int{}
	for _, m := range TagMovers(before, s.group) {
		larger := m.After
		if m.Z < 0 {
			larger = m.Before
		}
		if m.Move == Steady || counts[m.Move] == s.bounds.moves || larger.Takeaways() < leastMoved {
			continue
		}
		name, known := s.n.Topic(m.Key)
		if !known {
			continue // words that people choose differ from write-up to write-up
		}
		counts[m.Move]++
		out.Shifts = append(out.Shifts, Shift{Tag: m.Key, Name: name, Move: m.Move,
			Takeaways: m.After.Takeaways(), Authors: m.After.Voices(), Share: m.ShareAfter,
			PreviousTakeaways: m.Before.Takeaways(), PreviousAuthors: m.Before.Voices(), PreviousShare: m.ShareBefore})
	}
	return out
}
