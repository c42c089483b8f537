package cli

import (
	"github.com/spf13/cobra"

	"takeaway/internal/digest"
)

func (a *app) projectCmd() *cobra.Command {
	cmd := a.profileCmd(digest.ProjectType)
	cmd.Use = "project PROJECT…"
	cmd.Short = "show a project: timeline, quotes, authors, related projects"
	cmd.Example = `  takeaway project cilium
  takeaway project "argo cd" flux
  takeaway project linkerd --by year -o json`
	cmd.Long = `Show a project: its timeline over the conferences with counts and shares, between them the votes of
the CNCF that accepted, promoted or archived it, sentences about it, who wrote them,
and what occurs beside it more than elsewhere. Filters narrow what is counted. --of programme is about the talks
that were announced instead.
takeaway list takeaways project:PROJECT lists the takeaways behind it.`
	return cmd
}
