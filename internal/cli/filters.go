package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
)

// filters are the parts of a query that may be given as flags.
type filters struct {
	tags, conferences, series, regions, authors, speakers, orgs, projects, langs, kinds []string
	year, since, until                                                                  string
}

func (f *filters) empty() bool { return f.String() == "" }

// flags adds the filter flags to a command. They have no one-letter forms: "-argo" is how people leave a
// word out of a query, and must not become an author called "rgo".
func (f *filters) flags(a *app, cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringArrayVar(&f.tags, "tag", nil, "only with this `tag`; repeat for several")
	fl.StringArrayVar(&f.conferences, "conf", nil, "only from this `conference`; repeat for any of several")
	fl.StringArrayVar(&f.series, "series", nil, "only from this `series` of conferences; repeat for any of several")
	fl.StringArrayVar(&f.regions, "region", nil, "only from conferences in this `region` (na, eu, …)")
	fl.StringArrayVar(&f.authors, "author", nil, "only by this `author`; repeat for any of several")
	fl.StringArrayVar(&f.speakers, "speaker", nil, "only about talks of this `speaker`")
	fl.StringArrayVar(&f.orgs, "org", nil, "only about talks of people from this `company`")
	fl.StringArrayVar(&f.projects, "project", nil, "only naming this `project`; repeat for several")
	fl.StringVar(&f.year, "year", "", "only from conferences of this `year`, or 2018..2020")
	fl.StringVar(&f.since, "since", "", "only written on or after this `date`")
	fl.StringVar(&f.until, "until", "", "only written on or before this `date`")
	fl.StringArrayVar(&f.langs, "lang", nil, "only in this `language` (en, ja, …)")
	fl.StringArrayVar(&f.kinds, "kind", nil, "only this `kind` of piece: takeaway, intro, outro, boilerplate, container")
	for _, field := range []string{"tag", "conf", "series", "region", "author", "speaker", "org", "project", "year", "since", "until", "lang", "kind"} {
		_ = cmd.RegisterFlagCompletionFunc(field, a.completeValue(field))
	}
}

// String writes the flags in the query language: one syntax, one set of rules.
func (f *filters) String() string {
	var parts []string
	each := func(field string, values []string) {
		for _, v := range values {
			parts = append(parts, field+":"+query.Quote(v))
		}
	}
	any := func(field string, values []string) {
		switch len(values) {
		case 0:
		case 1:
			each(field, values)
		default:
			var alt []string
			for _, v := range values {
				alt = append(alt, field+":"+query.Quote(v))
			}
			parts = append(parts, "("+strings.Join(alt, " OR ")+")")
		}
	}
	each("tag", f.tags)
	any("conf", f.conferences)
	any("series", f.series)
	any("region", f.regions)
	any("author", f.authors)
	any("speaker", f.speakers)
	any("org", f.orgs)
	each("project", f.projects)
	any("lang", f.langs)
	any("kind", f.kinds)
	for _, r := range []struct{ field, value string }{{"year", f.year}, {"since", f.since}, {"until", f.until}} {
		if r.value != "" {
			each(r.field, []string{r.value})
		}
	}
	return strings.Join(parts, " ")
}

// check finds the flag whose value cannot be read, for an error that speaks of the flag.
func (f *filters) check(o query.Options) error {
	for _, flag := range []struct {
		name   string
		values []string
	}{{"tag", f.tags}, {"conf", f.conferences}, {"series", f.series}, {"region", f.regions}, {"author", f.authors}, {"speaker", f.speakers},
		{"org", f.orgs}, {"project", f.projects}, {"lang", f.langs}, {"kind", f.kinds}, {"year", []string{f.year}}, {"since", []string{f.since}},
		{"until", []string{f.until}}} {
		for _, v := range flag.values {
			if v == "" {
				continue
			}
			var bad *query.Error
			if _, err := query.Parse(flag.name+":"+query.Quote(v), o); errors.As(err, &bad) {
				return kb.Usage("--"+flag.name+": "+bad.Msg, bad.Hint)
			}
		}
	}
	return nil
}

// queryText makes one query of the words of a command line.
func (a *app) queryText(words []string) string {
	return query.Arguments(words, a.Now(), func(field, value string) bool {
		return ask.Holds(a.vocabulary(), func(kind string) []digest.Tally { return a.tallies(kind, false) }, field, value)
	})
}

// parse reads a query typed as words, saved searches in it included, with the filters given as flags.
func (a *app) parse(text string, f filters) (query.Node, error) {
	o := query.Options{Now: a.Now()}
	tree, notices, err := ask.Parse(text, o, a.savedSearches)
	a.notice(notices)
	if err != nil || f.empty() {
		return tree, err
	}
	if err := f.check(o); err != nil {
		return nil, err
	}
	extra, err := query.Parse(f.String(), o)
	if err != nil {
		return nil, err
	}
	return query.And{Parts: slices.Concat(query.Parts(tree), query.Parts(extra))}, nil
}

// savedSearches are those of the library. Without a library there are none: the command meets that again.
func (a *app) savedSearches() ([]library.SavedSearch, error) {
	lib, err := a.findLibrary()
	if err != nil {
		return nil, nil
	}
	saved, err := lib.Searches()
	if err != nil {
		return nil, searchesError(err)
	}
	return saved, nil
}

// searchesError is an error of the file of saved searches with what to do next.
func searchesError(err error) error {
	hint := ""
	switch {
	case errors.Is(err, library.ErrReadOnly):
		err = errors.New("searches cannot be saved with the built-in notes")
		hint = "takeaway init DIR starts a library of your own"
	case errors.Is(err, library.ErrSearches):
		hint = "mend it, or move it away: a line of it reads name: query"
	default:
		err = fmt.Errorf("searches cannot be saved: %w", err)
		hint = "the library must be a folder that you can write to"
	}
	return kb.Unusable(err, hint)
}
