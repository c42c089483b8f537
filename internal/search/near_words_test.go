package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// TestNearWords: what says nearly the same is found, labelled so, behind what has the word itself.
func TestNearWords(t *testing.T) {
	var docs []Doc
	for _, h := range []string{"Two outages of a week", "What downtime taught us", "Mascots and stickers"} {
		docs = append(docs, Doc{Years: []int{2020}, Takeaway: kb.Takeaway{Path: kb.Slug(h) + ".md", Heading: h,
			ID: kb.NewID(h, kb.Slug(h), 0), Kind: kb.KindTakeaway}})
	}
	g := open(t, build(t, docs...))
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"downtime", []string{"what-downtime-taught-us exact", "two-outages-of-a-week synonym"}},
		{"outage", []string{"two-outages-of-a-week exact", "what-downtime-taught-us synonym"}},
		{"postmortems", []string{"two-outages-of-a-week synonym"}},
		{"swag", []string{"mascots-and-stickers near"}},
		{"swig", []string{}},
	} {
		q, err := query.Parse(c.query, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, short(find(t, g, q, Options{}), docs)); diff != "" {
			t.Errorf("%s: %s", c.query, diff)
		}
	}
}

// TestNearWordLines: each line names a word once, with others, and no word that analysis would never make.
func TestNearWordLines(t *testing.T) {
	l, seen := words(), map[string]bool{}
	for _, line := range wordLists(t).Near {
		line = strings.TrimSpace(line)
		all := strings.Fields(strings.Replace(line, ":", "", 1))
		if len(all) < 2 || seen[line] {
			t.Errorf("%q: says nothing, or says it again", line)
		}
		seen[line] = true
		for _, w := range all {
			terms := analyse([]byte(w))
			if len(terms) != 1 || terms[0].text != l.canonical(w) {
				t.Errorf("%q: %q is found as %v", line, w, terms)
			}
		}
	}
	for _, n := range l.near {
		if slices.Contains(n.near, n.term) || len(n.near) > 8 {
			t.Errorf("%s: %v", n.term, n.near)
		}
	}
}
