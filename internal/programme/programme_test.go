package programme

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The compiled tables hold what the files beside them say: go run ./internal/gen programme.
func TestCompiled(t *testing.T) {
	s, err := ReadSource(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Talks) < 6000 {
		t.Fatalf("%d talks", len(s.Talks))
	}
	want, got := s.Talks, All()
	diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Talk{}, "Topics", "Projects"), cmpopts.IgnoreUnexported(Talk{}), cmpopts.EquateEmpty())
	if diff != "" {
		t.Fatalf("go run ./internal/gen programme (-source +compiled):\n%s", diff[:min(len(diff), 2000)])
	}
	for i := range got {
		if l := got[i].Links(); l != s.Links[i] {
			t.Fatalf("%s: %+v, compiled %+v", got[i].ID(), s.Links[i], l)
		}
		for _, p := range got[i].Speakers {
			if name, ok := Person(p.Name); !ok || name != p.Name {
				t.Errorf("Person(%q) = %q, %v", p.Name, name, ok)
			}
			if org, ok := Organisation(p.Org); p.Org != "" && (!ok || org != p.Org) {
				t.Errorf("Organisation(%q) = %q, %v", p.Org, org, ok)
			}
		}
		if key := titleKey(got[i].Title); strings.Count(key, " ") >= leastTitle-1 && !got[i].Cut && !IsTitle(got[i].Title) {
			t.Errorf("%q is no title", got[i].Title)
		}
	}
	for alias, name := range s.People {
		if used, ok := Person(alias); !ok || used != name {
			t.Errorf("Person(%q) = %q, %v, want %q", alias, used, ok, name)
		}
	}
	for alias, name := range s.Organisations {
		if used, ok := Organisation(alias); ok && used != name && len(Speakers(name)) > 0 {
			t.Errorf("Organisation(%q) = %q, %v, want %q", alias, used, ok, name)
		}
	}
}

// IDs are unique: an ID finds its talk.
func TestByID(t *testing.T) {
	seen := map[string]bool{}
	for i := range All() {
		want := &All()[i]
		id := want.ID()
		if seen[id] {
			t.Errorf("%s is the ID of two talks", id)
		}
		seen[id] = true
		if i%50 > 0 {
			continue
		}
		if got, ok := ByID(id); !ok || got != want {
			t.Fatalf("ByID(%q) = %v, %v", id, got, ok)
		}
	}
	for _, id := range []string{"", "/", "kubecon-na-2019", "kubecon-na-2019/", "kubecon-na-1999/opening", "nowhere/x"} {
		if got, ok := ByID(id); ok {
			t.Errorf("ByID(%q) = %s", id, got.ID())
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"Kelsey Hightower": "Kelsey Hightower", "KELSEY HIGHTOWER": "Kelsey Hightower", "Hightower, Kelsey": "Kelsey Hightower",
		"Kris Nova": "Kris Nóva", "Max Korbacher": "Max Körbächer", "Bartlomiej Plotka": "Bartłomiej Płotka",
		"Red Hat": "", "Argo CD": "", "Executive Director": "", "": "", "Nobody Atall": "", "\t": "", "zzzz": "", "0": "",
	} {
		if got, ok := Person(name); got != want || ok != (want != "") {
			t.Errorf("Person(%q) = %q, %v, want %q", name, got, ok, want)
		}
	}
	for name, want := range map[string]string{
		"RedHat": "Red Hat", "red hat": "Red Hat", "Red Hat, Inc.": "Red Hat", "Amazon Web Services": "AWS", "New Relic": "New Relic",
		"Technische Universität Berlin": "", "Kelsey Hightower": "", "": "",
	} {
		if got, ok := Organisation(name); got != want || ok != (want != "") {
			t.Errorf("Organisation(%q) = %q, %v, want %q", name, got, ok, want)
		}
	}
}

func TestIsTitle(t *testing.T) {
	some := All()[1000].Title
	for text, want := range map[string]bool{
		some: true, strings.ToUpper(some): true, "Keynote: " + some: true, "“" + some + "”": true,
		"Closing Remarks": false, "": false, "Vendors have moved higher up the stack": false, strings.Repeat("a b ", 1000): false,
	} {
		if got := IsTitle(text); got != want {
			t.Errorf("IsTitle(%q) = %v", text, got)
		}
	}
}

func TestMatch(t *testing.T) {
	talks := Talks("kubecon-na-2019")
	i := slices.IndexFunc(talks, func(t Talk) bool { return strings.HasPrefix(t.Title, "Building a Dev/Test Loop") })
	if i < 0 {
		t.Fatal("the talk is not there")
	}
	talk := &talks[i]
	const title = "Building a Dev/Test Loop for a Kubernetes Edge Gateway with Envoy Proxy"
	for _, c := range []struct {
		about, title string
		speakers     []string
		rules        string
	}{
		{"as announced", title, []string{"Flynn"}, "programme:title programme:speaker"},
		{"no speaker is told", title, nil, "programme:title"},
		{"the note names somebody else", title, []string{"Jane Doe"}, "programme:title"},
		{"signs and case", "building a dev / test loop for a kubernetes edge gateway with Envoy proxy!", nil, "programme:title"},
		{"a label", "Session: " + title, []string{"flynn"}, "programme:title programme:speaker"},
		{"shortened", "Building a Dev/Test Loop", []string{"Flynn"}, "programme:part programme:speaker"},
		{"shortened, nobody told", "Building a Dev/Test Loop", nil, "programme:part"},
		{"shortened, somebody else", "Building a Dev/Test Loop", []string{"Jane Doe"}, ""},
		{"in other words", "A dev and test loop for an edge gateway with Envoy", []string{"Flynn"}, "programme:words programme:speaker"},
		{"in other words, nobody told", "A loop for an edge gateway with Envoy", nil, ""},
		{"a speaker alone", "", []string{"Flynn"}, ""},
		{"another title", "What I had for lunch", []string{"Flynn"}, ""},
	} {
		got, why, ok := Match("kubecon-na-2019", c.title, c.speakers)
		var rules []string
		for _, e := range why {
			rules = append(rules, e.Rule)
		}
		if strings.Join(rules, " ") != c.rules || ok != (c.rules != "") || ok && got != talk {
			t.Errorf("%s: %v, %v, %v", c.about, got, why, ok)
		}
	}
	if got, _, ok := Match("kubecon-na-2019", "Closing Remarks", nil); ok {
		t.Errorf("two talks have this title, %v was chosen", got)
	}
	if _, _, ok := Match("no-such-edition", title, nil); ok {
		t.Error("a talk of an edition that the programme lacks")
	}
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"Kelsey Hightower", "Ünïcode Nàme", "a\tb", "\n", "Red Hat, Inc."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, find := range []func(string) (string, bool){Person, Organisation} {
			if used, ok := find(s); ok {
				if again, ok := find(used); !ok || again != used {
					t.Errorf("%q gives %q, which gives %q", s, used, again)
				}
			}
		}
		IsTitle(s)
		Match("kubecon-na-2019", s, []string{s})
	})
}

func BenchmarkUnpack(b *testing.B) {
	for b.Loop() {
		unpack(unpackText(talksData), lines(peopleData), lines(organisationsData), unpackText(tagsData))
	}
}

func BenchmarkIsPerson(b *testing.B) {
	for b.Loop() {
		IsPerson("Kelsey Hightower")
	}
}

func BenchmarkMatch(b *testing.B) {
	talks := Talks("kubecon-eu-2026")
	for b.Loop() {
		Match("kubecon-eu-2026", talks[100].Title, talks[100].Names())
	}
}
