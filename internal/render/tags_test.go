package render

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

const hostile = "a\x1b[31m\x1b]0;x\x07\u202eb\nc\td"

// TestTagRowsEverywhere prints rows of hostile text in every format to a narrow terminal.
func TestTagRowsEverywhere(t *testing.T) {
	reasons := []kb.TagReason{{ID: "a1b2c3d4e5f6", Ref: hostile, Path: hostile, Line: 3, Heading: strings.Repeat(hostile, 20), Tag: "gitops",
		Source: "inferred", Confidence: 0.5, Evidence: []kb.Evidence{{Rule: "name", Text: hostile, Line: 7}, {Rule: "weak", Text: "words"}}},
		{ID: "a1b2c3d4e5f6", Tag: "edge", Source: "rejected"}}
	changes := []kb.TagChange{{ID: "a1b2c3d4e5f6", Path: hostile, Heading: strings.Repeat(hostile, 20), Added: []string{"x", hostile}, Rejected: []string{"y"}}, {Path: "b.md"}}
	steps := []UndoStep{{Number: 12, Time: "2026-03-24T10:00:00Z", Command: hostile, Notes: []string{hostile}}}
	ingested := []Ingested{{From: hostile, Action: ActionWritten, Takeaways: 3, Dropped: []string{hostile}, DuplicateOf: hostile,
		WriteUp: kb.WriteUp{Path: strings.Repeat(hostile, 20), Title: hostile, Conferences: kb.Editions{"x-2019"}, Why: map[string][]kb.Evidence{"date": {{Rule: "title", Text: hostile}}}}},
		{From: hostile, Action: ActionRefused, Reason: hostile}}
	for _, f := range []Format{Table, Plain, JSON, JSONL, YAML, CSV, Markdown, ID, "template={{.}}"} {
		for name, show := range map[string]func(*Printer) error{
			"reasons":  func(p *Printer) error { return p.TagReasons(reasons) },
			"changes":  func(p *Printer) error { return p.TagChanges(changes) },
			"ingested": func(p *Printer) error { return p.Ingested(ingested) },
			"steps":    func(p *Printer) error { return p.UndoSteps(steps) },
		} {
			var b bytes.Buffer
			p, err := New(&b, f, Style{Terminal: true, Width: 40})
			if err != nil {
				t.Fatal(err)
			}
			if err := show(p); err != nil {
				t.Fatalf("%s as %s: %v", name, f, err)
			}
			if b.Len() == 0 || strings.ContainsAny(b.String(), "\x1b\x07\u202e") {
				t.Errorf("%s as %s: %q", name, f, b.String())
			}
			for l := range strings.Lines(b.String()) {
				if f == Table && ansi.StringWidth(strings.TrimSuffix(l, "\n")) > 40 {
					t.Errorf("%s: wider than 40 columns: %q", name, l)
				}
			}
		}
	}
}

func TestTagReasonsTable(t *testing.T) {
	var b bytes.Buffer
	p, err := New(&b, Table, Style{Terminal: true, Width: 44})
	if err != nil {
		t.Fatal(err)
	}
	err = p.TagReasons([]kb.TagReason{
		{ID: "a1b2c3d4e5f6", Heading: "GitOps arrived", Tag: "gitops", Source: "inferred", Confidence: 0.87, Evidence: []kb.Evidence{{Rule: "name", Text: "GitOps", Line: 7}, {Rule: "project:argo-cd", Text: "Argo CD", Line: 9}}},
		{ID: "a1b2c3d4e5f6", Heading: "GitOps arrived", Tag: "edge", Source: "rejected", Confidence: 1, Evidence: []kb.Evidence{{Rule: "hashtag", Text: "-#edge", Line: 8}}},
		{ID: "b1b2c3d4e5f6", Path: "a.md", Tag: "x", Source: "own", Confidence: 1},
	})
	want := `GitOps arrived                       a1b2c3d
  ~gitops 0.87 "GitOps" line 7 (name), "Argo
  CD" line 9 (project:argo-cd)
  -edge rejected "-#edge" line 8 (hashtag)

a.md                                 b1b2c3d
  x own
`
	if diff := cmp.Diff(want, b.String()); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestDiff(t *testing.T) {
	for terminal, want := range map[bool]string{
		false: "--- a/x\r\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+b\n c",
		true:  "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c\n",
	} {
		var b bytes.Buffer
		p, err := New(&b, "", Style{Terminal: terminal})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Diff("--- a/x\r\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+\x1b[31mb\n c"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("terminal %v: %s", terminal, diff)
		}
	}
}
