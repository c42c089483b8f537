package library

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
	"takeaway/internal/thorough"
)

var changeTime = time.Date(2026, 3, 24, 10, 0, 0, 0, time.UTC)

// shelf is a library with these notes in a folder of its own.
func shelf(t *testing.T, notes map[string]string) (*Library, *Journal) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range notes {
		file := filepath.Join(dir, NotesDir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return l, l.Journal(l.Index)
}

func content(t *testing.T, l *Library) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(filepath.Join(l.Dir, NotesDir), func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		rel, _ := filepath.Rel(filepath.Join(l.Dir, NotesDir), file)
		got[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func edit(path, old, new string) Edit { return Edit{path, []byte(old), []byte(new)} }

func undo(j *Journal) error {
	s, edits, err := j.Last()
	if err != nil {
		return err
	}
	return j.Undo(s, edits)
}

func TestApplyAndUndo(t *testing.T) {
	was := map[string]string{"a.md": "one", "k/b.md": "two\r\n", "c.md": "three"}
	l, j := shelf(t, was)
	if err := os.Chmod(filepath.Join(l.Dir, "notes/a.md"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := j.Apply("first", []Edit{edit("a.md", "one", "1"), edit("k/b.md", "two\r\n", "2"), {"new.md", nil, []byte("n")}}, changeTime); err != nil {
		t.Fatal(err)
	}
	if err := j.Apply("second", []Edit{edit("a.md", "1", "1!"), edit("c.md", "three", "three")}, changeTime); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a.md": "1!", "k/b.md": "2", "c.md": "three", "new.md": "n"}, content(t, l)); diff != "" {
		t.Error(diff)
	}
	if info, err := os.Stat(filepath.Join(l.Dir, "notes/a.md")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	steps, _, err := j.Steps()
	if err != nil || len(steps) != 2 || steps[0].Title != "second" || !steps[1].Time.Equal(changeTime) {
		t.Fatalf("%+v, %v", steps, err)
	}
	if diff := cmp.Diff([]string{"a.md", "k/b.md", "new.md"}, steps[1].Paths); diff != "" {
		t.Error(diff)
	}
	for range 2 {
		if err := undo(j); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(was, content(t, l)); diff != "" {
		t.Error(diff)
	}
	if err := undo(j); !errors.Is(err, ErrNoStep) {
		t.Errorf("%v, want ErrNoStep", err)
	}
}

func TestApplyRefuses(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "out.md")
	if err := os.WriteFile(outside, []byte("out"), 0o644); err != nil {
		t.Fatal(err)
	}
	was := map[string]string{"a.md": "one", "b.md": "two", "ro.md": "ro", "link.md": "out"}
	for _, tc := range []struct {
		name string
		edit Edit
		is   func(error) bool
	}{
		{"changed meanwhile", edit("b.md", "old", "new"), func(err error) bool {
			var c *ChangedError
			return errors.As(err, &c) && cmp.Equal(c.Paths, []string{"b.md"})
		}},
		{"removed meanwhile", edit("gone.md", "old", "new"), func(err error) bool { return errors.As(err, new(*ChangedError)) }},
		{"read-only", edit("ro.md", "ro", "new"), func(err error) bool { return errors.Is(err, ErrNoteReadOnly) }},
		{"link out of the library", edit("link.md", "out", "new"), func(err error) bool { return strings.Contains(err.Error(), "link leads out") }},
		{"not inside", edit("../a.md", "one", "new"), func(err error) bool { return strings.Contains(err.Error(), "not inside") }},
		{"exists", Edit{"b.md", nil, []byte("x")}, func(err error) bool { return errors.Is(err, ErrExists) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, j := shelf(t, map[string]string{"a.md": "one", "b.md": "two", "ro.md": "ro"})
			if err := errors.Join(os.Chmod(filepath.Join(l.Dir, "notes/ro.md"), 0o444), os.Symlink(outside, filepath.Join(l.Dir, "notes/link.md"))); err != nil {
				t.Skip(err)
			}
			err := j.Apply("t", []Edit{edit("a.md", "one", "1"), tc.edit}, changeTime)
			if err == nil || !tc.is(err) {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff(was, content(t, l)); diff != "" {
				t.Error(diff)
			}
			if err := undo(j); !errors.Is(err, ErrNoStep) {
				t.Errorf("a step was kept: %v", err)
			}
		})
	}
}

func TestApplyThroughLinkInside(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "one"})
	link := filepath.Join(l.Dir, "notes/b.md")
	if err := os.Symlink("a.md", link); err != nil {
		t.Skip(err)
	}
	if err := j.Apply("t", []Edit{edit("b.md", "one", "1")}, changeTime); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != "a.md" || content(t, l)["a.md"] != "1" {
		t.Errorf("link to %q (%v), %v", to, err, content(t, l))
	}
}

// A change that stops half way is taken back, or it says exactly what it left.
func TestApplyStopsHalfWay(t *testing.T) {
	was := map[string]string{"a.md": "one", "b.md": "two", "c.md": "three"}
	change := []Edit{edit("a.md", "one", "1"), edit("b.md", "two", "2"), edit("c.md", "three", "3")}
	full := errors.New("no space left")
	t.Run("and is taken back", func(t *testing.T) {
		l, j := shelf(t, was)
		rename := j.rename
		j.rename = func(from, to string) error {
			if filepath.Base(to) == "c.md" {
				return full
			}
			return rename(from, to)
		}
		if err := j.Apply("t", change, changeTime); !errors.Is(err, full) || errors.As(err, new(*PartialError)) {
			t.Errorf("error %v", err)
		}
		if diff := cmp.Diff(was, content(t, l)); diff != "" {
			t.Error(diff)
		}
		if steps, _, err := j.Steps(); err != nil || len(steps) != 0 {
			t.Errorf("steps %v, %v", steps, err)
		}
	})
	t.Run("and stays half way", func(t *testing.T) {
		l, j := shelf(t, was)
		rename, n := j.rename, 0
		j.rename = func(from, to string) error {
			if n++; n > 2 { // two notes, and then nothing works any more
				return full
			}
			return rename(from, to)
		}
		err := j.Apply("t", change, changeTime)
		var partial *PartialError
		if !errors.As(err, &partial) || !cmp.Equal(partial.Written, []string{"a.md", "b.md"}) {
			t.Fatalf("error %v", err)
		}
		if diff := cmp.Diff(map[string]string{"a.md": "1", "b.md": "2", "c.md": "three"}, content(t, l)); diff != "" {
			t.Error(diff)
		}
		j.rename = rename
		if err := undo(j); err != nil { // once the disk works again
			t.Fatal(err)
		}
		if diff := cmp.Diff(was, content(t, l)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestUndoRefusesWhatChangedSince(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "one", "b.md": "two", "c.md": "three"})
	if err := j.Apply("t", []Edit{edit("a.md", "one", "1"), edit("b.md", "two", "2"), edit("c.md", "three", "3")}, changeTime); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join(l.Dir, NotesDir)
	if err := errors.Join(os.WriteFile(filepath.Join(notes, "a.md"), []byte("mine"), 0o644), os.Remove(filepath.Join(notes, "c.md"))); err != nil {
		t.Fatal(err)
	}
	_, _, err := j.Last()
	var conflict *ConflictError
	if !errors.As(err, &conflict) || !cmp.Equal(conflict.Paths, []string{"a.md", "c.md"}) {
		t.Fatalf("error %v", err)
	}
	if diff := cmp.Diff(map[string]string{"a.md": "mine", "b.md": "2"}, content(t, l)); diff != "" {
		t.Error(diff)
	}
}

func TestJournalIsBounded(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "0"})
	for i := range mostSteps + 5 {
		if err := j.Apply("t", []Edit{edit("a.md", fmt.Sprint(i), fmt.Sprint(i+1))}, changeTime); err != nil {
			t.Fatal(err)
		}
	}
	steps, _, err := j.Steps()
	if err != nil || len(steps) != mostSteps || steps[0].Number != mostSteps+5 {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	for range mostSteps {
		if err := undo(j); err != nil {
			t.Fatal(err)
		}
	}
	if got := content(t, l)["a.md"]; got != "5" {
		t.Errorf("a.md is %q", got)
	}
}

func TestJournalDamaged(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "one"})
	if err := j.Apply("t", []Edit{edit("a.md", "one", "1")}, changeTime); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(l.Index, JournalDir, "000001.zip")
	if err := os.Truncate(file, 40); err != nil {
		t.Fatal(err)
	}
	if _, _, err := j.Last(); err == nil || !strings.Contains(err.Error(), "000001.zip") {
		t.Errorf("error %v", err)
	}
}

// TestUndoCorpus tags what people published, many notes a step, and takes every step back.
func TestUndoCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", "dev", "*", "*"))
	was := map[string]string{}
	for i, f := range files {
		if i%thorough.Step(8) != 0 {
			continue
		}
		data, err := os.ReadFile(f)
		if err == nil && notefile.Readable(f) && len(data) < 60_000 {
			was[filepath.Base(f)] = string(data)
		}
	}
	if len(was) == 0 {
		t.Skip("no folder of collected write-ups beside the project")
	}
	l, j := shelf(t, was)
	r := rand.New(rand.NewPCG(1, 1))
	changed := 0
	for step := range 4 {
		var edits []Edit
		for name, text := range content(t, l) {
			up, err := notefile.Parse(name, []byte(text))
			if err != nil || len(up.Pieces) == 0 {
				continue
			}
			var changes []noteedit.Change
			for i := range up.Pieces {
				if r.IntN(2) == 0 {
					changes = append(changes, noteedit.Change{ID: up.Pieces[i].ID, Add: []string{fmt.Sprintf("step-%d", step)}, Reject: []string{"edge"}})
				}
			}
			out, err := noteedit.Edit(name, []byte(text), changes)
			if err != nil {
				continue // refused; counted in the tests of notefile
			}
			changed += len(changes)
			edits = append(edits, edit(name, text, string(out)))
		}
		if err := j.Apply("t", edits, changeTime); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d pieces tagged", changed)
	if cmp.Equal(was, content(t, l)) {
		t.Fatal("nothing was changed")
	}
	for range 4 {
		if err := undo(j); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(was, content(t, l)); diff != "" {
		t.Error(diff)
	}
}

// A command that was killed while it made notes: one was never there, one had its name and no content yet, on a disk
// that cannot give a whole file a free name. Taking it back leaves neither, and a note that somebody wrote since stays.
func TestUndoOfNotesThatWereNeverMade(t *testing.T) {
	l, j := shelf(t, map[string]string{"empty.md": "", "was.md": "one"})
	edits := []Edit{{"never.md", nil, []byte("n")}, {"empty.md", nil, []byte("e")}, edit("was.md", "one", "1")}
	if _, err := j.keep("t", edits, changeTime); err != nil {
		t.Fatal(err)
	}
	_, left, err := j.Last()
	if diff := cmp.Diff([]Edit{{"empty.md", []byte{}, nil}}, left); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if err := undo(j); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]string{"was.md": "one"}, content(t, l)); diff != "" {
		t.Error(diff)
	}
	if _, _, err := j.Last(); !errors.Is(err, ErrNoStep) {
		t.Errorf("the step stays: %v", err)
	}
}
