package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

const articlePage = `<!doctype html><html><head><title>KubeCon NA 2019 recap | My Blog</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>KubeCon NA 2019 recap</h1><p>Last week I was in San Diego, where twelve thousand people talked about Kubernetes and the edge.</p>
<h2>Meshes</h2><p>Every vendor sells a service mesh now, and everybody asks what the sidecars cost. <a href="/other">More</a></p></article></body></html>`

// site is a server with everything that can go wrong on one.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	send := func(path, contentType, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			fmt.Fprint(w, body)
		})
	}
	send("/page", "text/html; charset=utf-8", articlePage)
	send("/latin1", "text/html; charset=iso-8859-1", "<p>Caf\xe9</p>")
	send("/note.md", "text/plain; charset=utf-8", "# KubeCon NA 2019\n\nText.\n")
	send("/plain", "text/plain", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
	send("/image", "image/png", "\x89PNG")
	send("/evil-type", "image/\x1b[31mred", "x")
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/page", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "file:///etc/passwd")
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/metadata", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		line := bytes.Repeat([]byte("<p>and on and on</p>\n"), 4096)
		for sent := 0; sent < 1<<30; sent += len(line) {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/promises", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Length", "1073741824")
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		zeros := make([]byte, 1<<20)
		for range 200 {
			if _, err := zip.Write(zeros); err != nil {
				return
			}
		}
		_ = zip.Close() // the client is gone by now
	})
	mux.HandleFunc("/zipped", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		_, _ = zip.Write([]byte("<p>zipped</p>"))
		_ = zip.Close()
	})
	mux.HandleFunc("/brotli", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "br")
		fmt.Fprint(w, "x")
	})
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<p>o")
		w.(http.Flusher).Flush()
		<-r.Context().Done() // says no more until the client leaves
	})
	mux.HandleFunc("/forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv
}

func fetch(t *testing.T, ctx context.Context, address string, l Limits) (Document, error) {
	t.Helper()
	u, err := ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	return Fetch(ctx, u, l)
}

func TestFetch(t *testing.T) {
	srv := site(t)
	host := strings.TrimPrefix(srv.URL, "http://")
	name := "127.0.0.1"
	for _, c := range []struct {
		path string
		want Document
	}{
		{"/page", Document{Name: name + "/page", Format: HTML, Source: "/page", Charset: "utf-8", Data: []byte(articlePage)}},
		{"/moved", Document{Name: name + "/page", Format: HTML, Source: "/page", Charset: "utf-8", Data: []byte(articlePage)}},
		{"/latin1", Document{Name: name + "/latin1", Format: HTML, Source: "/latin1", Charset: "iso-8859-1", Data: []byte("<p>Caf\xe9</p>")}},
		{"/note.md", Document{Name: name + "/note.md", Format: Markdown, Source: "/note.md", Charset: "utf-8", Data: []byte("# KubeCon NA 2019\n\nText.\n")}},
		{"/plain", Document{Name: name + "/plain", Format: Calendar, Source: "/plain", Data: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}},
		{"/zipped", Document{Name: name + "/zipped", Format: HTML, Source: "/zipped", Data: []byte("<p>zipped</p>")}},
	} {
		c.want.From, c.want.Source = "http://"+host+c.path, "http://"+host+c.want.Source
		got, err := fetch(t, t.Context(), srv.URL+c.path, DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.path, diff)
		}
	}
}

