package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/render"
)

// listKinds are what takeaway list lists, under every name that works, the first of which is shown.
var listKinds = [][]string{
	{"write-ups", "writeups", "write-up", "notes"},
	{"takeaways", "takeaway"},
	{"conferences", "conference", "confs"},
	{"tags", "tag", "topics"},
	{"projects", "project"},
	{"authors", "author"},
	{"talks", "talk", "sessions"},
	{"speakers", "speaker"},
	{"searches", "search", "saved"},
}

type listOptions struct {
	kind    string
	words   []string
	filters filters
	all     bool
	limit   int
}

func (a *app) listCmd() *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:     "list [KIND] [QUERY…]",
		Aliases: []string{"ls"},
		GroupID: "read",
		Short:   "list write-ups, takeaways, conferences, tags, projects, authors, talks, speakers or saved searches",
		Long: `List what the library holds, with counts. KIND is write-ups (the default), takeaways, conferences,
tags, projects, authors, talks, speakers or searches (the saved ones). A query or filters restrict what is listed and counted.
Projects, talks and speakers come with those who mention them.

Tags: TAKEAWAYS is how many takeaways tag: finds. OWN, INHERITED and INFERRED say who set the tag: a
person on the takeaway, a person on the whole write-up, or the vocabulary. NARROWER counts takeaways
that have only a tag below it: gitops is below ci-cd, so tag:ci-cd finds what is about gitops. PARENTS
are the tags above. Takeaways alone are counted; a search finds intros and outros as well.`,
		Example: `  takeaway list
  takeaway list conferences
  takeaway list tags --conf kubecon-na-2019
  takeaway list speakers conf:copenhagen
  takeaway list takeaways tag:gitops --output id`,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 || strings.Contains(start, ":") {
				return a.completeQuery(cmd, args, start)
			}
			var kinds []string
			for _, names := range listKinds {
				kinds = append(kinds, names[0])
			}
			return beginning(start, kinds), noFiles
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.kind = "write-ups"
			if len(args) > 0 {
				kind, ok := listKind(args[0])
				if !ok {
					return kb.Usage(fmt.Sprintf("cannot list %q", args[0]), "takeaway list takeaways "+strings.Join(args, " ")+" lists what matches; kinds are write-ups, takeaways, conferences, tags, projects, authors, talks, speakers and searches")
				}
				o.kind, o.words = kind, args[1:]
			}
			return a.list(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&o.all, "all", false, "takeaways: intros, outros, boilerplate and containers too; conferences, tags, projects: also known ones without takeaways")
	cmd.Flags().IntVarP(&o.limit, "limit", "n", 0, "at most `N` rows, 0 for all")
	o.filters.flags(a, cmd)
	a.outputFlag(cmd)
	return cmd
}

func listKind(name string) (string, bool) {
	for _, names := range listKinds {
		if slices.Contains(names, strings.ToLower(name)) {
			return names[0], true
		}
	}
	return "", false
}

func (a *app) list(ctx context.Context, o listOptions) error {
	if o.limit < 0 {
		return errNegative
	}
	if o.kind == "searches" {
		return a.listSearches(o)
	}
	tree, err := a.parse(a.queryText(o.words), o.filters)
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	ups, err := ask.Selected(ctx, s, tree)
	if err != nil {
		return err
	}
	n := 0
	err = a.print(func(p *render.Printer) error {
		switch o.kind {
		case "write-ups":
			rows := first(o.limit, writeUpRows(ups))
			n = len(rows)
			return p.WriteUps(rows)
		case "takeaways":
			rows := first(o.limit, takeawayRows(ups, o.all || len(o.filters.kinds) > 0))
			n = len(rows)
			return p.Takeaways(rows)
		}
		rows := first(o.limit, digest.Tallies(digest.Kind(o.kind), ups, desk.Names(s.Vocabulary()), o.all))
		n = len(rows)
		if o.kind == "speakers" {
			addCompanies(rows)
		}
		return p.Counts(o.kind, rows)
	})
	if err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	return ask.Nothing(s, tree)
}

// first is the first n rows, or all of them if n is 0.
func first[T any](n int, rows []T) []T {
	if n == 0 {
		return rows
	}
	return rows[:min(n, len(rows))]
}

func writeUpRows(ups []*kb.WriteUp) []render.WriteUpRow {
	rows := make([]render.WriteUpRow, 0, len(ups))
	for _, w := range ups {
		rows = append(rows, render.WriteUpRow{WriteUp: *w, Takeaways: w.Takeaways()})
	}
	return rows
}

func takeawayRows(ups []*kb.WriteUp, all bool) []kb.Takeaway {
	var rows []kb.Takeaway
	for _, w := range ups {
		for _, t := range w.Pieces {
			if all || t.Kind == kb.KindTakeaway {
				rows = append(rows, t)
			}
		}
	}
	return rows
}

// addCompanies adds where speakers work according to the latest talk of theirs on the programme, where the
// notes do not say.
func addCompanies(rows []digest.Tally) {
	for i := range rows {
		if rows[i].Org == "" {
			rows[i].Org = programme.OrgOf(rows[i].Name, earlier)
		}
	}
}

// earlier reports whether an edition took place before another.
func earlier(a, b string) bool {
	x, _ := conference.Lookup(a)
	y, _ := conference.Lookup(b)
	return x.Compare(y) < 0
}
