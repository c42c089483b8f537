package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/tagging"
)

func (a *app) tagRenameCmd() *cobra.Command {
	return a.tagMoveCmd("rename", "OLD NEW", "give a tag another name in all notes",
		`Rename a tag wherever people set it, rejections included. NEW must not be in use;
takeaway tag merge joins two tags. Tags that are inferred come from the vocabulary, not from the notes.`,
		"  takeaway tag rename observabillity observability", false)
}

func (a *app) tagMergeCmd() *cobra.Command {
	return a.tagMoveCmd("merge", "A B", "turn tag A into tag B in all notes",
		`Turn tag A into tag B wherever a person set it, rejections included. A takeaway that has both keeps B.`,
		"  takeaway tag merge dev-ex developer-experience", true)
}

func (a *app) tagMoveCmd(verb, names, short, long, example string, merge bool) *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use: verb + " " + names, Short: short, Long: long, Example: example,
		Args: cobra.ExactArgs(2),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 1 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return a.completeNames("tags")(cmd, args, start)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.tagMove(cmd.Context(), args[0], args[1], merge, o)
		},
	}
	o.writeFlags(a, cmd)
	return cmd
}

// tagMove turns one tag into another in all notes.
func (a *app) tagMove(ctx context.Context, from, to string, merge bool, o tagOptions) error {
	v := a.vocabulary()
	olds, err := tagging.UnwantedTags(v, []string{from})
	if err != nil {
		return err
	}
	news, err := tagging.WantedTags(v, []string{to})
	if err != nil {
		return err
	}
	if err := a.validOutput(); err != nil {
		return err
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Builtin || o.copy != "" { // tags are renamed in the library itself
		if _, err := a.writable(s, nil, o); err != nil {
			return err
		}
	}
	a.notice(tagging.Explain(s, news, nil))
	old, name := olds[0].Typed, news[0].ID
	targets, inferred, err := tagging.Carriers(s, old)
	if err == nil && len(targets) == 0 && olds[0].ID != old {
		old = olds[0].ID
		targets, inferred, err = tagging.Carriers(s, old)
	}
	switch {
	case err != nil:
		return err
	case old == name:
		return kb.Usage(fmt.Sprintf("%s and %s are the same tag", from, to), "")
	case len(targets) == 0 && inferred > 0:
		return kb.Nothing(fmt.Sprintf("no note sets %s; it is inferred on %s", old, kb.Counted(inferred, "takeaway")), "takeaway tag remove "+old+" -- tag:"+old+" rejects it there")
	case len(targets) == 0:
		return kb.Nothing("no note has the tag "+old, "takeaway list tags shows those in use")
	case !merge && tagging.Used(s)[name]:
		return kb.Usage(name+" is in use already", "takeaway tag merge "+old+" "+name+" joins the two")
	}
	err = a.changeTags(ctx, s, targets, o, tagging.Rename(old, name))
	if err != nil {
		return err
	}
	if inferred > 0 {
		a.warn("%s is still inferred on %s, because their text mentions it", old, kb.Counted(inferred, "takeaway"))
	}
	return nil
}
