package library

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// note is a clean note but for what follows its front matter's last line.
func note(more string) string {
	return "---\ntitle: A title\nauthors: [Ann Author]\ndate: 2019-11-25\nlanguage: en\n" + more
}

func TestCheck(t *testing.T) {
	warn := func(line, col int, code, message, hint string) kb.Problem {
		return kb.Problem{Path: "x.md", Line: line, Col: col, Severity: kb.SeverityWarning, Code: code, Message: message, Hint: hint}
	}
	const known = "conference: kubecon-na-2019\n"
	long := strings.Repeat("words ", Oversized/6+1)
	for _, c := range []struct {
		name, text string
		want       []kb.Problem
	}{
		{"clean", note(known + "tags: [gitops, a-word-of-my-own]\n---\n## One\n#ebpf\n\nText.\n\n## Two\n\nText.\n"), nil},
		{"no conference", note("---\n## One\n\nText.\n"), []kb.Problem{
			warn(1, 1, "no-conference", "no conference: neither the front matter nor the text names one", "add conference: to the front matter, or move the note to notes/<conference>/")}},
		{"unknown conference", note("conference: kubecom-na-2019\n---\n## One\n\nText.\n"), []kb.Problem{
			warn(6, 13, "unknown-conference", `conference "kubecom-na-2019" is not in the registry`, "the nearest known one is kubecon-na-2019")}},
		{"no title", "---\nauthors: [Ann Author]\n" + known + "---\nText that goes on for a while, and then for a while more.\n\nText.\n", []kb.Problem{
			warn(1, 1, "no-title", "no title", "add title: to the front matter")}},
		{"alias as inherited tag", note(known + "tags: [argocd]\n---\n## One\n\nText.\n"), []kb.Problem{
			warn(7, 8, "tag-alias", `the tag "argocd" is another name of "argo-cd"`, "write #argo-cd")}},
		{"alias as own tag", note(known + "---\n## One\n#o11y\n\nText.\n"), []kb.Problem{
			warn(9, 2, "tag-alias", `the tag "o11y" is another name of "observability"`, "write #observability")}},
		{"one letter off", note(known + "---\n## One\n#obsrvability #gitpos\n\nText.\n"), []kb.Problem{
			warn(9, 2, "unknown-tag", `the tag "obsrvability" is not in the vocabulary`, "did you mean #observability?"),
			warn(9, 16, "unknown-tag", `the tag "gitpos" is not in the vocabulary`, "did you mean #gitops?")}},
		{"duplicate heading", note(known + "---\n## One thing\n\nText.\n\n## Other\n\nText.\n\n## One *thing*\n\nText.\n"), []kb.Problem{
			warn(16, 1, "duplicate-heading", `the heading "One thing" is also in line 8`, "make the headings differ, so that IDs do not depend on their order")}},
		{"oversized", note(known + "---\n## One\n\n" + long + "\n"), []kb.Problem{
			warn(8, 1, "oversized", fmt.Sprintf("a takeaway of %d bytes is too long to quote", len(long)), "split it with headings")}},
		{"links", note(known + "---\n## One\n\n[gone](eu/y.md) [here](#one-way) [self](x.md#two) [out](../../z.md)\n\n## Two\n\n<a id=\"q\">[q](#q) [web](https://example.org/a.md)\n"), []kb.Problem{
			warn(10, 8, "dead-link", `there is no note "eu/y.md"`, "correct the path, which counts from the folder of this note"),
			warn(10, 24, "dead-link", `no heading of x.md is called "one-way"`, ""),
			warn(10, 57, "dead-link", `the link "../../z.md" leaves the library`, "link to the page in the web, or bring it in with takeaway ingest"),
		}},
		{"binary", "\x00", []kb.Problem{
			{Path: "x.md", Severity: kb.SeverityError, Code: "not-text", Message: "has NUL bytes, so it is not text", Hint: "save it as UTF-8"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lib := &Library{notes: fstest.MapFS{"x.md": {Data: []byte(c.text), ModTime: monday}}}
			got, n, err := lib.Check(context.Background(), monday, nil)
			if err != nil || n != 1 {
				t.Fatal(n, err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOneOff(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"", "", true}, {"", "a", true}, {"a", "", true}, {"a", "b", true}, {"ab", "ba", true}, {"", "ab", false}, {"ab", "cd", false},
		{"gitops", "gitops", true}, {"gitpos", "gitops", true}, {"gitop", "gitops", true}, {"gitopss", "gitops", true}, {"xgitops", "gitops", true},
		{"gitxps", "gitops", true}, {"gtiosp", "gitops", false}, {"gips", "gitops", false}, {"abcx", "xabc", false},
	} {
		if got := query.Slips([]rune(c.a), []rune(c.b), 1) <= 1; got != c.want {
			t.Errorf("%q and %q are one slip apart: %v", c.a, c.b, got)
		}
	}
}

func TestBodies(t *testing.T) {
	lib := &Library{notes: fstest.MapFS{
		"a.md":      {Data: []byte("---\ntitle: T\nconference: kubecon-na-2019\n---\n## The first thing\n#gitops\n\nFirst *body* of the note.\n\n## The second thing\n\nSecond body.\n")},
		"binary.md": {Data: []byte("\x00")},
		"dir.md/x":  {},
	}}
	w, err := lib.Read("a.md")
	if err != nil {
		t.Fatal(err)
	}
	var pieces []*kb.Takeaway
	var want []string
	for i := range w.Pieces {
		pieces = append(pieces, &kb.Takeaway{Path: "a.md", ID: w.Pieces[i].ID})
		want = append(want, w.Pieces[i].Body)
	}
	if len(want) < 2 || want[len(want)-2] != "First *body* of the note." || want[len(want)-1] != "Second body." {
		t.Fatalf("bodies %q", want)
	}
	pieces = append(pieces, &kb.Takeaway{Path: "gone.md", ID: "0"}, &kb.Takeaway{Path: "a.md", ID: "0123456789ab"},
		&kb.Takeaway{Path: "binary.md", ID: "0"}, &kb.Takeaway{Path: "dir.md", ID: "0"}, &kb.Takeaway{Path: "../up.md", ID: "0"})
	want = append(want, "", "", "", "", "")
	problems := lib.Bodies(pieces)
	var got []string
	for _, p := range pieces {
		got = append(got, p.Body)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]kb.Problem{
		{Path: "a.md", Severity: kb.SeverityWarning, Code: "changed", Message: "was changed just now; some of its text is missing here", Hint: "run the command again"},
		problem("gone.md", "unreadable", "file does not exist"),
		{Path: "binary.md", Severity: kb.SeverityError, Code: "not-text", Message: "has NUL bytes, so it is not text", Hint: "save it as UTF-8"},
		problem("dir.md", "unreadable", "is not a regular file"),
		problem("../up.md", "unreadable", "file does not exist"),
	}, problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}
