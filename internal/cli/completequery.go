package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/query"
)

// noFiles ends a completion: words of a query are never file names.
const noFiles = cobra.ShellCompDirectiveNoFileComp

// completeQuery completes a word of a query: the names of fields, then the values of each, and saved
// searches behind an @. A minus sign before a field stays.
func (a *app) completeQuery(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	sign := ""
	if rest, ok := strings.CutPrefix(start, "-"); ok {
		sign, start = "-", rest
	}
	if name, ok := strings.CutPrefix(start, "@"); ok {
		return a.completeSaved(sign+"@", name), noFiles
	}
	name, value, ok := strings.Cut(start, ":")
	if !ok {
		return completeFields(sign, start), noFiles | cobra.ShellCompDirectiveNoSpace
	}
	for _, f := range query.Fields() {
		if f.Name == name || slices.Contains(f.Aliases, name) {
			return prefixed(sign+name+":", a.fieldValues(f.Name, value)), noFiles
		}
	}
	return nil, noFiles
}

// completeQueryOrIDs completes what may be a query or the names of takeaways and write-ups.
func (a *app) completeQueryOrIDs(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	if strings.Contains(start, ":") {
		return a.completeQuery(cmd, args, start)
	}
	ids, directive := a.completeIDs(cmd, args, start)
	if start == "" {
		return ids, directive
	}
	if fields := completeFields("", start); len(fields) > 0 && len(ids) == 0 {
		return fields, directive | cobra.ShellCompDirectiveNoSpace
	}
	return ids, directive
}

// completeValue completes the value of a flag that stands for a field of the query language.
func (a *app) completeValue(field string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
		return a.fieldValues(field, start), noFiles
	}
}

// completeFields offers the names of fields that begin so.
func completeFields(sign, start string) []string {
	var out []string
	for _, f := range query.Fields() {
		if strings.HasPrefix(f.Name, strings.ToLower(start)) {
			out = append(out, sign+f.Name+":\t"+f.Help)
		}
	}
	return out
}

// completeSaved offers the saved searches that begin so.
func (a *app) completeSaved(sign, start string) []string {
	saved, err := a.savedSearches()
	if err != nil {
		return nil
	}
	var out []string
	for _, s := range saved {
		if strings.HasPrefix(s.Name, start) {
			out = append(out, sign+s.Name+"\t"+s.Query)
		}
	}
	return out
}

// fieldValues are the values of a field in the library that begin so, with what they mean behind a tab.
// People go by their names in one word, which no shell has to quote: daniel-bryant.
func (a *app) fieldValues(field, start string) []string {
	switch field {
	case "tag", "project", "conf":
		kind := map[string]string{"tag": "tags", "project": "projects", "conf": "conferences"}[field]
		used := beginning(start, a.names(kind, false, itself))
		if len(used) == 0 && field != "conf" {
			return beginning(start, a.names(kind, true, itself)) // a topic that nothing has yet is one all the same
		}
		return used
	case "author", "speaker":
		return beginning(start, a.names(field+"s", false, kb.Slug))
	case "org":
		return beginning(start, a.seen(orgsOf))
	case "series":
		names, _ := completeSeries(nil, nil, start)
		return names
	case "region":
		return beginning(start, a.seen(regionsOf))
	case "lang":
		return beginning(start, a.seen(func(w *kb.WriteUp) []string { return []string{w.Language} }))
	case "year", "since", "until", "before", "after", "date":
		return beginning(start, a.seen(years))
	case "path":
		return beginning(start, a.seen(func(w *kb.WriteUp) []string { return []string{w.Path} }))
	}
	for _, f := range query.Fields() {
		if f.Name == field {
			return beginning(start, f.Values)
		}
	}
	return nil
}

func itself(id string) string { return id }

// names are the values of a kind in the library, the most used first, each as one word; with all also those
// that the vocabulary knows.
func (a *app) names(kind string, all bool, word func(string) string) []string {
	var out []string
	for _, c := range a.tallies(kind, all) {
		out = append(out, word(c.ID)+"\t"+c.Name)
	}
	return out
}

// seen are the values that the write-ups of the library have, in order and each once.
func (a *app) seen(values func(*kb.WriteUp) []string) []string {
	var out []string
	for _, w := range a.catalogued() {
		out = append(out, values(w)...)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// years are those of the conferences of a write-up.
func years(w *kb.WriteUp) []string {
	return ofEditions(w, func(e conference.Edition) string { return strconv.Itoa(e.Year) })
}

// regionsOf are the regions of the conferences of a write-up.
func regionsOf(w *kb.WriteUp) []string {
	return ofEditions(w, func(e conference.Edition) string { return e.Region })
}

func ofEditions(w *kb.WriteUp, value func(conference.Edition) string) []string {
	var out []string
	for _, id := range w.Conferences {
		if e, ok := conference.Lookup(id); ok {
			out = append(out, value(e))
		}
	}
	return out
}

// beginning keeps the values that begin so, in any case, and no more than a Tab can show.
func beginning(start string, values []string) []string {
	var out []string
	for _, v := range values {
		if strings.HasPrefix(strings.ToLower(v), strings.ToLower(start)) && len(out) < mostCompletions {
			out = append(out, v)
		}
	}
	return out
}

func prefixed(prefix string, values []string) []string {
	for i := range values {
		values[i] = prefix + values[i]
	}
	return values
}

// orgsOf are where the speakers work whose talks a write-up is about, each as one word.
func orgsOf(w *kb.WriteUp) []string {
	var out []string
	for i := range w.Pieces {
		if t := w.Pieces[i].Talk; t != nil && t.Org != "" {
			for org := range strings.SplitSeq(t.Org, ", ") {
				out = append(out, kb.Slug(org))
			}
		}
	}
	return out
}
