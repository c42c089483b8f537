package programme

import (
	"strings"
	"testing"
)

func written(list []Speaker) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.Name
		if s.Org != "" {
			out[i] += " (" + s.Org + ")"
		}
	}
	return strings.Join(out, "; ")
}

func TestCutSpeakers(t *testing.T) {
	for _, c := range []struct{ line, title, speakers string }{
		{"Wobble - Jane Doe, Red Hat & John Roe, Acme", "Wobble", "Jane Doe (Red Hat); John Roe (Acme)"},
		{"Wobble - Jane Doe, New Relic & John Roe, Acme", "Wobble", "Jane Doe (New Relic); John Roe (Acme)"},
		{"Wobble - Jane Doe, Technische Universität Berlin & John Roe, Acme", "Wobble", "Jane Doe (Technische Universität Berlin); John Roe (Acme)"},
		{"Wobble - Jane Doe, John Roe & Anna Lind, Acme", "Wobble", "Jane Doe (Acme); John Roe (Acme); Anna Lind (Acme)"},
		{"Wobble - Jane Doe & John Roe, Acme; Anna Lind, Widgets Inc", "Wobble", "Jane Doe (Acme); John Roe (Acme); Anna Lind (Widgets Inc)"},
		{"Wobble - Michael Doe and Anna Lind, Acme", "Wobble", "Michael Doe (Acme); Anna Lind (Acme)"},
		{"Wobble - Michael Doe, Acme and Anna Lind, IBM", "Wobble", "Michael Doe (Acme); Anna Lind (IBM)"},
		{"Opening - Jane Doe, Executive Director, Cloud and Infrastructure, Acme & John Roe, CTO, Cloud and Infrastructure, Acme", "Opening", "Jane Doe (Acme); John Roe (Acme)"},
		{"A talk - with a dash - Jane Doe, Staff Engineer, Acme", "A talk - with a dash", "Jane Doe (Acme)"},
		{"On time - Thomas Doe, Senior Staff Engineer, Acme & Yann Roe, Senior Staff Engineer - Kubernetes Specialist, Acme", "On time", "Thomas Doe (Acme); Yann Roe (Acme)"},
		{"Games - Peter Doe, Director, Big Data and Machine Learning, Acme", "Games", "Peter Doe (Acme)"},
		{"Scaling - Jorge Doe, Founder & CEO, Acme & Anna Lind, Chief Product Officer, Acme", "Scaling", "Jorge Doe (Acme); Anna Lind (Acme)"},
		{"What comes next?- Anna Lind, Maintainer", "What comes next?", "Anna Lind"},
		{"Project Lightning Talk: Break", "Project Lightning Talk: Break", ""},
		{"GitOps - Operations by Pull Request", "GitOps - Operations by Pull Request", ""},
		{"SIG-CLI - Open Doors", "SIG-CLI - Open Doors", ""},
		{"Wobble - Flynn, Buoyant", "Wobble", "Flynn (Buoyant)"},
		{"Wobble - Jane Doe (Acme), John Roe (Widgets)", "Wobble", "Jane Doe (Acme); John Roe (Widgets)"},
		{"Lunch - sponsored by Acme, Inc", "Lunch - sponsored by Acme, Inc", ""},
		{"Panel - 5 Ways, Explained", "Panel - 5 Ways, Explained", ""},
		{" - Ann Author, Acme", " - Ann Author, Acme", ""},
		{"", "", ""},
		{" - ", " - ", ""},
	} {
		title, speakers := CutSpeakers(c.line, nil)
		if title != c.title || written(speakers) != c.speakers {
			t.Errorf("%q:\n got %q, %s\nwant %q, %s", c.line, title, written(speakers), c.title, c.speakers)
		}
	}
	// A company that the file itself shows.
	_, speakers := CutSpeakers("Wobble - Jane Doe, Marion Lane & John Roe, Acme", func(org string) bool { return org == "Marion Lane" })
	if got := written(speakers); got != "Jane Doe (Marion Lane); John Roe (Acme)" {
		t.Errorf("with a company that is known: %s", got)
	}
}

func TestIsRole(t *testing.T) {
	for phrase, want := range map[string]bool{"Executive Director": true, "Head of Open Source": true, "Anu Engineer": false, "Jane Doe": false, "": false, "CTO, Cloud": true} {
		if IsRole(phrase) != want {
			t.Errorf("IsRole(%q) is not %v", phrase, want)
		}
	}
}

// Written as a calendar writes them, nearly all talks of the programme give their speakers back.
func TestSpeakersOfAllTalks(t *testing.T) {
	n, wrong, invented := 0, 0, 0
	for i := range All() {
		talk := &All()[i]
		if len(talk.Speakers) == 0 || talk.Speakers[0].Org == "" {
			continue
		}
		parts := make([]string, len(talk.Speakers))
		for k, s := range talk.Speakers {
			parts[k] = strings.TrimSuffix(s.Name+", "+s.Org, ", ")
		}
		n++
		_, got := CutSpeakers("A title: with signs - "+strings.Join(parts, " & "), nil)
		if written(got) != written(talk.Speakers) {
			wrong++
			if wrong%20 == 1 {
				t.Logf("%s\n got %s\nwant %s", strings.Join(parts, " & "), written(got), written(talk.Speakers))
			}
		}
		for _, s := range got {
			if !IsPerson(s.Name) {
				invented++
			}
		}
	}
	t.Logf("%d talks, %d read otherwise, %d people invented", n, wrong, invented)
	if wrong*50 > n || invented > 0 {
		t.Errorf("%d of %d talks are read otherwise, %d people are invented", wrong, n, invented)
	}
}

func FuzzCutSpeakers(f *testing.F) {
	for _, s := range []string{"Wobble - Jane Doe, Red Hat & John Roe, Acme", "a - b, c & d; e (f) @ g", " -  & , ;", "x - A & ,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, speakers := CutSpeakers(s, nil)
		for _, p := range append(speakers, ParseSpeakers(s, nil)...) {
			if strings.TrimSpace(p.Name) == "" {
				t.Errorf("%q has a speaker without a name", s)
			}
		}
	})
}
