package digest

import (
	"cmp"
	"math"
	"slices"

	"takeaway/internal/kb"
)

// Span is a stretch of time: some years, or editions where all are of one year.
type Span struct {
	// From and To are years, or ids of editions.
	From, To string
	// Query finds the takeaways of the span in a search: "year:2024..2025".
	Query string
	Total Sample

	axis    Axis
	ids     []string // of the columns
	writeUp map[*kb.WriteUp]bool
}

// SpanCount is a subject in a span.
type SpanCount struct {
	From  string `json:"from" yaml:"from"`
	To    string `json:"to" yaml:"to"`
	Query string `json:"query" yaml:"query"`
	Count `yaml:",inline"`
	Small bool `json:"small" yaml:"small"`
	// Programme is the share of the programme in the span; nil where it is not known. See Trend.Against.
	Programme *Base `json:"programme,omitempty" yaml:"programme,omitempty"`
}

func (s *Span) count(part part, c *chorus) *SpanCount {
	return &SpanCount{From: s.From, To: s.To, Query: s.Query, Count: c.count(part, s.Total), Small: s.Total.Small()}
}

// spans parts the time of the trend in two. The latter has the last two years, or the last one where
// there are fewer than four, and as many more as it takes not to be a small sample. The former has the
// years before, as many as it takes to have as many takeaways. Where all is of one year, editions
// stand for years. Nil where there is one edition, or no time on the axis.
func (t *Trend) spans() (before, after *Span) {
	along := t
	if t.By == ByRegion {
		return nil, nil
	}
	if t.years != nil && len(t.years.Columns) > 1 {
		along = t.years
	}
	cols := along.Columns
	if len(cols) < 2 {
		return nil, nil
	}
	least := 1
	if len(cols) >= 4 {
		least = 2
	}
	cut := len(cols) - least
	after = along.span(cut, len(cols))
	for cut > 1 && t.small(after.Total) {
		cut--
		after = along.span(cut, len(cols))
	}
	from := cut - 1
	before = along.span(from, cut)
	for from > 0 && (before.Total.Takeaways < after.Total.Takeaways || t.small(before.Total)) {
		from--
		before = along.span(from, cut)
	}
	return before, after
}

// small reports whether a span says too little: as Sample.Small, but of a library of one or two authors no
// more than these can be asked.
func (t *Trend) small(s Sample) bool {
	return s.Takeaways < leastTakeaways || !s.Census && s.Authors < t.least(leastVoices)
}

// least is a number of independent authors, or how many there are at all if these are fewer.
func (t *Trend) least(n int) int {
	if t.all == 0 {
		t.all = t.chorus.voices(t.writeUp)
	}
	return min(n, t.all)
}

// span joins the columns from i up to j.
func (t *Trend) span(i, j int) *Span {
	s := &Span{From: t.Columns[i].ID, To: t.Columns[j-1].ID, axis: t.By}
	for k, c := range t.Columns[i:j] {
		s.ids = append(s.ids, c.ID)
		if t.By == ByConference {
			if k > 0 {
				s.Query += ","
			}
			s.Query += c.ID
		}
	}
	switch {
	case t.By == ByConference:
		s.Query = "conf:" + s.Query
	case s.From == s.To:
		s.Query = "year:" + s.From
	default:
		s.Query = "year:" + s.From + ".." + s.To
	}
	s.writeUp = map[*kb.WriteUp]bool{}
	var ups []*kb.WriteUp
	for _, c := range t.Columns[i:j] {
		for _, w := range c.writeUp {
			if !s.writeUp[w] {
				s.writeUp[w] = true
				ups = append(ups, w)
			}
		}
	}
	s.Total = t.chorus.sample(ups)
	return s
}

// compare fills in how the share of the subject changed from one span to the other. What is nowhere
// before the latter span is new; what was away for a while is not.
func (l *Line) compare(t *Trend) {
	parts := split(l.of(t.Whole), func(w *kb.WriteUp) []int {
		switch {
		case t.Before.writeUp[w] && t.After.writeUp[w]: // about two editions
			return []int{0, 1}
		case t.Before.writeUp[w]:
			return []int{0}
		case t.After.writeUp[w]:
			return []int{1}
		}
		return nil
	}, 2)
	l.Before, l.After = t.Before.count(parts[0], t.chorus), t.After.count(parts[1], t.chorus)
	if t.programme != nil {
		l.Before.Programme, l.After.Programme = l.base(t.programme.before), l.base(t.programme.after)
	}
	l.z = zScore(l.Before.Takeaways, l.Before.Total, l.After.Takeaways, l.After.Total)
	switch {
	case l.Takeaways == 0:
	case l.After.Takeaways == l.Takeaways:
		l.Move = New
	case l.z >= leastZ:
		l.Move = Rising
	case l.z <= -leastZ:
		l.Move = Falling
		if l.After.Takeaways == 0 {
			l.Move = Gone
		}
	default:
		l.Move = Steady
	}
	if !t.holds(l) {
		l.Move = Steady
	}
	if l.Move != Steady && t.programme.contradicts(l) {
		l.Contradicted, l.Move = l.Move, Steady
	}
}

