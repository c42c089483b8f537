// Package digest turns takeaways into a summary of a conference, and counts them so that editions can be
// compared. It is pure: no I/O, no clock, and the same takeaways give the same answer, because every
// list has a total order.
//
// What is counted: pieces of kind takeaway, nothing else. A takeaway counts once for each of its tags and
// once for each wider topic that its tags imply, as the filter tag: of a search finds it. An author
// counts once, and the co-authors of one write-up are one voice: see Counter.Voices.
//
// What is shown: sentences of the notes as they stand there, see Sentences. Those of digests are reported,
// not quoted; see kb.WriteUp.Digest.
package digest

import (
	"cmp"
	"slices"

	"takeaway/internal/kb"
)

// Edition is what is known about a conference. This package may not ask the registry, so the caller does.
type Edition struct {
	ID          string `json:"id" yaml:"id"` // "kubecon-na-2019"
	Series      string `json:"series,omitempty" yaml:"series,omitempty"`
	Name        string `json:"name" yaml:"name"`   // the official one; the id where nothing is known
	Short       string `json:"short" yaml:"short"` // "KubeCon NA 2019"
	City        string `json:"city,omitempty" yaml:"city,omitempty"`
	Country     string `json:"country,omitempty" yaml:"country,omitempty"`
	PlannedCity string `json:"planned_city,omitempty" yaml:"planned_city,omitempty"`
	Region      string `json:"region,omitempty" yaml:"region,omitempty"`
	Year        int    `json:"year,omitempty" yaml:"year,omitempty"`
	Start       string `json:"start,omitempty" yaml:"start,omitempty"` // first day, ISO 8601; empty if unknown
	End         string `json:"end,omitempty" yaml:"end,omitempty"`
	Virtual     bool   `json:"virtual,omitempty" yaml:"virtual,omitempty"`
	// Attendance is 0 where it is unknown; AttendanceSource says who counted whom.
	Attendance       int    `json:"attendance,omitempty" yaml:"attendance,omitempty"`
	AttendanceSource string `json:"attendance_source,omitempty" yaml:"attendance_source,omitempty"`
}

// CompareEditions orders editions by first day, then year, then id. Those of which nothing is known come last.
func CompareEditions(a, b Edition) int {
	day := func(e Edition) string {
		switch {
		case e.Start != "":
			return e.Start
		case e.Year > 0:
			return itoa(e.Year) + "-99" // after those of its year whose days are known
		}
		return "~"
	}
	return cmp.Or(cmp.Compare(day(a), day(b)), cmp.Compare(a.ID, b.ID))
}

// Names is what the registry and the vocabulary know about ids. Every field must be set.
type Names struct {
	// Edition describes a conference; for an unknown id at least ID, Name and Short are filled with it.
	Edition func(id string) Edition
	// Implied lists the wider topics of a tag.
	Implied func(tag string) []string
	// Previous is the edition of the same series before this one, whether or not the library has notes of it.
	Previous func(id string) (Edition, bool)
	// Topic is the name of a tag for people; false where the vocabulary does not know it.
	Topic func(tag string) (name string, known bool)
	// Project is the name of a project for people.
	Project func(id string) string
	// About is what the vocabulary knows of a topic or a project.
	About func(Subject) About
	// Known lists the ids of a kind that the registry or the vocabulary knows and shows.
	Known func(Kind) []string
	// Company tells the companies and foundations among the projects of the vocabulary.
	Company func(id string) bool
}

// remember makes Implied and Edition cheap to ask many times.
func (n Names) remember() Names {
	n.Implied, n.Edition = memo(n.Implied), memo(n.Edition)
	return n
}

// Of returns the write-ups of an edition, in the order given.
func Of(ups []*kb.WriteUp, edition string) []*kb.WriteUp {
	var out []*kb.WriteUp
	for _, w := range ups {
		if slices.Contains(w.Conferences, edition) {
			out = append(out, w)
		}
	}
	return out
}

// Editions lists the editions that write-ups with at least one takeaway are about, by date.
func Editions(ups []*kb.WriteUp, n Names) []Edition {
	seen := map[string]bool{}
	var out []Edition
	for _, w := range ups {
		if w.Takeaways() == 0 {
			continue
		}
		for _, id := range w.Conferences {
			if !seen[id] {
				seen[id] = true
				out = append(out, n.Edition(id))
			}
		}
	}
	slices.SortFunc(out, CompareEditions)
	return out
}

// Newest orders write-ups by the latest edition that each is about, the newest first; one without an edition
// stands where the date on which it was written falls, and last without one. Those of one edition keep their order.
func Newest(ups []*kb.WriteUp, n Names) []*kb.WriteUp {
	n = n.remember()
	at := map[*kb.WriteUp]Edition{}
	for _, w := range ups {
		e := Edition{Start: w.Date}
		for i, id := range w.Conferences {
			if next := n.Edition(id); i == 0 || CompareEditions(e, next) < 0 {
				e = next
			}
		}
		if e.Start == "" && e.Year == 0 {
			e.Start = w.Date
		}
		at[w] = e
	}
	out := slices.Clone(ups)
	slices.SortStableFunc(out, func(a, b *kb.WriteUp) int {
		known := func(e Edition) bool { return e.Start != "" || e.Year > 0 }
		x, y := at[a], at[b]
		switch {
		case known(x) != known(y) && known(x):
			return -1
		case known(x) != known(y):
			return 1
		}
		return CompareEditions(y, x)
	})
	return out
}

// Nearest orders editions by how near they are to one: those of its series first, then by the distance
// of their years, the later one first.
func Nearest(to Edition, all []Edition) []Edition {
	out := slices.Clone(all)
	slices.SortFunc(out, func(a, b Edition) int {
		return cmp.Or(-cmp.Compare(sameSeries(a, to), sameSeries(b, to)), cmp.Compare(yearsApart(a, to), yearsApart(b, to)), -CompareEditions(a, b))
	})
	return out
}

func sameSeries(a, b Edition) int {
	if a.Series != "" && a.Series == b.Series {
		return 1
	}
	return 0
}

// yearsApart is the distance of two editions in years; far where one has none.
func yearsApart(a, b Edition) int {
	if a.Year == 0 || b.Year == 0 {
		return 1000
	}
	return max(a.Year-b.Year, b.Year-a.Year)
}

// CountTakeaways is the number of takeaways in write-ups.
func CountTakeaways(ups []*kb.WriteUp) int {
	n := 0
	for _, w := range ups {
		n += w.Takeaways()
	}
	return n
}
