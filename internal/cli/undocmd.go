package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

type undoOptions struct{ list, dryRun bool }

func (a *app) undoCmd() *cobra.Command {
	var o undoOptions
	cmd := &cobra.Command{
		Use:     "undo",
		GroupID: "write",
		Short:   "take the last change to the notes back",
		Long: `Restore the notes as they were before the last command that changed them, byte for byte; again, and the
one before is taken back. A change of many notes is taken back as a whole. Where one of them was changed
by someone else since, nothing is restored and those notes are named.

The originals are kept in index/undo/, one zip file a change, the last hundred of them within 64 MiB.
They go when index/ is deleted.`,
		Example: "  takeaway undo --dry-run\n  takeaway undo\n  takeaway undo --list",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.undo(cmd.Context(), o) },
	}
	cmd.Flags().BoolVar(&o.list, "list", false, "list the changes that can be taken back, the last one first")
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "print what would be restored as a unified diff")
	a.outputFlag(cmd)
	return cmd
}

func (a *app) undo(ctx context.Context, o undoOptions) error {
	lib, err := a.findLibrary()
	if err != nil {
		return err
	}
	if lib.Builtin {
		return kb.Nothing("there is nothing to take back: "+library.ErrReadOnly.Error(), "--library names a library of your own")
	}
	index := a.journalDir(lib)
	journal := lib.Journal(index)
	if o.list {
		return a.undoList(journal)
	}
	if !o.dryRun {
		unlock, err := desk.NewWriter(lib, index, a.deskOptions(), "").Lock(ctx)
		if err != nil {
			return err
		}
		defer unlock()
	}
	step, edits, err := journal.Last()
	if err != nil {
		return a.undoError(err)
	}
	if o.dryRun {
		if a.output != "" {
			return a.printSteps([]library.Step{*step})
		}
		a.warn("would take back %s", step.Title)
		return a.print(func(p *render.Printer) error { return p.Diff(diffOf(edits)) })
	}
	progress, stop := a.progress("restoring notes")
	journal.Progress = progress
	err = journal.Undo(step, edits)
	stop()
	if err != nil {
		return desk.WriteError(err)
	}
	if err := a.printSteps([]library.Step{*step}); err != nil {
		return err
	}
	a.warn("%s", restored(step, edits))
	if len(edits) == 0 {
		a.hint("takeaway undo takes back the change before it")
	}
	return nil
}

// restored says what became of the notes of a step. Those that a killed command never came to are as they were.
func restored(step *library.Step, edits []library.Edit) string {
	paths := make([]string, len(edits))
	for i, e := range edits {
		paths[i] = e.Path
	}
	rest := len(step.Paths) - len(paths)
	switch {
	case len(paths) == 0:
		return "nothing to restore: " + few(step.Paths) + map[bool]string{true: " is", false: " are"}[len(step.Paths) == 1] + " as before that change already, which is forgotten"
	case rest > 0:
		return fmt.Sprintf("restored %s: %s; %s as before already", kb.Counted(len(paths), "note"), few(paths), kb.Counted(rest, "other"))
	}
	return fmt.Sprintf("restored %s: %s", kb.Counted(len(paths), "note"), few(paths))
}

// journalDir is the index folder with the newest change: the library's own, or the one in the user's cache
// folder that takes its place where that cannot be written. The index itself is left as it is, which may
// have to be brought up to date by the very notes that are about to go.
func (a *app) journalDir(lib *library.Library) string {
	newest, at := lib.Index, time.Time{}
	for _, dir := range desk.IndexDirs(lib, cacheDir(a.Env)) {
		if step, _, _ := lib.Journal(dir).Last(); step != nil && step.Time.After(at) {
			newest, at = dir, step.Time
		}
	}
	return newest
}

// few names some and counts the rest.
func few(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + kb.Counted(len(names)-most, "other")
}

func (a *app) undoError(err error) error {
	var conflict *library.ConflictError
	switch {
	case errors.Is(err, library.ErrNoStep):
		return kb.Nothing(err.Error(), "")
	case errors.As(err, &conflict):
		return kb.Unusable(err, "the originals are in "+conflict.Kept)
	}
	return kb.Unusable(err, "takeaway undo --list names the changes; a file that is damaged can be removed")
}

func (a *app) undoList(journal *library.Journal) error {
	steps, bad, err := journal.Steps()
	if err != nil {
		return a.undoError(err)
	}
	for _, err := range bad {
		a.partial = true
		a.warn("%v", err)
	}
	if len(bad) > 0 {
		a.hint("a file that is damaged can be removed")
	}
	if len(steps) == 0 {
		return a.undoError(library.ErrNoStep)
	}
	return a.printSteps(steps)
}

func (a *app) printSteps(steps []library.Step) error {
	rows := make([]render.UndoStep, len(steps))
	for i, s := range steps {
		rows[i] = render.UndoStep{Number: s.Number, Time: s.Time.UTC().Format(time.RFC3339), Command: s.Title, Notes: s.Paths}
	}
	return a.print(func(p *render.Printer) error { return p.UndoSteps(rows) })
}
