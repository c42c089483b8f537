package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/vocabulary"
)

type profileOptions struct {
	words   []string
	filters filters
	by      string
	limit   int
	// prefer is what a name stands for that may be both.
	prefer digest.Type
}

func (a *app) topicCmd() *cobra.Command {
	cmd := a.profileCmd(digest.TopicType)
	cmd.Use = "topic TOPIC…"
	cmd.Short = "tell of a topic: when, by whom, in what words, beside what"
	cmd.Example = `  takeaway topic ebpf
  takeaway topic "service mesh" --series kubecon-eu
  takeaway topic gitops -o markdown`
	cmd.Long = `Tell of a topic: its timeline over the conferences with counts and shares, the sentences that stand for
it, who wrote them, and what occurs beside it more than elsewhere. Filters narrow what is counted.
takeaway list takeaways tag:TOPIC lists the takeaways behind it.`
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
	f.IntVarP(&o.limit, "limit", "n", 5, "at most `N` sentences, authors, related topics and projects, 0 for all")
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(axes, cobra.ShellCompDirectiveNoFileComp))
	o.filters.flags(a, cmd)
	a.outputFlag(cmd)
	return cmd
}

func (a *app) profile(ctx context.Context, o profileOptions) error {
	if err := checkAxis(o.by, o.limit); err != nil {
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
	names, restrict := split(o.words)
	asked, err := subjectsIn(s, names, o.prefer)
	if err != nil {
		return err
	}
	if len(asked) == 0 {
		return kb.Usage("no topic or project is named", "takeaway topic ebpf, or takeaway list tags to see what there is")
	}
	tree, err := a.parse(strings.Join(restrict, " "), o.filters)
	if err != nil {
		return err
	}
	ups, err := a.counted(ctx, s, tree)
	if err != nil {
		return err
	}
	trend := digest.NewTrend(ups, digest.Axis(o.by), desk.Names(s.Vocabulary()))
	if _, err := a.follow(trend, asked); err != nil {
		return err
	}
	var pages []*digest.Profile
	for _, subject := range asked {
		if subject.In(trend.Whole) == 0 {
			continue
		}
		draft := digest.NewProfile(trend, subject, about(s.Vocabulary(), subject))
		a.reportUnread(s.Prose(draft.ToRead()))
		pages = append(pages, draft.Profile(o.limit, notable(s.Vocabulary())))
	}
	return a.print(func(p *render.Printer) error { return p.Profiles(pages) })
}

// about is what the vocabulary knows about a topic or project.
func about(v *vocabulary.Vocabulary, s digest.Subject) digest.About {
	if s.Type == digest.ProjectType {
		p, _ := v.Project(s.ID)
		out := digest.About{Aliases: p.Aliases, Wider: p.Topics, Maturity: p.Maturity, Home: p.By}
		for _, m := range []digest.Milestone{{Date: p.Accepted, Event: "accepted"}, {Date: p.Incubating, Event: "incubating"},
			{Date: p.Graduated, Event: "graduated"}, {Date: p.Archived, Event: "archived"}} {
			if m.Date == "" {
				continue
			}
			if n := len(out.Milestones); n > 0 && out.Milestones[n-1].Date == m.Date {
				out.Milestones[n-1].Event += ", " + m.Event
				continue
			}
			out.Milestones = append(out.Milestones, m)
		}
		slices.SortStableFunc(out.Milestones, func(a, b digest.Milestone) int { return strings.Compare(a.Date, b.Date) })
		return out
	}
	t, _ := v.Topic(s.ID)
	out := digest.About{Definition: t.Definition, Aliases: t.Aliases, Wider: v.Implied(s.ID)}
	for _, child := range v.Topics() {
		if child.Parent == s.ID && !child.Hidden {
			out.Narrower = append(out.Narrower, child.ID)
		}
	}
	return out
}

// allSubjects reports whether every name is that of a topic or project, and none of a note.
func allSubjects(s *desk.Desk, names []string) bool {
	found, err := subjectsIn(s, names, "")
	return err == nil && len(found) > 0
}
