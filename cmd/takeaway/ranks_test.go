package main

import (
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
	"takeaway/internal/search"
	"takeaway/notes"
)

// The ranks are taken over the shipped notes, of what package ask understands.
const (
	ranksFile   = "testdata/golden/ranks.yaml"
	judgedFile  = "testdata/golden/judged.txt"
	figuresFile = "testdata/golden/ranks.txt"
	// slack is how far a figure over all queries or a class of them may fall below the committed one.
	slack = 0.01
	// useful is the grade from which a takeaway answers a query.
	useful = 2
	// looked is how many hits are asked for, so that ten judged ones are among them.
	looked = 60
	// everything is the class of all queries.
	everything = "all"
)

// judged is a query with its relevant takeaways.
type judged struct {
	Class    string         `yaml:"class"`
	Query    string         `yaml:"query"`
	Relevant map[string]int `yaml:"relevant"`
}

// figures are recall@5, mean reciprocal rank and nDCG@10.
type figures struct{ recall, mrr, ndcg float64 }

const figuresFormat = "recall@5 %.3f  mrr %.3f  ndcg@10 %.3f"

func (f figures) String() string { return fmt.Sprintf(figuresFormat, f.recall, f.mrr, f.ndcg) }

// below reports whether any figure falls below those of want.
func (f figures) below(want figures) bool {
	return f.recall < want.recall-slack || f.mrr < want.mrr-slack || f.ndcg < want.ndcg-slack
}

// mean is that of the figures.
func mean(all []figures) figures {
	var m figures
	n := float64(len(all))
	for _, f := range all {
		m.recall, m.mrr, m.ndcg = m.recall+f.recall/n, m.mrr+f.mrr/n, m.ndcg+f.ndcg/n
	}
	return m
}

