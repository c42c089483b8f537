package ask_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
	"takeaway/internal/search"
	"takeaway/notes"
)

// spread opens the shipped notes as a library with n-1 shelves: each note is in one of the n, by its path.
func spread(t *testing.T, n int) *desk.Desk {
	t.Helper()
	root := t.TempDir()
	dir := func(i int) string { return filepath.Join(root, fmt.Sprintf("lib%d", i)) }
	err := fs.WalkDir(notes.FS, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		h := fnv.New32a()
		_, _ = h.Write([]byte(path))
		file := filepath.Join(dir(int(h.Sum32()%uint32(n))), library.NotesDir, path)
		data, err := fs.ReadFile(notes.FS, path)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(file), 0o755)
		}
		if err != nil {
			return err
		}
		return os.WriteFile(file, data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	lib, err := library.Open(dir(0))
	if err != nil {
		t.Fatal(err)
	}
	o := desk.Options{Now: now, Cache: filepath.Join(root, "cache")}
	for i := 1; i < n; i++ {
		o.Shelves = append(o.Shelves, lib.Shelf(library.Place{Name: fmt.Sprintf("s%d", i), At: dir(i)}, library.Places{Cache: o.Cache}))
	}
	d, err := desk.Open(t.Context(), lib, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	if len(d.Notices) > 0 {
		t.Fatal(d.Notices)
	}
	return d
}

// shelfMark is what says where something is from.
var shelfMark = regexp.MustCompile(`,?"shelf":"[^"]*"|,?"shelves":\{[^}]*\}`)

// spoken are questions as people type them, and a few that ask for every part of the search.
var spoken = []string{"service mesh", "gitops argo cd", "what did people say about progressive delivery", "kuberntes upgrade", "cost of clusters",
	"tag:security supply chain", "conf:kubecon-na-2019", "author:bryant", "platform engineering in 2024", "ebpf OR wasm", `"service mesh" -istio`,
	"observab*", "how do teams run databases", "サービスメッシュ", "daniel bryant", "since:2023 ai agents", "speaker:kelsey", "sidecar memory"}

// everything is all that the desk says to questions and on pages, a line each, without the marks of shelves.
func everything(t *testing.T, d *desk.Desk) []string {
	t.Helper()
	var out []string
	say := func(what string, value any) {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, what+": "+shelfMark.ReplaceAllString(string(text), ""))
	}
	ups, err := d.WriteUps()
	if err != nil {
		t.Fatal(err)
	}
	say("write-ups", ups)
	names := desk.Names(d.Vocabulary())
	for _, kind := range []digest.Kind{digest.Conferences, digest.Tags, digest.Projects, digest.Authors, digest.Speakers, "talks"} {
		say(string(kind), digest.Tallies(kind, ups, names, false))
	}
	for _, text := range spoken {
		tree, err := query.Parse(text, query.Options{Now: now()})
		if err != nil {
			t.Fatal(err)
		}
		q, err := ask.Understand(t.Context(), d, tree, ask.Options{Now: now()})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range []search.Options{{Limit: 60}, {Limit: 10, Facets: []string{"tag", "author", "conference", "year"}}, {Limit: 20, Group: true}, {Limit: 100, Sort: "-date"}} {
			res, err := q.Find(t.Context(), d, o)
			if err != nil {
				t.Fatal(err)
			}
			say(text, res)
		}
		selected, err := ask.Selected(t.Context(), d, tree)
		if err != nil {
			t.Fatal(err)
		}
		say(text+" selects", selected)
	}
	trend := digest.NewTrend(ups, digest.ByYear, names)
	for _, s := range trend.Top(40, desk.Notable(d.Vocabulary())) {
		say("trend", s)
	}
	for _, id := range []string{"kubecon-na-2019", "kubecon-eu-2018", "kubecon-eu-2025"} {
		draft := digest.NewDraft(id, ups, names, digest.Options{Length: digest.Long})
		if bad := d.Prose(draft.ToRead()); len(bad) > 0 {
			t.Fatal(bad)
		}
		say(id, draft.Summary())
	}
	for _, path := range []string{"kubecon-na-2019/bryant", "kubecon-eu-2018/"} {
		for _, w := range ups {
			if strings.HasPrefix(w.Path, path) {
				var pieces []*kb.Takeaway
				for i := range w.Pieces {
					pieces = append(pieces, &w.Pieces[i])
				}
				d.Bodies(pieces)
				res, err := d.Related(t.Context(), search.Subject{Pieces: pieces, Authors: w.Authors, Path: w.Path, Part: w.Shelf}, search.Options{Limit: 50})
				if err != nil {
					t.Fatal(err)
				}
				say("related "+w.Path, res)
				break
			}
		}
	}
	return out
}

// However the same notes are spread over a library and its shelves, ranks, counts, shares and pages are the same.
func TestSpreadOverShelves(t *testing.T) {
	want := everything(t, spread(t, 1))
	for _, n := range []int{2, 3, 5} {
		if testing.Short() && n != 3 {
			continue // each indexes all notes
		}
		got := everything(t, spread(t, n))
		for i := range min(len(want), len(got)) {
			if want[i] != got[i] {
				t.Errorf("in %d libraries (-one +several):\n%.1500s", n, cmp.Diff(strings.Split(want[i], ","), strings.Split(got[i], ",")))
				break
			}
		}
		if len(got) != len(want) {
			t.Errorf("in %d libraries: %d answers, not %d", n, len(got), len(want))
		}
	}
}
