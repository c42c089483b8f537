package prose

import (
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestUnwrap(t *testing.T) {
	for _, c := range []struct {
		name, source string
		want         []Part
	}{
		{"paragraph", "One\ntwo\nthree.\n\nNext\npar.\n", []Part{{Text: "One two three.\n\nNext par.\n"}}},
		{"hard breaks stay", "One  \ntwo\\\nthree\n", []Part{{Text: "One  \ntwo\\\nthree\n"}}},
		{"lists and quotes", "- item one\n  goes on\n- two\n\n> quoted\n> on and\non\n", []Part{{Text: "- item one goes on\n- two\n\n> quoted on and on\n"}}},
		{"code stays", "```\na\nb\n```\n\n    c\n    d\n", []Part{{Text: "```\na\nb\n```\n\n    c\n    d\n"}}},
		{"emphasis over lines", "One *two\nthree* `four`\nfive\n", []Part{{Text: "One *two three* `four` five\n"}}},
		{"wide characters", "中文\n句子\nand words\n", []Part{{Text: "中文句子 and words\n"}}},
		{"tables", "Before\nit.\n\n| a | b |\n|---|---|\n| c | d |\n\nAfter\nit.\n", []Part{
			{Text: "Before it.\n\n"}, {Text: "| a | b |\n|---|---|\n| c | d |\n", Table: true}, {Text: "\nAfter it.\n"}}},
		{"nothing", "", nil},
	} {
		if diff := cmp.Diff(c.want, Unwrap(c.source)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// FuzzUnwrap: nothing but line breaks and the marks behind them is lost.
func FuzzUnwrap(f *testing.F) {
	f.Add("- a\n  b\n> c\n> d\n\n| a |\n|---|\n| b |\n")
	f.Add("`a\nb` [c\nd](e)\n")
	f.Fuzz(func(t *testing.T, source string) {
		letters := func(s string) string {
			var out []rune
			for _, r := range s {
				if r != '>' && !unicode.IsSpace(r) {
					out = append(out, r)
				}
			}
			return string(out)
		}
		all := ""
		for _, p := range Unwrap(source) {
			all += p.Text
		}
		if want, got := letters(source), letters(all); want != got {
			t.Errorf("%q became %q", want, got)
		}
	})
}
