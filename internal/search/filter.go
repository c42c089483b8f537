package search

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	bquery "github.com/blevesearch/bleve/v2/search/query"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
)

// proseFields are those that words and phrases are looked up in, with positions.
func proseFields() []string { return []string{fieldHeading, fieldTitle, fieldTalk, fieldBody} }

// textFields are all fields that words are looked up in.
func textFields() []string { return append(proseFields(), fieldTags, fieldContext) }

func termQuery(field, value string) bquery.Query {
	q := bleve.NewTermQuery(value)
	q.SetField(field)
	return q
}

// holdsWord is the set of takeaways with a word anywhere.
func (r *run) holdsWord(w query.Word) (set, error) {
	if w.Prefix {
		return r.holdsPrefix(w.Text, textFields())
	}
	return r.holdsText(w.Text, textFields())
}

// holdsText is the set of takeaways that hold every word of text, each in any of the fields.
func (r *run) holdsText(text string, fields []string) (set, error) {
	terms := queryTerms(text)
	var out set
	for i, t := range terms {
		var some []bquery.Query
		for _, field := range fields {
			some = append(some, termQuery(field, t.text))
		}
		s, err := r.matches(bleve.NewDisjunctionQuery(some...))
		if err != nil {
			return nil, err
		}
		if i == 0 {
			out = s
		} else {
			out = out.and(s)
		}
	}
	return out, nil
}

// holdsPrefix is the set of takeaways with a word that starts with prefix. Words are indexed by their
// stems, so a prefix longer than a stem ("observabilit") is cut to it too.
func (r *run) holdsPrefix(prefix string, fields []string) (set, error) {
	if err := r.dictionary(); err != nil {
		return nil, err
	}
	p := fold([]byte(prefix))
	if len(p) < 2 {
		return nil, nil
	}
	var some []bquery.Query
	for _, field := range fields {
		q := bleve.NewPrefixQuery(p)
		q.SetField(field)
		some = append(some, q, termQuery(field, meaning.Stem(p)))
	}
	return r.matches(bleve.NewDisjunctionQuery(some...))
}

// holdsField is the set of takeaways that match field:value.
func (r *run) holdsField(f query.Field) (set, error) {
	value := strings.ToLower(strings.TrimSpace(f.Value))
	switch f.Name {
	case "title":
		return r.holdsProse(f, []string{fieldTitle})
	case "heading":
		return r.holdsProse(f, []string{fieldHeading})
	case "talk":
		return r.holdsProse(f, []string{fieldTalk})
	case "text":
		return r.holdsProse(f, []string{fieldHeading, fieldBody})
	case "author":
		return r.holdsName(f, fieldAuthor)
	case "speaker":
		return r.holdsName(f, fieldSpeaker)
	case "org":
		return r.holdsName(f, fieldOrg)
	case "conf", "conference":
		return r.holdsKeyword(fieldConference, value, f.Quoted)
	case "lang", "language":
		return r.holdsKeyword(fieldLanguage, value, f.Quoted)
	case "tag", "project", "series", "region", "kind":
		return r.holdsKeyword(f.Name, value, f.Quoted)
	case "year", "date":
		return r.holdsRange(query.Range{Name: f.Name, Low: value, High: value})
	case "is", "has":
		return r.matches(termQuery(fieldFlag, f.Name+":"+value))
	case "path":
		return r.holdsPath(value)
	case "id":
		return r.holdsID(value)
	}
	return nil, fmt.Errorf("%w: no field %q in the index", errUsage, f.Name)
}

// holdsKeyword finds a value as a whole, or by its beginning if it ends in a star.
func (r *run) holdsKeyword(field, value string, quoted bool) (set, error) {
	prefix, ok := strings.CutSuffix(value, "*")
	if !ok || quoted {
		return r.matches(termQuery(field, value))
	}
	if err := r.dictionary(); err != nil {
		return nil, err
	}
	q := bleve.NewPrefixQuery(prefix)
	q.SetField(field)
	return r.matches(q)
}

// holdsID finds takeaways by ID or the beginning of one.
func (r *run) holdsID(value string) (out set, err error) {
	if len(value) == kb.IDLen {
		out, err = r.matches(bleve.NewDocIDQuery([]string{value}))
	} else {
		out, err = r.holdsKeyword("_id", value+"*", false)
	}
	if err != nil {
		return nil, err
	}
	for _, p := range r.parts {
		for was, is := range p.Renamed {
			n, err := p.reader.InternalID(string(was))
			if err != nil || n == nil {
				return nil, err
			}
			one := set{}
			one.add(p.base + n.Value())
			if out = out.without(one); strings.HasPrefix(string(is), value) {
				out = out.or(one)
			}
		}
	}
	return out, nil
}

