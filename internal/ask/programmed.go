package ask

import (
	"strconv"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// Programmed returns the editions of the programme that a query leaves, as write-ups whose takeaways are talks;
// all of them for an empty query. ok is false for a query about more than editions (conf: series: region:
// year:): it leaves out takeaways for reasons that the programme does not have, and shares cannot be compared.
func Programmed(s *desk.Desk, tree query.Node) (editions []*kb.WriteUp, ok bool, err error) {
	keep, ok, err := editionsOnly(s, tree)
	if !ok || err != nil {
		return nil, false, err
	}
	return desk.Programme(s.Vocabulary(), keep), true, nil
}

// Announced counts the editions of the programme that a query leaves; see Programmed.
func Announced(s *desk.Desk, tree query.Node) (editions []*digest.Announced, ok bool, err error) {
	keep, ok, err := editionsOnly(s, tree)
	if !ok || err != nil {
		return nil, false, err
	}
	return desk.Announced(s.Vocabulary(), keep), true, nil
}

// editionsOnly says which editions a query leaves, nil for all; ok is false where it is about more than editions.
func editionsOnly(s *desk.Desk, tree query.Node) (keep func(edition string) bool, ok bool, err error) {
	if query.Empty(tree) {
		return nil, true, nil
	}
	if tree, err = Resolve(s, tree); err != nil || !onlyEditions(tree) {
		return nil, false, err
	}
	return func(id string) bool { return editionHolds(tree, id) }, true, nil
}

// onlyEditions reports whether a query has no other parts than filters by edition.
func onlyEditions(tree query.Node) bool {
	only := true
	query.Walk(tree, func(n query.Node) bool {
		switch n := n.(type) {
		case query.And, query.Or, query.Not:
		case query.Field:
			only = only && isEditionField(n.Name)
		case query.Range:
			only = only && n.Name == "year"
		default:
			only = false
		}
		return only
	})
	return only
}

func isEditionField(name string) bool {
	switch name {
	case "conf", "conference", "series", "region", "year":
		return true
	}
	return false
}

// editionHolds reports whether an edition is among those that a query asks for.
func editionHolds(tree query.Node, id string) bool {
	e, _ := conference.Lookup(id)
	switch n := tree.(type) {
	case query.And:
		for _, p := range n.Parts {
			if !editionHolds(p, id) {
				return false
			}
		}
		return true
	case query.Or:
		for _, p := range n.Parts {
			if editionHolds(p, id) {
				return true
			}
		}
		return false
	case query.Not:
		return !editionHolds(n.X, id)
	case query.Range:
		year := strconv.Itoa(e.Year)
		return (n.Low == "" || year >= first4(n.Low)) && (n.High == "" || year <= first4(n.High))
	case query.Field:
		switch n.Name {
		case "series":
			return matches(e.Series, n)
		case "region":
			return matches(e.Region, n)
		case "year":
			return strconv.Itoa(e.Year) == n.Value
		}
		return matches(id, n)
	}
	return false
}

func first4(date string) string { return date[:min(len(date), 4)] }

// matches compares a value with a filter's, which may end in a star.
func matches(value string, f query.Field) bool {
	if prefix, star := strings.CutSuffix(f.Value, "*"); star && !f.Quoted {
		return strings.HasPrefix(value, strings.ToLower(prefix))
	}
	return strings.EqualFold(value, f.Value)
}
