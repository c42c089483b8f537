package digest

import (
	"math"
	"slices"

	"takeaway/internal/kb"
)

// projects lists what was named, and counts the takeaways about earlier editions.
func (s *summariser) projects() ([]Project, int) {
	out := []Project{}
	earlier, n := s.earlierProjects()
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
		p.FirstSeen = !earlier[id] && absent(s.group.Share(c), n)
		out = append(out, p)
	}
	return out, n
}

const (
	// leastEarlier is how many takeaways about earlier editions it takes to say what they do not name. Of
	// fewer, what is first seen says when people began to write rather than what was new.
	leastEarlier = 100
	// chanceAbsent is how likely it may be that those takeaways name a project as often as this edition
	// does and yet none of them is in the library.
	chanceAbsent = 0.05
)

// absent reports whether it means something that none of n earlier takeaways names what share of this
// edition does.
func absent(share float64, n int) bool {
	return n >= leastEarlier && math.Pow(1-share, float64(n)) < chanceAbsent
}

// earlierProjects are those that takeaways of earlier editions name, and the number of these takeaways.
func (s *summariser) earlierProjects() (named map[string]bool, takeaways int) {
	this := s.n.Edition(s.edition)
	named = map[string]bool{}
	for _, w := range s.ups {
		if !slices.ContainsFunc(w.Conferences, func(id string) bool { return CompareEditions(s.n.Edition(id), this) < 0 }) {
			continue
		}
		for i := range w.Pieces {
			if w.Pieces[i].Kind != kb.KindTakeaway {
				continue
			}
			takeaways++
			for _, m := range w.Pieces[i].Projects {
				named[m.Project] = true
			}
		}
	}
	return named, takeaways
}

const (
	// leastMoved is how many takeaways a topic needs in the edition where it is larger to be shown as a move,
	// and leastMovers how many independent authors: what one author moves is what that author likes.
	leastMoved  = 3
	leastMovers = 2
	// leastCompared is how many takeaways an edition needs to be compared with; of fewer, each is more than
	// a tenth of all.
	leastCompared = 10
)

// thin reports whether a group is too little to be compared with.
func thin(g *Group) bool { return g.Takeaways() < leastCompared || g.Voices() < leastMovers }

// change compares with the latest earlier edition of the series that the library knows enough of.
func (s *summariser) change() Change {
	this := s.n.Edition(s.edition)
	out := Change{Shifts: []Shift{}, Skipped: []Skipped{}, Thin: thin(s.group)}
	var before *Group
	editions := Editions(s.ups, s.n)
	for _, e := range slices.Backward(editions) {
		if e.Series == "" || e.Series != this.Series || CompareEditions(e, this) >= 0 {
			continue
		}
		g := NewGroup(Of(s.ups, e.ID), s.n.Implied)
		if !thin(g) {
			out.Previous, before = e, g
			break
		}
		out.Skipped = append(out.Skipped, Skipped{ID: e.ID, Short: e.Short, WriteUps: g.WriteUps(), Takeaways: g.Takeaways(), Authors: g.Voices()})
	}
	if p, ok := s.n.Previous(s.edition); ok && !slices.ContainsFunc(editions, func(e Edition) bool { return e.ID == p.ID }) {
		out.Missing = p.Short
	}
	if before == nil {
		return out
	}
	out.WriteUps, out.Takeaways, out.Authors = before.WriteUps(), before.Takeaways(), before.Voices()
	out.Small = before.Small() || s.group.Small()
	if !out.Thin {
		out.Shifts = s.shifts(before)
	}
	return out
}

// shifts lists the topics whose share moved, a bounded number of each move.
func (s *summariser) shifts(before *Group) []Shift {
	out := []Shift{}
	counts := map[Move]int{}
	for _, m := range s.narrowest(TagMovers(before, s.group)) {
		larger := m.After
		if m.Z < 0 {
			larger = m.Before
		}
		if m.Move == Steady || counts[m.Move] == s.bounds.moves || larger.Takeaways() < leastMoved || larger.Voices() < leastMovers {
			continue
		}
		name, known := s.n.Topic(m.Key)
		if !known || AboutTheEvent(m.Key) {
			continue // words that people choose differ from write-up to write-up
		}
		counts[m.Move]++
		out = append(out, Shift{Tag: m.Key, Name: name, Move: m.Move,
			Takeaways: m.After.Takeaways(), Authors: m.After.Voices(), Share: m.ShareAfter,
			PreviousTakeaways: m.Before.Takeaways(), PreviousAuthors: m.Before.Voices(), PreviousShare: m.ShareBefore})
	}
	return out
}

// narrowest leaves out the wider topics that have the very takeaways of a narrower one in both groups.
func (s *summariser) narrowest(all []Mover) []Mover {
	type counts struct{ before, after int }
	of := func(m *Mover) counts { return counts{m.Before.Takeaways(), m.After.Takeaways()} }
	wide := map[string][]counts{}
	for i := range all {
		for _, up := range s.n.Implied(all[i].Key) {
			wide[up] = append(wide[up], of(&all[i]))
		}
	}
	return slices.DeleteFunc(all, func(m Mover) bool { return slices.Contains(wide[m.Key], of(&m)) })
}

// AboutTheEvent reports whether a topic is about the event and its people rather than about the field. How
// much of that a write-up has depends on its author more than on the conference.
func AboutTheEvent(topic string) bool {
	return topic == "community" || topic == "conference-experience" || topic == keynotes
}
