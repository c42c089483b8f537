package library

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// testLibrary is a library with these notes.
func testLibrary(t *testing.T, notes map[string]string) *Library {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	writeFiles(t, filepath.Join(dir, NotesDir), notes)
	lib, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// tree lists everything below dir; folders end in a slash.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if e.IsDir() {
			rel += "/"
		}
		names = append(names, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"flag/notes", "env/notes", "work/notes", "work/a/b", "half/notes", "half/index", "half/sub", "data/notes", "empty"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	writeFiles(t, root, map[string]string{"file/notes": "no folder", "work/" + SettingsFile: ""})
	in := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	builtin := fstest.MapFS{}
	for _, c := range []struct {
		name   string
		places Places
		dir    string // empty: built in
		err    string
	}{
		{"flag first", Places{Flag: in("flag"), Env: in("env"), Work: in("work"), Data: in("data")}, "flag", ""},
		{"then the environment", Places{Env: in("env"), Work: in("work"), Data: in("data")}, "env", ""},
		{"then upwards", Places{Work: in("work/a/b"), Data: in("data")}, "work", ""},
		{"notes and index are not enough upwards", Places{Work: in("half/sub"), Data: in("data")}, "data", ""},
		{"the data folder", Places{Work: in("empty"), Data: in("data")}, "data", ""},
		{"the data folder must exist", Places{Work: in("empty"), Data: in("none"), Cache: in("cache")}, "", ""},
		{"nothing at all", Places{Cache: in("cache")}, "", ""},
		{"a flag must be right", Places{Flag: in("empty"), Data: in("data")}, "", "ROOT/empty: no notes/ folder"},
		{"so must the environment", Places{Env: in("none"), Data: in("data")}, "", "$TAKEAWAY_LIBRARY: ROOT/none: no notes/ folder"},
		{"notes must be a folder", Places{Flag: in("file")}, "", "ROOT/file/notes is not a folder: no notes/ folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.places.Builtin = builtin
			lib, err := Find(c.places)
			if c.err != "" {
				if !errors.Is(err, ErrNoNotes) {
					t.Fatalf("error %v", err)
				}
				if diff := cmp.Diff(c.err, strings.ReplaceAll(filepath.ToSlash(err.Error()), filepath.ToSlash(root), "ROOT")); diff != "" {
					t.Error(diff)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := Library{Builtin: true, Index: in("cache/builtin")}
			path := "(built-in)"
			if c.dir != "" {
				want = Library{Dir: in(c.dir), Index: in(c.dir + "/index")}
				path = in(c.dir + "/notes")
			}
			if diff := cmp.Diff(want, Library{Dir: lib.Dir, Index: lib.Index, Builtin: lib.Builtin}, cmp.AllowUnexported(Library{})); diff != "" {
				t.Error(diff)
			}
			if lib.NotesPath() != path || lib.notes == nil {
				t.Errorf("notes path %q, want %q", lib.NotesPath(), path)
			}
		})
	}
}

func TestInit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "library")
	made, err := Init(dir)
	if diff := cmp.Diff([]string{"notes/", "index/", SettingsFile, "index/.gitignore"}, made); diff != "" || err != nil {
		t.Fatal(diff, err)
	}
	ignore := filepath.Join(dir, IndexDir, ".gitignore")
	if err := os.WriteFile(ignore, []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if made, err = Init(dir); len(made) != 0 || err != nil {
		t.Errorf("the second time made %v, %v", made, err)
	}
	if data, err := os.ReadFile(ignore); string(data) != "mine\n" || err != nil {
		t.Errorf(".gitignore is %q, %v", data, err)
	}
	if diff := cmp.Diff([]string{"index/", "index/.gitignore", "notes/", SettingsFile}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if _, err := Init(ignore); err == nil {
		t.Error("a library inside a file")
	}
}

func TestCreate(t *testing.T) {
	lib := testLibrary(t, map[string]string{"kubecon-na-2019/there.md": "old"})
	notes, outside := filepath.Join(lib.Dir, NotesDir), t.TempDir()
	symlink(t, outside, filepath.Join(notes, "out"))
	symlink(t, "kubecon-na-2019", filepath.Join(notes, "alias"))
	symlink(t, filepath.Join(outside, "target.md"), filepath.Join(notes, "dangling.md"))
	symlink(t, filepath.Join(outside, "none"), filepath.Join(notes, "nowhere"))
	before := tree(t, notes)
	for _, c := range []struct {
		path string
		is   error // nil: any error
	}{
		{"kubecon-na-2019/there.md", ErrExists}, {"alias/there.md", ErrExists}, {"dangling.md", ErrExists},
		{"kubecon-na-2019", ErrExists}, {"../x.md", nil}, {"a/../../x.md", nil}, {"/x.md", nil}, {"", nil}, {".", nil},
		{"out/x.md", nil}, {"out/new/x.md", nil}, {"nowhere/x.md", nil}, {"nowhere/new/x.md", nil},
		{"kubecon-na-2019/there.md/x.md", nil}, {"new/folder/" + strings.Repeat("x", 300) + ".md", nil},
	} {
		err := lib.Create(c.path, []byte("new"))
		if err == nil || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("Create(%.40q): %v, want an error", c.path, err)
		}
	}
	if diff := cmp.Diff(before, tree(t, notes)); diff != "" {
		t.Errorf("something was left behind (-before +after):\n%s", diff)
	}
	if left := tree(t, outside); len(left) != 0 {
		t.Errorf("written outside of the library: %v", left)
	}
	if data, err := os.ReadFile(filepath.Join(notes, "kubecon-na-2019", "there.md")); string(data) != "old" || err != nil {
		t.Errorf("the old note is %q, %v", data, err)
	}

	for _, path := range []string{"kubecon-na-2019/new.md", "alias/other.md", "deep/er/note.md", "top.md"} {
		if err := lib.Create(path, []byte("new")); err != nil {
			t.Errorf("Create(%q): %v", path, err)
			continue
		}
		name := filepath.Join(notes, filepath.FromSlash(path))
		data, err := os.ReadFile(name)
		if string(data) != "new" || err != nil {
			t.Errorf("%s holds %q, %v", path, data, err)
		}
		if info, err := os.Stat(name); err != nil || info.Mode() != 0o644 {
			t.Errorf("%s: mode %v, %v", path, info.Mode(), err)
		}
	}
	want := []string{"alias", "dangling.md", "deep/", "deep/er/", "deep/er/note.md", "kubecon-na-2019/", "kubecon-na-2019/new.md",
		"kubecon-na-2019/other.md", "kubecon-na-2019/there.md", "nowhere", "out", "top.md"}
	if diff := cmp.Diff(want, tree(t, notes)); diff != "" {
		t.Error(diff)
	}
	if err := (&Library{Builtin: true}).Create("x.md", nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("built-in: %v", err)
	}
}
