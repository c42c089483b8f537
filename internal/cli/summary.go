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
	"takeaway/internal/query"
	"takeaway/internal/render"
)

type summaryOptions struct {
	names  []string
	length string
	use    string
}

func (a *app) summaryCmd() *cobra.Command {
	var o summaryOptions
	cmd := &cobra.Command{
		Use:     "summary CONFERENCE…",
		Aliases: []string{"summarise", "summarize", "digest"},
		GroupID: "read",
		Short:   "one page about a conference: themes, who said so, what changed",
		Long: `Print one page about a conference: its themes with a sentence or two for each, the talks that several
people mention, projects, numbers, and what changed since the edition before. Every sentence is printed
as it is in a note, with its author and the ID of its takeaway.

A theme is a topic. Themes come in the order of independent authors, then takeaways: co-authors of one
write-up are one voice. To see what is behind a number:
  takeaway list takeaways tag:TOPIC conf:CONFERENCE
takeaway search finds as many for the same words.

Changes are since the latest earlier edition of the series with at least 10 takeaways by two authors;
skipped editions are named. A topic has to move by 3 takeaways and more than chance, and by the
words of two authors. A project is marked as first seen (*) where none of 100 or more takeaways about
earlier conferences names it.

A conference goes by its id, by names as "San Diego 2019" or "KubeCon EU 2018", by a hashtag, or as the
latest one of a series that the library has write-ups of: "kubecon-eu latest". A name that fits several
conferences prints a page for each.

--for slides and --for newsletter print Markdown: slides with a rule between two, as Marp and pandoc
read it; a newsletter with numbered sources at its end.`,
		Example: `  takeaway summary kubecon-na-2019
  takeaway summary San Diego 2019 --length short
  takeaway summary kubecon-eu latest
  takeaway summary kubecon-eu-2018 --for newsletter > copenhagen.md
  takeaway summary kubecon-na-2019 -o json | jq -r '.[0].themes[] | [.tag, .takeaways, .authors] | @tsv'
  takeaway summary kubecon-na-2019 -o id | takeaway show -`,
		ValidArgsFunction: a.completeNames("conferences"),
		Args: func(_ *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, "")) == "" {
				return kb.Usage("which conference?", "takeaway list conferences shows those with write-ups; takeaway summary kubecon-na latest is the newest of a series")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.names = args
			return a.summary(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.length, "length", string(digest.Normal), "`size` of the page: short, normal or long")
	cmd.Flags().StringVar(&o.use, "for", "", "print Markdown for a `use`: slides or newsletter")
	_ = cmd.RegisterFlagCompletionFunc("length", cobra.FixedCompletions(digest.Lengths(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("for", cobra.FixedCompletions([]string{string(render.Slides), string(render.Newsletter)}, cobra.ShellCompDirectiveNoFileComp))
	a.outputFlag(cmd)
	return cmd
}

// check validates the flags, and makes --for print Markdown.
func (o *summaryOptions) check(a *app) error {
	o.length, o.use = strings.ToLower(o.length), strings.ToLower(o.use)
	if !slices.Contains(digest.Lengths(), o.length) {
		return kb.Usage(fmt.Sprintf("--length is %q", o.length), "use short, normal or long")
	}
	switch render.Layout(o.use) {
	case "":
		return nil
	case render.Slides, render.Newsletter:
	default:
		return kb.Usage(fmt.Sprintf("--for is %q", o.use), "use slides or newsletter")
	}
	if f, err := render.ParseFormat(a.output); err == nil && f != "" && f != render.Markdown {
		return kb.Usage(fmt.Sprintf("--for %s is Markdown and cannot be --output %s", o.use, a.output), "leave one of the two out")
	}
	a.output = string(render.Markdown)
	return nil
}

// knownEditions are the editions that names stand for by the registry alone: those that will be wanted.
func knownEditions(names []string) []string {
	var ids []string
	for _, name := range names {
		for _, e := range conference.Named(name) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func (a *app) summary(ctx context.Context, o summaryOptions) error {
	if err := o.check(a); err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	o.names = numbersOf(s, o.names, desk.SortConference)
	s.Bare(knownEditions(o.names)...)
	ups, err := s.WriteUps()
	if err != nil {
		return err
	}
	if len(ups) == 0 {
		return ask.NoNotes()
	}
	editions, err := ask.Editions(o.names, ups)
	if unknown := kb.AdviceOf(err); unknown != nil && unknown.Class == kb.ClassUsage && ask.AllSubjects(s, o.names) {
		unknown.Hint = "it is a topic or a project: takeaway topic " + query.Quote(o.names[0]) + " is its page"
	}
	if err != nil {
		return err
	}
	s.Bare(editions...)
	if ups, err = s.WriteUps(); err != nil {
		return err
	}
	names := desk.Names(s.Vocabulary())
	var pages []*digest.Summary
	var empty []string
	for _, id := range editions {
		if digest.CountTakeaways(digest.Of(ups, id)) == 0 {
			empty = append(empty, id)
			continue
		}
		draft := digest.NewDraft(id, ups, names, digest.Options{Length: digest.Length(o.length), Programme: desk.AnnouncedOf(s.Vocabulary(), id)})
		a.reportUnread(s.Prose(draft.ToRead()))
		pages = append(pages, draft.Summary())
	}
	if len(pages) > 0 {
		if err := a.print(func(p *render.Printer) error { return p.Summaries(pages, render.Layout(o.use)) }); err != nil {
			return err
		}
	}
	if len(empty) > 0 {
		return ask.NoWriteUps(empty, ups, names)
	}
	return nil
}
