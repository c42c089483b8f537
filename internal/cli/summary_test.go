package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
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

// Nobody is quoted with words of ours: no page about a shipped conference, topic or project puts a sentence
// of a digest under a bare name, and each says once whose words its sentences are.
func TestDigestsAreReported(t *testing.T) {
	home := t.TempDir()
	var pages [][]string
	for _, list := range []struct{ kind, command string }{{"conferences", "summary"}, {"tags", "topic"}, {"projects", "project"}} {
		ids, code := runs(t, home, "", "list", list.kind, "-o", "id")
		if code != exitOK {
			t.Fatalf("list %s: exit code %d", list.kind, code)
		}
		for i, id := range strings.Fields(ids) {
			if i%thorough.Step(10) != 0 {
				continue
			}
			pages = append(pages, []string{list.command, id, "-o", "table"}, []string{list.command, id, "-o", "markdown"})
			if list.command == "summary" {
				pages = append(pages, []string{"summary", id, "--for", "newsletter"}, []string{"summary", id, "--for", "slides"})
			}
		}
	}
	told := 0
	for _, args := range pages {
		out, code := runs(t, home, "", args...)
		if code != exitOK {
			continue // a tag that is no topic
		}
		for line := range strings.Lines(out) {
			if strings.HasPrefix(strings.TrimSpace(line), "— ") || strings.Contains(line, ". — ") || strings.Contains(line, "” — ") {
				t.Errorf("%q: %s", args, line)
			}
		}
		if whose := strings.Count(out, "in our words"); whose > 1 {
			t.Errorf("%q says %d times whose words its sentences are", args, whose)
		} else if whose == 1 {
			told++
		} else if args[0] == "summary" {
			t.Errorf("%q does not say whose words its sentences are", args)
		}
	}
	if told == 0 {
		t.Error("no page says whose words its sentences are")
	}
}
