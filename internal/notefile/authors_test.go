package notefile

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
