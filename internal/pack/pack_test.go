package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
