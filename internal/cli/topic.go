package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

type profileOptions struct {
	words   []string
	filters filters
	by      string
	limit   int
	of      string
	view    render.ProfileView
	// prefer is what a name stands for that may be both.
	prefer digest.Type
}

func (a *app) topicCmd() *cobra.Command {
	cmd := a.profileCmd(digest.TopicType)
	cmd.Use = "topic TOPIC…"
	cmd.Short = "show a topic: quotes, timeline, authors, related topics"
	cmd.Example = `  takeaway topic ebpf
  takeaway topic "service mesh" --series kubecon-eu
  takeaway topic gitops -o markdown
  takeaway topic --of programme service-mesh --timeline`
	cmd.Long = `Show a topic: how much of it there is, what people say about it, the newest first, what is below it, and
what occurs beside it more than elsewhere. --of programme is about the talks that were announced instead. --timeline adds every conference with counts and shares. Filters
narrow what is counted. takeaway list takeaways tag:TOPIC lists the takeaways behind it.`
	return cmd
}

// profileCmd is the command behind topic and project.
func (a *app) profileCmd(prefer digest.Type) *cobra.Command {
	o := profileOptions{prefer: prefer}
	cmd := &cobra.Command{
		GroupID:           "read",
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.completeNames(string(prefer) + "s"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.words = args
			return a.profile(cmd.Context(), o)
		},
	}
	if prefer == digest.TopicType {
		cmd.ValidArgsFunction = a.completeNames("tags")
	}
	f := cmd.Flags()
	f.StringVar(&o.by, "by", axes[0], "`axis` of the timeline: "+strings.Join(axes, ", "))
	f.StringVar(&o.of, "of", ofTakeaways, "the `layer` of the page: takeaways (taken home) or programme (announced)")
	_ = cmd.RegisterFlagCompletionFunc("of", cobra.FixedCompletions([]string{ofTakeaways, ofProgramme}, cobra.ShellCompDirectiveNoFileComp))
	f.IntVarP(&o.limit, "limit", "n", 5, "at most `N` sentences, authors, related topics and projects, 0 for all")
	f.BoolVar(&o.view.Timeline, "timeline", false, "on a terminal: every conference, with counts and shares")
	f.BoolVar(&o.view.All, "all", false, "on a terminal: the timeline, names in other scripts, every author")
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(axes, cobra.ShellCompDirectiveNoFileComp))
	o.filters.flags(a, cmd)
	a.outputFlag(cmd)
	return cmd
}

func (a *app) profile(ctx context.Context, o profileOptions) error {
	if err := checkAxis(o.by, o.limit); err != nil {
		return err
	}
	if err := checkLayer(o.of); err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return a.profileIn(ctx, s, o)
}

// profileIn prints the pages of the subjects that the words name.
func (a *app) profileIn(ctx context.Context, s *desk.Desk, o profileOptions) error {
	names, restrict := ask.Split(numbersOf(s, o.words, desk.SortTag, desk.SortProject))
	asked, err := ask.Subjects(s, names, o.prefer)
	if err != nil {
		return err
	}
	if len(asked) == 0 {
		return kb.Usage("no topic or project is named", "takeaway topic ebpf, or takeaway list tags to see what there is")
	}
	tree, err := a.parse(a.queryText(restrict), o.filters)
	if err != nil {
		return err
	}
	trend, err := a.trend(ctx, s, tree, trendsOptions{by: o.by, of: firstOf(o.of, ofTakeaways)})
	if err != nil {
		return err
	}
	if _, err := a.follow(trend, asked); err != nil {
		return err
	}
	var pages []*digest.Profile
	for _, subject := range asked {
		if subject.In(trend.Whole) == 0 {
			continue
		}
		draft := digest.NewProfile(trend, subject, desk.About(s.Vocabulary(), subject))
		if !trend.Census { // titles are all there is of talks
			a.reportUnread(s.Prose(draft.ToRead()))
		}
		pages = append(pages, draft.Profile(o.limit, desk.Notable(s.Vocabulary())))
	}
	return a.print(func(p *render.Printer) error { return p.Profiles(pages, o.view) })
}
