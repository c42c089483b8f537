package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The labels of the second set are in order, of kinds that exist and of topics of the vocabulary.
func TestSecondLabels(t *testing.T) {
	list, err := readGold(inRepository(secondLabels))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		last := 0
		for _, p := range l.Takeaways {
			if p.Line <= last {
				t.Errorf("%s: line %d is out of order", l.File, p.Line)
			}
			last = p.Line
			for _, ids := range [][]string{p.Primary, p.Secondary} {
				if _, err := topicNumbers(ids); err != nil {
					t.Errorf("%s:%d: %v", l.File, p.Line, err)
				}
			}
		}
	}
	if len(list) < 80 {
		t.Errorf("%d write-ups, want 90", len(list))
	}
}

// A fault in the labels is named by file.
func TestReadLabels(t *testing.T) {
	for labels, want := range map[string]string{
		`[{"takeaways": []}]`:                                                  "entry 1 names no file",
		`[{"file": "../a.md", "takeaways": []}]`:                               "entry 1 names no file",
		`[{"file": "a.md", "takeaways": [{"line": 1, "kind": "heading"}]}]`:    `a.md: line 1 is labelled "heading"`,
		`[{"file": "gone.md", "takeaways": [{"line": 1, "kind": "takeaway"}]}`: "labels.json",
		`[{"file": "gone.md", "takeaways": []}]`:                               "gone.md",
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "labels.json")
		if err := os.WriteFile(file, []byte(labels), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readLabels(file, dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", labels, err, want)
		}
	}
}
