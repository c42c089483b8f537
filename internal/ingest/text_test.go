package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

const pasted = `[see all posts]

KubeCon Europe 2018 from the hallway

Ann Author
4 min read

I went to Copenhagen for the first time this year, slept little, heard a lot, and came back with three things that I would like to say about clusters.

Meshes need people

Few companies had a team for a service mesh, and those that had one were glad of it. Nobody wanted to be the first to find out how it fails.
The others waited for <vendor> support:

  • a support contract
  • a second cluster

Canaries became ordinary

    Error rates decide about a release in most of the talks that I heard this week.

Subscribe to our newsletter

Get weekly updates by email. We never send spam.

Powered By Mailmachine
`

// underlined is a text whose headings take two lines, as in reStructuredText.
const underlined = `KubeCon Europe 2018 from the hallway

I went to Copenhagen for the first time this year, slept little, heard a lot, and came back with three things that I would like to say about clusters.

Meshes need people
******************

Few companies had a team for a service mesh, and those that had one were glad of it. Nobody wanted to be the first to find out how it fails.

Canaries became ordinary
************************

Error rates decide about a release in most of the talks that I heard this week.
`

func TestTextUnderlined(t *testing.T) {
	n, err := Read(Document{From: "report.txt", Name: "report.txt", Data: []byte(underlined)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(n.Data); strings.Contains(s, "***") || !strings.Contains(s, "\n## Meshes need people\n\nFew companies") {
		t.Errorf("the note is\n%s", s)
	}
}

const pastedNote = `---
title: KubeCon Europe 2018 from the hallway
authors: [Ann Author]
conference: kubecon-eu-2018
---

I went to Copenhagen for the first time this year, slept little, heard a lot, and came back with three things that I would like to say about clusters.

## Meshes need people

Few companies had a team for a service mesh, and those that had one were glad of it. Nobody wanted to be the first to find out how it fails.

The others waited for \<vendor> support:

- a support contract
- a second cluster

## Canaries became ordinary

Error rates decide about a release in most of the talks that I heard this week.
`

func TestTextBecomesMarkdown(t *testing.T) {
	for name, text := range map[string]string{"LF": pasted, "CRLF": strings.ReplaceAll(pasted, "\n", "\r\n"), "CR": strings.ReplaceAll(pasted, "\n", "\r")} {
		n, err := Read(Document{From: "pasted.txt", Name: "pasted.txt", Data: []byte(text)}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(pastedNote, string(n.Data)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if diff := cmp.Diff([]string{`"[see all posts]"`, `"4 min read"`, `"Subscribe to our newsletter"`}, n.Dropped); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if want := "kubecon-eu-2018/kubecon-europe-2018-from-the-hallway.md"; n.Path != want {
			t.Errorf("%s: path %q, want %q", name, n.Path, want)
		}
	}
}

// The five write-ups that the project grew from, as plain text: the headings are found and the page's
// frame goes.
func TestSeeds(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "seeds")
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	if len(files) == 0 {
		t.Skip("needs ../shared/seeds beside the project")
	}
	type outcome struct {
		Conference string
		Takeaways  int
		Dropped    string
	}
	want := map[string]outcome{
		"000": {"kubecon-na-2019", 4, `"[see all posts]"`},
		"001": {"kubecon-eu-2018", 8, ""},
		"002": {"kubecon-na-2019", 5, `"Published in", "10 min readNov 25, 2019", "--"`},
		"003": {"kubecon-eu-2018", 10, `"Join the Mailing List"`},
		"004": {"kubecon-na-2017", 7, `"Stratus Background"`},
	}
	got := map[string]outcome{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n, err := Read(Document{From: file, Name: file, Data: data}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(n.Path) != ".md" {
			t.Errorf("%s became %s", file, n.Path)
		}
		for _, frame := range []string{"see all posts", "Powered By", "newsletter", "weekly updates"} {
			if strings.Contains(string(n.Data), frame) {
				t.Errorf("%s: %q is still there", n.Path, frame)
			}
		}
		takeaways := 0
		for i := range n.WriteUp.Pieces {
			if n.WriteUp.Pieces[i].Kind == kb.KindTakeaway {
				takeaways++
			}
		}
		got[filepath.Base(file)[:3]] = outcome{n.WriteUp.Conferences.String(), takeaways, strings.Join(n.Dropped, ", ")}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
