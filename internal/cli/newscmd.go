package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

func (a *app) newsCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "news [CONFERENCE]",
		GroupID: "read",
		Short:   "what is new since last time, in ten lines",
		Long: `Print what is new in an edition against the one before it in its series, of which the library knows enough:
topics and projects that people wrote more or less about, by the words of two authors at least, each that rose with
a takeaway; then what the programme had more and less of. Without a name it is the newest edition that can be
compared.`,
		Example: `  takeaway news
  takeaway news kubecon-eu latest
  takeaway news "KubeCon NA 2025" -o json`,
		ValidArgsFunction: a.completeNames("conferences"),
		RunE:              func(cmd *cobra.Command, args []string) error { return a.news(cmd.Context(), args) },
	}
	a.outputFlag(cmd)
	return cmd
}

func (a *app) news(ctx context.Context, args []string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	ups, err := s.WriteUps()
	if err != nil {
		return err
	}
	if len(ups) == 0 {
		return ask.NoNotes()
	}
	names := desk.Names(s.Vocabulary())
	var candidates []digest.Edition
	if strings.TrimSpace(strings.Join(args, "")) == "" {
		candidates = digest.Editions(ups, names)
		slices.Reverse(candidates)
	} else {
		ids, err := ask.Editions(numbersOf(s, args, desk.SortConference), ups)
		if err != nil {
			return err
		}
		for _, id := range ids {
			candidates = append(candidates, names.Edition(id))
		}
	}
	for _, newest := range candidates {
		if digest.CountTakeaways(digest.Of(ups, newest.ID)) == 0 {
			continue
		}
		draft := digest.NewDraft(newest.ID, ups, names, digest.Options{Length: digest.Short})
		change := draft.Change()
		if change.Previous.ID == "" || change.Thin {
			continue
		}
		programme := programmesOf(s, change.Previous.ID, newest.ID)
		news := digest.NewNews(change.Previous, newest, ups, programme, names, desk.Notable(s.Vocabulary()))
		return a.print(func(p *render.Printer) error { return p.News(news) })
	}
	return kb.Nothing("no edition can be compared with the one before it", "it takes 10 takeaways by two authors of each; takeaway summary CONFERENCE has what there is")
}

// programmesOf are two editions of the programme, nil where it lacks one.
func programmesOf(s *desk.Desk, before, newest string) (out [2]*kb.WriteUp) {
	for _, w := range desk.Programme(s.Vocabulary(), func(id string) bool { return id == before || id == newest }) {
		if w.Conferences[0] == before {
			out[0] = w
		} else {
			out[1] = w
		}
	}
	return out
}
