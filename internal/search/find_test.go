package search

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// sample is a library of a few takeaways that differ in everything that can be asked for.
func sample() []Doc {
	tags := func(names ...string) (out []kb.Tag) {
		for _, n := range names {
			name, source, _ := strings.Cut(n, "/")
			out = append(out, kb.Tag{Name: name, Source: kb.TagSource(source)})
		}
		return out
	}
	list := []Doc{
		{Years: []int{2019}, Series: []string{"kubecon-na"}, Regions: []string{"na"}, Language: "en", Takeaway: kb.Takeaway{Path: "kubecon-na-2019/bryant.md",
			Heading: "Service meshes move up the stack", Body: "Vendors of a service mesh now sell platforms. Progressive delivery with canary releases.",
			Tags: tags("service-mesh/own", "vendor-landscape/inferred"), Projects: []kb.Mention{{Project: "linkerd"}}, Title: "Top ten",
			Authors: []string{"Daniel Bryant"}, Date: "2019-11-25", Conferences: kb.Editions{"kubecon-na-2019"}}},
		{Years: []int{2019}, Series: []string{"kubecon-eu"}, Regions: []string{"eu"}, Language: "en", Takeaway: kb.Takeaway{Path: "kubecon-eu-2019/notes.md",
			Heading: "GitOps with Argo CD", Body: "They deploy with argocd and roll back by hand. No rollout is automatic.",
			Tags: tags("gitops/inherited"), Title: "Barcelona notes", Authors: []string{"José Pérez"}, Date: "2019-05",
			Conferences: kb.Editions{"kubecon-eu-2019"}, Talk: &kb.Talk{Title: "Shipping faster", Speakers: []string{"Liz Rice"}}}},
		{Years: []int{2020}, Language: "de", Takeaway: kb.Takeaway{Path: "kubecon-eu-2020/virtuell.md",
			Heading: "Kubernetes im Betrieb", Body: "Operatoren für Kubernetes und Prometheus. Das Netz ist groß.", Title: "Virtuell", Date: "2020"}},
		{Years: []int{2022}, Language: "en", Takeaway: kb.Takeaway{Path: "misc/operators.md",
			Heading: "Kubernetes operators", Body: "Operators for Kubernetes need tests. Delivery that is progressive, and C++ code for version v1.29.3.",
			Title: "Operators everywhere", Date: "2022-10-24"}},
		{Years: []int{2023}, Language: "ja", Takeaway: kb.Takeaway{Path: "misc/japan.md", Heading: "東京の話", Body: "可観測性について話した。", Title: "日本", Date: "2023-12-01"}},
		{Years: []int{2023}, Takeaway: kb.Takeaway{Path: "misc/footer.md", Kind: kb.KindBoilerplate, Heading: "Kubernetes operators", Body: "Kubernetes operators newsletter: subscribe."}},
	}
	for i := range list {
		t := &list[i].Takeaway
		t.ID = kb.NewID(t.Path, kb.Slug(t.Heading), 0)
		if t.Kind == "" {
			t.Kind = kb.KindTakeaway
		}
	}
	return list
}

// short names hits by the file's name and the label: "bryant exact".
func short(r Result, docs []Doc) []string {
	out := []string{}
	for _, h := range r.Hits {
		i := slices.IndexFunc(docs, func(d Doc) bool { return d.Takeaway.ID == h.ID })
		name := docs[i].Takeaway.Path
		name = strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".md")
		out = append(out, name+" "+string(h.Match))
	}
	return out
}

