package digest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"takeaway/internal/kb"
)

// few are three editions of two years and a write-up without one.
func few() ([]*kb.WriteUp, Names) {
	editions := map[string]Edition{
		"eu-18": {ID: "eu-18", Short: "EU 2018", Series: "kubecon-eu", Region: "eu", Year: 2018, Start: "2018-05-02"},
		"na-18": {ID: "na-18", Short: "NA 2018", Series: "kubecon-na", Region: "na", Year: 2018, Start: "2018-12-10"},
		"eu-19": {ID: "eu-19", Short: "EU 2019", Series: "kubecon-eu", Region: "eu", Year: 2019, Start: "2019-05-20"},
	}
	n := Names{
		Edition: func(id string) Edition { return editions[id] },
		Implied: implied,
		Topic:   func(tag string) (string, bool) { return "the " + tag, tag != "mine" },
		Project: func(id string) string { return "P " + id },
	}
	at := func(w *kb.WriteUp, ids ...string) *kb.WriteUp {
		w.Conferences = ids
		return w
	}
	blog := at(note("d.md", []string{"Di"}, []string{"rbac"}))
	blog.Date = "2019-07-01"
	return []*kb.WriteUp{
		at(note("a.md", []string{"Ann"}, []string{"rbac", "security"}, []string{"gitops", "project:flux"}), "eu-18"),
		at(note("b.md", []string{"Bo"}, []string{"gitops"}, []string{"mine"}), "na-18", "eu-19"),
		at(note("c.md", []string{"Cy", "Bo"}, []string{"supply-chain"}, []string{"gitops"}, []string{"mesh"}), "eu-19"),
		blog,
	}, n
}

func TestTrendByConference(t *testing.T) {
	ups, n := few()
	trend := NewTrend(ups, ByConference, n)
	got := trend.Line(Subject{ID: "security", Name: "Security", Type: TopicType})
	cell := func(id, name, day string, c Count) Cell {
		return Cell{Subject: "security", Conference: id, Name: name, Date: day, Day: day, Count: c, Small: true}
	}
	want := []Cell{
		cell("eu-18", "EU 2018", "2018-05-02", Count{1, 2, 0.5, 1, 1, 1, 1}),
		cell("na-18", "NA 2018", "2018-12-10", Count{0, 2, 0, 0, 1, 0, 0}),
		cell("eu-19", "EU 2019", "2019-05-20", Count{1, 5, 0.2, 1, 2, 0.5, 1}),
	}
	if diff := cmp.Diff(want, got.Cells); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Count{3, 8, 0.375, 3, 4, 0.75, 3}, got.Count); diff != "" {
		t.Errorf("whole, the write-up without a conference too (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"eu-18", "eu-18", "eu-19"}, []string{got.First, got.Peak, got.Last}); diff != "" {
		t.Errorf("first, peak, last: %s", diff)
	}
	if trend.Placed != 7 {
		t.Errorf("%d takeaways have a conference", trend.Placed)
	}
}

// A write-up about two editions counts once a year or region, for the later one, as in the index.
func TestTrendByYearAndRegion(t *testing.T) {
	ups, n := few()
	for _, test := range []struct {
		by   Axis
		want []string
	}{{ByYear, []string{"2018 1/2", "2019 2/6"}}, {ByRegion, []string{"eu 3/7"}}} {
		l := NewTrend(ups, test.by, n).Line(Subject{ID: "gitops", Type: TopicType})
		var got []string
		for i := range l.Cells {
			c := &l.Cells[i]
			got = append(got, c.column()+" "+itoa(c.Takeaways)+"/"+itoa(c.Total))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", test.by, diff)
		}
	}
}

func TestTrendSpans(t *testing.T) {
	ups, n := few()
	span := func(s *Span) string {
		if s == nil {
			return "none"
		}
		return s.Query + " " + itoa(s.Total.Takeaways)
	}
	for _, test := range []struct {
		ups           []*kb.WriteUp
		before, after string
	}{
		{ups, "year:2018 2", "year:2019 6"},
		{ups[:1], "none", "none"},
		{nil, "none", "none"},
	} {
		trend := NewTrend(test.ups, ByConference, n)
		if diff := cmp.Diff([]string{test.before, test.after}, []string{span(trend.Before), span(trend.After)}); diff != "" {
			t.Errorf("%d write-ups (-want +got):\n%s", len(test.ups), diff)
		}
	}
	oneYear := []*kb.WriteUp{ups[0], note("x.md", nil, []string{"gitops"})}
	oneYear[1].Conferences = kb.Editions{"na-18"}
	if trend := NewTrend(oneYear, ByConference, n); span(trend.Before) != "conf:eu-18 2" || span(trend.After) != "conf:na-18 1" {
		t.Errorf("in one year: %s, %s", span(trend.Before), span(trend.After))
	}
}

// trendOf makes the trend of two years of many authors, where share says how many of ten takeaways of
// each have the tag.
func trendOf(t *testing.T, before, after map[string]int) *Trend {
	t.Helper()
	_, n := few()
	var ups []*kb.WriteUp
	for edition, share := range map[string]map[string]int{"eu-18": before, "eu-19": after} {
		for author := range 4 {
			tags := make([][]string, 10)
			for i := range tags {
				tags[i] = []string{"always"}
				for tag, many := range share {
					if i < many && (author == 0 || tag != "hobby") && (author > 0 || tag != "passing" || edition == "eu-18") {
						tags[i] = append(tags[i], tag)
					}
				}
			}
			w := note(edition+itoa(author), []string{edition + itoa(author)}, tags...)
			w.Conferences = kb.Editions{edition}
			ups = append(ups, w)
		}
	}
	return NewTrend(ups, ByConference, n)
}

