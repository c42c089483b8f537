package ingest

import (
	"slices"
	"testing"
)

func TestPublicAddress(t *testing.T) {
	for _, c := range []struct {
		address, want string
		secret        []string
	}{
		{"https://example.org/post", "https://example.org/post", nil},
		{"https://example.org/post?p=12&lang=en", "https://example.org/post?p=12&lang=en", nil},
		{"https://example.org/post?token=SECRET", "https://example.org/post", []string{"token"}},
		{"https://example.org/post?p=12&access_token=a&x=1#top", "https://example.org/post?p=12&x=1#top", []string{"access_token"}},
		{"https://example.org/d?shareToken=a&apiKey=b", "https://example.org/d", []string{"shareToken", "apiKey"}},
		{"https://s3.example.org/r.html?X-Amz-Algorithm=AWS4&X-Amz-Signature=ab&X-Amz-Credential=c", "https://s3.example.org/r.html?X-Amz-Algorithm=AWS4", []string{"X-Amz-Signature", "X-Amz-Credential"}},
		{"https://example.org/d?sig=a&sig=b", "https://example.org/d", []string{"sig"}},
		{"https://example.org/playlist?list=PLj6h78yzYM2O1wlsM-Ma", "https://example.org/playlist?list=PLj6h78yzYM2O1wlsM-Ma", nil},
		{"https://example.org/watch?v=dQw4w9WgXcQ", "https://example.org/watch?v=dQw4w9WgXcQ", nil},
		{"https://example.org/?keyword=mesh&monkey=1&tokens=3", "https://example.org/?keyword=mesh&monkey=1&tokens=3", nil},
		{"https://example.org/?t%6Fken=x", "https://example.org/", []string{"token"}},
		{"https://example.org/?token=", "https://example.org/?token=", nil},
		{"::not an address?token=x", "::not an address?token=x", nil},
	} {
		got, secret := PublicAddress(c.address)
		if got != c.want || !slices.Equal(secret, c.secret) {
			t.Errorf("%s: %s %q, want %s %q", c.address, got, secret, c.want, c.secret)
		}
	}
}
