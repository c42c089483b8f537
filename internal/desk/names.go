package desk

import (
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/digest"
	"takeaway/internal/vocabulary"
)

// Names lets package digest ask the registry and the vocabulary.
func Names(v *vocabulary.Vocabulary) digest.Names {
	return digest.Names{
		Edition: editionOf,
		Implied: v.Implied,
		Previous: func(id string) (digest.Edition, bool) {
			e, ok := conference.Lookup(id)
			if ok {
				e, ok = conference.Previous(e)
			}
			return editionOf(e.ID), ok
		},
		Topic: func(tag string) (string, bool) {
			t, ok := v.Topic(tag)
			return t.Name, ok
		},
		Project: func(id string) string {
			if p, ok := v.Project(id); ok {
				return p.Name
			}
			return id
		},
		About: func(s digest.Subject) digest.About { return About(v, s) },
		Known: func(kind digest.Kind) []string { return known(v, kind) },
		Company: func(id string) bool {
			p, ok := v.Project(id)
			return ok && p.Kind == "company"
		},
	}
}

// editionOf is what the registry knows about a conference, or only its id.
func editionOf(id string) digest.Edition {
	e, ok := conference.Lookup(id)
	if !ok {
		return digest.Edition{ID: id, Name: id, Short: id}
	}
	return digest.Edition{ID: e.ID, Series: e.Series, Name: e.Name, Short: e.Short(), City: e.City, Country: e.Country,
		PlannedCity: e.PlannedCity, Region: e.Region, Year: e.Year, Start: e.Start, End: e.End, Virtual: e.Virtual,
		Attendance: e.Attendance, AttendanceSource: e.AttendanceSource}
}

// Notable leaves out of overviews what says nothing about the field: companies, Kubernetes itself, which
// everything is about, what the vocabulary hides, and what is about the event and its people. How much
// of that a write-up has depends on its author more than on the conference.
func Notable(v *vocabulary.Vocabulary) func(digest.Subject) bool {
	return func(s digest.Subject) bool {
		if s.Type == digest.ProjectType {
			p, ok := v.Project(s.ID)
			return ok && p.Kind != "company" && !p.Hidden && p.ID != "kubernetes"
		}
		t, ok := v.Topic(s.ID)
		return !digest.AboutTheEvent(s.ID) && (!ok || !t.Hidden)
	}
}

// About is what the vocabulary knows about a topic or project.
func About(v *vocabulary.Vocabulary, s digest.Subject) digest.About {
	if s.Type == digest.ProjectType {
		p, _ := v.Project(s.ID)
		out := digest.About{Aliases: p.Aliases, Wider: p.Topics, Maturity: p.Maturity, Home: p.By}
		for _, m := range []digest.Milestone{{Date: p.Accepted, Event: "accepted"}, {Date: p.Incubating, Event: "incubating"},
			{Date: p.Graduated, Event: "graduated"}, {Date: p.Archived, Event: "archived"}} {
			if m.Date == "" {
				continue
			}
			if n := len(out.Milestones); n > 0 && out.Milestones[n-1].Date == m.Date {
				out.Milestones[n-1].Event += ", " + m.Event
				continue
			}
			out.Milestones = append(out.Milestones, m)
		}
		slices.SortStableFunc(out.Milestones, func(a, b digest.Milestone) int { return strings.Compare(a.Date, b.Date) })
		return out
	}
	t, _ := v.Topic(s.ID)
	out := digest.About{Definition: t.Definition, Aliases: t.Aliases, Wider: v.Implied(s.ID)}
	for _, child := range v.Topics() {
		if child.Parent == s.ID && !child.Hidden {
			out.Narrower = append(out.Narrower, child.ID)
		}
	}
	return out
}

// known lists what the registry or the vocabulary knows of a kind and does not hide.
func known(v *vocabulary.Vocabulary, kind digest.Kind) []string {
	var out []string
	switch kind {
	case digest.Conferences:
		for _, e := range conference.Editions() {
			out = append(out, e.ID)
		}
	case digest.Tags:
		for _, t := range v.Topics() {
			if !t.Hidden {
				out = append(out, t.ID)
			}
		}
	case digest.Projects:
		for _, p := range v.Projects() {
			if !p.Hidden {
				out = append(out, p.ID)
			}
		}
	}
	return out
}
