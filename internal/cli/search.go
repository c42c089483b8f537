package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/render"
	"takeaway/internal/search"
)

var errNoWords = kb.Usage("nothing to search for", "takeaway search gitops, or takeaway list to see what there is")

type searchOptions struct {
	filters filters
	words   []string
	limit   int
	offset  int
	sort    string
	sorted  bool // an order was asked for
	facets  []string
	group   string
	open    bool
	brief   bool
	explain bool
	save    string
	remove  string
	of      string
}

func (a *app) searchCmd() *cobra.Command {
	var o searchOptions
	cmd := &cobra.Command{
		Use:     "search WORDS…",
		Aliases: []string{"s", "find"},
		GroupID: "read",
		Short:   "find takeaways by words and filters",
		Long: `Find takeaways, the best first. Words rank: most of them must match, a takeaway with all of them
comes first. Every filter must match: write it in the query (tag:gitops conf:kubecon-na-2019
author:bryant year:2018..2020) or as a flag. "takeaway help query" has the whole language.

Hits are numbered for the next command in the same shell: takeaway show 3. Numbers continue over the pages of
--offset.

--facets counts the values that all hits carry, beside the hits that are shown; with --limit 0 alone.
--save keeps a search in searches.yaml beside notes/; use it as @NAME in any later query.`,
		Example: `  takeaway search gitops
  takeaway search '"service mesh" security -istio'
  takeaway search tag:gitops conf:kubecon-na-2019 --output jsonl | jq .heading
  takeaway search canary --output id | xargs takeaway show
  takeaway search gitops --facets tag,year --limit 0
  takeaway search tag:security since:2y --save secure && takeaway search @secure supply chain`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && o.filters.empty() && o.remove == "" {
				return errNoWords
			}
			return nil
		},
		ValidArgsFunction: a.completeQuery,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.words, o.sorted = args, cmd.Flags().Changed("sort")
			if o.remove != "" {
				return a.removeSearch(cmd.Context(), o)
			}
			return a.search(cmd.Context(), o)
		},
	}
	a.searchFlags(cmd, &o)
	o.filters.flags(a, cmd)
	a.outputFlag(cmd)
	return cmd
}

