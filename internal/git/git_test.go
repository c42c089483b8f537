package git_test

import (
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"takeaway/internal/git"
)

// repository makes a repository with one note and serves it over HTTP on this machine. The function that it returns
// commits another version of files.
func repository(t *testing.T) (address string, commit func(files map[string]string)) {
	t.Helper()
	program, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not there")
	}
	root := t.TempDir()
	work := filepath.Join(root, "work")
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir = work
		cmd.Env = append(os.Environ(), "HOME="+root, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org",
			"GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_AUTHOR_DATE=2024-03-22T10:00:00Z", "GIT_COMMITTER_DATE=2024-03-22T10:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	if err := os.MkdirAll(work, 0o755); err != nil {
		t.Fatal(err)
	}
	run("init", "-q", "-b", "main")
	commit = func(files map[string]string) {
		t.Helper()
		for name, text := range files {
			file := filepath.Join(work, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if target, ok := strings.CutPrefix(text, "-> "); ok {
				if err := os.Symlink(target, file); err != nil {
					t.Fatal(err)
				}
			} else if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		run("add", "-A")
		run("commit", "-q", "-m", "notes")
	}
	out, err := exec.Command(program, "--exec-path").Output()
	if err != nil {
		t.Fatal(err)
	}
	backend := filepath.Join(strings.TrimSpace(string(out)), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Skip("git-http-backend is not there")
	}
	server := httptest.NewServer(&cgi.Handler{Path: backend, Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1"}})
	t.Cleanup(server.Close)
	return server.URL + "/work/.git", commit
}

// A copy holds the files of the repository and nothing else of it: links are text, no hook comes along, the history
// stays where it is. An update brings what is new, and takes back nothing that somebody wrote into the copy.
func TestCopy(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	address, commit := repository(t)
	commit(map[string]string{"notes/a.md": "# one\n", "notes/passwd.md": "-> /etc/passwd", ".gitattributes": "*.md filter=lfs\n",
		"hooks/post-checkout": "#!/bin/sh\ntouch ran\n"})
	commit(map[string]string{"notes/a.md": "# two\n"})
	dir := filepath.Join(t.TempDir(), "shelves", "team")
	if err := git.Clone(t.Context(), address, dir); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err.Error()
		}
		return string(data)
	}
	if got := read("notes/a.md"); got != "# two\n" {
		t.Error(got)
	}
	if info, err := os.Lstat(filepath.Join(dir, "notes/passwd.md")); err != nil || !info.Mode().IsRegular() || read("notes/passwd.md") != "/etc/passwd" {
		t.Errorf("the link is %v, %v: %s", info.Mode(), err, read("notes/passwd.md"))
	}
	if _, err := os.Stat(filepath.Join(dir, ".git", "shallow")); err != nil {
		t.Errorf("the copy has the history: %v", err)
	}
	before, day := git.Head(t.Context(), dir)
	if before == "" || day != "2024-03-22" {
		t.Errorf("head %q of %q", before, day)
	}
	commit(map[string]string{"notes/b.md": "# new\n"})
	if err := git.Update(t.Context(), address, dir); err != nil {
		t.Fatal(err)
	}
	if after, _ := git.Head(t.Context(), dir); read("notes/b.md") != "# new\n" || after == before {
		t.Errorf("after the update: %s, %s", read("notes/b.md"), after)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes/mine.md"), []byte("# mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := git.Update(t.Context(), address, dir); err == nil || !strings.Contains(err.Error(), "changed by hand") {
		t.Errorf("an update over changes: %v", err)
	}
	if read("notes/mine.md") != "# mine\n" {
		t.Error("what was written into the copy is gone")
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		t.Errorf("left beside the copy: %v, %v", entries, err)
	}
}

// Without the git program, and where nothing is served, the error says what to do; nothing is left behind.
func TestCopyFails(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	dir := filepath.Join(t.TempDir(), "shelves", "team")
	if _, err := exec.LookPath("git"); err == nil {
		err := git.Clone(t.Context(), "http://127.0.0.1:1/notes.git", dir)
		if err == nil || !strings.Contains(err.Error(), "git: ") {
			t.Errorf("nobody serves it: %v", err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if err := git.Clone(t.Context(), "http://127.0.0.1:1/notes.git", dir); err == nil || !strings.Contains(err.Error(), "the git program is not there") {
		t.Errorf("without git: %v", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(dir)); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}