func TestFetchRefuses(t *testing.T) {
	srv := site(t)
	short := DefaultLimits()
	short.Time = 50 * time.Millisecond
	for _, c := range []struct {
		path          string
		limits        Limits
		code, message string
	}{
		{"/loop", DefaultLimits(), "redirects", "redirects more than the limit of 10 times"},
		{"/file", DefaultLimits(), "redirects", "redirects to file:///etc/passwd: only http and https addresses are fetched"},
		{"/metadata", DefaultLimits(), "address", "leads to 169.254.169.254, which is not fetched: machines keep their credentials there"},
		{"/endless", DefaultLimits(), "too-large", "is larger than the limit of 8 MiB"},
		{"/promises", DefaultLimits(), "too-large", "is larger than the limit of 8 MiB"},
		{"/bomb", DefaultLimits(), "too-large", "is larger than the limit of 8 MiB"},
		{"/brotli", DefaultLimits(), "fetch", `is packed as "br", which was not asked for`},
		{"/image", DefaultLimits(), "type", `is "image/png", not a document`},
		{"/drip", short, "slow", "took longer than the limit of 50ms"},
		{"/nothing", DefaultLimits(), "status", "answers 404 Not Found"},
		{"/forbidden", DefaultLimits(), "status", "answers 403 Forbidden"},
	} {
		_, err := fetch(t, t.Context(), srv.URL+c.path, c.limits)
		var p kb.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: %v is no problem", c.path, err)
			continue
		}
		want := kb.Problem{Path: srv.URL + c.path, Severity: kb.SeverityError, Code: c.code, Message: c.message}
		p.Hint = ""
		if diff := cmp.Diff(want, p); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.path, diff)
		}
	}
}

func TestFetchInterrupted(t *testing.T) {
	srv := site(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("the user pressed Ctrl-C")
	time.AfterFunc(20*time.Millisecond, func() { cancel(stop) })
	if _, err := fetch(t, ctx, srv.URL+"/drip", DefaultLimits()); !errors.Is(err, stop) {
		t.Errorf("ended with %v", err)
	}
}

// TestControl has the addresses that no test server can be reached at.
func TestControl(t *testing.T) {
	for _, c := range []struct {
		to      string
		outside bool
		code    string
	}{
		{"127.0.0.1:80", false, ""}, {"10.1.2.3:80", false, ""}, {"[::1]:443", false, ""}, {"93.184.216.34:443", false, ""},
		{"127.0.0.1:80", true, "address"}, {"192.168.1.1:80", true, "address"}, {"[fd12::1]:80", true, "address"}, {"0.0.0.0:80", true, "address"},
		{"169.254.169.254:80", false, "address"}, {"[fe80::1%eth0]:80", false, "address"}, {"[::ffff:169.254.169.254]:80", false, "address"},
		{"[fd00:ec2::254]:80", false, "address"}, {"100.100.100.200:80", false, "address"}, {"224.0.0.1:80", false, "address"},
	} {
		f := &fetcher{address: "http://example.org/", outside: c.outside}
		err := f.control(t.Context(), "tcp", c.to, nil)
		var p kb.Problem
		errors.As(err, &p)
		if p.Code != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s after outside=%v: %v", c.to, c.outside, err)
		}
		if at := netip.MustParseAddrPort(c.to); err == nil && f.outside != (c.outside || !at.Addr().IsLoopback() && !at.Addr().IsPrivate()) {
			t.Errorf("%s: outside is %v", c.to, f.outside)
		}
	}
}

func TestParseAddress(t *testing.T) {
	for _, c := range []struct{ arg, want, err string }{
		{"https://example.org/a#b", "https://example.org/a", ""},
		{"HTTP://example.org", "http://example.org", ""},
		{"file:///etc/passwd", "", "file:///etc/passwd: only http and https addresses are fetched"},
		{"ftp://example.org/x", "", "ftp://example.org/x: only http and https addresses are fetched"},
		{"https:///nohost", "", "https:///nohost: the address names no host"},
		{"http://:80/", "", "http://:80/: the address names no host"},
		{"http://me:secret@example.org/", "", "http://me:xxxxx@example.org/: an address with a password in it is not fetched; it would be written into the note"},
		{"http://[::1/", "", "http://[::1/: not an address: missing ']' in host"},
	} {
		if !IsAddress(c.arg) {
			t.Errorf("%s is taken for a path", c.arg)
		}
		u, err := ParseAddress(c.arg)
		got, msg := "", ""
		if err != nil {
			msg = err.Error()
		} else {
			got = u.String()
		}
		if got != c.want || msg != c.err {
			t.Errorf("%s: %q, %q", c.arg, got, msg)
		}
	}
	for _, path := range []string{"a.md", "./x", "notes/https:/x", "://x", "a b://c", "-"} {
		if IsAddress(path) {
			t.Errorf("%s is taken for an address", path)
		}
	}
}
