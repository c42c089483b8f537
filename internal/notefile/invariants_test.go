package notefile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// checkInvariants reports every rule on pieces that a write-up breaks.
func checkInvariants(t *testing.T, name string, data []byte) {
	t.Helper()
	up, err := Parse(name, data)
	if err != nil {
		var p kb.Problem
		if up != nil || !errors.As(err, &p) || p.Code == "" {
			t.Fatalf("Parse(%q) = %v, %v; want a kb.Problem alone", name, up, err)
		}
		return
	}
	lines := splitLines(string(data))
	covered := make([]int, len(lines)+1)
	ids := map[kb.ID]bool{}
	last := 0
	for _, p := range up.Pieces {
		if p.Line <= last || p.EndLine < p.Line || p.EndLine > len(lines) {
			t.Fatalf("%s: piece %d-%d after line %d of %d", name, p.Line, p.EndLine, last, len(lines))
		}
		last = p.EndLine
		for i := p.Line; i <= p.EndLine; i++ {
			covered[i]++
		}
		if ids[p.ID] {
			t.Errorf("%s: ID %s twice", name, p.ID)
		}
		ids[p.ID] = true
		for _, s := range []kb.Span{p.Place.Piece, p.Place.Heading, p.Place.Tags, p.Place.Body} {
			if s == (kb.Span{}) {
				continue
			}
			if s.Start < p.Place.Piece.Start || s.End > p.Place.Piece.End || s.End > len(data) || s.Start > s.End {
				t.Errorf("%s:%d: span %v outside of %v", name, p.Line, s, p.Place.Piece)
			}
		}
		if !utf8.ValidString(p.Heading) || !utf8.ValidString(p.Body) || strings.ContainsAny(p.Heading, "\n\r") {
			t.Errorf("%s:%d: heading or body is not clean text: %q", name, p.Line, p.Heading)
		}
	}
	if formatOf(name) == formatYAML {
		return
	}
	for i, l := range lines {
		in := up.FrontMatter != (kb.Span{}) && l.end <= up.FrontMatter.End+4
		if strings.TrimSpace(string(data[l.start:l.end])) != "" && covered[i+1] != 1 && !in {
			t.Errorf("%s:%d: in %d pieces: %q", name, i+1, covered[i+1], data[l.start:l.end])
		}
	}
}

func TestCorpus(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no folder of collected write-ups beside the project")
	}
	read := 0
	for _, glob := range []string{"corpus/dev/*/*", "eval/dev/writeups/*/*", "seeds/*"} {
		files, err := filepath.Glob(filepath.Join(root, glob))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if !Readable(f) {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			checkInvariants(t, filepath.Base(f), data)
			checkInvariants(t, filepath.Base(f), []byte(strings.ReplaceAll(string(data), "\n", "\r\n")))
			read++
		}
	}
	if read == 0 {
		t.Fatal("no write-up found in " + root)
	}
}

func TestHostileInput(t *testing.T) {
	deep := strings.Repeat("> ", 5000) + "x\n" + strings.Repeat("  ", 5000) + "- y\n"
	inputs := map[string]string{
		"long line":        strings.Repeat("word [x](", 90000),
		"brackets":         strings.Repeat("](", 4000000),
		"stars":            strings.Repeat("*_", 400000),
		"nested":           strings.Repeat(deep, 50),
		"nested lists":     nestedList(3000),
		"fences":           strings.Repeat("```a\n", 40000) + "````",
		"open fences":      strings.Repeat("~~~x\n\n# a\n", 50000),
		"comments":         strings.Repeat("<!-- x\n\n", 50000),
		"headings":         strings.Repeat("###### h\n# h\n", 50000),
		"bold lines":       strings.Repeat("**b**\n\nfifteen words\n\n", 100000),
		"tags":             strings.Repeat("#a -#b\n", 50000),
		"items":            strings.Repeat("- **a** b. c.\n", 30000),
		"bare lines":       strings.Repeat("a b\n\n", 50000),
		"fence of dashes":  strings.Repeat("---\n", 100000),
		"alias bomb":       "---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntags: *c\n---\nx\n",
		"deep flow":        "---\na: " + strings.Repeat("[", 60000) + "\n---\nx\n",
		"deep dashes":      "---\na:\n " + strings.Repeat("- ", 20000) + "x\n---\nx\n",
		"toml nesting":     "+++\na = " + strings.Repeat("[", 60000) + "\n+++\nx\n",
		"unclosed front":   "---\n" + strings.Repeat("a: b\n", 50000),
		"html":             strings.Repeat("<div\n", 50000),
		"setext":           strings.Repeat("a\n===\n", 50000),
		"tables":           strings.Repeat("|a|b|\n", 50000),
		"numbers":          strings.Repeat("1. a\n\n", 50000),
		"urls":             strings.Repeat("http", 50000),
		"braces":           strings.Repeat("{{", 400000),
		"indented outline": strings.Repeat("a\n\n    b c d\n\n", 30000),
	}
	for name, text := range inputs {
		t.Run(name, func(t *testing.T) {
			for _, ext := range []string{".md", ".txt", ".yaml"} {
				if ext == ".yaml" && len(text) > 1<<20 {
					continue
				}
				_, err := Parse("a"+ext, []byte(text))
				var p kb.Problem
				if errors.As(err, &p) && p.Code == "too-many" && strings.Count(text, "\n") >= MaxPieces {
					continue
				}
				if err != nil && ext != ".yaml" && len(text) <= MaxSize {
					t.Errorf("%s: %v", ext, err)
				}
			}
		})
	}
}