func TestTrendMovers(t *testing.T) {
	// rbac implies security, which has no other takeaways. "passing" is in more takeaways of fewer write-ups.
	trend := trendOf(t, map[string]int{"mesh": 6, "gitops": 1, "hidden": 1, "rbac": 5, "passing": 1},
		map[string]int{"mesh": 2, "gitops": 5, "fresh": 1, "hobby": 10, "hidden": 9, "rbac": 1, "passing": 7})
	ids := func(lines []Line) []string {
		out := []string{}
		for _, l := range lines {
			out = append(out, string(l.Move)+" "+l.ID)
		}
		return out
	}
	rising, falling, fresh := trend.Movers(0, func(s Subject) bool { return s.ID != "hidden" })
	got := [][]string{ids(rising), ids(falling), ids(fresh)}
	want := [][]string{{"rising gitops"}, {"falling rbac", "falling mesh"}, {"new fresh"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("movers (-want +got):\n%s", diff)
	}
	if r := rising[0]; r.Before.Takeaways != 4 || r.Before.Total != 40 || r.After.Takeaways != 20 || r.After.Authors != 4 || r.After.Small {
		t.Errorf("gitops: %+v, %+v", *r.Before, *r.After)
	}
	if top := trend.Top(1, func(Subject) bool { return true }); len(top) != 1 || top[0].ID != "always" {
		t.Errorf("top: %v", ids(top))
	}
}

// The quick count of voices is that of Counter, for every tag of a large library.
func TestChorusCountsVoices(t *testing.T) {
	ups, n := large()
	for i, w := range ups {
		if i%3 == 0 {
			w.Authors = append(w.Authors, "AUTHOR  7", "someone")
		}
		if i%11 == 0 {
			w.Authors = nil
		}
	}
	g := NewGroup(ups, n.Implied)
	c := newChorus(ups)
	for _, tag := range g.Tags() {
		if want, got := g.Tag(tag).Voices(), c.voices(g.Tag(tag).Notes()); got != want {
			t.Errorf("%s: %d voices, not %d", tag, got, want)
		}
	}
	var topics []string
	for _, s := range c.subjects(g, n) {
		if s.Type == TopicType {
			topics = append(topics, s.ID)
		}
	}
	if diff := cmp.Diff(g.Tags(), topics); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// Counts of the columns add up to those of groups made of their write-ups alone.
func TestTrendCellsAreGroups(t *testing.T) {
	ups, n := large()
	trend := NewTrend(ups, ByConference, n)
	for _, s := range trend.Subjects() {
		l := trend.Line(s)
		for i := range l.Cells {
			g := NewGroup(Of(ups, l.Cells[i].Conference), n.Implied)
			c := s.of(g)
			want := Count{c.Takeaways(), g.Takeaways(), g.Share(c), c.WriteUps(), g.WriteUps(), g.WriteUpShare(c), c.Voices()}
			if diff := cmp.Diff(want, l.Cells[i].Count); diff != "" || l.Cells[i].Small != g.Small() {
				t.Fatalf("%s at %s (-want +got):\n%s", s.ID, l.Cells[i].Conference, diff)
			}
		}
		if s.ID > "tag2" && s.Type == TopicType {
			break // some are enough
		}
	}
}

func TestCompare(t *testing.T) {
	_, n := few()
	many := func(path string, tags map[string]int) *kb.WriteUp {
		list := make([][]string, 30)
		for tag, k := range tags {
			for i := range k {
				list[i] = append(list[i], tag)
			}
		}
		return note(path, []string{path}, list...)
	}
	a := []*kb.WriteUp{many("a", map[string]int{"mesh": 20, "gitops": 3, "same": 10, "old": 4, "project:flux": 3})}
	b := []*kb.WriteUp{many("b", map[string]int{"mesh": 3, "gitops": 20, "same": 11, "new": 5, "project:flux": 4})}
	c := Compare(Side{Name: "A", Query: "conf:a"}, Side{Name: "B", Query: "conf:b"}, a, b, n)
	got := map[string][2]Where{}
	for _, d := range c.Differences() {
		got[d.ID] = [2]Where{d.Where, d.More}
	}
	want := map[string][2]Where{"mesh": {InBoth, OnlyInA}, "gitops": {InBoth, OnlyInB}, "same": {InBoth, ""},
		"flux": {InBoth, ""}, "old": {OnlyInA, OnlyInA}, "new": {OnlyInB, OnlyInB}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	wantMesh := Difference{Subject: Subject{"mesh", "the mesh", TopicType}, Where: InBoth, More: OnlyInA,
		A: SideCount{"conf:a tag:mesh", Count{20, 30, 20.0 / 30, 1, 1, 1, 1}, true, nil},
		B: SideCount{"conf:b tag:mesh", Count{3, 30, 0.1, 1, 1, 1, 1}, true, nil}}
	if diff := cmp.Diff([]Difference{wantMesh}, c.MoreInA, cmpopts.IgnoreUnexported(Difference{})); diff != "" {
		t.Errorf("more in A (-want +got):\n%s", diff)
	}
	if c.First(1); len(c.Shared) != 1 || c.Shared[0].ID != "same" {
		t.Errorf("shared: %+v", c.Shared)
	}
}
