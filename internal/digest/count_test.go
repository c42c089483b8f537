package digest

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

// note makes a write-up whose takeaways carry the tags given, one list a takeaway. A tag "project:x" is
// a project.
func note(path string, authors []string, tags ...[]string) *kb.WriteUp {
	w := &kb.WriteUp{Path: path, Authors: authors, Conferences: kb.Editions{"kubecon-na-2019"}}
	for _, names := range tags {
		t := kb.Takeaway{Path: path, Authors: authors, Kind: kb.KindTakeaway, Conferences: w.Conferences}
		for _, name := range names {
			if len(name) > 8 && name[:8] == "project:" {
				t.Projects = append(t.Projects, kb.Mention{Project: name[8:]})
				continue
			}
			t.Tags = append(t.Tags, kb.Tag{Name: name})
		}
		w.Pieces = append(w.Pieces, t)
	}
	return w
}

// implied knows that supply-chain is about security, and rbac too.
func implied(tag string) []string {
	if tag == "supply-chain" || tag == "rbac" {
		return []string{"security"}
	}
	return nil
}

func TestGroupCounts(t *testing.T) {
	a := note("a.md", []string{"Ann Lee"}, []string{"rbac", "supply-chain", "security", "project:cilium"}, []string{"gitops"})
	b := note("b.md", []string{"Bo Chen", "ann  lee"}, []string{"supply-chain"}, []string{"gitops"})
	c := note("c.md", nil, []string{"gitops", "project:cilium"})
	d := note("d.md", []string{"Di Roy"}, []string{"gitops"})
	d.Pieces[0].Kind = kb.KindIntro
	g := NewGroup([]*kb.WriteUp{a, b, c, d}, implied)
	type row struct {
		Takeaways, WriteUps int
		By                  []string
	}
	got := map[string]row{"": {g.Takeaways(), g.WriteUps(), g.By()}}
	for _, tag := range g.Tags() {
		c := g.Tag(tag)
		got[tag] = row{c.Takeaways(), c.WriteUps(), c.By()}
	}
	want := map[string]row{
		"":             {5, 3, []string{"Ann Lee", Unnamed}},
		"rbac":         {1, 1, []string{"Ann Lee"}},
		"supply-chain": {2, 2, []string{"Ann Lee"}},
		"security":     {2, 2, []string{"Ann Lee"}},
		"gitops":       {3, 3, []string{"Ann Lee", Unnamed}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"gitops", "security", "supply-chain", "rbac"}, g.Tags()); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if p := g.Project("cilium"); p.Takeaways() != 2 || p.Voices() != 2 || g.Share(p) != 0.4 {
		t.Errorf("cilium: %d takeaways, %d voices, share %v", p.Takeaways(), p.Voices(), g.Share(p))
	}
	if g.Tag("none").Voices() != 0 || g.Share(nil) != 0 || !g.Small() {
		t.Error("a tag that does not occur is counted, or a small group is not small")
	}
}

// Two people who wrote together and each alone are two voices, in whatever order their write-ups come.
func TestVoicesOfCoAuthors(t *testing.T) {
	both := note("a.md", []string{"Ann", "Bo"}, []string{"x"})
	ann := note("b.md", []string{"Ann"}, []string{"x"})
	bo := note("c.md", []string{"Bo"}, []string{"x"})
	for _, test := range []struct {
		ups  []*kb.WriteUp
		want []string
	}{
		{[]*kb.WriteUp{both}, []string{"Ann, Bo"}},
		{[]*kb.WriteUp{both, ann}, []string{"Ann"}},
		{[]*kb.WriteUp{both, ann, bo}, []string{"Ann", "Bo"}},
		{[]*kb.WriteUp{bo, ann, both}, []string{"Ann", "Bo"}},
	} {
		if diff := cmp.Diff(test.want, NewGroup(test.ups, implied).By()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestMovers(t *testing.T) {
	many := func(path string, with, without int) *kb.WriteUp {
		var tags [][]string
		for range with {
			tags = append(tags, []string{"mesh", "always"})
		}
		for range without {
			tags = append(tags, []string{"always"})
		}
		return note(path, []string{path}, tags...)
	}
	before := NewGroup([]*kb.WriteUp{many("a", 10, 40), note("b", nil, []string{"old"})}, implied)
	after := NewGroup([]*kb.WriteUp{many("a", 25, 25), note("b", nil, []string{"fresh"})}, implied)
	got := map[string]Move{}
	for _, m := range TagMovers(before, after) {
		got[m.Key] = m.Move
	}
	want := map[string]Move{"mesh": Rising, "always": Steady, "old": Gone, "fresh": New}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if first := TagMovers(before, after)[0]; first.Key != "mesh" || math.Abs(first.Z-3.17) > 0.1 {
		t.Errorf("first is %s with z %.2f", first.Key, first.Z)
	}
	if m := TagMovers(after, before)[0]; m.Key != "mesh" || m.Move != Falling {
		t.Errorf("backwards: %s %s", m.Key, m.Move)
	}
	if z := zScore(0, 0, 1, 2); z != 0 {
		t.Errorf("an empty group moves by %v", z)
	}
}
