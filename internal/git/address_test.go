package git_test

import (
	"strings"
	"testing"

	"takeaway/internal/git"
)

// What may be fetched, and why the rest is not. No address of the second kind ever reaches git.
func TestCheck(t *testing.T) {
	for _, address := range []string{"https://example.org/team/notes.git", "http://127.0.0.1:8080/notes", "ssh://git@example.org:2222/team/notes.git",
		"git@example.org:team/notes.git", "example.org:team/notes.git"} {
		if err := git.Check(address); err != nil || !git.IsAddress(address) {
			t.Errorf("%s: %v, address %v", address, err, git.IsAddress(address))
		}
	}
	for address, why := range map[string]string{
		"https://jane:secret@example.org/notes.git":  "credentials",
		"https://ghp_token@example.org/notes.git":    "credentials",
		"ssh://git:secret@example.org/notes.git":     "credentials",
		"file:///home/jane/notes":                    "file:// addresses are refused",
		"ext::sh -c touch% /tmp/x":                   "blanks",
		"ext::sh":                                    "run programs",
		"fd::17":                                     "run programs",
		"git://example.org/notes.git":                "git:// addresses are refused",
		"ftp://example.org/notes.git":                "ftp:// addresses are refused",
		"--upload-pack=touch /tmp/x":                 "blanks",
		"--upload-pack=x":                            "hyphen",
		"-oProxyCommand=x":                           "hyphen",
		"ssh://-oProxyCommand=x/notes":               "hyphen",
		"-oProxyCommand=x:notes":                     "hyphen",
		"https://example.org/notes.git?token=secret": "no ?",
		"https://":                                   "not a git address",
		"https://example.org/a\x1b[2J":               "control characters",
		"notes":                                      "not a git address",
	} {
		if err := git.Check(address); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %q", address, err, why)
		}
	}
	for _, place := range []string{"../anna/kubecon", "/home/anna/kubecon", "kubecon", `C:\notes`, "./a:b", "~/x"} {
		if git.IsAddress(place) {
			t.Errorf("%s is a folder", place)
		}
	}
}

func TestFolder(t *testing.T) {
	a, b := git.Folder("https://example.org/team/Notes.git"), git.Folder("git@example.org:team/notes.git")
	if a == b || !strings.HasPrefix(a, "notes-") || !strings.HasPrefix(b, "notes-") {
		t.Errorf("%s, %s", a, b)
	}
	if evil := git.Folder("https://example.org/../..%2f.git"); strings.ContainsAny(evil, "/.") {
		t.Error(evil)
	}
}
