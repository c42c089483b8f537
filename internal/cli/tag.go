package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/tagging"
)

func (a *app) tagCmd() *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:     "tag [+TAG|-TAG]… -- ID…|QUERY",
		GroupID: "write",
		Short:   "tag takeaways: by hand, from suggestions, many at once",
		Long: `Add tags to takeaways and remove them. Name what to tag after "--": IDs, any unique beginnings of
them, readable addresses, paths of notes, "-" for names on standard input, or a query, of which all
words must match here.

Removing a tag that the text suggests writes its rejection (-#edge) into the note, and it is not
inferred there again; adding a rejected tag takes that back. Adding never stops anything else from
being inferred. The path of a note means the tags of the whole write-up (tags: in its front matter),
which its takeaways inherit.

Only the line with the tags changes in a note, and takeaway undo takes a change back. A change of more
than one takeaway is asked about on a terminal; anywhere else it needs --yes.`,
		Example: `  takeaway tag +gitops -edge -- 3f2a91c
  takeaway tag +gitops -- conf:kubecon-na-2019 argo
  takeaway tag --dry-run -edge -- tag:edge year:2018
  takeaway search canary -o id | takeaway tag --yes +progressive-delivery -- -
  takeaway tag suggest -- conf:kubecon-na-2019
  takeaway tag why 3f2a91c`,
		DisableFlagParsing: true, // "-edge" is no flag; see tagForm
		Args:               cobra.ArbitraryArgs,
		ValidArgsFunction:  a.completeTagForm,

		SuggestionsMinimumDistance: 2,
	}
	o.flags(a, cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		form, err := parseTagForm(cmd, args)
		if err != nil || form == nil {
			return err
		}
		return a.tag(cmd.Context(), form.add, form.remove, form.words, o)
	}
	cmd.AddCommand(a.tagSuggestCmd(), a.tagApplyCmd(), a.tagAddCmd(), a.tagRemoveCmd(), a.tagRenameCmd(), a.tagMergeCmd(), a.tagWhyCmd())
	return cmd
}

// tagForm is "+TAG -TAG -- WORDS".
type tagForm struct{ add, remove, words []string }

// parseTagForm reads the arguments of takeaway tag itself: before "--" every +word and -word is a tag but
// for flags of one letter (-o, -y, -h), everything else as usual. It returns nil where help was asked for.
func parseTagForm(cmd *cobra.Command, args []string) (*tagForm, error) {
	form := &tagForm{}
	before, after := args, []string(nil)
	if i := slices.Index(args, "--"); i >= 0 {
		before, after = args[:i], args[i+1:]
	}
	var rest []string
	for _, arg := range before {
		switch {
		case len(arg) > 1 && arg[0] == '+':
			form.add = append(form.add, arg[1:])
		case len(arg) > 1 && arg[0] == '-' && arg[1] != '-' && (len(arg) > 2 || cmd.Flags().ShorthandLookup(arg[1:]) == nil):
			form.remove = append(form.remove, arg[1:])
		default:
			rest = append(rest, arg)
		}
	}
	cmd.DisableFlagParsing = false
	if err := cmd.ParseFlags(rest); err != nil {
		return nil, cmd.FlagErrorFunc()(cmd, err)
	}
	words := cmd.Flags().Args()
	if help, err := cmd.Flags().GetBool("help"); err == nil && help || len(args) == 0 {
		return nil, cmd.Help()
	}
	if len(form.add)+len(form.remove) == 0 {
		hint := "takeaway tag +gitops -- ID… sets a tag, -gitops takes it off; takeaway tag --help lists the commands"
		if len(words) > 0 {
			if near := cmd.SuggestionsFor(words[0]); len(near) > 0 {
				hint = "did you mean takeaway tag " + near[0] + "?"
			}
			return nil, kb.Usage(fmt.Sprintf("%q is neither a subcommand of takeaway tag nor a tag to set", words[0]), hint)
		}
		return nil, kb.Usage("no tags to set or take off", hint)
	}
	if err := noFlags(cmd, after); err != nil {
		return nil, err
	}
	form.words = slices.Concat(words, after)
	return form, nil
}

// noFlags refuses flags after "--", where somebody might believe in a dry run that is none.
func noFlags(cmd *cobra.Command, words []string) error {
	for _, w := range words {
		name, _, _ := strings.Cut(strings.TrimPrefix(w, "--"), "=")
		if strings.HasPrefix(w, "--") && (cmd.Flags().Lookup(name) != nil || cmd.InheritedFlags().Lookup(name) != nil) {
			return kb.Usage(fmt.Sprintf("%s is after --, so it is a word of the query", w), "put flags before --")
		}
	}
	return nil
}

// afterDash cuts the arguments of a sub-command at "--".
func afterDash(cmd *cobra.Command, args []string) (before, after []string, dash bool, err error) {
	n := cmd.ArgsLenAtDash()
	if n < 0 {
		return args, nil, false, nil
	}
	return args[:n], args[n:], true, noFlags(cmd, args[n:])
}

