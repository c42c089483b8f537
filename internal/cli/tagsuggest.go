package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/tagging"
)

func (a *app) tagSuggestCmd() *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:   "suggest [-- ID…|QUERY]",
		Short: "show tags that the text suggests, with the words behind them",
		Long: `Print inferred tags, each with the words of the text behind it, the rule that they matched, and a
confidence between 0 and 1. Without names or a query, all of the library.

On a terminal each is offered with the sentence around its words and one key to add it (it becomes the
takeaway's own), to reject it (it is not inferred there again) or to skip it; --explain names the rules. In
a pipe, or with --output, they are listed.`,
		Example: `  takeaway tag suggest -- conf:kubecon-na-2019
  takeaway tag suggest -o json -- 3f2a91c`,
		ValidArgsFunction: a.completeQueryOrIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			before, after, _, err := afterDash(cmd, args)
			if err != nil {
				return err
			}
			return a.tagSuggest(cmd.Context(), slices.Concat(before, after), o)
		},
	}
	cmd.Flags().BoolVar(&o.explain, "explain", false, "name the rules that the words matched")
	a.outputFlag(cmd)
	return cmd
}

func (a *app) tagApplyCmd() *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:   "apply [-- ID…|QUERY]",
		Short: "accept all suggestions: inferred tags become own ones",
		Long: `Write the tags that are inferred into the notes, as tags of their own. They stay when the vocabulary
changes. takeaway tag suggest shows them before.`,
		Example:           "  takeaway tag apply -- 3f2a91c\n  takeaway tag apply --dry-run -- conf:kubecon-na-2019",
		ValidArgsFunction: a.completeQueryOrIDs,
		RunE: func(cmd *cobra.Command, args []string) error {
			before, after, _, err := afterDash(cmd, args)
			if err != nil {
				return err
			}
			return a.tagApply(cmd.Context(), slices.Concat(before, after), o)
		},
	}
	o.flags(a, cmd)
	return cmd
}

func (a *app) tagApply(ctx context.Context, words []string, o tagOptions) error {
	s, targets, err := a.tagSession(ctx, words, &o)
	if err != nil {
		return err
	}
	defer s.Close()
	if targets, err = tagging.Pieces(s, targets); err != nil {
		return err
	}
	return a.changeTags(ctx, s, targets, o, tagging.Accept())
}

func (a *app) tagSuggest(ctx context.Context, words []string, o tagOptions) error {
	words, err := a.expandTargets(words)
	if err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	targets, err := a.targets(ctx, s, words)
	if err == nil {
		targets, err = tagging.Pieces(s, targets)
	}
	if err != nil {
		return err
	}
	own, others := tagging.Own(targets)
	if len(own) > 0 { // those on shelves are not to be decided here
		targets, others = own, 0
	}
	pieces, err := tagging.Takeaways(s, targets)
	if err != nil {
		return err
	}
	rows := tagging.Suggestions(pieces)
	if len(rows) == 0 {
		return kb.Nothing("nothing to suggest: no tag is inferred there", "takeaway tag add TAG -- ID sets one by hand")
	}
	writable := !s.Builtin && others == 0
	if a.InTTY && a.OutTTY && a.ErrTTY && a.output == "" && writable {
		return a.review(ctx, s, rows, pieces, o)
	}
	return a.print(func(p *render.Printer) error { return p.TagReasons(rows) })
}
