package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/query"
)

const testStamp = Stamp("stamp")

// note makes a takeaway for tests.
func note(path, heading, body string) Doc {
	return Doc{Takeaway: kb.Takeaway{ID: kb.NewID(path, kb.Slug(heading), 0), Path: path, Heading: heading, Body: body, Kind: kb.KindTakeaway}}
}

func ids(docs ...Doc) []kb.ID {
	var out []kb.ID
	for _, d := range docs {
		out = append(out, d.Takeaway.ID)
	}
	return out
}

// text is a query of plain words.
func text(s string) query.Node {
	var parts []query.Node
	at := 0
	for _, w := range strings.Fields(s) {
		at += strings.Index(s[at:], w)
		parts = append(parts, query.Word{Text: w, Pos: at})
		at += len(w)
	}
	return query.And{Parts: parts}
}

func build(t testing.TB, docs ...Doc) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	if err := Build(context.Background(), dir, testStamp, Change{Docs: docs, Catalogue: []byte("catalogue")}, nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t testing.TB, dir string) *Generation {
	t.Helper()
	g, err := Open(dir, testStamp, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.Close() })
	return g
}

// alone is a union of one generation.
func alone(g *Generation) *Union { return Together(Part{Generation: g}) }

func find(t testing.TB, g *Generation, q query.Node, o Options) Result {
	t.Helper()
	if o.Limit == 0 {
		o.Limit = 10
	}
	r, err := alone(g).Find(context.Background(), q, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func foundIDs(r Result) []kb.ID {
	var out []kb.ID
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}

func entries(t testing.TB, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func TestGenerations(t *testing.T) {
	ctx := context.Background()
	a, b, c := note("a.md", "Linkerd", "a mesh"), note("b.md", "Istio", "another mesh"), note("c.md", "Kuma", "a third mesh")
	dir := build(t, a, b)
	first := open(t, dir)
	if got := string(first.Catalogue()); got != "catalogue" {
		t.Errorf("catalogue %q", got)
	}
	for i := range 4 {
		base := open(t, dir)
		change := Change{Docs: []Doc{c}, Delete: ids(a), Catalogue: fmt.Append(nil, i)}
		if err := Update(ctx, dir, testStamp, base, change, nil); err != nil {
			t.Fatal(err)
		}
	}
	g := open(t, dir)
	if got, want := foundIDs(find(t, g, text("mesh"), Options{})), ids(c, b); !cmp.Equal(got, want) && !cmp.Equal(got, ids(b, c)) {
		t.Errorf("after the update: %v, want %v", got, want)
	}
	if g.Count() != 2 || g.Info().Number != 5 || string(g.Catalogue()) != "3" {
		t.Errorf("info %+v, catalogue %q", g.Info(), g.Catalogue())
	}
	if r := find(t, first, text("linkerd"), Options{}); len(r.Hits) == 0 || r.Hits[0].Match != kb.MatchExact {
		t.Errorf("a generation that was replaced lost its takeaways: %+v", r)
	}
	if diff := cmp.Diff([]string{"CURRENT", "gen-4", "gen-5"}, entries(t, dir)); diff != "" {
		t.Error(diff)
	}
	if problems, err := Verify(ctx, dir, testStamp); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
	if _, err := Open(dir, "other", nil); !errors.Is(err, ErrNone) || errors.Is(err, ErrDamaged) {
		t.Errorf("another stamp: %v", err)
	}
	if _, err := Open(t.TempDir(), testStamp, nil); !errors.Is(err, ErrNone) {
		t.Errorf("empty folder: %v", err)
	}
	if err := Update(ctx, dir, testStamp, nil, Change{}, nil); !errors.Is(err, ErrNone) {
		t.Errorf("update of nothing: %v", err)
	}
}

// TestBleveVersion holds the version in the format against the one that is built in.
func TestBleveVersion(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(mod), "github.com/blevesearch/bleve/v2 "+bleveVersion) {
		t.Errorf("go.mod does not require bleve %s", bleveVersion)
	}
}

func TestEmptyIndex(t *testing.T) {
	g := open(t, build(t))
	if r := find(t, g, text("anything kubrnetes"), Options{Facets: []string{"tag"}}); r.Total != 0 {
		t.Errorf("%+v", r)
	}
}

// TestFaults lets every step of a write fail: the generation before it stays, and nothing else does.
func TestFaults(t *testing.T) {
	ctx := context.Background()
	a, b := note("a.md", "Linkerd", "a mesh"), note("b.md", "Istio", "another mesh")
	dir := build(t, a)
	full := errors.New("no space left on device")
	t.Cleanup(func() { generation.Fault = nil })
	for _, step := range []string{"clone", "batch", "catalogue", "manifest", "rename", "sync", "pointer"} {
		base := open(t, dir)
		hit := false
		generation.Fault = func(s string) error {
			if s == step {
				hit = true
				return full
			}
			return nil
		}
		err := Update(ctx, dir, testStamp, base, Change{Docs: []Doc{b}}, nil)
		generation.Fault = nil
		if !hit || !errors.Is(err, full) {
			t.Errorf("%s: error %v", step, err)
		}
		if diff := cmp.Diff([]string{"CURRENT", "gen-1"}, entries(t, dir)); diff != "" {
			t.Errorf("%s: %s", step, diff)
		}
		if r := find(t, open(t, dir), text("mesh"), Options{}); r.Total != 1 {
			t.Errorf("%s: %+v", step, r)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := Update(cancelled, dir, testStamp, open(t, dir), Change{Docs: []Doc{b}}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestKilled is what a killed writer leaves: a half-written folder, a generation without a manifest.
func TestKilled(t *testing.T) {
	a := note("a.md", "Linkerd", "a mesh")
	dir := build(t, a)
	if err := os.CopyFS(filepath.Join(dir, ".tmp-takeaway-1"), os.DirFS(filepath.Join(dir, "gen-1", "bleve"))); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "gen-7"), os.DirFS(filepath.Join(dir, "gen-1"))); err != nil {
		t.Fatal(err)
	}
	// Whose these are nobody knows: they have no manifest of ours.
	foreign := map[string]string{"gen-5/results.csv": "precious", "gen-6/manifest.json": `{"name": "web app"}`, ".tmp-cache/x": "precious"}
	for name, text := range foreign {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "gen-7", "mine.txt"), []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	g := open(t, dir)
	if g.Info().Number != 1 {
		t.Errorf("opened %+v", g.Info())
	}
	if err := Update(context.Background(), dir, testStamp, g, Change{}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{".tmp-cache", "CURRENT", "gen-1", "gen-5", "gen-6", "gen-7", "gen-8"}, entries(t, dir)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"manifest.json", "mine.txt"}, entries(t, filepath.Join(dir, "gen-7"))); diff != "" {
		t.Error(diff)
	}
	for name, text := range foreign {
		if data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || string(data) != text {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}

// TestDamage breaks every file of an index in several ways: it is noticed or does no harm, and nothing
// panics or hangs.
func TestDamage(t *testing.T) {
	var docs []Doc
	for i := range 300 {
		docs = append(docs, note(fmt.Sprintf("n%d.md", i), fmt.Sprintf("Heading %d", i), strings.Repeat(fmt.Sprintf("word%d mesh kubernetes ", i), 40)))
	}
	dir := build(t, docs...)
	var files []string
	err := filepath.WalkDir(dir, func(name string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	ways := map[string]func([]byte) []byte{
		"truncated": func(b []byte) []byte { return b[:len(b)/2] },
		"empty":     func([]byte) []byte { return nil },
		"missing":   nil,
		"zero page": func(b []byte) []byte { clear(b[len(b)/2 : min(len(b), len(b)/2+4096)]); return b },
		"zero head": func(b []byte) []byte { clear(b[:min(len(b), 4096)]); return b },
		"garbage":   func(b []byte) []byte { return bytes.Repeat([]byte("\xff{"), len(b)/2) },
	}
	for _, file := range files {
		original, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for way, damage := range ways {
			_ = os.Remove(file)
			if damage != nil {
				if err := os.WriteFile(file, damage(bytes.Clone(original)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			name := way + " " + strings.TrimPrefix(file, dir)
			g, err := Open(dir, testStamp, nil)
			switch {
			case err != nil && !errors.Is(err, ErrNone):
				t.Errorf("%s: Open: %v", name, err)
			case err == nil:
				for _, q := range []query.Node{text("mesh word7"), text("kuberntes"), query.Word{Text: "wor", Prefix: true},
					query.Phrase{Text: "mesh kubernetes"}, query.Field{Name: "kind", Value: "takeaway"}} {
					if _, err := alone(g).Find(context.Background(), q, Options{Limit: 5, Facets: []string{"kind"}}); err != nil && !errors.Is(err, ErrDamaged) {
						t.Errorf("%s: Find: %v", name, err)
					}
				}
				_ = g.Close()
			}
			if problems, err := Verify(context.Background(), dir, testStamp); err == nil && len(problems) == 0 {
				t.Errorf("%s: Verify found nothing", name)
			}
		}
		if err := os.WriteFile(file, original, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if problems, err := Verify(context.Background(), dir, testStamp); err != nil || len(problems) > 0 {
		t.Error(problems, err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("permissions do not bind the superuser")
	}
	dir := build(t, note("a.md", "Linkerd", "a mesh"))
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	g := open(t, dir)
	if r := find(t, g, text("mesh"), Options{}); r.Total != 1 {
		t.Errorf("%+v", r)
	}
	if err := Update(context.Background(), dir, testStamp, g, Change{}, nil); !errors.Is(err, os.ErrPermission) {
		t.Errorf("update: %v", err)
	}
}

// TestReadersDuringUpdates: readers that open and search while a writer publishes never fail.
func TestReadersDuringUpdates(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	ctx := context.Background()
	dir := build(t, note("a.md", "Linkerd", "a mesh"))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				g, err := Open(dir, testStamp, nil)
				if err != nil {
					t.Error(err)
					return
				}
				if r, err := alone(g).Find(ctx, text("mesh"), Options{Limit: 3}); err != nil || r.Total == 0 {
					t.Error(r, err)
				}
				_ = g.Close()
			}
		})
	}
	for i := range 20 {
		unlock, err := generation.Lock(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := generation.LockPatient(ctx, dir, time.Millisecond); !errors.Is(err, generation.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("(process %d)", os.Getpid())) {
			t.Errorf("second lock: %v", err)
		}
		base, err := Open(dir, testStamp, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := Update(ctx, dir, testStamp, base, Change{Docs: []Doc{note(fmt.Sprint(i), "Istio", "mesh")}}, nil); err != nil {
			t.Fatal(err)
		}
		_ = base.Close()
		unlock()
	}
	close(stop)
	readers.Wait()
	if n := open(t, dir).Count(); n != 21 {
		t.Errorf("%d takeaways", n)
	}
}

// Two versions of the program in turn have a generation each; a third takes the place of the one used longest ago.
func TestFormatsHaveAGenerationEach(t *testing.T) {
	ctx := context.Background()
	a, b := note("a.md", "Linkerd", "a mesh"), note("b.md", "Istio", "another mesh")
	dir := build(t, a)
	next := func(stamp Stamp, docs ...Doc) {
		t.Helper()
		if err := Build(ctx, dir, stamp, Change{Docs: docs, Catalogue: []byte(stamp)}, nil); err != nil {
			t.Fatal(err)
		}
	}
	next("newer", a, b)
	if _, err := Open(dir, "third", nil); !errors.Is(err, ErrNone) || !errors.As(err, new(*generation.KeyError)) {
		t.Errorf("no format of this name: %v", err)
	}
	for range 3 { // each brings its own up to date from its own, and reads it again
		for _, stamp := range []Stamp{testStamp, "newer"} {
			base, err := Open(dir, stamp, nil)
			if err != nil {
				t.Fatalf("%s: %v", stamp, err)
			}
			if err := Update(ctx, dir, stamp, base, Change{Docs: []Doc{b}, Catalogue: []byte(stamp)}, nil); err != nil {
				t.Fatal(err)
			}
			_ = base.Close()
		}
	}
	for _, stamp := range []Stamp{testStamp, "newer"} {
		g, err := Open(dir, stamp, nil)
		if err != nil || g.Count() != 2 || string(g.Catalogue()) != string(stamp) {
			t.Fatalf("%s: %v", stamp, err)
		}
		_ = g.Close()
	}
	if got := entries(t, dir); len(got) != 4 { // CURRENT, CURRENT-…, and the two
		t.Errorf("the folder holds %v", got)
	}
	next("third", a)
	if _, err := Open(dir, testStamp, nil); !errors.As(err, new(*generation.KeyError)) {
		t.Errorf("the oldest of three formats: %v", err)
	}
	if g, err := Open(dir, "newer", nil); err != nil {
		t.Errorf("the second of three formats: %v", err)
	} else {
		_ = g.Close()
	}
}