func (a *app) tagAddCmd() *cobra.Command {
	return a.tagWriteCmd("add", "set tags on takeaways",
		"  takeaway tag add gitops -- 3f2a91c\n  takeaway tag add gitops ci-cd -- conf:kubecon-na-2019 argo",
		func(ctx context.Context, tags, words []string, o tagOptions) error {
			return a.tag(ctx, tags, nil, words, o)
		})
}

func (a *app) tagRemoveCmd() *cobra.Command {
	cmd := a.tagWriteCmd("remove", "take tags off takeaways, and reject what is inferred",
		"  takeaway tag remove edge -- 3f2a91c\n  takeaway tag remove edge -- tag:edge year:2018",
		func(ctx context.Context, tags, words []string, o tagOptions) error {
			return a.tag(ctx, nil, tags, words, o)
		})
	cmd.Aliases = []string{"rm"}
	return cmd
}

func (a *app) tagWriteCmd(verb, short, example string, run func(context.Context, []string, []string, tagOptions) error) *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:               verb + " TAG… -- ID…|QUERY",
		Short:             short,
		Example:           example,
		ValidArgsFunction: a.completeTagWrite,
		RunE: func(cmd *cobra.Command, args []string) error {
			tags, words, dash, err := afterDash(cmd, args)
			switch {
			case err != nil:
				return err
			case len(tags) == 0:
				return kb.Usage("no tags to "+verb, "takeaway tag "+verb+" gitops -- ID…")
			case !dash && !o.all:
				return kb.Usage("no takeaways named", "put what to tag after --: takeaway tag "+verb+" "+tags[0]+" -- ID… or a query")
			}
			return run(cmd.Context(), tags, words, o)
		},
	}
	o.flags(a, cmd)
	return cmd
}

// tag sets tags and takes tags off.
func (a *app) tag(ctx context.Context, add, remove, words []string, o tagOptions) error {
	v := a.vocabulary()
	plus, err := tagging.WantedTags(v, add)
	if err != nil {
		return err
	}
	minus, err := tagging.UnwantedTags(v, remove)
	if err == nil {
		err = tagging.Contradiction(plus, minus)
	}
	if err != nil {
		return err
	}
	s, targets, err := a.tagSession(ctx, words, &o)
	if err != nil {
		return err
	}
	defer s.Close()
	a.notice(tagging.Explain(s, plus, minus))
	if len(tagging.Slips(s, plus)) > 0 && a.InTTY && a.ErrTTY && !o.yes && !o.dryRun {
		if err := a.sure("Write it as it is? [y]es, [n]o: "); err != nil {
			return err
		}
	}
	return a.changeTags(ctx, s, targets, o, tagging.Set(plus, minus))
}

// targets finds what words after "--" stand for: names if all of them are some, or else a query. No
// words are the whole library.
func (a *app) targets(ctx context.Context, s *desk.Desk, words []string) ([]tagging.Target, error) {
	if targets, named, err := tagging.Named(s, words); err != nil || named {
		if err == nil {
			a.nameNumbers(s, words)
		}
		return targets, err
	}
	if flag := flagAmong(words); flag != "" {
		return nil, kb.Usage(flag+" is after --, so it is a word of the query", "put flags before --")
	}
	text := strings.TrimSpace(a.queryText(words))
	tree, err := a.parse(text, filters{})
	if err != nil {
		return nil, err
	}
	if text != "" && query.Empty(tree) {
		return nil, kb.Usage("the query is empty", "name IDs or a query after --, or say --all for the whole library")
	}
	return tagging.Matching(ctx, s, text, tree)
}

// tagSession opens the library and finds what is to be tagged.
func (a *app) tagSession(ctx context.Context, words []string, o *tagOptions) (*desk.Desk, []tagging.Target, error) {
	if err := a.validOutput(); err != nil {
		return nil, nil, err
	}
	words, err := a.expandTargets(words)
	if err != nil {
		return nil, nil, err
	}
	if strings.TrimSpace(strings.Join(words, "")) == "" && !o.all {
		return nil, nil, kb.Usage("no takeaways named", "name IDs or a query after --, or say --all for the whole library")
	}
	s, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	targets, err := a.targets(ctx, s, words)
	if err == nil {
		targets, err = a.writable(s, targets, *o)
	}
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return s, targets, nil
}

// expandTargets puts the names on standard input in the place of "-".
func (a *app) expandTargets(words []string) ([]string, error) {
	if !slices.Contains(words, "-") {
		return words, nil
	}
	names, err := a.expand(words)
	if err == nil && len(names) == 0 {
		err = kb.Nothing("no names on standard input", "takeaway search WORDS… -o id prints some")
	}
	a.InTTY = false // it has been read to its end: nobody can answer
	return names, err
}

// flagAmong is the first word that was probably meant as a flag; empty if there is none.
func flagAmong(words []string) string {
	for _, w := range words {
		switch {
		case strings.HasPrefix(w, "--") && len(w) > 2, w == "-o", w == "-y", w == "-n":
			return w
		}
	}
	return ""
}
