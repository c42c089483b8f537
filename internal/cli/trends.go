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
	"takeaway/internal/query"
	"takeaway/internal/render"
)

// axes are the values of --by.
var axes = []string{string(digest.ByConference), string(digest.ByYear), string(digest.ByRegion)}

// checkAxis checks --by and --limit.
func checkAxis(by string, limit int) error {
	if !slices.Contains(axes, by) {
		return kb.Usage(fmt.Sprintf("--by is %q", by), "use "+strings.Join(axes, ", "))
	}
	if limit < 0 {
		return errNegative
	}
	return nil
}

type trendsOptions struct {
	words   []string
	filters filters
	by      string
	limit   int
	svg     string
	heat    bool
	of      string
}

// ofProgramme is the layer of what was announced; see ofTakeaways.
const ofProgramme = "programme"

func (a *app) trendsCmd() *cobra.Command {
	var o trendsOptions
	cmd := &cobra.Command{
		Use:     "trends [TOPIC|PROJECT…]",
		Aliases: []string{"trend"},
		GroupID: "read",
		Short:   "follow topics and projects over the conferences",
		Long: `Show how much of each conference a topic or a project was: its share of the takeaways, with the
counts behind it, over the editions by date (or by year, or by region). Shares of fewer than 25 takeaways
or 3 independent authors are marked with ~.

Without a name: what rose, what fell, what is new in the last two years against the years before, and
a heat map of the topics that most authors wrote about. Filters narrow what is counted; write them
among the words or as flags. Every number is that of takeaway list takeaways tag:TOPIC conf:CONFERENCE (project:NAME
for a project, year:2024..2025 for the spans).

Beside each share of the takeaways is that of the programme, as the titles of its talks show it: of the same
editions, or in the spans of all editions of their years. What rose or fell among the takeaways and not on the
programme is marked: it shows who wrote rather than what happened. --of programme draws the programme alone,
ten years of talks, each counted.

A chart (--svg) leaves small samples out where four other columns make a line.`,
		Example: `  takeaway trends
  takeaway trends ebpf wasm --series kubecon-eu
  takeaway trends cilium istio --by year
  takeaway trends --of programme service-mesh ai-ml --by year
  takeaway trends gitops -o csv > gitops.csv
  takeaway trends --svg trends.svg ebpf service-mesh ai-agents`,
		ValidArgsFunction: a.completeSubjects,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.words = args
			return a.trends(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.by, "by", axes[0], "`axis` to lay out: "+strings.Join(axes, ", "))
	f.IntVarP(&o.limit, "limit", "n", 5, "without a name: at most `N` of what rose, fell, is new; twice as many in the heat map; 0 for all")
	f.StringVar(&o.of, "of", ofTakeaways, "the `layer` to draw: takeaways (taken home) or programme (announced)")
	f.BoolVar(&o.heat, "map", false, "without a name: a heat map, what rose first, then what fell, then the topics of most authors")
	f.StringVar(&o.svg, "svg", "", "draw a chart for a slide into this `file` (- for standard output)")
	_ = cmd.RegisterFlagCompletionFunc("of", cobra.FixedCompletions([]string{ofTakeaways, ofProgramme}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(axes, cobra.ShellCompDirectiveNoFileComp))
	o.filters.flags(a, cmd)
	a.outputFlag(cmd)
	return cmd
}

func (a *app) trends(ctx context.Context, o trendsOptions) error {
	if err := checkAxis(o.by, o.limit); err != nil {
		return err
	}
	if err := checkLayer(o.of); err != nil {
		return err
	}
	names, restrict := ask.Split(o.words)
	tree, err := a.parse(a.queryText(restrict), o.filters)
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	s.Bare()
	asked, err := ask.Subjects(s, names, "")
	if err != nil {
		return err
	}
	trend, err := a.trend(ctx, s, tree, o)
	if err != nil {
		return err
	}
	page := render.Trends{Trend: trend, Map: o.heat}
	if len(page.Columns) == 0 {
		return kb.Nothing("no takeaway has a "+o.by, "takeaway check names the write-ups without a conference")
	}
	if len(asked) == 0 {
		page.Rising, page.Falling, page.New = page.Movers(o.limit, desk.Notable(s.Vocabulary()))
		page.Top = page.Trend.Top(2*o.limit, desk.Notable(s.Vocabulary()))
		page.Contradicted = page.Trend.Contradicted(o.limit, desk.Notable(s.Vocabulary()))
	} else if page.Lines, err = a.follow(page.Trend, asked); err != nil {
		return err
	}
	if o.svg != "" {
		return a.drawTrends(&page, o.svg)
	}
	if err := a.print(func(p *render.Printer) error { return p.Trends(page) }); err != nil {
		return err
	}
	if o.of == ofTakeaways {
		a.whence(trend.Whole.Notes()...)
	}
	if len(asked) == 0 && page.Before == nil && page.By != digest.ByRegion {
		a.hint("what rises and falls shows once the library has write-ups of two conferences")
	}
	return nil
}

// checkLayer checks --of where it names what was taken home or what was announced.
func checkLayer(of string) error {
	if of != ofTakeaways && of != ofProgramme {
		return kb.Usage(fmt.Sprintf("--of is %q", of), "use takeaways or programme")
	}
	return nil
}

// trend lays out what the query leaves: takeaways with the programme beside them, or the programme alone.
func (a *app) trend(ctx context.Context, s *desk.Desk, tree query.Node, o trendsOptions) (*digest.Trend, error) {
	names := desk.Names(s.Vocabulary())
	if o.of == ofTakeaways {
		ups, err := ask.Counted(ctx, s, tree)
		if err != nil {
			return nil, err
		}
		t := digest.NewTrend(ups, digest.Axis(o.by), names)
		return t, beside(s, t, tree)
	}
	editions, ok, err := ask.Programmed(s, tree)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, kb.Usage("the programme can be narrowed by conf:, series:, region: and year: alone", "takeaway talks has more filters")
	case len(editions) == 0:
		return nil, kb.Nothing("the programme has no talks of that", "takeaway talks --limit 0 -o csv lists all that it has; it begins in 2015")
	}
	return digest.NewCensus(editions, digest.Axis(o.by), names), nil
}

// beside puts the programme beside a trend of takeaways, where the query is about editions alone.
func beside(s *desk.Desk, t *digest.Trend, tree query.Node) error {
	editions, ok, err := ask.Announced(s, tree)
	if err == nil && ok {
		t.Against(editions)
	}
	return err
}

// follow follows the subjects asked for. What is never mentioned is said to be; with nothing else there
// is no answer.
func (a *app) follow(t *digest.Trend, asked []digest.Subject) ([]digest.Line, error) {
	var lines []digest.Line
	var never []string
	for _, s := range asked {
		l := t.Line(s)
		if l.Takeaways == 0 {
			never = append(never, s.ID)
		}
		lines = append(lines, l)
	}
	if len(never) == 0 {
		return lines, nil
	}
	what := "takeaways"
	if t.Census {
		what = "talks"
	}
	msg := fmt.Sprintf("%s: in none of %d %s", strings.Join(never, ", "), t.Whole.Takeaways(), what)
	if len(never) == len(asked) {
		return nil, kb.Nothing(msg, "takeaway list tags and list projects show what the notes are about")
	}
	a.warn("%s", msg)
	return lines, nil
}
