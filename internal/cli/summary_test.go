package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"takeaway/internal/thorough"
	"takeaway/notes"
)

// runs runs a command line in an empty home over a library and returns standard output and the exit code.
func runs(t *testing.T, home, lib string, args ...string) (string, int) {
	t.Helper()
	var out, errs bytes.Buffer
	env := map[string]string{"HOME": home, "TAKEAWAY_LIBRARY": lib}
	code := Main(context.Background(), args, IO{In: strings.NewReader(""), Out: &out, Err: &errs, Dir: home,
		Env: func(key string) string { return env[key] }, Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }, Notes: notes.FS})
	if code > exitNothing {
		t.Logf("%q: %s", args, errs.String())
	}
	return out.String(), code
}

// The number of takeaways of each theme is that of a search for its topic, for every edition of the
// shipped notes and, where they are at hand, of the labelled write-ups.
func TestThemeCountsAreThoseOfSearch(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; make test runs it")
	}
	home, lib := t.TempDir(), t.TempDir()
	if err := os.CopyFS(filepath.Join(lib, "notes"), notes.FS); err != nil {
		t.Fatal(err)
	}
	if dev := "../../../shared/eval/dev/writeups"; thorough.Run() && os.CopyFS(filepath.Join(lib, "notes", "labelled"), os.DirFS(dev)) != nil {
		t.Logf("without the labelled write-ups in %s", dev)
	}
	listed, code := runs(t, home, lib, "list", "conferences", "-o", "id")
	if code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	checked := 0
	for i, id := range strings.Fields(listed) {
		if i%thorough.Step(4) != 0 {
			continue
		}
		out, code := runs(t, home, lib, "summary", id, "-o", "json")
		if code != exitOK {
			t.Errorf("summary %s: exit code %d", id, code)
			continue
		}
		var pages []struct {
			Takeaways int
			Themes    []struct {
				Tag       string
				Takeaways int
			}
		}
		if err := json.Unmarshal([]byte(out), &pages); err != nil || len(pages) != 1 {
			t.Fatalf("summary %s: %d pages, %v", id, len(pages), err)
		}
		count := func(filter string) int {
			found, _ := runs(t, home, lib, "search", filter, "conf:"+id, "kind:takeaway", "-n", "0", "-o", "id")
			return len(strings.Fields(found))
		}
		if n := count(""); n != pages[0].Takeaways {
			t.Errorf("%s: %d takeaways, search finds %d", id, pages[0].Takeaways, n)
		}
		for i, theme := range pages[0].Themes {
			if i >= 4 && i < len(pages[0].Themes)-1 {
				continue // each is a search; the first and the last ones of every edition will do
			}
			checked++
			if n := count(fmt.Sprintf("tag:%q", theme.Tag)); n != theme.Takeaways {
				t.Errorf("%s #%s: %d takeaways, search finds %d", id, theme.Tag, theme.Takeaways, n)
			}
		}
	}
	if checked < 10 {
		t.Errorf("only %d themes were checked", checked)
	}
}

