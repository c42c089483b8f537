package prose

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sameAsParsed fails where the fast way to running text and goldmark disagree. It reports whether the text was
// simple.
func sameAsParsed(t *testing.T, source string) bool {
	t.Helper()
	got := simple(source)
	if got != nil {
		if diff := cmp.Diff(parsed(source), got, cmp.AllowUnexported(Text{}, run{})); diff != "" {
			t.Fatalf("%q (-goldmark +simple):\n%s", source, diff)
		}
	}
	w := writer{src: source, exact: true}
	if w.simpleLine() {
		if diff := cmp.Diff(string(parsedLine(source)), string(w.out)); diff != "" {
			t.Fatalf("line %q (-goldmark +simple):\n%s", source, diff)
		}
	}
	return got != nil
}

// simpleTexts are read without goldmark, notSimple with it.
var (
	simpleTexts = []string{
		"Words, and more.\n\nA second paragraph\nof two lines.  \nA hard break.",
		"### A heading with `code`\nText at once.\n\n- one\n- **two:** is [linked](https://example.org/a_b?c=d#e), and\n  goes on\n\n- loose",
		"1. first\n2. second\n\n3) third", "#tag #other", "#tag and text", "*all of it*\n_all of it_ ***all***", "snake_case and R&amp;D &nope; 3 & 4",
		"Ü **größer** “so” ist’s\u00a0\u200bnun!", "`{{ .Values }}` and `a` end", "", "\n \n", "a \nb", "* x\n* y\nlazy",
	}
	notSimple = []string{"- a\n  - b", "> quoted", "a | b\n--|--", "    code", "```\ncode\n```", "[a]: https://example.org", "[a][b]", "![a](b)", "a\n===", "a\n---",
		"**a*b**", "a * b", "<b>x</b>", "[[wiki]]", "[^1]", "- [ ] task", "{{< x >}}", "a\\*b", "~~x~~", "• a", "a\tb\r\n", "--- \n", "1. \n", "text\n2. more", "[a](b \"title\")", "a*b*c"}
)

func TestSimple(t *testing.T) {
	for _, s := range simpleTexts {
		if !sameAsParsed(t, s) {
			t.Errorf("%q is not simple", s)
		}
	}
	for _, s := range notSimple {
		if sameAsParsed(t, s) {
			t.Errorf("%q is simple", s)
		}
	}
}

func FuzzSimple(f *testing.F) {
	for _, s := range append(simpleTexts, notSimple...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { sameAsParsed(t, s) })
}

// TestSimpleNotes reads the shipped notes, whole and by the paragraph, both ways.
func TestSimpleNotes(t *testing.T) {
	eachNote(t, os.DirFS("../../notes"))
	if dir := os.Getenv("TAKEAWAY_CORPUS"); dir != "" {
		eachNote(t, os.DirFS(filepath.Clean(dir)))
	}
}

func eachNote(t *testing.T, notes fs.FS) {
	all, simple := 0, 0
	err := fs.WalkDir(notes, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(notes, name)
		if err != nil {
			return err
		}
		parts := append(strings.Split(string(data), "\n#"), strings.Split(string(data), "\n\n")...)
		for _, part := range append(parts, string(data)) {
			all++
			if sameAsParsed(t, part) {
				simple++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d texts are simple", simple, all)
}

// TestSimpleGenerated puts texts together from what Markdown is made of.
func TestSimpleGenerated(t *testing.T) {
	tokens := []string{"a", "b c", " ", "  ", "\n", "\n\n", "  \n", "*", "**", "***", "_", "__", "`", "[", "](b)", "[a](b_c)", "*a*", "**b**", "_c_", "`d`", "- ", "* ", "+ ", "1. ", "2) ",
		"# ", "## ", "#", "é", "“", "(", ")", ".", ",", ":", "!", "&amp;", "&", "-", "=", "|", "\t", "\\", "<", "~", "\u00a0", "\u200b", "9", "•", "==", "%%", "%", "^a", " ^name", "[a:: b]", "::"}
	times := 20_000
	if n, err := strconv.Atoi(os.Getenv("TAKEAWAY_TIMES")); err == nil {
		times = n
	}
	random := rand.New(rand.NewPCG(1, uint64(times)))
	simple := 0
	for range times {
		var s strings.Builder
		for range 1 + random.IntN(14) {
			s.WriteString(tokens[random.IntN(len(tokens)-random.IntN(len(tokens)-1))])
		}
		if sameAsParsed(t, s.String()) {
			simple++
		}
	}
	if simple < times/20 {
		t.Errorf("only %d of %d texts are simple", simple, times)
	}
}

// An ampersand that begins no entity does not swallow what is before the next one.
func TestEntityAfterAmpersand(t *testing.T) {
	if got, want := Line("R&D x &lt;pod&gt; &amp;c"), "R&D x <pod> &c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
