package render

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
)

func TestParseFormat(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "json": "json", " JSON ": "json", "template={{.id}}": "template={{.id}}", "markdown": "markdown",
		"jso": "did you mean json?", "ymal": "did you mean yaml?", "md": "did you mean markdown?", "temp": "did you mean template=…?",
		"grid": "The formats are table, plain, json, jsonl, yaml, csv, markdown, id, vimgrep, template=…", "template=": "needs a text",
		"x\x1b[31m": `unknown output format "x"`,
	} {
		got, err := ParseFormat(in)
		if err == nil && string(got) != want || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("ParseFormat(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestTemplate(t *testing.T) {
	for text, want := range map[string]string{
		`{{.id}}\t{{.heading}}`: "a1b2c3d4e5f6\tGitOps is seeing real-world success\n",
		`{{.id}}\n`:             "a1b2c3d4e5f6\n",
		`\\n{{"a\tb"}}\q`:       "\\na\tb\\q\n",
		`{{"}}\n"}}\t.`:         "}}\n\t.\n",
		`{{join .tags ", "}} {{join .authors "; "}}`:       "ci-cd, gitops, kubernetes Josh Rosso; Ann O'Neill\n",
		`{{join .projects " "}} {{upper .kind}}`:           "argo-cd TAKEAWAY\n",
		`{{.talk.title}} {{.line}} {{gt .end_line 20}}`:    "GitOps at scale 12 true\n",
		`{{date "2 Jan 2006" .date}} {{date "2006" "19"}}`: "25 Nov 2019 19\n",
		`{{json .title}} {{.conference}}`:                  "\"What I saw <in San Diego> & liked\" kubecon-na-2019\n",
		`{{range .tags}}{{.name}}={{.source}} {{end}}`:     "ci-cd=inferred gitops=own kubernetes=inherited \n",
		`{{.headng}}`:    `error: output template: 1:2: executing "template" at <.headng>: map has no entry for key "headng"`,
		`{{`:             "error: output template: 1: unclosed action",
		`{{join 3 ","}}`: `error: output template: 1:2: executing "template" at <join 3 ",">: error calling join: join needs a list, not int`,
	} {
		var b bytes.Buffer
		p, err := New(&b, Format("template="+text), Style{})
		if err == nil {
			err = p.Takeaways(sampleTakeaways()[:1])
		}
		got := b.String()
		if err != nil {
			got = "error: " + err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// TestTemplateHasEveryField uses a row without anything optional.
func TestTemplateHasEveryField(t *testing.T) {
	var b bytes.Buffer
	p, err := New(&b, "template=[{{.talk.title}}{{.source}}{{.rejected}}{{.projects}}{{.conference}}]", Style{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Takeaways(make([]kb.Takeaway, 1)); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != "[[][]]\n" {
		t.Errorf("got %q", got)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain text\twith\nlines · 漢字 🚀":                                   "plain text\twith\nlines · 漢字 🚀",
		"\x1b[1;31mred\x1b[0m":                                             "red",
		"\x1b]8;;https://x.example\x07link\x1b]8;;\x1b\\":                  "link",
		"\x1b]0;never ended\nnext":                                         "0;never ended\nnext",
		"\u009b31mred\u009d0;title\u009c.":                                 "red.",
		"a\r\nb\x00\x08\x7f\u0085c":                                        "a\nbc",
		"\x1b\x1b[31m[32m":                                                 "[32m",
		"\x1bcreset\x1b(Bset\x1b":                                          "resetset",
		"\x1bPq#0\x1b[31mx":                                                "x",
		"left\u202eright\u2066!\u2069":                                     "leftright!",
		"\u202aa\u202bb\u202cc\u202dd\u202e\u2066\u2067\u2068\u2069":       "abcd",
		"a\u2028b\u2029\u202f\u2065\u206a\u00a0":                           "a b \u202f\u00a0",
		"pump\u200bkin\u00ad\u2060\ufeff \u200e\u200f\u061c\U000e0041":     "pumpkin ",
		"\u0645\u06cc\u200c\u062e \U0001f469\u200d\U0001f680 \u2764\ufe0f": "\u0645\u06cc\u200c\u062e \U0001f469\u200d\U0001f680 \u2764\ufe0f",
		"bad \xff utf-8 \xc2":                                              "bad \uFFFD utf-8 \uFFFD",
		"kept \uFFFD as it is":                                             "kept \uFFFD as it is",
		"\x1b[31":                                                          "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "text", "\x1b[31mred\x1b[m", "\x1b]8;;u\x1b\\t", "\u009b1m", "\x1bP\x1b", "\xff\u202e\r", "\x1b\xc2", "\u2066\n\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		if !utf8.ValidString(got) {
			t.Errorf("invalid UTF-8: %q", got)
		}
		for _, r := range got {
			if unsafeRune(r) {
				t.Errorf("%U is left of %q", r, s)
			}
		}
		if again := Clean(got); again != got {
			t.Errorf("not idempotent: %q then %q", got, again)
		}
		if utf8.ValidString(s) && strings.IndexFunc(s, unsafeRune) < 0 && got != s {
			t.Errorf("safe text %q became %q", s, got)
		}
	})
}

// FuzzHit prints hostile hits on terminals of any width.
func FuzzHit(f *testing.F) {
	f.Add("heading", "snippet with words", 3, 7, uint8(40))
	f.Add("漢字\u200d🚀", "e\u0301\u0301 \x1b[31m漢字。漢", 1, 99, uint8(20))
	f.Add("", "\xff", -5, 1, uint8(0))
	f.Fuzz(func(t *testing.T, heading, snippet string, from, to int, width uint8) {
		hit := kb.Hit{Takeaway: kb.Takeaway{ID: "0123456789ab", Heading: heading, Path: heading, Source: "https://example.org/" + snippet},
			Snippet: kb.Snippet{Text: snippet, Marks: []kb.Span{{Start: from, End: to}, {Start: 2, End: 3}}}}
		var b bytes.Buffer
		p, err := New(&b, Table, Style{Terminal: true, Width: int(width)})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Hits([]kb.Hit{hit}); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); Clean(got) != got {
			t.Errorf("unsafe output %q", got)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := ansi.StringWidth(line); n > p.style.Width {
				t.Errorf("%d columns at width %d: %q", n, p.style.Width, line)
			}
		}
	})
}

// TestBodyIsSafe shows notes that try to reach the terminal.
func TestBodyIsSafe(t *testing.T) {
	for _, body := range []string{
		"raw \x1b]0;title\x07 and \u009b2J", "entity &#27;]0;t&#7; &#x1b;[2J", "twice &amp;#27;[8m &amp;amp;#x1B;[2J", "split &#&#27;27;[2J",
		"`&#27;[2J` [a](https://x.example/%1b]0;t%07 \"&#27;[2J\") <b>\x1b[2J</b>", "|a|b|\n|-|-|\n|&#27;[2J|x|\n", "```\n\x1b[2J&#27;\n```",
		"![&#27;[2J](https://x.example/&#27;[2J)", "&#155;2J &#x202e;x",
	} {
		for _, color := range []bool{false, true} {
			var b bodyRenderer
			got := b.markdown(body, Style{Color: color, Dark: true}, 80)
			if !color && strings.Contains(got, "\x1b") {
				t.Errorf("%q without colour: %q", body, got)
			}
			rest := got
			for i := strings.IndexByte(rest, escape); i >= 0; i = strings.IndexByte(rest, escape) {
				n := colorLen(rest[i:])
				if n == 0 || strings.HasPrefix(rest[i:], "\x1b[8m") {
					t.Fatalf("%q: unsafe sequence in %q", body, got)
				}
				rest = rest[i+n:]
			}
			if plain := ansi.Strip(got); Clean(plain) != plain {
				t.Errorf("%q: unsafe text %q", body, plain)
			}
		}
	}
}

// TestBodyTwice renders with one renderer what must not depend on what came before.
func TestBodyTwice(t *testing.T) {
	var b bodyRenderer
	table := "|a|b|\n|-|-|\n|[x](https://x.example)|y|\n\n# end\n\n" + sampleBody
	first := b.markdown(table, Style{}, 60)
	if diff := cmp.Diff(first, b.markdown(table, Style{}, 60)); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutFrontMatter(t *testing.T) {
	for in, want := range map[string]string{
		"---\ntitle: x\n---\ntext":             "text",
		"\uFEFF---\r\n# c\r\na: b\r\n---\r\nt": "t",
		"+++\na = 1\n+++\ntext":                "text",
		"---\na rule\n---\ntext":               "---\na rule\n---\ntext",
		"---\ntitle: never closed":             "---\ntitle: never closed",
		"text":                                 "text", "": "", "---": "---",
	} {
		if got := withoutFrontMatter(in); got != want {
			t.Errorf("withoutFrontMatter(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"plain, text.": "plain, text.", "a*b _c_ d_e [f](g)": `a\*b \_c\_ d_e \[f\](g)`, "`x` <b> A&B &lt;": "\\`x\\` \\<b\\> A\\&B \\&lt;",
		"ask @kubernetes/owners, a@b.org": "ask @&#8203;kubernetes/owners, a@b.org", "~~x~~ ~5": `\~\~x\~\~ \~5`, "$5": "$5", "$x$": `\$x\$`,
	} {
		if got := escapeMarkdown(in); got != want {
			t.Errorf("escapeMarkdown(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWebLink(t *testing.T) {
	for in, want := range map[string]string{
		"https://x.example/a(b) c?q=1&r=ü": "https://x.example/a%28b%29%20c?q=1&r=%C3%BC", "http://x.example": "http://x.example", "javascript:alert(1)": "", "file:///etc/passwd": "",
		"https://x.example/\x1b]8;;evil\x07y": "https://x.example/y", "not a link": "", "https:///nohost": "",
	} {
		if got := webLink(in); got != want {
			t.Errorf("webLink(%q) = %q, want %q", in, got, want)
		}
	}
}

func BenchmarkHitsTable(b *testing.B) {
	hits := sampleHits()
	style := Style{Terminal: true, Width: 100, Color: true, Dark: true}
	for b.Loop() {
		p, err := New(&bytes.Buffer{}, Table, style)
		if err != nil {
			b.Fatal(err)
		}
		if err := p.Hits(hits); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTakeawaysJSON(b *testing.B) {
	var ts []kb.Takeaway
	for range 1000 {
		ts = append(ts, sampleTakeaways()...)
	}
	for b.Loop() {
		p, err := New(&bytes.Buffer{}, JSON, Style{})
		if err != nil {
			b.Fatal(err)
		}
		if err := p.Takeaways(ts); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShow(b *testing.B) {
	documents := sampleDocuments()[:1]
	for b.Loop() {
		p, err := New(&bytes.Buffer{}, Table, Style{Terminal: true, Color: true, Dark: true})
		if err != nil {
			b.Fatal(err)
		}
		if err := p.Show(documents); err != nil {
			b.Fatal(err)
		}
	}
}

// TestCells has what a spreadsheet would run, and numbers, which stay numbers.
func TestCells(t *testing.T) {
	p := &Printer{}
	for in, want := range map[string]string{
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "+1+2": "'+1+2", "-edge": "'-edge", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1",
		"-3": "-3", "+4.5": "+4.5", "plain": "plain", "": "", "a=b": "a=b",
	} {
		if got := p.cell(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	p.style.Raw = true
	if got := p.cell("=1"); got != "=1" {
		t.Errorf("raw: %q", got)
	}
}

func TestEscapeUnseen(t *testing.T) {
	in := "\"\u009b31m \u202e \U000e0041 \u7f16\u007f\""
	want := `"\u009b31m \u202e \udb40\udc41 ` + "\u7f16" + `\u007f"`
	if got := string(escapeUnseen([]byte(in), surrogates)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestYAMLUnseen: what nobody sees is escaped in YAML, too, and comes back as it was.
func TestYAMLUnseen(t *testing.T) {
	rows := []string{"c\u202ed", "a\u009bb \u202e", "line\nline \u200b", "plain", "e\U000e0041"}
	var b bytes.Buffer
	p, err := New(&b, YAML, Style{})
	if err == nil {
		err = writeYAML(p, rows)
	}
	if err != nil {
		t.Fatal(err)
	}
	p.w.Flush()
	if strings.ContainsFunc(b.String(), unsafeRune) {
		t.Errorf("raw: %q", b.String())
	}
	var back []string
	if err := yaml.Unmarshal(b.Bytes(), &back); err != nil || !slices.Equal(back, rows) {
		t.Errorf("%q %v from %s", back, err, b.String())
	}
}
