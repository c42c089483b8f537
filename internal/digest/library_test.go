package digest_test

import (
	"context"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/conference"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/quote"
	"takeaway/internal/vocabulary"
	"takeaway/notes"
)

// labelled are write-ups as people published them, kept beside the project.
const labelled = "../../../shared/eval/dev/writeups"

// realLibrary is a library of the shipped notes and, where they are at hand, of the labelled write-ups.
func realLibrary(t *testing.T) (*library.Library, []*kb.WriteUp) {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "notes"), notes.FS); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(labelled); err == nil {
		if err := os.CopyFS(filepath.Join(dir, "notes", "labelled"), os.DirFS(labelled)); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Logf("without the labelled write-ups: %v", err)
	}
	lib, err := library.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := lib.Scan(context.Background(), nil, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), nil)
	if err != nil {
		t.Fatal(err)
	}
	return lib, d.Read
}

func names() digest.Names {
	edition := func(id string) digest.Edition {
		e, ok := conference.Lookup(id)
		if !ok {
			return digest.Edition{ID: id, Name: id, Short: id}
		}
		return digest.Edition{ID: e.ID, Series: e.Series, Name: e.Name, Short: e.Short(), Year: e.Year, Start: e.Start}
	}
	v := vocabulary.Default()
	return digest.Names{
		Edition: edition,
		Implied: v.Implied,
		Previous: func(id string) (digest.Edition, bool) {
			e, ok := conference.Lookup(id)
			if ok {
				e, ok = conference.Previous(e)
			}
			return edition(e.ID), ok
		},
		Topic: func(tag string) (string, bool) {
			t, ok := v.Topic(tag)
			return t.Name, ok
		},
		Project: func(id string) string { return id },
		About:   func(digest.Subject) digest.About { return digest.About{} },
		Known:   func(digest.Kind) []string { return nil },
		Company: func(string) bool { return false },
	}
}

// quotes lists every sentence of a summary.
func quotes(s *digest.Summary) []digest.Quote {
	var out []digest.Quote
	for _, t := range s.Themes {
		out = append(append(out, t.Sentences...), t.Sides...)
	}
	for _, n := range s.Numbers {
		out = append(out, n.Quote)
	}
	return slices.DeleteFunc(out, func(q digest.Quote) bool { return q.Sentence == "" })
}

// letters are the letters and digits of a text, and nothing else: what no reading of Markdown can change.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// Every sentence of every page of every edition stands in its note, letter by letter in the bytes of the
// note without the addresses of links, and as it is in the text without markup.
func TestEverySentenceStandsInItsNote(t *testing.T) {
	lib, ups := realLibrary(t)
	n := names()
	address := regexp.MustCompile(`\]\([^)]*(?:\([^)]*\)[^)]*)?\)|\[\^[^\]]*\]|<[^>]*>|!\[[^\]]*\]`)
	bytesOf := map[string]string{}
	total, same := 0, 0
	for _, e := range digest.Editions(ups, n) {
		for _, q := range quotes(digest.NewDraft(e.ID, ups, n, digest.Options{Length: digest.Long}).Summary()) {
			total++
			raw, ok := bytesOf[q.Path]
			if !ok {
				data, err := lib.Bytes(q.Path)
				if err != nil {
					t.Fatal(err)
				}
				raw = html.UnescapeString(strings.ToValidUTF8(string(data), "\uFFFD"))
				bytesOf[q.Path] = raw
			}
			if strings.Contains(strings.Join(strings.Fields(raw), " "), q.Sentence) {
				same++
				continue
			}
			if !strings.Contains(letters(address.ReplaceAllString(raw, " ")), letters(q.Sentence)) {
				t.Errorf("%s:%d: not in the note: %s", q.Path, q.Line, q.Sentence)
			}
			piece := &kb.Takeaway{ID: kb.ID(q.ID), Path: q.Path}
			lib.Bodies([]*kb.Takeaway{piece})
			if !strings.Contains(quote.Plain(piece.Body), q.Sentence) {
				t.Errorf("%s:%d: not in the text of takeaway %s: %s", q.Path, q.Line, q.ID, q.Sentence)
			}
		}
	}
	if total < 30 {
		t.Fatalf("only %d sentences were quoted", total)
	}
	t.Logf("%d sentences, %d of them in the very bytes of their notes", total, same)
}

// The same takeaways give the same page, in whatever order maps are walked, and every order is total.
func TestSummaryIsDeterministic(t *testing.T) {
	_, ups := realLibrary(t)
	n := names()
	for _, e := range digest.Editions(ups, n) {
		if len(digest.Of(ups, e.ID)) < 3 {
			continue
		}
		o := digest.Options{Length: digest.Normal}
		first := digest.NewDraft(e.ID, ups, n, o).Summary()
		for range 2 {
			if diff := cmp.Diff(first, digest.NewDraft(e.ID, ups, n, o).Summary()); diff != "" {
				t.Fatalf("%s differs from itself:\n%s", e.ID, diff)
			}
		}
	}
}

// What a page says of an edition agrees with itself.
func TestSummaryHoldsTogether(t *testing.T) {
	_, ups := realLibrary(t)
	n := names()
	for _, e := range digest.Editions(ups, n) {
		s := digest.NewDraft(e.ID, ups, n, digest.Options{Length: digest.Long}).Summary()
		for i, th := range s.Themes {
			if th.Authors != len(th.By) || th.Takeaways < 1 || th.Authors > th.WriteUps || th.WriteUps > th.Takeaways {
				t.Errorf("%s #%s: %d takeaways in %d write-ups by %d authors %q", e.ID, th.Tag, th.Takeaways, th.WriteUps, th.Authors, th.By)
			}
			if i > 0 {
				wide := func(tag string) bool { return digest.AboutTheEvent(tag) || tag == "machine-learning" }
				p, less := s.Themes[i-1], false
				switch {
				case wide(th.Tag): // stands behind what is narrower, wherever that is
				case wide(p.Tag):
					less = th.Authors > 1 // before what only one author says
				default:
					less = p.Authors < th.Authors || p.Authors == th.Authors && (p.Takeaways < th.Takeaways || p.Takeaways == th.Takeaways && p.Tag > th.Tag)
				}
				if less {
					t.Errorf("%s: #%s stands before #%s", e.ID, p.Tag, th.Tag)
				}
			}
			if len(th.Sides) > 0 && (len(th.Sides) != 2 || cmp.Equal(th.Sides[0].Authors, th.Sides[1].Authors)) {
				t.Errorf("%s #%s: two sides of one author", e.ID, th.Tag)
			}
		}
		seen := map[string]bool{}
		for _, q := range quotes(s) {
			if seen[q.Sentence] {
				t.Errorf("%s says twice: %s", e.ID, q.Sentence)
			}
			seen[q.Sentence] = true
		}
		for _, talk := range s.Talks {
			if talk.Authors < 2 {
				t.Errorf("%s: %q is mentioned by %q alone", e.ID, talk.Title, talk.By)
			}
		}
	}
}
