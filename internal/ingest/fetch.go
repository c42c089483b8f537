package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"syscall"
	"time"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Limits bound what is fetched from an address.
type Limits struct {
	Redirects int           // how many are followed
	Size      int64         // bytes, after decompression
	Time      time.Duration // for the whole page; 0 for none
}

// DefaultLimits are those of takeaway ingest. The size is that of a note: no page that is larger can
// become one.
func DefaultLimits() Limits {
	return Limits{Redirects: 10, Size: notefile.MaxSize, Time: 30 * time.Second}
}

// IsAddress reports whether an argument is an address rather than a path: it has a scheme with two
// slashes. ParseAddress says whether it can be fetched.
func IsAddress(arg string) bool {
	scheme, _, ok := strings.Cut(arg, "://")
	if !ok || scheme == "" {
		return false
	}
	for _, r := range scheme {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("+-.", r) {
			return false
		}
	}
	return true
}

// ParseAddress checks an address: http or https, with a host, without a password in it.
func ParseAddress(arg string) (*url.URL, error) {
	u, err := url.Parse(arg)
	switch {
	case err != nil:
		var bad *url.Error
		if errors.As(err, &bad) {
			err = bad.Err
		}
		return nil, fmt.Errorf("%s: not an address: %w", arg, err)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%s: only http and https addresses are fetched", arg)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%s: the address names no host", arg)
	case isDisguised(u.Hostname()):
		return nil, fmt.Errorf("%s: %s is neither a name nor an address as it is written today", arg, u.Hostname())
	case u.User != nil:
		return nil, fmt.Errorf("%s: an address with a password in it is not fetched; it would be written into the note", u.Redacted())
	}
	u.Fragment = ""
	return u, nil
}

// Fetch gets the document at an address. The error is a kb.Problem that names address and limit, or ctx's.
//
// The user's own address may lead into the local network, to a wiki or a page being written. A redirect
// may not lead there from outside, and no address leads to link-local ones, where clouds keep credentials.
func Fetch(ctx context.Context, u *url.URL, l Limits) (Document, error) {
	whole := ctx
	if l.Time > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, l.Time)
		defer cancel()
	}
	f := &fetcher{limits: l, address: u.String(), proxy: http.ProxyFromEnvironment}
	d, err := f.get(ctx, u)
	switch {
	case err == nil:
		return d, nil
	case whole.Err() != nil:
		return Document{}, context.Cause(whole)
	case ctx.Err() != nil:
		return Document{}, f.refuse("slow", fmt.Sprintf("took longer than the limit of %s", l.Time), "--timeout allows more")
	}
	var p kb.Problem
	if errors.As(err, &p) {
		return Document{}, p
	}
	var bad *url.Error
	if errors.As(err, &bad) {
		err = bad.Err
	}
	return Document{}, f.refuse("fetch", err.Error(), "")
}

// fetcher is one request with its redirects.
type fetcher struct {
	limits  Limits
	address string // as given
	outside bool   // a host outside the local network has answered
	proxy   func(*http.Request) (*url.URL, error)
}

func (f *fetcher) refuse(code, message, hint string) kb.Problem {
	return kb.Problem{Path: f.address, Severity: kb.SeverityError, Code: code, Message: message, Hint: hint}
}

// proxied marks the context of a request that a proxy makes for us: the proxy's own address is nobody's
// business here.
type proxied struct{}

func (f *fetcher) get(ctx context.Context, u *url.URL) (Document, error) {
	dialer := &net.Dialer{ControlContext: f.control}
	transport := &http.Transport{Proxy: f.proxy, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		DisableCompression: true, DisableKeepAlives: true, MaxResponseHeaderBytes: 1 << 20}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for hops := 0; ; hops++ {
		resp, err := f.request(ctx, client, u)
		if err != nil {
			return Document{}, err
		}
		to := resp.Header.Get("Location")
		if !isRedirect(resp.StatusCode) || to == "" {
			defer resp.Body.Close()
			return f.document(resp, u)
		}
		_ = resp.Body.Close()
		if hops == f.limits.Redirects {
			return Document{}, f.refuse("redirects", fmt.Sprintf("redirects more than the limit of %d times", f.limits.Redirects), "open it in a browser and ingest the address you end up at")
		}
		next, err := u.Parse(to)
		if err != nil {
			return Document{}, f.refuse("redirects", "redirects to something that is not an address", "")
		}
		if next, err = ParseAddress(next.String()); err != nil {
			return Document{}, f.refuse("redirects", "redirects to "+err.Error(), "")
		}
		u = next
	}
}

