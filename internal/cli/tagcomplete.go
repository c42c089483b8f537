package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/tagging"
)

// dashed reports whether "--" stands before the word that is being completed. Cobra cannot tell: it
// adds one of its own.
func (a *app) dashed() bool {
	return len(a.args) > 1 && slices.Contains(a.args[:len(a.args)-1], "--")
}

// completeTagForm completes takeaway tag +… -… -- …: tags with their sign, then names.
func (a *app) completeTagForm(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	if a.dashed() {
		return a.completeQueryOrIDs(cmd, args, start)
	}
	signed := strings.HasPrefix(start, "+") || strings.HasPrefix(start, "-")
	if !signed || strings.HasPrefix(start, "--") {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names, directive := a.completeNames("tags")(cmd, args, start[1:])
	for i := range names {
		names[i] = start[:1] + names[i]
	}
	return names, directive
}

// completeTagWrite completes add and remove: tags before "--", names after it.
func (a *app) completeTagWrite(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	if a.dashed() {
		return a.completeQueryOrIDs(cmd, args, start)
	}
	return a.completeNames("tags")(cmd, args, start)
}

// completeTagWhy completes an ID, then one of its tags.
func (a *app) completeTagWhy(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return a.completeIDs(cmd, args, start)
	}
	var out []string
	if s := a.openAsIs(); s != nil && len(args) == 1 {
		defer s.Close()
		found, err := s.Lookup(args[0])
		if err != nil || found == nil || found.Takeaway == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		for _, r := range tagging.Reasons(s, found.Takeaway) {
			if strings.HasPrefix(r.Tag, start) {
				out = append(out, r.Tag+"\t"+r.Source)
			}
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
