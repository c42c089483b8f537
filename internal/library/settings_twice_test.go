package library

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What takeaway.yaml says is understood or refused, and a key that is there twice is told: one of both would be lost
// without a word.
func TestSettingsThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"":            "",
		"# nothing\n": "",
		"other: 1\n":  "",
		"shelves:\n":  "",
		"shelves:\n  north: ../x\n  south: ../x\n":   "",
		"shelves:\n  north: ../x\n  north: ../y\n":   "line 3: north is there a second time",
		"format: 1\nshelves: {}\nformat: 1":          "line 3: format is there a second time",
		"shelves: {north: x}\nshelves: {south: y}\n": "line 2: shelves is there a second time",
		"shelves: [":                  "line 1",
		"shelves: 5":                  "line 1: shelves are lines of name: place",
		"- a":                         "line 1: not a mapping",
		"format: x":                   `line 1: format is "x", not a number`,
		strings.Repeat("[", 60_000):   "cannot be read as settings",
		strings.Repeat("#", 64<<10):   "",
		strings.Repeat("#", 64<<10+1): "larger than the limit of 64 KiB",
	} {
		lib := testLibrary(t, map[string]string{"a.md": "# One\n\nText"})
		if err := os.WriteFile(filepath.Join(lib.Dir, SettingsFile), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := lib.Settings()
		switch {
		case !s.Set:
			t.Errorf("%.40q: as if there were no file", text)
		case want == "" && err != nil, want != "" && (!errors.Is(err, ErrSettings) || !strings.Contains(err.Error(), want)):
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}
