package notefile

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const linked = `---
title: Links
source: "[not](a.md)"
---
See [the other](../eu/other.md#a-heading) and [below](#below "title").

` + "```\n[code](code.md)\n```\n" + `
![picture](pic.md) [site](https://example.org/a.md) [root](/a.md) [file](slides.pdf) [query](a.md?x=1)
[template]({{ page.md }}) [out](../../out.md) [by name][ref]

[ref]: <sp%20ace.md>
`

func TestLinks(t *testing.T) {
	want := []Link{
		{Path: "eu/other.md", Fragment: "a-heading", Target: "../eu/other.md#a-heading", Line: 5, Col: 17},
		{Path: "na/a.md", Fragment: "below", Target: "#below", Line: 5, Col: 55},
		{Path: "../out.md", Target: "../../out.md", Line: 12, Col: 33},
		{Path: "na/sp ace.md", Target: "sp%20ace.md", Line: 14, Col: 9},
	}
	if diff := cmp.Diff(want, Links("na/a.md", []byte(linked))); diff != "" {
		t.Error(diff)
	}
	if got := Links("na/a.txt", []byte(linked)); got != nil {
		t.Errorf("plain text has links: %v", got)
	}
}

func FuzzLinks(f *testing.F) {
	f.Add([]byte(linked))
	f.Add([]byte("[a](#b)\r\n[c]: d.md"))
	f.Add([]byte("---\n---\n[](x.md#%zz)"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, l := range Links("a/b.md", data) {
			if l.Line < 1 || l.Col < 1 || l.Path == "" || l.Target == "" {
				t.Fatalf("%+v", l)
			}
		}
	})
}