// Nobody is quoted with words of ours: no page about a shipped conference, topic or project, for people or for a
// use, puts a sentence or a heading of a digest under a bare name, and each says once whose words they are.
func TestDigestsAreReported(t *testing.T) {
	home := t.TempDir()
	checked := map[string]int{}
	for _, list := range []struct {
		kind, command string
		all           []string // what has every sentence that a page may have
		pages         [][]string
	}{
		{"conferences", "summary", []string{"-o", "json", "--length", "long"}, [][]string{{"-o", "table"},
			{"-o", "table", "--length", "long"}, {"-o", "markdown"}, {"--for", "newsletter"}, {"--for", "slides"}}},
		{"tags", "topic", []string{"-o", "json", "-n", "0"}, [][]string{{"-o", "table"}, {"-o", "table", "--all"},
			{"-o", "markdown"}}},
		{"projects", "project", []string{"-o", "json", "-n", "0"}, [][]string{{"-o", "table"}, {"-o", "markdown"}}},
	} {
		ids, code := runs(t, home, "", "list", list.kind, "-o", "id")
		if code != exitOK {
			t.Fatalf("list %s: exit code %d", list.kind, code)
		}
		for i, id := range strings.Fields(ids) {
			if testing.Short() && i%10 != 0 {
				continue
			}
			data, code := runs(t, home, "", append([]string{list.command, id}, list.all...)...)
			if code != exitOK {
				continue // a tag that is not a topic
			}
			reported := digestSentences(t, data)
			for _, page := range list.pages {
				args := append([]string{list.command, id}, page...)
				out, _ := runs(t, home, "", args...)
				n := checkReported(t, args, out, reported)
				checked[strings.Join(append([]string{list.command}, page...), " ")] += n
				if whose := strings.Count(out, "in our words"); whose > 1 || whose == 0 && n > 0 {
					t.Errorf("%q says %d times whose words its sentences are", args, whose)
				}
			}
		}
	}
	if len(checked) != 10 {
		t.Fatalf("pages of %d kinds, want 10: %v", len(checked), checked)
	}
	for page, n := range checked {
		if n < 5 {
			t.Errorf("only %d sentences on pages of %s", n, page)
		}
	}
}

// reportedSentence is what a page has of a digest.
type reportedSentence struct {
	ID, Sentence string
	Authors      []string
}

// digestSentences are the sentences of a page in JSON that nobody is quoted with.
func digestSentences(t *testing.T, page string) []reportedSentence {
	t.Helper()
	var all any
	if err := json.Unmarshal([]byte(page), &all); err != nil {
		t.Fatal(err)
	}
	var out []reportedSentence
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			if quoted, ok := v["quoted"].(bool); ok && !quoted {
				r := reportedSentence{ID: v["id"].(string)[:7]}
				r.Sentence, _ = v["sentence"].(string)
				authors, _ := v["authors"].([]any)
				for _, a := range authors {
					r.Authors = append(r.Authors, a.(string))
				}
				out = append(out, r)
				return
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(all)
	return out
}

var (
	// aNumber is a source by its number before an ID, aNumberFirst the same behind a sentence.
	aNumber      = regexp.MustCompile(`\[\d+\] $`)
	aNumberFirst = regexp.MustCompile(`^\[?\d+\] `)
	anAddress    = regexp.MustCompile(`\]\([^) ]*\)`)
	// mentions is the section that lists who wrote about a talk or a speaker, with the IDs: no sentences.
	mentions = regexp.MustCompile(`(?ms)^(## Talks and speakers|TALKS AND SPEAKERS).*?^(## |[A-Z]{4})`)
)

// checkReported reports what a page has of digests under a bare name, and returns of how many places it looked at
// the name. Those are the places where the page has the ID of a sentence and where it has the sentence itself.
func checkReported(t *testing.T, args []string, out string, reported []reportedSentence) int {
	t.Helper()
	out = mentions.ReplaceAllString(anAddress.ReplaceAllString(out, "]"), "")
	page := strings.Join(strings.Fields(strings.NewReplacer("\\", "", "*", "", "`", "", "&#8203;", "").Replace(out)), " ")
	checked := 0
	for _, r := range reported {
		after := "after an unnamed author"
		if len(r.Authors) > 0 {
			after = "after " + strings.Fields(r.Authors[0])[0]
		}
		for at := 0; ; {
			i := strings.Index(page[at:], r.ID)
			if i < 0 {
				break
			}
			before := page[max(at+i-160, 0) : at+i]
			at += i + len(r.ID)
			checked++
			if !strings.Contains(before, after) && !aNumber.MatchString(before) {
				t.Errorf("%q: not %q: …%s%s", args, after, before, r.ID)
			}
		}
		_, behind, found := strings.Cut(page, " "+strings.NewReplacer("*", "", "`", "").Replace(r.Sentence)+" ")
		if !found || r.Sentence == "" {
			continue
		}
		checked++
		behind = strings.TrimLeft(behind, "([")
		if !strings.HasPrefix(behind, after) && !aNumberFirst.MatchString(behind) {
			t.Errorf("%q: not %q behind: %s %.60s", args, after, r.Sentence, behind)
		}
	}
	return checked
}
