package library

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJournalProgress counts the notes of a change as they are written, new ones beside changed ones.
func TestJournalProgress(t *testing.T) {
	_, j := shelf(t, map[string]string{"a.md": "old", "b.md": "old"})
	edits := []Edit{{"a.md", []byte("old"), []byte("new")}, {"b.md", []byte("old"), []byte("new")}}
	for i := range 20 {
		edits = append(edits, Edit{Path: fmt.Sprintf("more/%d.md", i), New: []byte("new")})
	}
	var want, got [][2]int
	for i := range edits {
		want = append(want, [2]int{i + 1, len(edits)})
	}
	j.Progress = func(done, total int) { got = append(got, [2]int{done, total}) }
	if err := j.Apply("test", edits, changeTime); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
