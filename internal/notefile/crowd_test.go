package notefile

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

func TestParseTooManyPieces(t *testing.T) {
	yes := kb.Problem{Severity: kb.SeverityError, Code: "too-many", Message: "has more than the limit of 10000 pieces", Hint: "split the note"}
	var headings, items strings.Builder
	items.WriteString("takeaways:\n")
	for i := range MaxPieces + 1 {
		fmt.Fprintf(&headings, "## Heading %d\n\n", i)
		fmt.Fprintf(&items, "- title: Talk %d\n  body: text\n", i)
	}
	for name, text := range map[string]string{"a.md": headings.String(), "a.yaml": items.String()} {
		_, err := Parse(name, []byte(text))
		var got kb.Problem
		if !errors.As(err, &got) {
			t.Fatalf("%s: %v", name, err)
		}
		want := yes
		want.Path = name
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// BenchmarkParseHeadings: what is asked of every heading must not go through all that stands above it, so
// ten times the headings should take about ten times as long.
func BenchmarkParseHeadings(b *testing.B) {
	for _, n := range []int{MaxPieces / 10, MaxPieces} {
		text := []byte("---\ntitle: Many\n---\n" + strings.Repeat("## H\n\n", n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse("a.md", text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The library that reads Markdown takes a minute for each of these.
func TestLinksOfTangles(t *testing.T) {
	for name, text := range map[string]string{
		"one line":    "[x](a.md)\n\n" + strings.Repeat("[a](", 50_000),
		"many lines":  strings.Repeat("[a](\n", 50_000),
		"definitions": strings.Repeat("[r]: http://x/\n", 50_000),
	} {
		if got := Links("a.md", []byte(text)); got != nil {
			t.Errorf("%s: %d links", name, len(got))
		}
		if AnchorsOf("a.md", []byte(text)).Has("nowhere") {
			t.Errorf("%s: has an anchor", name)
		}
	}
	list := []byte(strings.Repeat("- [a](b.md)\n", 20_000))
	if got := Links("a.md", list); len(got) != 20_000 || got[19_999].Line != 20_000 || got[19_999].Col != 7 {
		t.Errorf("a list of links: %d", len(got))
	}
}
