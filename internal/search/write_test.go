package search

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
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

// TestStream: documents that come in parts make the same index as documents that come at once.
func TestStream(t *testing.T) {
	docs := library(24)
	streamed := func(docs []Doc, gone []kb.ID) Change {
		return Change{Stream: func(add func([]Doc) error) ([]kb.ID, []byte, error) {
			for len(docs) > 0 {
				n := min(5, len(docs))
				if err := add(docs[:n]); err != nil {
					return nil, nil, err
				}
				docs = docs[n:]
			}
			return gone, []byte("c"), nil
		}}
	}
	whole, parts := t.TempDir(), t.TempDir()
	first, more, gone := docs[:16], docs[12:], []kb.ID{docs[0].Takeaway.ID, docs[1].Takeaway.ID}
	for _, step := range []struct {
		dir    string
		change [2]Change
	}{
		{whole, [2]Change{{Docs: first, Catalogue: []byte("c")}, {Docs: more, Delete: gone, Catalogue: []byte("c")}}},
		{parts, [2]Change{streamed(first, nil), streamed(more, gone)}},
	} {
		if err := Build(t.Context(), step.dir, testStamp, step.change[0], nil); err != nil {
			t.Fatal(err)
		}
		if err := Update(t.Context(), step.dir, testStamp, open(t, step.dir), step.change[1], nil); err != nil {
			t.Fatal(err)
		}
	}
	a, b := open(t, whole), open(t, parts)
	if a.Count() != 22 || b.Count() != 22 || string(b.Catalogue()) != "c" {
		t.Errorf("%d and %d takeaways, catalogue %q", a.Count(), b.Count(), b.Catalogue())
	}
	if diff := cmp.Diff(a.cards, b.cards, cmp.AllowUnexported(cards{})); diff != "" {
		t.Errorf("cards (-whole +parts):\n%s", diff)
	}
	va, err := a.vectors()
	if err != nil {
		t.Fatal(err)
	}
	if vb, err := b.vectors(); err != nil || !bytes.Equal(va, vb) {
		t.Errorf("the vectors differ: %v", err)
	}
	for _, q := range []string{"gitops", "mesh", "cluster"} {
		if diff := cmp.Diff(find(t, a, text(q), Options{Limit: 30}), find(t, b, text(q), Options{Limit: 30})); diff != "" {
			t.Errorf("%s (-whole +parts):\n%s", q, diff)
		}
	}
	stopped := errors.New("stopped")
	err = Build(t.Context(), t.TempDir(), testStamp, Change{Stream: func(func([]Doc) error) ([]kb.ID, []byte, error) { return nil, nil, stopped }}, nil)
	if !errors.Is(err, stopped) {
		t.Errorf("the error of a stream became %v", err)
	}
}
