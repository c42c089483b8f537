package library

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// outcome is what a scan says, in short.
type outcome struct {
	Read, Gone []string
	Restamped  bool
	Clean      bool
	Seen       int
	Files      []string // path, with "!code" for a problem and "?" where only the content tells
	Problems   []string // path: code
}

// history scans a changing folder again and again, as the commands do.
type history struct {
	t     *testing.T
	files fstest.MapFS
	cat   *Catalogue
}

func (h *history) scan(now time.Time) outcome {
	h.t.Helper()
	d, err := (&Library{notes: h.files}).Scan(context.Background(), h.cat, now, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	out := outcome{Gone: d.Gone, Restamped: d.Restamped, Clean: d.Clean(), Seen: d.Seen}
	for _, w := range d.Read {
		out.Read = append(out.Read, w.Path)
	}
	for _, f := range d.Files {
		name := f.Path
		if f.Problem != nil {
			name += "!" + f.Problem.Code
		}
		if f.Mtime == 0 {
			name += "?"
		}
		out.Files = append(out.Files, name)
	}
	for _, p := range d.Problems {
		out.Problems = append(out.Problems, p.Path+": "+p.Code)
	}
	next, err := NewCatalogue(h.cat, d)
	if err != nil {
		h.t.Fatal(err)
	}
	if got := h.streamed(now); !bytes.Equal(got, next.Encode()) {
		h.t.Error("read one by one the notes make another catalogue")
	}
	if h.cat, err = DecodeCatalogue(next.Encode()); err != nil {
		h.t.Fatal(err)
	}
	var served, listed []string
	ups, err := h.cat.WriteUps()
	if err != nil {
		h.t.Fatal(err)
	}
	for _, w := range ups {
		served = append(served, w.Path)
	}
	for _, f := range h.cat.Files() {
		if f.Problem == nil {
			listed = append(listed, f.Path)
		}
	}
	if diff := cmp.Diff(listed, served); diff != "" {
		h.t.Errorf("the catalogue's files and write-ups differ:\n%s", diff)
	}
	return out
}

func TestScanLifeCycle(t *testing.T) {
	h := &history{t: t, files: fstest.MapFS{}}
	put := func(name, text string, at time.Time) {
		h.files[name] = &fstest.MapFile{Data: []byte(text), ModTime: at}
	}
	huge := strings.Repeat("x", notefile.MaxSize+1)
	now := monday.Add(time.Hour)
	for _, step := range []struct {
		name string
		do   func()
		now  time.Time
		want outcome
	}{
		{"nothing", func() {}, now, outcome{Clean: true}},
		{"new", func() {
			put("a/x.md", "# One\n\nText", monday)
			put("a-b.md", "# Two\n\nText", monday)
			put("c.md", "# Three\n\nText", monday)
		}, now, outcome{Read: []string{"a-b.md", "a/x.md", "c.md"}, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md"}}},
		{"unchanged", func() {}, now, outcome{Clean: true, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md"}}},
		{"touched", func() { put("c.md", "# Three\n\nText", monday.Add(time.Minute)) }, now,
			outcome{Restamped: true, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md"}}},
		{"changed just now", func() { put("c.md", "# Three\n\nTexu", now.Add(-time.Second)) }, now,
			outcome{Read: []string{"c.md"}, Gone: []string{"c.md"}, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md?"}}},
		{"same size and time, other content", func() { put("c.md", "# Three\n\nTexv", now.Add(-time.Second)) }, now,
			outcome{Read: []string{"c.md"}, Gone: []string{"c.md"}, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md?"}}},
		{"still racy", func() {}, now, outcome{Clean: true, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md?"}}},
		{"no longer racy", func() {}, now.Add(time.Second), outcome{Restamped: true, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md"}}},
		{"from the future", func() { put("c.md", "# Three\n\nTexv", now.Add(time.Hour)) }, now.Add(2 * time.Second),
			outcome{Restamped: true, Seen: 3, Files: []string{"a-b.md", "a/x.md", "c.md?"}}},
		{"removed", func() { delete(h.files, "a-b.md") }, now, outcome{Gone: []string{"a-b.md"}, Restamped: true, Seen: 2, Files: []string{"a/x.md", "c.md?"}}},
		{"binary", func() { put("c.md", "\x00", monday) }, now, outcome{Gone: []string{"c.md"}, Restamped: true, Seen: 2, Files: []string{"a/x.md", "c.md!not-text"}}},
		{"still binary", func() {}, now, outcome{Clean: true, Seen: 2, Files: []string{"a/x.md", "c.md!not-text"}}},
		{"too large", func() { put("c.md", huge, monday) }, now, outcome{Restamped: true, Seen: 2, Files: []string{"a/x.md", "c.md!too-large"}}},
		{"still too large", func() {}, now, outcome{Clean: true, Seen: 2, Files: []string{"a/x.md", "c.md!too-large"}}},
		{"text again", func() { put("c.md", "# Three\n\nText", monday) }, now, outcome{Read: []string{"c.md"}, Seen: 2, Files: []string{"a/x.md", "c.md"}}},
		{"empty", func() { put("a/x.md", " \n", monday) }, now, outcome{Gone: []string{"a/x.md"}, Restamped: true, Seen: 2, Files: []string{"a/x.md!empty", "c.md"}}},
		{"empty one removed", func() { delete(h.files, "a/x.md") }, now, outcome{Restamped: true, Seen: 1, Files: []string{"c.md"}}},
		{"no longer a note's name", func() { delete(h.files, "c.md"); put("c.png", "x", monday) }, now, outcome{Gone: []string{"c.md"}, Restamped: true}},
	} {
		t.Run(step.name, func(t *testing.T) {
			h.t = t
			step.do()
			if diff := cmp.Diff(step.want, h.scan(step.now)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestScanUnreadable(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("the superuser may read everything")
	}
	lib := testLibrary(t, map[string]string{"a.md": "# A\n\nText", "b.md": "# B\n\nText"})
	name := filepath.Join(lib.Dir, NotesDir, "a.md")
	d, err := lib.Scan(context.Background(), nil, monday.Add(time.Hour), nil)
	if err != nil || len(d.Read) != 2 {
		t.Fatal(d, err)
	}
	cat, err := NewCatalogue(nil, d)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, monday, monday.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if d, err = lib.Scan(context.Background(), cat, monday.Add(time.Hour), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]kb.Problem{problem("a.md", "unreadable", "permission denied")}, d.Problems); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a.md"}, d.Gone); diff != "" || len(d.Files) != 1 {
		t.Error(diff, d.Files)
	}
}

func TestScanProgressAndCancel(t *testing.T) {
	files := fstest.MapFS{}
	for i := range 20 {
		files[fmt.Sprintf("%02d.md", i)] = &fstest.MapFile{Data: []byte("# A\n\nText"), ModTime: monday}
	}
	lib := &Library{notes: files}
	var seen []int
	if _, err := lib.Scan(context.Background(), nil, monday, func(done, total int) { seen = append(seen, done*100+total) }); err != nil {
		t.Fatal(err)
	}
	for i, n := range seen {
		if n != (i+1)*100+20 {
			t.Fatalf("progress %v", seen)
		}
	}
	if len(seen) != 20 {
		t.Errorf("%d steps of progress", len(seen))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := lib.Scan(ctx, nil, monday, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkScanUnchanged(b *testing.B) {
	dir := b.TempDir()
	if _, err := Init(dir); err != nil {
		b.Fatal(err)
	}
	for i := range 1000 {
		name := filepath.Join(dir, NotesDir, fmt.Sprintf("conference-%d", i%20), fmt.Sprintf("note-%d.md", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, fmt.Appendf(nil, "# Note %d\n\n## A heading\n\nText.\n", i), 0o644); err != nil {
			b.Fatal(err)
		}
		if err := os.Chtimes(name, monday, monday); err != nil {
			b.Fatal(err)
		}
	}
	lib, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	now := monday.Add(time.Hour)
	d, err := lib.Scan(context.Background(), nil, now, nil)
	if err != nil {
		b.Fatal(err)
	}
	cat, err := NewCatalogue(nil, d)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		d, err := lib.Scan(context.Background(), cat, now, nil)
		if err != nil || !d.Clean() || d.Seen != 1000 {
			b.Fatal(d.Clean(), err)
		}
	}
}

// Where nothing but the content of a note differs, the index can be checked for it.
func TestStale(t *testing.T) {
	h := &history{t: t, files: fstest.MapFS{
		"a.md": {Data: []byte("# One\n\nText"), ModTime: monday}, "b.md": {Data: []byte("# Two\n\nText"), ModTime: monday}, "c.md": {Data: []byte{0, 1}, ModTime: monday},
	}}
	h.scan(monday.Add(time.Hour))
	h.files["b.md"] = &fstest.MapFile{Data: []byte("# Two\n\nTexu"), ModTime: monday}
	lib := &Library{notes: h.files}
	problems, err := lib.Stale(t.Context(), h.cat)
	if err != nil || len(problems) != 1 || problems[0].Path != "b.md" {
		t.Errorf("%v, %v", problems, err)
	}
	// And what is printed of it says that it is not what was found.
	ups, err := h.cat.WriteUps()
	if err != nil {
		t.Fatal(err)
	}
	h.files["b.md"] = &fstest.MapFile{Data: []byte("# Another\n\nText"), ModTime: monday}
	if problems := lib.Prose(h.cat, []*kb.Takeaway{&ups[0].Pieces[0], &ups[1].Pieces[0]}); len(problems) != 1 || problems[0].Path != "b.md" || problems[0].Code != "changed" {
		t.Errorf("%v", problems)
	}
}

// streamed is the catalogue that scan makes, of notes that are read one by one and forgotten.
func (h *history) streamed(now time.Time) []byte {
	h.t.Helper()
	defer func(most, part int) { readAtOnce, partNotes = most, part }(readAtOnce, partNotes)
	readAtOnce, partNotes = 0, 1
	d, err := (&Library{notes: h.files}).Compare(context.Background(), h.cat, now, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	m := MakeCatalogue(h.cat)
	if err := d.Each(context.Background(), nil, m.Add); err != nil {
		h.t.Fatal(err)
	}
	if d.Later() != 0 || len(d.Read) != 0 {
		h.t.Errorf("%d notes are yet to be read, %d were kept", d.Later(), len(d.Read))
	}
	c, lost, err := m.Finish(d)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, id := range lost {
		if before, _ := h.cat.Takeaway(id); before == nil {
			h.t.Errorf("%s is lost, and was never there", id)
		}
		if after, _ := c.Takeaway(id); after != nil {
			h.t.Errorf("%s is lost, and still there", id)
		}
	}
	return c.Encode()
}

// TestStreamedGone: a note that is no more stays away where a note behind it has changed.
func TestStreamedGone(t *testing.T) {
	note := func(text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("# " + text), ModTime: time.Unix(1, 0)}
	}
	h := &history{t: t, files: fstest.MapFS{"a.md": note("One"), "b.md": note("Two"), "c.md": note("Three")}}
	h.scan(time.Unix(1<<32, 0))
	delete(h.files, "a.md")
	h.files["b.md"] = note("Two, but longer")
	h.scan(time.Unix(1<<32, 0))
}
