package kb_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"takeaway/internal/kb"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"What's new in CI/CD?":            "whats-new-in-ci-cd",
		"  -- Leading and trailing -- ":   "leading-and-trailing",
		"服务网格 2019":                       "服务网格-2019",
		"Zoë’s Notes":                     "zoës-notes",
		"???":                             "",
		strings.Repeat("word ", 40):       strings.TrimSuffix(strings.Repeat("word-", 16), "-"),
		strings.Repeat("長", 60):           strings.Repeat("長", 26),
		"C++ and C# are both written 'c'": "c-and-c-are-both-written-c",
	} {
		if got := kb.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"", "a b", "é\u0301", "\xff\xfe", "--", "’", strings.Repeat("日本", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		slug := kb.Slug(s)
		if len(slug) > 80 || strings.HasPrefix(slug, "-") || strings.Contains(slug, "--") || !utf8.ValidString(slug) {
			t.Errorf("Slug(%q) = %q", s, slug)
		}
	})
}

func TestNewID(t *testing.T) {
	a := kb.NewID("kubecon-na-2019/bryant.md", "heading", 0)
	if len(a) != kb.IDLen || a.Short() != string(a)[:kb.ShortLen] {
		t.Errorf("ID %q, short %q", a, a.Short())
	}
	for _, b := range []kb.ID{kb.NewID("kubecon-na-2019/bryant.md", "heading", 1), kb.NewID("kubecon-na-2019/bryant.md", "other", 0), kb.NewID("other.md", "heading", 0)} {
		if a == b {
			t.Errorf("two pieces share the ID %s", a)
		}
	}
	if got := kb.Ref("kubecon-na-2019/bryant.md", "heading", 1); got != "kubecon-na-2019/bryant#heading-2" {
		t.Errorf("Ref = %q", got)
	}
}

func TestEditionsAsJSON(t *testing.T) {
	for want, e := range map[string]kb.Editions{
		`null`:                                  nil,
		`"kubecon-na-2019"`:                     {"kubecon-na-2019"},
		`["kubecon-na-2018","kubecon-eu-2019"]`: {"kubecon-na-2018", "kubecon-eu-2019"},
	} {
		got, err := json.Marshal(e)
		if err != nil || string(got) != want {
			t.Errorf("%v is %s (%v), want %s", []string(e), got, err, want)
		}
	}
}

func TestProblemNamesItsPlace(t *testing.T) {
	for want, p := range map[string]kb.Problem{
		"a.md: bad":     {Path: "a.md", Message: "bad"},
		"a.md:3: bad":   {Path: "a.md", Line: 3, Message: "bad"},
		"a.md:3:7: bad": {Path: "a.md", Line: 3, Col: 7, Message: "bad"},
	} {
		if got := p.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
