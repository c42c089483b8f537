package search

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
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
	fieldInner   = "inner"    // headings below that of the takeaway, as words
	fieldContext = "context"  // people, path, edition, as words
	fieldPlain   = "plain"    // all words unstemmed: the dictionary for spelling correction
	fieldAuthor  = "author"   // parts of names
	fieldSpeaker = "speaker"
	fieldOrg     = "org" // where the speakers work

	fieldTag        = "tag"
	fieldProject    = "project"
	fieldConference = "conference"
	fieldSeries     = "series"
	fieldRegion     = "region"
	fieldLanguage   = "lang"
	fieldKind       = "kind"
	fieldYear       = "year"
	fieldPeriod     = "period"  // the date and what it lies in: "2019", "2019-11", "2019-11-25"
	fieldFolder     = "folder"  // the path, and every folder above it
	fieldFlag       = "flag"    // what is: and has: ask for
	fieldAuthors    = "authors" // whole names, for facets
	fieldSpeakers   = "speakers"
	fieldOrgs       = "orgs"
)

// FacetFields are the names that Options.Facets may hold, and the index field behind each.
func FacetFields() []string {
	return []string{"author", "conference", "kind", "lang", "org", "project", "region", "series", "speaker", "tag", "year"}
}

func facetField(name string) (string, bool) {
	switch name {
	case "author":
		return fieldAuthors, true
	case "speaker":
		return fieldSpeakers, true
	case "org":
		return fieldOrgs, true
	}
	return name, slices.Contains(FacetFields(), name)
}

// newMapping says only how bleve scores; documents are made field by field, see newDocument.
func newMapping() mapping.IndexMapping {
	m := mapping.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	m.ScoringModel = index.BM25Scoring
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// How fields are indexed. Nothing is stored.
const (
	asProse  = index.IndexField | index.IncludeTermVectors // with positions, for phrases
	asWords  = index.IndexField
	asFilter = index.IndexField | index.SkipFreqNorm
	asValue  = asFilter | index.DocValues // for facets and sorting too
)

// A stream is what bleve analyses of a field, made when bleve asks for it, in its own goroutines.
type stream func() analysis.TokenStream

// Analyze makes the stream; the field has no other text.
func (s stream) Analyze([]byte) analysis.TokenStream { return s() }

// newDocument turns a takeaway into what bleve indexes. bleve's mapping of maps would make the same, by
// reflection and one field object for every value of a list. Once ctx has ended nothing is analysed any
// more: what comes of the document will never be published.
func newDocument(ctx context.Context, d *Doc) *document.Document {
	f := filling{ctx: ctx, doc: document.NewDocument(string(d.Takeaway.ID))}
	years := make([]string, len(d.Years))
	for i, y := range d.Years {
		years[i] = strconv.Itoa(y)
	}
	f.words(d, years)
	f.values(d, years)
	return f.doc
}

// filling is a document that is being filled.
type filling struct {
	ctx context.Context
	doc *document.Document
}

func (f *filling) add(name string, options index.FieldIndexingOptions, tokens stream) {
	f.doc.AddField(document.NewTextFieldCustom(name, nil, nil, options, stream(func() analysis.TokenStream {
		if f.ctx.Err() != nil {
			return nil
		}
		return tokens()
	})))
}

func (f *filling) text(name string, options index.FieldIndexingOptions, texts ...string) {
	f.add(name, options, func() analysis.TokenStream { return stemmed(texts...) })
}

func (f *filling) list(name string, options index.FieldIndexingOptions, values ...string) {
	f.add(name, options, func() analysis.TokenStream { return whole(values) })
}

// words adds the fields that words are looked for in.
func (f *filling) words(d *Doc, years []string) {
	t := &d.Takeaway
	running := t.Running
	if running == nil {
		running = prose.Markdown(t.Body).Running()
	}
	body := running.Text
	d.about = about(t, body, d.Language)
	var tagWords []string
	for _, tag := range t.Tags {
		tagWords = append(tagWords, spaced(tag.Name))
	}
	for _, m := range t.Projects {
		tagWords = append(tagWords, spaced(m.Project))
	}
	around := slices.Clone(years)
	for _, ids := range [][]string{d.Series, d.Regions, {prose.Normal(strings.TrimSuffix(t.Path, path.Ext(t.Path)))}, t.Conferences} {
		for _, id := range ids {
			around = append(around, spaced(id))
		}
	}
	around = append(around, t.Authors...)
	talkTitle := ""
	if t.Talk != nil {
		talkTitle = t.Talk.Title
		f.text(fieldTalk, asProse, talkTitle)
		f.add(fieldSpeaker, asWords, func() analysis.TokenStream { return names(t.Talk.Speakers...) })
		if t.Talk.Org != "" {
			f.add(fieldOrg, asWords, func() analysis.TokenStream { return names(strings.Split(t.Talk.Org, ", ")...) })
		}
		around = append(append(around, t.Talk.Org), t.Talk.Speakers...)
	}
	f.text(fieldHeading, asProse, t.Heading)
	f.text(fieldTitle, asProse, t.Title)
	f.text(fieldBody, asProse, body)
	f.text(fieldInner, asWords, running.Headings...)
	f.text(fieldTags, asWords, tagWords...)
	f.text(fieldContext, asWords, around...)
	f.add(fieldAuthor, asWords, func() analysis.TokenStream { return names(t.Authors...) })
	f.add(fieldPlain, asFilter, func() analysis.TokenStream {
		return plain(append([]string{t.Heading, t.Title, talkTitle, body}, append(around, tagWords...)...)...)
	})
}

// values adds the fields that are filtered by and counted.
func (f *filling) values(d *Doc, years []string) {
	t := &d.Takeaway
	var tags, projects []string
	for _, tag := range t.Tags {
		tags = append(tags, strings.ToLower(tag.Name))
	}
	for _, m := range t.Projects {
		projects = append(projects, strings.ToLower(m.Project))
	}
	if t.Talk != nil {
		f.list(fieldSpeakers, asValue, t.Talk.Speakers...)
		if t.Talk.Org != "" {
			f.list(fieldOrgs, asValue, strings.Split(t.Talk.Org, ", ")...)
		}
	}
	f.list(fieldAuthors, asValue, t.Authors...)
	f.list(fieldTag, asValue, tags...)
	f.list(fieldProject, asValue, projects...)
	f.list(fieldConference, asValue, lower(t.Conferences)...)
	f.list(fieldSeries, asValue, lower(d.Series)...)
	f.list(fieldRegion, asValue, lower(d.Regions)...)
	f.list(fieldLanguage, asValue, strings.ToLower(d.Language))
	f.list(fieldKind, asValue, string(t.Kind))
	f.list(fieldYear, asValue, years...)
	dates := years
	if t.Date != "" {
		dates = []string{t.Date}
	}
	var all []string
	for _, date := range dates {
		all = append(all, periods(date)...)
	}
	f.list(fieldPeriod, asFilter, all...)
	f.list(fieldFolder, asFilter, folders(prose.Normal(t.Path))...)
	f.list(fieldFlag, asFilter, flags(t)...)
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
