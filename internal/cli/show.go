package cli

import (
	"context"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

func (a *app) showCmd() *cobra.Command {
	var explain bool
	cmd := &cobra.Command{
		Use:     "show ID…",
		Aliases: []string{"cat"},
		GroupID: "read",
		Short:   "print takeaways or whole write-ups",
		Long: `Print takeaways or write-ups. A takeaway is named by its ID, any unique beginning of it, its number in
the last list of this shell, or its readable address (kubecon-na-2019/bryant#the-heading); a
write-up by the path of its note, with or without the extension. "-" reads names from standard
input, one a line. The ID of a talk (takeaway talks) shows its entry in the programme. The name
of a topic or a project shows its page, as takeaway topic and takeaway project do.`,
		Example: `  takeaway show 3f2a91c
  takeaway search gitops && takeaway show 3
  takeaway show kubecon-na-2019/bryant
  takeaway show --explain 3f2a91c
  takeaway search gitops -o id | takeaway show -`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: a.completeIDs,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args, explain) },
	}
	a.outputFlag(cmd)
	cmd.Flags().BoolVar(&explain, "explain", false, "show where title, authors, conference, date and tags come from")
	return cmd
}

func (a *app) show(ctx context.Context, names []string, explain bool) error {
	names, err := a.expand(names)
	if err == nil && len(names) == 0 {
		err = kb.Nothing("no names on standard input", "takeaway search WORDS… -o id prints some")
	}
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	names = numbersOf(s, names, desk.SortTalk, desk.SortTag, desk.SortProject)
	var docs []render.Document
	var pieces []*kb.Takeaway
	var missing []string
	for _, name := range names {
		found, err := s.Lookup(name)
		if err != nil {
			return err
		}
		if found == nil {
			missing = append(missing, name)
			continue
		}
		docs = append(docs, render.Document{Takeaway: found.Takeaway, WriteUp: found.WriteUp})
		pieces = append(pieces, found.Pieces()...)
	}
	if len(docs) == 0 && len(missing) > 0 {
		if ok, err := a.showTalks(s, missing); ok {
			return err
		}
	}
	if len(docs) == 0 && !explain && ask.AllSubjects(s, missing) {
		return a.profileIn(ctx, s, profileOptions{words: missing, by: axes[0], limit: 5})
	}
	a.reportUnread(s.Bodies(pieces))
	if explain {
		if err := withReasons(s, docs); err != nil {
			return err
		}
	}
	for i := range docs {
		if t := docs[i].Takeaway; t != nil {
			docs[i].Body = t.Body
		}
	}
	if len(docs) > 0 {
		err := a.print(func(p *render.Printer) error {
			if err := p.Show(docs); err != nil || len(docs) > 1 || docs[0].Takeaway == nil {
				return err
			}
			id := docs[0].Takeaway.ID.Short()
			return p.Foot("takeaway open " + id + " · takeaway related " + id + " · -o markdown to paste")
		})
		if err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		return ask.UnknownName(s, missing...)
	}
	return nil
}

// explain gives each document the write-up that knows what its metadata rests on.
func withReasons(s *desk.Desk, docs []render.Document) error {
	ups, err := s.WriteUps()
	if err != nil {
		return err
	}
	byPath := make(map[string]*kb.WriteUp, len(ups))
	for _, w := range ups {
		byPath[kb.NoteName(w.Shelf, w.Path)] = w
	}
	for i := range docs {
		if d := &docs[i]; d.WriteUp != nil {
			d.Why = d.WriteUp
		} else {
			d.Why = byPath[kb.NoteName(d.Takeaway.Shelf, d.Takeaway.Path)]
		}
	}
	return nil
}
