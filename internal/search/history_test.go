package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// historyWords are few, so that many hits have like scores and sums are of many numbers.
var historyWords = strings.Fields("kubernetes gitops argo cd progressive delivery canary rollout mesh istio linkerd " +
	"observability tracing cilium ebpf policy security teams platform clusters upgrade cost wasm edge 中文 搜索 C++ node.js v1.25.3")

// randomDoc is what note number n says in one of its versions.
func randomDoc(random *rand.Rand, n int) Doc {
	words := func(most int) string {
		var list []string
		for range 1 + random.IntN(most) {
			list = append(list, historyWords[random.IntN(len(historyWords))])
		}
		return strings.Join(list, " ")
	}
	path := fmt.Sprintf("kubecon-eu-%d/%d.md", 2018+n%4, n/40)
	d := Doc{Takeaway: kb.Takeaway{ID: kb.NewID(path, fmt.Sprint(n), 0), Path: path, Heading: words(6), Body: words(60),
		Title: words(4), Kind: kb.KindTakeaway, Date: fmt.Sprintf("%d-05-%02d", 2018+n%4, 1+n%28), Authors: []string{words(2)},
		Conferences: []string{fmt.Sprintf("kubecon-eu-%d", 2018+n%4)}}, Years: []int{2018 + n%4}}
	for range random.IntN(3) {
		d.Takeaway.Tags = append(d.Takeaway.Tags, kb.Tag{Name: historyWords[random.IntN(10)], Source: kb.TagOwn})
	}
	if n%5 == 0 {
		d.Takeaway.Kind = kb.KindIntro
	}
	// Words of this version alone: they are in no dictionary once it is gone.
	d.Takeaway.Body += " " + strings.Repeat(string(rune('a'+random.IntN(26))), 3) + "ernetes"
	return d
}

// An index answers by what it holds, not by how it came about: after any changes it gives the answers of
// one that was built at once, to the last digit of every score.
func TestUpdatesAnswerLikeABuild(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 7))
		now := map[int]Doc{}
		change := func(most int) (c Change) {
			touched := map[int]bool{}
			for range 1 + random.IntN(most) {
				n := random.IntN(400)
				if touched[n] {
					continue
				}
				touched[n] = true
				if _, ok := now[n]; ok && random.IntN(3) == 0 {
					c.Delete = append(c.Delete, now[n].Takeaway.ID)
					delete(now, n)
					continue
				}
				now[n] = randomDoc(random, n)
				c.Docs = append(c.Docs, now[n])
			}
			return c
		}
		dir := build(t, change(300).Docs...)
		for range 8 {
			c := change([]int{1, 20, 300}[random.IntN(3)])
			base, err := Open(dir, testStamp, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := Update(context.Background(), dir, testStamp, base, c, nil); err != nil {
				t.Fatal(err)
			}
			_ = base.Close()
		}
		var docs []Doc
		for _, d := range now {
			docs = append(docs, d) // in the order of a map: that must not matter either
		}
		compareAnswers(t, open(t, dir), open(t, build(t, docs...)), len(now))
		if problems, err := Verify(context.Background(), dir, testStamp); err != nil || len(problems) > 0 {
			t.Errorf("seed %d: %v %v", seed, problems, err)
		}
	}
}

func compareAnswers(t *testing.T, got, want *Generation, docs int) {
	t.Helper()
	if got.Count() != docs || want.Count() != docs {
		t.Errorf("%d and %d takeaways, not %d", got.Count(), want.Count(), docs)
	}
	o := Options{Limit: 500, Facets: []string{"tag", "author", "year"}}
	for _, q := range []query.Node{text("progressive delivery"), text("kuberntes"), text("argo cd canary teams mesh"), text("aaarnetes"), text("gitosp rollot"),
		query.Phrase{Text: "service mesh"}, query.Phrase{Text: "argo cd"}, text("中文 搜索"), text("xyzzy"), query.And{}} {
		for _, sort := range []string{"score", "date"} {
			o.Sort = sort
			g, w := find(t, got, q, o), find(t, want, q, o)
			if diff := cmp.Diff(w, g); diff != "" {
				t.Fatalf("%v by %s (-built +updated):\n%s", q, sort, diff)
			}
		}
	}
}
