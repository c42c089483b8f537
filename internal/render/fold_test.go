package render

import (
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for _, tc := range []struct {
		name     string
		width    int
		in, want string
	}{
		{"no width", 0, "one two three", "one two three"},
		{"fits", 20, "one two three", "one two three"},
		{"at blanks", 9, "one two three", "one two\nthree"},
		{"a paragraph is filled anew", 14, "one two three\nfour five six seven\n\nnext", "one two three\nfour five six\nseven\n\nnext"},
		{"a paragraph that fits is left alone", 14, "one two\nthree\n", "one two\nthree\n"},
		{"under the second column", 24, "  list  what is there, and how many", "  list  what is there,\n        and how many"},
		{"no room for the second column", 16, "      --flag value   what it is for", "      --flag\n        value\n        what it\n        is for"},
		{"goes on under a column without room", 16, "  field  what\n           more of it that is long", "  field  what\n      more of it\n      that is\n      long"},
		{"a wide word stays whole", 8, "see https://example.org/long now", "see\nhttps://example.org/long\nnow"},
		{"wide characters", 8, "服务 网格 网格 网格", "服务\n网格\n网格\n网格"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, Fold(tc.in, tc.width)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzFold: what is folded has the same characters but blanks, and no line that could have been folded is
// too wide.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"", " ", "\n\n", "  list  what is there\n         more", "服务 网格", "a  b   c\n d", strings.Repeat("x y ", 40)} {
		f.Add(s, 16)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		s = Clean(s)
		got := Fold(s, width)
		bare := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r == ' ' || r == '\n' {
					return -1
				}
				return r
			}, s)
		}
		if bare(s) != bare(got) {
			t.Fatalf("%q became %q", s, got)
		}
		if width < 2 {
			return
		}
		for line := range strings.Lines(got) {
			line = strings.TrimRightFunc(line, unicode.IsSpace)
			text := strings.TrimLeft(line, " ")
			if ansi.StringWidth(line) > width && strings.Contains(text, " ") {
				t.Fatalf("width %d: %q", width, line)
			}
		}
	})
}
