package digest

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/quote"
)

// Claim chooses the takeaway whose heading says most about a subject: one that a person filed under it or whose
// heading has the words that made the tag, the more so where the heading names the subject. used are takeaways
// that say something else on the page already. False where no heading states something.
func Claim(ups []*kb.WriteUp, subject Subject, n Names, used map[kb.ID]bool) (Quote, bool) {
	s := &summariser{n: n, writeUp: map[*kb.Takeaway]*kb.WriteUp{}}
	var best *kb.Takeaway
	most := 0.0
	for _, w := range ups {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			if t.Kind != kb.KindTakeaway || used[t.ID] || len(strings.Fields(t.Heading)) < leastClaim {
				continue
			}
			g := s.groundsOf(t, subject)
			if !g.heading {
				continue
			}
			fit := s.weightOf(t, subject)
			if names(t.Heading, subject) {
				fit++
			}
			if fit > most {
				best, most = t, fit
				s.writeUp[t] = w
			}
		}
	}
	if best == nil {
		return Quote{}, false
	}
	return s.quote(&quote.Sentence{Takeaway: best, English: true}), true
}

// weightOf is how much a takeaway is about a subject.
func (s *summariser) weightOf(t *kb.Takeaway, subject Subject) float64 {
	if subject.Type == TopicType {
		return s.fit(t, subject.ID)
	}
	return 1 / float64(max(1, len(t.Projects)))
}

// names reports whether a heading has a word of the name of a subject.
func names(heading string, subject Subject) bool {
	heading = strings.ToLower(heading)
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(subject.ID+" "+subject.Name), func(r rune) bool { return r == ' ' || r == '-' }),
		func(word string) bool {
			return len(word) > 2 && !quote.IsStopWord(word) && strings.Contains(heading, word)
		})
}
