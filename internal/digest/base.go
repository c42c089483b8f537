package digest

import (
	"math"
	"slices"

	"takeaway/internal/kb"
)

// Base is how much of the programme a subject is: what was announced, beside what was taken home.
type Base struct {
	Talks int     `json:"talks" yaml:"talks"`
	Total int     `json:"total" yaml:"total"`
	Share float64 `json:"share" yaml:"share"` // talks / total, 0 to 1
}

// base counts a subject in a part of the programme; nil where the programme has none of it.
func (s Subject) base(g *Group) *Base {
	if g.Takeaways() == 0 {
		return nil
	}
	n := s.In(g)
	return &Base{Talks: n, Total: g.Takeaways(), Share: ratio(n, g.Takeaways())}
}

// programme is the part of the programme that stands beside a trend.
type programme struct {
	// whole are the editions that the trend's write-ups are about, columns those of each column.
	whole   *Group
	columns map[string]*Group
	// before and after are all editions of the trend's series in the years of its two spans.
	before, after *Group
}

// Against puts the programme beside the trend: its editions as write-ups whose takeaways are talks. Lines,
// cells and spans then have the share of the programme, of the same editions; spans have that of all
// editions in their years of the series that the write-ups are about, since a year's talks say more of it
// than those of the one edition that somebody wrote about.
func (t *Trend) Against(editions []*kb.WriteUp) {
	here, series := map[string]bool{}, map[string]bool{}
	for _, w := range t.writeUp {
		for _, id := range w.Conferences {
			here[id], series[t.names.Edition(id).Series] = true, true
		}
	}
	var same, kin []*kb.WriteUp
	at := map[string][]*kb.WriteUp{}
	for _, w := range editions {
		id := w.Conferences[0]
		if series[t.names.Edition(id).Series] {
			kin = append(kin, w)
		}
		if here[id] {
			same = append(same, w)
			for _, place := range placesOf(w, t.By, t.names) {
				at[place] = append(at[place], w)
			}
		}
	}
	p := &programme{whole: NewGroup(same, t.names.Implied), columns: map[string]*Group{}}
	for place, ups := range at {
		p.columns[place] = NewGroup(ups, t.names.Implied)
	}
	if t.Before != nil {
		p.before, p.after = t.Before.group(kin, t.names), t.After.group(kin, t.names)
	}
	t.programme = p
}

// Beside reports whether the programme stands beside the trend.
func (t *Trend) Beside() bool { return t.programme != nil && t.programme.whole.Takeaways() > 0 }

// group counts the editions of the programme that lie in a span.
func (s *Span) group(editions []*kb.WriteUp, n Names) *Group {
	var in []*kb.WriteUp
	for _, w := range editions {
		if slices.ContainsFunc(placesOf(w, s.axis, n), func(id string) bool { return slices.Contains(s.ids, id) }) {
			in = append(in, w)
		}
	}
	return NewGroup(in, n.Implied)
}

// Bounds of what the programme can say about a move.
const (
	// leastBase is how many talks each span must have, and leastHeard how many talks a subject must have in
	// one of them. It is a census: few talks are few, and not a few of many that were missed.
	leastBase  = 100
	leastHeard = 5
	// leastTold is how many talks make a topic new, or one that there was much of.
	leastTold = 8
	// leastTurn is how much a share of the programme has to change to bear a move out: by a tenth.
	leastTurn = 1.1
)

// contradicts reports whether the programme knows better: it has enough talks on the subject, and their
// share did not move with that of the takeaways. What people took home of a few editions depends on who
// wrote; the programme is a census.
func (p *programme) contradicts(l *Line) bool {
	if p == nil || l.Before == nil || l.Before.Programme == nil || l.After.Programme == nil {
		return false
	}
	was, is := l.Before.Programme, l.After.Programme
	if min(was.Total, is.Total) < leastBase || max(was.Talks, is.Talks) < leastHeard {
		return false
	}
	switch l.Move {
	case Rising, New:
		return is.Share < was.Share*leastTurn
	case Falling, Gone:
		return is.Share*leastTurn > was.Share
	}
	return false
}

