package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/aymanbagabas/go-udiff"

	"takeaway/internal/desk"
	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/noteedit"
	"takeaway/internal/render"
	"takeaway/internal/search"
)

// writable refuses early what could not be written at the end.
func (a *app) writable(s *desk.Desk, o tagOptions) error {
	switch {
	case o.copy != "" && !s.Builtin:
		return kb.Usage("--copy is for the notes that came with the program", "these notes are your own: leave --copy out")
	case s.Builtin && o.copy == "" && !o.dryRun:
		return kb.Unusable(library.ErrReadOnly, "takeaway init ~/kubecon starts a library of your own; --copy ~/kubecon copies the notes there and tags the copies")
	}
	return nil
}

// mostTries is how often a change is worked out anew because another command got in between.
const mostTries = 5

// changeTags plans what decide says for each target, and makes the change. Where another command wrote
// to one of the notes in between it is planned again from what the note holds now; a change that somebody
// agreed to is not, as it would be another one.
func (a *app) changeTags(ctx context.Context, s *desk.Desk, targets []tagTarget, o tagOptions, decide func(w *kb.WriteUp, t *kb.Takeaway) noteedit.Change) error {
	for try := 1; ; try++ {
		p := &tagPlan{app: a, s: s}
		if err := p.notes(targets, decide); err != nil {
			return err
		}
		err := a.writeTags(ctx, p, o)
		if changed := new(library.ChangedError); !errors.As(err, &changed) || p.asked || try == mostTries {
			return err
		}
	}
}

// writeTags shows a planned change, asks about it where it is large, makes it, and says what was done.
func (a *app) writeTags(ctx context.Context, p *tagPlan, o tagOptions) error {
	for _, bad := range p.skipped {
		a.partial = true
		a.warn("%s", bad.Error())
		a.hint(bad.Hint)
	}
	if len(p.edits) == 0 {
		if len(p.skipped) == 0 {
			a.warn("nothing to change: the tags are as they shall be")
		}
		return nil
	}
	if o.dryRun {
		if err := a.showPlan(p); err != nil {
			return err
		}
		a.warn("would change %s; nothing was written", p.size())
		return nil
	}
	if p.reach > 1 && !o.yes {
		p.asked = true
		if err := a.confirm(p); err != nil {
			return err
		}
	}
	lib, index, err := a.shelf(p.s, o)
	if err != nil {
		return err
	}
	if o.copy != "" {
		for i := range p.edits {
			p.edits[i].Old = nil // not there yet
		}
	}
	err = a.apply(ctx, lib, index, p.edits)
	if o.copy != "" && errors.Is(err, library.ErrExists) {
		return kb.Unusable(err, "it was copied before: tag it there, with --library in the place of --copy")
	}
	if err != nil {
		return err
	}
	if err := a.print(func(pr *render.Printer) error { return pr.TagChanges(p.changes) }); err != nil {
		return err
	}
	a.warn("changed %s", p.size())
	if a.ErrTTY {
		a.hint("takeaway undo takes it back")
	}
	return nil
}