func TestFind(t *testing.T) {
	docs := sample()
	g := open(t, build(t, docs...))
	for _, c := range []struct {
		query     string
		want      []string
		corrected string
	}{
		{"service mesh", []string{"bryant exact"}, ""},
		{"servicemesh", []string{"bryant exact"}, ""},
		{"argocd", []string{"notes exact"}, ""},
		{"argo-cd", []string{"notes exact"}, ""},
		{"Argo CD rollback", []string{"notes exact"}, ""},
		{"progressive delivery", []string{"bryant exact", "operators exact"}, ""},
		{`"progressive delivery"`, []string{"bryant exact"}, ""},
		{`"delivery progressive"~2`, []string{"operators exact"}, ""},
		{`"delivery progressive"`, []string{"bryant relaxed", "operators relaxed"}, ""},
		{"k8s operators", []string{"operators exact", "footer exact", "virtuell relaxed"}, ""},
		{"kuberntes operators", []string{"operators fuzzy", "footer fuzzy", "virtuell fuzzy"}, "kubernetes operators"},
		{"what did they say about the operators?", []string{"operators exact", "footer exact"}, ""},
		{"prometeus", []string{"virtuell fuzzy"}, "prometheus"},
		{"gros", []string{"virtuell fuzzy"}, "gross"},
		{"observab*", nil, ""},
		{"operat*", []string{"operators exact", "virtuell exact", "footer exact"}, ""},
		{"zzyzx qwertz", nil, ""},
		{"東京", []string{"japan exact"}, ""},
		{"観測", []string{"japan exact"}, ""},
		{"c++", []string{"operators exact"}, ""},
		{"1.29", []string{"operators exact"}, ""},
		{"operators -newsletter", []string{"operators exact"}, ""},
		{"(canary OR rollout) service", []string{"bryant exact"}, ""},
		{"canary OR rollout", []string{"bryant exact", "notes exact"}, ""},
		{"tag:service-mesh", []string{"bryant exact"}, ""},
		{"tag:serv*", []string{"bryant exact"}, ""},
		{"is:inferred", []string{"bryant exact"}, ""},
		{"has:talk", []string{"notes exact"}, ""},
		{"author:bryant", []string{"bryant exact"}, ""},
		{"author:perez", []string{"notes exact"}, ""},
		{`author:"José Pérez"`, []string{"notes exact"}, ""},
		{"speaker:rice", []string{"notes exact"}, ""},
		{"talk:shipping", []string{"notes exact"}, ""},
		{"conf:kubecon-eu-2019", []string{"notes exact"}, ""},
		{"conf:kubecon*", []string{"bryant exact", "notes exact"}, ""},
		{"series:kubecon-na", []string{"bryant exact"}, ""},
		{"region:eu", []string{"notes exact"}, ""},
		{"project:linkerd", []string{"bryant exact"}, ""},
		{"lang:ja", []string{"japan exact"}, ""},
		{"title:barcelona", []string{"notes exact"}, ""},
		{`heading:"move up"`, []string{"bryant exact"}, ""},
		{"text:canary", []string{"bryant exact"}, ""},
		{"path:misc", []string{"japan exact", "footer exact", "operators exact"}, ""},
		{"path:misc/op*", []string{"operators exact"}, ""},
		{"path:bryant", []string{"bryant exact"}, ""},
		{"year:2019", []string{"bryant exact", "notes exact"}, ""},
		{"year:2020..2022", []string{"operators exact", "virtuell exact"}, ""},
		{"date:2019-04..2019-05", []string{"notes exact"}, ""},
		{"date:2019-05-10..2019-11-25", []string{"bryant exact", "notes exact"}, ""},
		{"date:2020-06", []string{"virtuell exact"}, ""},
		{"since:2022-10-24", []string{"japan exact", "footer exact", "operators exact"}, ""},
		{"until:2019-11-24", []string{"notes exact"}, ""},
		{"kubernetes lang:de", []string{"virtuell exact"}, ""},
		{"kind:boilerplate", []string{"footer exact"}, ""},
		{"\x00\x1b[31m \u202e", nil, ""},
		{"conference", nil, ""},
	} {
		q, err := query.Parse(c.query, query.Options{})
		if err != nil {
			t.Fatal(c.query, err)
		}
		r := find(t, g, q, Options{})
		got := short(r, docs)
		if diff := cmp.Diff(append([]string{}, c.want...), got); diff != "" {
			t.Errorf("%s: %s", c.query, diff)
		}
		if diff := cmp.Diff(c.corrected, r.Corrected); diff != "" {
			t.Errorf("%s: corrected %s", c.query, diff)
		}
		if r.Total < len(r.Hits) {
			t.Errorf("%s: total %d", c.query, r.Total)
		}
	}
}

