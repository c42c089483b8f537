package prose

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

// What is left of marks in a line: a heading, a title, a cell.
func TestLine(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain words  with\tblanks ", "plain words with blanks"},
		{"Use `kubectl exec <pod> -- sh` now", "Use kubectl exec <pod> -- sh now"},
		{"Use `kubectl debug <pod>` and `{{ .Values.x }}`", "Use kubectl debug <pod> and {{ .Values.x }}"},
		{"``a ` b`` and `*`", "a ` b and *"},
		{"Array[0] and 2 * 3 * 4 and a_b_c and x < y", "Array[0] and 2 * 3 * 4 and a_b_c and x < y"},
		{"matrix[0][1] stays", "matrix[0][1] stays"},
		{"a footnote[^1] goes", "a footnote goes"},
		{"R&amp;D and caf&eacute; &lt;b&gt; AT&T &nosuch;", "R&D and café <b> AT&T &nosuch;"},
		{"**Bold** and *it*, __bold__ _it_, ~~struck~~", "Bold and it, bold it, struck"},
		{"the [*Argo CD* docs](https://argo.example/a_(b)) and [ref style][1] and [[wiki|label]] and [[Page]]", "the Argo CD docs and ref style and label and Page"},
		{"[bare] brackets and [[1]](https://example.org)", "[bare] brackets and [1]"},
		{"![an image](a.png) after", "after"},
		{"[![badge](a.svg)](https://example.org) after", "after"},
		{"![[embedded.png]] after", "after"},
		{"an <b>HTML</b> tag<br>and a <!-- comment --> here", "an HTML tag and a here"},
		{"a {{< shortcode x=\"y\" >}} here, {% tag %} there {#anchor}", "a here, there"},
		{`escaped \*stars\* and \[brackets\] and C:\dir`, "escaped *stars* and [brackets] and C:\\dir"},
		{"<https://example.org/a_b> and https://example.org/c_d_e", "https://example.org/a_b and https://example.org/c_d_e"},
		{`$\textcolor{red}{red words}$ end`, "red words end"},
		{"MDX <Tabs items={[1, 2]}>inner</Tabs> {/* note */} end", "MDX inner end"},
		{"con\u00adtain\u00ader pump\u200bkin wo\u2060rd", "container pumpkin word"},
		{"a <b and c", "a <b and c"},
		{"snake_case_name and _under_", "snake_case_name and under"},
		{"5 * 3 and * b", "5 * 3 and * b"},
		{"* an item of **two** words", "an item of two words"},
		{"- [ ] a task", "- a task"},
		{"_the first line of words", "the first line of words"},
		{"in small letters._", "in small letters."},
		{"the new [Cilium Certified", "the new Cilium Certified"},
		{"Associate](https://example.org/a_(b)) exam", "Associate exam"},
		{"    deep words\n\n        and `deeper` ones", "deep words and deeper ones"},
		{"a hard break\\", "a hard break"},
		{"some\\ words", "some words"},
		{"we met %% ask Bob %% and %%left%% early", "we met and early"},
		{"LIKE '%%mesh%%' and 50 %% of it", "LIKE '%%mesh%%' and 50 %% of it"},
		{"100%% of 50%%, and for %%i in (*) do echo %%i", "100%% of 50%%, and for %%i in (*) do echo %%i"},
		{"`%% code %%` stays, %% open stays", "%% code %% stays, %% open stays"},
		{"a block with a name ^37066d", "a block with a name"},
		{"n ^2 and x^n and a ^named thing", "n ^2 and x^n and a ^named thing"},
		{"==marked words== and a == b == c, ==open", "marked words and a == b == c, ==open"},
		{"[[Page#Part]] and [[#Here]] and [[Page#Part|shown]] and ![[Note#^id]]", "Page and Here and shown and"},
		{"rated [rating:: 5 stars] by all", "rated 5 stars by all"},
		{"std::vector and [a::b] and a:: b", "std::vector and [a::b] and a:: b"},
		{"", ""},
		{"*", ""},
	} {
		if got := Line(c.in); got != c.want {
			t.Errorf("Line(%q)\n = %q\nwant %q", c.in, got, c.want)
		}
	}
}

