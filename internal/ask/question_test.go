package ask_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

func now() time.Time { return time.Date(2020, 3, 20, 0, 0, 0, 0, time.UTC) }

// open makes a library of notes by path and opens it.
func open(t *testing.T, notes map[string]string) *desk.Desk {
	t.Helper()
	dir := t.TempDir()
	if _, err := library.Init(dir); err != nil {
		t.Fatal(err)
	}
	for path, text := range notes {
		file := filepath.Join(dir, library.NotesDir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := library.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), lib, desk.Options{Work: dir, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// library of two years.
func twoYears(t *testing.T) *desk.Desk {
	return open(t, map[string]string{
		"old.md": "---\ntitle: Amsterdam\nauthors: [Ann Lee]\nconference: kubecon-eu-2018\n---\n## Proxies carry the traffic\n\nA service mesh in every cluster.\n",
		"new.md": "---\ntitle: Barcelona\nauthors: [Bo Chen]\nconference: kubecon-eu-2019\n---\n## Proxies are boring\n\nNobody speaks of a mesh any more, they trust gitops.\n",
	})
}

// A question is understood without a command line: names, times and misspelt words, and what is found for it.
func TestUnderstand(t *testing.T) {
	type answer struct {
		Understood, Corrected string
		Found                 []string
		Steps                 int
	}
	d := twoYears(t)
	for text, want := range map[string]answer{
		"proxies":                 {Found: []string{"old.md", "new.md"}},
		"proxies bo chen":         {Understood: `"bo chen" as Bo Chen`, Found: []string{"new.md"}},
		"proxies in 2018":         {Understood: `"in 2018" as year:2018`, Found: []string{"old.md", "new.md"}},
		"gitops in 2018":          {Understood: `"in 2018" as year:2018`, Found: []string{"new.md"}, Steps: 1},
		"trafic":                  {Corrected: "traffic", Found: []string{"old.md"}},
		"servce mesh in 2018":     {Understood: `"in 2018" as year:2018`, Corrected: "service mesh", Found: []string{"old.md"}},
		"proxies conf:copenhagen": {Found: []string{"old.md"}},
		"what was there in 2018":  {Understood: `"in 2018" as year:2018`, Found: []string{"old.md"}},
	} {
		tree, err := query.Parse(text, query.Options{Now: now()})
		if err != nil {
			t.Fatal(err)
		}
		q, err := ask.Understand(t.Context(), d, tree, ask.Options{Now: now()})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		res, err := q.Find(t.Context(), d, search.Options{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		hits, _, err := d.Hits(res, false)
		if err != nil {
			t.Fatal(err)
		}
		got := answer{Understood: q.Understood(), Corrected: res.Corrected, Steps: len(res.Steps)}
		for _, h := range hits {
			got.Found = append(got.Found, h.Path)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// What nobody has is answered with what comes near.
func TestUnknownNames(t *testing.T) {
	d := twoYears(t)
	for text, hint := range map[string]string{
		"conf:copenhagn":   "did you mean",
		"series:kubcon-eu": "did you mean kubecon-eu",
	} {
		tree, err := query.Parse(text, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = ask.Understand(t.Context(), d, tree, ask.Options{Now: now()})
		if a := kb.AdviceOf(err); a == nil || a.Class != kb.ClassUsage || len(a.Hint) < len(hint) || a.Hint[:len(hint)] != hint {
			t.Errorf("%s: %+v", text, a)
		}
	}
}
