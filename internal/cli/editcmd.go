package cli

import (
	"bytes"
	"context"
	"os"

	"github.com/spf13/cobra"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
)

func (a *app) editCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "edit ID",
		GroupID: "write",
		Short:   "open the note of a takeaway in $EDITOR",
		Long: `Open a note in $VISUAL or $EDITOR, at the line of the takeaway, and read it again when the editor ends.
The takeaway or write-up is named as for takeaway show; the path of a note that cannot be read does as
well. takeaway undo takes the change back.`,
		Example: `  takeaway edit 3f2a91c
  takeaway search gitops && takeaway edit 3
  takeaway edit kubecon-na-2019/bryant`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeIDs,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.editNote(cmd.Context(), args[0]) },
	}
}

func (a *app) editNote(ctx context.Context, name string) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer func() { s.Close() }()
	notePath, line, err := s.NoteOf(name)
	if err == nil && notePath == "" {
		err = ask.UnknownName(s, name)
	}
	if err != nil {
		return err
	}
	a.nameNumbers(s, []string{name})
	if s.Builtin {
		return kb.Unusable(library.ErrReadOnly, "takeaway init ~/kubecon starts a library of your own; takeaway tag +TOPIC --copy ~/kubecon -- ID copies the notes there that it tags")
	}
	file, err := s.File(notePath)
	if err != nil {
		return desk.WriteError(err)
	}
	editor, err := a.editor()
	if err != nil {
		return err
	}
	w, err := s.Writer(a.commandLine())
	if err != nil {
		return err
	}
	old, err := os.ReadFile(file)
	if err != nil {
		return kb.Unusable(err, "")
	}
	if err := w.Keep(ctx, notePath, old); err != nil {
		return err
	}
	s.Close() // the editor may stay open for hours
	s = nil
	failed := a.edit(editor, file, line)
	if err := a.edited(ctx, w, notePath, file, old); err != nil {
		return err
	}
	return failed
}

// edited tells what became of a note in the editor, and keeps what it was before for undo; old is nil for
// a note that was made just before.
func (a *app) edited(ctx context.Context, w *desk.Writer, notePath, file string, old []byte) error {
	data, err := os.ReadFile(file)
	switch {
	case err != nil:
		return kb.Unusable(err, "the note may have been moved in the editor; takeaway list shows what is there")
	case old != nil && bytes.Equal(old, data):
		a.warn("notes/%s was not changed", notePath)
		_ = w.Settle(ctx, library.Edit{Path: notePath, Old: old, New: data}) // undo finds nothing to take back either
		return nil
	}
	if err := w.Settle(ctx, library.Edit{Path: notePath, Old: old, New: data}); err != nil {
		return err
	}
	s, err := desk.Open(ctx, w.Library, a.deskOptions())
	if err != nil {
		return err
	}
	defer s.Close()
	a.notice(s.Notices)
	for _, p := range s.Unread {
		if p.Path == notePath && p.Code != "empty" {
			a.partial = true
			a.warn("%s", p.Error())
			a.hint("takeaway edit " + notePath + " opens it again; takeaway undo takes the change back")
			return nil
		}
	}
	ups, err := s.WriteUps()
	if err != nil {
		return err
	}
	n := 0
	for _, up := range ups {
		if up.Path == notePath {
			n = up.Takeaways()
		}
	}
	a.warn("notes/%s has %s now", notePath, kb.Counted(n, "takeaway"))
	a.hint("takeaway check " + notePath + " finds mistakes; takeaway undo takes the change back")
	return nil
}
