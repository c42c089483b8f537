package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/vocabulary"
)

// mostCompletions bounds what a Tab offers.
const mostCompletions = 200

// quiet opens the index as it is, without touching it: a Tab has to answer at once and say nothing.
func (a *app) quiet() *session {
	lib, err := a.place()
	if err != nil {
		return nil
	}
	for _, dir := range a.indexDirs(lib) {
		if s := openIndex(lib, dir); s.gen != nil {
			return s
		}
	}
	return nil
}

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

// vocabulary is that of the library, or the built-in one where there is no library.
func (a *app) vocabulary() *vocabulary.Vocabulary {
	lib, err := a.place()
	if err != nil {
		return vocabulary.Default()
	}
	return lib.Vocabulary()
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
	s := a.quiet()
	if s == nil {
		var lib *library.Library
		var err error
		if lib, err = a.place(); err != nil {
			return nil
		}
		if s, _, err = a.refresh(context.Background(), lib); err != nil {
			return nil
		}
	}
	defer s.Close()
	ups, err := s.cat.WriteUps()
	if err != nil {
		return nil
	}
	return ups
}
