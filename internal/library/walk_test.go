package library

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

// monday is the time of every file and scan here that does not say otherwise.
var monday = time.Date(2019, 11, 18, 9, 0, 0, 0, time.UTC)

func problem(path, code, message string) kb.Problem {
	return kb.Problem{Path: path, Severity: kb.SeverityError, Code: code, Message: message}
}

func compareWalk(t *testing.T, fsys fs.FS, want []found, wantProblems []kb.Problem) {
	t.Helper()
	got, problems, err := walk(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(sameFound)); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantProblems, problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestWalkMapFS(t *testing.T) {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s), ModTime: monday} }
	at := monday.UnixNano()
	compareWalk(t, fstest.MapFS{
		"b.md": text("12"), "a/x.md": text("1"), "a-b.md": text("123"), "a/.hidden.md": text("1"), ".git/x.md": text("1"),
		"a/picture.png": text("1"), "c/deep/er/Y.TXT": text(""), "d.yaml": text("1"), "no-extension": text("1"),
		"folder.md/z.mdx": text("1"), "undated.yml": {Data: []byte("1")}, "e.markdown": text("1"), "\xff.png": text("1"),
	}, []found{
		{path: "a-b.md", size: 3, mtime: at}, {path: "a/x.md", size: 1, mtime: at}, {path: "b.md", size: 2, mtime: at}, {path: "c/deep/er/Y.TXT", size: 0, mtime: at}, {path: "d.yaml", size: 1, mtime: at},
		{path: "e.markdown", size: 1, mtime: at}, {path: "folder.md/z.mdx", size: 1, mtime: at}, {path: "undated.yml", size: 1},
	}, nil)
}

func TestWalkTooDeep(t *testing.T) {
	deep := strings.TrimSuffix(strings.Repeat("d/", maxDepth), "/")
	compareWalk(t, fstest.MapFS{deep + "/lost.md": {}}, nil, []kb.Problem{problem(deep, "too-deep", "folders are nested too deeply")})
}

func TestWalkNoRoot(t *testing.T) {
	if _, _, err := walk(os.DirFS(filepath.Join(t.TempDir(), "none"))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("walk of nothing: %v", err)
	}
}

// writeFiles makes files with their folders in dir, all changed on monday.
func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, monday, monday); err != nil {
			t.Fatal(err)
		}
	}
}

func symlink(t *testing.T, to, from string) {
	t.Helper()
	if err := os.Symlink(to, from); err != nil {
		t.Skipf("no links here: %v", err)
	}
}

func TestWalkLinks(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	writeFiles(t, other, map[string]string{"note.md": "1", "shared/one.md": "12"})
	writeFiles(t, dir, map[string]string{"a/b/own.md": "123"})
	symlink(t, filepath.Join(other, "note.md"), filepath.Join(dir, "linked.md"))
	symlink(t, filepath.Join(other, "shared"), filepath.Join(dir, "shared"))
	symlink(t, "../..", filepath.Join(dir, "a", "b", "top"))
	symlink(t, "..", filepath.Join(dir, "a", "b", "up.md"))
	symlink(t, "nowhere", filepath.Join(dir, "broken.md"))
	symlink(t, "nowhere", filepath.Join(dir, "broken.png"))
	at := monday.UnixNano()
	compareWalk(t, os.DirFS(dir), []found{{path: "a/b/own.md", size: 3, mtime: at}, {path: "linked.md", size: 1, mtime: at}, {path: "shared/one.md", size: 2, mtime: at}}, []kb.Problem{
		problem("a/b/top", "link-loop", "links back to a folder above itself; not followed"),
		problem("a/b/up.md", "link-loop", "links back to a folder above itself; not followed"),
		problem("broken.md", "unreadable", "no such file or directory"),
	})
}

func TestWalkOddNames(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux takes any bytes for a name")
	}
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"ok.md": "1", "caf\xe9.md": "1", "caf\xe9.png": "1", "\xfe/x.md": "1", "new\nline.md": "1"})
	at := monday.UnixNano()
	compareWalk(t, os.DirFS(dir), []found{{path: "new\nline.md", size: 1, mtime: at}, {path: "ok.md", size: 1, mtime: at}}, []kb.Problem{
		problem("caf\uFFFD.md", "file-name", "the file name is not valid UTF-8"),
		problem("\uFFFD", "file-name", "the file name is not valid UTF-8"),
	})
}

func TestWalkUnreadableFolder(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("the superuser may read everything")
	}
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"a.md": "1", "shut/b.md": "1"})
	if err := os.Chmod(filepath.Join(dir, "shut"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "shut"), 0o755) })
	compareWalk(t, os.DirFS(dir), []found{{path: "a.md", size: 1, mtime: monday.UnixNano()}}, []kb.Problem{problem("shut", "unreadable", "permission denied")})
}

// sameFound leaves out what nobody can foresee.
func sameFound(a, b found) bool { return a.path == b.path && a.size == b.size && a.mtime == b.mtime }

// A link to a folder that the library is in is not followed: it leads to the notes again by way of the whole disk.
func TestLinkToTheOuterWorld(t *testing.T) {
	lib := testLibrary(t, map[string]string{"a.md": "# One\n\nText"})
	notes := filepath.Join(lib.Dir, NotesDir)
	for name, to := range map[string]string{"root": "/", "lib": "..", "up": filepath.Dir(lib.Dir)} {
		symlink(t, to, filepath.Join(notes, name))
	}
	found, problems, err := walk(lib.notes, lib.outer()...)
	if err != nil || len(found) != 1 || len(problems) != 3 {
		t.Errorf("%v, %v, %v", found, problems, err)
	}
	for _, p := range problems {
		if p.Code != "link-loop" {
			t.Errorf("%v", p)
		}
	}
}

// Of a linked folder no more is looked at than anybody writes notes; the library's own folders have no such limit.
func TestLinkToALargeFolder(t *testing.T) {
	defer func(was int) { mostLinked = was }(mostLinked)
	mostLinked = 3
	for _, n := range []int{2, 3, 4} {
		lib, other := testLibrary(t, map[string]string{"1.md": "x", "2.md": "x", "3.md": "x", "4.md": "x"}), t.TempDir()
		for i := range n {
			if err := os.WriteFile(filepath.Join(other, string(rune('a'+i))+".md"), []byte("x"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		symlink(t, other, filepath.Join(lib.Dir, NotesDir, "other"))
		found, problems, err := walk(lib.notes, lib.outer()...)
		if told := len(problems) == 1 && problems[0].Code == "too-many"; err != nil || len(found) != 4+min(n, 3) || told != (n > 3) {
			t.Errorf("%d files: %d found, %v, %v", n, len(found), problems, err)
		}
	}
}