func (f *fetcher) request(ctx context.Context, client *http.Client, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "takeaway (command line; reads one page for its user)")
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/markdown, text/calendar, text/plain, application/yaml, application/json;q=0.8, */*;q=0.1")
	req.Header.Set("Accept-Encoding", "gzip")
	if via, err := f.proxy(req); err == nil && via != nil {
		if err := f.judgeHost(ctx, u.Hostname()); err != nil {
			return nil, err
		}
		req = req.WithContext(context.WithValue(ctx, proxied{}, true))
	}
	return client.Do(req)
}

// control refuses addresses after the name is resolved, so that no name can hide one.
func (f *fetcher) control(ctx context.Context, _, address string, _ syscall.RawConn) error {
	if ctx.Value(proxied{}) != nil {
		return nil
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	return f.judge(at.Addr())
}

// judgeHost judges a host that a proxy will connect to. What it resolves to is asked here, where the answer
// may differ from the proxy's; a name that only the proxy can resolve counts as outside.
func (f *fetcher) judgeHost(ctx context.Context, host string) error {
	if isMetadataName(host) {
		return f.refuse("address", host+" is not fetched: machines keep their credentials there", "")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return f.judge(ip)
	}
	list, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		f.outside = true
		return ctx.Err()
	}
	for _, ip := range list {
		if err := f.judge(ip); err != nil {
			return err
		}
	}
	return nil
}

// judge refuses an address that is not to be connected to.
func (f *fetcher) judge(ip netip.Addr) error {
	ip = ip.Unmap().WithZone("")
	switch reachOf(ip) {
	case guarded:
		return f.refuse("address", fmt.Sprintf("leads to %s, which is not fetched: machines keep their credentials there", ip), "")
	case local:
		if f.outside {
			return f.refuse("address", fmt.Sprintf("redirects from outside to %s in the local network, which is not followed", ip), "ingest that address itself if you trust it")
		}
	default:
		f.outside = true
	}
	return nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// document reads the answer of the last request.
func (f *fetcher) document(resp *http.Response, u *url.URL) (Document, error) {
	if resp.StatusCode != http.StatusOK {
		hint := ""
		if resp.StatusCode == http.StatusForbidden || resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusUnauthorized {
			hint = "save the page in a browser and ingest the file"
		}
		return Document{}, f.refuse("status", "answers "+strings.TrimSpace(fmt.Sprintf("%d %s", resp.StatusCode, http.StatusText(resp.StatusCode))), hint)
	}
	contentType := resp.Header.Get("Content-Type")
	format, charset, ok := formatOfType(contentType)
	if !ok {
		return Document{}, f.refuse("type", fmt.Sprintf("is %q, not a document", oneLine(contentType)), "pages, Markdown, text, YAML and calendars are taken in")
	}
	data, err := f.read(resp)
	if err != nil {
		return Document{}, err
	}
	name := u.Path
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index"
	}
	switch {
	case format == "" && FormatOf(name) != "" && FormatOf(name) != HTML:
		format = FormatOf(name)
	case format == "":
		format = Sniff(data)
	}
	return Document{From: f.address, Name: strings.TrimPrefix(path.Clean("/"+u.Hostname()+"/"+name), "/"), Format: format, Source: u.String(), Charset: charset, Data: data}, nil
}

// read reads the body within the limit, which holds for what it unpacks to.
func (f *fetcher) read(resp *http.Response) ([]byte, error) {
	tooLarge := f.refuse("too-large", fmt.Sprintf("is larger than the limit of %d MiB", f.limits.Size>>20), "save the part that matters and take that in")
	if resp.ContentLength > f.limits.Size {
		return nil, tooLarge
	}
	var body io.Reader = resp.Body
	switch encoding := strings.ToLower(resp.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		unzip, err := gzip.NewReader(resp.Body)
		if err != nil {
			return nil, f.refuse("fetch", "says that it is gzip and is not", "")
		}
		body = unzip
	default:
		return nil, f.refuse("fetch", fmt.Sprintf("is packed as %q, which was not asked for", oneLine(encoding)), "")
	}
	var b bytes.Buffer
	switch n, err := io.Copy(&b, io.LimitReader(body, f.limits.Size+1)); {
	case n > f.limits.Size:
		return nil, tooLarge
	case err != nil:
		return nil, err
	}
	return b.Bytes(), nil
}
