package digest

import (
	"math"
	"slices"
)

// clearZ is the difference, in standard errors, from which the shares of programme and takeaways differ
// clearly: a one-sided error of one in forty, since many topics are compared.
const clearZ = 1.96

// leastTalks is how many talks an edition of the programme must have to be compared with.
const leastTalks = 50

// beside compares the takeaways of an edition with its programme.
func (s *summariser) beside() Beside {
	out := Beside{Talks: s.programme.Talks, Announced: []Gap{}, TakenHome: []Gap{}}
	if out.Talks < leastTalks || s.group.Small() {
		return out
	}
	topics := s.fieldTopics()
	told, heard := 0, 0
	for _, tag := range topics {
		told, heard = told+s.group.Tag(tag).Takeaways(), heard+s.programme.Topics[tag]
	}
	// A title speaks of fewer topics than a takeaway of a hundred words: what a share of the programme would
	// be if it spoke of as many.
	wordier := ratio(told, s.group.Takeaways()) / max(ratio(heard, s.programme.Talks), 0.01)
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
	for _, tag := range slices.Concat(s.programme.tags(), s.group.Tags()) {
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
