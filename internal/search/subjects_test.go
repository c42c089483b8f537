package search

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
)

// wordsOf are the words of a text as a query has them.
func wordsOf(text string) []query.Word {
	var out []query.Word
	at := 0
	for w := range strings.FieldsSeq(text) {
		out = append(out, query.Word{Text: w, Pos: at})
		at += len(w) + 1
	}
	return out
}

// Plain phrases are found in any form of their words, in order, with a few words between; words of the field are
// no plain phrases, and neither are words of a name.
func TestPlainly(t *testing.T) {
	name := []Hint{{Start: 0, End: 10}}
	for _, c := range []struct {
		text  string
		hints []Hint
		want  []string
	}{
		{"somebody was breaking into our servers", nil, []string{"breaking into: attack"}},
		{"a flood of angry customers came", nil, []string{"flood of customers: spike"}},
		{"customers of the flood", nil, nil},
		{"the flood came and went and went, then customers", nil, nil},
		{"restaurants", nil, []string{"restaurants: edge"}},
		{"restaurants", name, nil},
		{"canary rollouts with argo", nil, nil},
		{"who removed the blame", nil, []string{"who removed: audit"}},
		{"who", nil, nil},
		{"who removes the logs", nil, []string{"who removes: audit"}},
		{"even a minor release with an authority that is present", nil, nil}, // stems of evening, minorities, authorities
		{"", nil, nil},
	} {
		var got []string
		for _, m := range Plainly(wordsOf(c.text), c.hints) {
			first, _, _ := strings.Cut(m.As, ", ")
			got = append(got, m.Phrase+": "+first)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

// The list holds what it says: every word of the field is one term that talks or write-ups use, every phrase is
// short, none is a word of the field itself, and none is there twice.
func TestSubjectsFit(t *testing.T) {
	data, err := os.ReadFile("subjects.txt")
	if err != nil {
		t.Fatal(err)
	}
	phrases := map[string]string{}
	for line := range strings.Lines(string(data)) {
		left, right, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		left = strings.TrimPrefix(left, phrasesAlone)
		var terms []string
		for part := range strings.SplitSeq(right, ", ") {
			all := wholes(analyse([]byte(part)))
			if len(all) != 1 {
				t.Errorf("%q is not one term but %d", part, len(all))
				continue
			}
			if slices.Contains(terms, all[0].text) {
				t.Errorf("%q is there twice for %q", part, right)
			}
			terms = append(terms, all[0].text)
		}
		for phrase := range strings.SplitSeq(left, ";") {
			phrase = strings.Join(strings.Fields(phrase), " ")
			if other, twice := phrases[phrase]; twice {
				t.Errorf("%q is for %q and for %q", phrase, other, right)
			}
			phrases[phrase] = right
			if n := len(strings.Fields(phrase)); n == 0 || n > 5 {
				t.Errorf("%q has %d words", phrase, n)
			}
			if stem := words().canonical(phrase); slices.Contains(terms, stem) {
				t.Errorf("%q is a word of the field", phrase)
			}
		}
	}
	for _, s := range words().subjects {
		if s.about == "" {
			continue
		}
		if v := s.vector(); len(s.about) != meaning.Dims || v.Near(v) < 0.9 {
			t.Errorf("%q has no vector", s.terms)
		}
	}
}

// Whoever asks in plain words finds what the field calls it, labelled; who wrote it as it was asked stands first.
func TestPlainQuestion(t *testing.T) {
	docs := []Doc{
		{Takeaway: kb.Takeaway{Path: "a/audit.md", Heading: "Turn audit logs on", Body: "Each event has a user and a verb."}},
		{Takeaway: kb.Takeaway{Path: "b/volume.md", Heading: "Claims", Body: "A deleted claim takes its volume with it in the cluster."}},
		{Takeaway: kb.Takeaway{Path: "c/flood.md", Heading: "Saturday", Body: "A flood hit us: customers came in thousands."}},
		{Takeaway: kb.Takeaway{Path: "d/spike.md", Heading: "Peaks", Body: "Traffic had a spike at noon."}},
		{Takeaway: kb.Takeaway{Path: "e/other.md", Heading: "Lunch", Body: "There was soup."}},
	}
	for i := range docs {
		tk := &docs[i].Takeaway
		tk.ID, tk.Kind = kb.NewID(tk.Path, kb.Slug(tk.Heading), 0), kb.KindTakeaway
	}
	u := alone(open(t, build(t, docs...)))
	for text, want := range map[string][]string{
		"who deleted it":       {"audit synonym", "volume relaxed"},
		"a flood of customers": {"flood exact", "spike synonym"},
	} {
		tree, err := query.Parse(text, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := u.Find(t.Context(), tree, Options{Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, short(r, docs)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// A question without a phrase of the list is near to a subject all the same; one without meaning to none.
func TestNearSubject(t *testing.T) {
	for text, want := range map[string]string{
		"vault or sealed credentials for a git repository": "secret",
		"carbon emissions of our kepler dashboards":        "carbon",
		"zzyzx qwertz jklö":                                "",
	} {
		got := ""
		if s, ok := nearSubject(wordsOf(text), nil); ok {
			got, _, _ = strings.Cut(s.terms, ", ")
		}
		if got != want {
			t.Errorf("%q is near to %q, want %q", text, got, want)
		}
	}
	if meaning.Err() != nil {
		t.Fatal(meaning.Err())
	}
}

func BenchmarkPlainly(b *testing.B) {
	list := wordsOf("how do we cope when a sudden flood of customers comes and who deleted the cluster we paid too much money for")
	for b.Loop() {
		have := plainSubjects(list, nil)
		nearSubject(list, have)
	}
}
