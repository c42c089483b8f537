package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
	"takeaway/internal/render"
)

// saveSearch keeps a query in the library.
func (a *app) saveSearch(ctx context.Context, s *desk.Desk, name, text string) error {
	name, err := library.SearchName(name)
	if err != nil {
		return kb.Usage(err.Error(), "")
	}
	tree, err := query.Parse(text, query.Options{Now: a.Now()})
	if err != nil {
		return err
	}
	for _, w := range ask.SavedNames(tree) {
		if strings.EqualFold(w.Text, "@"+name) {
			return kb.Usage(fmt.Sprintf("@%s cannot refer to itself", name), "")
		}
	}
	before, err := s.SaveSearch(ctx, name, text)
	switch {
	case err != nil:
		return searchesError(err)
	case before == text:
	case before != "":
		a.warn("@%s is %s now; it was %s", name, text, before)
	default:
		a.warn("saved as @%s in %s", name, library.SearchesFile)
	}
	return nil
}

// removeSearch deletes a saved search.
func (a *app) removeSearch(ctx context.Context, o searchOptions) error {
	if len(o.words) > 0 || !o.filters.empty() || o.save != "" {
		return kb.Usage("--delete takes a name and nothing else", "takeaway search --delete "+o.remove)
	}
	name, err := library.SearchName(o.remove)
	if err != nil {
		return kb.Usage(err.Error(), "")
	}
	lib, err := a.findLibrary()
	if err != nil {
		return err
	}
	before, found, err := desk.DeleteSearch(ctx, lib, a.deskOptions(), name)
	if err != nil {
		return searchesError(err)
	}
	if !found {
		return kb.Nothing("no search is saved as @"+name, "takeaway list searches shows those that are")
	}
	a.warn("deleted @%s, which was %s", name, before)
	return nil
}

// listSearches prints the saved searches.
func (a *app) listSearches(o listOptions) error {
	if len(o.words) > 0 || !o.filters.empty() {
		return kb.Usage("list searches takes no query", "takeaway list searches")
	}
	lib, err := a.findLibrary()
	if err != nil {
		return err
	}
	saved, err := lib.Searches()
	if err != nil {
		return searchesError(err)
	}
	if len(saved) == 0 {
		return kb.Nothing("no searches are saved", "takeaway search gitops --save NAME saves one")
	}
	rows := make([]render.SearchRow, len(saved))
	for i, s := range saved {
		rows[i] = render.SearchRow{Name: s.Name, Query: s.Query}
	}
	return a.print(func(p *render.Printer) error { return p.Searches(first(o.limit, rows)) })
}

// completeSearches offers the names of saved searches.
func (a *app) completeSearches(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	lib, err := a.findLibrary()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	saved, _ := lib.Searches() // a broken file offers nothing
	var out []string
	for _, s := range saved {
		if strings.HasPrefix(s.Name, strings.TrimPrefix(strings.ToLower(start), "@")) {
			out = append(out, s.Name+"\t"+s.Query)
		}
	}
	return out[:min(len(out), mostCompletions)], cobra.ShellCompDirectiveNoFileComp
}