// shown writes the blocks of a text, one a line.
func shown(t *Text) string {
	var b strings.Builder
	for _, k := range t.Blocks {
		fmt.Fprintf(&b, "%s%s%s%s: %s\n", map[Kind]string{Paragraph: "par", Heading: "head", Row: "row", Footnote: "foot", Code: "code", Image: "image", Hashtags: "tags"}[k.Kind],
			map[bool]string{true: " item"}[k.Item], map[bool]string{true: " lead"}[k.Lead], map[bool]string{true: " quoted"}[k.Quoted],
			strings.ReplaceAll(t.Text[k.Start:k.End], "\n", " / "))
	}
	return b.String()
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"comment of a vault", "One %% here %% and\n\n%%\n## Gone\n\nGone too.\n%%\n\ntwo.\n\n```\n%% code %%\n```\n\nThree %%", "par: One and\npar: two.\ncode: %% code %%\npar: Three %%\n"},
		{"comment over lines", "Seen. %%secret\nmore\n%% and more.\n\n%%\nsecret%%\n\nfor %%i in (x) do\necho %%i", "par: Seen.\npar: and more.\npar: for %%i in (x) do echo %%i\n"},
		{"comment that ends in its paragraph", "50 %% of it.\n\n%% gone %% there.\n\n%% gone\n\ntoo %%", "par: 50 %% of it.\npar: there.\n"},
		{"callout", "> [!warning]- Do not\n> enforce at once ^id-1\n\n> [!NOTE]\n> Text.\n\n[!no] callout", "par quoted: Do not enforce at once\npar quoted: Text.\npar: [!no] callout\n"},
		{"fields", "speaker:: [[Ann Author]]\nrating:: 5\n\n- topic:: mesh\n- summary:: The mesh is quiet now.\n- [lesson:: measure it before you buy]\n\n```\nf:: Int\n```\n\n```dataview\nTABLE x\n```\n\nText.", "par item lead: The mesh is quiet now.\npar item lead: measure it before you buy\ncode: f:: Int\npar: Text.\n"},
		{"paragraphs", "One line\nand its second.\n\nNext one.", "par: One line and its second.\npar: Next one.\n"},
		{"hard breaks", "One  \ntwo\\\nthree<br>four", "par: One / two / three / four\n"},
		{"heading", "## A `<b>` heading\n\nText\n---\nEnd", "head: A <b> heading\nhead: Text\npar: End\n"},
		{"list", "Intro:\n- one\n  goes on\n\n  more\n- [x] two\n1. three", "par: Intro:\npar item lead: one goes on\npar item: more\npar item lead: two\npar item lead: three\n"},
		{"other bullets", "• one\n• two\n\n● three", "par item lead: one\npar item lead: two\npar item lead: three\n"},
		{"quotation", "> Said by\n> another.\n\nOwn.", "par quoted: Said by another.\npar: Own.\n"},
		{"code", "```go\nx := <a>  {{ .B }}\ny\n```\n\n    indented <c>", "code: x := <a> {{ .B }} / y\ncode: indented <c>\n"},
		{"comment", "<!-- hidden\nistio comment --> Visible text after it is here for all.", "par: Visible text after it is here for all.\n"},
		{"comment alone", "Before.\n\n<!-- todo -->\n\nAfter.", "par: Before.\npar: After.\n"},
		{"comment within", "Before <!-- a\nb --> after.", "par: Before after.\n"},
		{"comment never closed", "Before.\n\n<!-- open\n\nlost", "par: Before.\n"},
		{"table", "| A | B |\n|---|---|\n| `x` | y \\| z |", "row: A / B\nrow: x / y | z\n"},
		{"image", "See ![a diagram](x.png) here.", "par: See here.\nimage: a diagram\n"},
		{"image alone", "![a diagram](x.png)", "image: a diagram\n"},
		{"HTML", "<p>One <b>bold</b>.</p>\n<p>Two &amp; **three**.</p>", "par: One bold. / Two & three.\n"},
		{"HTML quotation", "<blockquote>\n\nSaid.\n\n</blockquote>\n\nOwn.", "par quoted: Said.\npar: Own.\n"},
		{"HTML quotation in one block", "<blockquote>Said.</blockquote>\nOwn.", "par quoted: Said.\npar: Own.\n"},
		{"figure", "<figure><img src=\"a\" alt=\"x\"><figcaption>Caption.</figcaption></figure>\n\nOwn.", "par quoted: Caption.\npar: Own.\n"},
		{"script", "<script>\nvar a = 1 < 2;\n\nx</script>\n\nText.", "par: Text.\n"},
		{"pre", "<pre>\nkubectl get pods\n</pre>\n\nText.", "code quoted: kubectl get pods\npar: Text.\n"},
		{"definitions of links go", "Text [a][b].\n\n[b]: https://example.org \"T\"", "par: Text a.\n"},
		{"footnote", "Text[^1].\n\n[^1]: The note itself.", "par: Text.\nfoot: The note itself.\n"},
		{"hashtags", "#edge -#security\n\nText #tag here.", "tags: #edge -#security\npar: Text #tag here.\n"},
		{"shortcodes", "{{< youtube abc >}}\n\n{{< figure\n  src=\"x.png\"\n>}}\n\n{{% notice %}}\nInner.\n{{% /notice %}}", "par: Inner.\n"},
		{"component", "<Callout type=\"note\">\nInner words.\n</Callout>\n\n<Tabs items={['a']}>\n\nMore.\n\n</Tabs>", "par: Inner words.\npar: More.\n"},
		{"out of an item", "First words\n   go on.\n\n   Second.\n\n       code", "par: First words go on.\npar: Second.\ncode: code\n"},
		{"out of an item of two digits", "First\n\n    Second.\n\n    - sub", "par: First\npar: Second.\npar item lead: sub\n"},
		{"out of a deep item", "First\n\n        Second.", "par: First\npar: Second.\n"},
		{"out of an item with tabs", "First\n\n\tSecond.", "par: First\npar: Second.\n"},
		{"CRLF", "One\r\ntwo.\r\n\r\nThree.\r\n", "par: One two.\npar: Three.\n"},
		{"rules", "One.\n\n***\n\nTwo.", "par: One.\npar: Two.\n"},
		{"controls", "a\x00b\x1b[31mc\u0085d\u202ee", "par: a b [31mc de\n"},
	} {
		if diff := cmp.Diff(c.want, shown(Markdown(c.in))); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

func TestMarked(t *testing.T) {
	in := "Run `go test ./...` at <https://a.example/x> or https://b.example/y_(z). A `https://c.example` end."
	text := Markdown(in)
	var got []string
	for _, m := range text.Marked {
		got = append(got, fmt.Sprint(text.Text[m.Start:m.End], " ", m.Address))
	}
	want := []string{"go test ./... false", "https://a.example/x true", "https://b.example/y_(z true", "https://c.example false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSource(t *testing.T) {
	in := "See **R&amp;D** and the\n[docs](https://x.example) on caf\u00ade\u0301."
	text := Markdown(in)
	for part, want := range map[string]string{"R&D": "R&amp;D", "and the docs": "and the\n[docs", "docs": "docs", "&": "&amp;", "See": "See"} {
		i := strings.Index(text.Text, part)
		if i < 0 {
			t.Fatalf("%q is not in %q", part, text.Text)
		}
		at := text.Source(kb.Span{Start: i, End: i + len(part)})
		if got := in[at.Start:at.End]; got != want {
			t.Errorf("the place of %q is %q, want %q", part, got, want)
		}
	}
}

// checkText holds what is true of every text.
func checkText(t *testing.T, source string) {
	t.Helper()
	text := Markdown(source)
	end := 0
	for _, b := range text.Blocks {
		if b.Start < end || b.End <= b.Start || b.End > len(text.Text) {
			t.Fatalf("block %v after %d in %q", b, end, text.Text)
		}
		end = b.End
		for line := range text.Lines(b) {
			if s := text.Text[line.Start:line.End]; strings.TrimSpace(s) != s || strings.Contains(s, "  ") {
				t.Fatalf("line %q has blanks", s)
			}
		}
	}
	for _, r := range text.Text {
		if r != '\n' && (unicode.IsControl(r) || Invisible(r) || isDirection(r)) {
			t.Fatalf("%q in %q", r, text.Text)
		}
	}
	if utf8.ValidString(source) && !utf8.ValidString(text.Text) {
		t.Fatalf("%q is not UTF-8", text.Text)
	}
	at := 0
	for _, r := range text.runs {
		if int(r.at) != at || r.n <= 0 || r.size <= 0 || int(r.src) < 0 || int(r.src+r.size) > len(source) {
			t.Fatalf("run %+v at %d; source %q", r, at, source)
		}
		at += int(r.n)
		if r.n != r.size {
			continue
		}
		for i := range int(r.n) {
			a, b := text.Text[int(r.at)+i], source[int(r.src)+i]
			if blank := a == ' ' || a == '\n'; !blank && a != b {
				t.Fatalf("%q stands for %q in %q", a, b, source)
			}
		}
	}
	if at != len(text.Text) {
		t.Fatalf("%d of %d bytes have a place", at, len(text.Text))
	}
	last := 0
	for _, m := range text.Marked {
		if m.Start < last || m.End < m.Start || m.End > len(text.Text) {
			t.Fatalf("marked %v after %d in %q", m, last, text.Text)
		}
		last = m.End
	}
	Line(source)
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{"", "a *b* `c` [d](e) &amp; <f>", "- a\n  - b\n\n> c\n\n    d", "<!-- x\n\n--> y", "<pre>a</pre><table>b", "| a | b |\n|-|-|\n|c|d|",
		"[^1]: x\n\n[[a|b]] ![[c]] {{< d >}} {% e", "a\n   b\n\n       c", "![a ![b](c)](d)", "\xff\xfe \u00ad\u200b", "• a\n• b", "[a][b]\n[b]: c", "&Aacute;&#x41;&NotEqualTilde;"} {
		f.Add(s)
	}
	f.Fuzz(checkText)
}

// Texts that are made to take long; each has to be read in time that grows with its length.
func BenchmarkHostile(b *testing.B) {
	for _, c := range []struct{ name, part string }{
		{"brackets", "["}, {"links", "[a]("}, {"images", "![a"}, {"quotes", "> "}, {"items", "- "}, {"items with text", "- - - - - - a "}, {"lists in lists", "1. "}, {"stars", "*a_"}, {"ticks", "`a``b"}, {"tags", "<a b"}, {"comments", "<!-- "},
		{"braces", "{{"}, {"components", "<A b={"}, {"tables", "|a|\n|-|\n"}, {"entities", "&amp"}, {"wiki", "[[a|"}, {"footnotes", "[^a"}, {"tildes", "~~a"}, {"html", "<div>\n"}, {"pre", "<pre><table>"}, {"refs", "[a][b]"}, {"dollars", "$\\textcolor{"},
		{"nested", "[a](b [c](d"}, {"definitions", "[a]: b\n"}, {"long lines", "words and more words "},
	} {
		text := strings.Repeat(c.part, 256<<10/len(c.part))
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Markdown(text)
			}
		})
	}
}
