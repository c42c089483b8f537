package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
)

// mostCompletions bounds what a Tab offers.
const mostCompletions = 200

// completeNames offers the conferences, tags, projects or authors of the library.
func (a *app) completeNames(kind string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
		ups := a.catalogued()
		var out []string
		for _, c := range counts(a.vocabulary(), kind, ups, false) {
			if strings.HasPrefix(strings.ToLower(c.ID), strings.ToLower(start)) {
				out = append(out, c.ID+"\t"+c.Name)
			}
		}
		return out[:min(len(out), mostCompletions)], cobra.ShellCompDirectiveNoFileComp
	}
}

// completeIDs offers IDs of takeaways, with their headings, and paths of write-ups.
func (a *app) completeIDs(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, w := range a.catalogued() {
		if start != "" && strings.HasPrefix(w.Path, start) {
			out = append(out, w.Path+"\t"+w.Title)
		}
		for i := range w.Pieces {
			t := &w.Pieces[i]
			if t.Kind == kb.KindTakeaway && strings.HasPrefix(string(t.ID), start) {
				out = append(out, t.ID.Short()+"\t"+t.Heading)
			}
		}
	}
	slices.Sort(out)
	return out[:min(len(out), mostCompletions)], cobra.ShellCompDirectiveNoFileComp
}

// catalogued returns the write-ups of the index as it is; on a machine where nothing was indexed yet it
// indexes first.
func (a *app) catalogued() []*kb.WriteUp {
	s := a.openAsIs()
	if s == nil {
		lib, err := a.findLibrary()
		if err != nil {
			return nil
		}
		if s, err = desk.Open(context.Background(), lib, a.deskOptions()); err != nil {
			return nil
		}
	}
	defer s.Close()
	ups, err := s.WriteUps()
	if err != nil {
		return nil
	}
	return ups
}
