package ingest

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"takeaway/internal/kb"
)

// TestReach has every form in which a link-local or private address can be written.
func TestReach(t *testing.T) {
	for _, c := range []struct {
		to      string
		outside bool
		code    string
	}{
		{"[64:ff9b::a9fe:a9fe]:80", false, "address"}, {"[::a9fe:a9fe]:80", false, "address"}, {"[2002:a9fe:a9fe::1]:80", false, "address"},
		{"[64:ff9b:1::a9fe:a9fe]:80", false, "address"}, {"192.0.0.192:80", false, "address"}, {"168.63.129.16:80", false, "address"},
		{"[::ffff:0:a9fe:a9fe]:80", false, "address"}, {"[2001:0:a9fe:a9fe::1]:80", false, "address"}, {"[2001:0:808:808::5601:5601]:80", false, "address"},
		{"[2606:2800::5efe:a9fe:a9fe]:80", false, "address"}, {"[2606:2800::200:5efe:a9fe:a9fe]:80", false, "address"}, {"[2606:2800::5efe:808:808]:80", true, ""},
		{"100.64.0.5:80", true, "address"}, {"198.18.0.5:80", true, "address"}, {"192.0.0.5:80", true, "address"}, {"[64:ff9b::a00:5]:80", true, "address"},
		{"[64:ff9b::7f00:1]:80", true, "address"}, {"[2001:db8::1]:80", true, "address"}, {"255.255.255.255:80", true, "address"}, {"[::]:80", true, "address"},
		{"100.64.0.5:80", false, ""}, {"[64:ff9b::5db8:d822]:80", true, ""}, {"[2606:2800:220:1::1]:80", true, ""}, {"8.8.8.8:80", true, ""},
	} {
		f := &fetcher{address: "http://example.org/", outside: c.outside}
		err := f.control(t.Context(), "tcp", c.to, nil)
		var p kb.Problem
		errors.As(err, &p)
		if p.Code != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s after outside=%v: %v", c.to, c.outside, err)
		}
	}
}

// TestProxy: a proxy is not asked for what would not be fetched without one.
func TestProxy(t *testing.T) {
	for _, c := range []struct {
		host    string
		outside bool
		ok      bool
	}{
		{"169.254.169.254", false, false}, {"[::ffff:169.254.169.254]", false, false}, {"10.1.1.1", false, true}, {"10.1.1.1", true, false}, {"127.0.0.1", true, false},
		{"metadata.google.internal", false, false}, {"Metadata.GOOG.", false, false},
	} {
		via, _ := url.Parse("http://127.0.0.1:9")
		f := &fetcher{address: "http://x/", outside: c.outside, proxy: func(*http.Request) (*url.URL, error) { return via, nil }}
		u, _ := url.Parse("http://" + c.host + "/")
		_, err := f.request(t.Context(), &http.Client{Transport: refusing{}}, u)
		var p kb.Problem
		if refused := errors.As(err, &p) && p.Code == "address"; refused == c.ok {
			t.Errorf("%s after outside=%v: %v", c.host, c.outside, err)
		}
	}
}

// refusing answers every request with an error, as a proxy that is down.
type refusing struct{}

func (refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("down") }

func TestIsDisguised(t *testing.T) {
	for host, want := range map[string]bool{"2852039166": true, "0xA9FEA9FE": true, "169.254.43518": true, "0251.0376.0251.0376": true, "169.254.169.254": false,
		"169.254.169.254.": true, "::1": false, "example.org": false, "example1": false, "127.1": true, "x.0x7f": true, "": false} {
		if got := isDisguised(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}
