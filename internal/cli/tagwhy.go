package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/tagging"
	"takeaway/internal/vocabulary"
)

func (a *app) tagWhyCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "why ID [TAG]",
		Short: "why a takeaway has its tags: who set them, or which words",
		Long: `Print for each tag of a takeaway, or for one, where it comes from: the line in which a person set it,
the write-up it is inherited from, or the words of the text and the rule that they matched. Rejected tags
are listed too.`,
		Example:           "  takeaway tag why 3f2a91c\n  takeaway tag why 3f2a91c gitops",
		Args:              cobra.RangeArgs(1, 2),
		ValidArgsFunction: a.completeTagWhy,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.tagWhy(cmd.Context(), args) },
	}
	a.outputFlag(cmd)
	return cmd
}

func (a *app) tagWhy(ctx context.Context, args []string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	found, err := s.Lookup(args[0])
	if err != nil {
		return err
	}
	if found == nil {
		return tagging.Unknown(args[0])
	}
	var rows []kb.TagReason
	for _, t := range found.Pieces() {
		if found.Takeaway != nil || t.Kind == kb.KindTakeaway {
			rows = append(rows, tagging.Reasons(s, t)...)
		}
	}
	if len(args) == 2 {
		if rows, err = onlyTag(s.Vocabulary(), rows, args[1]); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return kb.Nothing("no tags there", "takeaway tag add TAG -- "+args[0]+" sets one")
	}
	return a.print(func(p *render.Printer) error { return p.TagReasons(rows) })
}

// onlyTag keeps the reasons of one tag.
func onlyTag(v *vocabulary.Vocabulary, rows []kb.TagReason, typed string) ([]kb.TagReason, error) {
	name, err := tagging.Name(strings.TrimPrefix(typed, "~"))
	if err != nil {
		return nil, err
	}
	id, known := v.Canonical(name)
	kept := slices.DeleteFunc(slices.Clone(rows), func(r kb.TagReason) bool { return r.Tag != name && r.Tag != id })
	if len(kept) > 0 {
		return kept, nil
	}
	hint := "takeaway tag why without a tag lists those it has"
	if known && id != name {
		hint = name + " stands for " + id + "; " + hint
	}
	return nil, kb.Nothing(fmt.Sprintf("no tag %s there: not set, and too little of the text is about it", name), hint)
}