func nestedList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "- x\n")
	}
	return b.String()
}

func seedFuzz(f *testing.F) {
	for _, s := range []string{
		"", "---\ntitle: A\ndate: 2019-11-26\ntags: [a, b]\n---\n# A\n\n## B\n#x -#y\n\ntext\n", "+++\ntitle = \"A\"\n+++\nx", "---\nnot a mapping\n---\n",
		"\ufeff# T\r\n\r\nA\r\n---\r\n", "```\n# x\n", "**A**\n\nb\n\n**C**\n\nd\n", "- **A.** one. two.\n- b\n  #t\n", "=== A\n**Speaker: B C**\n* d\n", "a\xff\xfeb\n\n#A b\n",
		"Title\n\nA long line of text that goes on and on and on until it has many more words than any heading would ever have in it.\n\nHead\n\nMore text here.\n",
		"takeaways:\n- title: A\n  tags: [x, -y]\n  body: |\n    text\n", "- title: A\n  speakers: B\n-\n  title: C\n  abstract: d\n", "a: &a [*a]\n", "\r\ra\r", "{{< x >}}\n<!-- \n",
	} {
		f.Add([]byte(s))
	}
}

func FuzzParseMarkdown(f *testing.F) {
	seedFuzz(f)
	f.Fuzz(func(t *testing.T, data []byte) { checkInvariants(t, "k/2019-01-02-a.md", data) })
}

func FuzzParseText(f *testing.F) {
	seedFuzz(f)
	f.Fuzz(func(t *testing.T, data []byte) { checkInvariants(t, "k/a.txt", data) })
}

func FuzzParseYAML(f *testing.F) {
	seedFuzz(f)
	f.Fuzz(func(t *testing.T, data []byte) { checkInvariants(t, "k/a.yaml", data) })
}

// FuzzFrontMatter reads front matter of any content, in YAML and TOML, above a note that stays the same.
func FuzzFrontMatter(f *testing.F) {
	for _, front := range []string{
		"title: A\ndate: 2019-11-26\ntags: [a, b]", "title: 'A: b'\nauthors:\n- name: Ann\n  url: https://example.org\n- '@bo'",
		"talk: {title: A, speakers: [B, C]}\nperspective: vendor", "a: &a [*a]\nb: *a", "title: \"A\nauthors: [", "conference: [kubecon-na-2019, kubecon-eu-2019]",
		"title = \"A\"\n[author]\nname = \"B\"", "- a\n- b", "%YAML 1.2\n---\na", "title: |\n  A\n  b\ntags: a, b, c\ninfer: false", "\ttitle: A", "date: 31 November 2019",
	} {
		f.Add("---", []byte(front))
		f.Add("+++", []byte(front))
	}
	f.Fuzz(func(t *testing.T, fence string, front []byte) {
		if fence != "+++" {
			fence = "---"
		}
		note := fence + "\n" + string(front) + "\n" + fence + "\n## Heading\n#tag\n\nWords about something.\n"
		checkInvariants(t, "k/a.md", []byte(note))
	})
}
