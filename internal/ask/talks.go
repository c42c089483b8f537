package ask

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/vocabulary"
)

// TalkFilters say which talks of the programme are wanted. Words may hold filters too: conf: series: year:
// speaker: org: track: type: tag: project:.
type TalkFilters struct {
	Words                             []string
	Conferences, Tags, Projects       []string
	Speaker, Org, Track, Type, Series string
	Year                              string
}

// Talks makes of filters what the programme is asked. The error is a kb.Advice.
func Talks(v *vocabulary.Vocabulary, f TalkFilters) (programme.Wanted, error) {
	f.Words = slices.Clone(f.Words)
	f.Words = slices.DeleteFunc(f.Words, f.takes)
	w := programme.Wanted{Words: strings.Join(f.Words, " "), Speaker: f.Speaker, Org: f.Org, Track: f.Track, Type: f.Type, Before: earlierEdition}
	var err error
	if w.Editions, err = programmed(f); err != nil {
		return w, err
	}
	var has []func(*programme.Talk) bool
	for _, name := range f.Tags {
		id, ok := v.Canonical(name)
		if _, topic := v.Topic(id); !ok || !topic {
			return w, kb.Usage("no topic is called "+strconv.Quote(name), "takeaway list tags shows what there is")
		}
		has = append(has, func(t *programme.Talk) bool { return Covers(v, t, id) })
	}
	for _, name := range f.Projects {
		id, ok := v.Canonical(name)
		if _, project := v.Project(id); !ok || !project {
			return w, kb.Usage("no project is called "+strconv.Quote(name), "takeaway list projects shows what there is")
		}
		has = append(has, func(t *programme.Talk) bool { return slices.Contains(t.Projects, id) })
	}
	if len(has) > 0 {
		w.Has = func(t *programme.Talk) bool {
			return !slices.ContainsFunc(has, func(f func(*programme.Talk) bool) bool { return !f(t) })
		}
	}
	if id, ok := v.Canonical(w.Words); ok && w.Words != "" {
		w.Meant = func(t *programme.Talk) bool { return slices.Contains(t.Projects, id) || Covers(v, t, id) }
	}
	return w, nil
}

// Covers reports whether the title of a talk speaks of a topic, or of one below it.
func Covers(v *vocabulary.Vocabulary, t *programme.Talk, topic string) bool {
	return slices.ContainsFunc(t.Topics, func(id string) bool { return id == topic || slices.Contains(v.Implied(id), topic) })
}

// takes moves a word that is a filter to its place.
func (f *TalkFilters) takes(word string) bool {
	field, value, ok := strings.Cut(word, ":")
	value = strings.Trim(value, `"`)
	if !ok || value == "" {
		return false
	}
	switch strings.ToLower(field) {
	case "conf", "conference", "event", "c":
		f.Conferences = append(f.Conferences, value)
	case "tag", "topic", "t":
		f.Tags = append(f.Tags, value)
	case "project", "proj":
		f.Projects = append(f.Projects, value)
	case "speaker":
		f.Speaker = value
	case "org", "company":
		f.Org = value
	case "track":
		f.Track = value
	case "type":
		f.Type = value
	case "series":
		f.Series = value
	case "year":
		f.Year = value
	default:
		return false
	}
	return true
}

// earlierEdition reports whether an edition took place before another.
func earlierEdition(a, b string) bool {
	x, _ := conference.Lookup(a)
	y, _ := conference.Lookup(b)
	return x.Compare(y) < 0
}

// programmed are the editions of the programme that filters leave; nil for all of them.
func programmed(f TalkFilters) ([]string, error) {
	have := programme.Editions()
	if len(f.Conferences) == 0 && f.Series == "" && f.Year == "" {
		return nil, nil
	}
	var named []string
	for _, name := range f.Conferences {
		if slices.Contains(have, strings.ToLower(name)) {
			named = append(named, strings.ToLower(name))
			continue
		}
		found, err := conference.Resolve(name)
		var unknown *conference.UnknownError
		if errors.As(err, &unknown) {
			return nil, unknownConference(name, unknown, false)
		}
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			named = append(named, e.ID)
		}
	}
	var out []string
	for _, id := range have {
		e, _ := conference.Lookup(id)
		switch {
		case len(f.Conferences) > 0 && !slices.Contains(named, id):
		case f.Series != "" && e.Series != f.Series:
		case f.Year != "" && !inYears(e.Year, f.Year):
		default:
			out = append(out, id)
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	what := strings.Join(append(slices.Clone(named), f.Series, f.Year), " ")
	return nil, kb.Nothing("the programme has no talks of "+strings.Join(strings.Fields(what), " "), "takeaway talks --limit 0 -o csv lists all that it has; it begins in 2015")
}

// inYears reports whether a year is meant by "2019" or "2018..2020".
func inYears(year int, span string) bool {
	from, to, ranged := strings.Cut(span, "..")
	low, err := strconv.Atoi(from)
	if err != nil {
		return false
	}
	high := low
	if ranged {
		if high, err = strconv.Atoi(to); err != nil {
			high = year
		}
	}
	return low <= year && year <= high
}
