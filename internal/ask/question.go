// Package ask understands questions: which words of a query name a conference, a topic, a project or a
// person, which speak of a time, what was misspelt, and what the names in its filters stand for. It says what
// it understood; it prints nothing, and nobody is called back: words are corrected before they are looked for.
package ask

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

// Options say how a question is to be understood.
type Options struct {
	// Now is the time that "last year" is reckoned from.
	Now time.Time
	// Strict asks for takeaways of the time that the question speaks of and no others: an order by date, or
	// counts, leave no room for better and worse.
	Strict bool
}

// Question is a query as it is understood.
type Question struct {
	// Tree is the query with ids for the names in its filters, without the words that speak of a time.
	Tree query.Node

	names    []recognised
	times    period
	spelling *search.Spelling
}

// Understand says what a query means to a library. The error is a kb.Advice, or that of the context.
func Understand(ctx context.Context, s *desk.Desk, tree query.Node, o Options) (*Question, error) {
	q := &Question{}
	tree, q.times = takeTimes(tree, o.Now, o.Strict)
	q.names = recognise(s, tree)
	var err error
	if q.Tree, err = Resolve(s, tree); err != nil {
		return nil, err
	}
	if q.spelling, err = s.Correct(ctx, q.Tree, hintsOf(q.names)); err != nil {
		return nil, err
	}
	if q.spelling.Query != nil {
		q.names = recognise(s, q.spelling.Query)
	}
	return q, nil
}

// Find answers the question. Takeaways of another time than it speaks of come last, or where the time is all
// that there is to rank by, only if there are none of it.
func (q *Question) Find(ctx context.Context, s *desk.Desk, o search.Options) (search.Result, error) {
	o.Hints, o.Spelling = hintsOf(q.names), q.spelling
	return q.times.find(ctx, s, q.Tree, o)
}

// Understood says what words were understood as where that is not plain from the query itself:
// "barcelona" as kubecon-eu-2019, "o11y" as observability. It is empty where there is nothing to say.
func (q *Question) Understood() string {
	tree := q.Tree
	if q.spelling.Query != nil {
		tree = q.spelling.Query
	}
	said := slices.Concat(q.names, q.times.said)
	return strings.Join(slices.DeleteFunc([]string{describe(said), plainly(bareWords(tree), q.names)},
		func(s string) bool { return s == "" }), "; ")
}

// plainShown is how many words of the field are named that a plain phrase is understood as.
const plainShown = 3

// plainly says what the field calls what a question says in plain words or in another language.
func plainly(list []query.Word, names []recognised) string {
	var parts []string
	for _, m := range search.Plainly(list, hintsOf(names)) {
		if slices.ContainsFunc(names, func(n recognised) bool { return n.words == m.Phrase }) {
			continue // it is the name of a topic, which is said already
		}
		field := strings.Split(m.As, ", ")
		parts = append(parts, fmt.Sprintf("%q as %s", m.Phrase, strings.Join(field[:min(len(field), plainShown)], ", ")))
	}
	return strings.Join(parts, "; ")
}

// NothingFound says that a search found nothing, and what may help. It is a kb.Advice.
func (q *Question) NothingFound(ctx context.Context, s *desk.Desk) error {
	if s.Empty() {
		return NoNotes()
	}
	tree := q.Tree
	if from, to, ok := query.Apart(tree); ok {
		return kb.Nothing("nothing found in "+s.Where(), fmt.Sprintf("%s ends before %s begins; the other way round, perhaps?", to, from))
	}
	if err := Unknown(s, tree); err != nil {
		return err
	}
	words := query.Words(tree)
	if and, ok := tree.(query.And); ok && len(words) > 0 && len(words) < len(and.Parts) {
		var bare query.And
		for _, w := range words {
			bare.Parts = append(bare.Parts, query.Word{Text: w})
		}
		if res, err := s.Find(ctx, bare, search.Options{Limit: 1}); err == nil && res.Total > 0 {
			return kb.Nothing("nothing found in "+s.Where(), "without the filters it finds something: takeaway search "+strings.Join(words, " "))
		}
	}
	hint := "takeaway list tags shows what the notes are about"
	switch near := nearestTopics(s.Vocabulary(), words); {
	case len(words) == 0:
		hint = "takeaway list conferences, list tags and list authors show what can be filtered by"
	case len(near) > 0:
		hint = "the nearest topics are " + strings.Join(near, ", ") + "; " + hint
	}
	return kb.Nothing("nothing found in "+s.Where(), hint)
}
