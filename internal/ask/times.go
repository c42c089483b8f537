package ask

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"takeaway/internal/desk"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

// timeWeight lifts takeaways of the time that a question speaks of above those of other times that match
// as well, but not above those that match far better: an outage "in 2017" may be told a year later.
const timeWeight = 3

// period is the time that a question speaks of: "what changed for service mesh since 2018".
type period struct {
	node  query.Node   // what the time words stand for; nil without any
	said  []recognised // the words, to be reported
	words []query.Word
	// strict asks for takeaways of that time only: where nothing else ranks, and where an order by date
	// or counts leave no room for better and worse.
	strict bool
}

// takeTimes takes the words of a query that speak of a time out of it.
func takeTimes(tree query.Node, now time.Time, strict bool) (query.Node, period) {
	words := bareWords(tree)
	var p period
	var ranges []query.Node
	for _, t := range query.SpokenTimes(words, now) {
		run := words[t.First:t.Last]
		p.words = append(p.words, run...)
		p.said = append(p.said, recognised{Hint: search.Hint{Node: t.Range}, words: spoken(run), name: t.Range.String()})
		ranges = append(ranges, t.Range)
	}
	if len(ranges) == 0 {
		return tree, p
	}
	p.node = ranges[0]
	if len(ranges) > 1 {
		p.node = query.Or{Parts: ranges}
	}
	p.words = append(p.words, askingForChange(words)...)
	rest := without(tree, p.words)
	p.strict = strict
	if !ranks(rest) {
		rest = without(rest, bareWords(rest))
		p.strict = true
	}
	return rest, p
}

// askingForChange are the words of "what changed", "what is new", "how did … evolve": beside a time they
// ask, they do not describe.
func askingForChange(words []query.Word) []query.Word {
	if !slices.Contains([]string{"what", "what's", "what’s", "whats", "how", "which"}, strings.ToLower(words[0].Text)) {
		return nil
	}
	var out []query.Word
	for _, w := range words {
		switch strings.ToLower(w.Text) {
		case "change", "changed", "changes", "new", "different", "happen", "happened", "happening", "evolve", "evolved":
			out = append(out, w)
		}
	}
	return out
}

// without is the query without some of its bare words.
func without(tree query.Node, words []query.Word) query.Node {
	switch n := tree.(type) {
	case query.Word:
		if slices.Contains(words, n) {
			return query.And{}
		}
	case query.And:
		var parts []query.Node
		for _, part := range n.Parts {
			if part = without(part, words); !query.Empty(part) {
				parts = append(parts, part)
			}
		}
		return query.And{Parts: parts}
	}
	return tree
}

// ranks reports whether a query holds words or phrases that say something by themselves.
func ranks(tree query.Node) bool {
	switch n := tree.(type) {
	case query.Word:
		return n.Prefix || search.Says(n.Text)
	case query.And:
		return slices.ContainsFunc(n.Parts, ranks)
	case query.Phrase:
		return true
	}
	return false
}

// hints lifts the takeaways of the period.
func (p *period) hints() []search.Hint {
	if p.node == nil || p.strict {
		return nil
	}
	return []search.Hint{{Node: p.node, Weight: timeWeight}}
}

// within is the query bound to the period.
func (p *period) within(tree query.Node) query.Node {
	return query.And{Parts: append(slices.Clone(query.Parts(tree)), p.node)}
}

// find runs a query about a period. Takeaways of other times come last, or where the period is all
// that there is to rank by, only if there are none of it.
func (p *period) find(ctx context.Context, s *desk.Desk, tree query.Node, o search.Options) (search.Result, error) {
	if p.node == nil {
		return s.Find(ctx, tree, o)
	}
	if p.strict {
		res, err := s.Find(ctx, p.within(tree), o)
		if err != nil || res.Total > 0 || query.Empty(tree) {
			return res, err
		}
	}
	o.Hints = append(slices.Clone(o.Hints), p.hints()...)
	res, err := s.Find(ctx, tree, o)
	if none := p.strict || res.Lifted == 0; err == nil && none && res.Total > 0 {
		res.Steps = slices.Insert(res.Steps, 0, fmt.Sprintf("nothing of %s; showing what there is of other times", p.node))
	}
	return res, err
}
