package library_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"takeaway/internal/durable"
	"takeaway/internal/durable/powercut"
	"takeaway/internal/library"
)

var cutTime = time.Date(2026, 3, 24, 10, 0, 0, 0, time.UTC)

// held is a library whose writes are replayed after power cuts.
type held struct {
	t    *testing.T
	lib  *library.Library
	disk *powercut.Disk
	cuts int
}

// watched makes a library with these notes, all of it on the disk.
func watched(t *testing.T, notes map[string]string) *held {
	t.Helper()
	dir := t.TempDir()
	if _, err := library.Init(dir); err != nil {
		t.Fatal(err)
	}
	for name, text := range notes {
		if err := os.WriteFile(filepath.Join(dir, library.NotesDir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := library.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	disk, stop, err := powercut.Watch(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return &held{t: t, lib: lib, disk: disk}
}

// after is the library as a cut leaves it.
func (h *held) after(random *rand.Rand) *library.Library {
	h.t.Helper()
	h.cuts++
	dir := filepath.Join(h.t.TempDir(), fmt.Sprint(h.cuts))
	if err := h.disk.Cut(dir, random); err != nil {
		h.t.Fatal(err)
	}
	lib, err := library.Open(dir)
	if err != nil {
		h.t.Fatal(err)
	}
	return lib
}

func text(lib *library.Library, path string) string {
	data, err := lib.Bytes(path)
	if err != nil {
		return "(" + err.Error() + ")"
	}
	return string(data)
}

// What a call reported as written is there after a power cut: the note, the folders made for it, and what
// undo needs.
func TestWrittenSurvivesAPowerCut(t *testing.T) {
	h := watched(t, map[string]string{"old.md": "one"})
	j := h.lib.Journal(h.lib.Index)
	if err := j.Apply("change", []library.Edit{{Path: "a/b/new.md", New: []byte("new")}, {Path: "old.md", Old: []byte("one"), New: []byte("1")}}, cutTime); err != nil {
		t.Fatal(err)
	}
	if err := h.lib.Create("c/d/made.md", []byte("made")); err != nil {
		t.Fatal(err)
	}
	if _, err := h.lib.SaveSearch("mesh", "tag:service-mesh", cutTime); err != nil {
		t.Fatal(err)
	}
	lib := h.after(nil)
	for path, want := range map[string]string{"a/b/new.md": "new", "old.md": "1", "c/d/made.md": "made"} {
		if got := text(lib, path); got != want {
			t.Errorf("%s holds %q, want %q", path, got, want)
		}
	}
	if saved, err := lib.Searches(); err != nil || len(saved) != 1 {
		t.Errorf("searches %v, %v", saved, err)
	}
	again := lib.Journal(lib.Index)
	step, edits, err := again.Last()
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Undo(step, edits); err != nil || text(lib, "old.md") != "one" {
		t.Errorf("undo: %v, old.md holds %q", err, text(lib, "old.md"))
	}
	step, edits, err = j.Last()
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Undo(step, edits); err != nil {
		t.Fatal(err)
	}
	if got := text(h.after(nil), "old.md"); got != "one" {
		t.Errorf("undone and cut, old.md holds %q", got)
	}
}

// A cut at any step of a change leaves each note old or new, and the old one with undo.
func TestPowerCutAtEachStep(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	h := watched(t, map[string]string{"a.md": "one", "b.md": "two"})
	var one sync.Mutex
	h.disk.Before = func(op durable.Op) error {
		one.Lock()
		defer one.Unlock()
		for _, r := range []*rand.Rand{nil, random, random} {
			lib := h.after(r)
			for path, want := range map[string][2]string{"a.md": {"one", "1"}, "b.md": {"two", "2"}} {
				if got := text(lib, path); got != want[0] && got != want[1] {
					t.Errorf("before %s of %s: %s holds %q", op.Kind, filepath.Base(op.Path), path, got)
				}
			}
			changed := text(lib, "a.md") == "1" || text(lib, "b.md") == "2"
			j := lib.Journal(lib.Index)
			step, edits, err := j.Last()
			if changed && err != nil {
				t.Errorf("before %s of %s: changed, and %v", op.Kind, filepath.Base(op.Path), err)
				continue
			}
			if step == nil {
				continue
			}
			if err := j.Undo(step, edits); err != nil || text(lib, "a.md") != "one" || text(lib, "b.md") != "two" {
				t.Errorf("before %s of %s: undo: %v", op.Kind, filepath.Base(op.Path), err)
			}
		}
		return nil
	}
	edits := []library.Edit{{Path: "a.md", Old: []byte("one"), New: []byte("1")}, {Path: "b.md", Old: []byte("two"), New: []byte("2")}, {Path: "k/new.md", New: []byte("new")}}
	if err := h.lib.Journal(h.lib.Index).Apply("change", edits, cutTime); err != nil {
		t.Fatal(err)
	}
}
