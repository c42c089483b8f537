package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// NamedSet says what an argument of compare stands for: its name for people, and a query.
func NamedSet(s *desk.Desk, arg string) (name, text string, err error) {
	arg = strings.TrimSpace(arg)
	if field, rest, ok := strings.Cut(arg, ":"); ok && !strings.ContainsAny(rest, " ,*:()") && (field == "series" || field == "conf") {
		return NamedSet(s, strings.Trim(rest, `"`))
	}
	if ser, ok := namedSeries(arg); ok {
		return ser.ID, "series:" + ser.ID, nil
	}
	if conference.IsFlagship(arg) {
		return "KubeCon", "series:" + conference.FlagshipPattern, nil
	}
	if isYears(arg) {
		return arg, "year:" + arg, nil
	}
	if s.HasConference(strings.ToLower(arg)) {
		return editionName(strings.ToLower(arg)), "conf:" + strings.ToLower(arg), nil
	}
	if found := conference.Named(arg); len(found) > 0 {
		ids := make([]string, len(found))
		for i, e := range found {
			ids[i] = e.ID
		}
		if len(ids) == 1 {
			return editionName(ids[0]), "conf:" + ids[0], nil
		}
		return arg, "conf:" + strings.Join(ids, ","), nil
	}
	if found, ok := subject(s.Vocabulary(), arg, func(string) bool { return false }); ok {
		return found.Name, found.Query(), nil
	}
	if tree, err := query.Parse(arg, query.Options{}); err == nil && !onlyWords(tree) {
		return arg, arg, nil
	} else if err != nil {
		return "", "", err
	}
	return "", "", unknownSet(arg)
}

// editionName is what people call an edition, or its id.
func editionName(id string) string { return cmp.Or(conference.ShortName(id), id) }

// isYears tells 2019 and 2018..2020.
func isYears(s string) bool {
	from, to, ranged := strings.Cut(s, "..")
	year := func(s string) bool { return len(s) == 4 && strings.Trim(s, "0123456789") == "" }
	return year(from) && (!ranged || to == "" || year(to))
}

// onlyWords reports whether a query has nothing but bare words, which name no set.
func onlyWords(n query.Node) bool {
	only := true
	query.Walk(n, func(n query.Node) bool {
		switch n.(type) {
		case query.Word, query.And:
		default:
			only = false
		}
		return only
	})
	return only
}

// unknownSet says that an argument of compare is no set, and which conferences come near.
func unknownSet(arg string) error {
	hint := `a set is a conference, a series, a year, a topic, a project, or a query with a field such as author:"Ann Lee"`
	if _, err := conference.Resolve(arg); err != nil {
		if near := nearestConferences(err); near != "" {
			hint = "did you mean " + near + "? " + hint
		}
	}
	return kb.Usage(fmt.Sprintf("no conference, series, topic or project is called %q", arg), hint)
}

// PreviousEdition is the edition before one of the same series of which the library has takeaways.
func PreviousEdition(s *desk.Desk, arg string) (string, error) {
	_, text, err := NamedSet(s, arg)
	if err != nil {
		return "", err
	}
	id, one := strings.CutPrefix(text, "conf:")
	e, known := conference.Lookup(id)
	if !one || !known {
		return "", kb.Usage(fmt.Sprintf("what should %q be compared with?", arg), "takeaway compare A B takes two sets; only a single conference has one before it")
	}
	ups, err := s.WriteUps()
	if err != nil {
		return "", err
	}
	have := func(id string) bool {
		return slices.ContainsFunc(ups, func(w *kb.WriteUp) bool { return slices.Contains(w.Conferences, id) && w.Takeaways() > 0 })
	}
	for before, ok := conference.Previous(e); ok; before, ok = conference.Previous(before) {
		if have(before.ID) {
			return before.ID, nil
		}
	}
	return "", kb.Nothing(fmt.Sprintf("no write-up is about a %s before %s", e.Series, e.ID), "takeaway compare A B takes two sets; takeaway list conferences shows those with write-ups")
}
