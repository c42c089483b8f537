package ask

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
)

// nearestShown is how many conferences are offered in the place of one without write-ups.
const nearestShown = 3

// NoWriteUps says that the library has nothing about conferences, and which ones nearby it knows.
func NoWriteUps(ids []string, ups []*kb.WriteUp, n digest.Names) error {
	what := make([]string, len(ids))
	for i, id := range ids {
		what[i] = id
		if name := n.Edition(id).Short; name != id {
			what[i] = name + " (" + id + ")"
		}
	}
	var near []string
	for _, e := range digest.Nearest(n.Edition(ids[0]), digest.Editions(ups, n)) {
		if len(near) < nearestShown {
			near = append(near, e.ID)
		}
	}
	return kb.Nothing("the library has no write-ups of "+strings.Join(what, ", "), "the nearest with some: "+strings.Join(near, ", ")+"; takeaway list conferences shows all")
}

// Editions finds the conferences that the arguments name: each by itself where each is a name of
// one, else all words together, as in San Diego 2019.
func Editions(args []string, ups []*kb.WriteUp) ([]string, error) {
	has := map[string]bool{}
	for _, w := range ups {
		for _, id := range w.Conferences {
			has[id] = has[id] || w.Takeaways() > 0
		}
	}
	var out []string
	for _, arg := range args {
		found, err := namedEditions(arg, has)
		if err != nil || len(found) != 1 {
			out = nil
			break
		}
		if !slices.Contains(out, found[0]) {
			out = append(out, found[0])
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	return namedEditions(strings.Join(args, " "), has)
}

// namedEditions finds the conferences with a name, by date: those with write-ups, or all if none has.
func namedEditions(name string, has map[string]bool) ([]string, error) {
	if id := strings.ToLower(strings.TrimSpace(name)); has[id] {
		return []string{id}, nil
	}
	latest := slices.ContainsFunc(strings.Fields(name), func(w string) bool { return strings.EqualFold(w, "latest") })
	var editions []conference.Edition
	var err error
	if latest {
		var e conference.Edition
		if e, err = conference.ResolveLatest(name, func(id string) bool { return has[id] }); err == nil {
			editions = []conference.Edition{e}
		}
	} else {
		editions, err = conference.Resolve(name)
	}
	var unknown *conference.UnknownError
	if errors.As(err, &unknown) {
		return nil, unknownConference(name, unknown, latest)
	}
	if err != nil {
		return nil, err
	}
	var all, some []string
	for _, e := range editions {
		all = append(all, e.ID)
		if has[e.ID] {
			some = append(some, e.ID)
		}
	}
	if len(some) > mostEditions {
		return nil, kb.Usage(fmt.Sprintf("%q may be any of %d conferences: %s", name, len(some), strings.Join(some, ", ")), "name one of them, or add latest")
	}
	if len(some) == 0 {
		return all[:min(len(all), mostEditions)], nil
	}
	return some, nil
}

func unknownConference(name string, unknown *conference.UnknownError, latest bool) error {
	var near []string
	for _, e := range unknown.Nearest {
		near = append(near, e.ID)
	}
	hint := "takeaway list conferences shows those with write-ups"
	switch year, err := strconv.Atoi(name); {
	case err == nil && year > 1990 && year < 2100:
		return kb.Usage(fmt.Sprintf("no conference is called %q", name), "takeaway list conferences year:"+name+
			" shows those of that year; takeaway list takeaways year:"+name+" what they told")
	case strings.EqualFold(name, "latest"):
		return kb.Usage("latest of which series?", hint+"; takeaway summary kubecon-na latest is the newest of a series")
	}
	if len(near) > 0 {
		hint = "did you mean " + strings.Join(near, ", ") + "? " + hint
	}
	if latest && len(near) > 0 {
		return kb.Nothing(fmt.Sprintf("the library has no write-ups of %q", name), "takeaway list conferences shows those with write-ups")
	}
	return kb.Usage(fmt.Sprintf("no conference is called %q", name), hint)
}
