package library

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// A folder is a library by takeaway.yaml, or by an index that this program made. Where nobody said so, a folder
// called index is not filled, however empty it is.
func TestFindPassesOverForeignFolders(t *testing.T) {
	const inside, outside = true, false
	for _, tc := range []struct {
		name    string
		files   map[string]string
		library bool // found from within
		index   bool // where it is kept when the folder is named
	}{
		{"our .gitignore", map[string]string{"index/.gitignore": markText}, true, inside},
		{"our .gitignore and a README", map[string]string{"index/.gitignore": markText, "index/README.md": "x"}, true, inside},
		{"a pointer", map[string]string{"index/CURRENT": "gen-12\n", "index/gen-12/manifest.json": `{"bleve":"v2","files":[{"name":"cards"}]}`}, true, inside},
		{"settings and no index", map[string]string{SettingsFile: ""}, true, inside},
		{"settings and an empty index", map[string]string{SettingsFile: "", "index/": ""}, true, inside},
		{"settings and a placeholder", map[string]string{SettingsFile: "", "index/README.md": "x", "index/.gitkeep": "", "index/.gitignore": "*\n!.gitignore\n"}, true, inside},
		{"settings and a web site", map[string]string{SettingsFile: "", "index/index.html": "<p>"}, true, outside},
		{"settings that are a folder", map[string]string{SettingsFile + "/": ""}, false, inside},
		{"empty", map[string]string{"index/": ""}, false, outside},
		{"a placeholder", map[string]string{"index/README.md": "x", "index/.gitkeep": ""}, false, outside},
		{"a folder that git keeps empty", map[string]string{"index/.gitignore": "*\n!.gitignore\n"}, false, outside},
		{"a folder that somebody keeps in git", map[string]string{"index/.gitignore": "*\n!.gitignore\n", "index/.tmp-42/p": "precious"}, false, outside},
		{"folders with names of ours", map[string]string{"index/lock": "", "index/lists/p": "x", "index/undo/000001.zip": "x", "index/stage/new-1": "x"}, false, outside},
		{"another lock and temporary data", map[string]string{"index/lock": "", "index/.tmp-20240101/data.csv": "x"}, false, outside},
		{"a pointer to something else", map[string]string{"index/CURRENT": "gen-7\n", "index/gen-7/p": "precious", "index/.tmp-7/p": "precious"}, false, outside},
		{"a pointer to another manifest", map[string]string{"index/CURRENT": "gen-7\n", "index/gen-7/manifest.json": `{"name":"web app"}`}, false, outside},
		{"a web site", map[string]string{"index/index.html": "<p>"}, false, outside},
		{"results of somebody", map[string]string{"index/gen-1/results.csv": "x", "index/.tmp-cache/": ""}, false, outside},
		{"another .gitignore", map[string]string{"index/.gitignore": "*.o\n"}, false, outside},
		{"another CURRENT", map[string]string{"index/CURRENT": "MANIFEST-000004\n"}, false, outside},
		{"a lock of something else", map[string]string{"index/lock": "pid 1"}, false, outside},
		{"a file", map[string]string{"index": "x"}, false, outside},
		{"no index", nil, false, inside},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, map[string]string{"notes/": "", "notes/deep/": ""})
			put(t, dir, tc.files)
			before := tree(t, dir)
			l, err := Find(Places{Work: filepath.Join(dir, "notes", "deep"), Cache: "/cache", Builtin: fstest.MapFS{}})
			if err != nil || l.Builtin == tc.library {
				t.Errorf("built-in: %v, %v", l.Builtin, err)
			}
			named, err := Find(Places{Flag: dir, Cache: "/cache"})
			want := CacheIndex("/cache", dir)
			if tc.index == inside {
				want = filepath.Join(dir, IndexDir)
			}
			if err != nil || named.Index != want {
				t.Errorf("named, its index is in %s, %v", named.Index, err)
			}
			if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Init asks for a library: a free folder called index is filled from then on, one of somebody else never.
func TestInitBesideAnIndex(t *testing.T) {
	for _, tc := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"nothing", nil, []string{"notes/", "index/", SettingsFile, "index/.gitignore"}},
		{"free", map[string]string{"index/README.md": "x"}, []string{"notes/", SettingsFile, "index/.gitignore"}},
		{"of something else", map[string]string{"index/index.html": "<p>"}, []string{"notes/", SettingsFile}},
		{"of an earlier version", map[string]string{"notes/": "", "index/.gitignore": markText}, []string{SettingsFile}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, tc.files)
			made, err := Init(dir)
			if diff := cmp.Diff(tc.want, made); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
			if err := os.RemoveAll(filepath.Join(dir, IndexDir)); err != nil {
				t.Fatal(err)
			}
			if l, err := Find(Places{Work: dir, Builtin: fstest.MapFS{}}); err != nil || l.Builtin {
				t.Errorf("no library without its index: %v", err)
			}
		})
	}
}

