package cli

import (
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/search"
)

// printResults prints hits with their numbers, and facets beside them.
func (a *app) printResults(o searchOptions, res search.Result, hits []kb.Hit) error {
	r := render.Results{Total: res.Total, Faceted: len(o.facets) > 0, Reasons: o.explain}
	for i, h := range hits {
		r.Rows = append(r.Rows, render.Row{Hit: h, Number: o.offset + i + 1, More: res.Hits[i].More, Why: res.Hits[i].Why})
	}
	for _, name := range o.facets {
		for _, c := range res.Facets[name] {
			r.Facets = append(r.Facets, render.Facet{Facet: name, Value: c.Value, Hits: c.N})
		}
	}
	return a.print(func(p *render.Printer) error { return p.Results(r) })
}

// facetNames reads the names of facets: in any case, in the plural, and under the names that the query
// language has for them. Each counts once.
func facetNames(names []string) ([]string, error) {
	legal := search.FacetFields()
	other := map[string]string{"conf": "conference", "event": "conference", "topic": "tag", "language": "lang", "by": "author"}
	var out []string
	for _, name := range names {
		known := strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(legal, known) && other[known] == "" {
			known = strings.TrimSuffix(known, "s")
		}
		if o, ok := other[known]; ok {
			known = o
		}
		if !slices.Contains(legal, known) {
			return nil, kb.Usage(fmt.Sprintf("there is no facet %q", name), "the facets are "+strings.Join(legal, ", "))
		}
		if !slices.Contains(out, known) {
			out = append(out, known)
		}
	}
	return out, nil
}
