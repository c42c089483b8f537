package cli

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

func (a *app) initCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "init [DIR]",
		GroupID: "write",
		Short:   "start a library",
		Long: `Make notes/, index/ and takeaway.yaml in DIR (default: the folder you are in). takeaway.yaml marks the folder
as a library: commands run inside it use it from then on. The first library that you make is your default: commands
use it wherever you are. What exists is left alone; the index is kept out of git, the notes are not.`,
		Example: "  takeaway init ~/kubecon",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := firstOf(append(args, a.library, a.Dir)...)
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(a.Dir, dir)
			}
			return a.init(dir)
		},
	}
}

func (a *app) init(dir string) error {
	made, err := library.Init(dir)
	if err != nil {
		return kb.Unusable(err, "name a folder that you can write to: takeaway init ~/kubecon")
	}
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	first := fmt.Sprintf("made %s in %s", strings.Join(made, ", "), dir)
	if len(made) == 0 {
		first = dir + " is a library already"
	}
	if _, err = fmt.Fprintln(a.Out, render.Clean(first)); err != nil {
		return err
	}
	if lib, err := library.Open(dir); err == nil && lib.Index == "" {
		a.warn("index/ has files of something else and is left alone; the index is kept in your cache folder")
	}
	return a.waysToUse(dir)
}

// waysToUse prints how a new library is used: as the default, where it is the first, and in two other ways.
func (a *app) waysToUse(dir string) error {
	is, file, err := library.SetDefault(configDir(a.Env), dir)
	if err != nil {
		a.warn("it cannot be made your default library: %v", err)
	}
	word := shellWord(dir)
	first := [2]string{"export TAKEAWAY_LIBRARY=" + word, "for the shell you are in"}
	switch now := library.Default(configDir(a.Env)); {
	case is:
		first = [2]string{"takeaway …", "anywhere but inside another library"}
	case now != "":
		first[1] += ", in place of " + now + ", your default"
	}
	ways := [][2]string{first, {"cd " + word, "there and in every folder below"}, {"takeaway --library " + word, "for one command"}}
	width := 0
	for _, w := range ways {
		width = max(width, utf8.RuneCountInString(w[0]))
	}
	var b strings.Builder
	if is {
		b.WriteString("It is your library from now on, wherever you are: the line in " + file + " says so.\n")
	}
	b.WriteString("Three ways to use it:\n")
	for _, w := range ways {
		fmt.Fprintf(&b, "  %-*s  %s\n", width, w[0], w[1])
	}
	b.WriteString("The built-in notes are searched beside yours; --own leaves them out.\n")
	if _, err := fmt.Fprint(a.Out, render.Clean(b.String())); err != nil {
		return err
	}
	next := "takeaway ingest FILE… brings write-ups in"
	if !is {
		next = "takeaway ingest --library " + shellWord(dir) + " FILE… brings write-ups in"
	}
	a.hint(next)
	return nil
}

// shellWord is a word as a shell takes it whole.
func shellWord(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n\"'\\$`*?()<>|&;#!") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
