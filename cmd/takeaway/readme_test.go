package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The README says what it is and how to begin on its first page, and every example in it works as it is written on a
// fresh home, one after the other.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if n := strings.Count(text, "\n"); n > 125 {
		t.Errorf("the README has %d lines: formats and limits are for takeaway help", n)
	}
	for _, picture := range regexp.MustCompile(`doc/screens/[a-z-]+\.svg`).FindAllString(text, -1) {
		if _, err := os.Stat("../../" + picture); err != nil {
			t.Errorf("%v: make picture draws it", err)
		}
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell")
	}
	home, work := t.TempDir(), t.TempDir()
	if err := os.CopyFS(filepath.Join(home, ".cache"), os.DirFS(builtinIndex(t))); err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(text, -1)
	if len(blocks) < 3 {
		t.Fatalf("%d blocks of examples", len(blocks))
	}
	for _, block := range blocks {
		c := exec.Command("sh", "-exc", block[1])
		c.Dir = work
		c.Env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME=", "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "TAKEAWAY_LIBRARY=", "TAKEAWAY_SHELVES=", "TAKEAWAY_SHELL=readme")
		if out, err := c.CombinedOutput(); err != nil {
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			t.Errorf("%v\n%s", err, strings.Join(lines[max(0, len(lines)-12):], "\n"))
		}
	}
}