// Gap is a topic of which the programme and the takeaways of an edition have different shares.
type Gap struct {
	Tag       string  `json:"tag" yaml:"tag"`
	Name      string  `json:"name" yaml:"name"`
	Takeaways int     `json:"takeaways" yaml:"takeaways"`
	Authors   int     `json:"authors" yaml:"authors"`
	Share     float64 `json:"share" yaml:"share"` // of the takeaways
	Programme Base    `json:"programme" yaml:"programme"`

	Z float64 `json:"-" yaml:"-"` // of the difference, in standard errors
}

// Beside is the programme of an edition beside what people took home from it.
type Beside struct {
	// Talks is the number of talks; 0 where the programme lacks the edition.
	Talks int `json:"talks" yaml:"talks"`
	// Announced are topics of many talks and few takeaways, TakenHome the other way round: by more than
	// chance does, the clearest first.
	Announced []Gap `json:"announced" yaml:"announced"`
	TakenHome []Gap `json:"taken_home" yaml:"taken_home"`
}

// clearZ is the difference, in standard errors, from which the shares of programme and takeaways differ
// clearly: a one-sided error of one in forty, since many topics are compared.
const clearZ = 1.96

// leastTalks is how many talks an edition of the programme must have to be compared with.
const leastTalks = 50

// beside compares the takeaways of an edition with its programme.
func (s *summariser) beside() Beside {
	out := Beside{Talks: s.programme.Takeaways(), Announced: []Gap{}, TakenHome: []Gap{}}
	if out.Talks < leastTalks || s.group.Small() {
		return out
	}
	topics := s.fieldTopics()
	told, heard := 0, 0
	for _, tag := range topics {
		told, heard = told+s.group.Tag(tag).Takeaways(), heard+s.programme.Tag(tag).Takeaways()
	}
	// A title speaks of fewer topics than a takeaway of a hundred words: what a share of the programme would
	// be if it spoke of as many.
	wordier := ratio(told, s.group.Takeaways()) / max(ratio(heard, s.programme.Takeaways()), 0.01)
	for _, tag := range topics {
		name, _ := s.n.Topic(tag)
		subject := Subject{ID: tag, Name: name, Type: TopicType}
		c := s.group.Tag(tag)
		g := Gap{Tag: tag, Name: name, Takeaways: c.Takeaways(), Authors: c.Voices(), Share: s.group.Share(c), Programme: *subject.base(s.programme)}
		expected := min(int(float64(g.Programme.Talks)*wordier+0.5), g.Programme.Total)
		g.Z = zScore(expected, g.Programme.Total, g.Takeaways, s.group.Takeaways())
		switch {
		case g.Z <= -clearZ && g.Programme.Talks >= leastTold && g.Share < g.Programme.Share:
			out.Announced = append(out.Announced, g)
		case g.Z >= clearZ && g.Authors >= leastMovers:
			out.TakenHome = append(out.TakenHome, g)
		}
	}
	for _, list := range []*[]Gap{&out.Announced, &out.TakenHome} {
		*list = s.narrowestGaps(*list)
		slices.SortStableFunc(*list, func(a, b Gap) int {
			switch d := math.Abs(b.Z) - math.Abs(a.Z); {
			case d > 0:
				return 1
			case d < 0:
				return -1
			}
			return 0
		})
		*list = (*list)[:min(len(*list), s.bounds.moves)]
	}
	return out
}

// fieldTopics are the topics of the field that the takeaways or the talks of the edition are about.
func (s *summariser) fieldTopics() []string {
	var out []string
	seen := map[string]bool{}
	for _, tag := range slices.Concat(s.programme.Tags(), s.group.Tags()) {
		if _, known := s.n.Topic(tag); known && !seen[tag] && !AboutTheEvent(tag) {
			seen[tag] = true
			out = append(out, tag)
		}
	}
	return out
}

// narrowestGaps leaves out the wider topics that have the very talks and takeaways of a narrower one.
func (s *summariser) narrowestGaps(list []Gap) []Gap {
	return slices.DeleteFunc(slices.Clone(list), func(wide Gap) bool {
		return slices.ContainsFunc(list, func(g Gap) bool {
			return g.Takeaways == wide.Takeaways && g.Programme.Talks == wide.Programme.Talks && slices.Contains(s.n.Implied(g.Tag), wide.Tag)
		})
	})
}