func TestOptions(t *testing.T) {
	docs := sample()
	g := open(t, build(t, docs...))
	r := find(t, g, text("kubernetes"), Options{Sort: "-date", Facets: []string{"year", "lang", "author"}})
	if diff := cmp.Diff([]string{"footer exact", "operators exact", "virtuell exact"}, short(r, docs)); diff != "" {
		t.Error(diff)
	}
	facets := map[string][]Count{"year": {{"2020", 1}, {"2022", 1}, {"2023", 1}}, "lang": {{"de", 1}, {"en", 1}}, "author": {}}
	if diff := cmp.Diff(facets, r.Facets); diff != "" {
		t.Error(diff)
	}
	r = find(t, g, text("kubernetes"), Options{Sort: "date", Offset: 1, Limit: 1, Kinds: []kb.Kind{kb.KindTakeaway}})
	if diff := cmp.Diff([]string{"operators exact"}, short(r, docs)); diff != "" || r.Total != 2 {
		t.Error(r.Total, diff)
	}
	hints := []Hint{{Start: 0, End: 6, Node: query.Field{Name: "project", Value: "linkerd"}, Match: kb.MatchSynonym}}
	r = find(t, g, text("qwertz"), Options{Hints: hints})
	if diff := cmp.Diff([]string{"bryant synonym"}, short(r, docs)); diff != "" {
		t.Error(diff)
	}
	r = find(t, g, text("kubernetes"), Options{Hints: []Hint{{Node: query.Field{Name: "lang", Value: "de"}, Weight: 5}}})
	if diff := cmp.Diff("virtuell exact", short(r, docs)[0]); diff != "" {
		t.Error(diff)
	}
	for _, o := range []Options{{Sort: "size"}, {Facets: []string{"colour"}}} {
		if _, err := alone(g).Find(context.Background(), text("mesh"), o); !errors.Is(err, errUsage) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := alone(g).Find(cancelled, text("mesh"), Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestOrderIsTotal: the pages of a result are the whole result, and an index that grew by updates
// orders as one that was built at once.
func TestOrderIsTotal(t *testing.T) {
	var docs []Doc
	for i := range 450 {
		docs = append(docs, note(fmt.Sprintf("n%d.md", i), "Same heading", strings.Repeat("mesh ", 1+i%3)+"words"))
	}
	g := open(t, build(t, docs...))
	dir := build(t, docs[300:]...)
	if err := Update(context.Background(), dir, testStamp, open(t, dir), Change{Docs: docs[:300]}, nil); err != nil {
		t.Fatal(err)
	}
	grown := open(t, dir)
	whole := foundIDs(find(t, g, text("mesh words"), Options{Limit: 1000}))
	if diff := cmp.Diff(whole, foundIDs(find(t, grown, text("mesh words"), Options{Limit: 1000}))); diff != "" {
		t.Error(diff)
	}
	var paged []kb.ID
	for at := 0; at < 450; at += 45 {
		paged = append(paged, foundIDs(find(t, g, text("mesh words"), Options{Offset: at, Limit: 45}))...)
	}
	if diff := cmp.Diff(whole, paged); diff != "" {
		t.Error(diff)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"linkred", "linkerd", 1}, {"agrocd", "argocd", 1}, {"kuberntes", "kubernetes", 1},
		{"prometeus", "prometheus", 1}, {"abc", "abcd", 1}, {"kubernete", "kubernetes", 1}, {"graphana", "grafana", 2}, {"abc", "xyz", 3},
	} {
		if got := query.Slips([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	g := open(f, build(f, sample()...))
	for _, s := range []string{"service mesh", `"a b"~3 -c`, "tag:x* (a OR b)", "kuberntes", "year:..2020", "\x1b[0m", "date:2020-02-30", "path:*/..", "id:12", "東 京"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := query.Parse(s, query.Options{})
		if err != nil {
			return
		}
		if _, err := alone(g).Find(context.Background(), q, Options{Limit: 5, Facets: []string{"tag"}}); err != nil && !errors.Is(err, errUsage) && !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

// prose makes n takeaways of about 1.7 KB from a vocabulary of 20,000 made-up words, frequent and rare
// as in a language.
func library(n int) []Doc {
	rng := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(rng, 1.1, 4, 20000)
	word := func() string {
		w, k := "", zipf.Uint64()+7
		for k > 0 {
			w += []string{"ku", "be", "pro", "the", "us", "ra", "ti", "on", "mesh", "li", "ne", "sto"}[k%12]
			k /= 12
		}
		return w
	}
	docs := make([]Doc, n)
	for i := range docs {
		var b strings.Builder
		for b.Len() < 1700 {
			b.WriteString(word() + " ")
		}
		docs[i] = note(fmt.Sprintf("kubecon-na-%d/n%d.md", 2015+i%10, i/10), word()+" "+word()+fmt.Sprintf(" %d", i%10), b.String())
		docs[i].Years = []int{2015 + i%10}
		docs[i].Takeaway.Tags = []kb.Tag{{Name: "tag-" + word(), Source: kb.TagInferred}}
	}
	return docs
}

func BenchmarkBuild(b *testing.B) {
	docs := library(10000)
	for b.Loop() {
		if err := Build(context.Background(), b.TempDir(), testStamp, Change{Docs: docs}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUpdate(b *testing.B) {
	docs := library(10000)
	dir := build(b, docs...)
	for b.Loop() {
		g, err := Open(dir, testStamp, nil)
		if err == nil {
			err = Update(context.Background(), dir, testStamp, g, Change{Docs: docs[:1]}, nil)
		}
		if err != nil {
			b.Fatal(err)
		}
		_ = g.Close()
	}
}

func BenchmarkOpenAndFind(b *testing.B) {
	dir := build(b, library(10000)...)
	for name, q := range map[string]query.Node{"rare": text("kuprothera"), "common": text("kumesh prora likube"), "typo": text("kuprotherrra"),
		"phrase": query.Phrase{Text: "kumesh prora"}, "year": query.Range{Name: "year", Low: "2018", High: "2020"}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				g, err := Open(dir, testStamp, nil)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := alone(g).Find(context.Background(), q, Options{Limit: 10}); err != nil {
					b.Fatal(err)
				}
				_ = g.Close()
			}
		})
	}
}

// TestCorrect: what a misspelt query means can be understood between Correct and Find, and a correction
// holds though a hint speaks of the corrected word.
func TestCorrect(t *testing.T) {
	docs := sample()
	g := open(t, build(t, docs...))
	for text, want := range map[string]string{
		"kuberntes operators":   "kubernetes operators",
		`operators "kuberntes"`: "", // of a phrase the text stays
		"kubernetes":            "",
	} {
		q, err := query.Parse(text, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := alone(g).Correct(t.Context(), q, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if s.Query != nil {
			got = s.Query.String()
		}
		if got != want {
			t.Errorf("%s: corrected to %q, want %q", text, got, want)
		}
	}
	q, _ := query.Parse("kuberntes operators", query.Options{})
	s, err := alone(g).Correct(t.Context(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	about := Hint{Start: 0, End: 1, Node: query.Field{Name: "tag", Value: "kubernetes"}}
	r := find(t, g, q, Options{Spelling: s, Hints: []Hint{about, {Node: query.Range{Name: "year", Low: "2022", High: "2022"}}}})
	if diff := cmp.Diff([]string{"operators fuzzy", "footer fuzzy", "virtuell fuzzy"}, short(r, docs)); diff != "" {
		t.Error(diff)
	}
	if r.Lifted != 1 {
		t.Errorf("%d hits of 2022, want 1", r.Lifted)
	}
	known, err := alone(g).Correct(t.Context(), q, []Hint{about})
	if err != nil || known.Query != nil {
		t.Errorf("a word that the caller knows was corrected to %v, %v", known.Query, err)
	}
}

// A long piece with a heading on a subject is found before one that mentions it, although the notes were not cut
// there.
func TestHeadingsInside(t *testing.T) {
	filler := strings.Repeat("Notes on storage and networks of that day. ", 40)
	docs := []Doc{
		{Takeaway: kb.Takeaway{Path: "a/day.md", Heading: "Day one", Body: filler + "\n\n### Turnstiles\n\nThey count.\n\n" + filler}},
		{Takeaway: kb.Takeaway{Path: "b/day.md", Heading: "Day two", Body: filler + "\n\nTurnstiles were mentioned.\n\n" + filler}},
	}
	for i := range docs {
		tk := &docs[i].Takeaway
		tk.ID, tk.Kind = kb.NewID(tk.Path, kb.Slug(tk.Heading), 0), kb.KindTakeaway
	}
	r, err := alone(open(t, build(t, docs...))).Find(t.Context(), query.Word{Text: "turnstile"}, Options{Limit: 9, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := short(r, docs), []string{"day exact", "day exact"}; !slices.Equal(got, want) || r.Hits[0].ID != docs[0].Takeaway.ID {
		t.Errorf("found %v, first %s", got, r.Hits[0].ID)
	}
	if why := strings.Join(r.Hits[0].Why, "\n"); !strings.Contains(why, "in the headings inside (weight 2)") {
		t.Errorf("why: %s", why)
	}
}
