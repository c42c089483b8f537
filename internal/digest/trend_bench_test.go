package digest

import (
	"fmt"
	"testing"

	"takeaway/internal/kb"
)

// large makes a library of 10,000 takeaways in 1,000 write-ups about 40 editions.
func large() ([]*kb.WriteUp, Names) {
	n := Names{
		Edition: func(id string) Edition {
			var e int
			fmt.Sscanf(id, "kubecon-na-%d", &e)
			return Edition{ID: id, Short: id, Series: "kubecon-na", Year: 2000 + e/2, Region: "na", Start: fmt.Sprintf("%d-%02d-01", 2000+e/2, 3+6*(e%2))}
		},
		Implied: implied, Topic: func(tag string) (string, bool) { return tag, true }, Project: func(id string) string { return id },
	}
	var ups []*kb.WriteUp
	for i := range 1000 {
		var tags [][]string
		for j := range 10 {
			k := i*7 + j*13
			tags = append(tags, []string{fmt.Sprint("tag", k%60), fmt.Sprint("tag", k%17), "rbac", fmt.Sprint("project:p", k%300), fmt.Sprint("project:p", k%11)})
		}
		w := note(fmt.Sprintf("n%04d.md", i), []string{fmt.Sprint("author ", i%400)}, tags...)
		w.Conferences = kb.Editions{fmt.Sprintf("kubecon-na-%02d", i%40)}
		for j := range w.Pieces {
			w.Pieces[j].ID, w.Pieces[j].Conferences = kb.ID(fmt.Sprintf("%012x", i*10+j)), w.Conferences
		}
		ups = append(ups, w)
	}
	return ups, n
}

func BenchmarkTrendOverview(b *testing.B) {
	ups, n := large()
	all := func(Subject) bool { return true }
	for b.Loop() {
		t := NewTrend(ups, ByConference, n)
		t.Movers(6, all)
		t.Top(12, all)
	}
}

func BenchmarkTrendLine(b *testing.B) {
	ups, n := large()
	for b.Loop() {
		NewTrend(ups, ByConference, n).Line(Subject{ID: "tag7", Type: TopicType})
	}
}
