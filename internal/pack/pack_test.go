package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	got := markdown("One tag:* line\nof <text>.\n\n  a   b_c\n  d\nMore.")
	want := "One tag:\\* line\nof \\<text\\>.\n\n\n      a   b_c\n      d\n\nMore.\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Every command and help topic has a page, which holds its help and is the same whenever it is made.
func TestMan(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1764288000") // 2025-11-28
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		if err := man(dir); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string][]string{
		"takeaway.1":                 {".SH SYNOPSIS", "Nov 2025", "SEE ALSO"},
		"takeaway-search.1":          {"--conf", "takeaway search gitops"},
		"takeaway-query.1":           {"progressive delivery"},
		"takeaway-tag-suggest.1":     {"OPTIONS"},
		"takeaway-completion-bash.1": {"bash"},
	} {
		page, err := os.ReadFile(filepath.Join(first, name))
		if err != nil {
			t.Error(err)
			continue
		}
		text := strings.ReplaceAll(string(page), `\-`, "-")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %q:\n%s", name, w, text)
			}
		}
		if again, _ := os.ReadFile(filepath.Join(second, name)); string(again) != string(page) {
			t.Errorf("%s differs when it is made again", name)
		}
	}
}

func TestManBadDate(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if err := man(t.TempDir()); err == nil || !strings.Contains(err.Error(), "yesterday") {
		t.Errorf("got %v", err)
	}
}

func TestLicenceTexts(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"LICENSE-APACHE": "A", "COPYING": "C", "NOTICE.txt": "N", "license_test.go": "no", "README": "no"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	texts, err := licenceTexts(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, text := range texts {
		got = append(got, string(text))
	}
	if diff := cmp.Diff([]string{"C", "A", "N"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := licenceTexts(t.TempDir()); err == nil {
		t.Error("a module without a licence passed")
	}
}

// An archive is the same whenever it is made, and holds every file below one folder with its mode.
func TestArchives(t *testing.T) {
	when := time.Unix(1764288000, 0).UTC()
	files := []file{{"README.md", []byte("read"), 0o644}, {"man/takeaway.1", []byte("page"), 0o644}, {"takeaway", []byte("run"), 0o755}}
	want := []string{"t_1/README.md -rw-r--r-- read", "t_1/man/takeaway.1 -rw-r--r-- page", "t_1/takeaway -rwxr-xr-x run"}

	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := tarball(w, "t_1", files, when); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two tar archives of the same files differ")
	}
	z, err := gzip.NewReader(&a)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(r)
		got = append(got, fmt.Sprintf("%s %s %s", h.Name, h.FileInfo().Mode(), data))
		if !h.ModTime.Equal(when) || h.Uname+h.Gname != "" {
			t.Errorf("%s is of %s, by %s:%s", h.Name, h.ModTime, h.Uname, h.Gname)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tar -want +got:\n%s", diff)
	}

	a.Reset()
	if err := zipped(&a, "t_1", files, when); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(a.Bytes()), int64(a.Len()))
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, f := range r.File {
		entry, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, _ := io.ReadAll(entry)
		got = append(got, fmt.Sprintf("%s %s %s", f.Name, f.Mode(), data))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("zip -want +got:\n%s", diff)
	}
}

// The script of an archive installs below the folder that it is given, over what is there, and takes away what it
// installed and nothing else.
func TestInstall(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("no POSIX shell")
	}
	archive, prefix := t.TempDir(), filepath.Join(t.TempDir(), "a prefix")
	script, err := os.ReadFile(filepath.Join("..", "..", "scripts", "install.sh"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"install.sh": string(script), "takeaway": "#!/bin/sh\necho takeaway 9.9.9 0123\n", "man/takeaway.1": "page", "man/takeaway-search.1": "page",
		"completions/takeaway.bash": "b", "completions/_takeaway": "z", "completions/takeaway.fish": "f",
	} {
		path := filepath.Join(archive, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		t.Helper()
		out, err := exec.Command(sh, append([]string{filepath.Join(archive, "install.sh")}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if err := os.MkdirAll(filepath.Join(prefix, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"takeaway", "other"} {
		if err := os.WriteFile(filepath.Join(prefix, "bin", name), []byte("old"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	out := run(prefix)
	if !strings.Contains(out, "installed takeaway 9.9.9 in "+prefix+"/bin\n") || !strings.Contains(out, "to your PATH") {
		t.Errorf("printed %s", out)
	}
	for _, name := range []string{"bin/takeaway", "share/man/man1/takeaway-search.1", "share/zsh/site-functions/_takeaway",
		"share/bash-completion/completions/takeaway", "share/fish/vendor_completions.d/takeaway.fish"} {
		if _, err := os.Stat(filepath.Join(prefix, name)); err != nil {
			t.Error(err)
		}
	}
	run("--uninstall", prefix)
	var left []string
	_ = filepath.WalkDir(prefix, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			left = append(left, e.Name())
		}
		return err
	})
	if diff := cmp.Diff([]string{"other"}, left); diff != "" {
		t.Errorf("left -want +got:\n%s", diff)
	}
	if err := os.Remove(filepath.Join(archive, "takeaway")); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(sh, filepath.Join(archive, "install.sh"), prefix).CombinedOutput(); err == nil || !strings.Contains(string(out), "unpack a release") {
		t.Errorf("without a program: %v %s", err, out)
	}
}