// searchFlags adds the flags that no other command has.
func (a *app) searchFlags(cmd *cobra.Command, o *searchOptions) {
	f := cmd.Flags()
	f.IntVarP(&o.limit, "limit", "n", 10, "at most `N` takeaways, 0 for all (beside --facets for none)")
	f.IntVar(&o.offset, "offset", 0, "leave out the best `N`")
	f.StringVar(&o.sort, "sort", "score", "`order` of the hits: score, date (oldest first) or -date (newest first, the default where a question says new or latest)")
	f.StringSliceVar(&o.facets, "facets", nil, "count the values of these `fields` over all hits: "+strings.Join(search.FacetFields(), ", "))
	f.StringVar(&o.group, "group", "", "only the best takeaway of each `unit`: write-up")
	f.StringVar(&o.of, "of", ofTakeaways, "the `layer` to search: takeaways (and other parts of notes), or transcripts (what was said on stages)")
	f.BoolVar(&o.brief, "brief", false, "a line for each takeaway on a terminal")
	f.BoolVar(&o.open, "open", false, "open the page that the best takeaway comes from, in $BROWSER")
	f.BoolVar(&o.explain, "explain", false, "explain the rank of each takeaway")
	f.StringVar(&o.save, "save", "", "keep the query under this `name`, for @name in later queries")
	f.StringVar(&o.remove, "delete", "", "delete the saved search of this `name`")
	fixed := func(flag string, values []string) {
		_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	fixed("sort", []string{"score", "date", "-date"})
	fixed("group", []string{"write-up"})
	fixed("of", []string{ofTakeaways, ofTranscripts})
	fixed("facets", search.FacetFields())
	_ = cmd.RegisterFlagCompletionFunc("delete", a.completeSearches)
}

// check finds mistakes in the flags and completes them.
func (o *searchOptions) check() error {
	if o.limit < 0 || o.offset < 0 {
		return errNegative
	}
	switch o.sort {
	case "score", "date", "-date":
	default:
		return kb.Usage(fmt.Sprintf("--sort is %q", o.sort), "use score, date or -date")
	}
	if o.of != ofTakeaways && o.of != ofTranscripts {
		return kb.Usage(fmt.Sprintf("--of is %q", o.of), "use takeaways or transcripts")
	}
	switch o.group {
	case "", "write-up", "writeup", "write-ups":
	default:
		return kb.Usage(fmt.Sprintf("--group is %q", o.group), "use write-up")
	}
	var err error
	o.facets, err = facetNames(o.facets)
	return err
}

func (a *app) search(ctx context.Context, o searchOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	text := a.queryText(o.words)
	asked := text
	if rest, newest := ask.Newest(text); newest && !o.sorted {
		asked, o.sort = rest, "-date"
	}
	tree, err := a.parse(asked, o.filters)
	if err != nil {
		return err
	}
	if query.Empty(tree) {
		return errNoWords
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	key := listName(tree, o) // whose pages share one list of numbers
	q, err := ask.Understand(ctx, s, tree, ask.Options{Now: a.Now(), Strict: len(o.facets) > 0 || o.sort != "score"})
	if err != nil {
		return err
	}
	if o.save != "" {
		if err := a.saveSearch(ctx, s, o.save, strings.TrimSpace(text+" "+o.filters.String())); err != nil {
			return err
		}
	}
	if o.limit == 0 && len(o.facets) == 0 {
		o.limit = s.Count()
	}
	res, err := a.findLayer(ctx, s, q, &o)
	if err != nil {
		return err
	}
	hits, err := a.hits(s, res, o.open)
	if err != nil {
		return err
	}
	if res.Total == 0 {
		if a.output != "" { // a program that asked for a list gets an empty one
			if err := a.printResults(o, res, nil, frame{}); err != nil {
				return err
			}
		}
		return q.NothingFound(ctx, s)
	}
	if len(hits) == 0 && o.limit > 0 {
		return kb.Nothing(fmt.Sprintf("only %d found, and --offset leaves out %d", res.Total, o.offset), "the last page begins before --offset "+strconv.Itoa(res.Total))
	}
	var around frame
	if a.framed() && !o.open {
		around = a.searchFrame(strings.TrimSpace(text+" "+o.filters.String()), q.Understood(), o, res, len(hits))
	} else {
		a.report(text, q.Understood(), res)
	}
	if o.open {
		return a.openSource(ctx, &hits[0].Takeaway)
	}
	s.Remember(key, o.offset+1, hitEntries(hits))
	return a.printResults(o, res, hits, around)
}

// listName is what was typed for a list of hits, as far as it makes another list.
func listName(tree query.Node, o searchOptions) string {
	name := "search " + tree.String()
	if o.sort != "score" {
		name += " --sort " + o.sort
	}
	if o.group != "" {
		name += " --group " + o.group
	}
	return name
}

// The layers of a library that can be searched; see kb.KindPassage.
const (
	ofTakeaways   = "takeaways"
	ofTranscripts = "transcripts"
)

// findLayer finds takeaways and other parts of notes, or the passages of transcripts: those also where
// nothing else is found, or where the query asks for kinds of pieces itself.
func (a *app) findLayer(ctx context.Context, s *desk.Desk, q *ask.Question, o *searchOptions) (search.Result, error) {
	opts := search.Options{Limit: o.limit, Offset: o.offset, Sort: o.sort, Facets: o.facets, Group: o.group != "", Explain: o.explain}
	passages := []kb.Kind{kb.KindPassage}
	switch {
	case o.of == ofTranscripts:
		opts.Kinds = passages
		return q.Find(ctx, s, opts)
	case asksForKinds(q.Tree):
		return q.Find(ctx, s, opts)
	}
	opts.Except = passages
	res, err := q.Find(ctx, s, opts)
	enough := res.Excepted == 0 || res.Total > 0 && !a.OutTTY
	if err != nil || enough {
		return res, err
	}
	said := opts
	said.Kinds, said.Except = passages, nil
	if res.Total > 0 {
		said.Limit, said.Facets, said.Explain, said.Words = 0, nil, false, true
		if found, err := q.Find(ctx, s, said); err == nil && found.Total > 0 {
			a.hint(fmt.Sprintf("on stages it was said too: %d passages; --of transcripts shows them", found.Total))
		}
		return res, nil
	}
	found, err := q.Find(ctx, s, said)
	if err != nil || found.Total == 0 {
		return res, err
	}
	a.warn("no takeaway has it; these are passages of transcripts")
	return found, nil
}

// asksForKinds reports whether a query has filters by kind.
func asksForKinds(tree query.Node) bool {
	asks := false
	query.Walk(tree, func(n query.Node) bool {
		if f, ok := n.(query.Field); ok && (f.Name == "kind" || f.Name == "is" && f.Value == string(kb.KindPassage)) {
			asks = true
		}
		return !asks
	})
	return asks
}

// report says on standard error what was made of the query.
func (a *app) report(text, understood string, res search.Result) {
	if understood != "" {
		a.warn("understood %s", understood)
	}
	if res.Corrected != "" {
		a.warn("nothing for %q; showing results for %q", text, res.Corrected)
	}
	for _, step := range res.Steps {
		a.warn("%s", step)
	}
}

// hits makes whole hits of what the index found, with the passages that the output shows; of those of which only IDs
// are printed no more than these, unless whole is set.
func (a *app) hits(s *desk.Desk, res search.Result, whole bool) ([]kb.Hit, error) {
	if a.output == string(render.ID) && !whole { // for which nothing else need be known
		hits := make([]kb.Hit, len(res.Hits))
		for i, f := range res.Hits {
			hits[i] = kb.Hit{Takeaway: kb.Takeaway{ID: f.ID}, Score: f.Score, Match: f.Match}
		}
		return hits, nil
	}
	hits, problems, err := s.Hits(res, true)
	a.reportUnread(problems)
	return hits, err
}
