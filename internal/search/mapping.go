package search

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"takeaway/internal/kb"
)

// The fields with prose. Their postings hold positions, for phrases.
const (
	fieldHeading = "heading"
	fieldTitle   = "title"
	fieldTalk    = "talk" // title of the talk
	fieldBody    = "body"
)

// The other fields.
const (
	fieldTags    = "tagwords" // names of tags and projects, as words
	fieldContext = "context"  // people, path, edition, as words
	fieldPlain   = "plain"    // all words unstemmed: the dictionary for spelling correction
	fieldAuthor  = "author"   // parts of names
	fieldSpeaker = "speaker"

	fieldTag        = "tag"
	fieldProject    = "project"
	fieldConference = "conference"
	fieldSeries     = "series"
	fieldRegion     = "region"
	fieldLanguage   = "lang"
	fieldKind       = "kind"
	fieldYear       = "year"
	fieldDate       = "date"    // the date as it stands, for sorting
	fieldPeriod     = "period"  // the date and what it lies in: "2019", "2019-11", "2019-11-25"
	fieldFolder     = "folder"  // the path, and every folder above it
	fieldPath       = "path"    // the path, for grouping hits of one write-up
	fieldFlag       = "flag"    // what is: and has: ask for
	fieldAuthors    = "authors" // whole names, for facets
	fieldSpeakers   = "speakers"
)

// FacetFields are the names that Options.Facets may hold, and the index field behind each.
func FacetFields() []string {
	return []string{"author", "conference", "kind", "lang", "project", "region", "series", "speaker", "tag", "year"}
}

func facetField(name string) (string, bool) {
	switch name {
	case "author":
		return fieldAuthors, true
	case "speaker":
		return fieldSpeakers, true
	}
	return name, slices.Contains(FacetFields(), name)
}

// newMapping describes the index: nothing stored, no field of all fields, positions for prose only.
func newMapping() mapping.IndexMapping {
	doc := mapping.NewDocumentStaticMapping()
	doc.AddSubDocumentMapping("_all", mapping.NewDocumentDisabledMapping()) // bleve gathers it even when nothing asks for it
	text := func(name, analyzer string, positions bool) {
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Name: name, Type: "text", Analyzer: analyzer, Index: true,
			IncludeTermVectors: positions})
	}
	for _, name := range []string{fieldHeading, fieldTitle, fieldTalk, fieldBody} {
		text(name, proseAnalyzer, true)
	}
	text(fieldTags, proseAnalyzer, false)
	text(fieldContext, proseAnalyzer, false)
	text(fieldAuthor, nameAnalyzer, false)
	text(fieldSpeaker, nameAnalyzer, false)
	doc.AddFieldMappingsAt(fieldPlain, &mapping.FieldMapping{Name: fieldPlain, Type: "text", Analyzer: plainAnalyzer,
		Index: true, SkipFreqNorm: true})
	for _, name := range []string{fieldTag, fieldProject, fieldConference, fieldSeries, fieldRegion, fieldLanguage, fieldKind,
		fieldYear, fieldDate, fieldPeriod, fieldFolder, fieldPath, fieldFlag, fieldAuthors, fieldSpeakers} {
		values := name != fieldPeriod && name != fieldFolder && name != fieldFlag
		doc.AddFieldMappingsAt(name, &mapping.FieldMapping{Name: name, Type: "text", Analyzer: keyword.Name, Index: true,
			DocValues: values, SkipFreqNorm: true})
	}
	m := mapping.NewIndexMapping()
	m.DefaultMapping = doc
	m.DefaultAnalyzer = proseAnalyzer
	m.DefaultField = fieldBody
	m.ScoringModel = index.BM25Scoring
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// fields turns a takeaway into what the mapping knows.
func fields(d *Doc) map[string]any {
	t := &d.Takeaway
	body := plainText(t.Body)
	f := map[string]any{
		fieldHeading: t.Heading, fieldTitle: t.Title, fieldBody: body,
		fieldAuthor: t.Authors, fieldAuthors: t.Authors,
		fieldConference: lower(t.Conferences), fieldSeries: strings.ToLower(d.Series), fieldRegion: strings.ToLower(d.Region),
		fieldLanguage: strings.ToLower(d.Language), fieldKind: string(t.Kind), fieldPath: t.Path,
		fieldFolder: folders(t.Path), fieldFlag: flags(t),
	}
	year := ""
	if d.Year > 0 {
		year = strconv.Itoa(d.Year)
		f[fieldYear] = year
	}
	date := cmp.Or(t.Date, year)
	f[fieldDate], f[fieldPeriod] = date, periods(date)
	var tags, projects, tagWords []string
	for _, tag := range t.Tags {
		tags = append(tags, strings.ToLower(tag.Name))
		tagWords = append(tagWords, spaced(tag.Name))
	}
	for _, m := range t.Projects {
		projects = append(projects, strings.ToLower(m.Project))
		tagWords = append(tagWords, spaced(m.Project))
	}
	f[fieldTag], f[fieldProject], f[fieldTags] = tags, projects, tagWords
	around := append([]string{spaced(d.Series), spaced(d.Region), year, spaced(strings.TrimSuffix(t.Path, path.Ext(t.Path)))}, t.Authors...)
	for _, c := range t.Conferences {
		around = append(around, spaced(c))
	}
	talkTitle := ""
	if t.Talk != nil {
		talkTitle = t.Talk.Title
		f[fieldTalk], f[fieldSpeaker], f[fieldSpeakers] = talkTitle, t.Talk.Speakers, t.Talk.Speakers
		around = append(append(around, t.Talk.Org), t.Talk.Speakers...)
	}
	f[fieldContext] = around
	f[fieldPlain] = plainWords(append([]string{t.Heading, t.Title, talkTitle, body}, append(around, tagWords...)...)...)
	return f
}

