package desk

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/digest"
	"takeaway/internal/vocabulary"
)

// TestAnnounced: the compiled counts are those of the talks.
func TestAnnounced(t *testing.T) {
	v := vocabulary.Default()
	var want []*digest.Announced
	for _, w := range Programme(v, nil) {
		want = append(want, digest.Announce(w, v.Implied))
	}
	if diff := cmp.Diff(want, Announced(v, nil)); diff != "" {
		t.Errorf("-talks +counts:\n%s", diff)
	}
	if a := AnnouncedOf(v, "kubecon-na-2019"); a == nil || a.Talks < 200 || a.Topics["security"] == 0 {
		t.Errorf("kubecon-na-2019: %+v", a)
	}
	if a := AnnouncedOf(v, "nowhere"); a != nil {
		t.Errorf("nowhere: %+v", a)
	}
}

func BenchmarkAnnounced(b *testing.B) {
	for b.Loop() {
		Announced(vocabulary.Default(), nil)
	}
}
