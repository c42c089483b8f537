package cli

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/render"
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
		return unknownTarget(args[0])
	}
	var rows []render.TagReason
	for _, t := range found.Pieces() {
		if found.Takeaway != nil || t.Kind == kb.KindTakeaway {
			rows = append(rows, placed(s, reasons(s.Vocabulary(), t))...)
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

// reasons are the tags of a takeaway with those that they imply and those that are rejected.
func reasons(v *vocabulary.Vocabulary, t *kb.Takeaway) []render.TagReason {
	var rows []render.TagReason
	for _, tag := range t.Tags {
		rows = append(rows, reasonOf(t, tag))
	}
	for _, tag := range t.Tags {
		for _, parent := range v.Implied(tag.Name) {
			if t.HasTag(parent) || slices.ContainsFunc(rows, func(r render.TagReason) bool { return r.Tag == parent }) {
				continue
			}
			r := reasonOf(t, kb.Tag{Name: parent, Source: "implied", Evidence: []kb.Evidence{{Rule: "narrower:" + tag.Name, Text: tag.Name}}})
			if tag.Source == kb.TagInferred {
				r.Confidence = confidence(tag.Evidence)
			}
			rows = append(rows, r)
		}
	}
	for _, name := range t.Rejected {
		rows = append(rows, reasonOf(t, kb.Tag{Name: name, Source: "rejected", Evidence: []kb.Evidence{{Rule: "hashtag", Text: "-#" + name}}}))
	}
	return rows
}

// placed adds the lines of rejections, which the catalogue does not know, to the reasons of one takeaway.
func placed(s *desk.Desk, rows []render.TagReason) []render.TagReason {
	for i := range rows {
		r := &rows[i]
		if r.Source != "rejected" {
			continue
		}
		data, err := s.Bytes(r.Path)
		if err != nil {
			return rows
		}
		w, err := notefile.Parse(r.Path, data)
		if err != nil {
			return rows
		}
		if t := pieceOf(w, kb.ID(r.ID)); t != nil && !t.Place.Tags.Empty() {
			at := t.Place.Tags
			if hit := bytes.Index(data[at.Start:at.End], []byte(r.Tag)); hit > 0 { // a list may have lines
				at.Start += hit
			}
			r.Evidence[0].Line = 1 + bytes.Count(data[:at.Start], []byte("\n"))
		}
	}
	return rows
}

// onlyTag keeps the reasons of one tag.
func onlyTag(v *vocabulary.Vocabulary, rows []render.TagReason, typed string) ([]render.TagReason, error) {
	name, err := tagName(strings.TrimPrefix(typed, "~"))
	if err != nil {
		return nil, err
	}
	id, known := v.Canonical(name)
	kept := slices.DeleteFunc(slices.Clone(rows), func(r render.TagReason) bool { return r.Tag != name && r.Tag != id })
	if len(kept) > 0 {
		return kept, nil
	}
	hint := "takeaway tag why without a tag lists those it has"
	if known && id != name {
		hint = name + " stands for " + id + "; " + hint
	}
	return nil, kb.Nothing(fmt.Sprintf("no tag %s there: nobody set it, and too little of the text speaks of it", name), hint)
}
