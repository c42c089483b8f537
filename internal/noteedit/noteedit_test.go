package noteedit

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// words of a paragraph long enough to stand for itself.
const filler = "The people of the bank told how they moved their clusters to another region without any loss, and what they would do differently the next time around."

func TestEdit(t *testing.T) {
	add := func(names ...string) Change { return Change{Add: names} }
	del := func(names ...string) Change { return Change{Remove: names} }
	rej := func(names ...string) Change { return Change{Reject: names} }
	ren := func(a, b string) Change { return Change{Rename: [][2]string{{a, b}}} }
	const front = "---\ntitle: \"T\" # c\nconference: x\n---\n"
	for _, tc := range []struct {
		name, file string
		in         string
		piece      int // -1: the whole
		change     Change
		out        string
	}{
		{"under a heading", "a.md", front + "## A\n\ntext  \n", 0, add("gitops"), front + "## A\n#gitops\n\ntext  \n"},
		{"two, and a rejection", "a.md", front + "## A\ntext", 0, Change{Add: []string{"a", "b"}, Reject: []string{"edge"}}, front + "## A\n#a #b -#edge\ntext"},
		{"no final newline", "a.md", front + "## A", 0, add("a"), front + "## A\n#a"},
		{"CRLF and BOM", "a.md", "\ufeff---\r\ntitle: T\r\n---\r\n## A\r\n\r\ntext\r\n", 0, add("a"), "\ufeff---\r\ntitle: T\r\n---\r\n## A\r\n#a\r\n\r\ntext\r\n"},
		{"to a line", "a.md", front + "## A\n  #x,  #y \t\n\ntext\n", 0, add("a"), front + "## A\n  #x,  #y, #a \t\n\ntext\n"},
		{"is there", "a.md", front + "## A\n#GitOps\n\ntext\n", 0, add("gitops"), front + "## A\n#GitOps\n\ntext\n"},
		{"first of three", "a.md", front + "## A\n#x #y  #z\n\ntext\n", 0, del("x"), front + "## A\n#y  #z\n\ntext\n"},
		{"last of a comma list", "a.md", front + "## A\n#x, #y\n\ntext\n", 0, del("y"), front + "## A\n#x\n\ntext\n"},
		{"the only one", "a.md", front + "## A\n#x\n\ntext\n", 0, del("x"), front + "## A\n\ntext\n"},
		{"reject one that is set", "a.md", front + "## A\n#x #y\n", 0, rej("x"), front + "## A\n#y -#x\n"},
		{"add one that is rejected", "a.md", front + "## A\n#x -#y\n", 0, add("y"), front + "## A\n#x #y\n"},
		{"unreject", "a.md", front + "## A\n-#y\ntext\n", 0, Change{Unreject: []string{"y"}}, front + "## A\ntext\n"},
		{"rename in its place", "a.md", front + "## A\n#x, #y -#x\n", 0, ren("x", "z"), front + "## A\n#z, #y\n"},
		{"rename what is rejected", "a.md", front + "## A\n#y -#x\n", 0, ren("x", "z"), front + "## A\n#y -#z\n"},
		{"rename to what is rejected", "a.md", front + "## A\n#x -#z\n", 0, ren("x", "z"), front + "## A\n#z\n"},
		{"rename to one there", "a.md", front + "## A\n#x #y\n", 0, ren("x", "y"), front + "## A\n#y\n"},
		{"setext", "a.md", front + "A heading\n---------\ntext\n\nAnother\n-------\ntext\n", 1, add("a"), front + "A heading\n---------\ntext\n\nAnother\n-------\n#a\ntext\n"},
		{"bold headings", "a.md", front + "**One**\n\n" + filler + "\n\n**Two**\n\n" + filler + "\n", 1, add("a"), front + "**One**\n\n" + filler + "\n\n**Two**\n#a\n\n" + filler + "\n"},
		{"list items", "a.md", front + "## Top\n" + items(5, ""), 2, add("a"), front + "## Top\n" + items(5, "   #a\n")},
		{"paragraphs", "a.md", "A first one of a note that has no heading at all but some words.\n", 0, add("a"), "#a\nA first one of a note that has no heading at all but some words.\n"},
		{"whole, flow", "a.md", "---\ntags: [ 'x', \"y z\" ] # c\n---\n## A\n", -1, add("a", "1.5e-b"), "---\ntags: [ 'x', \"y z\", \"a\", \"1.5e-b\" ] # c\n---\n## A\n"},
		{"whole, empty flow", "a.md", "---\ntags: []\n---\n## A\n", -1, add("a", "true"), "---\ntags: [a, \"true\"]\n---\n## A\n"},
		{"whole, block", "a.md", "---\ntags:\n  - x # c\n  -  'y'\nzz: 1\n---\n## A\n", -1, Change{Add: []string{"a"}, Remove: []string{"x"}}, "---\ntags:\n  -  'y'\n  -  'a'\nzz: 1\n---\n## A\n"},
		{"whole, words", "a.md", "---\ntags: x, y # c\n---\n## A\n", -1, Change{Add: []string{"a"}, Remove: []string{"x"}}, "---\ntags: y, a # c\n---\n## A\n"},
		{"whole, nothing yet", "a.md", "---\ntags:   # c\nx: 1\n---\n## A\n", -1, add("a"), "---\ntags: [a]   # c\nx: 1\n---\n## A\n"},
		{"whole, no key", "a.md", "---\r\nx: 1\r\n---\r\n## A\r\n", -1, add("a"), "---\r\nx: 1\r\ntags: [a]\r\n---\r\n## A\r\n"},
		{"whole, no front matter", "a.md", "# A\n\ntext\n", -1, add("a"), "---\ntags: [a]\n---\n# A\n\ntext\n"},
		{"whole, last of flow", "a.md", "---\ntags: [a, b,\n  c]\n---\n## A\n", -1, del("c"), "---\ntags: [a, b]\n---\n## A\n"},
		{"whole, TOML", "a.md", "+++\ntags = ['a', 'b'] # c\n[x]\ny = 1\n+++\n## A\n", -1, Change{Add: []string{"c"}, Remove: []string{"a"}}, "+++\ntags = ['b', 'c'] # c\n[x]\ny = 1\n+++\n## A\n"},
		{"whole, TOML without", "a.md", "+++\nt = 1\n[x]\ny = 1\n+++\n## A\n", -1, add("c"), "+++\nt = 1\ntags = [\"c\"]\n[x]\ny = 1\n+++\n## A\n"},
		{"beside what is no tag", "a.md", front + "## A\n#x #2024, #y\n\ntext\n", 0, Change{Add: []string{"a"}, Remove: []string{"x"}}, front + "## A\n#2024, #y, #a\n\ntext\n"},
		{"joined by and", "a.md", front + "## A\n#x and #y\n\ntext\n", 0, ren("y", "z"), front + "## A\n#x and #z\n\ntext\n"},
		{"and with one of the two gone", "a.md", front + "## A\n#x and #y\n\ntext\n", 0, del("x"), front + "## A\n#y\n\ntext\n"},
		{"and with the other gone", "a.md", front + "## A\n#x and #y\n\ntext\n", 0, del("y"), front + "## A\n#x\n\ntext\n"},
		{"and with the middle one gone", "a.md", front + "## A\n#x and #y #z\n\ntext\n", 0, del("y"), front + "## A\n#x #z\n\ntext\n"},
		{"and with both gone", "a.md", front + "## A\n#x and #y\n\ntext\n", 0, del("x", "y"), front + "## A\n\ntext\n"},
		{"whole, a name that means something in YAML", "a.md", "# A\n\ntext\n", -1, add("&and"), "---\ntags: [\"&and\"]\n---\n# A\n\ntext\n"},
		{"whole, behind the last tag", "a.md", "---\ntags: [x, {name: a}]\n---\n## A\n", -1, add("d"), "---\ntags: [x, d, {name: a}]\n---\n## A\n"},
		{"reject a number", "a.md", "---\nconference: x\ntags: [2024]\n---\n## A\n\ntext\n", 0, rej("2024"), "---\nconference: x\ntags: [2024]\n---\n## A\n-#2024\n\ntext\n"},
		{"whole, rename a number", "a.md", "---\ntags: [2024, \"c#\"]\n---\n## A\n", -1, Change{Rename: [][2]string{{"2024", "y2024"}, {"c#", "csharp"}}}, "---\ntags: [\"y2024\", \"csharp\"]\n---\n## A\n"},
		{"whole, words between blanks", "a.md", "---\ntags: gitops wasm ebpf # c\n---\n## A\n", -1, Change{Add: []string{"a"}, Remove: []string{"wasm"}}, "---\ntags: gitops ebpf a # c\n---\n## A\n"},
		{"whole, a name of two words", "a.md", "---\ntags: service mesh\n---\n## A\n", -1, add("a"), "---\ntags: service mesh, a\n---\n## A\n"},
		{"whole, words that would join", "a.md", "---\ntags: edge wasm service\n---\n## A\n", -1, add("mesh"), "---\ntags: edge, wasm, service, mesh\n---\n## A\n"},
		{"whole, one a line", "a.md", "---\ntags: |\n  a1\n  b1\n  c1\nx: 1\n---\n## A\n", -1, Change{Add: []string{"d1"}, Remove: []string{"a1"}}, "---\ntags: |\n  b1\n  c1\n  d1\nx: 1\n---\n## A\n"},
		{"whole, escapes", "a.md", "---\ntags: \"a\\x2c b\" # c\n---\n## A\n", -1, del("b"), "---\ntags: [a] # c\n---\n## A\n"},
		{"whole, beside a mapping", "a.md", "---\ntags: [{name: a}, b, c]\n---\n## A\n", -1, Change{Add: []string{"d"}, Remove: []string{"b"}}, "---\ntags: [{name: a}, c, d]\n---\n## A\n"},
		{"whole, Pelican", "a.md", "Title: T\nTags: gitops, edge\nDate: 2019-11-25\n\n## A\n\ntext\n", -1, Change{Add: []string{"a"}, Remove: []string{"gitops"}}, "Title: T\nTags: edge, a\nDate: 2019-11-25\n\n## A\n\ntext\n"},
		{"whole, Logseq", "a.md", "title:: T\ntags:: [[gitops]], [[service mesh]]\n\n## A\n\ntext\n", -1, Change{Add: []string{"a"}, Rename: [][2]string{{"gitops", "edge"}}}, "title:: T\ntags:: [[edge]], [[service mesh]], [[a]]\n\n## A\n\ntext\n"},
		{"whole, Org", "a.md", "#+TITLE: T\n#+FILETAGS: :gitops:edge:\n\n* A\ntext\n", -1, Change{Add: []string{"a"}, Remove: []string{"gitops"}}, "#+TITLE: T\n#+FILETAGS: :edge:a:\n\n* A\ntext\n"},
		{"whole, an open fence", "a.md", "---\ntitle: T\ntags: [x]\n\n## A\n\ntext\n", -1, add("a"), "---\ntitle: T\ntags: [x, a]\n\n## A\n\ntext\n"},
		{"whole, below a comment", "a.md", "<!-- c -->\n---\ntitle: T\n---\n## A\n\ntext\n", -1, add("a"), "<!-- c -->\n---\ntitle: T\ntags: [a]\n---\n## A\n\ntext\n"},
		{"whole, decomposed letters", "a.md", "---\ntags: [ku\u0308hlung, x]\n---\n## A\n#caf\u0065\u0301 #y\n\ntext\n", -1, ren("kühlung", "cooling"), "---\ntags: [cooling, x]\n---\n## A\n#caf\u0065\u0301 #y\n\ntext\n"},
		{"decomposed letters", "a.md", "---\ntags: [x]\n---\n## A\n#caf\u0065\u0301 #y\n\ntext\n", 0, del("café"), "---\ntags: [x]\n---\n## A\n#y\n\ntext\n"},
		{"whole, words with decomposed letters", "a.md", "Title: T\nTags: caf\u0065\u0301, y\n\n## A\n\ntext\n", -1, ren("café", "z"), "Title: T\nTags: z, y\n\n## A\n\ntext\n"},
		{"YAML, words", "a.yaml", "takeaways:\n- title: A\n  tags: gitops edge -wasm\n  body: b\n", 0, Change{Add: []string{"wasm"}, Remove: []string{"edge"}}, "takeaways:\n- title: A\n  tags: gitops wasm\n  body: b\n"},
		{"YAML, flow", "a.yaml", "takeaways:\n- title: A\n  tags: [x]\n  body: b\n- title: B\n  body: c\n", 0, Change{Add: []string{"a"}, Reject: []string{"edge"}}, "takeaways:\n- title: A\n  tags: [x, a, -edge]\n  body: b\n- title: B\n  body: c\n"},
		{"YAML, no key", "a.yaml", "takeaways:\n- title: A\n  body: b\n- title: 'B: b' # c\n  body: |\n    c\n", 1, rej("edge"), "takeaways:\n- title: A\n  body: b\n- title: 'B: b' # c\n  tags: [-edge]\n  body: |\n    c\n"},
		{"YAML, in braces", "a.yaml", "takeaways:\n- {title: A, body: b}\n", 0, add("a"), "takeaways:\n- {tags: [a], title: A, body: b}\n"},
		{"YAML, unreject", "a.yaml", "takeaways:\n- title: A\n  tags:\n  - -#edge\n  - x\n  body: b\n", 0, add("edge"), "takeaways:\n- title: A\n  tags:\n  - x\n  - edge\n  body: b\n"},
		{"YAML, a title over two lines", "a.yaml", "takeaways:\n  - title: Title 0\n      The people of the bank\n    body: b\n", 0, add("a"), "takeaways:\n  - title: Title 0\n      The people of the bank\n    tags: [a]\n    body: b\n"},
		{"YAML, nothing but a title over two lines", "a.yaml", "takeaways:\n- body: b\n  title: B\n- video: x\n  title: Title 0\n    The people of the bank\n", 1, add("a"), "takeaways:\n- body: b\n  title: B\n- tags: [a]\n  video: x\n  title: Title 0\n    The people of the bank\n"},
		{"YAML, whole", "a.yaml", "title: T\ntakeaways:\n- title: A\n  body: b\n", -1, add("a"), "title: T\ntags: [a]\ntakeaways:\n- title: A\n  body: b\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			up, err := notefile.Parse(tc.file, []byte(tc.in))
			if err != nil {
				t.Fatal(err)
			}
			if tc.piece >= 0 {
				tc.change.ID = up.Pieces[tc.piece].ID
			}
			out, err := Edit(tc.file, []byte(tc.in), []Change{tc.change})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.out, string(out)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// items is a list of bold leads; tags stand in the second of them.
func items(n int, tags string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d. **Lead %d.** %s\n", i+1, i, filler+" "+filler)
		if i == 1 {
			b.WriteString(tags)
		}
	}
	return b.String()
}

func TestEditRefuses(t *testing.T) {
	for _, tc := range []struct {
		name, file, in string
		piece          int
		change         Change
		code           string
	}{
		{"no such piece", "a.md", "## A\n", -2, Change{ID: "000000000000", Add: []string{"a"}}, CodeNoPiece},
		{"a blank", "a.md", "## A\n", 0, Change{Add: []string{"a b"}}, CodeBadTag},
		{"a hash", "a.md", "## A\n", 0, Change{Add: []string{"#a"}}, CodeBadTag},
		{"a number", "a.md", "## A\n", 0, Change{Add: []string{"2019"}}, CodeBadTag},
		{"upper case", "a.md", "## A\n", 0, Change{Add: []string{"A"}}, CodeBadTag},
		{"both", "a.md", "## A\n", 0, Change{Add: []string{"a"}, Remove: []string{"a"}}, CodeBadTag},
		{"rejection of a whole", "a.md", "## A\n", -1, Change{Reject: []string{"a"}}, CodeTagEdit},
		{"anchored list", "a.md", "---\ntags: &t [a]\nx: *t\n---\n## A\n", -1, Change{Add: []string{"b"}}, CodeTagEdit},
		{"broken front matter", "a.md", "---\ntitle: \"x\ntags: [a]\n---\n## A\n", -1, Change{Add: []string{"b"}}, CodeTagEdit},
		{"bare list", "a.yaml", "- title: A\n  body: b\n", -1, Change{Add: []string{"b"}}, CodeTagEdit},
	} {
		t.Run(tc.name, func(t *testing.T) {
			up, err := notefile.Parse(tc.file, []byte(tc.in))
			if err != nil {
				t.Fatal(err)
			}
			if tc.piece >= 0 {
				tc.change.ID = up.Pieces[tc.piece].ID
			}
			out, err := Edit(tc.file, []byte(tc.in), []Change{tc.change})
			var p kb.Problem
			if !errors.As(err, &p) || p.Code != tc.code || out != nil {
				t.Errorf("%q, %v; want code %s", out, err, tc.code)
			}
		})
	}
}

// large is a note of n takeaways.
func large(n int, yaml bool) (name string, data []byte) {
	var b strings.Builder
	if yaml {
		b.WriteString("title: T\nconference: kubecon-na-2019\ntakeaways:\n")
		for i := range n {
			fmt.Fprintf(&b, "- title: Title %d\n  body: %s\n", i, filler)
		}
		return "a.yaml", []byte(b.String())
	}
	b.WriteString("---\ntitle: KubeCon T\nconference: kubecon-na-2019\n---\n")
	for i := range n {
		fmt.Fprintf(&b, "## Title %d\n\n%s\n\n", i, filler)
	}
	return "a.md", []byte(b.String())
}

func BenchmarkApply(b *testing.B) {
	for _, n := range []int{1000, 2000, 4000} {
		for _, yaml := range []bool{true, false} {
			name, data := large(n, yaml)
			w, err := notefile.Parse(name, data)
			if err != nil || len(w.Pieces) != n {
				b.Fatal(err)
			}
			var changes []Change
			for i := range w.Pieces {
				changes = append(changes, Change{ID: w.Pieces[i].ID, Add: []string{"x"}})
			}
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					if out, err := Apply(name, data, changes); err != nil || len(out.Skipped) > 0 {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// One change that the note cannot take is left out, and the others are made.
func TestApplySkips(t *testing.T) {
	in := "takeaways:\n- title: A\n  tags: &t [x]\n  body: b\n- title: B\n  body: b\n- title: C\n  tags: *t\n  body: b\n- title: D\n  body: b\n"
	w, err := notefile.Parse("a.yaml", []byte(in))
	if err != nil {
		t.Fatal(err)
	}
	var changes []Change
	for i := range w.Pieces {
		changes = append(changes, Change{ID: w.Pieces[i].ID, Add: []string{"y"}})
	}
	got, err := Apply("a.yaml", []byte(in), changes)
	if err != nil {
		t.Fatal(err)
	}
	want := "takeaways:\n- title: A\n  tags: &t [x]\n  body: b\n- title: B\n  tags: [y]\n  body: b\n- title: C\n  tags: *t\n  body: b\n- title: D\n  tags: [y]\n  body: b\n"
	if diff := cmp.Diff(want, string(got.Data)); diff != "" {
		t.Error(diff)
	}
	if len(got.Skipped) != 2 || got.Skipped[0].Line != 2 || got.Skipped[1].Line != 7 {
		t.Errorf("skipped %v", got.Skipped)
	}
}

// A heading with nothing of its own above a list whose items are takeaways has tags of its own, and keeps them apart
// from those of the first item.
func TestTagsOfAHeadingAboveItems(t *testing.T) {
	var list strings.Builder
	for _, title := range []string{"How We Tamed Forty Clusters", "A Pipeline for the Night Shift", "Meshes That Nobody Sees", "The Price of a Probe", "Policies at Dawn"} {
		fmt.Fprintf(&list, "* **%s** - Ann Author from Hooli shows how a small team got there and what it would do in another way today. It took them a year, and nobody wants to go back.\n", title)
	}
	note := "# KubeCon NA 2019 recap\n\nThe group met in San Diego.\n\n## Day 1 - November 19\n\n" + list.String()
	w, err := notefile.Parse("a.md", []byte(note))
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for i := range w.Pieces {
		if w.Pieces[i].Heading == "Day 1 - November 19" && w.Pieces[i].Kind == kb.KindContainer {
			at = i
		}
	}
	if at < 0 {
		t.Fatal("the heading is no piece of its own")
	}
	out, err := Edit("a.md", []byte(note), []Change{{ID: w.Pieces[at].ID, Add: []string{"first"}}, {ID: w.Pieces[at+1].ID, Add: []string{"second"}}})
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(list.String(), "\n")
	want := strings.Replace(note, "\n\n"+list.String(), "\n#first\n\n"+first+"\n  #second\n"+rest, 1)
	if diff := cmp.Diff(want, string(out)); diff != "" {
		t.Error(diff)
	}
}
