//go:build unix

package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

// without makes some kinds of steps fail, as on file systems that cannot do it.
func without(t *testing.T, kinds string, with error) {
	t.Cleanup(Watch(&Watcher{Before: func(op Op) error {
		if strings.Contains(kinds, op.Kind) {
			return with
		}
		return nil
	}}))
}

// A file takes a free name and no other, with hard links, without them, and where there is no call for it at all.
func TestPlace(t *testing.T) {
	for _, links := range []string{"", OpLink, OpLink + OpMove} {
		dir := t.TempDir()
		without(t, links, syscall.EPERM)
		place := func(text, name string) error {
			tmp, err := Temp(dir, ".tmp-", FileMode, []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			return Place(tmp, filepath.Join(dir, name))
		}
		if err := place("one", "a"); err != nil || !Holds(filepath.Join(dir, "a"), []byte("one")) {
			t.Errorf("without %q: %v", links, err)
		}
		if err := place("two", "a"); !errors.Is(err, fs.ErrExist) || !Holds(filepath.Join(dir, "a"), []byte("one")) {
			t.Errorf("without %q: a name that is taken: %v", links, err)
		}
		if err := place("three", "none/a"); err == nil {
			t.Errorf("without %q: placed in no folder", links)
		}
		if got := names(t, dir); got != "a" {
			t.Errorf("without %q: left %q", links, got)
		}
	}
}

// Without hard links, too, a file takes its name at a stroke: no empty one is there in between.
func TestPlaceAtOnce(t *testing.T) {
	dir := t.TempDir()
	tmp, err := Temp(dir, ".tmp-", FileMode, []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(Watch(&Watcher{Before: func(op Op) error {
		if _, err := os.Lstat(filepath.Join(dir, "a")); err == nil && !Holds(filepath.Join(dir, "a"), []byte("one")) {
			t.Errorf("half there before %+v", op)
		}
		if op.Kind == OpLink {
			return syscall.EPERM
		}
		return nil
	}}))
	if err := Place(tmp, filepath.Join(dir, "a")); err != nil || names(t, dir) != "a" {
		t.Errorf("%v, left %s", err, names(t, dir))
	}
}

// Where the disk fills up nothing of a file stays, and an older one is as it was.
func TestFullDisk(t *testing.T) {
	for _, kind := range []string{OpCreate, OpWrite, OpSync, OpOwn, OpRename} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a"), "old")
		stop := Watch(&Watcher{Before: func(op Op) error {
			if op.Kind == kind {
				return syscall.ENOSPC
			}
			return nil
		}})
		err := WriteFile(filepath.Join(dir, "a"), ".tmp-", FileMode, []byte("new"))
		stop()
		if !errors.Is(err, syscall.ENOSPC) || names(t, dir) != "a" || !Holds(filepath.Join(dir, "a"), []byte("old")) {
			t.Errorf("%s: %v, left %s", kind, err, names(t, dir))
		}
	}
}

// WriteFile refuses what is not a regular file and replaces what is; a folder that is missing is told.
func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	if err := WriteFile(dir, ".tmp-", FileMode, nil); err == nil {
		t.Error("a folder was written to")
	}
	if err := WriteFile(filepath.Join(dir, "none", "a"), ".tmp-", FileMode, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	for _, text := range []string{"one", "", "three"} {
		name := filepath.Join(dir, "a")
		if err := WriteFile(name, ".tmp-", FileMode, []byte(text)); err != nil || !Holds(name, []byte(text)) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if got := names(t, dir); got != "a" {
		t.Errorf("left %q", got)
	}
}

func TestMkdir(t *testing.T) {
	dir := t.TempDir()
	var synced []string
	t.Cleanup(Watch(&Watcher{After: func(op Op) {
		if op.Kind == OpSyncDir {
			rel, _ := filepath.Rel(dir, op.Path)
			synced = append(synced, rel)
		}
	}}))
	made, err := Mkdir(filepath.Join(dir, "a", "b"), DirMode)
	if err != nil || len(made) != 2 || strings.Join(synced, " ") != ". a" {
		t.Errorf("made %v, synced %v, %v", made, synced, err)
	}
	if made, err = Mkdir(filepath.Join(dir, "a", "b"), DirMode); len(made) != 0 || err != nil {
		t.Errorf("again: %v, %v", made, err)
	}
	write(t, filepath.Join(dir, "file"), "x")
	if _, err := Mkdir(filepath.Join(dir, "file", "b"), DirMode); err == nil {
		t.Error("made a folder in a file")
	}
}

func TestIsTemp(t *testing.T) {
	for name, want := range map[string]bool{".t-1": true, ".t-": false, ".t-1x": false, ".t-mine": false, "t-1": false, ".t--1": false} {
		if IsTemp(name, ".t-") != want {
			t.Errorf("%s: want %v", name, want)
		}
	}
}
