package digest

import "takeaway/internal/kb"

// Layer says what a figure speaks of.
type Layer string

// The layers of news.
const (
	LayerTakeaways Layer = "takeaways" // taken home
	LayerProgramme Layer = "programme" // announced
)

// NewsItem is a topic or a project that moved from one edition to the next.
type NewsItem struct {
	Layer   Layer `json:"layer" yaml:"layer"`
	Move    Move  `json:"move" yaml:"move"`
	Subject `yaml:",inline"`
	// Was and Is are the counts and shares of the edition before and of the newest one.
	Was Count `json:"was" yaml:"was"`
	Is  Count `json:"is" yaml:"is"`
	// Claim is a takeaway that says what it is about; nil where there is none, and for the programme.
	Claim *Quote `json:"claim,omitempty" yaml:"claim,omitempty"`
}

// News is what is new in an edition against the one before.
type News struct {
	Newest, Before Edition
	// Is and Was are what is known of both; Talks and TalksBefore are the sizes of their programmes, 0 where
	// they are not known.
	Is, Was            Sample
	Talks, TalksBefore int
	Items              []NewsItem
}

// mostNews is how many topics each move has in a layer.
const mostNews = 3

// NewNews compares an edition with the one before it: what people took home, then what was announced. programme
// are the two editions of the programme, as write-ups whose takeaways are talks; nil where one is not known. keep
// leaves out subjects that say nothing.
func NewNews(before, newest Edition, ups []*kb.WriteUp, programme [2]*kb.WriteUp, n Names, keep func(Subject) bool) *News {
	a, b := Side{Name: before.Short, Query: "conf:" + before.ID}, Side{Name: newest.Short, Query: "conf:" + newest.ID}
	c := Compare(a, b, Of(ups, before.ID), Of(ups, newest.ID), n)
	out := &News{Newest: newest, Before: before, Was: c.A.Total, Is: c.B.Total}
	out.add(LayerTakeaways, c, func(d *Difference) bool { return keep(d.Subject) && d.Voices() >= leastMovers })
	if programme[0] != nil && programme[1] != nil {
		p := Compare(a, b, programme[:1], programme[1:], n)
		out.TalksBefore, out.Talks = p.A.Total.Takeaways, p.B.Total.Takeaways
		out.add(LayerProgramme, p, func(d *Difference) bool {
			return keep(d.Subject) && max(d.A.Takeaways, d.B.Takeaways) >= leastTold
		})
	}
	return out
}

// add adds the clearest moves of a comparison.
func (n *News) add(layer Layer, c *Comparison, keep func(*Difference) bool) {
	for _, part := range []struct {
		move Move
		rows []Difference
	}{{Rising, c.MoreInB}, {New, c.OnlyInB}, {Falling, c.MoreInA}, {Gone, c.OnlyInA}} {
		left := mostNews
		for i := range part.rows {
			d := &part.rows[i]
			if left == 0 {
				break
			}
			if AboutTheEvent(d.ID) || !keep(d) {
				continue
			}
			left--
			item := NewsItem{Layer: layer, Move: part.move, Subject: d.Subject, Was: d.A.Count, Is: d.B.Count}
			if layer == LayerTakeaways {
				item.Claim = d.Claim
			}
			n.Items = append(n.Items, item)
		}
	}
}
