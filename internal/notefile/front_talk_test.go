package notefile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

func TestFrontTalkIsInherited(t *testing.T) {
	w, err := Parse("a.md", []byte(`---
title: Notes on one talk
conference: kubecon-eu-2018
perspective: Maintainer
talk: {title: "Cilium in *depth*", speakers: [Ann Author, Bo Builder], org: Acme, video: "https://example.org/v"}
---
## eBPF runs everywhere

Words about the kernel that fill a sentence or two of the note.

## A statement of one speaker

Speaker: Bo Builder

Words about the statement that fill a sentence or two of the note.

## Another talk - Cid Sommer, Initech

Words about something else that fill a sentence or two of the note.

## A statement above tags
#ebpf

- Said by: Di Dunn, Globex

Words about something else that fill a sentence or two of the note.

## A statement with its talk
#ebpf

- Talk: In Depth
- Speaker: Di Dunn, Globex

Words about something else that fill a sentence or two of the note.
`))
	if err != nil {
		t.Fatal(err)
	}
	whole := &kb.Talk{Title: "Cilium in depth", Speakers: []string{"Ann Author", "Bo Builder"}, Org: "Acme", Video: "https://example.org/v"}
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
	own := &kb.Talk{Title: "Another talk", Speakers: []string{"Cid Sommer"}, Org: "Initech"}
	if diff := cmp.Diff([]*kb.Talk{whole, whole, own, {Speakers: []string{"Di Dunn"}, Org: "Globex"},
		{Title: "In Depth", Speakers: []string{"Di Dunn"}, Org: "Globex"}}, got); diff != "" {
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

// A list of labels is not what a snippet shows; lines that the reader did not understand are.
func TestAfterLabels(t *testing.T) {
	const front, text = "---\nconference: kubecon-eu-2018\n---\n## One\n#ebpf\n\n", "Words about something.\n"
	for body, want := range map[string]string{
		"- Talk: In Depth\n- Speaker: Di Dunn, Globex\n\n" + text:       text,
		"- Said by: Di Dunn\n\n" + text:                                 text,
		"- Talk: In Depth\r\n- Speaker: Di Dunn, Globex\r\n\r\n" + text: text,
		"- Talk: In Depth\n- Speaker: Di Dunn, Globex\n":                "- Talk: In Depth\n- Speaker: Di Dunn, Globex\n",
		"- Talk: In Depth\n- Speaker: handle\n\n" + text:                "- Talk: In Depth\n- Speaker: handle\n\n" + text,
		"- Speaker: Di Dunn\n- and a point\n\n" + text:                  "- Speaker: Di Dunn\n- and a point\n\n" + text,
		"Speaker: Di Dunn, Staff Engineer\n\n" + text:                   "Speaker: Di Dunn, Staff Engineer\n\n" + text,
	} {
		w, err := Parse("a.md", []byte(front+body))
		if err != nil {
			t.Fatal(err)
		}
		p := w.Pieces[0]
		if got := AfterLabels(p.Body, p.Talk); strings.TrimSpace(got) != strings.TrimSpace(want) || p.Talk == nil {
			t.Errorf("%q, want %q; talk %v", got, want, p.Talk)
		}
	}
}

// A note of a vault on one talk: who spoke is in the front matter or in fields, the title is the name of the file.
func TestVaultTalk(t *testing.T) {
	const front = "---\naliases: [The mesh talk]\nspeakers:\n  - \"[[People/Ann Author|Ann]]\"\n  - Bo Builder, Initech\ntrack: Networking\nevent: \"[[KubeCon EU 2022]]\"\n---\n"
	const fields = "speaker:: [[Ann Author#Bio|Ann]] and Bo Builder (Initech)\nrating:: 5\n[topic:: mesh]\n\n"
	const body = "> [!summary]- In short\n> The mesh is quiet now. ^sum-1\n\n%%\n## Private\nAsk Cid about the budget.\n%%\n\n## Contexto\n\nA malha [[Istio|desta casa]] ficou quieta, e ==isso é bom==.\n\n## Ideias\n\n- medir antes de comprar\n"
	for name, c := range map[string]struct{ path, text, title string }{
		"front matter":  {"vault/2022-05-18 A malha quieta.md", front + body, "A malha quieta"},
		"alias":         {"vault/mesh.md", front + body, "The mesh talk"},
		"stated title":  {"vault/x y.md", strings.Replace(front, "---\n", "---\ntitle: Mesh time\n", 1) + body, "Mesh time"},
		"fields":        {"vault/A malha quieta.md", fields + body, "A malha quieta"},
		"front, fields": {"vault/A malha quieta.md", front + fields + body, "A malha quieta"},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := Parse(c.path, []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if w.Title != c.title || w.Takeaways() != 1 {
				t.Fatalf("%q, %d takeaways", w.Title, w.Takeaways())
			}
			p := w.Pieces[slices.IndexFunc(w.Pieces, func(p kb.Takeaway) bool { return p.Kind == kb.KindTakeaway })]
			want := &kb.Talk{Title: c.title, Speakers: []string{"Ann Author", "Bo Builder"}, Org: "Initech"}
			if diff := cmp.Diff(want, p.Talk); diff != "" {
				t.Error(diff)
			}
			if p.Heading != c.title {
				t.Errorf("it is called %q", p.Heading)
			}
			if text := prose.Markdown(p.Body).Text; strings.Contains(text, "Cid") || strings.Contains(text, "[!") || strings.Contains(text, "==") || !strings.Contains(text, "desta casa") {
				t.Errorf("%q", text)
			}
		})
	}
}

// Who is listed at an event gave no talk that the whole note is about.
func TestSpeakersOfAnEvent(t *testing.T) {
	list := strings.Repeat("  - Ann Author\n", 1)
	for i := range mostSpeakers {
		list += fmt.Sprintf("  - Bo Builder%c\n", 'a'+i)
	}
	w, err := Parse("a.md", []byte("---\ntitle: A week of meshes\nspeakers:\n"+list+"---\n## One\n\nText.\n"))
	if err != nil || w.Talk != nil {
		t.Errorf("%+v, %v", w.Talk, err)
	}
}
