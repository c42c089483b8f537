//go:build unix

package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"takeaway/internal/durable"
	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

// impatient makes commands wait for next to nothing.
func impatient(t *testing.T) {
	t.Helper()
	all := []*time.Duration{&patience, &firstPatience, &writerPatience}
	for _, d := range all {
		was := *d
		*d = 20 * time.Millisecond
		t.Cleanup(func() { *d = was })
	}
}

// place makes a library of notes by path, without an index.
func place(t *testing.T, notes map[string]string) *library.Library {
	t.Helper()
	dir := t.TempDir()
	if _, err := library.Init(dir); err != nil {
		t.Fatal(err)
	}
	for path, text := range notes {
		file := filepath.Join(dir, library.NotesDir, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := library.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

const aNote = "# KubeCon EU 2019\n\n## Disks fill up\n\nUntil they are full of logs.\n"

func hold(t *testing.T, lib *library.Library) (release func()) {
	t.Helper()
	release, err := generation.Lock(t.Context(), lib.Index)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	return release
}

func found(t *testing.T, d *Desk, words string) int {
	t.Helper()
	tree, err := query.Parse(words, query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := d.Find(t.Context(), tree, search.Options{Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	return res.Total
}

// Where a first build was stopped (Ctrl-Z) another command answers from the cache folder, or from an index of its own.
func TestNobodyWaitsForAStoppedBuild(t *testing.T) {
	impatient(t)
	lib := place(t, map[string]string{"a.md": aNote})
	hold(t, lib)
	cache := t.TempDir()
	for _, o := range []Options{{Cache: cache, Now: time.Now}, {Now: time.Now}} {
		d, err := Open(t.Context(), lib, o)
		if err != nil || found(t, d, "disks") != 1 {
			t.Fatalf("cache %q: %v", o.Cache, err)
		}
		if got := strings.HasPrefix(d.IndexDir(), cache); got != (o.Cache != "") || d.Lasting() != (o.Cache != "") {
			t.Errorf("cache %q: the index is in %s", o.Cache, d.IndexDir())
		}
		d.Close()
	}
	_, err := Rebuild(t.Context(), lib, Options{Cache: cache, Now: time.Now})
	if want := fmt.Sprintf("(process %d)", os.Getpid()); kb.AdviceOf(err) == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("rebuild says %v, want it to name %s", err, want)
	}
}

// Those in a hurry, such as a Tab, wait for nobody.
func TestHurry(t *testing.T) {
	lib := place(t, map[string]string{"a.md": aNote})
	hold(t, lib)
	firstPatience, writerPatience = time.Hour, time.Hour
	t.Cleanup(func() { firstPatience, writerPatience = 5*time.Second, 10*time.Second })
	d, err := Open(t.Context(), lib, Options{Hurry: true, Cache: t.TempDir(), Now: time.Now})
	if err != nil || found(t, d, "disks") != 1 {
		t.Fatal(err)
	}
	d.Close()
}

// A change that cannot have the lock says so before anything is changed, and by whom it is held.
func TestChangesTakeTheLockFirst(t *testing.T) {
	impatient(t)
	lib := place(t, map[string]string{"a.md": aNote})
	release := hold(t, lib)
	o := Options{Now: time.Now}
	w := NewWriter(lib, lib.Index, o, "test")
	_, apply := w.Apply(t.Context(), []library.Edit{{Path: "new.md", New: []byte("x")}})
	_, _, drop := DeleteSearch(t.Context(), lib, o, "x")
	for name, err := range map[string]error{"apply": apply, "keep": w.Keep(t.Context(), "a.md", []byte(aNote)), "delete": drop} {
		if kb.AdviceOf(err) == nil || !strings.Contains(err.Error(), "nothing was changed") || !strings.Contains(err.Error(), "(process ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if paths, err := lib.Paths(); err != nil || len(paths) != 1 {
		t.Errorf("notes are %v, %v", paths, err)
	}
	release()
	if err := w.Keep(t.Context(), "a.md", []byte(aNote)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(lib.Dir, library.NotesDir, "a.md")
	if err := os.WriteFile(file, []byte("edited"), 0o644); err != nil {
		t.Fatal(err)
	}
	journal := lib.Journal(lib.Index)
	var conflict *library.ConflictError
	if _, _, err := journal.Last(); !errors.As(err, &conflict) || conflict.Kept == "" {
		t.Errorf("before it is settled undo says %v", err)
	}
	hold(t, lib)
	if err := w.Settle(t.Context(), library.Edit{Path: "a.md", Old: []byte(aNote), New: []byte("edited")}); err == nil || !strings.Contains(err.Error(), "the note is changed") {
		t.Errorf("settling without the lock: %v", err)
	}
}

// What an editor made of a note is one step, and none where it made nothing of it.
func TestKeepAndSettle(t *testing.T) {
	lib := place(t, map[string]string{"a.md": aNote})
	w := NewWriter(lib, lib.Index, Options{Now: time.Now}, "takeaway edit a")
	journal := lib.Journal(lib.Index)
	for _, text := range []string{aNote, "edited"} {
		file := filepath.Join(lib.Dir, library.NotesDir, "a.md")
		if err := w.Keep(t.Context(), "a.md", []byte(aNote)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := w.Settle(t.Context(), library.Edit{Path: "a.md", Old: []byte(aNote), New: []byte(text)}); err != nil {
			t.Fatal(err)
		}
		steps, _, err := journal.Steps()
		if want := map[string]int{aNote: 0, "edited": 1}[text]; err != nil || len(steps) != want {
			t.Errorf("%q: %d steps, want %d, %v", text, len(steps), want, err)
		}
	}
	step, edits, err := journal.Last()
	if err != nil {
		t.Fatal(err)
	}
	if err := journal.Undo(step, edits); err != nil {
		t.Fatal(err)
	}
	if data, err := lib.Bytes("a.md"); err != nil || string(data) != aNote {
		t.Errorf("%q, %v", data, err)
	}
}

// A damaged index on a medium that cannot be written is passed over, and not found out about each time.
func TestDamagedIndexThatCannotBeWritten(t *testing.T) {
	lib := place(t, map[string]string{"a.md": aNote, "b.md": strings.ReplaceAll(aNote, "Disks", "Tapes")})
	o := Options{Cache: t.TempDir(), Now: time.Now}
	d, err := Open(t.Context(), lib, o)
	if err != nil {
		t.Fatal(err)
	}
	folder := d.Info().Folder
	t.Cleanup(durable.Watch(&durable.Watcher{Before: func(op durable.Op) error {
		if strings.HasPrefix(op.Path, lib.Index) {
			return syscall.EROFS
		}
		return nil
	}}))
	segments, err := filepath.Glob(filepath.Join(folder, "bleve", "store", "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatal(segments, err)
	}
	for _, name := range segments { // under the reader's hands
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Write(make([]byte, info.Size()))
		if err = errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if found(t, d, "tapes") != 1 || !strings.HasPrefix(d.IndexDir(), o.Cache) {
		t.Errorf("the index is in %s", d.IndexDir())
	}
	before := d.Info()
	d.Close()
	again, err := Open(t.Context(), lib, o)
	if err != nil || found(t, again, "disks") != 1 || again.Info().Folder != before.Folder {
		t.Errorf("the next command uses %s, not %s, %v", again.Info().Folder, before.Folder, err)
	}
	again.Close()
}

// A warning that notes may be missing is given where some are.
func TestBesideAWriter(t *testing.T) {
	impatient(t)
	lib := place(t, map[string]string{"a.md": aNote})
	o := Options{Now: time.Now}
	d, err := Open(t.Context(), lib, o)
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	hold(t, lib)
	file := filepath.Join(lib.Dir, library.NotesDir, "a.md")
	for _, step := range []struct {
		name string
		do   func() error
		want int
	}{
		{"touched", func() error { return os.Chtimes(file, time.Unix(1e9, 0), time.Unix(1e9, 0)) }, 0},
		{"changed", func() error { return os.WriteFile(file, []byte(aNote+"More.\n"), 0o644) }, 1},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		d, err := Open(t.Context(), lib, o)
		if err != nil || len(d.Notices) != step.want {
			t.Errorf("%s: notices %v, %v", step.name, d.Notices, err)
		}
		d.Close()
	}
}

// An index of another version is made anew, and that is told once.
func TestUpgradeIsToldOnce(t *testing.T) {
	lib := place(t, map[string]string{"a.md": aNote})
	o := Options{Now: time.Now}
	d, err := Open(t.Context(), lib, o)
	if err != nil || len(d.Notices) != 0 {
		t.Fatal(d.Notices, err)
	}
	manifest := filepath.Join(d.Info().Folder, "manifest.json")
	d.Close()
	data, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, []byte(strings.Replace(string(data), search.Format, "older", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		d, err := Open(context.Background(), lib, o)
		if err != nil || len(d.Notices) != want || found(t, d, "disks") != 1 {
			t.Errorf("notices %v, want %d, %v", d.Notices, want, err)
		}
		d.Close()
	}
}

// A search that takes too long is no fault of the index.
func TestSlowIsNotDamaged(t *testing.T) {
	d := &Desk{}
	_, err := renewing(t.Context(), d, func() (int, error) { return 0, context.DeadlineExceeded })
	if kb.AdviceOf(err) == nil || strings.Contains(err.Error(), "index failed") {
		t.Errorf("%v", err)
	}
}
