package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/tagging"
)

func (a *app) tagSuggestCmd() *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:   "suggest [-- ID…|QUERY]",
		Short: "tags that the text suggests, with the words they rest on",
		Long: `Print the tags that are inferred, each with the words of the text that it rests on, the rule that
they matched, and a confidence between 0 and 1. Without names or a query the whole library is gone through.

On a terminal each is offered with one key to accept it (it becomes the takeaway's own), to reject it
(it is not inferred there again) or to skip it; in a pipe, or with --output, they are listed.`,
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
	pieces, err := tagging.Takeaways(s, targets)
	if err != nil {
		return err
	}
	rows := tagging.Suggestions(pieces)
	if len(rows) == 0 {
		return kb.Nothing("nothing to suggest: no tag is inferred there", "takeaway tag add TAG -- ID sets one by hand")
	}
	if a.InTTY && a.OutTTY && a.ErrTTY && a.output == "" && !s.Builtin {
		return a.review(ctx, s, rows, o)
	}
	return a.print(func(p *render.Printer) error { return p.TagReasons(rows) })
}

const reviewHelp = `a       add: write #tag into the note
r       reject: write -#tag, never suggest it here again
s       skip
q       stop, and write what was decided
Ctrl-C  stop, and write nothing`

// review offers each suggestion with one key and writes what was decided at the end.
func (a *app) review(ctx context.Context, s *desk.Desk, rows []kb.TagReason, o tagOptions) error {
	style, err := a.style()
	if err != nil {
		return err
	}
	p, err := render.New(a.Err, render.Table, style)
	if err != nil {
		return err
	}
	var decided tagging.Review
	for i := 0; i < len(rows); i++ {
		r := rows[i]
		if err := p.TagReasons(rows[i : i+1]); err != nil {
			return err
		}
		key, err := a.choose(ctx, fmt.Sprintf("%d/%d accept? [a,r,s,q,?] ", i+1, len(rows)), "arsq?")
		if err != nil {
			return err
		}
		switch key {
		case '?':
			fmt.Fprintln(a.Err, reviewHelp)
			i--
			continue
		case 'q':
			i = len(rows)
			continue
		case 's':
			continue
		}
		decided.Decide(&r, key == 'a')
	}
	o.yes = true // each was asked about
	return a.changeTags(ctx, s, decided.Targets(), o, decided.Decision())
}

// choose prints a prompt and waits for one of the keys, without Return where standard input is a
// terminal. The end of input is q.
func (a *app) choose(ctx context.Context, prompt, keys string) (byte, error) {
	fmt.Fprint(a.Err, prompt)
	for {
		key, err := a.key()
		switch {
		case ctx.Err() != nil || key == 3: // Ctrl-C, which sends no signal while keys are read
			fmt.Fprintln(a.Err)
			return 0, context.Canceled
		case errors.Is(err, io.EOF) || key == 4:
			key = 'q'
		case err != nil:
			return 0, fmt.Errorf("standard input: %w", err)
		}
		if key >= 'A' && key <= 'Z' {
			key += 'a' - 'A'
		}
		if strings.IndexByte(keys, key) >= 0 {
			fmt.Fprintf(a.Err, "%c\n", key)
			return key, nil
		}
	}
}

// key reads one key.
func (a *app) key() (byte, error) {
	if f, ok := a.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		old, err := term.MakeRaw(int(f.Fd()))
		if err == nil {
			defer func() { _ = term.Restore(int(f.Fd()), old) }()
		}
	}
	var b [1]byte
	n, err := io.ReadFull(a.In, b[:])
	if n == 1 {
		return b[0], nil
	}
	return 0, err
}
