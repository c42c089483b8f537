package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

func (a *app) indexCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "index",
		GroupID: "care",
		Short:   "show, rebuild or verify the index",
		Long: `The index is derived from the notes, kept up to date by every command, and safe to delete. These
commands are for looking at it and for the day something is wrong with the disk.`,
		Example: "  takeaway index\n  takeaway index rebuild",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.indexStatus(cmd.Context()) },
	}
	cmd.AddCommand(
		&cobra.Command{Use: "status", Example: "  takeaway index status", Short: "update the index and show what is in it", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error { return a.indexStatus(cmd.Context()) }},
		&cobra.Command{Use: "rebuild", Example: "  takeaway index rebuild", Short: "make the index anew from the notes", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error { return a.indexRebuild(cmd.Context()) }},
		&cobra.Command{Use: "verify", Example: "  takeaway index verify", Short: "check every byte of the index, and that it matches the notes", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error { return a.indexVerify(cmd.Context()) }},
	)
	return cmd
}

func (a *app) indexStatus(ctx context.Context) error {
	s, err := a.openOwn(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return a.printStatus(s)
}

func (a *app) printStatus(s *desk.Desk) error {
	ups, err := s.WriteUps()
	if err != nil {
		return err
	}
	takeaways, pieces := 0, 0
	for _, w := range ups {
		takeaways += w.Takeaways()
		pieces += len(w.Pieces)
	}
	info := s.Info()
	_, err = fmt.Fprintf(a.Out, "library     %s\nnotes       %s\nindex       %s\nwrite-ups   %d\ntakeaways   %d\npieces      %d\ngeneration  %d\nformat      %s\nsegments    %d\nsize        %d bytes\n",
		render.Clean(firstOf(s.Dir, "(built-in)")), render.Clean(s.NotesPath()), render.Clean(s.IndexDir()), len(ups), takeaways, pieces,
		info.Number, info.Format, info.Segments, info.Bytes)
	return err
}

func (a *app) indexRebuild(ctx context.Context) error {
	lib, err := a.findLibrary()
	if err != nil {
		return err
	}
	s, err := desk.Rebuild(ctx, lib, a.deskOptions())
	if err != nil {
		return err
	}
	defer s.Close()
	a.reportUnread(s.Unread)
	return a.printStatus(s)
}

// verify reports damage as problems; the notes are not looked at.
func (a *app) indexVerify(ctx context.Context) error {
	s, err := a.openOwn(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	problems, err := s.Verify(ctx)
	if err != nil {
		return kb.Unusable(err, "takeaway index rebuild makes it anew from the notes")
	}
	if len(problems) > 0 {
		for _, p := range problems {
			a.warn("%s", p.Error())
		}
		return kb.Unusable(fmt.Errorf("%d problems in the index", len(problems)), "takeaway index rebuild makes it anew from the notes")
	}
	_, err = fmt.Fprintf(a.Out, "ok: %d pieces, every file as it was written\n", s.Count())
	return err
}