// TestRanks holds the ranks of judged queries over the shipped notes against the committed figures.
// Takeaways that came after the queries were judged are passed over, as nobody knows their grades.
func TestRanks(t *testing.T) {
	queries := judgedQueries(t)
	d := shipped(t)
	ups, err := d.WriteUps()
	if err != nil {
		t.Fatal(err)
	}
	refs := map[string]bool{}
	for _, w := range ups {
		for i := range w.Pieces {
			refs[w.Pieces[i].Ref] = true
		}
	}
	pool := judgedTakeaways(t)
	byClass, single := map[string][]figures{}, map[string]figures{}
	var report strings.Builder
	for _, q := range queries {
		for _, ref := range slices.Sorted(maps.Keys(q.Relevant)) {
			if !refs[ref] {
				t.Errorf("%q: no takeaway is called %s any more", q.Query, ref)
			}
		}
		var found []string
		for _, hit := range answers(t, d, q.Query) {
			if pool[string(hit.ID)] && len(found) < 10 {
				found = append(found, hit.Ref)
			}
		}
		f := q.score(found)
		single[q.Query] = f
		byClass[q.Class], byClass[everything] = append(byClass[q.Class], f), append(byClass[everything], f)
		fmt.Fprintf(&report, "%s  %s: %s\n", f, q.Class, q.Query)
	}
	for _, class := range slices.Sorted(maps.Keys(byClass)) {
		fmt.Fprintf(&report, "%s  %s\n", mean(byClass[class]), class)
	}
	t.Logf("\n%s", report.String())
	if *update {
		if err := os.WriteFile(figuresFile, []byte(report.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	committed, each := committedFigures(t)
	for _, class := range slices.Sorted(maps.Keys(byClass)) {
		want, ok := committed[class]
		if !ok {
			t.Errorf("%s has no figures of %s; make golden writes them", figuresFile, class)
		}
		if got := mean(byClass[class]); got.below(want) {
			t.Errorf("ranks of %s are worse than committed:\n  %s\n  %s committed", class, got, want)
		}
	}
	for _, q := range slices.Sorted(maps.Keys(single)) {
		if got, want := single[q], each[q]; got.ndcg < want.ndcg-singleSlack {
			t.Errorf("ranks of %q are worse than committed:\n  %s\n  %s committed; make golden writes what is meant", q, got, want)
		}
	}
}

// judgedQueries are the queries of ranksFile.
func judgedQueries(t *testing.T) []judged {
	t.Helper()
	data, err := os.ReadFile(ranksFile)
	if err != nil {
		t.Fatal(err)
	}
	var queries []judged
	if err := yaml.Unmarshal(data, &queries); err != nil || len(queries) < 40 {
		t.Fatalf("%d queries, %v", len(queries), err)
	}
	return queries
}

// judgedTakeaways are the IDs of the takeaways that were there when the queries were judged.
func judgedTakeaways(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile(judgedFile)
	if err != nil {
		t.Fatal(err)
	}
	pool := map[string]bool{}
	for id := range strings.FieldsSeq(string(data)) {
		pool[id] = true
	}
	return pool
}

// singleSlack is how much a single query may lose in nDCG unseen: about what two neighbours that change places
// make. The mean of a class hides a query that falls out of it.
const singleSlack = 0.05

// committedFigures are those of figuresFile, by class and by query.
func committedFigures(t *testing.T) (byClass, byQuery map[string]figures) {
	t.Helper()
	data, err := os.ReadFile(figuresFile)
	if err != nil {
		t.Fatalf("%v; make golden writes it", err)
	}
	byClass, byQuery = map[string]figures{}, map[string]figures{}
	for line := range strings.Lines(string(data)) {
		var f figures
		var class string
		if _, err := fmt.Sscanf(line, "recall@5 %f  mrr %f  ndcg@10 %f  %s", &f.recall, &f.mrr, &f.ndcg, &class); err != nil {
			t.Fatalf("%s: %q: %v", figuresFile, line, err)
		}
		if _, query, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); ok {
			byQuery[query] = f
			continue
		}
		byClass[class] = f
	}
	return byClass, byQuery
}

// score is how well the refs found answer the query.
func (q *judged) score(found []string) figures {
	var f figures
	answers, dcg := 0, 0.0
	for i, ref := range found {
		grade := q.Relevant[ref]
		dcg += gain(grade, i)
		if grade < useful {
			continue
		}
		if f.mrr == 0 {
			f.mrr = 1 / float64(i+1)
		}
		if i < 5 {
			answers++
		}
	}
	var grades []int
	all := 0
	for _, grade := range q.Relevant {
		grades = append(grades, grade)
		if grade >= useful {
			all++
		}
	}
	slices.SortFunc(grades, func(a, b int) int { return b - a })
	ideal := 0.0
	for i, grade := range grades[:min(10, len(grades))] {
		ideal += gain(grade, i)
	}
	f.recall, f.ndcg = float64(answers)/float64(min(5, all)), dcg/ideal
	return f
}

// gain is what a takeaway of a grade adds at a place, counted from 0.
func gain(grade, place int) float64 {
	return (math.Exp2(float64(grade)) - 1) / math.Log2(float64(place)+2)
}

// today is when the queries are asked.
func today() time.Time { return time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC) }

// shipped opens the notes that come with the program.
func shipped(t *testing.T) *desk.Desk {
	t.Helper()
	home := t.TempDir()
	lib, err := library.Find(library.Places{Cache: home, Builtin: notes.FS})
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), lib, desk.Options{Cache: home, Now: today})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// answers are the first hits of a query.
func answers(t *testing.T, d *desk.Desk, text string) []kb.Hit {
	t.Helper()
	tree, err := query.Parse(text, query.Options{Now: today()})
	if err != nil {
		t.Fatal(err)
	}
	q, err := ask.Understand(t.Context(), d, tree, ask.Options{Now: today()})
	if err != nil {
		t.Fatal(err)
	}
	res, err := q.Find(t.Context(), d, search.Options{Limit: looked})
	if err != nil {
		t.Fatal(err)
	}
	hits, _, err := d.Hits(res, false)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}
