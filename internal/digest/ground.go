package digest

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/quote"
)

// grounds say what a takeaway is about a subject by: the words that made the tag, or a person who set it.
type grounds struct {
	// words stand in the note, in lower case.
	words []string
	// set is true where a person put the tag on this takeaway.
	set bool
	// heading is true where the heading has one of the words.
	heading bool
}

// groundsOf finds what a takeaway is about a subject by.
func (s *summariser) groundsOf(t *kb.Takeaway, subject Subject) grounds {
	var g grounds
	add := func(list []kb.Evidence) {
		for _, e := range list {
			if word := strings.ToLower(strings.TrimSpace(e.Text)); word != "" {
				g.words = append(g.words, word)
			}
		}
	}
	if subject.Type == ProjectType {
		for i := range t.Projects {
			if t.Projects[i].Project == subject.ID {
				add(t.Projects[i].Evidence)
			}
		}
	} else {
		for i := range t.Tags {
			tag := &t.Tags[i]
			if tag.Name != subject.ID && !slices.Contains(s.n.Implied(tag.Name), subject.ID) {
				continue
			}
			switch tag.Source {
			case kb.TagOwn:
				g.set = true
			case kb.TagInferred:
				add(tag.Evidence)
			}
		}
	}
	g.heading = g.set || hasAny(t.Heading, g.words)
	return g
}

// hold reports whether a sentence may stand for the subject: the words that made the tag are in it or in the
// heading above it. key are the terms that name the subject; they ground a sentence, too.
func (g *grounds) hold(c *quote.Sentence, key quote.Key) bool {
	return g.heading || hasAny(c.Text(), g.words) || c.Names(key)
}

// hasAny reports whether a text has one of some words, which are in lower case.
func hasAny(text string, words []string) bool {
	if len(words) == 0 {
		return false
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}