// spaced turns an id into words: "kubecon-eu-2019" into "kubecon eu 2019".
func spaced(id string) string { return strings.NewReplacer("-", " ", "/", " ", "_", " ").Replace(id) }

func lower(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.ToLower(s)
	}
	return out
}

// folders are the note's path, its name with and without extension, and every folder above it, in
// lower case and without a final slash.
func folders(p string) []string {
	p = strings.ToLower(p)
	bare := strings.TrimSuffix(p, path.Ext(p))
	out := []string{p, bare, path.Base(p), path.Base(bare)}
	for dir := path.Dir(p); dir != "." && dir != "/"; dir = path.Dir(dir) {
		out = append(out, dir)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// vague ends the period of a date that is known to the year or the month only.
const vague = "~"

// periods are the terms that a date is found under in ranges. A date without a day lies somewhere in
// its year or month: a range that touches them finds it.
func periods(date string) []string {
	switch {
	case len(date) >= 10:
		return []string{date[:4], date[:7], date[:10]}
	case len(date) >= 7:
		return []string{date[:4], date[:7], date[:7] + vague}
	case len(date) == 4:
		return []string{date, date + vague}
	}
	return nil
}

// flags are the values of is: and has: that hold for a takeaway.
func flags(t *kb.Takeaway) []string {
	out := []string{"is:" + string(t.Kind)}
	add := func(ok bool, name string) {
		if ok {
			out = append(out, name)
		}
	}
	for _, tag := range t.Tags {
		out = append(out, "is:"+string(tag.Source))
	}
	add(len(t.Tags) == 0, "is:untagged")
	add(len(t.Tags) > 0, "is:tagged")
	add(len(t.Tags) > 0, "has:tags")
	add(len(t.Projects) > 0, "has:project")
	add(len(t.Conferences) > 0, "has:conference")
	add(len(t.Authors) > 0, "has:author")
	add(t.Date != "", "has:date")
	add(t.Heading != "", "has:heading")
	add(t.Source != "", "has:source")
	add(len(t.Rejected) > 0, "has:rejected")
	if !t.Talk.Zero() {
		add(true, "has:talk")
		add(len(t.Talk.Speakers) > 0, "has:speaker")
		add(t.Talk.Link != "", "has:link")
		add(t.Talk.Video != "", "has:video")
		add(t.Talk.Slides != "", "has:slides")
	}
	slices.Sort(out)
	return slices.Compact(out)
}
