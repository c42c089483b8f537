package library

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Folders with links to each other have more paths than can be walked; each of their notes is found all the same.
func TestWalkManyLinks(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	const n = 14
	for i := range n {
		writeFiles(t, other, map[string]string{fmt.Sprintf("d%d/note.md", i): "1"})
		for k := range n {
			symlink(t, filepath.Join(other, fmt.Sprintf("d%d", k)), filepath.Join(other, fmt.Sprintf("d%d", i), fmt.Sprintf("to%d", k)))
		}
	}
	symlink(t, filepath.Join(other, "d0"), filepath.Join(dir, "shared"))
	notes, _, err := walk(os.DirFS(dir))
	if err != nil || len(notes) != n {
		t.Errorf("%d notes, not %d: %v, %v", len(notes), n, notes, err)
	}
}

func TestApplySweepsWhatKilledCommandsLeft(t *testing.T) {
	l, j := shelf(t, map[string]string{"a/one.md": "old\n", "b/two.md": "2\n"})
	at := func(name string) string { return filepath.Join(l.Dir, NotesDir, filepath.FromSlash(name)) }
	left := map[string]time.Duration{"a/.takeaway-1": 2 * time.Hour, "a/.takeaway-2": time.Minute, "a/.other": 2 * time.Hour, "b/.takeaway-3": 2 * time.Hour}
	for name, age := range left {
		then := changeTime.Add(-age)
		if err := errors.Join(os.WriteFile(at(name), []byte("half"), 0o644), os.Chtimes(at(name), then, then)); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Apply("test", []Edit{edit("a/one.md", "old\n", "new\n")}, changeTime); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"a/.takeaway-1": false, "a/.takeaway-2": true, "a/.other": true, "b/.takeaway-3": true} {
		if _, err := os.Stat(at(name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
}
