package main

import (
	"os"
	"testing"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
	"takeaway/internal/search"
)

const (
	relatedFile = "testdata/golden/related.yaml"
	// relatedLeast is the nDCG@10 that related must reach over the judged subjects, all of one grade.
	relatedLeast = 0.52
	// relatedMost bounds how many takeaways are called related: most of 769 have nothing to do with one.
	relatedMost = 25
)

// TestRelatedRanks holds the order of related takeaways, and where it ends, against judged ones.
func TestRelatedRanks(t *testing.T) {
	data, err := os.ReadFile(relatedFile)
	if err != nil {
		t.Fatal(err)
	}
	var judgedOf map[string][]string
	if err := yaml.Unmarshal(data, &judgedOf); err != nil {
		t.Fatal(err)
	}
	d := shipped(t)
	ups, err := d.WriteUps()
	if err != nil {
		t.Fatal(err)
	}
	byRef, byID := map[string]*kb.Takeaway{}, map[kb.ID]string{}
	for _, w := range ups {
		for i := range w.Pieces {
			byRef[w.Pieces[i].Ref], byID[w.Pieces[i].ID] = &w.Pieces[i], w.Pieces[i].Ref
		}
	}
	sum, found := 0.0, 0
	for ref, refs := range judgedOf {
		subject := byRef[ref]
		if subject == nil {
			t.Errorf("no takeaway is called %s any more", ref)
			continue
		}
		q := judged{Relevant: map[string]int{}}
		for _, r := range refs {
			if byRef[r] == nil {
				t.Errorf("no takeaway is called %s any more", r)
			}
			q.Relevant[r] = 1
		}
		piece := *subject
		d.Prose([]*kb.Takeaway{&piece})
		res, err := d.Related(t.Context(), search.Subject{Pieces: []*kb.Takeaway{&piece}, Path: piece.Path}, search.Options{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var hits []string
		for _, h := range res.Hits {
			hits = append(hits, byID[h.ID])
		}
		f := q.score(hits)
		t.Logf("%.3f of %3d  %s", f.ndcg, res.Total, ref)
		sum, found = sum+f.ndcg, found+res.Total
	}
	n := float64(len(judgedOf))
	if got := sum / n; got < relatedLeast {
		t.Errorf("nDCG@10 of related takeaways is %.3f, was %.3f", got, relatedLeast)
	}
	if got := float64(found) / n; got > relatedMost {
		t.Errorf("%.0f of all takeaways are called related to one", got)
	}
}

const (
	plainFile = "testdata/golden/plain.yaml"
	// plainLeast is the nDCG@10 that questions in plain words must reach.
	plainLeast = 0.57
)

// TestPlainRanks holds the answers to questions that use none of the field's words against judged ones. They are kept
// apart from the others, which have been the measure for longer.
func TestPlainRanks(t *testing.T) {
	data, err := os.ReadFile(plainFile)
	if err != nil {
		t.Fatal(err)
	}
	var queries []judged
	if err := yaml.Unmarshal(data, &queries); err != nil || len(queries) == 0 {
		t.Fatal(len(queries), err)
	}
	d := shipped(t)
	pool := judgedTakeaways(t)
	sum := 0.0
	for _, q := range queries {
		var found []string
		for _, hit := range answers(t, d, q.Query) {
			if pool[string(hit.ID)] && len(found) < 10 {
				found = append(found, hit.Ref)
			}
		}
		f := q.score(found)
		t.Logf("%s  %s", f, q.Query)
		sum += f.ndcg
	}
	if got := sum / float64(len(queries)); got < plainLeast {
		t.Errorf("nDCG@10 of plain questions is %.3f, was %.3f", got, plainLeast)
	}
}
