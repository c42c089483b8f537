package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// world is a library of its own and what a command said in it.
type world struct {
	dir, out, err string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dir: t.TempDir()}
	if code := w.run(t, t.Context(), nil, "init", "."); code != exitOK {
		t.Fatalf("init ended with %d: %s", code, w.err)
	}
	return w
}

func (w *world) run(t *testing.T, ctx context.Context, in io.Reader, args ...string) int {
	t.Helper()
	var out, err bytes.Buffer
	code := Main(ctx, args, IO{In: in, Out: &out, Err: &err, Dir: w.dir, Env: func(string) string { return "" }, Now: func() time.Time { return time.Unix(1_600_000_000, 0) }})
	w.out, w.err = out.String(), err.String()
	return code
}

func (w *world) notes(t *testing.T) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(filepath.Join(w.dir, "notes"), func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			list = append(list, strings.TrimPrefix(p, w.dir+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

const page = `<html><head><title>KubeCon NA 2019 recap</title></head><body><article><p>Last week I was in San Diego with twelve thousand others,
and %s stayed with me on the long flight home, here they are, one by one and in no order.</p></article></body></html>`

func TestIngestAddress(t *testing.T) {
	what := "five things"
	mux := http.NewServeMux()
	mux.HandleFunc("/post", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, page, what)
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	srv := httptest.NewServer(mux)
	defer srv.Close()
	w := newWorld(t)

	if code := w.run(t, t.Context(), nil, "ingest", srv.URL+"/post"); code != exitOK {
		t.Fatalf("ended with %d: %s", code, w.err)
	}
	want := fmt.Sprintf(`wrote notes/kubecon-na-2019/kubecon-na-2019-recap.md
  title       KubeCon NA 2019 recap  (title)
  authors     not found
  conference  kubecon-na-2019  (title: KubeCon NA 2019)
  date        not found
  source      %s/post  (address)
  takeaways   1
`, srv.URL)
	if diff := cmp.Diff(want, w.out); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	if code := w.run(t, t.Context(), nil, "ingest", srv.URL+"/post/"); code != exitPartial || !strings.Contains(w.err, "/post/: answers 404 Not Found") {
		t.Errorf("a page that is not there: %d, %s", code, w.err)
	}
	if code := w.run(t, t.Context(), nil, "ingest", srv.URL+"/post#top"); code != exitOK || !strings.HasPrefix(w.out, "already there as notes/kubecon-na-2019/kubecon-na-2019-recap.md") {
		t.Errorf("again: %d, %s%s", code, w.out, w.err)
	}
	what = "six things"
	if code := w.run(t, t.Context(), nil, "ingest", srv.URL+"/post"); code != exitOK || !strings.HasPrefix(w.out, "changed notes/kubecon-na-2019/kubecon-na-2019-recap.md") {
		t.Errorf("changed: %d, %s%s", code, w.out, w.err)
	}
	if code := w.run(t, t.Context(), nil, "ingest", "--update", srv.URL+"/post"); code != exitOK || !strings.HasPrefix(w.out, "updated notes/kubecon-na-2019/kubecon-na-2019-recap.md") {
		t.Errorf("updated: %d, %s%s", code, w.out, w.err)
	}
	if code := w.run(t, t.Context(), nil, "ingest", srv.URL+"/loop"); code != exitPartial || !strings.Contains(w.err, srv.URL+"/loop: redirects more than the limit of 10 times") {
		t.Errorf("a loop: %d, %s", code, w.err)
	}
	if diff := cmp.Diff([]string{"notes/kubecon-na-2019/kubecon-na-2019-recap.md"}, w.notes(t)); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// stuck is a standard input on which nothing arrives; it says when somebody waits for it.
type stuck struct{ asked chan struct{} }

func (s stuck) Read([]byte) (int, error) {
	close(s.asked)
	select {}
}

// TestIngestInterrupted: Ctrl-C leaves the notes of what had been read, whole, and says how far it came.
func TestIngestInterrupted(t *testing.T) {
	w := newWorld(t)
	if err := os.WriteFile(filepath.Join(w.dir, "a.md"), []byte("# KubeCon NA 2019\n\nText about meshes.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	in := stuck{make(chan struct{})}
	go func() {
		<-in.asked
		cancel()
	}()
	if code := w.run(t, ctx, in, "ingest", "--jobs", "1", "a.md", "-", "a.md"); code != exitInterrupted {
		t.Errorf("ended with %d", code)
	}
	if diff := cmp.Diff("takeaway: 1 of 3 files: 1 written\ntakeaway: interrupted\n", w.err); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"notes/kubecon-na-2019/kubecon-na-2019.md"}, w.notes(t)); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	data, err := os.ReadFile(filepath.Join(w.dir, "notes/kubecon-na-2019/kubecon-na-2019.md"))
	if err != nil || !strings.HasSuffix(string(data), "Text about meshes.\n") {
		t.Errorf("%q, %v", data, err)
	}
}
