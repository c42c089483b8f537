package search

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"takeaway/internal/generation"
)

// Pipes and huge files in the place of ours are damage; nobody waits for a pipe or reads gigabytes.
func TestPipesAndHugeFiles(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	pipe := func(name string) error { return syscall.Mkfifo(name, 0o644) }
	huge := func(name string) error {
		return errors.Join(os.WriteFile(name, nil, 0o644), os.Truncate(name, 20<<30))
	}
	for _, name := range []string{"CURRENT", "gen-1/" + "manifest.json", "gen-1/" + catalogueName, "gen-1/" + cardsName} {
		for kind, put := range map[string]func(string) error{"pipe": pipe, "huge": huge} {
			dir := build(t, note("a.md", "Linkerd", "a mesh"))
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := errors.Join(os.Remove(file), put(file)); err != nil {
				t.Skip(err)
			}
			if g, err := Open(dir, testStamp, nil); !errors.Is(err, ErrNone) {
				t.Errorf("%s as %s: %v, %v", kind, name, g, err)
			}
			err := Build(ctx, dir, testStamp, Change{Docs: []Doc{note("b.md", "Istio", "mesh")}}, nil)
			if inTheWay := kind == "pipe" && name == "CURRENT"; (err != nil) != inTheWay {
				t.Errorf("%s as %s: %v", kind, name, err)
			}
		}
	}
	dir := build(t, note("a.md", "Linkerd", "a mesh"))
	if err := errors.Join(pipe(filepath.Join(dir, "lock"))); err != nil {
		t.Skip(err)
	}
	if _, err := generation.Lock(ctx, dir); err == nil || ctx.Err() != nil {
		t.Errorf("a pipe as the lock: %v", err)
	}
}
