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
	sort    string
}

// listSorts are the orders of write-ups and takeaways.
var listSorts = []string{"-date", "date", "path"}

func (a *app) listCmd() *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:     "list [KIND] [QUERY…]",
		Aliases: []string{"ls"},
		GroupID: "read",
		Short:   "list write-ups, takeaways, conferences, tags, projects, authors, talks, speakers or saved searches",
		Long: `List what is in the library, with counts. KIND is write-ups (the default), takeaways, conferences,
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
	cmd.Flags().StringVar(&o.sort, "sort", listSorts[0], "write-ups, takeaways: `order`, -date (newest conference first), date or path")
	_ = cmd.RegisterFlagCompletionFunc("sort", cobra.FixedCompletions(listSorts, noFiles))
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
	switch {
	case o.limit < 0:
		return errNegative
	case !slices.Contains(listSorts, o.sort):
		return kb.Usage(fmt.Sprintf("--sort is %q", o.sort), "use "+strings.Join(listSorts, ", "))
	case o.kind == "searches":
		return a.listSearches(o)
	}
	typed := a.queryText(o.words)
	tree, err := a.parse(typed, o.filters)
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if a.output == string(render.ID) || o.kind != "write-ups" && o.kind != "takeaways" {
		s.Bare()
	}
	ups, err := ask.Selected(ctx, s, tree)
	if err != nil {
		return err
	}
	rows := a.listRows(s, ups, o)
	rows.head(o, strings.TrimSpace(typed+" "+o.filters.String()))
	err = a.print(func(p *render.Printer) error {
		if len(rows.entries) > 0 {
			p.Head(rows.title)
		}
		if err := rows.show(p); err != nil || len(rows.entries) == 0 {
			return err
		}
		return p.Foot(rows.foot)
	})
	if err != nil {
		return err
	}
	if len(rows.entries) == 0 {
		return ask.Nothing(s, tree)
	}
	a.remember(s, strings.TrimSpace("list "+o.kind+" "+typed), rows.entries)
	return nil
}

// listed are the rows of a list: how they are shown and what their numbers stand for.
type listed struct {
	show        func(*render.Printer) error
	entries     []desk.Entry
	total       int
	title, foot string
}

// listRows makes the rows of a kind.
func (a *app) listRows(s *desk.Desk, ups []*kb.WriteUp, o listOptions) listed {
	names := desk.Names(s.Vocabulary())
	switch o.kind {
	case "write-ups":
		all := writeUpRows(sorted(ups, o.sort, names))
		rows := first(o.limit, all)
		out := listed{show: func(p *render.Printer) error { return p.WriteUps(rows) }, total: len(all)}
		for i := range rows {
			out.entries = append(out.entries, desk.Entry{Sort: desk.SortWriteUp, Name: kb.NoteName(rows[i].Shelf, rows[i].Path)})
		}
		return out
	case "takeaways":
		all := takeawayRows(sorted(ups, o.sort, names), o.all || len(o.filters.kinds) > 0)
		rows := first(o.limit, all)
		out := listed{show: func(p *render.Printer) error { return p.Takeaways(rows) }, total: len(all)}
		for i := range rows {
			out.entries = append(out.entries, desk.Entry{Sort: desk.SortTakeaway, Name: string(rows[i].ID)})
		}
		return out
	}
	all := digest.Tallies(digest.Kind(o.kind), ups, names, o.all)
	rows := first(o.limit, all)
	if o.kind == "speakers" {
		addCompanies(rows)
	}
	out := listed{show: func(p *render.Printer) error { return p.Counts(o.kind, rows) }, total: len(all)}
	for i := range rows {
		out.entries = append(out.entries, desk.Entry{Sort: desk.Sort(strings.TrimSuffix(o.kind, "s")), Name: firstOf(rows[i].ID, rows[i].Name)})
	}
	return out
}

// head says above and below a list on a terminal what it is a list of, and what to do next.
func (l *listed) head(o listOptions, of string) {
	parts := []string{plural(l.total, strings.TrimSuffix(o.kind, "s"))}
	if of != "" {
		parts = append(parts, of)
	}
	switch {
	case o.kind != "write-ups" && o.kind != "takeaways":
	case o.sort == "-date":
		parts = append(parts, "newest first")
	case o.sort == "date":
		parts = append(parts, "oldest first")
	}
	if n := len(l.entries); n < l.total {
		parts = append(parts, fmt.Sprintf("1–%d", n))
	}
	l.title = strings.Join(parts, " · ")
	switch o.kind {
	case "write-ups":
		l.foot = "takeaway show 1 · paths: -o csv"
	case "takeaways":
		l.foot = "takeaway show 1 · tags and authors: -o csv, or a wider terminal"
	case "conferences":
		l.foot = "takeaway summary 1"
	case "tags":
		l.foot = "takeaway topic 1 · takeaway list takeaways tag:TOPIC"
	case "projects":
		l.foot = "takeaway project 1 · takeaway list takeaways project:NAME"
	case "authors", "speakers":
		l.foot = "takeaway list takeaways " + strings.TrimSuffix(o.kind, "s") + ":NAME"
	}
}

// sorted puts write-ups in the order of the conferences that they are about.
func sorted(ups []*kb.WriteUp, order string, names digest.Names) []*kb.WriteUp {
	switch order {
	case "-date":
		return digest.Newest(ups, names)
	case "date":
		out := digest.Newest(ups, names)
		slices.Reverse(out)
		return out
	}
	return ups
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
