package tagging

import (
	"testing"

	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
)

// That there is nothing to change is said only where the tags are as they shall be.
func TestUnmet(t *testing.T) {
	pieces := map[kb.ID]*kb.Takeaway{"1": {Tags: []kb.Tag{{Name: "gitops"}}}}
	for _, tc := range []struct {
		change noteedit.Change
		want   bool
	}{
		{noteedit.Change{ID: "1", Add: []string{"gitops"}}, false},
		{noteedit.Change{ID: "1", Add: []string{"gitops", "edge"}}, true},
		{noteedit.Change{ID: "1", Remove: []string{"edge"}}, false},
		{noteedit.Change{ID: "1", Remove: []string{"gitops"}}, true},
		{noteedit.Change{Add: []string{"edge"}}, false}, // of the whole write-up
	} {
		if got := unmet(pieces, []noteedit.Change{tc.change}) != nil; got != tc.want {
			t.Errorf("%+v: %v, want %v", tc.change, got, tc.want)
		}
	}
}
