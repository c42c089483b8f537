package digest

import (
	"slices"

	"takeaway/internal/kb"
)

// programme is the part of the programme that stands beside a trend.
type programme struct {
	// whole are the editions that the trend's write-ups are about, columns those of each column.
	whole   *Announced
	columns map[string]*Announced
	// before and after are all editions of the trend's series in the years of its two spans.
	before, after *Announced
}

// Against puts the programme beside the trend, by edition. Lines,
// cells and spans then have the share of the programme, of the same editions; spans have that of all
// editions in their years of the series that the write-ups are about, since a year's talks say more of it
// than those of the one edition that somebody wrote about.
func (t *Trend) Against(editions []*Announced) {
	here, series := map[string]bool{}, map[string]bool{}
	for _, w := range t.writeUp {
		for _, id := range w.Conferences {
			here[id], series[t.names.Edition(id).Series] = true, true
		}
	}
	var same, kin []*Announced
	at := map[string][]*Announced{}
	for _, a := range editions {
		if series[t.names.Edition(a.Edition).Series] {
			kin = append(kin, a)
		}
		if here[a.Edition] {
			same = append(same, a)
			for _, place := range a.places(t.By, t.names) {
				at[place] = append(at[place], a)
			}
		}
	}
	p := &programme{whole: sum(same), columns: map[string]*Announced{}}
	for place, list := range at {
		p.columns[place] = sum(list)
	}
	if t.Before != nil {
		p.before, p.after = t.Before.announced(kin, t.names), t.After.announced(kin, t.names)
	}
	t.programme, t.moved = p, nil
}

// Beside reports whether the programme stands beside the trend.
func (t *Trend) Beside() bool { return t.programme != nil && t.programme.whole.Talks > 0 }

// announced sums up the editions of the programme that lie in a span.
func (s *Span) announced(editions []*Announced, n Names) *Announced {
	var in []*Announced
	for _, a := range editions {
		if slices.ContainsFunc(a.places(s.axis, n), func(id string) bool { return slices.Contains(s.ids, id) }) {
			in = append(in, a)
		}
	}
	return sum(in)
}

// places lists where on an axis an edition stands.
func (a *Announced) places(by Axis, n Names) []string {
	return placesOf(&kb.WriteUp{Conferences: kb.Editions{a.Edition}}, by, n)
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
