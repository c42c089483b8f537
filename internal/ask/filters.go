package ask

import (
	"errors"
	"fmt"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/vocabulary"
)

// resolver replaces what people call conferences, topics and projects in the filters of a query by
// their ids: conf:copenhagen, tag:"service mesh", project:ArgoCD.
type resolver struct {
	// known tells whether the library has write-ups of a conference that the registry need not know.
	known func(id string) bool
	// vocabulary is the library's.
	vocabulary *vocabulary.Vocabulary
}

func (r resolver) node(n query.Node) (query.Node, error) {
	switch n := n.(type) {
	case query.And:
		parts, err := r.nodes(n.Parts)
		return query.And{Parts: parts}, err
	case query.Or:
		parts, err := r.nodes(n.Parts)
		return query.Or{Parts: parts}, err
	case query.Not:
		x, err := r.node(n.X)
		return query.Not{X: x, Pos: n.Pos}, err
	case query.Field:
		return r.field(n)
	}
	return n, nil
}

func (r resolver) nodes(nodes []query.Node) ([]query.Node, error) {
	out := make([]query.Node, len(nodes))
	for i, n := range nodes {
		var err error
		if out[i], err = r.node(n); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r resolver) field(f query.Field) (query.Node, error) {
	switch f.Name {
	case "conf":
		return r.conference(f)
	case "series":
		return series(f)
	case "author", "speaker":
		return r.person(f), nil
	case "tag", "project":
		v := r.vocabulary
		id, ok := v.Canonical(f.Value)
		if !ok {
			f.Value = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(f.Value)), " ", "-")
			return f, nil
		}
		f.Value = id
		if _, project := v.Project(id); project && f.Name == "tag" {
			// Projects are found by the vocabulary, not set as tags; people ask for both the same way.
			return query.Or{Parts: []query.Node{f, query.Field{Name: "project", Value: id, Pos: f.Pos}}}, nil
		}
	}
	return f, nil
}

// person finds somebody under all names that the library's vocabulary has.
func (r resolver) person(f query.Field) query.Node {
	p, ok := r.vocabulary.Person(f.Value)
	if !ok || len(p.Aliases) == 0 {
		return f
	}
	var any query.Or
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		any.Parts = append(any.Parts, query.Field{Name: f.Name, Value: name, Quoted: true, Pos: f.Pos})
	}
	return any
}

// conference finds the editions that a name stands for; several become a choice.
func (r resolver) conference(f query.Field) (query.Node, error) {
	if id := strings.ToLower(f.Value); r.known(id) {
		f.Value = id
		return f, nil
	}
	editions, err := conference.Resolve(f.Value)
	var unknown *conference.UnknownError
	switch {
	case errors.As(err, &unknown):
		hint := "takeaway list conferences shows those with write-ups"
		if near := nearestConferences(err); near != "" {
			hint = "did you mean " + near + "? " + hint
		}
		return nil, kb.Usage(fmt.Sprintf("no conference is called %q", f.Value), hint)
	case err != nil:
		return nil, err
	}
	var any query.Or
	for _, e := range editions {
		any.Parts = append(any.Parts, query.Field{Name: f.Name, Value: e.ID, Pos: f.Pos})
	}
	if len(any.Parts) == 1 {
		return any.Parts[0], nil
	}
	return any, nil
}

// nearestConferences lists the ids that come nearest to an unknown name; empty if there are none.
func nearestConferences(err error) string {
	var unknown *conference.UnknownError
	if !errors.As(err, &unknown) {
		return ""
	}
	ids := make([]string, len(unknown.Nearest))
	for i, e := range unknown.Nearest {
		ids[i] = e.ID
	}
	return strings.Join(ids, ", ")
}

// Resolve puts ids in the place of names in the filters of a query. The error is a kb.Advice that says what
// comes near a name that nobody has.
func Resolve(s *desk.Desk, tree query.Node) (query.Node, error) {
	return resolver{known: s.HasConference, vocabulary: s.Vocabulary()}.node(tree)
}