// holdsProse is for fields with prose: all words, or the phrase if it is quoted.
func (r *run) holdsProse(f query.Field, fields []string) (set, error) {
	if f.Quoted {
		return r.holdsPhrase(f.Value, 0, fields)
	}
	if prefix, ok := strings.CutSuffix(f.Value, "*"); ok {
		return r.holdsPrefix(prefix, fields)
	}
	return r.holdsText(f.Value, fields)
}

// holdsName finds people by any parts of their names; a star ends the last part early.
func (r *run) holdsName(f query.Field, field string) (set, error) {
	value, prefix := strings.CutSuffix(f.Value, "*")
	prefix = prefix && !f.Quoted
	var all []bquery.Query
	parts := names(value)
	for i, t := range parts {
		if prefix && i == len(parts)-1 {
			if err := r.dictionary(); err != nil {
				return nil, err
			}
			q := bleve.NewPrefixQuery(string(t.Term))
			q.SetField(field)
			all = append(all, q)
			continue
		}
		all = append(all, termQuery(field, string(t.Term)))
	}
	if len(all) == 0 {
		return nil, nil
	}
	return r.matches(bleve.NewConjunctionQuery(all...))
}

// holdsPath finds notes by path, folder, or file name with or without extension; * stands for anything.
func (r *run) holdsPath(value string) (set, error) {
	value = strings.TrimPrefix(path.Clean(strings.ReplaceAll(value, "\\", "/")), "notes/")
	if !strings.ContainsAny(value, "*?") {
		return r.matches(termQuery(fieldFolder, value))
	}
	if err := r.dictionary(); err != nil {
		return nil, err
	}
	q := bleve.NewWildcardQuery(value)
	q.SetField(fieldFolder)
	return r.matches(q)
}

// holdsRange finds dates and years between two ISO 8601 dates, ends included and open if empty. It asks
// for the few years, months and days that the range is made of; bleve's own ranges walk the dictionary.
func (r *run) holdsRange(n query.Range) (set, error) {
	field := fieldPeriod
	low, lowOK := firstDay(n.Low)
	high, highOK := lastDay(n.High)
	if !lowOK || !highOK {
		return nil, fmt.Errorf("%w: %s:%s..%s is not a range of dates", errUsage, n.Name, n.Low, n.High)
	}
	var terms []string
	if n.Name == "year" {
		field = fieldYear
		for y := low.Year(); y <= high.Year(); y++ {
			terms = append(terms, fmt.Sprintf("%04d", y))
		}
	} else {
		terms = spanned(low, high)
	}
	some := make([]bquery.Query, len(terms))
	for i, t := range terms {
		some[i] = termQuery(field, t)
	}
	if len(some) == 0 {
		return nil, nil
	}
	return r.matches(bleve.NewDisjunctionQuery(some...))
}

// The years that open ranges reach to: before the first and after the last conference.
const firstYear, lastYear = 1990, 2099

// firstDay is the first day of a period; an empty one starts with the first year.
func firstDay(iso string) (time.Time, bool) {
	if iso == "" {
		return time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC), true
	}
	t, _, ok := period(iso)
	return t, ok
}

// lastDay is the last day of a period; an empty one ends with the last year.
func lastDay(iso string) (time.Time, bool) {
	if iso == "" {
		return time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC), true
	}
	_, t, ok := period(iso)
	return t, ok
}

// period is the first and the last day of a year, a month or a day between firstYear and lastYear.
func period(iso string) (first, last time.Time, ok bool) {
	for layout, next := range map[string][3]int{"2006": {1, 0, 0}, "2006-01": {0, 1, 0}, "2006-01-02": {0, 0, 1}} {
		if t, err := time.Parse(layout, iso); err == nil {
			first, last = t, t.AddDate(next[0], next[1], next[2]-1)
			ok = true
		}
	}
	return clamp(first), clamp(last), ok
}

func clamp(t time.Time) time.Time {
	if t.Year() < firstYear {
		return time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if t.Year() > lastYear {
		return time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	return t
}

// spanned are the terms of the period field that together stand for the days from low to high: whole
// years and months where it can be, and dates known to the year or month only that may lie between.
func spanned(low, high time.Time) []string {
	var terms []string
	for day := low; !day.After(high); {
		year, month := day.Format("2006"), day.Format("2006-01")
		yearEnd := time.Date(day.Year(), 12, 31, 0, 0, 0, 0, time.UTC)
		monthEnd := time.Date(day.Year(), day.Month()+1, 0, 0, 0, 0, 0, time.UTC)
		if day == low || day.YearDay() == 1 {
			terms = append(terms, year+vague)
		}
		switch {
		case day.YearDay() == 1 && !yearEnd.After(high):
			terms, day = append(terms, year), yearEnd
		case day.Day() == 1 && !monthEnd.After(high):
			terms, day = append(terms, month), monthEnd
		default:
			if day == low || day.Day() == 1 {
				terms = append(terms, month+vague)
			}
			terms = append(terms, day.Format("2006-01-02"))
		}
		day = day.AddDate(0, 0, 1)
	}
	return terms
}
