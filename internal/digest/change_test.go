package digest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

func TestAbsent(t *testing.T) {
	for _, test := range []struct {
		share float64
		n     int
		want  bool
	}{
		{0.5, 99, false},   // too few takeaways before to say anything
		{0.5, 100, true},   // half of all now, none of a hundred
		{0.02, 100, false}, // one of fifty may be missing among a hundred
		{0.02, 200, true},
	} {
		if got := absent(test.share, test.n); got != test.want {
			t.Errorf("absent(%v, %d) is %v", test.share, test.n, got)
		}
	}
}

// edition makes the write-ups of an edition: of each author as many takeaways of each tag as stated.
func edition(id string, authors map[string]map[string]int) []*kb.WriteUp {
	var out []*kb.WriteUp
	for _, name := range []string{"Ann", "Bo"} {
		w := &kb.WriteUp{Path: id + "/" + name, Authors: []string{name}, Conferences: []string{id}}
		for _, tag := range []string{"gitops", "ebpf", "networking", "keynote", "costs"} {
			for i := range authors[name][tag] {
				w.Pieces = append(w.Pieces, kb.Takeaway{ID: kb.ID(fmt.Sprint(id, name, tag, i)), Kind: kb.KindTakeaway, Path: w.Path,
					Tags: []kb.Tag{{Name: tag, Source: kb.TagOwn}}})
			}
		}
		out = append(out, w)
	}
	return out
}

// What one author alone wrote about does not move, nor does the form of a talk, nor a wider topic with the
// takeaways of a narrower one; and an edition with a handful of takeaways is passed over.
func TestChange(t *testing.T) {
	years := map[string]int{"c-1": 2001, "c-2": 2002, "c-3": 2003}
	n := Names{
		Edition: func(id string) Edition { return Edition{ID: id, Short: id, Series: "c", Year: years[id]} },
		Implied: func(tag string) []string {
			if tag == "ebpf" {
				return []string{"networking"}
			}
			return nil
		},
		Previous: func(id string) (Edition, bool) { return Edition{ID: "c-2", Short: "c-2"}, id == "c-3" },
		Topic:    func(tag string) (string, bool) { return tag, true },
		Project:  func(id string) string { return id },
		Company:  func(string) bool { return false },
	}
	ups := edition("c-1", map[string]map[string]int{"Ann": {"gitops": 6}, "Bo": {"gitops": 6, "keynote": 2}})
	ups = append(ups, edition("c-2", map[string]map[string]int{"Ann": {"costs": 4}})...)
	ups = append(ups, edition("c-3", map[string]map[string]int{"Ann": {"ebpf": 3, "costs": 5, "keynote": 3}, "Bo": {"ebpf": 2, "keynote": 3}})...)
	got := NewDraft("c-3", ups, n, Options{Length: Normal}).Summary().Change
	want := Change{Previous: n.Edition("c-1"), WriteUps: 2, Takeaways: 14, Authors: 2, Small: true,
		Skipped: []Skipped{{ID: "c-2", Short: "c-2", WriteUps: 1, Takeaways: 4, Authors: 1}},
		Shifts: []Shift{{Tag: "gitops", Name: "gitops", Move: Gone, PreviousTakeaways: 12, PreviousAuthors: 2, PreviousShare: 12. / 14},
			{Tag: "ebpf", Name: "ebpf", Move: New, Takeaways: 5, Authors: 2, Share: 5. / 16}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
