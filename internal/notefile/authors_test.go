package notefile

import (
	"fmt"
	"github.com/google/go-cmp/cmp"
	"slices"
	"strings"
	"testing"

	"takeaway/internal/kb"
)

// One item of a list of authors is one person, however the name is turned and whatever follows it.
func TestListedAuthors(t *testing.T) {
	for front, want := range map[string][]string{
		`authors: ["Doe, Jane"]`:                    {"Jane Doe"},
		`authors: ["Doe, Jane", "Roe, John Paul"]`:  {"Jane Doe", "John Paul Roe"},
		`authors: ["Jane Doe, Acme"]`:               {"Jane Doe"},
		`authors: ["Jane Doe, Acme", "Bo Chen"]`:    {"Jane Doe", "Bo Chen"},
		`authors: ["Ann Lee, Bo Chen"]`:             {"Ann Lee", "Bo Chen"},
		`authors: ["Ann Lee and Bo Chen"]`:          {"Ann Lee", "Bo Chen"},
		`authors: [jdoe42, "Ann Lee"]`:              {"jdoe42", "Ann Lee"},
		`authors: ["@jdoe, @alee"]`:                 {"@jdoe", "@alee"},
		`authors: ["Jane Doe, New Relic"]`:          {"Jane Doe"}, // a company of two words
		`authors: ["Jane Doe | Acme"]`:              {"Jane Doe"},
		`authors: ["Jane Doe @ Acme"]`:              {"Jane Doe"},
		`authors: ["Jane Doe at Acme"]`:             {"Jane Doe"},
		`author: Jane Doe, New Relic`:               {"Jane Doe"},
		`author: Jane Doe (Acme), Bo Chen, Red Hat`: {"Jane Doe", "Bo Chen"},
		`author: "Núñez, José"`:                     {"José Núñez"},
		`author: Doe, Jane`:                         {"Jane Doe"},
		`author: Michael, Sarah`:                    {"Michael", "Sarah"},
		`author: Ann Lee, Bo Chen`:                  {"Ann Lee", "Bo Chen"},
		`authors: [{name: "Doe, Jane"}, "Bo Chen"]`: {"Jane Doe", "Bo Chen"},
	} {
		w, err := Parse("a.md", []byte("---\ntitle: KubeCon EU 2019\n"+front+"\n---\n## One\n\nSome words of text are here for it.\n"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, w.Authors); diff != "" {
			t.Errorf("%s (-want +got):\n%s", front, diff)
		}
	}
}

// At the limit all people of a talk are read; one over is left out, and told.
func TestTooManyPeople(t *testing.T) {
	for _, n := range []int{MaxPeople - 1, MaxPeople, MaxPeople + 1} {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("Jane%d Doe%d", i, i))
		}
		list := strings.Join(names, ", ")
		for name, text := range map[string]string{
			"a.yaml": "title: T\ntakeaways:\n  - title: One\n    body: Text\n    talk: {title: Talk, speakers: [" + list + "]}\n",
			"a.md":   "---\ntitle: T\ntalk: {title: Talk, speakers: [" + list + "]}\n---\n## One\n\nText.\n",
		} {
			up, err := Parse(name, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			told := slices.ContainsFunc(up.Problems, func(p kb.Problem) bool { return p.Code == "too-many-people" })
			if got := len(up.Pieces[0].Talk.Speakers); got != min(n, MaxPeople) || told != (n > MaxPeople) {
				t.Errorf("%s: %d speakers of %d, told %v", name, got, n, told)
			}
		}
	}
}
