package ingest

import (
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An intake says what becomes of each document: new, there already, newer, or of a title that is taken.
func TestIntake(t *testing.T) {
	text := func(author, source, body string) []byte {
		return []byte("---\ntitle: Two days in Valencia\nauthors: [" + author + "]\nconference: kubecon-eu-2022\nsource: " + source + "\n---\n## It was warm\n\n" + body + "\n")
	}
	const warm = "Nobody had thought that a hall with nine thousand people and no windows gets so warm in the month of May."
	const cold = "The second hall had so much cooling that people went there in coats, and nobody listened to the talks at all."
	there := map[string][]byte{"kubecon-eu-2022/two-days-in-valencia.md": text("Ann Lee", "https://a.example/1", warm)}
	read := func(path string) ([]byte, error) {
		if data, ok := there[path]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}
	type outcome struct {
		Action  Action
		Path    string
		Taken   bool
		Differs []string
		Written bool
	}
	at := "kubecon-eu-2022/two-days-in-valencia"
	for name, c := range map[string]struct {
		update bool
		data   []byte
		want   outcome
	}{
		"the same":           {false, text("Ann Lee", "https://a.example/1", warm), outcome{Action: Unchanged, Path: at + ".md"}},
		"other front matter": {false, text("Bo Chen", "https://a.example/1", warm), outcome{Action: Unchanged, Path: at + ".md", Differs: []string{"authors"}}},
		"newer":              {false, text("Ann Lee", "http://www.a.example/1/", warm+" And so on."), outcome{Action: Changed, Path: at + ".md"}},
		"newer, to write":    {true, text("Ann Lee", "https://a.example/1", warm+" And so on."), outcome{Action: Updated, Path: at + ".md", Written: true}},
		"another":            {false, text("Bo Chen", "https://b.example/2", cold), outcome{Action: Written, Path: at + "-a.md", Taken: true, Written: true}},
	} {
		known, err := NewKnown(t.Context(), []string{at + ".md"}, read, 1)
		if err != nil {
			t.Fatal(err)
		}
		n, err := Read(Document{From: "a.md", Name: "a.md", Data: c.data}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		v, err := NewIntake(known, read, c.update, "").Take(n, PrintOf(n.Data, false))
		if err != nil {
			t.Fatal(err)
		}
		got := outcome{v.Action, v.Path, v.Taken, v.Differs, v.New != nil}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
