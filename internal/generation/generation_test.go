package generation

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/durable"
)

var testKey = Key{Layout: "1", Engine: "v1", Stamp: "s"}

// write makes a generation of files, and takes over the shared ones of base.
func write(t *testing.T, dir string, base *Folder, files map[string]string) error {
	t.Helper()
	return Write(dir, testKey, base, func(folder string) (int, error) {
		if base != nil {
			if err := base.Clone("part", filepath.Join(folder, "part")); err != nil {
				return 0, err
			}
		} else if err := os.Mkdir(filepath.Join(folder, "part"), 0o700); err != nil {
			return 0, err
		}
		for name, text := range files {
			if err := durable.NewFile(filepath.Join(folder, name), 0o600, []byte(text)); err != nil {
				return 0, err
			}
		}
		return len(files), nil
	})
}

func read(t *testing.T, dir string, key Key, name string) (folder *Folder, text string, err error) {
	t.Helper()
	err = Open(dir, key, func(f *Folder) error {
		folder = f
		data, err := f.Read(name)
		text = string(data)
		return err
	})
	return folder, text, err
}

// A generation is what was written, until the pointer names the next; that shares the files that never change.
// A fault in mapped memory reaches those who wait, wherever it happens.
func TestFaultBeside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files in use cannot be cut short")
	}
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, make([]byte, 1<<16), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := mapFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, 0); err != nil {
		t.Fatal(err)
	}
	sum := 0
	wait := Beside(func() {
		for _, b := range data {
			sum += int(b)
		}
	})
	defer func() {
		if _, ok := recover().(interface{ Addr() uintptr }); !ok {
			t.Error("no fault was met")
		}
	}()
	wait()
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	if _, _, err := read(t, dir, testKey, "a"); !errors.Is(err, ErrNone) {
		t.Fatalf("an empty folder: %v", err)
	}
	if err := write(t, dir, nil, map[string]string{"a": "one", "part/x.zap": "segment", "part/y": "copied"}); err != nil {
		t.Fatal(err)
	}
	first, text, err := read(t, dir, testKey, "a")
	if err != nil || text != "one" || first.Number != 1 || first.Manifest.Segments != 1 || first.Manifest.Docs != 3 {
		t.Fatalf("%q, %+v, %v", text, first, err)
	}
	if err := write(t, dir, first, map[string]string{"a": "two"}); err != nil {
		t.Fatal(err)
	}
	second, text, err := read(t, dir, testKey, "a")
	if err != nil || text != "two" || second.Name() != "gen-2" {
		t.Fatalf("%q, %+v, %v", text, second, err)
	}
	if data, err := first.Read("a"); err != nil || string(data) != "one" {
		t.Errorf("the one before: %q, %v", data, err)
	}
	for _, name := range []string{"part/x.zap", "part/y"} {
		a, _ := os.Stat(filepath.Join(first.Path, name))
		b, err := os.Stat(filepath.Join(second.Path, name))
		if err != nil {
			t.Fatal(err)
		}
		if shared := os.SameFile(a, b); shared != strings.HasSuffix(name, ".zap") {
			t.Errorf("%s: shared %t", name, shared)
		}
	}
	if err := write(t, dir, nil, map[string]string{"a": "three"}); err != nil {
		t.Fatal(err)
	}
	var left []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if diff := cmp.Diff([]string{"CURRENT", "gen-2", "gen-3"}, left); diff != "" {
		t.Errorf("all but the last and the one before it go (-want +got):\n%s", diff)
	}
}

// Where there are no links shared files are copied, and are the same.
func TestCopyFile(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "a.zap"), filepath.Join(dir, "b.zap")
	if err := os.WriteFile(from, []byte("segment"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := copyFile(from, to); err != nil {
		t.Fatal(err)
	}
	a, _ := wholeSum(from)
	if b, err := wholeSum(to); err != nil || a != b {
		t.Errorf("%v, checksum %d, not %d", err, b, a)
	}
}

// Another key, damage and a missing manifest are reasons to build anew; damage is called so.
func TestUnusable(t *testing.T) {
	for _, c := range []struct {
		name    string
		harm    func(folder string) error
		key     Key
		damaged bool
	}{
		{"another stamp", func(string) error { return nil }, Key{"1", "v1", "other"}, false},
		{"another layout", func(string) error { return nil }, Key{"2", "v1", "s"}, false},
		{"no manifest", func(f string) error { return os.Remove(filepath.Join(f, manifestName)) }, testKey, true},
		{"a byte", func(f string) error { return os.WriteFile(filepath.Join(f, "a"), []byte("onf"), 0o600) }, testKey, true},
		{"a missing file", func(f string) error { return os.Remove(filepath.Join(f, "a")) }, testKey, true},
		{"the pointer", func(f string) error { return os.WriteFile(filepath.Join(f, "..", currentName), []byte("x"), 0o600) }, testKey, true},
		{"a path that leads out", func(f string) error {
			return os.WriteFile(filepath.Join(f, manifestName), []byte(`{"layout":"1","bleve":"v1","stamp":"s","files":[{"name":"../x"}]}`), 0o600)
		}, testKey, true},
	} {
		dir := t.TempDir()
		if err := write(t, dir, nil, map[string]string{"a": "one"}); err != nil {
			t.Fatal(err)
		}
		if err := c.harm(filepath.Join(dir, "gen-1")); err != nil {
			t.Fatal(err)
		}
		_, _, err := read(t, dir, c.key, "a")
		if !errors.Is(err, ErrNone) || errors.Is(err, ErrDamaged) != c.damaged {
			t.Errorf("%s: %v", c.name, err)
		}
		_, problems, err := Verify(dir, c.key)
		if c.damaged != (len(problems) > 0) || c.damaged == (err != nil) {
			t.Errorf("%s: verify %v, %v", c.name, problems, err)
		}
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	unlock, err := Lock(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockPatient(t.Context(), dir, time.Millisecond); !errors.Is(err, ErrLocked) {
		t.Errorf("the second one: %v", err)
	}
	before := moving(dir) // as long as the holder gets on with its work it is waited for
	if err := os.WriteFile(filepath.Join(dir, "work"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if moving(dir) == before {
		t.Error("a writer that gets on is not seen to")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Lock(ctx, dir); err == nil {
		t.Error("a wait that was given up has the lock")
	}
	unlock()
	if unlock, err = Lock(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	unlock()
}

// Damage anywhere in a shared file is seen at every open, as long as it is not too large to look at.
func TestDamageInTheMiddle(t *testing.T) {
	dir := t.TempDir()
	large := strings.Repeat("0123456789abcdef", 1<<16)
	if err := write(t, dir, nil, map[string]string{"part/a.zap": large}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "gen-1", "part", "a.zap")
	if err := os.WriteFile(file, []byte(large[:len(large)/2]+"X"+large[len(large)/2+1:]), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := read(t, dir, testKey, "part/a.zap"); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v", err)
	}
}

// Who waits in vain is told by whom the index is held, and nothing about clocks.
func TestLockedNamesTheHolder(t *testing.T) {
	dir := t.TempDir()
	unlock, err := Lock(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	_, err = LockPatient(context.Background(), dir, time.Millisecond)
	if want := "another command is writing the index (process " + strconv.Itoa(os.Getpid()) + ")"; !errors.Is(err, ErrLocked) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