// size is the extent of a plan in words.
func (p *tagPlan) size() string {
	return counted(p.reach, "takeaway") + " in " + counted(len(p.edits), "note")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// showPlan prints what would be done: a unified diff, or rows where a format was asked for.
func (a *app) showPlan(p *tagPlan) error {
	if a.output != "" {
		return a.print(func(pr *render.Printer) error { return pr.TagChanges(p.changes) })
	}
	return a.print(func(pr *render.Printer) error { return pr.Diff(diffOf(p.edits)) })
}

// diffOf is a unified diff that git apply takes, in the folder of the library.
func diffOf(edits []library.Edit) string {
	var b strings.Builder
	for _, e := range edits {
		from, to := "a/notes/"+e.Path, "b/notes/"+e.Path
		switch {
		case e.Old == nil:
			from = "/dev/null"
		case e.New == nil:
			to = "/dev/null"
		}
		b.WriteString(udiff.Unified(from, to, string(e.Old), string(e.New)))
	}
	return b.String()
}

// confirm asks before a change of more than one takeaway. Without a terminal nobody can answer, and
// guessing would be worse than asking for --yes.
func (a *app) confirm(p *tagPlan) error {
	if !a.InTTY || !a.ErrTTY {
		return kb.Usage("this would change "+p.size()+"; nobody can be asked here", "--yes goes ahead, --dry-run shows the change")
	}
	in := bufio.NewReader(a.In)
	for {
		fmt.Fprintf(a.Err, "Change %s? [y]es, [n]o, show the [d]iff: ", p.size())
		line, err := in.ReadString('\n')
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "y", "yes":
			return nil
		case "d", "diff":
			if err := a.showPlan(p); err != nil {
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

// shelf is the library to write to and the folder of its index: the session's own, or the one that
// built-in notes are copied to.
func (a *app) shelf(s *desk.Desk, o tagOptions) (*library.Library, string, error) {
	if o.copy == "" {
		if !s.Lasting() {
			return nil, "", kb.Unusable(errors.New("the index folder cannot be written, so that undo could not be prepared"), "make "+s.Index+" writable")
		}
		return s.Library, s.IndexDir(), nil
	}
	dir := o.copy
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.Dir, dir)
	}
	lib, err := library.Open(dir)
	if err != nil {
		return nil, "", kb.Unusable(err, "takeaway init "+o.copy+" makes a library there")
	}
	return lib, lib.Index, nil
}

// writerPatience is how long a change waits for another one that is being written.
const writerPatience = 10 * time.Second

// apply makes a change as one step that can be taken back.
func (a *app) apply(ctx context.Context, lib *library.Library, index string, edits []library.Edit) error {
	unlock, err := a.lockNotes(ctx, index)
	if err != nil {
		return err
	}
	defer unlock()
	journal := lib.Journal(index)
	progress, stop := a.progress("writing notes")
	journal.Progress = progress
	var remarks []string
	journal.Remark = func(path, what string) { remarks = append(remarks, path+": "+what) }
	err = journal.Apply(a.commandLine(), edits, a.Now())
	stop()
	for _, remark := range remarks {
		a.warn("%s", remark)
	}
	return a.notesError(err)
}

// lockNotes keeps other commands from writing meanwhile.
func (a *app) lockNotes(ctx context.Context, index string) (func(), error) {
	if index == "" {
		return nil, kb.Unusable(errors.New("there is no folder for what undo would restore: index/ beside the notes holds files of something else, and there is no cache folder"),
			"$HOME or $XDG_CACHE_HOME names one")
	}
	if err := library.MakeIndex(index); err != nil {
		return nil, kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "make "+index+" writable")
	}
	short, cancel := context.WithTimeout(ctx, writerPatience)
	defer cancel()
	unlock, err := search.Lock(short, index)
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil && short.Err() != nil {
		return nil, kb.Unusable(errors.New("another command has been writing for too long; nothing was changed"), "run the command again once it has ended")
	}
	if err != nil {
		return nil, kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "make "+index+" writable")
	}
	return unlock, nil
}

// notesError says what to do about an error of writing notes.
func (a *app) notesError(err error) error {
	var changed *library.ChangedError
	var partial *library.PartialError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &changed):
		return changedMeanwhile(err)
	case errors.As(err, &partial):
		return kb.Unusable(err, "takeaway undo takes them back")
	case errors.Is(err, library.ErrNoteReadOnly):
		return kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "chmod u+w makes it writable")
	case errors.Is(err, library.ErrExists):
		return kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "another command made it meanwhile: run the command again")
	case errors.Is(err, fs.ErrPermission):
		return kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "its folder cannot be written to")
	}
	return kb.Unusable(err, "")
}

// commandLine is what was typed, for the list of changes.
func (a *app) commandLine() string {
	words := []string{"takeaway"}
	for _, arg := range a.args {
		if ingest.IsAddress(arg) {
			arg, _ = ingest.PublicAddress(arg)
		}
		if arg == "" || strings.ContainsAny(arg, " \t\n\"'\\$`*?()<>|&;") {
			arg = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
		words = append(words, arg)
	}
	line := []rune(strings.Join(words, " "))
	if len(line) > 200 {
		line = append(line[:199], '…')
	}
	return string(line)
}
