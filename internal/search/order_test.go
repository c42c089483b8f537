package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

func TestNth(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		list := make([]float64, 1+random.IntN(60))
		for i := range list {
			list[i] = float64(random.IntN(20))
		}
		sorted := slices.Clone(list)
		slices.Sort(sorted)
		n := 1 + random.IntN(len(list))
		if got, want := nth(slices.Clone(list), n), sorted[len(sorted)-n]; got != want {
			t.Fatalf("nth(%v, %d) = %v, not %v", list, n, got, want)
		}
	}
}

func TestBestKeepsTies(t *testing.T) {
	f := &found{}
	for _, score := range []float64{1, 5, 3, 3, 4, 3, 2} {
		f.docs = append(f.docs, &doc{score: score})
	}
	n := f.best(3) // 5, 4 and all of the threes
	var scores []float64
	for _, d := range f.docs[:n] {
		scores = append(scores, d.score)
	}
	slices.Sort(scores)
	if diff := cmp.Diff([]float64{3, 3, 3, 4, 5}, scores); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGroup(t *testing.T) {
	f := &found{docs: []*doc{{card: card{path: "a"}, n: 1}, {card: card{path: "b"}, n: 2}, {card: card{path: "a"}, n: 3}, {card: card{path: "a"}, n: 4}}}
	f.group()
	type row struct {
		Path string
		More int
	}
	var got []row
	for _, d := range f.docs {
		got = append(got, row{d.path, d.more})
	}
	if diff := cmp.Diff([]row{{"a", 2}, {"b", 0}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTopicCountsAsItIsRare: a tag that many carry says less than the words that name it.
func TestTopicCountsAsItIsRare(t *testing.T) {
	var wide set
	for n := range uint64(50) {
		wide.add(n)
	}
	u := &unit{need: true, share: 1, idf: 4, hints: []hinted{{in: wide, weight: 0.7, label: labelTopic}}}
	understand([]*unit{u}, 100)
	if s := u.at(10); s <= 0 || s >= 0.7*0.5 {
		t.Errorf("a tag on half of all counts %v", s)
	}
	named := &unit{need: true, share: 1, idf: 4, hints: []hinted{{in: wide, weight: 0.7, label: labelExact}}}
	understand([]*unit{named}, 100)
	if s := float32(named.at(10)); s != 0.7 {
		t.Errorf("a conference counts %v, not 0.7", s)
	}
	if labels[labelTopic] != kb.MatchTopic || labels[labelSynonym] != kb.MatchSynonym {
		t.Error("labels are out of order")
	}
}
