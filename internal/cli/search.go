package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/render"
	"takeaway/internal/search"
)

// snippetWidth is the length of a snippet in columns: about three lines of a terminal.
const snippetWidth = 220

var errNoWords = &usageError{"nothing to search for", "takeaway search gitops, or takeaway list to see what there is"}

type searchOptions struct {
	filters filters
	words   []string
	limit   int
	offset  int
	sort    string
}

func (a *app) searchCmd() *cobra.Command {
	var o searchOptions
	cmd := &cobra.Command{
		Use:     "search WORDS…",
		Aliases: []string{"s", "find"},
		GroupID: "read",
		Short:   "find takeaways by words and filters",
		Long: `Find takeaways, the best first. Words rank: most of them must match, a takeaway with all of them
comes first. Filters must hold: they stand in the query (tag:gitops conf:kubecon-na-2019
author:bryant year:2018..2020) or are given as flags. "takeaway help query" has the whole language.`,
		Example: `  takeaway search gitops
  takeaway search '"service mesh" security -istio'
  takeaway search tag:gitops conf:kubecon-na-2019 --output jsonl | jq .heading
  takeaway search canary --output id | xargs takeaway show`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && o.filters.empty() {
				return errNoWords
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.words = args
			return a.search(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.IntVarP(&o.limit, "limit", "n", 10, "at most this many takeaways, 0 for all")
	f.IntVar(&o.offset, "offset", 0, "leave out this many of the best")
	f.StringVar(&o.sort, "sort", "score", "score, date (oldest first) or -date")
	_ = cmd.RegisterFlagCompletionFunc("sort", cobra.FixedCompletions([]string{"score", "date", "-date"}, cobra.ShellCompDirectiveNoFileComp))
	o.filters.flags(a, cmd)
	a.outputFlag(cmd)
	return cmd
}

func (a *app) search(ctx context.Context, o searchOptions) error {
	if o.limit < 0 || o.offset < 0 {
		return &usageError{"--limit and --offset are not negative", ""}
	}
	switch o.sort {
	case "score", "date", "-date":
	default:
		return &usageError{fmt.Sprintf("--sort is %q", o.sort), "use score, date or -date"}
	}
	text := strings.Join(o.words, " ")
	tree, err := a.parse(text, o.filters)
	if err != nil {
		return err
	}
	if isEmpty(tree) {
		return errNoWords
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	meant := hints(s.Vocabulary(), tree)
	if tree, err = s.resolve(tree); err != nil {
		return err
	}
	if o.limit == 0 {
		o.limit = s.gen.Count()
	}
	res, err := a.find(ctx, s, tree, search.Options{Limit: o.limit, Offset: o.offset, Sort: o.sort, Hints: meant})
	if err != nil {
		return damaged(err)
	}
	hits, err := a.hits(s, res)
	if err != nil {
		return err
	}
	if len(hits) == 0 {
		return nothing(tree)
	}
	if known := understood(text, meant); known != "" {
		a.warn("understood %s", known)
	}
	if res.Corrected != "" {
		a.warn("nothing for %q; showing results for %q", text, res.Corrected)
	}
	if err := a.print(func(p *render.Printer) error { return p.Hits(hits) }); err != nil {
		return err
	}
	if last := o.offset + len(hits); a.OutTTY && last < res.Total {
		a.hint(fmt.Sprintf("%d of %d takeaways shown; --limit or --offset show more", len(hits), res.Total))
	}
	return nil
}

// hits makes whole hits of what the index found: everything known about each, and its best passage.
func (a *app) hits(s *session, res search.Result) ([]kb.Hit, error) {
	hits := make([]kb.Hit, 0, len(res.Hits))
	pieces := make([]*kb.Takeaway, 0, len(res.Hits))
	for _, f := range res.Hits {
		t, err := s.cat.Takeaway(f.ID)
		if err != nil {
			return nil, damaged(err)
		}
		if t == nil {
			return nil, damaged(fmt.Errorf("takeaway %s is in the index but not in the catalogue", f.ID))
		}
		hits = append(hits, kb.Hit{Takeaway: *t, Score: f.Score, Match: f.Match})
		pieces = append(pieces, t)
	}
	a.reportUnread(s.Prose(s.cat, pieces))
	for i, t := range pieces {
		hits[i].Snippet = search.Snippet(t.Body, res.Terms, snippetWidth)
	}
	return hits, nil
}

// damaged turns a failure of the index under our hands into advice. The next command rebuilds it.
func damaged(err error) error {
	return &libraryError{fmt.Errorf("the index failed: %w", err), "takeaway index rebuild makes it anew from the notes"}
}

// nothing says that a search found nothing, and what may help.
func nothing(tree query.Node) error {
	hint := "takeaway list tags shows what the notes are about"
	if len(query.Words(tree)) == 0 {
		hint = "takeaway list conferences, list tags and list authors show what can be filtered by"
	}
	return &nothingError{"nothing found", hint}
}
