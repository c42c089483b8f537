package library

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSearches(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, NotesDir), 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := l.Searches(); got != nil || err != nil {
		t.Errorf("without a file: %v, %v", got, err)
	}
	for _, s := range []SavedSearch{{"mesh", `"service mesh" -istio`}, {"cost", "#finops: on"}, {"mesh", "tag:service-mesh"}} {
		if _, err := l.SaveSearch(s.Name, s.Query, changeTime); err != nil {
			t.Fatal(err)
		}
	}
	got, err := l.Searches()
	if diff := cmp.Diff([]SavedSearch{{"cost", "#finops: on"}, {"mesh", "tag:service-mesh"}}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if before, found, err := l.DeleteSearch("MESH", changeTime); before != "tag:service-mesh" || !found || err != nil {
		t.Errorf("delete: %q, %v, %v", before, found, err)
	}
	if _, found, err := l.DeleteSearch("mesh", changeTime); found || err != nil {
		t.Errorf("delete again: %v, %v", found, err)
	}
	if _, err := (&Library{Builtin: true}).SaveSearch("a", "b", changeTime); !errors.Is(err, ErrReadOnly) {
		t.Errorf("built-in: %v", err)
	}
}

func TestSearchName(t *testing.T) {
	for in, want := range map[string]string{"mesh": "mesh", "@Mesh": "mesh", " a-1.b_c ": "a-1.b_c", "可观测": "可观测",
		"": "", "@": "", "-a": "", "a b": "", "a:b": "", "a/b": "", "\x1b[31m": ""} {
		got, err := SearchName(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("SearchName(%q) = %q, %v", in, got, err)
		}
	}
}

// FuzzSearches reads any file as one of saved searches, and what it takes for one can be written again.
func FuzzSearches(f *testing.F) {
	for _, s := range []string{"", "a: b\n", "# only a comment\n", "a: [b]\n", "- a\n", "a: &x b\nc: *x\n", "a: |\n  b\n  c\n", "? a\n: b\n",
		"a: b\na: c\n", "{a: b}", "a: 1\n", "a: ~\n", "\xff", "--- a\n...\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		file := filepath.Join(dir, SearchesFile)
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		l := &Library{Dir: dir}
		before, err := l.Searches()
		if err != nil {
			if _, err := l.SaveSearch("new", "query", changeTime); err == nil {
				t.Errorf("%q is no list but was overwritten", data)
			}
			return
		}
		if _, err := l.SaveSearch("a-new-one", "query", changeTime); err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		after, err := l.Searches()
		if _, had, _ := l.DeleteSearch("a-new-one", changeTime); err != nil || !had || len(after) < len(before) {
			t.Errorf("%q: %v became %v, %v", data, before, after, err)
		}
	})
}
