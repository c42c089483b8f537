// Package cli wires the commands together: it parses arguments, opens the library, brings its index up
// to date, and hands results to render. It alone prints and decides exit codes.
//
// The rules of the streams: standard output is the answer; everything else goes to standard error,
// prefixed "takeaway:", in lower case, without a full stop, followed by a "hint:" line where the next
// step is known.
package cli

import (
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"takeaway/internal/library"
	"takeaway/internal/render"
)

// Exit codes. They are documented in the help topic "exit-codes".
const (
	exitOK          = 0
	exitNothing     = 1   // nothing found
	exitUsage       = 2   // the command line or the query is wrong
	exitPartial     = 3   // some notes could not be read; the rest was served
	exitLibrary     = 4   // the index or the library cannot be used
	exitInterrupted = 130 // Ctrl-C
)

// IO is the world as a command sees it.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	// InTTY, OutTTY and ErrTTY say which of them are terminals; Width is that of Out in columns, 0 if unknown.
	InTTY, OutTTY, ErrTTY bool
	Width                 int
	// ErrWidth is the width of Err, 0 if that is no terminal.
	ErrWidth int
	// Env reads the environment; LookupEnv also says whether a variable is set at all, and nil that what
	// is empty is not set.
	Env       func(string) string
	LookupEnv func(string) (string, bool)
	// Dir is the working directory, Now the clock.
	Dir string
	Now func() time.Time
	// Notes are the built-in notes.
	Notes fs.FS
}

// app is one run of the program.
type app struct {
	IO
	library string
	own     bool     // --own
	shelves []string // --shelf
	output  string
	color   string
	noPager bool
	raw     bool
	null    bool
	// file is the file of a note for an editor, once a library is open.
	file func(shelf, path string) string
	args []string // the command line
	out  *checkedWriter

	// found is the library, once it was looked for.
	found *library.Library
	// builtin is set once the built-in notes have been read.
	builtin bool
	// partial is set once something was left out of the answer.
	partial bool
}

// warn prints a line to standard error.
func (a *app) warn(format string, args ...any) {
	a.say("takeaway: " + fmt.Sprintf(format, args...))
}

// hint prints what to do next, if that is known.
func (a *app) hint(text string) {
	if text != "" {
		a.say("hint: " + text)
	}
}

// say prints to standard error, folded where that is a terminal.
func (a *app) say(text string) {
	fmt.Fprintln(a.Err, render.Fold(render.Clean(text), a.ErrWidth))
}

// outputFlag adds --output to a listing command.
func (a *app) outputFlag(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&a.output, "output", "o", "", "`format`: table, plain, json, jsonl, yaml, csv, markdown, id, vimgrep or template=…")
	cmd.Flags().BoolVarP(&a.null, "null", "0", false, "plain, id, vimgrep: end each record with a zero byte, for xargs -0")
	cmd.Flags().BoolVar(&a.raw, "raw", false, "csv: leave cells as they are that a spreadsheet would run (=1+2)")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(
		[]string{"table", "plain", "json", "jsonl", "yaml", "csv", "markdown", "id", "vimgrep", "template="}, cobra.ShellCompDirectiveNoFileComp))
}

// lookup reads a variable and whether it is set.
func (a *app) lookup(key string) (string, bool) {
	if a.LookupEnv != nil {
		return a.LookupEnv(key)
	}
	v := a.Env(key)
	return v, v != ""
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