// put makes files, and folders where a name ends with a slash.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		if strings.HasSuffix(name, "/") {
			err = errors.Join(err, os.MkdirAll(file, 0o755))
		} else {
			err = errors.Join(err, os.WriteFile(file, []byte(text), 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// An index folder that is a link is used only where it leads to one of ours.
func TestIndexThatIsALink(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	put(t, dir, map[string]string{"notes/": ""})
	if err := os.Symlink(other, filepath.Join(dir, IndexDir)); err != nil {
		t.Skip(err)
	}
	if l, err := Find(Places{Flag: dir, Cache: "/cache"}); err != nil || l.Index != CacheIndex("/cache", dir) {
		t.Errorf("an empty folder elsewhere: the index is in %s, %v", l.Index, err)
	}
	put(t, other, map[string]string{".gitignore": markText})
	if l, err := Find(Places{Flag: dir, Cache: "/cache"}); err != nil || l.Index != filepath.Join(dir, IndexDir) {
		t.Errorf("a marked folder elsewhere: the index is in %s, %v", l.Index, err)
	}
}

// Only our own originals are counted and pruned.
func TestJournalLeavesForeignArchivesAlone(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "0"})
	foreign := map[string]string{"20200101.zip": "PK", "000002.zip": "PK\x03\x04 but no step", "000003.zip": "", "holiday.zip": "PK"}
	for i := range 150 {
		foreign[strings.Repeat("2", 7)+string(rune('0'+i%10))+".zip"] = "PK"
	}
	for name, text := range foreign {
		put(t, filepath.Join(l.Index, JournalDir), map[string]string{name: text})
	}
	for i := range 3 {
		if err := j.Apply("t", []Edit{edit("a.md", string(rune('0'+i)), string(rune('1'+i)))}, changeTime); err != nil {
			t.Fatal(err)
		}
	}
	steps, bad, err := j.Steps()
	if err != nil || len(bad) != 2 || len(steps) != 3 || steps[0].Number != 6 || steps[2].Number != 4 {
		t.Errorf("%+v, %v, %v", steps, bad, err)
	}
	for name, text := range foreign {
		if data, err := os.ReadFile(filepath.Join(l.Index, JournalDir, name)); err != nil || string(data) != text {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}

// A journal that somebody else wrote restores notes and nothing else.
func TestJournalNamesOnlyNotes(t *testing.T) {
	for _, path := range []string{".git/config", "a/.git/hooks/x.md", "run.sh", "../a.md", "/etc/a.md", "a//b.md", "./a.md", "a/../b.md", "", ".hidden.md", "a\x00.md"} {
		l, j := shelf(t, map[string]string{"a.md": "one"})
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		head, _ := json.Marshal(stepFile{Version: stepVersion, Title: "t", Time: changeTime, Notes: []stepNote{{Path: path}}})
		w, _ := z.Create(stepName)
		_, _ = w.Write(head)
		w, _ = z.Create(NotesDir + "/" + path)
		_, _ = w.Write([]byte("evil"))
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(l.Index, JournalDir), map[string]string{"000001.zip": b.String()})
		if err := undo(j); err == nil || !strings.Contains(err.Error(), "not the path of a note") {
			t.Errorf("%q: %v", path, err)
		}
		if diff := cmp.Diff(map[string]string{"a.md": "one"}, content(t, l)); diff != "" {
			t.Errorf("%q: %s", path, diff)
		}
	}
}

// A note with a second name is told of, as that keeps the old text.
func TestHardLinksAreTold(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "one", "b.md": "two"})
	if err := os.Link(filepath.Join(l.Dir, NotesDir, "a.md"), filepath.Join(l.Dir, "other")); err != nil {
		t.Skip(err)
	}
	var told []string
	j.Remark = func(path, _ string) { told = append(told, path) }
	if err := j.Apply("t", []Edit{edit("a.md", "one", "1"), edit("b.md", "two", "2")}, changeTime); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(told, []string{"a.md"}) {
		t.Errorf("told of %v", told)
	}
	if data, err := os.ReadFile(filepath.Join(l.Dir, "other")); err != nil || string(data) != "one" {
		t.Errorf("%q, %v", data, err)
	}
}

// A change of very many notes can be taken back; one that could not be is refused before anything is changed.
func TestLargeStep(t *testing.T) {
	_, j := shelf(t, map[string]string{"a.md": "one"})
	edits := make([]Edit, 70_000)
	for i := range edits {
		edits[i] = Edit{Path: fmt.Sprintf("kubecon-na-2019/a-note-with-a-name-of-an-ordinary-length-%06d.md", i), New: []byte("x")}
	}
	if _, err := j.keep("t", edits, changeTime); err != nil {
		t.Fatal(err)
	}
	if s, err := j.head(1); err != nil || len(s.Paths) != len(edits) {
		t.Errorf("%v", err)
	}
	defer func(was int64) { mostHead = was }(mostHead)
	mostHead = 1 << 20
	if _, err := j.keep("t", edits, changeTime); err == nil || !strings.Contains(err.Error(), "too many for one change") {
		t.Errorf("%v", err)
	}
}

// What is called takeaway.yaml and is not a regular file marks nothing, and nobody is told that it does.
func TestMarkThatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"notes/": "", "index/.gitignore": markText, SettingsFile + "/": ""})
	l, err := Find(Places{Work: dir, Builtin: fstest.MapFS{}})
	if err != nil || !l.Unmarked() {
		t.Fatalf("%+v, %v", l, err)
	}
	if l.Mark() || !l.Unmarked() {
		t.Error("marked by a folder")
	}
}
