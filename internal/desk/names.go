package desk

import (
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
