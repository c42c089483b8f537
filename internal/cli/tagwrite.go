package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
	"takeaway/internal/tagging"

	"github.com/spf13/cobra"
)

// writable are the targets that can be written to; it refuses early what could not be written at the end. Notes on
// shelves are left out unless they are to be copied, and refused where somebody named them.
func (a *app) writable(s *desk.Desk, targets []tagging.Target, o tagOptions) ([]tagging.Target, error) {
	if name := a.shelfAt(s, o.copy); name != "" {
		return nil, kb.Usage("--copy names the shelf "+name+", which is never written to", "--copy "+firstOf(s.Dir, "~/kubecon")+" copies the notes into your own library")
	}
	if s.Builtin {
		if o.copy == "" && !o.dryRun {
			return nil, kb.Unusable(library.ErrReadOnly, "takeaway init ~/kubecon starts a library of your own; --copy ~/kubecon copies the notes there and tags the copies")
		}
		return targets, nil
	}
	own, others := tagging.Own(targets)
	switch {
	case o.copy != "" && others == 0:
		return nil, kb.Usage("--copy is for notes on a shelf", "these notes are your own: leave --copy out")
	case o.copy != "" && len(own) > 0 && !a.isOwn(s, o.copy):
		a.warn("%s of your own left as they are: --copy is for notes on a shelf", kb.Counted(len(own), "takeaway"))
		return slices.DeleteFunc(slices.Clone(targets), func(t tagging.Target) bool { return t.Shelf == "" }), nil
	case o.copy != "" || o.dryRun || others == 0:
		return targets, nil
	case len(own) == 0:
		return nil, s.OnShelf(kb.Counted(others, "takeaway"), targets[0].Shelf)
	}
	a.warn("%s on shelves left as they are", kb.Counted(others, "takeaway"))
	a.hint("--copy " + s.Dir + " copies their notes into your library and tags the copies")
	return own, nil
}

// shelfAt is the name of the shelf that a folder as it was typed is; empty for none.
func (a *app) shelfAt(s *desk.Desk, typed string) string {
	if typed == "" {
		return ""
	}
	here, err := os.Stat(a.absolute(typed))
	if err != nil {
		return ""
	}
	shelves, err := s.Shelves(a.places())
	if err != nil {
		return ""
	}
	for _, shelf := range shelves {
		if shelf.Library == nil || shelf.Library.Dir == "" {
			continue
		}
		if there, err := os.Stat(shelf.Library.Dir); err == nil && os.SameFile(here, there) {
			return shelf.Name
		}
	}
	return ""
}

// isOwn reports whether a folder as it was typed is that of the library itself.
func (a *app) isOwn(s *desk.Desk, typed string) bool {
	here, err := os.Stat(a.absolute(typed))
	if err != nil {
		return false
	}
	own, err := os.Stat(s.Dir)
	return err == nil && os.SameFile(here, own)
}

// absolute is a path as it was typed in the folder of the command.
func (a *app) absolute(typed string) string {
	if filepath.IsAbs(typed) {
		return typed
	}
	return filepath.Join(a.Dir, typed)
}

// mostTries is how often a change is worked out anew because another command got in between.
const mostTries = 5

// changeTags plans a decision for each target, and makes the change. Where another command wrote
// to one of the notes in between it is planned again from what the note holds now; a change that somebody
// agreed to is not, as it would be another one.
func (a *app) changeTags(ctx context.Context, s *desk.Desk, targets []tagging.Target, o tagOptions, d tagging.Decision) error {
	for try := 1; ; try++ {
		p, err := tagging.NewPlan(s, targets, d)
		if err != nil {
			return err
		}
		a.notice(p.Notices)
		asked, err := a.writeTags(ctx, s, p, o)
		if changed := new(library.ChangedError); !errors.As(err, &changed) || asked || try == mostTries {
			return err
		}
	}
}

