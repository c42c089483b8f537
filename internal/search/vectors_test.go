package search

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
)

func noted(heading, body string) Doc {
	return Doc{Takeaway: kb.Takeaway{ID: kb.NewID(heading, kb.Slug(heading), 0), Path: kb.Slug(heading) + ".md",
		Heading: heading, Body: body, Kind: kb.KindTakeaway}}
}

// The vectors follow the cards through changes: those of notes that did not change are taken over.
func TestVectors(t *testing.T) {
	docs := []Doc{noted("Egress rules for every namespace", "Outbound traffic is denied."), noted("Mentors for newcomers", ""), noted("…", "")}
	dir := build(t, docs...)
	base := open(t, dir)
	changed := docs[1]
	changed.Takeaway.Body = "Contributors find their first issue."
	added := noted("Energy per request", "Carbon follows the grid.")
	if err := Update(context.Background(), dir, testStamp, base, Change{Docs: []Doc{changed, added}, Delete: []kb.ID{docs[2].Takeaway.ID}}, nil); err != nil {
		t.Fatal(err)
	}
	g := open(t, dir)
	all, err := g.vectors()
	if err != nil || all.len() != 3 {
		t.Fatalf("%d vectors, %v", all.len(), err)
	}
	for _, d := range []Doc{docs[0], changed, added} {
		k, err := g.cards.find(d.Takeaway.ID)
		if err != nil {
			t.Fatal(err)
		}
		if want := about(&d.Takeaway, d.Takeaway.Body, d.Language); *all.at(k.place) != want || want == (meaning.Vector{}) {
			t.Errorf("%s: %v, want %v", d.Takeaway.Heading, *all.at(k.place), want)
		}
	}
}

// Damage to the vectors is found when they are asked for, at the latest.
func TestVectorsDamaged(t *testing.T) {
	dir := build(t, noted("Egress rules", "Outbound traffic is denied."))
	name := filepath.Join(open(t, dir).folder.Path, vectorsName)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	data[5]++
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	g, err := Open(dir, testStamp, nil)
	if err == nil {
		defer g.Close()
		_, err = alone(g).Find(context.Background(), text("firewall"), Options{Limit: 1})
	}
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("the error is %v", err)
	}
}

// What has the words comes first, then what is near in meaning, labelled so; what has nothing to do with the
// query is not found, and sense is made of no nonsense.
func TestNearInMeaning(t *testing.T) {
	docs := []Doc{
		noted("Egress rules for every namespace", "Outbound network traffic is denied until a policy allows it."),
		noted("A firewall in front of the cluster", "It sees addresses, not workloads."),
		noted("Mentors for newcomers", "Contributors find their first issue with somebody beside them."),
		noted("Energy per request", "Carbon emissions follow the grid."),
	}
	g := open(t, build(t, docs...))
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"firewall", []string{"a-firewall-in-front-of-the-cluster exact", "egress-rules-for-every-namespace near"}},
		{"fuel", []string{"energy-per-request near"}},
		{"how much fuel does it use", []string{"energy-per-request near"}},
		{"purple elephants", nil},
		{"xyzzy plugh", nil},
		{"the of and", nil},
		{"a b c", nil},
		{"コスト", nil},
	} {
		var got []string
		for _, hit := range find(t, g, parsed(t, c.query), Options{}).Hits {
			for _, d := range docs {
				if d.Takeaway.ID == hit.ID {
					got = append(got, kb.Slug(d.Takeaway.Heading)+" "+string(hit.Match))
				}
			}
		}
		if len(got) < len(c.want) || len(c.want) == 0 && len(got) > 0 {
			t.Errorf("%s: found %v, want %v", c.query, got, c.want)
			continue
		}
		for i := range c.want {
			if got[i] != c.want[i] {
				t.Errorf("%s: found %v, want %v", c.query, got, c.want)
			}
		}
	}
}

func parsed(t *testing.T, s string) query.Node {
	t.Helper()
	q, err := query.Parse(s, query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// A search of 100,000 takeaways compares all of their vectors.
func BenchmarkScan(b *testing.B) {
	all := make(vectors, 100_000*meaning.Dims)
	for i := range all {
		all[i] = byte(i * 7919)
	}
	q := meaning.Text("canary rollouts with metrics")
	r := &run{parts: []*part{{Part: &Part{Generation: &Generation{}}}}}
	s := &space{run: r, parts: []vectors{all}}
	for b.Loop() {
		s.scan(&q)
	}
}
