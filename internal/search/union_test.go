package search

import (
	"hash/fnv"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"takeaway/internal/kb"
)

// unionQueries ask for everything that a search does: words, phrases, filters, stars, slips, facets, orders.
var unionQueries = []string{"mesh", "gitops canary", `"argo cd"`, "policy -mesh", "tag:gitops mesh", "kube*", "obserability tracing", "中文",
	"year:2019", "canary OR wasm", "kind:intro mesh", "how do teams cut the cost of clusters", "path:kubecon-eu-2018/*", "security policy teams platform"}

// split spreads docs over n unions parts by their notes.
func split(t *testing.T, n int, docs []Doc) *Union {
	t.Helper()
	lists := make([][]Doc, n)
	for _, d := range docs {
		h := fnv.New32a()
		_, _ = h.Write([]byte(d.Takeaway.Path))
		lists[h.Sum32()%uint32(n)] = append(lists[h.Sum32()%uint32(n)], d)
	}
	var parts []Part
	for i, list := range lists {
		parts = append(parts, Part{Generation: open(t, build(t, list...)), Name: string(rune('a' + i))})
	}
	return Together(parts...)
}

// answers are everything that a union says to the queries.
func answers(t *testing.T, u *Union, docs []Doc) (out []any) {
	t.Helper()
	for _, text := range unionQueries {
		q := parsed(t, text)
		for _, o := range []Options{{Limit: 40}, {Limit: 7, Offset: 5, Group: true}, {Limit: 1000, Sort: "-date"}, {Facets: []string{"tag", "author", "year"}}, {Limit: 5, Explain: true}} {
			r, err := u.Find(t.Context(), q, o)
			if err != nil {
				t.Fatal(text, err)
			}
			out = append(out, text, r)
		}
	}
	for _, i := range []int{0, 17, 230} {
		r, err := u.Related(t.Context(), Subject{Pieces: []*kb.Takeaway{&docs[i].Takeaway}, Authors: docs[i].Takeaway.Authors}, Options{Limit: 30})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	people, err := u.People("argo mesh")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, people, u.Count())
}

// However notes are spread over generations, a union of them answers as one generation of all: the same hits with
// the same scores to the last digit, the same counts, the same corrections.
func TestUnionAnswersLikeOne(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	var docs []Doc
	for n := range 400 {
		docs = append(docs, randomDoc(random, n))
	}
	want := answers(t, alone(open(t, build(t, docs...))), docs)
	for _, n := range []int{2, 3, 5} {
		if diff := cmp.Diff(want, answers(t, split(t, n, docs), docs)); diff != "" {
			t.Errorf("in %d parts (-one +parts):\n%.3000s", n, diff)
		}
	}
}

// What is hidden is not found, not counted and does not weigh in any number.
func TestUnionHides(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 9))
	var docs []Doc
	for n := range 300 {
		docs = append(docs, randomDoc(random, n))
	}
	// Words that only hidden takeaways have stay in the dictionary, so the queries have none that is misspelt.
	want := answers(t, alone(open(t, build(t, docs[:200]...))), docs)
	second := Part{Generation: open(t, build(t, docs[100:]...)), Name: "b"}
	second.Hidden = ids(docs[100:]...)
	got := answers(t, Together(Part{Generation: open(t, build(t, docs[:200]...))}, second), docs)
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Result{}, "Corrected")); diff != "" {
		t.Errorf("(-without +hidden):\n%.3000s", diff)
	}
}

// Two write-ups at one path in two parts are two: each takeaway is found under an ID of its own.
func TestUnionRenames(t *testing.T) {
	a, b := note("trip.md", "Keynotes", "the mesh of one"), note("trip.md", "Keynotes", "the mesh of another")
	other := kb.ID("0123456789ab")
	u := Together(Part{Generation: open(t, build(t, a))}, Part{Generation: open(t, build(t, b)), Name: "b", Renamed: map[kb.ID]kb.ID{b.Takeaway.ID: other}})
	for q, want := range map[string][]kb.ID{
		"mesh another":                        {other, a.Takeaway.ID},
		"id:" + string(a.Takeaway.ID):         {a.Takeaway.ID},
		"id:" + string(a.Takeaway.ID.Short()): {a.Takeaway.ID},
		"id:" + string(other):                 {other},
		"id:0123":                             {other},
	} {
		r, err := u.Find(t.Context(), parsed(t, q), Options{Limit: 5, Group: true})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, foundIDs(r)); diff != "" {
			t.Errorf("%s: %s", q, diff)
		}
	}
}
