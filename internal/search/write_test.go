package search

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// TestShares: every takeaway is in one share, in order; shares come in pairs and are about equal.
func TestShares(t *testing.T) {
	for _, c := range []struct {
		docs, body, want int
	}{
		{0, 0, 1}, {1, 10, 1}, {fewDocs, 500, 1}, {fewDocs + 1, 500, 2}, {2 * batchDocs, 500, 2}, {2*batchDocs + 1, 500, 4},
		{8 * batchDocs, 500, 8}, {300, batchBytes / 50, 6},
	} {
		docs := make([]Doc, c.docs)
		for i := range docs {
			docs[i].Takeaway.Line = i
			docs[i].Takeaway.Body = strings.Repeat("x", c.body)
		}
		parts := shares(docs)
		next := 0
		for _, part := range parts {
			if want := c.docs / c.want; len(part) < want*9/10 || len(part) > want*11/10+1 {
				t.Errorf("%d takeaways of %d bytes: a share of %d", c.docs, c.body, len(part))
			}
			for _, d := range part {
				if d.Takeaway.Line != next {
					t.Fatalf("%d takeaways: %d stands where %d should", c.docs, d.Takeaway.Line, next)
				}
				next++
			}
		}
		if len(parts) != c.want || next != c.docs {
			t.Errorf("%d takeaways of %d bytes: %d shares with %d, want %d shares", c.docs, c.body, len(parts), next, c.want)
		}
	}
}

// TestProgress: what a build says of itself grows and ends at the whole. Stopped, it leaves no index.
func TestProgress(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	docs := library(2 * fewDocs)
	last, calls := 0, 0
	err := Build(t.Context(), t.TempDir(), testStamp, Change{Docs: docs, Catalogue: []byte("c")}, func(done, total int) {
		if total != len(docs) || done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last, calls = done, calls+1
	})
	if err != nil || last != len(docs) || calls < 4 {
		t.Errorf("ended at %d of %d after %d calls: %v", last, len(docs), calls, err)
	}
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	err = Build(ctx, dir, testStamp, Change{Docs: docs, Catalogue: []byte("c")}, func(int, int) { stop() })
	if _, none := Open(dir, testStamp, nil); !errors.Is(err, context.Canceled) || !errors.Is(none, ErrNone) {
		t.Errorf("stopped: %v, then %v", err, none)
	}
}
