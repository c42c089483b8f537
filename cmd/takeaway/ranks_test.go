package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"takeaway/internal/cli"
	"takeaway/notes"
)

const (
	ranksFile   = "testdata/golden/ranks.yaml"
	figuresFile = "testdata/golden/ranks.txt"
	// slack is how far a figure may fall below the committed one.
	slack = 0.01
	// useful is the grade from which a takeaway answers a query.
	useful = 2
)

// judged is a query with its relevant takeaways.
type judged struct {
	Query    string         `yaml:"query"`
	Relevant map[string]int `yaml:"relevant"`
}

// figures are recall@5, mean reciprocal rank and nDCG@10.
type figures struct{ recall, mrr, ndcg float64 }

func (f figures) String() string {
	return fmt.Sprintf("recall@5 %.3f  mrr %.3f  ndcg@10 %.3f", f.recall, f.mrr, f.ndcg)
}

// TestRanks holds the ranks of judged queries over the shipped notes against the committed figures.
func TestRanks(t *testing.T) {
	data, err := os.ReadFile(ranksFile)
	if err != nil {
		t.Fatal(err)
	}
	var queries []judged
	if err := yaml.Unmarshal(data, &queries); err != nil || len(queries) == 0 {
		t.Fatalf("%d queries, %v", len(queries), err)
	}
	home := t.TempDir()
	known := refs(t, home, "list", "takeaways", "--all")
	slices.Sort(known)
	library := fmt.Sprintf("notes %x", sha256.Sum256([]byte(strings.Join(known, "\n"))))
	var mean figures
	var report strings.Builder
	report.WriteString(library + "\n")
	for _, q := range queries {
		for ref := range q.Relevant {
			if !slices.Contains(known, ref) {
				t.Errorf("%q: no takeaway is called %s", q.Query, ref)
			}
		}
		f := q.score(refs(t, home, "search", "--limit", "10", "--", q.Query))
		mean.recall += f.recall / float64(len(queries))
		mean.mrr += f.mrr / float64(len(queries))
		mean.ndcg += f.ndcg / float64(len(queries))
		fmt.Fprintf(&report, "%s  %s\n", f, q.Query)
	}
	fmt.Fprintf(&report, "%s  all %d\n", mean, len(queries))
	t.Logf("\n%s", report.String())
	if *update {
		if err := os.WriteFile(figuresFile, []byte(report.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	committed, err := os.ReadFile(figuresFile)
	if err != nil {
		t.Fatalf("%v; make golden writes it", err)
	}
	lines := strings.Split(strings.TrimSpace(string(committed)), "\n")
	if lines[0] != library {
		t.Skip("other notes are shipped than those that the figures are of: judge the queries again, then make golden")
	}
	var want figures
	if _, err := fmt.Sscanf(lines[len(lines)-1], "recall@5 %f  mrr %f  ndcg@10 %f", &want.recall, &want.mrr, &want.ndcg); err != nil {
		t.Fatalf("%s: %v", figuresFile, err)
	}
	if mean.recall < want.recall-slack || mean.mrr < want.mrr-slack || mean.ndcg < want.ndcg-slack {
		t.Errorf("ranks are worse than committed:\n  %s\n  %s committed", mean, want)
	}
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

// refs runs a command over the shipped notes and returns the readable addresses of its rows.
func refs(t *testing.T, home string, args ...string) []string {
	t.Helper()
	var out, errs strings.Builder
	env := map[string]string{"HOME": home, "XDG_CACHE_HOME": home}
	args = slices.Insert(slices.Clone(args), slices.Index(append(args, "--"), "--"), "--output", "jsonl")
	code := cli.Main(context.Background(), args, cli.IO{In: strings.NewReader(""), Out: &out, Err: &errs, Dir: home,
		Env: func(name string) string { return env[name] }, Now: func() time.Time { return time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC) },
		Notes: notes.FS})
	if code > 1 {
		t.Fatalf("%v: exit %d: %s", args, code, errs.String())
	}
	var list []string
	for line := range strings.Lines(out.String()) {
		var row struct{ Ref string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		list = append(list, row.Ref)
	}
	return list
}
