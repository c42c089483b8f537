package library

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "chart.svg"), filepath.Join(dir, "link.svg")
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	for _, step := range []struct {
		path, data string
		mode       os.FileMode
	}{{file, "first", 0o644}, {file, "second", 0o600}, {link, "third", 0o600}} {
		if err := ReplaceFile(step.path, []byte(step.data)); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		info, statErr := os.Stat(file)
		if err != nil || statErr != nil || string(data) != step.data || info.Mode().Perm() != step.mode {
			t.Errorf("%s: %q, %v, %v, %v", step.path, data, info.Mode(), err, statErr)
		}
		if err := os.Chmod(file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if err := ReplaceFile(dir, nil); err == nil {
		t.Error("a folder is replaced by a file")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
}
