package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
	"takeaway/internal/render"
)

// deepestSaved is how far saved searches may be made of saved searches.
const deepestSaved = 8

// expandSaved puts the saved searches of the library in the place of their names: "@mesh -istio". A word
// with @ that names none is the word itself, such as somebody's handle, and is said to be.
func (a *app) expandSaved(text string, o query.Options) (string, error) {
	if !strings.Contains(text, "@") {
		return text, nil
	}
	var saved []library.SavedSearch
	for depth := 0; ; depth++ {
		tree, err := query.Parse(text, o)
		if err != nil {
			return text, nil // the caller meets the error again, over the same text
		}
		at := savedNames(tree)
		if len(at) == 0 {
			return text, nil
		}
		if depth == 0 {
			lib, err := a.findLibrary()
			if err != nil {
				return text, nil // the caller meets this again too
			}
			if saved, err = lib.Searches(); err != nil {
				return "", searchesError(err)
			}
		}
		if depth == deepestSaved {
			return "", kb.Usage(fmt.Sprintf("the saved searches in %q lead to themselves, or through more than %d others", text, deepestSaved), "takeaway list searches shows what they stand for")
		}
		changed := false
		for _, w := range slices.Backward(at) {
			i := slices.IndexFunc(saved, func(s library.SavedSearch) bool { return strings.EqualFold("@"+s.Name, w.Text) })
			if i < 0 {
				if depth == 0 {
					a.notSaved(w.Text, saved)
				}
				continue
			}
			changed = true
			text = text[:w.Pos] + "(" + saved[i].Query + ")" + text[w.Pos+len(w.Text):]
		}
		if !changed {
			return text, nil
		}
	}
}

// notSaved says that a word with @ is no saved search.
func (a *app) notSaved(word string, saved []library.SavedSearch) {
	a.warn("no search is saved as %s; looking for the word", word)
	if len(saved) > 0 {
		names := make([]string, len(saved))
		for i, s := range saved {
			names[i] = "@" + s.Name
		}
		a.hint("saved are " + strings.Join(names, ", "))
	}
}

// savedNames are the words of a query that may be names of saved searches, in the order of the text, as
// they stand in it.
func savedNames(tree query.Node) []query.Word {
	var at []query.Word
	query.Walk(tree, func(n query.Node) bool {
		if w, ok := n.(query.Word); ok && strings.HasPrefix(w.Text, "@") && !w.Prefix {
			at = append(at, w)
		}
		return true
	})
	slices.SortFunc(at, func(a, b query.Word) int { return a.Pos - b.Pos })
	return at
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
	for _, w := range savedNames(tree) {
		if strings.EqualFold(w.Text, "@"+name) {
			return kb.Usage(fmt.Sprintf("@%s cannot be made of itself", name), "")
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
