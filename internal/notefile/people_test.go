package notefile_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/programme"
	"takeaway/internal/vocabulary"
)

// corpus is where other people's write-ups are, beside the repository.
const corpus = "../../../shared/corpus/dev"

// The speakers of takeaways whose talk the programme knows are those of the programme, and nobody is invented: what is
// read as a speaker is no project, no subject, no company and no phrase.
func TestSpeakersOfCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the write-ups are not beside the repository")
	}
	right, all, people := 0, 0, 0
	err := filepath.WalkDir(corpus, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !notefile.Readable(path) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		up, err := notefile.Parse(filepath.Base(path), data)
		if err != nil {
			return nil
		}
		for i := range up.Pieces {
			talk := up.Pieces[i].Talk
			if talk == nil || len(talk.Speakers) == 0 {
				continue
			}
			announced := announcedSpeakers(talk)
			for _, s := range talk.Speakers {
				people++
				if invented(s) {
					t.Errorf("%s:%d: %q is no person", filepath.Base(path), up.Pieces[i].Line, s)
				}
				if len(announced) == 0 {
					continue
				}
				all++
				if slices.ContainsFunc(announced, func(name string) bool { return sameName(name, s) }) {
					right++
				} else {
					t.Logf("%s:%d: %q, the programme has %q for %q", filepath.Base(path), up.Pieces[i].Line, s, announced, talk.Title)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d speakers; of the %d on talks of the programme %d are right, %.3f", people, all, right, float64(right)/float64(all))
	if right*100 < all*98 {
		t.Errorf("%d of %d speakers on talks of the programme are right, want 98 %%", right, all)
	}
}

// Names are told from jobs, companies and titles.
func TestNamesOfHeadings(t *testing.T) {
	for heading, want := range map[string]string{
		"Ann Author - Globex - Why clusters drift":                                       "Why clusters drift {Ann Author} Globex",
		"Ann Author - Executive Director - CNCF":                                         "Ann Author - Executive Director - CNCF {Ann Author} CNCF",
		"How clusters drift - Ann Author & Bob Builder, Globex Data & Analytics":         "How clusters drift {Ann Author, Bob Builder} Globex Data & Analytics",
		"Clusters in public offices - Ann Author, Norwegian Labor and Welfare Authority": "Clusters in public offices {Ann Author} Norwegian Labor and Welfare Authority",
		"Building AI-Ready Platforms - Symphony for Developer and Platform Engineer":     "",
		"When performance matters – Effective Performance Testing from the ground up":    "",
		"Canaries - part two - a sequel":                                                 "",
	} {
		note := "# KubeCon notes\n\n## " + heading + "\n\nFive percent of the traffic first, and nobody calls at night any more.\n\n## Meshes\n\nThey were in every second talk this year, again.\n"
		up, err := notefile.Parse("a.md", []byte(note))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i := range up.Pieces {
			if talk := up.Pieces[i].Talk; talk != nil {
				got = talk.Title + " {" + strings.Join(talk.Speakers, ", ") + "} " + talk.Org
			}
		}
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", heading, got, want)
		}
	}
}

// The heading in the first line titles a text that states no title, whatever its level.
func TestFirstHeadingTitles(t *testing.T) {
	for text, want := range map[string]string{
		"### Mental health in tech\n\n### Ann Author\n\nIt is harder than it looks.\n":                        "Mental health in tech",
		"### Summary of it\n\nIt is harder than it looks.\n\n### More\n\nAnd more.\n":                         "Summary of it",
		"## Summary\n\nIt is harder than it looks.\n\n## More\n\nAnd more.\n":                                 "",
		"00:30:34 Ann: https://example.org/a-page\n\n00:31:00 Bob: thank you so much\n\n00:32:00 Ann: sure\n": "",
	} {
		up, err := notefile.Parse("a.md", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if up.Title != want {
			t.Errorf("%q: title %q, want %q", text, up.Title, want)
		}
	}
}

// announcedSpeakers are those of all talks of the programme with this title.
func announcedSpeakers(talk *kb.Talk) (names []string) {
	for _, known := range programme.ByTitle(talk.Title) {
		for _, s := range known.Speakers {
			names = append(names, s.Name)
		}
	}
	return names
}

// sameName reports whether two names are the same but for accents, order, middle names and a letter, as when they are
// written in another script: they share two words, or the one that there is.
func sameName(a, b string) bool {
	x, y := strings.Fields(plainLetters(a)), strings.Fields(plainLetters(b))
	shared := 0
	for _, w := range x {
		if slices.ContainsFunc(y, func(v string) bool { return alike(v, w) }) {
			shared++
		}
	}
	joined := strings.Join(x, "") == strings.Join(y, "")
	return joined || shared >= min(2, len(x), len(y))
}

// plainLetters is a name in small letters without accents.
func plainLetters(s string) string {
	s = strings.NewReplacer("ß", "ss", "ł", "l", "Ł", "L", "ø", "o").Replace(s)
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return strings.ToLower(s)
}

// alike reports whether two words are one but for a letter; short ones are not.
func alike(a, b string) bool {
	if a == b || len(a) < 5 || len(b) < 5 {
		return a == b
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return a[i:] == b[min(i+1, len(b)):] || len(a) == len(b) && a[min(i+1, len(a)):] == b[min(i+1, len(b)):]
}

// invented reports whether a name cannot be a person's: it is that of a project, a subject or a company, has digits, or
// more words than names have. Names of the programme are people's whatever they are.
func invented(name string) bool {
	if programme.IsPerson(name) {
		return false
	}
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 6 || strings.ContainsAny(name, "0123456789:?!") || programme.IsOrganisation(name) || programme.IsRole(name) {
		return true
	}
	_, known := vocabulary.Default().Canonical(name)
	return known
}
