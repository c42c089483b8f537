package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

type newOptions struct {
	authors  []string
	speakers []string
	talk     string
	noEdit   bool
}

func (a *app) newCmd() *cobra.Command {
	var o newOptions
	cmd := &cobra.Command{
		Use:     "new CONFERENCE [TITLE…]",
		GroupID: "write",
		Short:   "start a note for a conference or a talk",
		Long: `Make a note in notes/<conference>/ with its front matter filled in, print its path, and on a terminal
open it in $VISUAL or $EDITOR. The conference goes by any of its names. A note that is there is never
overwritten; takeaway undo takes the new one back.`,
		Example: `  takeaway new kubecon-na-2019 --author "Jane Doe"
  takeaway new "KubeCon EU 2018" What I took home from Copenhagen
  takeaway new copenhagen --talk "Life of a Packet" --speaker "Michael Rubin" --no-edit`,
		Args: cobra.MinimumNArgs(1),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeEdition(cmd, args, typed)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.newNote(cmd.Context(), args, o) },
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.authors, "author", nil, "`author` of the note; repeat for several")
	f.StringVar(&o.talk, "talk", "", "`title` of the talk that all of the note is about")
	f.StringArrayVar(&o.speakers, "speaker", nil, "`speaker` of the talk; repeat for several")
	f.BoolVar(&o.noEdit, "no-edit", false, "make the note and do not open it")
	return cmd
}

func (a *app) newNote(ctx context.Context, args []string, o newOptions) error {
	if o.talk == "" && len(o.speakers) > 0 {
		return kb.Usage("--speaker without --talk", "--talk TITLE names the talk")
	}
	editions, err := conference.Resolve(args[0])
	if err != nil || len(editions) != 1 {
		return kb.Usage(fmt.Sprintf("%q does not name one conference", args[0]), nearEditions(editions, err))
	}
	lib, err := a.findLibrary()
	if err != nil {
		return err
	}
	if lib.Builtin {
		return kb.Unusable(library.ErrReadOnly, "takeaway init ~/kubecon starts a library of your own; then add --library ~/kubecon, or work inside it")
	}
	notePath, data := draftNote(&editions[0], strings.Join(args[1:], " "), o, a.Now().Format("2006-01-02"))
	w := desk.NewWriter(lib, lib.Index, a.deskOptions(), a.commandLine())
	switch err := a.apply(ctx, w, []library.Edit{{Path: notePath, New: data}}); {
	case errors.Is(err, library.ErrExists):
		return kb.Usage("notes/"+notePath+": exists already and is not overwritten", "takeaway edit "+notePath+" opens it; another TITLE makes another note")
	case err != nil:
		return err
	}
	if _, err := fmt.Fprintln(a.Out, render.Clean("notes/"+notePath)); err != nil {
		return err
	}
	editor := ""
	if !o.noEdit && a.InTTY && a.OutTTY {
		if editor, err = a.editor(); err != nil {
			return err
		}
	}
	file, err := lib.File(notePath)
	if err != nil {
		return desk.WriteError(err)
	}
	if editor == "" {
		a.hint("write a heading for each takeaway there; takeaway edit " + notePath + " opens it")
		return nil
	}
	failed := a.edit(editor, file, strings.Count(string(data), "\n"))
	if now, err := os.ReadFile(file); err == nil && string(now) == string(data) {
		a.warn("nothing was written into the note; takeaway undo takes it back")
	}
	if err := a.edited(ctx, w, notePath, file, nil); err != nil {
		return err
	}
	return failed
}

// draftNote is the path and the text of a note to begin with.
func draftNote(e *conference.Edition, title string, o newOptions, today string) (notePath string, data []byte) {
	name := ingest.FileName(firstOf(title, o.talk))
	if name == "" && len(o.authors) > 0 {
		name = ingest.FileName(o.authors[0])
	}
	title = firstOf(title, o.talk, e.Short()+": what I took home")
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\nauthors: [%s]\nconference: %s\ndate: %s\n", strconv.Quote(title), quotedList(o.authors), e.ID, today)
	if o.talk != "" {
		fmt.Fprintf(&b, "talk: {title: %s, speakers: [%s]}\n", strconv.Quote(o.talk), quotedList(o.speakers))
	}
	// Comments of the front matter: in the text they would be found.
	b.WriteString(`# Below the next line, for each takeaway: a heading, "## What I learned, in one sentence"; under it a
# line with its tags, "#gitops #security", if you like; an empty line; the text.
---

`)
	return path.Join(e.ID, firstOf(name, "what-i-took-home")+".md"), []byte(b.String())
}

func quotedList(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = strconv.Quote(s)
	}
	return strings.Join(quoted, ", ")
}
