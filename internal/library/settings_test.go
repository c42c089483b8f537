package library

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// settled is a library whose takeaway.yaml holds text.
func settled(t *testing.T, text string) *Library {
	t.Helper()
	dir := t.TempDir()
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, SettingsFile), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	lib, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// What a settings file says of shelves, or what is wrong with it.
func TestSettings(t *testing.T) {
	builtin := Place{Name: BuiltinShelf}
	for text, want := range map[string]Settings{
		"":                                   {Shelves: []Place{builtin}},
		"# nothing yet\n":                    {Shelves: []Place{builtin}},
		"format: 1\nother: [x]\n":            {Format: 1, Shelves: []Place{builtin}},
		"shelves:\n":                         {Shelves: []Place{builtin}},
		"shelves: {builtin: off}":            {},
		"shelves:\n  builtin: no\n":          {},
		"shelves:\n  anna: ../a\n  bo: /b\n": {Shelves: []Place{{"anna", "../a"}, {"bo", "/b"}, builtin}},
		"shelves:\n  builtin: on\n  team: https://example.org/n.git\n": {Shelves: []Place{builtin, {"team", "https://example.org/n.git"}}},
	} {
		want.Set = true
		got, err := settled(t, text).Settings()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: %v %s", text, err, diff)
		}
	}
	for text, why := range map[string]string{
		"- a\n":                      "line 1: not a mapping",
		"shelves: [a]\n":             "line 1: shelves are lines of name: place",
		"x: 1\nshelves:\n  A b: c\n": `line 3: "A b" is not a valid name for a shelf`,
		"shelves:\n  own: x\n":       "is what one's own library is called",
		"shelves:\n  path: x\n":      "is a field of the query language",
		"shelves:\n  anna:\n":        "line 2: the shelf anna needs a folder",
		"shelves:\n  anna: [x]\n":    "line 2: the shelf anna needs a folder",
		"format: two\n":              `format is "two", not a number`,
		"\t":                         "cannot be read as settings",
		"x: " + strings.Repeat("x", mostSettingsBytes):                             "larger than the limit",
		"shelves:\n" + strings.Repeat("  a-: x\n", 1):                              "is not a valid name",
		"shelves:\n  anna: &a [x, x]\n  bo: *a\n":                                  "line 2: the shelf anna needs",
		"shelves:\n" + "  n: x\n" + strings.Join(numbered(mostShelves), "") + "\n": "more than the limit of 32 shelves",
	} {
		if _, err := settled(t, text).Settings(); !errors.Is(err, ErrSettings) || !strings.Contains(err.Error(), why) {
			t.Errorf("%.40q: %v, want %q", text, err, why)
		}
	}
}

func numbered(n int) (lines []string) {
	for i := range n {
		lines = append(lines, "  s"+strings.Repeat("x", i)+": y\n")
	}
	return lines
}

// Adding and taking off a shelf changes its line and leaves everything else, comments too.
func TestSetShelf(t *testing.T) {
	now := time.Date(2024, 3, 22, 0, 0, 0, 0, time.UTC)
	add := func(name, at string) func(*Library) error {
		return func(l *Library) error { return l.SetShelf(Place{name, at}, now) }
	}
	remove := func(name string) func(*Library) error {
		return func(l *Library) error { return l.RemoveShelf(name, now) }
	}
	for _, c := range []struct {
		before string
		change func(*Library) error
		after  string
	}{
		{"# Ours.\n", add("anna", "../a"), "# Ours.\nshelves:\n  anna: ../a\n"},
		{"# Ours.\nformat: 1 # first\n", add("anna", "../a"), "# Ours.\nformat: 1 # first\nshelves:\n  anna: ../a\n"},
		{"shelves:\n  # Anna's\n  anna: ../a # hers\n  bo: /b\n", add("anna", "/new"), "shelves:\n  # Anna's\n  anna: /new # hers\n  bo: /b\n"},
		{"shelves:\n  anna: ../a\n  bo: /b\n", remove("anna"), "shelves:\n  bo: /b\n"},
		{"shelves:\n  anna: ../a\n", remove("carl"), "shelves:\n  anna: ../a\n"},
		{"", remove(BuiltinShelf), "shelves:\n  builtin: off\n"},
		{"shelves:\n  builtin: off\n", add(BuiltinShelf, ""), "shelves:\n  builtin: on\n"},
		{"shelves:\n", add("anna", "x"), "shelves:\n  anna: x\n"},
		{"shelves: {anna: b}\n", add("carl", "d"), "shelves:\n  anna: b\n  carl: d\n"},
	} {
		lib := settled(t, c.before)
		if err := c.change(lib); err != nil {
			t.Errorf("%q: %v", c.before, err)
		}
		got, err := os.ReadFile(filepath.Join(lib.Dir, SettingsFile))
		if diff := cmp.Diff(c.after, strings.ReplaceAll(string(got), `"`, "")); diff != "" || err != nil {
			t.Errorf("%q: %v %s", c.before, err, diff)
		}
	}
}
