package vocabulary

import (
	"slices"
	"strings"
	"testing"
)

// Kinds of words that were once taken for a topic or a project, or missed. See TestTraps.
func TestKinds(t *testing.T) {
	long := strings.Repeat("They told how it went, who helped, and what they would do differently next time. ", 6)
	for _, c := range []trap{
		{name: "the second day of the event is no reliability",
			piece: Piece{Heading: "Day 2", Body: "I met the others at lunch and learned how Windows reaches the container standard. " + long},
			never: []string{"reliability"}},
		{name: "a day with a date, too",
			piece: Piece{Heading: "KubeCon Day 2, Wednesday", Body: long},
			never: []string{"reliability"}},
		{name: "day-2 operations are",
			piece: Piece{Heading: "Day 2 operations of a small team", Body: "On-call is calm since every alert has a runbook. " + long},
			want:  []string{"reliability"}},
		{name: "day-2 with its hyphen is",
			piece: Piece{Heading: "What day-2 looks like", Body: "Upgrades and failures follow the day-2 handbook; on-call people rehearse failover. " + long},
			want:  []string{"reliability"}},
		{name: "first and last day of a visit",
			piece: Piece{Heading: "First Day", Body: "The morning began with Envoy: the proxy learned to read its routes from a file. " + long},
			never: []string{"conference-experience"}},
		{name: "a generic word in a heading is not microservices",
			piece: Piece{Heading: "Distributed systems and why clocks lie", Body: "Clocks drift, and a database that trusts them loses writes. " + long},
			never: []string{"microservices"}},
		{name: "extensibility of something else",
			piece: Piece{Heading: "Extensibility of the editor", Body: "The editor loads themes and fonts at run time. " + long},
			never: []string{"operators-crds"}},
		{name: "a name in one word",
			piece: Piece{Heading: "#ChaosEngineering at the bank", Body: "ChaosEngineering begins with a hypothesis. " + long},
			want:  []string{"chaos-engineering"}},
		{name: "what there is none of",
			piece: Piece{Body: "The small cluster serves one team with no multi-tenancy at all. " + long},
			never: []string{"multi-tenancy"}},
		{name: "in French",
			piece: Piece{Body: "Le cluster est petit, avec pas de multi-tenancy. " + long},
			never: []string{"multi-tenancy"}},
		{name: "a deep dive by maintainers", piece: Piece{Heading: "Jaeger Deep Dive"}, projects: []string{"jaeger"}},
		{name: "an intro", piece: Piece{Heading: "Intro: NATS"}, projects: []string{"nats"}},
		{name: "an update", piece: Piece{Heading: "Backstage Project Update"}, projects: []string{"backstage"}},
		{name: "a deep dive into", piece: Piece{Heading: "Deep Dive into Volcano"}, projects: []string{"volcano"}},
		{name: "what is no title of maintainers",
			piece: Piece{Heading: "Backstage at the party"}, neverProjects: []string{"backstage"}},
		{name: "a group by its subject", piece: Piece{Heading: "SIG Storage Intro"}, want: []string{"storage"}},
		{name: "another", piece: Piece{Heading: "Kubernetes SIG-Multicluster: Intro & Deep Dive"}, want: []string{"multi-cluster"}},
		{name: "a working group", piece: Piece{Heading: "WG Batch Updates"}, want: []string{"batch"}},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

// A parent is what a reader calls the wider subject.
func TestParents(t *testing.T) {
	for _, id := range []string{"getting-started", "cost-finops"} {
		if up := Default().Implied(id); up != nil {
			t.Errorf("%s stands below %v", id, up)
		}
	}
}

func TestCanonicalAcronyms(t *testing.T) {
	for name, want := range map[string]string{"DoK": "databases", "dok": "databases", "data-on-kubernetes": "databases",
		"DOKS": "digitalocean-kubernetes", "k8s-operators": "operators-crds", "ci/cd": "ci-cd", "operators": "operators-crds"} {
		if id, _ := Default().Canonical(name); id != want {
			t.Errorf("%s: %q, want %q", name, id, want)
		}
	}
}

// Every built-in tag shows the words that it was given for, and no more than a reader looks at.
func TestLearnedWordsAreShown(t *testing.T) {
	body := "Each team pays for what it uses. A label on every namespace says whose it is, and a report goes out on Mondays: " +
		"idle nodes are the largest item on the cloud bill, and nobody had known. Spot machines cut the spend by a third."
	r := Default().Infer(Piece{Heading: "The bill, told", HeadingLine: 1, Body: body, BodyLine: 2})
	i := slices.Index(tagNames(r), "cost-finops")
	if i < 0 {
		t.Fatalf("tags %v, want cost-finops", tagNames(r))
	}
	learned := false
	for _, e := range r.Tags[i].Evidence {
		learned = learned || strings.HasSuffix(e.Rule, "learned")
		if e.Text == "" || e.Line == 0 || !strings.Contains("The bill, told\n"+body, e.Text) {
			t.Errorf("evidence %+v is not in the piece", e)
		}
	}
	if !learned {
		t.Errorf("no learned word among %+v", r.Tags[i].Evidence)
	}
}
