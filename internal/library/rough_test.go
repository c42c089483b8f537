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

// What killed commands left goes, but for the only copy of a note and for files that others made.
func TestApplySweepsWhatKilledCommandsLeft(t *testing.T) {
	l, j := shelf(t, map[string]string{"a/one.md": "old\n", "b/two.md": "2\n"})
	const (
		held = "2\n"
		only = "half"
	)
	left := []struct {
		name, text string
		age        time.Duration
		stays      bool
	}{
		{"notes/a/.takeaway-1", held, 2 * time.Hour, false},
		{"notes/a/.takeaway-2", only, 2 * time.Hour, true},
		{"notes/a/.takeaway-3", held, time.Minute, true},
		{"notes/a/.takeaway-edit-4", only, 2 * time.Hour, false},
		{"notes/a/.takeaway-new-5", only, 2 * time.Hour, true},
		{"notes/a/.takeaway-new-6", "", 2 * time.Hour, false},
		{"notes/a/.takeaway-mytodo", held, 2 * time.Hour, true},
		{"notes/a/.other", held, 2 * time.Hour, true},
		{"notes/b/.takeaway-7", held, 2 * time.Hour, true}, // not a folder of this change
		{"index/stage/edit-8", only, 0, false},
		{"index/stage/new-9", held, 0, false},
		{"index/stage/new-10", only, 0, true},
		{"index/stage/mine", held, 0, true},
	}
	for _, f := range left {
		file, then := filepath.Join(l.Dir, filepath.FromSlash(f.name)), changeTime.Add(-f.age)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(f.text), 0o644), os.Chtimes(file, then, then)); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Apply("test", []Edit{edit("a/one.md", "old\n", "new\n")}, changeTime); err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if _, err := os.Stat(filepath.Join(l.Dir, filepath.FromSlash(f.name))); (err == nil) != f.stays {
			t.Errorf("%s is there: %v, want %v", f.name, err == nil, f.stays)
		}
	}
	problems, _, err := l.Check(t.Context(), time.Now().Add(2*abandoned), nil)
	if err != nil || len(problems) == 0 || problems[len(problems)-1].Code != "left-over" || problems[len(problems)-1].Path != "index/stage/new-10" {
		t.Errorf("check says %v, %v", problems, err)
	}
}