// writeTags shows a planned change, asks about it where it is large, makes it, and says what was done. It
// reports whether somebody was asked.
func (a *app) writeTags(ctx context.Context, s *desk.Desk, p *tagging.Plan, o tagOptions) (asked bool, err error) {
	for _, bad := range p.Skipped {
		a.partial = true
		a.warn("%s", bad.Error())
		a.hint(bad.Hint)
	}
	if len(p.Edits) == 0 {
		if len(p.Skipped) == 0 {
			a.warn("nothing to change: the tags are already set that way")
		}
		return false, nil
	}
	if o.dryRun {
		if err := a.showPlan(p); err != nil {
			return false, err
		}
		a.warn("would change %s; nothing was written", p.Size())
		return false, nil
	}
	if p.Reach > 1 && !o.yes {
		asked = true
		if err := a.ask(p.Size(), func() error { return a.showPlan(p) }); err != nil {
			return asked, err
		}
	}
	if err := a.applyPlan(ctx, s, p, o); err != nil {
		return asked, err
	}
	if err := a.print(func(pr *render.Printer) error { return pr.TagChanges(p.Changes) }); err != nil {
		return asked, err
	}
	a.warn("changed %s", p.Size())
	if a.ErrTTY {
		a.hint("takeaway undo takes it back")
	}
	return asked, nil
}

// applyPlan writes a change to the library, or to the one that notes from shelves are copied to.
func (a *app) applyPlan(ctx context.Context, s *desk.Desk, p *tagging.Plan, o tagOptions) error {
	if o.copy == "" {
		w, err := s.Writer(a.commandLine())
		if err != nil {
			return err
		}
		return a.apply(ctx, w, p.Edits)
	}
	lib, err := library.Open(a.absolute(o.copy))
	if err != nil {
		return kb.Unusable(err, "takeaway init "+o.copy+" makes a library there")
	}
	w := desk.NewWriter(lib, lib.Index, a.deskOptions(), a.commandLine())
	if a.isOwn(s, o.copy) {
		if w, err = s.Writer(a.commandLine()); err != nil {
			return err
		}
	}
	for i := range p.Edits {
		if s.Builtin || p.Shelves[i] != "" {
			p.Edits[i].Old = nil // not there yet
		}
	}
	err = a.apply(ctx, w, p.Edits)
	if errors.Is(err, library.ErrExists) {
		return kb.Unusable(err, "if it is an earlier copy, tag it there, with --library in the place of --copy; if it is another note, copy to another library")
	}
	return err
}

// showPlan prints what would be done: a unified diff, or rows where a format was asked for.
func (a *app) showPlan(p *tagging.Plan) error {
	if a.output != "" {
		return a.print(func(pr *render.Printer) error { return pr.TagChanges(p.Changes) })
	}
	return a.print(func(pr *render.Printer) error { return pr.Diff(diffOf(p.Edits)) })
}

// ask asks before a change of more than one thing; size is how much it changes, diff shows it. Without a terminal
// nobody can answer, and guessing would be worse than asking for --yes.
func (a *app) ask(size string, diff func() error) error {
	if !a.InTTY || !a.ErrTTY {
		return kb.Usage("this would change "+size+"; cannot ask for confirmation: not a terminal", "use --yes to go ahead, --dry-run to see the change")
	}
	in := bufio.NewReader(a.In)
	for {
		fmt.Fprintf(a.Err, "Change %s? [y]es, [n]o, show the [d]iff: ", size)
		line, err := in.ReadString('\n')
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			return nil
		case "d", "diff":
			if err := diff(); err != nil {
				return err
			}
		case "n", "no", "q", "":
			if err != nil {
				fmt.Fprintln(a.Err)
			}
			return kb.Nothing("nothing was changed", "")
		}
		if err != nil {
			return kb.Nothing("nothing was changed", "")
		}
	}
}

// sure asks a question of which anything but yes is a no.
func (a *app) sure(question string) error {
	fmt.Fprint(a.Err, question)
	line, _ := bufio.NewReader(a.In).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		return nil
	}
	return kb.Nothing("nothing was changed", "")
}

// tagOptions are the flags of the commands that write tags.
type tagOptions struct {
	all, dryRun, yes bool
	copy             string
	explain          bool
}

func (o *tagOptions) flags(a *app, cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.all, "all", false, "the whole library, where no takeaways are named")
	o.writeFlags(a, cmd)
}

// writeFlags are those of all commands that write.
func (o *tagOptions) writeFlags(a *app, cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.dryRun, "dry-run", false, "print the change as a unified diff and write nothing")
	f.BoolVarP(&o.yes, "yes", "y", false, "do not ask before changing more than one takeaway")
	f.StringVar(&o.copy, "copy", "", "library `folder` to copy notes from a shelf to, yours for example, before they are tagged there")
	a.outputFlag(cmd)
}
