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

	writeUp map[*kb.WriteUp]bool
}

// SpanCount is a subject in a span.
type SpanCount struct {
	From  string `json:"from" yaml:"from"`
	To    string `json:"to" yaml:"to"`
	Query string `json:"query" yaml:"query"`
	Count `yaml:",inline"`
	Small bool `json:"small" yaml:"small"`
}

func (s *Span) count(part *Counter, c *chorus) *SpanCount {
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
	for cut > 1 && after.Total.Small() {
		cut--
		after = along.span(cut, len(cols))
	}
	from := cut - 1
	before = along.span(from, cut)
	for from > 0 && (before.Total.Takeaways < after.Total.Takeaways || before.Total.Small()) {
		from--
		before = along.span(from, cut)
	}
	return before, after
}

// span joins the columns from i up to j.
func (t *Trend) span(i, j int) *Span {
	s := &Span{From: t.Columns[i].ID, To: t.Columns[j-1].ID}
	for k, c := range t.Columns[i:j] {
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
	l.Before, l.After = t.Before.count(&parts[0], t.chorus), t.After.count(&parts[1], t.chorus)
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
}

// Movers lists what became more and what less frequent, and what is new, at most n of each (0: all), the
// strongest first. A rise or a fall of what fewer than LeastVoices independent authors wrote about is left
// out, because it says what they like, and so is one that the share of write-ups goes against, a wider topic
// that moves with the takeaways of a narrower one alone, and a subject for which keep is false. Two authors
// do for what is new, and in a span that is a small sample.
func (t *Trend) Movers(n int, keep func(Subject) bool) (rising, falling, fresh []Line) {
	if t.Before == nil {
		return nil, nil, nil
	}
	for _, s := range t.Subjects() {
		if !keep(s) {
			continue
		}
		probe := Line{Subject: s, Count: t.count(s)}
		probe.compare(t)
		switch {
		case probe.Move == Rising && enough(probe.After) && probe.After.WriteUpShare >= probe.Before.WriteUpShare:
			rising = append(rising, probe)
		case (probe.Move == Falling || probe.Move == Gone) && enough(probe.Before) && probe.After.WriteUpShare <= probe.Before.WriteUpShare:
			falling = append(falling, probe)
		case probe.Move == New && probe.After.Authors > 1:
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

// narrowest leaves out the wider topics that have the very takeaways of a narrower one in both spans.
func (t *Trend) narrowest(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(wide Line) bool {
		return slices.ContainsFunc(lines, func(l Line) bool {
			return l.Type == TopicType && wide.Type == TopicType && l.Before.Takeaways == wide.Before.Takeaways &&
				l.After.Takeaways == wide.After.Takeaways && slices.Contains(t.names.Implied(l.ID), wide.ID)
		})
	})
}

// enough reports whether enough independent authors stand behind the larger side of a move.
func enough(s *SpanCount) bool { return s.Authors >= LeastVoices || s.Small && s.Authors > 1 }

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
