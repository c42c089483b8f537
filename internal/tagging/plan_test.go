package tagging_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/tagging"
)

const note = `---
title: Two days in Valencia
authors: [Ann Lee]
conference: kubecon-eu-2022
tags: [day-two]
---
## Pods were moved by hand
#hand-work

Nobody liked it.

## Costs went up

The cloud bill doubled, FinOps did not help, and finops teams quit.
`

func open(t *testing.T, text string) *desk.Desk {
	t.Helper()
	dir := t.TempDir()
	if _, err := library.Init(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, library.NotesDir, "a.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	lib, err := library.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(t.Context(), lib, desk.Options{Work: dir, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// set plans tags for names; a name with a minus is taken off.
func set(t *testing.T, d *desk.Desk, target string, tags ...string) *tagging.Plan {
	t.Helper()
	var add, remove []string
	for _, tag := range tags {
		if off, ok := strings.CutPrefix(tag, "-"); ok {
			remove = append(remove, off)
		} else {
			add = append(add, tag)
		}
	}
	plus, err := tagging.WantedTags(d.Vocabulary(), add)
	if err != nil {
		t.Fatal(err)
	}
	minus, err := tagging.UnwantedTags(d.Vocabulary(), remove)
	if err != nil {
		t.Fatal(err)
	}
	targets, named, err := tagging.Named(d, []string{target})
	if err != nil || !named {
		t.Fatal(named, err)
	}
	p, err := tagging.NewPlan(d, targets, tagging.Set(plus, minus))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A plan says what changes, and only the lines of the tags do: what is inferred or inherited is rejected
// instead of removed, and tags that are there already need nothing.
func TestPlan(t *testing.T) {
	for name, c := range map[string]struct {
		target string
		tags   []string
		want   kb.TagChange
		line   string // that the note has afterwards and had not before
	}{
		"own":       {"a#pods-were-moved-by-hand", []string{"automation", "-hand-work"}, kb.TagChange{Added: []string{"automation"}, Removed: []string{"hand-work"}}, "#automation"},
		"inherited": {"a#pods-were-moved-by-hand", []string{"-day-two"}, kb.TagChange{Rejected: []string{"day-two"}}, "#hand-work -#day-two"},
		"inferred":  {"a#costs-went-up", []string{"-finops"}, kb.TagChange{Rejected: []string{"cost-finops"}}, "-#cost-finops"},
		"there":     {"a#pods-were-moved-by-hand", []string{"hand-work"}, kb.TagChange{}, ""},
		"whole":     {"a.md", []string{"week"}, kb.TagChange{Added: []string{"week"}}, "tags: [day-two, week]"},
	} {
		p := set(t, open(t, note), c.target, c.tags...)
		if c.line == "" {
			if len(p.Edits)+len(p.Changes) > 0 {
				t.Errorf("%s: %+v", name, p.Changes)
			}
			continue
		}
		if len(p.Edits) != 1 || len(p.Changes) != 1 {
			t.Errorf("%s: %d edits, %+v", name, len(p.Edits), p.Changes)
			continue
		}
		got := p.Changes[0]
		got.ID, got.Ref, got.Path, got.Line, got.Heading = "", "", "", 0, ""
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if after := "\n" + string(p.Edits[0].New); !strings.Contains(after, "\n"+c.line+"\n") || strings.Contains("\n"+note, "\n"+c.line+"\n") {
			t.Errorf("%s: no line %q in\n%s", name, c.line, after)
		}
	}
}

// A tag that a write-up as a whole does not have, but some of its takeaways do, is said to be there.
func TestPlanOfTheWholeNote(t *testing.T) {
	p := set(t, open(t, note), "a.md", "-hand-work")
	if len(p.Edits) != 0 || len(p.Notices) != 1 || !strings.Contains(p.Notices[0].Hint, "1 takeaway of it does") {
		t.Errorf("%+v, %+v", p.Edits, p.Notices)
	}
}

func TestContradiction(t *testing.T) {
	d := open(t, note)
	plus, _ := tagging.WantedTags(d.Vocabulary(), []string{"gitops"})
	minus, _ := tagging.UnwantedTags(d.Vocabulary(), []string{"GitOps"})
	if err := tagging.Contradiction(plus, minus); kb.AdviceOf(err) == nil {
		t.Errorf("setting and taking off the same tag: %v", err)
	}
	if err := tagging.Contradiction(plus, nil); err != nil {
		t.Error(err)
	}
}
