package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

func (a *app) checkCmd() *cobra.Command {
	var fix, dryRun bool
	cmd := &cobra.Command{
		Use:     "check [PATH…]",
		GroupID: "care",
		Short:   "find problems in the notes",
		Long: `Read every note strictly and report what is wrong with it, as path:line:col. Reading is lenient
everywhere else; check shows the guesses. PATH restricts the check to notes whose path (below
notes/) starts so. The exit code is 1 if there is an error or a warning, 0 if there is nothing.

With --fix, check first fixes what is safe to fix: tags that are another name of a topic or project get its
own name. takeaway undo takes the fixes back. What is left is reported.`,
		Example: `  takeaway check
  takeaway check kubecon-na-2019/
  takeaway check --fix --dry-run
  takeaway check -o json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if dryRun && !fix {
				return kb.Usage("--dry-run is for --fix", "takeaway check alone writes nothing")
			}
			return a.check(cmd.Context(), args, fix, dryRun)
		},
	}
	cmd.Flags().BoolVar(&fix, "fix", false, "fix what is safe to fix, then report what is left")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "with --fix: print the change as a unified diff and write nothing")
	a.outputFlag(cmd)
	return cmd
}

func (a *app) check(ctx context.Context, prefixes []string, fix, dryRun bool) error {
	lib, err := a.findLibrary()
	if err != nil {
		return err
	}
	typed := prefixes
	prefixes = notePrefixes(lib, a.Dir, typed)
	if fix {
		if err := a.fix(ctx, lib, prefixes, dryRun); err != nil || dryRun {
			return err
		}
	}
	progress, stop := a.progress("checking notes")
	problems, notes, err := lib.Check(ctx, a.Now(), progress)
	stop()
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return kb.Unusable(err, "")
	}
	if len(prefixes) > 0 {
		paths, err := lib.Paths()
		if err != nil {
			return kb.Unusable(err, "")
		}
		notes = len(slices.DeleteFunc(paths, func(path string) bool { return !under(path, prefixes) }))
		if notes == 0 && !slices.ContainsFunc(problems, func(p kb.Problem) bool { return under(p.Path, prefixes) }) && !slices.Contains(prefixes, library.VocabularyFile) {
			return kb.Nothing("no note is at or below "+strings.Join(typed, ", "), "PATH is a note or a folder below notes/, as takeaway list -o id prints it")
		}
	}
	problems = slices.DeleteFunc(problems, func(p kb.Problem) bool { return !under(p.Path, prefixes) })
	if len(problems) == 0 && a.output == "" {
		a.warn("%s, no problems", kb.Counted(notes, "note"))
		return nil
	}
	if err := a.print(func(p *render.Printer) error { return p.Problems(problems) }); err != nil {
		return err
	}
	if len(problems) == 0 {
		return nil
	}
	bad := 0
	for _, p := range problems {
		if p.Severity == kb.SeverityError {
			bad++
		}
	}
	return kb.Nothing(kb.Counted(notes, "note")+", "+kb.Counted(bad, "error")+", "+kb.Counted(len(problems)-bad, "warning"), "")
}

// notePrefixes are the beginnings of paths below notes/ that were typed: as takeaway list prints them, or as
// the shell gives them.
func notePrefixes(lib *library.Library, work string, typed []string) []string {
	var out []string
	for _, p := range typed {
		out = append(out, strings.TrimPrefix(strings.TrimPrefix(p, "./"), library.NotesDir+"/"))
		path, ok := lib.NotePath(work, p)
		switch {
		case !ok || path == out[len(out)-1]:
		case path == ".":
			out = append(out, "")
		default:
			out = append(out, path)
		}
	}
	return out
}

// under reports whether a path begins with one of the prefixes; without any it does.
func under(path string, prefixes []string) bool {
	return len(prefixes) == 0 || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(path, p) })
}
