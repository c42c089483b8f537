package digest

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/quote"
)

// isTheme reports whether a tag says what a takeaway is about: a topic of the vocabulary, or a word that
// a person put on this very takeaway. Words that the front matter of a blog puts on everything
// ("conference", "tech") are none, and neither is a wider topic with the takeaways of a narrower one only.
func (s *summariser) isTheme(tag string) bool {
	c := s.group.Tag(tag)
	if tag == keynotes {
		return false
	}
	if _, known := s.n.Topic(tag); !known {
		return slices.ContainsFunc(c.List(), func(t *kb.Takeaway) bool {
			return slices.ContainsFunc(t.Tags, func(g kb.Tag) bool { return g.Name == tag && g.Source == kb.TagOwn })
		})
	}
	for _, t := range c.List()[:1] { // a narrower topic with all of them is on the first, too
		for _, g := range t.Tags {
			if g.Name != tag && slices.Contains(s.n.Implied(g.Name), tag) && s.group.Tag(g.Name).Takeaways() == c.Takeaways() {
				return false
			}
		}
	}
	return true
}

// themes makes the first themes of all.
func (s *summariser) themes(all []string) []Theme {
	out := []Theme{}
	sides := s.bounds.sides
	for _, tag := range s.shown(all) {
		c := s.group.Tag(tag)
		name, known := s.n.Topic(tag)
		if !known {
			name = tag
		}
		t := Theme{Tag: tag, Name: name, Takeaways: c.Takeaways(), WriteUps: c.WriteUps(), By: c.By(), Share: s.group.Share(c),
			Sentences: []Quote{}, Sides: []Quote{}}
		t.Authors = len(t.By)
		t.Programme = Subject{ID: tag, Type: TopicType}.base(s.programme)
		cs, prior, key := s.about(tag, name)
		if sides > 0 && t.Authors > 1 {
			if a, b := quote.Sides(cs, prior, key, s.spoken); a != nil {
				t.Sides = []Quote{s.quote(a), s.quote(b)}
				s.spoken = append(s.spoken, a, b)
				sides--
			}
		}
		for _, c := range s.said(tag, cs, prior) {
			t.Sentences = append(t.Sentences, s.quote(c))
		}
		if len(t.Sentences)+len(t.Sides) == 0 {
			t.Sentences = s.claims(tag)
		}
		out = append(out, t)
	}
	return out
}

// enoughThemes is how many themes of several authors make a page that needs none of one author.
const enoughThemes = 5

// shown are the first themes of all: on a page that is not long those of one author only where there are few
// others.
func (s *summariser) shown(all []string) []string {
	all = all[:min(len(all), s.bounds.themes)]
	several := slices.DeleteFunc(slices.Clone(all), func(tag string) bool { return s.group.Tag(tag).Voices() == 1 })
	if s.bounds.single || len(several) < min(enoughThemes, s.bounds.themes) {
		return all
	}
	return several
}

// ordered puts themes in the order of the page: specific ones of several authors first, then those that catch
// all sorts of things, where nothing narrower has as many authors, then those of one author.
func (s *summariser) ordered(all []string) []string {
	class := func(tag string) int {
		switch {
		case s.group.Tag(tag).Voices() == 1:
			return 2
		case !catchAll(tag):
			return 0
		case slices.ContainsFunc(all, func(other string) bool {
			return other != tag && slices.Contains(s.n.Implied(other), tag) && s.group.Tag(other).Voices() >= s.group.Tag(tag).Voices()
		}):
			return 3
		}
		return 1
	}
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b string) int { return class(a) - class(b) })
	return out
}

// catchAll reports whether a topic holds so much that it says little: the event itself, and machine learning,
// which is in nearly everything of the last years.
func catchAll(topic string) bool { return AboutTheEvent(topic) || topic == "machine-learning" }

// claims are takeaways whose headings alone stand for a theme of which no sentence does; each stands for one.
func (s *summariser) claims(tag string) []Quote {
	out := []Quote{}
	for _, t := range s.group.Tag(tag).List() {
		g := s.groundsOf(t, Subject{ID: tag, Type: TopicType})
		if len(strings.Fields(t.Heading)) < leastClaim || !g.heading || s.writeUp[t] == nil || s.claimed[t] {
			continue
		}
		out = append(out, s.quote(&quote.Sentence{Takeaway: t}))
		if s.claimed == nil {
			s.claimed = map[*kb.Takeaway]bool{}
		}
		s.claimed[t] = true
		if len(out) == s.bounds.sentences {
			break
		}
	}
	return out
}

// leastClaim is how many words a heading has that states something.
const leastClaim = 3

// about lists the sentences of a theme, how likely each is to be about it, and the terms that name it.
// Of a large theme it keeps the sentences nearest to its centre.
func (s *summariser) about(tag, name string) ([]*quote.Sentence, quote.Prior, quote.Key) {
	var cs []*quote.Sentence
	key := s.page.Key(tag, name)
	known := map[*quote.Sentence]float64{}
	for _, t := range s.group.Tag(tag).List() {
		if len(s.page.Of(t)) == 0 {
			continue
		}
		fit, grounds := s.fit(t, tag), s.groundsOf(t, Subject{ID: tag, Type: TopicType})
		for _, c := range s.page.Of(t) {
			if !grounds.hold(c, key) {
				continue
			}
			cs = append(cs, c)
			known[c] = fit * c.Base
			if c.Names(key) {
				known[c] *= 1.5
			}
			if s.page.Foreign(c) {
				known[c] *= 0.2
			}
		}
	}
	prior := func(c *quote.Sentence) float64 { return known[c] }
	return quote.Nearest(cs, prior), prior, key
}

// fit is how much a takeaway is about a tag: people name first what it is most about.
func (s *summariser) fit(t *kb.Takeaway, tag string) float64 {
	best := 0.0
	for i, g := range t.Tags {
		score := max(0.5, 1-0.2*float64(i))
		if g.Source != kb.TagOwn {
			score = 0.6
		}
		switch {
		case g.Name == tag:
		case slices.Contains(s.n.Implied(g.Name), tag):
			score *= 0.7
		default:
			continue
		}
		best = max(best, score)
	}
	return best
}

// said chooses the sentences that stand for a theme.
func (s *summariser) said(tag string, cs []*quote.Sentence, prior quote.Prior) []*quote.Sentence {
	n := s.bounds.sentences
	if c := s.group.Tag(tag); n > 1 && c.Takeaways() < 3 && c.Voices() < 2 {
		n = 1 // what one author says in passing needs no second sentence
	}
	chosen := quote.Choose(cs, n, prior, s.spoken, false)
	if len(chosen) == 0 {
		chosen = quote.Choose(cs, 1, prior, s.spoken, true)
	}
	s.spoken = append(s.spoken, chosen...)
	return chosen
}
