package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/search"
)

type relatedOptions struct {
	limit, offset int
}

func (a *app) relatedCmd() *cobra.Command {
	var o relatedOptions
	cmd := &cobra.Command{
		Use:     "related ID",
		Aliases: []string{"like"},
		GroupID: "read",
		Short:   "find similar takeaways",
		Long: `Find other takeaways on the same thing: those that share the tags, the projects and the telling words
of a takeaway or of a whole write-up, each with what it shares. What other authors say comes first,
what the same author says elsewhere last. The takeaway is named as for "takeaway show".`,
		Example: `  takeaway related 3f2a91c
  takeaway search gitops && takeaway related 2
  takeaway related kubecon-na-2019/bryant --limit 5 --output json | jq '.[].why'`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeIDs,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.related(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.IntVarP(&o.limit, "limit", "n", 10, "at most `N` takeaways, 0 for all")
	f.IntVar(&o.offset, "offset", 0, "leave out the best `N`")
	a.outputFlag(cmd)
	return cmd
}

func (a *app) related(ctx context.Context, name string, o relatedOptions) error {
	if o.limit < 0 || o.offset < 0 {
		return errNegative
	}
	names, err := a.expand([]string{name})
	if err != nil {
		return err
	}
	if len(names) != 1 {
		return kb.Usage(fmt.Sprintf("related takes one name, not %d", len(names)), "")
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	found, err := s.Lookup(names[0])
	if err != nil {
		return err
	}
	if found == nil {
		return ask.UnknownName(s, names[0])
	}
	subject := subjectOf(found)
	a.reportUnread(s.Bodies(subject.Pieces))
	if o.limit == 0 {
		o.limit = s.Count()
	}
	res, err := s.Related(ctx, subject, search.Options{Limit: o.limit, Offset: o.offset})
	if err != nil {
		return err
	}
	hits, err := a.hits(s, res, false)
	if err != nil {
		return err
	}
	if len(hits) == 0 {
		return kb.Nothing("nothing is related to "+names[0], "takeaway search finds takeaways by words and tags")
	}
	s.Remember("related "+names[0], o.offset+1, hitEntries(hits))
	return a.printResults(searchOptions{offset: o.offset, explain: true}, res, hits, frame{})
}

// subjectOf is what a takeaway or the takeaways of a write-up are about.
func subjectOf(d *desk.Named) search.Subject {
	if t := d.Takeaway; t != nil {
		return search.Subject{Pieces: []*kb.Takeaway{t}, Authors: t.Authors, Path: t.Path, Part: t.Shelf}
	}
	w := d.WriteUp
	s := search.Subject{Authors: w.Authors, Path: w.Path, Part: w.Shelf}
	for i := range w.Pieces {
		if w.Pieces[i].Kind == kb.KindTakeaway {
			s.Pieces = append(s.Pieces, &w.Pieces[i])
		}
	}
	return s
}