// chanceUnseen is how likely it may be that what is called new was only missed before: that the takeaways of
// the former span have none of it although it was as frequent as it is now.
const chanceUnseen = 0.25

// holds reports whether enough stands behind a move. A rise or a fall needs LeastVoices independent authors
// on its larger side, because fewer say what they like, or as many as there are at all; and the share of
// write-ups must not go against it. Two authors do for what is new, and in a span that is a small sample. What
// is new must be so frequent that the former span would probably have it.
func (t *Trend) holds(l *Line) bool {
	few := t.least(2)
	enough := func(s *SpanCount) bool {
		voices := t.least(LeastVoices)
		if s.Small {
			voices = few
		}
		return t.Census || s.Authors >= voices
	}
	switch l.Move {
	case New:
		if t.Census && l.After.Takeaways < leastTold {
			return false
		}
		return l.After.Authors >= few && math.Pow(1-l.After.Share, float64(l.Before.Total)) <= chanceUnseen
	case Rising:
		return enough(l.After) && (t.Census || l.After.WriteUpShare >= l.Before.WriteUpShare)
	case Falling, Gone:
		return enough(l.Before) && (t.Census || l.After.WriteUpShare <= l.Before.WriteUpShare)
	}
	return true
}

// probe is how a subject moved, without its cells. It is worked out once.
func (t *Trend) probe(s Subject) Line {
	if t.moved[s] == nil {
		l := &Line{Subject: s, Count: t.count(s)}
		l.compare(t)
		if t.moved == nil {
			t.moved = map[Subject]*Line{}
		}
		t.moved[s] = l
	}
	return *t.moved[s]
}

// Movers lists what became more and what less frequent, and what is new, at most n of each (0: all), the
// strongest first. A wider topic that moves with the takeaways of a narrower one alone is left out, and so is
// a subject for which keep is false. Line.Move says the same.
func (t *Trend) Movers(n int, keep func(Subject) bool) (rising, falling, fresh []Line) {
	if t.Before == nil {
		return nil, nil, nil
	}
	for _, s := range t.Subjects() {
		if !keep(s) {
			continue
		}
		probe := t.probe(s)
		switch {
		case probe.Move == Rising:
			rising = append(rising, probe)
		case probe.Move == Falling || probe.Move == Gone:
			falling = append(falling, probe)
		case probe.Move == New:
			fresh = append(fresh, probe)
		}
	}
	for _, list := range []*[]Line{&rising, &falling, &fresh} {
		*list = t.narrowest(*list)
		slices.SortFunc(*list, func(a, b Line) int {
			return cmp.Or(cmp.Compare(math.Abs(b.z), math.Abs(a.z)), cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID))
		})
		if n > 0 {
			*list = (*list)[:min(n, len(*list))]
		}
		for i := range *list {
			(*list)[i] = t.Line((*list)[i].Subject)
		}
	}
	return rising, falling, fresh
}

// Contradicted lists the moves that the programme does not bear out, at most n (0: all), the strongest first.
func (t *Trend) Contradicted(n int, keep func(Subject) bool) []Line {
	var out []Line
	if t.Before == nil || t.programme == nil {
		return nil
	}
	for _, s := range t.Subjects() {
		if !keep(s) {
			continue
		}
		if probe := t.probe(s); probe.Contradicted != "" {
			out = append(out, probe)
		}
	}
	out = t.narrowest(out)
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(math.Abs(b.z), math.Abs(a.z)), cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID))
	})
	if n > 0 {
		out = out[:min(n, len(out))]
	}
	for i := range out {
		out[i] = t.Line(out[i].Subject)
	}
	return out
}

// narrowest leaves out the wider topics that have the very takeaways of a narrower one in both spans.
func (t *Trend) narrowest(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(wide Line) bool {
		return slices.ContainsFunc(lines, func(l Line) bool {
			return l.Type == TopicType && wide.Type == TopicType && l.Before.Takeaways == wide.Before.Takeaways &&
				l.After.Takeaways == wide.After.Takeaways && slices.Contains(t.names.Implied(l.ID), wide.ID)
		})
	})
}

// Top lists the topics of most independent authors, at most n (0: all).
func (t *Trend) Top(n int, keep func(Subject) bool) []Line {
	var out []Line
	for _, s := range t.Subjects() {
		if n > 0 && len(out) == n {
			break
		}
		if s.Type == TopicType && keep(s) {
			out = append(out, t.Line(s))
		}
	}
	return out
}

// The bounds below which Group.Small holds, for those who explain the mark.
const (
	LeastTakeaways = leastTakeaways
	LeastVoices    = leastVoices
)
