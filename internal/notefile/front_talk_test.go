package notefile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

func TestFrontTalkIsInherited(t *testing.T) {
	w, err := Parse("a.md", []byte(`---
title: Notes on one talk
conference: kubecon-eu-2018
perspective: Maintainer
talk: {title: "Cilium in *depth*", speakers: [Ann, Bo], org: Acme, video: "https://example.org/v"}
---
## eBPF runs everywhere

Words about the kernel that fill a sentence or two of the note.

## Another talk - Cid Speaker, Initech

Words about something else that fill a sentence or two of the note.
`))
	if err != nil {
		t.Fatal(err)
	}
	whole := &kb.Talk{Title: "Cilium in depth", Speakers: []string{"Ann", "Bo"}, Org: "Acme", Video: "https://example.org/v"}
	if diff := cmp.Diff(whole, w.Talk); diff != "" {
		t.Error(diff)
	}
	if w.Perspective != "maintainer" {
		t.Errorf("perspective %q", w.Perspective)
	}
	got := []*kb.Talk{}
	for _, p := range w.Pieces {
		got = append(got, p.Talk)
	}
	own := &kb.Talk{Title: "Another talk", Speakers: []string{"Cid Speaker"}, Org: "Initech"}
	if diff := cmp.Diff([]*kb.Talk{whole, own}, got); diff != "" {
		t.Error(diff)
	}
}

// The key talk is a link or a flag in other people's front matter.
func TestFrontTalkOfOthers(t *testing.T) {
	for _, front := range []string{"talk: https://example.org/t", "talk: true", "talk: {}", "talk: [a, b]"} {
		w, err := Parse("a.md", []byte("---\n"+front+"\n---\n## One\n\nWords.\n"))
		if err != nil || w.Talk != nil || w.Pieces[0].Talk != nil {
			t.Errorf("%s: %v, %v", front, w.Talk, err)
		}
	}
}
