package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/search"
)

// printResults prints hits with their numbers, and facets beside them.
func (a *app) printResults(o searchOptions, res search.Result, hits []kb.Hit, f frame) error {
	r := render.Results{Total: res.Total, Faceted: len(o.facets) > 0, Reasons: o.explain, Brief: o.brief, Head: f.head, Notes: f.notes, Foot: f.foot}
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

// frame is what stands around the hits on a page: what was found and how the question was understood above
// them, what to do next below.
type frame struct {
	head  string
	notes []string
	foot  string
}

// remember keeps what the numbers of a list stand for, where numbers were printed: a list that a program read
// must not change what those on the screen mean. A shell that has a name of its own is asked for by name.
func (a *app) remember(s *desk.Desk, query string, entries []desk.Entry) {
	if a.framed() || a.Env("TAKEAWAY_SHELL") != "" {
		s.Remember(query, 1, entries)
	}
}

// hitEntries are what the numbers of hits stand for.
func hitEntries(hits []kb.Hit) []desk.Entry {
	out := make([]desk.Entry, len(hits))
	for i := range hits {
		out[i] = desk.Entry{Sort: desk.SortTakeaway, Name: string(hits[i].ID)}
	}
	return out
}

// searchFrame is the frame of a page of hits.
func (a *app) searchFrame(text, understood string, o searchOptions, res search.Result, shown int) frame {
	var f frame
	words := oneLine(text)
	found := plural(res.Total, "takeaway")
	switch {
	case res.Corrected != "":
		f.head = fmt.Sprintf("%s for %s (nothing for %q)", found, res.Corrected, words)
	case words != "":
		f.head = fmt.Sprintf("%s for %s", found, words)
	default:
		f.head = found
	}
	if shown < res.Total && shown > 0 {
		f.head += fmt.Sprintf(" · %d–%d", o.offset+1, o.offset+shown)
		f.head += map[string]string{"score": ", best first", "date": ", oldest first", "-date": ", newest first"}[o.sort]
	} else if o.sort == "-date" && !o.sorted {
		f.head += ", newest first"
	}
	if understood != "" {
		f.notes = append(f.notes, "understood "+understood)
	}
	f.notes = append(f.notes, res.Steps...)
	if shown == 0 {
		return f
	}
	first := strconv.Itoa(o.offset + 1)
	next := []string{"read: takeaway show " + first, "source: takeaway open " + first}
	if last := o.offset + shown; last < res.Total && o.limit > 0 {
		next = append(next, "more: --offset "+strconv.Itoa(last))
	}
	f.foot = strings.Join(next, " · ")
	return f
}

// plural is a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
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
