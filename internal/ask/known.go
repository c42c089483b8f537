package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/vocabulary"
)

// Holds reports whether a value of several words is one that a field has: the name of a conference, a series,
// a topic or a project, or, as in lists the library's tallies by kind, of a tag, a person or a talk. It is for
// query.Arguments.
func Holds(v *vocabulary.Vocabulary, in func(kind string) []digest.Tally, field, value string) bool {
	switch field {
	case "conf":
		_, err := conference.Resolve(value)
		return err == nil
	case "series":
		_, ok := namedSeries(value)
		return ok
	case "tag", "project":
		if _, ok := v.Canonical(value); ok {
			return true
		}
		return slices.ContainsFunc(in(field+"s"), func(t digest.Tally) bool { return t.ID == kb.Slug(value) })
	case "author", "speaker":
		return slices.ContainsFunc(in(field+"s"), func(t digest.Tally) bool { return isCalled(t.Name, value) })
	case "talk":
		return slices.ContainsFunc(in("talks"), func(t digest.Tally) bool { return kb.Slug(t.Name) == kb.Slug(value) })
	}
	return false
}

// isCalled reports whether a person's name has all words of another.
func isCalled(name, typed string) bool {
	have := strings.Fields(kb.NameKey(name))
	want := strings.Fields(kb.NameKey(typed))
	return len(want) > 0 && !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
}

// Unknown is advice about the first filter of a query that names a tag, a project or a person that nobody
// knows; nil where there is none.
func Unknown(s *desk.Desk, tree query.Node) error {
	var advice error
	query.Walk(tree, func(n query.Node) bool {
		switch n := n.(type) {
		case query.Not:
			return false // what is not there is easily left out
		case query.Or:
			return false // other parts may be there
		case query.Field:
			if advice == nil && !strings.HasSuffix(n.Value, "*") {
				advice = unknownValue(s, n)
			}
		}
		return true
	})
	return advice
}

func unknownValue(s *desk.Desk, f query.Field) error {
	kinds := map[string]digest.Kind{"tag": digest.Tags, "project": digest.Projects, "author": digest.Authors, "speaker": digest.Speakers}
	kind, ok := kinds[f.Name]
	if !ok {
		return nil
	}
	ups, err := s.WriteUps()
	if err != nil {
		return nil // the search itself meets that
	}
	v := s.Vocabulary()
	var names []string
	person := kind == digest.Authors || kind == digest.Speakers
	for _, t := range digest.Tallies(kind, ups, desk.Names(v), true) {
		name, meant := t.ID, t.ID == f.Value
		if person {
			name, meant = t.Name, isCalled(t.Name, f.Value)
		}
		if meant {
			return nil
		}
		names = append(names, name)
	}
	hint := "takeaway list " + string(kind) + " shows those that there are"
	if near := nearestNames(names, f.Value); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "? " + hint
	}
	return kb.Nothing(fmt.Sprintf("no %s is called %q", f.Name, f.Value), hint)
}

// nearestNames are the names that differ least from what was typed, at most three: those with a slip in
// every four letters, each word of a person's name counting for itself.
func nearestNames(names []string, typed string) []string {
	const most = 3
	typed = kb.NameKey(typed)
	type near struct {
		name     string
		distance int
	}
	var all []near
	for _, name := range names {
		key := kb.NameKey(name)
		least := levenshtein.ComputeDistance(typed, key)
		for _, word := range strings.Fields(key) {
			least = min(least, levenshtein.ComputeDistance(typed, word))
		}
		if least <= max(1, len(typed)/4) && least < len(typed)-1 {
			all = append(all, near{name, least})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var out []string
	for _, n := range all[:min(most, len(all))] {
		out = append(out, n.name)
	}
	return out
}
