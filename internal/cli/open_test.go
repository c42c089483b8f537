package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBrowserArgs(t *testing.T) {
	const page = "https://example.org/a"
	for command, want := range map[string][]string{
		"firefox": {"firefox", page}, "w3m -N": {"w3m", "-N", page}, "b --url=%s --new": {"b", "--url=" + page, "--new"},
	} {
		name, args := browserArgs(command, page)
		if diff := cmp.Diff(want, append([]string{name}, args...)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", command, diff)
		}
	}
	for source, want := range map[string]string{page: page, " " + page + "\n": page, "": "", "javascript:alert(1)": "", "file:///etc/passwd": "",
		"-flag": "", "example.org": "", "https://": "", "HTTP://example.org": "http://example.org"} {
		if got := webAddress(source); got != want {
			t.Errorf("webAddress(%q) = %q, not %q", source, got, want)
		}
	}
}
