package cli

import (
	"context"
	"errors"
	"slices"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

// fix repairs what can be repaired safely in the notes below the prefixes, as one change that undo takes
// back, and says so. A dry run shows the change instead.
func (a *app) fix(ctx context.Context, lib *library.Library, prefixes []string, dryRun bool) error {
	if lib.Builtin && !dryRun {
		return kb.Unusable(library.ErrReadOnly, "takeaway init ~/kubecon starts a library of your own; then use --library")
	}
	if err := a.validOutput(); err != nil {
		return err
	}
	for try := 1; ; try++ {
		edits, solved, err := a.fixes(ctx, lib, prefixes)
		if err != nil {
			return err
		}
		if dryRun {
			return a.showFixes(edits, solved)
		}
		if len(edits) == 0 {
			a.warn("nothing to fix")
			return nil
		}
		err = a.applyFixes(ctx, lib, edits)
		if changed := new(library.ChangedError); errors.As(err, &changed) && try < mostTries {
			continue // it is worked out anew from what the note holds now
		}
		if err != nil {
			return err
		}
		a.warn("fixed %s in %s: %s", kb.Counted(len(solved), "problem"), kb.Counted(len(edits), "note"), few(pathsOf(edits)))
		a.hint("takeaway undo takes it back")
		return nil
	}
}

// fixes are the edits below the prefixes, and the problems that they solve.
func (a *app) fixes(ctx context.Context, lib *library.Library, prefixes []string) ([]library.Edit, []kb.Problem, error) {
	progress, stop := a.progress("reading notes")
	edits, solved, err := lib.Fixes(ctx, a.Now(), progress)
	stop()
	if err != nil {
		if ctx.Err() != nil {
			return nil, nil, context.Cause(ctx)
		}
		return nil, nil, kb.Unusable(err, "")
	}
	edits = slices.DeleteFunc(edits, func(e library.Edit) bool { return !under(e.Path, prefixes) })
	solved = slices.DeleteFunc(solved, func(p kb.Problem) bool { return !under(p.Path, prefixes) })
	return edits, solved, nil
}

// applyFixes writes the edits. The index is opened for its folder, where undo looks for the originals.
func (a *app) applyFixes(ctx context.Context, lib *library.Library, edits []library.Edit) error {
	s, err := desk.Open(ctx, lib, a.deskOptions())
	if err != nil {
		return err
	}
	defer s.Close()
	w, err := s.Writer(a.commandLine())
	if err != nil {
		return err
	}
	return a.apply(ctx, w, edits)
}

// showFixes prints what would be done: a unified diff, or the problems that would go where a format was
// asked for.
func (a *app) showFixes(edits []library.Edit, solved []kb.Problem) error {
	if len(edits) == 0 {
		a.warn("nothing to fix")
	} else {
		a.warn("would fix %s in %s; nothing was written", kb.Counted(len(solved), "problem"), kb.Counted(len(edits), "note"))
	}
	if a.output != "" {
		return a.print(func(p *render.Printer) error { return p.Problems(solved) })
	}
	return a.print(func(p *render.Printer) error { return p.Diff(diffOf(edits)) })
}

func pathsOf(edits []library.Edit) []string {
	paths := make([]string, len(edits))
	for i, e := range edits {
		paths[i] = e.Path
	}
	return paths
}
