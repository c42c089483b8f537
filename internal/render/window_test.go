package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWindow: the mark of what is left out before a passage takes no letters from the end of its first line.
func TestWindow(t *testing.T) {
	line := func(before, match, after string) []span {
		return []span{{text: before}, {text: match, ink: inkMatch}, {text: after}}
	}
	lines := [][]span{text("one two thre", inkPlain), text("four five six", inkPlain), line("", "seven", ""), text("eight", inkPlain), text("nine", inkPlain)}
	var got []string
	for _, l := range window(lines, 13) {
		s := ""
		for _, part := range l {
			s += part.text
		}
		got = append(got, s)
	}
	if diff := cmp.Diff([]string{"…five six", "seven…"}, got); diff != "" {
		t.Error(diff)
	}
}
