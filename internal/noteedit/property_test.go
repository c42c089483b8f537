package noteedit

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/thorough"
)

var someTags = []string{"gitops", "service-mesh", "edge", "ebpf", "ci/cd", "c++", "1.20-beta", "k8s", "日本", "true", "no", "x_y", "&and"}

// randomChange asks for one thing, mostly one that changes something.
func randomChange(r *rand.Rand, up *kb.WriteUp, piece int) Change {
	pick := func() string { return someTags[r.IntN(len(someTags))] }
	if piece < 0 {
		if len(up.Tags) > 0 && r.IntN(3) == 0 {
			return Change{Remove: []string{up.Tags[r.IntN(len(up.Tags))].Name}}
		}
		return Change{Add: []string{pick()}}
	}
	p := &up.Pieces[piece]
	c := Change{ID: p.ID}
	own := tagNames(p.Tags, kb.TagOwn)
	switch n := r.IntN(10); {
	case n < 2 && len(own) > 0:
		c.Remove = []string{own[r.IntN(len(own))]}
	case n < 3 && len(own) > 0:
		c.Rename = [][2]string{{own[r.IntN(len(own))], pick()}}
	case n < 4 && len(p.Rejected) > 0:
		c.Unreject = []string{p.Rejected[0]}
	case n < 6:
		c.Reject = []string{pick()}
	default:
		c.Add = []string{pick()}
	}
	return c
}

// differ returns the lines that one text has more often than the other, without breaks and blank ones.
func differ(a, b string) (gone, come []string) {
	count := map[string]int{}
	a, b = strings.TrimPrefix(a, "\ufeff"), strings.TrimPrefix(b, "\ufeff")
	for _, l := range strings.FieldsFunc(b, func(r rune) bool { return r == '\n' || r == '\r' }) {
		count[l]++
	}
	for _, l := range strings.FieldsFunc(a, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if count[l]--; count[l] < 0 {
			gone = append(gone, l)
		}
	}
	for l, n := range count {
		for ; n > 0; n-- {
			come = append(come, l)
		}
	}
	slices.Sort(come)
	return gone, come
}

// intended reports whether a difference is that of n tag lines, or of as many lines of tags values.
func intended(name string, gone, come []string, n int, whole bool) bool {
	if whole && len(gone) == 0 && len(come) == 3 {
		return come[0] == "---" && come[1] == "---" && strings.HasPrefix(come[2], "tags: [") // front matter made for it
	}
	most := n
	if whole || notefile.IsYAML(name) {
		most++ // a list over lines, whose last line goes and whose last but one loses its comma
	}
	if len(gone) > most || len(come) > n {
		return false
	}
	for _, l := range slices.Concat(gone, come) {
		if !notefile.IsTagLine(strings.TrimSpace(l)) && !whole && !notefile.IsYAML(name) {
			return false
		}
	}
	return true
}

func breaks(s string) int { return strings.Count(s, "\n") }

