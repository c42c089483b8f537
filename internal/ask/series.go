package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// series finds the series that a filter means: an id, or what people call it; "kubecon" is all of them.
func series(f query.Field) (query.Node, error) {
	if strings.HasSuffix(f.Value, "*") {
		return f, nil
	}
	if conference.IsFlagship(f.Value) {
		f.Value, f.Quoted = conference.FlagshipPattern, false
		return f, nil
	}
	if s, ok := namedSeries(f.Value); ok {
		f.Value = s.ID
		return f, nil
	}
	return nil, kb.Usage(fmt.Sprintf("no series of conferences is called %q", f.Value), "did you mean "+strings.Join(nearestSeries(f.Value, 3), ", ")+"? takeaway list conferences shows the conferences with write-ups")
}

// namedSeries finds a series by id, name or alias.
func namedSeries(name string) (conference.Series, bool) {
	for _, s := range conference.AllSeries() {
		for _, known := range append([]string{s.ID, s.Name}, s.Aliases...) {
			if strings.EqualFold(known, strings.TrimSpace(name)) {
				return s, true
			}
		}
	}
	return conference.Series{}, false
}

// nearestSeries lists the ids of the n series whose ids or names differ least from name.
func nearestSeries(name string, n int) []string {
	name = strings.ToLower(name[:min(len(name), 64)])
	type near struct {
		id       string
		distance int
	}
	var all []near
	for _, s := range conference.AllSeries() {
		best := levenshtein.ComputeDistance(name, s.ID)
		for _, known := range append([]string{s.Name}, s.Aliases...) {
			best = min(best, levenshtein.ComputeDistance(name, strings.ToLower(known)))
		}
		all = append(all, near{s.ID, best})
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var ids []string
	for _, x := range all[:min(n, len(all))] {
		ids = append(ids, x.id)
	}
	return ids
}
