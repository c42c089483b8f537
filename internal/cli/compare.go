package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/render"
)

type compareOptions struct {
	filters filters
	limit   int
}

func (a *app) compareCmd() *cobra.Command {
	o := compareOptions{limit: -1}
	cmd := &cobra.Command{
		Use:     "compare A B",
		Aliases: []string{"diff"},
		GroupID: "read",
		Short:   "say what two conferences have in common and what not",
		Long: `Compare two sets of takeaways: topics and projects that both have, those with a larger share in one of
them, and those that one has alone, with shares and the counts behind them. Shares of a set with fewer
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
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return a.completeNames("conferences")(cmd, args, start)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.compare(cmd.Context(), args, o) },
	}
	cmd.Flags().IntVarP(&o.limit, "limit", "n", -1, "at most `N` of each section, 0 for all (default: 8 for readers, all for programs)")
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
	if len(args) == 1 {
		before, err := previousEdition(s, args[0])
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
			if limit = readersLimit; !p.ForReaders() {
				limit = 0
			}
		}
		c.First(limit)
		return p.Compare(c)
	})
	if err == nil && a.OutTTY { // after the answer, which comes first
		a.hint("takeaway list takeaways tag:TOPIC " + sides[0].Query + " lists what is behind a number")
	}
	return err
}

// side finds the takeaways of one of the sets.
func (a *app) side(ctx context.Context, s *desk.Desk, arg string, f filters) (digest.Side, []*kb.WriteUp, error) {
	name, text, err := meantBy(s, arg)
	if err != nil {
		return digest.Side{}, nil, err
	}
	tree, err := a.parse(text, f)
	if err != nil {
		return digest.Side{}, nil, err
	}
	ups, err := a.counted(ctx, s, tree)
	if err != nil {
		return digest.Side{}, nil, err
	}
	side := digest.Side{Name: name, Query: text}
	if !f.empty() {
		side.Query += " " + f.String()
	}
	return side, ups, nil
}

// meantBy says what an argument of compare stands for: its name for people, and a query.
func meantBy(s *desk.Desk, arg string) (name, text string, err error) {
	arg = strings.TrimSpace(arg)
	if field, rest, ok := strings.Cut(arg, ":"); ok && !strings.ContainsAny(rest, " ,*:()") && (field == "series" || field == "conf") {
		return meantBy(s, strings.Trim(rest, `"`))
	}
	if ser, ok := namedSeries(arg); ok {
		return ser.ID, "series:" + ser.ID, nil
	}
	if strings.EqualFold(arg, "kubecon") {
		return "KubeCon", "series:kubecon-*", nil
	}
	if isYears(arg) {
		return arg, "year:" + arg, nil
	}
	if s.HasConference(strings.ToLower(arg)) {
		return nameOf(strings.ToLower(arg)), "conf:" + strings.ToLower(arg), nil
	}
	if found := conference.Named(arg); len(found) > 0 {
		ids := make([]string, len(found))
		for i, e := range found {
			ids[i] = e.ID
		}
		if len(ids) == 1 {
			return nameOf(ids[0]), "conf:" + ids[0], nil
		}
		return arg, "conf:" + strings.Join(ids, ","), nil
	}
	if found, ok := subject(s.Vocabulary(), arg, func(string) bool { return false }); ok {
		return found.Name, found.Query(), nil
	}
	if tree, err := query.Parse(arg, query.Options{}); err == nil && !onlyWords(tree) {
		return arg, arg, nil
	} else if err != nil {
		return "", "", err
	}
	return "", "", unknownSet(arg)
}

// nameOf is what people call an edition, or its id.
func nameOf(id string) string { return firstOf(conferenceName(id), id) }

// isYears tells 2019 and 2018..2020.
func isYears(s string) bool {
	from, to, ranged := strings.Cut(s, "..")
	year := func(s string) bool { return len(s) == 4 && strings.Trim(s, "0123456789") == "" }
	return year(from) && (!ranged || to == "" || year(to))
}

// onlyWords reports whether a query has nothing but bare words, which name no set.
func onlyWords(n query.Node) bool {
	only := true
	query.Walk(n, func(n query.Node) bool {
		switch n.(type) {
		case query.Word, query.And:
		default:
			only = false
		}
		return only
	})
	return only
}

// unknownSet says that an argument of compare is no set, and which conferences come near.
func unknownSet(arg string) error {
	hint := `a set is a conference, a series, a year, a topic, a project, or a query with a field such as author:"Ann Lee"`
	if _, err := conference.Resolve(arg); err != nil {
		if near := nearestConferences(err); near != "" {
			hint = "did you mean " + near + "? " + hint
		}
	}
	return kb.Usage(fmt.Sprintf("no conference, series, topic or project is called %q", arg), hint)
}

// previous is the edition before one of the same series of which the library has takeaways.
func previousEdition(s *desk.Desk, arg string) (string, error) {
	_, text, err := meantBy(s, arg)
	if err != nil {
		return "", err
	}
	id, one := strings.CutPrefix(text, "conf:")
	e, known := conference.Lookup(id)
	if !one || !known {
		return "", kb.Usage(fmt.Sprintf("what should %q be compared with?", arg), "takeaway compare A B takes two sets; only a single conference has one before it")
	}
	ups, err := s.WriteUps()
	if err != nil {
		return "", err
	}
	have := func(id string) bool {
		return slices.ContainsFunc(ups, func(w *kb.WriteUp) bool { return slices.Contains(w.Conferences, id) && w.Takeaways() > 0 })
	}
	for before, ok := conference.Previous(e); ok; before, ok = conference.Previous(before) {
		if have(before.ID) {
			return before.ID, nil
		}
	}
	return "", kb.Nothing(fmt.Sprintf("no write-up is about a %s before %s", e.Series, e.ID), "takeaway compare A B takes two sets; takeaway list conferences shows those with write-ups")
}
