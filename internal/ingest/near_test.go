package ingest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// longText is n different words.
func longText(n int, seed string) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("%s%d", seed, i)
	}
	return words
}

func note(front, tags string, words []string) []byte {
	return []byte("---\n" + front + "\n---\n\n## Heading\n" + tags + "\n" + strings.Join(words, " ") + "\n")
}

func TestPrint(t *testing.T) {
	words := longText(300, "w")
	p := PrintOf(note("title: a", "", words), false)
	for _, c := range []struct {
		name string
		data []byte
		same bool
	}{
		{"other front matter", note("title: b\nconference: x", "", words), true},
		{"tags", note("title: a", "#edge -#gitops", words), true},
		{"line breaks", []byte(strings.ReplaceAll(string(note("title: a", "", words)), "\n", "\r\n")), true},
		{"no front matter", []byte("## Heading\n\n" + strings.Join(words, " ")), true},
		{"a heading of hashes", note("title: a", "## edge", words), false},
		{"one word more", note("title: a", "", append(longText(300, "w"), "more")), false},
	} {
		if q := PrintOf(c.data, false); (p.sum == q.sum) != c.same {
			t.Errorf("%s: same is %v", c.name, p.sum == q.sum)
		}
	}
	yaml := PrintOf([]byte("title: a\ntakeaways:\n  - title: One\n    body: Text\n"), true)
	tagged := PrintOf([]byte("title: b\nconference: x\ntakeaways:\n  - title: One\n    tags: [edge]\n    body: Text\n"), true)
	if yaml.sum != tagged.sum {
		t.Error("tags of a YAML note count")
	}
}

func TestNearest(t *testing.T) {
	words := longText(400, "w")
	change := func(every int) []string {
		out := longText(400, "w")
		for i := 0; i < len(out); i += every {
			out[i] = "other"
		}
		return out
	}
	c := NewCorpus()
	c.Add("b.md", PrintOf(note("", "", words), false))
	c.Add("a.md", PrintOf(note("", "", words), false))
	c.Add("z.md", PrintOf(note("", "", longText(400, "z")), false))
	for _, k := range []struct {
		name  string
		words []string
		like  string
		alike bool
	}{
		{"one word in forty", change(40), "a.md", true},
		{"one word in six", change(6), "", true},
		{"every second word", change(2), "", false},
		{"others", longText(400, "x"), "", false},
		{"few words", []string{"a"}, "", false},
	} {
		p := PrintOf(note("", "", k.words), false)
		like, ok := c.Nearest(p)
		if like != k.like || ok != (k.like != "") {
			t.Errorf("%s: like %q", k.name, like)
		}
		first := PrintOf(note("", "", words), false)
		if first.Alike(&p) != k.alike {
			t.Errorf("%s: alike is %v (%.2f)", k.name, !k.alike, first.alike(&p))
		}
	}
	if at, ok := c.Same(PrintOf(note("title: c", "#t", words), false)); !ok || at != "b.md" {
		t.Errorf("same as %q", at)
	}
	got := fmt.Sprintf("%.2f", SharedWords(note("", "", words), note("", "", change(40)), false))
	if diff := cmp.Diff("0.98", got); diff != "" {
		t.Error(diff)
	}
}

// TestNearestIsLinear: notes that all share their boilerplate must not be compared each with each.
func TestNearestIsLinear(t *testing.T) {
	c := NewCorpus()
	for i := range 5000 {
		p := PrintOf(note("", "", append(longText(200, "boilerplate"), fmt.Sprint("own", i))), false)
		c.Nearest(p)
		c.Add(fmt.Sprint(i), p)
	}
	for k, list := range c.keys {
		if len(list) > mostPerKey {
			t.Fatalf("%d notes under shingle %x", len(list), k)
		}
	}
}

func TestTokens(t *testing.T) {
	for _, s := range []string{"One two-three, FOUR 5", "服务网格 and mesh", "ÄÖ é", "", "…", "カタカナ", "a\u0301b"} {
		var n int
		eachToken([]byte(s), func(uint64) { n++ })
		if got := tokens(s); len(got) != n {
			t.Errorf("%q: %q, but %d hashes", s, got, n)
		}
	}
	if diff := cmp.Diff([]string{"服", "务", "mesh", "ä1"}, tokens("服务 Mesh Ä1")); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkPrintOf(b *testing.B) {
	data := note("title: a", "", longText(1000, "word"))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		PrintOf(data, false)
	}
}
