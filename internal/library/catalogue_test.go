package library

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/vocabulary"
	"takeaway/notes"
)

const shortNote = `---
title: "Ten things"
authors: [Ann Author, Bo Writer]
date: 2019-11-25
source: https://example.org/ten
tags: [Cloud Native, gitops]
conference: kubecon-na-2019
perspective: vendor
talk: {title: In depth, speakers: [Ann], slides: "https://example.org/s"}
---
Hello from San Diego.

## Vendors have moved
#vendor-landscape -#edge

Everyone sells a service mesh now, and Argo CD is everywhere.

## Progressive delivery
#progressive-delivery

Canary releases with Flagger.
`

const talksNote = `title: Talks
infer: false
date: tomorrow
takeaways:
  - title: eBPF everywhere
    tags: [ebpf, -edge]
    talk: {title: Cilium in depth, speakers: [Ann, Bo], org: Acme, link: "https://example.org/l", video: "https://example.org/v", slides: "https://example.org/s"}
    body: |
      Cilium uses eBPF.
  - title: No talk
    body: Words.
`

const plainNote = "Just a few words about nothing in particular.\n"

// readNote is what a scan makes of a note.
func readNote(t testing.TB, path, text string) *kb.WriteUp {
	t.Helper()
	w, err := notefile.Parse(path, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	understand(w, []byte(text), vocabulary.Default())
	return w
}

// kept is what a catalogue keeps of a write-up.
func kept(w *kb.WriteUp) *kb.WriteUp {
	c := *w
	c.Event, c.FrontMatter = nil, kb.Span{}
	if len(c.Why) == 0 {
		c.Why = nil
	}
	c.Pieces = slices.Clone(c.Pieces)
	for i := range c.Pieces {
		c.Pieces[i].Body, c.Pieces[i].Running, c.Pieces[i].Place = "", nil, kb.Place{Body: c.Pieces[i].Place.Body}
	}
	return &c
}

// rounded compares weights in the precision in which they are kept.
var rounded = cmp.Comparer(func(a, b float64) bool { return a-b < 0.00051 && b-a < 0.00051 })

func catalogue(t testing.TB, ups ...*kb.WriteUp) (*Catalogue, []File) {
	t.Helper()
	d := &Delta{Read: ups}
	for i, w := range ups {
		d.Files = append(d.Files, File{Path: w.Path, Size: int64(i), Mtime: 1574672400123456789, Hash: [16]byte{byte(i), 255}})
	}
	d.Files = append(d.Files, File{Path: "zzz.md", Size: 1 << 40, Mtime: -5, Problem: &kb.Problem{Path: "zzz.md", Line: 3, Col: 4,
		Severity: kb.SeverityError, Code: "not-text", Message: "no", Hint: "do"}})
	c, err := NewCatalogue(nil, d)
	if err != nil {
		t.Fatal(err)
	}
	return c, d.Files
}

func TestCatalogueRoundTrip(t *testing.T) {
	ups := []*kb.WriteUp{readNote(t, "a-b.md", plainNote), readNote(t, "a/talks.yaml", talksNote), readNote(t, "kubecon-na-2019/ten.md", shortNote)}
	if n := len(ups[2].Pieces[1].Tags); n < 3 || ups[1].Pieces[0].Talk == nil || len(ups[1].Problems) == 0 {
		t.Fatalf("the notes are too poor for this test: %d tags, %v", n, ups[1])
	}
	first, files := catalogue(t, ups[2], ups[0], ups[1])
	data := first.Encode()
	c, err := DecodeCatalogue(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files, c.Files()); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	got, err := c.WriteUps()
	if err != nil {
		t.Fatal(err)
	}
	bare, err := c.BareWriteUps()
	if diff := cmp.Diff(got, bare, cmpopts.IgnoreTypes([]kb.Evidence{})); err != nil || diff != "" {
		t.Errorf("without evidence (-all +bare): %v\n%s", err, diff)
	}
	if but, err := c.BareWriteUps(slices.Concat(got[0].Conferences, got[1].Conferences, got[2].Conferences)...); err != nil || len(got[2].Conferences) == 0 || !cmp.Equal(got[2], but[2]) {
		t.Errorf("with the evidence of some: %v", err)
	}
	if len(bare[0].Tags) > 0 && bare[0].Tags[0].Evidence != nil {
		t.Error("there is evidence")
	}
	want := []*kb.WriteUp{kept(ups[0]), kept(ups[1]), kept(ups[2])}
	if diff := cmp.Diff(want, got, rounded); diff != "" {
		t.Errorf("write-ups (-want +got):\n%s", diff)
	}
	if !bytes.Equal(data, c.Encode()) {
		t.Error("encoding what was decoded gives other bytes")
	}
	for _, w := range want {
		for i := range w.Pieces {
			p, err := c.Takeaway(w.Pieces[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&w.Pieces[i], p, rounded); diff != "" {
				t.Errorf("Takeaway(%s) (-want +got):\n%s", w.Pieces[i].ID, diff)
			}
		}
	}
}

func TestCatalogueEmpty(t *testing.T) {
	c, err := NewCatalogue(nil, &Delta{})
	if err != nil {
		t.Fatal(err)
	}
	if c, err = DecodeCatalogue(c.Encode()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []*Catalogue{nil, c} {
		ups, err := c.WriteUps()
		p, err2 := c.Takeaway("0123456789ab")
		if len(ups) != 0 || p != nil || err != nil || err2 != nil || c.Len() != 0 || len(c.Files()) != 0 {
			t.Errorf("an empty catalogue holds %v, %v, %v, %v", ups, p, err, err2)
		}
	}
}

func TestNewCatalogueReplaces(t *testing.T) {
	old, _ := catalogue(t, readNote(t, "a.md", "# Old\n\nsomething forgotten"), readNote(t, "b.md", shortNote), readNote(t, "c.md", plainNote))
	d := &Delta{Read: []*kb.WriteUp{readNote(t, "a.md", "# New\n\nText"), readNote(t, "aa.md", plainNote)}, Gone: []string{"a.md", "c.md"}}
	c, err := NewCatalogue(old, d)
	if err != nil {
		t.Fatal(err)
	}
	ups, err := c.WriteUps()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range ups {
		got = append(got, w.Path+": "+w.Title)
	}
	if diff := cmp.Diff([]string{"a.md: New", "aa.md: " + ups[1].Title, "b.md: Ten things"}, got); diff != "" {
		t.Error(diff)
	}
	if bytes.Contains(c.Encode(), []byte("Old")) {
		t.Error("strings that nobody uses are kept")
	}
}

func TestNewCatalogueBadID(t *testing.T) {
	for _, id := range []kb.ID{"", "0123", "0123456789abcdef", "not hex, not"} {
		_, err := NewCatalogue(nil, &Delta{Read: []*kb.WriteUp{{Path: "x.md", Pieces: []kb.Takeaway{{ID: id}}}}})
		if !errors.Is(err, ErrCatalogue) {
			t.Errorf("ID %q: %v", id, err)
		}
	}
}

func TestCatalogueFind(t *testing.T) {
	piece := func(id string) kb.Takeaway { return kb.Takeaway{ID: kb.ID(id)} }
	c, _ := catalogue(t,
		&kb.WriteUp{Path: "x.md", Pieces: []kb.Takeaway{piece("abcdef000000"), piece("000000000000"), piece("abc000000000")}},
		&kb.WriteUp{Path: "y.md", Pieces: []kb.Takeaway{piece("abcdef000001"), piece("ffffffffffff")}})
	for _, q := range []struct {
		prefix string
		limit  int
		want   []kb.ID
	}{
		{"", 9, []kb.ID{"000000000000", "abc000000000", "abcdef000000", "abcdef000001", "ffffffffffff"}},
		{"", 2, []kb.ID{"000000000000", "abc000000000"}},
		{"abc", 9, []kb.ID{"abc000000000", "abcdef000000", "abcdef000001"}},
		{"abcd", 9, []kb.ID{"abcdef000000", "abcdef000001"}},
		{"abcdef000001", 9, []kb.ID{"abcdef000001"}},
		{"abcdef0000011", 9, nil}, {"1", 9, nil}, {"zz", 9, nil}, {"abc", 0, nil}, {"ffffffffffff", 1, []kb.ID{"ffffffffffff"}},
	} {
		ts, err := c.Find(q.prefix, q.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []kb.ID
		for _, p := range ts {
			got = append(got, p.ID)
		}
		if diff := cmp.Diff(q.want, got); diff != "" {
			t.Errorf("Find(%q, %d) (-want +got):\n%s", q.prefix, q.limit, diff)
		}
	}
	if p, err := c.Takeaway("abc"); p != nil || err != nil {
		t.Errorf("a prefix is not an ID: %v, %v", p, err)
	}
}

// useAll reads everything from a catalogue, damaged or not.
func useAll(c *Catalogue) {
	_, _ = c.WriteUps()
	_, _ = c.Find("", 1000)
	for _, f := range c.Files() {
		c.file(f.Path)
	}
	_ = c.Encode()
	_, _ = NewCatalogue(c, &Delta{})
}

func TestDecodeDamaged(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	c, _ := catalogue(t, readNote(t, "kubecon-na-2019/ten.md", shortNote), readNote(t, "talks.yaml", talksNote))
	good := c.Encode()
	for n := range good {
		if _, err := DecodeCatalogue(good[:n]); !errors.Is(err, ErrCatalogue) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	if _, err := DecodeCatalogue(append(slices.Clone(good), 0)); !errors.Is(err, ErrCatalogue) {
		t.Errorf("with a byte too many: %v", err)
	}
	for i := range good {
		for _, bit := range []byte{1, 0x40, 0x80, 0xff} {
			bad := slices.Clone(good)
			bad[i] ^= bit
			if c, err := DecodeCatalogue(bad); err == nil {
				useAll(c)
			} else if !errors.Is(err, ErrCatalogue) {
				t.Fatalf("byte %d: %v", i, err)
			}
		}
	}
}

// TestDecodeBomb makes sure that a few bytes cannot ask for much memory.
func TestDecodeBomb(t *testing.T) {
	data := []byte(magic)
	data = binary.AppendUvarint(append(data, 0, 0, 0, 0, 0), 1<<20) // no strings, a million files
	data = append(data, make([]byte, 1<<20)...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := DecodeCatalogue(data); !errors.Is(err, ErrCatalogue) {
		t.Errorf("no error: %v", err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
		t.Errorf("%d bytes allocated for %d", n, len(data))
	}
}

func FuzzDecodeCatalogue(f *testing.F) {
	c, _ := catalogue(f, readNote(f, "kubecon-na-2019/ten.md", shortNote), readNote(f, "talks.yaml", talksNote))
	f.Add(c.Encode())
	small, _ := catalogue(f, readNote(f, "x.md", plainNote))
	f.Add(small.Encode())
	f.Add([]byte(magic + "\x00\x00\x00\x00"))
	f.Add([]byte(magic))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := DecodeCatalogue(data)
		if err != nil {
			if !errors.Is(err, ErrCatalogue) {
				t.Error(err)
			}
			return
		}
		useAll(c)
	})
}

// manyWriteUps are 10,000 takeaways: the shipped notes again and again, under other paths and with other
// titles, headings and authors.
func manyWriteUps(tb testing.TB) []*kb.WriteUp {
	var shipped []*kb.WriteUp
	lib := &Library{notes: notes.FS}
	d, err := lib.Scan(context.Background(), nil, monday, nil)
	if err != nil || len(d.Read) == 0 {
		tb.Fatal(err)
	}
	shipped = d.Read
	var ups []*kb.WriteUp
	for n, i := 0, 0; n < 10_000; i++ {
		w := *shipped[i%len(shipped)]
		w.Path = fmt.Sprintf("copy-%d/%s", i, w.Path)
		w.Title = fmt.Sprintf("%s, copy %d", w.Title, i)
		w.Authors = []string{fmt.Sprintf("Author %d", i%300)}
		w.Pieces = slices.Clone(w.Pieces)
		for k := range w.Pieces {
			p := &w.Pieces[k]
			p.Heading = fmt.Sprintf("%s, copy %d", p.Heading, i)
			p.ID, p.Ref, p.Path = kb.NewID(w.Path, p.Heading, 0), kb.Ref(w.Path, kb.Slug(p.Heading), 0), w.Path
		}
		n += w.Takeaways()
		ups = append(ups, &w)
	}
	return ups
}

// BenchmarkLoad is what list, facets and topics wait for; the target is 15 ms.
func BenchmarkLoad(b *testing.B) {
	c, _ := catalogue(b, manyWriteUps(b)...)
	data := c.Encode()
	b.ReportAllocs()
	for b.Loop() {
		c, err := DecodeCatalogue(data)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.WriteUps(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBare is what trends and counts wait for.
func BenchmarkBare(b *testing.B) {
	c, _ := catalogue(b, manyWriteUps(b)...)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.BareWriteUps(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeCatalogue(b *testing.B) {
	c, _ := catalogue(b, manyWriteUps(b)...)
	data := c.Encode()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeCatalogue(data); err != nil {
			b.Fatal(err)
		}
	}
}
