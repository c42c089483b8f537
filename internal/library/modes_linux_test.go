package library

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// umask sets the umask for one test.
func umask(t *testing.T, mask int) {
	t.Helper()
	old := syscall.Umask(mask)
	t.Cleanup(func() { syscall.Umask(old) })
}

func perm(t *testing.T, parts ...string) os.FileMode {
	t.Helper()
	info, err := os.Stat(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

// What is made is as wide as the umask says.
func TestUmaskIsRespected(t *testing.T) {
	for _, tc := range []struct {
		mask      int
		file, dir os.FileMode
	}{{0o022, 0o644, 0o755}, {0o077, 0o600, 0o700}, {0o002, 0o664, 0o775}} {
		umask(t, tc.mask)
		dir := filepath.Join(t.TempDir(), "lib")
		if _, err := Init(dir); err != nil {
			t.Fatal(err)
		}
		l, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Journal(l.Index).Apply("t", []Edit{{Path: "k/a.md", New: []byte("a")}}, changeTime); err != nil {
			t.Fatal(err)
		}
		if _, err := l.SaveSearch("x", "y", changeTime); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]os.FileMode{"notes": tc.dir, "index": tc.dir, "notes/k": tc.dir, "index/undo": tc.dir,
			"notes/k/a.md": tc.file, "index/.gitignore": tc.file, "searches.yaml": tc.file, "index/undo/000001.zip": tc.file} {
			if got := perm(t, dir, name); got != want {
				t.Errorf("umask %03o: %s has mode %03o, want %03o", tc.mask, name, got, want)
			}
		}
	}
}

// The originals of a change are for those alone who may read each of the notes.
func TestOriginalsAreAsPrivateAsTheNotes(t *testing.T) {
	umask(t, 0o022)
	for _, tc := range []struct {
		name         string
		notes, dir   os.FileMode
		file, second os.FileMode
		want         os.FileMode
	}{
		{"all may read", 0o755, 0o755, 0o644, 0o644, 0o644},
		{"a private note", 0o755, 0o755, 0o600, 0o644, 0o600},
		{"for the group", 0o755, 0o755, 0o644, 0o640, 0o640},
		{"a private folder", 0o755, 0o700, 0o644, 0o644, 0o600},
		{"private notes", 0o700, 0o755, 0o644, 0o644, 0o600},
		{"a folder that others may not enter", 0o755, 0o754, 0o644, 0o644, 0o640},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, j := shelf(t, map[string]string{"k/a.md": "one", "k/b.md": "two"})
			for name, mode := range map[string]os.FileMode{"k/a.md": tc.file, "k/b.md": tc.second, "k": tc.dir, ".": tc.notes} {
				if err := os.Chmod(filepath.Join(l.Dir, NotesDir, name), mode); err != nil {
					t.Fatal(err)
				}
			}
			if err := j.Apply("t", []Edit{edit("k/a.md", "one", "1"), edit("k/b.md", "two", "2")}, changeTime); err != nil {
				t.Fatal(err)
			}
			if got := perm(t, l.Index, JournalDir, "000001.zip"); got != tc.want {
				t.Errorf("the originals have mode %03o, want %03o", got, tc.want)
			}
			if got := perm(t, l.Dir, NotesDir, "k/a.md"); got != tc.file {
				t.Errorf("the note has mode %03o, want %03o", got, tc.file)
			}
		})
	}
}

// A change keeps whose a note is, its access list and its attributes.
func TestOwnerGroupAndAttributesStay(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "one"})
	file := filepath.Join(l.Dir, NotesDir, "a.md")
	owner, group := os.Getuid(), os.Getgid()
	if owner == 0 {
		owner, group = 12345, 23456
	}
	if err := os.Chown(file, owner, group); err != nil {
		t.Skip(err)
	}
	if err := os.Chmod(file, 0o664); err != nil {
		t.Fatal(err)
	}
	attributes := unix.Setxattr(file, "user.comment", []byte("mine"), 0) == nil
	if err := j.Apply("t", []Edit{edit("a.md", "one", "1")}, changeTime); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	s := info.Sys().(*syscall.Stat_t)
	if int(s.Uid) != owner || int(s.Gid) != group || info.Mode().Perm() != 0o664 {
		t.Errorf("%d:%d %03o, want %d:%d 664", s.Uid, s.Gid, info.Mode().Perm(), owner, group)
	}
	value := make([]byte, 16)
	if n, err := unix.Getxattr(file, "user.comment", value); attributes && (err != nil || string(value[:n]) != "mine") {
		t.Errorf("user.comment is %q, %v", value[:max(n, 0)], err)
	}
}

// Where notes/ and index/ are on different file systems new contents wait beside the notes, and nothing stays there.
func TestNotesOnAnotherFileSystem(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "one"})
	if os.Getuid() != 0 || exec.Command("mount", "-t", "tmpfs", "tmpfs", filepath.Join(l.Dir, NotesDir)).Run() != nil {
		t.Skip("nothing can be mounted here")
	}
	t.Cleanup(func() { _ = exec.Command("umount", filepath.Join(l.Dir, NotesDir)).Run() })
	if err := os.WriteFile(filepath.Join(l.Dir, NotesDir, "a.md"), []byte("one"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := j.Apply("t", []Edit{edit("a.md", "one", "1"), {"new.md", nil, []byte("n")}}, changeTime); err != nil {
		t.Fatal(err)
	}
	got := content(t, l)
	if len(got) != 2 || got["a.md"] != "1" || got["new.md"] != "n" {
		t.Errorf("notes are %v", got)
	}
	if left := leftIn(filepath.Join(l.Index, stageDir), "", changeTime.AddDate(100, 0, 0)); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}
