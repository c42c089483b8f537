package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

type compareOptions struct {
	filters filters
	limit   int
	all     bool
}

func (a *app) compareCmd() *cobra.Command {
	o := compareOptions{limit: -1}
	cmd := &cobra.Command{
		Use:     "compare A B",
		Aliases: []string{"diff"},
		GroupID: "read",
		Short:   "compare two conferences",
		Long: `Compare two sets of takeaways: topics and projects with a larger share in one of them, each with a takeaway
that says what it is about, and those that one set has alone. What one author alone wrote about is left out.
--all has everything, and what both sets share: counts, shares of the programme; shares of a set with fewer
than 25 takeaways or 3 independent authors are marked with ~, what one author alone wrote about with '.

A and B are conferences by any name, series (kubecon-na), years (2019, 2018..2020), topics or projects,
or queries with fields. With one conference it is compared with the one before it in its series. Every number
is that of takeaway list takeaways QUERY; --output json has the query beside each.`,
		Example: `  takeaway compare kubecon-na-2018 kubecon-na-2024
  takeaway compare copenhagen "san diego 2019"
  takeaway compare series:kubecon-na series:kubecon-eu
  takeaway compare author:bryant author:kelsey --tag security
  takeaway compare cilium istio -o csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 || len(args) == 2 {
				return nil
			}
			return kb.Usage(fmt.Sprintf("compare takes two sets, not %d", len(args)), `put quotes around a name with blanks: takeaway compare copenhagen "san diego 2019"`)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 1 {
				return nil, noFiles
			}
			if strings.Contains(start, ":") {
				return a.completeQuery(cmd, args, start)
			}
			return a.completeNames("conferences")(cmd, args, start)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.compare(cmd.Context(), args, o) },
	}
	cmd.Flags().IntVarP(&o.limit, "limit", "n", -1, "at most `N` of each section, 0 for all (default: 8 for readers, all for programs)")
	cmd.Flags().BoolVar(&o.all, "all", false, "on a terminal: all subjects, with the counts behind the shares")
	cmd.Flags().Lookup("limit").DefValue = "0" // the help says it in words
	o.filters.flags(a, cmd)
	a.outputFlag(cmd)
	return cmd
}

// readersLimit is how many subjects of a section are shown to a person.
const readersLimit = 8

func (a *app) compare(ctx context.Context, args []string, o compareOptions) error {
	if o.limit < -1 {
		return errNegative
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	args = numbersOf(s, args, desk.SortConference, desk.SortTag, desk.SortProject)
	if len(args) == 1 {
		before, err := ask.PreviousEdition(s, args[0])
		if err != nil {
			return err
		}
		args = []string{before, args[0]}
	}
	var sides [2]digest.Side
	var ups [2][]*kb.WriteUp
	for i, arg := range args {
		if sides[i], ups[i], err = a.side(ctx, s, arg, o.filters); err != nil {
			return err
		}
	}
	if sides[0].Query == sides[1].Query {
		return kb.Usage(fmt.Sprintf("%q and %q are the same set: %s", args[0], args[1], sides[0].Query), "compare takes two different ones")
	}
	c := digest.Compare(sides[0], sides[1], ups[0], ups[1], desk.Names(s.Vocabulary()))
	err = a.print(func(p *render.Printer) error {
		limit := o.limit
		if limit < 0 {
			if limit = readersLimit; !p.Abridges() || a.compactly(o) {
				limit = 0
			}
		}
		c.First(limit)
		return p.Compare(c, !a.compactly(o))
	})
	if err == nil {
		a.whence(slices.Concat(ups[0], ups[1])...)
	}
	return err
}

// compactly reports whether a comparison is shown as the page with sentences: on a terminal, unless all is
// asked for.
func (a *app) compactly(o compareOptions) bool { return a.framed() && !o.all && o.limit < 0 }

// side finds the takeaways of one of the sets.
func (a *app) side(ctx context.Context, s *desk.Desk, arg string, f filters) (digest.Side, []*kb.WriteUp, error) {
	name, text, err := ask.NamedSet(s, a.queryText([]string{arg}))
	if err != nil {
		return digest.Side{}, nil, err
	}
	tree, err := a.parse(text, f)
	if err != nil {
		return digest.Side{}, nil, err
	}
	ups, err := ask.Counted(ctx, s, tree)
	if err != nil {
		return digest.Side{}, nil, err
	}
	side := digest.Side{Name: name, Query: text}
	editions, ok, err := ask.Announced(s, tree)
	if err != nil {
		return digest.Side{}, nil, err
	}
	if ok {
		side.Programme = editions
	}
	if !f.empty() {
		side.Query += " " + f.String()
	}
	return side, ups, nil
}