func subset(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// tryEdit makes up to n random edits, of different pieces, and checks what only the bytes can tell; Edit
// has compared how they read. It returns how many there were.
func tryEdit(t *testing.T, r *rand.Rand, name string, data []byte, up *kb.WriteUp, n int) (out []byte, made int, done bool) {
	t.Helper()
	var changes []Change
	if r.IntN(8) == 0 {
		changes = append(changes, randomChange(r, up, -1))
	} else {
		for _, piece := range r.Perm(len(up.Pieces))[:min(n, len(up.Pieces))] {
			if p := &up.Pieces[piece]; p.Kind == kb.KindBoilerplate && p.Heading == "" {
				continue // the lines of a header bear no tags
			}
			changes = append(changes, randomChange(r, up, piece))
		}
		if len(changes) == 0 {
			return data, 0, true
		}
	}
	made = len(changes)
	before := string(data)
	out, err := Edit(name, data, changes)
	var p kb.Problem
	switch {
	case err != nil && (!errors.As(err, &p) || p.Code != CodeTagEdit):
		t.Fatalf("%s: %+v: %v", name, changes, err)
	case err != nil:
		return nil, made, false
	case string(data) != before:
		t.Fatalf("%s: %+v: the input was changed", name, changes)
	}
	old, now := differ(before, string(out))
	more := breaks(string(out)) - breaks(before)
	if more < -made || more > 3*made || !intended(name, old, now, made, changes[0].ID == "") {
		t.Fatalf("%s: %+v changed\n%q\nto\n%q", name, changes, old, now)
	}
	if r.IntN(4) == 0 {
		compare(t, name, out, up, changes)
	}
	if r.IntN(8) == 0 && !slices.ContainsFunc(changes, func(c Change) bool { return len(c.Rename) > 0 }) {
		again, err := Edit(name, out, changes)
		if err != nil || string(again) != string(out) {
			t.Fatalf("%s: %+v: the second time is not the first: %v", name, changes, err)
		}
	}
	return out, made, true
}

// compare reads the edited note and compares what must be the same, and what must not.
func compare(t *testing.T, name string, out []byte, up *kb.WriteUp, changes []Change) {
	t.Helper()
	now, err := notefile.Parse(name, out)
	if err != nil || len(now.Pieces) != len(up.Pieces) {
		t.Fatalf("%s: %+v: %d pieces became others, %v", name, changes, len(up.Pieces), err)
	}
	for i := range now.Pieces {
		a, b := &up.Pieces[i], &now.Pieces[i]
		header := changes[0].ID == "" && strings.Contains(strings.ToLower(a.Body), "tags:") // they are in a line of it
		if a.ID != b.ID || a.Heading != b.Heading || a.Kind != b.Kind || a.Body != b.Body && !header {
			t.Fatalf("%s: %+v: %q became %q", name, changes, a.Heading, b.Heading)
		}
		own := tagNames(b.Tags, kb.TagOwn)
		for _, c := range changes {
			if b.ID == c.ID && (!subset(c.Add, own) || !subset(c.Reject, b.Rejected) || slices.ContainsFunc(c.Remove, func(n string) bool { return slices.Contains(own, n) })) {
				t.Fatalf("%s: %+v: has %v, rejects %v", name, c, own, b.Rejected)
			}
		}
	}
}

// TestEditGenerated edits notes of all shapes at random, each edit on top of the last.
func TestEditGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	r, edits := rand.New(rand.NewPCG(1, 2)), thorough.Most(1_000, mostEdits)
	refused, total := 0, 0
	for total < edits {
		name, text := randomNote(r)
		data := []byte(text)
		for range 20 {
			up, err := notefile.Parse(name, data)
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, data)
			}
			out, made, done := tryEdit(t, r, name, data, up, 1+r.IntN(3))
			total += made
			if !done {
				refused += made
				continue
			}
			data = out
		}
	}
	t.Logf("%d edits, %d refused", total, refused)
	if refused*20 > total {
		t.Errorf("%d of %d edits were refused", refused, total)
	}
}

// TestEditCorpus does the same with what people published.
func TestEditCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	root := filepath.Join("..", "..", "..", "shared", "corpus", "dev")
	files, _ := filepath.Glob(filepath.Join(root, "*", "*"))
	files = slices.DeleteFunc(files, func(f string) bool { return !notefile.Readable(f) })
	if len(files) == 0 {
		t.Skip("no folder of collected write-ups beside the project")
	}
	r, n := rand.New(rand.NewPCG(3, 4)), thorough.Most(1_000, mostEdits)
	refused, total := map[string]int{}, 0
	for total < n {
		for _, f := range files {
			name := filepath.Base(f)
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			up, err := notefile.Parse(name, data)
			if err != nil || len(up.Pieces) == 0 || len(data) > 100_000 && total > n/2 {
				continue // no note, nothing in it, or one of those that take all the time
			}
			if _, made, done := tryEdit(t, r, name, data, up, 8); !done {
				total, refused[filepath.Ext(f)] = total+1, refused[filepath.Ext(f)]+1
			} else {
				total += made
			}
		}
	}
	t.Logf("%d edits, refused %v", total, refused)
	sum := 0
	for _, n := range refused {
		sum += n
	}
	if sum*20 > total {
		t.Errorf("%d of %d edits were refused", sum, total)
	}
}

func FuzzEdit(f *testing.F) {
	for i := range 40 {
		name, text := randomNote(rand.New(rand.NewPCG(5, uint64(i))))
		f.Add(name, []byte(text), uint64(i))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte, seed uint64) {
		if up, err := notefile.Parse(name, data); err != nil || len(up.Pieces) == 0 || len(data) > 1<<16 {
			return
		}
		r := rand.New(rand.NewPCG(seed, 0))
		up, _ := notefile.Parse(name, data)
		c := randomChange(r, up, r.IntN(len(up.Pieces)+1)-1)
		out, err := Edit(name, data, []Change{c})
		var p kb.Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%+v: %v", c, err)
		}
		if err == nil && len(out) > len(data)+200 {
			t.Fatalf("%+v: %d bytes became %d", c, len(data), len(out))
		}
	})
}

