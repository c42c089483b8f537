package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

// mostCompletions bounds what a Tab offers.
const mostCompletions = 200

// completeNames offers the conferences, tags, projects or authors of the library.
func (a *app) completeNames(kind string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
		var out []string
		for _, c := range a.tallies(kind, false) {
			if strings.HasPrefix(strings.ToLower(c.ID), strings.ToLower(start)) {
				out = append(out, c.ID+"\t"+c.Name)
			}
		}
		return out[:min(len(out), mostCompletions)], cobra.ShellCompDirectiveNoFileComp
	}
}

// tallies are what the library has of a kind, the most used first; with all also what it might have.
func (a *app) tallies(kind string, all bool) []digest.Tally {
	return digest.Tallies(digest.Kind(kind), a.catalogued(), desk.Names(a.vocabulary()), all)
}

// completeIDs offers the numbers of the last list, and, once something is typed, IDs of takeaways with their
// headings and paths of write-ups. Without a list all IDs are offered.
func (a *app) completeIDs(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	numbers := a.completeNumbers(start)
	if start == "" && len(numbers) > 0 {
		return numbers, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
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
	out = append(numbers, out...)
	return out[:min(len(out), mostCompletions)], cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// completeNumbers offers the numbers of the last list in this shell that begin so, with their headings.
func (a *app) completeNumbers(start string) []string {
	if start != "" && !desk.IsNumber(start) {
		return nil
	}
	s := a.openAsIs()
	if s == nil {
		return nil
	}
	defer s.Close()
	var out []string
	for _, n := range s.Listed(mostCompletions) {
		if number := strconv.Itoa(n.Number); strings.HasPrefix(number, start) {
			out = append(out, number+"\t"+n.Takeaway.Heading)
		}
	}
	return out
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
		o, err := a.viewOptions(lib)
		if err != nil {
			return nil
		}
		if s, err = desk.Open(context.Background(), lib, o); err != nil {
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

// completing reports whether the command line asks for completions, as the scripts of the shells do.
func completing(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// cleanCompletions makes what cobra printed for a shell safe for the terminal that the shell prints it on:
// candidates and descriptions come from notes that strangers wrote. A candidate that would have to be
// changed is left out, as it would not name what it stands for; a description is cleaned.
func cleanCompletions(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		name, description, described := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if render.Clean(name) != name {
			continue
		}
		b.WriteString(name)
		if described {
			b.WriteString("\t" + strings.NewReplacer("\t", " ", "`", "").Replace(render.Clean(description)))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// completeSeries offers the series of the registry.
func completeSeries(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, s := range conference.AllSeries() {
		if strings.HasPrefix(s.ID, strings.ToLower(start)) {
			out = append(out, s.ID+"\t"+s.Name)
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeSubjects offers the topics and projects of the library.
func (a *app) completeSubjects(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	topics, _ := a.completeNames("tags")(cmd, args, start)
	projects, _ := a.completeNames("projects")(cmd, args, start)
	return append(topics, projects...), cobra.ShellCompDirectiveNoFileComp
}