// randomNote is a note of some shape people use, in some line ends.
func randomNote(r *rand.Rand) (name, text string) {
	var b strings.Builder
	some := func(list ...string) string { return list[r.IntN(len(list))] }
	name = some("a.md", "a.md", "a.md", "k/talk.mdx", "a.txt", "a.yaml", "a.yml")
	if strings.HasPrefix(filepath.Ext(name), ".y") {
		yamlNote(r, &b, some)
	} else {
		b.WriteString(some("", "---\ntitle: T   # c\nconference: kubecon-na-2019\n---\n", "---\ntitle: 'T: t'\ntags: [a, \"b c\"]\nodd: {x: 1}\n---\n\n",
			"---\ntags:\n  - 'a'\n  - b # c\nz: |\n  text\n---\n", "---\ntags: a, b\n---\n", "---\ntags: a b 2024\n---\n", "---\ntags: |\n  a\n  b\nx: 1\n---\n", "---\ntitle: T\ntags: [x]\n\n", "---\ntitle: T\ntags: [2024, {name: q}]\n--\n",
			"Title: T\nTags: a, b\nDate: 2019-11-25\n\n", "title:: T\ntags:: [[a]], [[b]]\n\n", "<!-- c -->\n---\ntitle: T\n---\n", "+++\ntitle = \"T\"\ntags = [\"a\"]\n+++\n", "---\ntags:\n---\n"))
		if r.IntN(3) == 0 {
			b.WriteString("# KubeCon 2019 recap\n\n" + filler + "\n\n")
		}
		proseNote(r, &b, some)
	}
	text = b.String()
	if r.IntN(4) == 0 {
		text = strings.TrimRight(text, "\n")
	}
	if r.IntN(4) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if r.IntN(8) == 0 {
		text = "\ufeff" + text
	}
	return name, text
}

func proseNote(r *rand.Rand, b *strings.Builder, some func(...string) string) {
	n := 2 + r.IntN(4)
	shape := some("atx", "atx", "setext", "bold", "items", "talks", "none", "rules")
	if shape == "items" {
		b.WriteString("## Top\n\n")
	}
	for i := range n {
		var words strings.Builder
		for range 1 + r.IntN(3) {
			fmt.Fprintf(&words, "%s number%d topic%d%d. ", filler, i, i, r.IntN(9))
		}
		tags := some("", "", "#gitops -#edge\n", " #a,  #b\n", "-#edge \t\n", "#a #2024 #b\n", "#a and #b\n", "-#2024\n")
		body := some("", "\n") + words.String() + some("", "  ") + "\n" + some("\n", "\n\n")
		switch shape {
		case "atx":
			fmt.Fprintf(b, "%s Heading %d%s\n%s%s", some("##", "###"), i, some("", " ##", "  "), tags, body)
		case "setext":
			fmt.Fprintf(b, "Heading %d\n-----------\n%s%s", i, tags, body)
		case "bold":
			fmt.Fprintf(b, "**Heading %d**\n%s%s", i, tags, body)
		case "items":
			fmt.Fprintf(b, "%s **Lead %d.** %s%s\n", some("-", "*"), i, words.String(), words.String())
		case "talks":
			fmt.Fprintf(b, "## A talk about %d - Jane Doe, Acme\n%s\nVideo: https://www.youtube.com/watch?v=%d\n%s", i, tags, i, body)
		case "none":
			b.WriteString(strings.TrimLeft(body, "\n"))
		case "rules":
			b.WriteString(strings.TrimLeft(body, "\n") + some("---\n\n", "***\n"))
		}
	}
}

func yamlNote(r *rand.Rand, b *strings.Builder, some func(...string) string) {
	b.WriteString(some("# a comment\n", "") + some("title: T # c\n", "title: \"T\"\ntags: [x]\n", "title: T\ntags:\n- x\n- 'y'\n") + "conference: kubecon-na-2019\ntakeaways:\n")
	in := some("", "  ", "    ")
	for i := range 1 + r.IntN(4) {
		fmt.Fprintf(b, "%s- title: %s%d\n", in, some("Title ", "'Title: ", "\"Title: ")+"", i)
		s := b.String()
		if q := s[strings.LastIndex(s, "title: ")+7]; q == '"' || q == '\'' {
			b.Reset()
			b.WriteString(strings.TrimSuffix(s, "\n") + string(q) + some("", "   # why") + "\n")
		}
		b.WriteString(some("", in+"  tags: [x, -edge] # c\n", in+"  tags: ['x', \"y\"]\n", in+"  tags:\n"+in+"  - x\n"+in+"  - -edge\n", in+"  tags: x, y\n", in+"  tags: []\n", in+"  tags:\n"))
		b.WriteString(some(in+"  body: "+filler+"\n", in+"  body: |\n"+in+"    "+filler+"\n\n"+in+"    more\n", in+"  body: >-\n"+in+"    "+filler+"\n"))
		b.WriteString(some("", "\n", in+"# between\n"))
	}
}
