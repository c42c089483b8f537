package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"takeaway/internal/ask"
	"takeaway/internal/kb"
	"takeaway/internal/query"
	"takeaway/internal/render"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// Main runs the command line args (without the program's name) and returns the exit code.
func Main(ctx context.Context, args []string, io IO) (code int) {
	a := &app{IO: io, args: args, out: &checkedWriter{Writer: io.Out}}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			code = a.fault(p)
		}
	}()
	a.Out = a.out
	root := a.root()
	if len(args) > 0 && (args[0] == "--version" || args[0] == "-v") {
		args = []string{"version"}
	}
	root.SetArgs(args)
	var offered bytes.Buffer
	if completing(args) {
		root.SetOut(&offered)
	}
	cmd, err := root.ExecuteContextC(ctx)
	if _, e := fmt.Fprint(io.Out, cleanCompletions(offered.String())); e != nil {
		err = cmp.Or(err, e)
	}
	if err != nil {
		err = cmp.Or(unknownCommand(cmd, args, err), err)
	}
	code = a.exit(cmd, cmp.Or(err, a.out.err)) // a full disk, wherever it was met
	a.hintBuiltin(code)                        // after the answer, and not beside a mistake, which has a hint of its own
	return code
}

// fault reports that mapped memory is gone, as where somebody cut a file of the index short that is in use. Any
// other panic goes on.
func (a *app) fault(p any) int {
	if _, ok := p.(interface{ Addr() uintptr }); !ok {
		panic(p)
	}
	a.warn("a file of the index was cut short while it was read")
	a.hint("run the command again: the index is checked and made anew")
	return exitLibrary
}

// exit reports err and turns it into an exit code.
func (a *app) exit(cmd *cobra.Command, err error) int {
	var bad *query.Error
	advice := kb.AdviceOf(err)
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled):
		a.warn("interrupted")
		return exitInterrupted
	case errors.As(err, &bad):
		a.warn("%s", bad.Error())
		for line := range strings.Lines(bad.Detail()) {
			fmt.Fprintf(a.Err, "  %s\n", render.Clean(strings.TrimSuffix(line, "\n")))
		}
		a.hint(bad.Hint)
		return exitUsage
	case errors.Is(err, ask.ErrNoNotes) && a.partial:
		a.warn("none of the notes could be read")
		a.hint("takeaway check lists what is wrong with them")
	case advice != nil:
		a.warn("%s", advice.Error())
		if errors.Is(err, ask.ErrNoNotes) && a.library != "" {
			advice.Hint = "takeaway ingest --library " + a.library + " FILE… brings write-ups in"
		}
		a.hint(advice.Hint)
		if advice.Class != kb.ClassNothing || !a.partial {
			return exitCode(advice.Class)
		}
	default:
		a.warn("%s", firstOf(countError(cmd, err), err.Error()))
		if isCobraUsage(err) {
			a.hint("usage: " + cmd.UseLine())
			return exitUsage
		}
		return exitLibrary
	}
	if a.partial {
		return exitPartial
	}
	return exitOK
}

// isCobraUsage tells cobra's own complaints about commands and arguments, which have no type.
func isCobraUsage(err error) bool {
	msg := err.Error()
	for _, start := range []string{"unknown command", "accepts ", "requires ", "invalid argument", "required flag"} {
		if strings.HasPrefix(msg, start) {
			return true
		}
	}
	return false
}

// exitCode is the code for errors of a class.
func exitCode(c kb.Class) int {
	switch c {
	case kb.ClassNothing:
		return exitNothing
	case kb.ClassUsage:
		return exitUsage
	}
	return exitLibrary
}

// root makes the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "takeaway",
		Short: "search, tag and summarise what people took home from KubeCon",
		Long: `takeaway is a knowledge base of conference write-ups for the shell. It splits write-ups into
takeaways, tags them with evidence, and finds them again.

Without a library of your own it searches the notes that came with the program.`,
		Example: `  takeaway search gitops
  takeaway search "service mesh security" conf:kubecon-eu-2018
  takeaway list conferences
  takeaway init ~/kubecon && takeaway ingest --library ~/kubecon my-trip-report.md`,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          a.front,
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetFlagErrorFunc(a.flagError)
	f := root.PersistentFlags()
	f.StringVar(&a.library, "library", "", "`folder` with notes/ in it, or builtin (default: $TAKEAWAY_LIBRARY, the folder you are in, your library, or the built-in notes)")
	_ = root.MarkPersistentFlagDirname("library")
	f.BoolVar(&a.own, "own", false, "leave the shelves out, the built-in notes among them")
	f.StringSliceVar(&a.shelves, "shelf", nil, "read this `shelf` alone; repeat for several, own is your library")
	_ = root.RegisterFlagCompletionFunc("shelf", a.completeShelves)
	f.StringVar(&a.color, "color", "auto", "`when` to colour: auto, always or never")
	f.BoolVar(&a.noPager, "no-pager", false, "do not page long output")
	root.Flags().BoolP("version", "v", false, "print the version, as takeaway version does")
	_ = root.RegisterFlagCompletionFunc("color", cobra.FixedCompletions([]string{"auto", "always", "never"}, noFiles))
	root.AddGroup(&cobra.Group{ID: "read", Title: "Read:"}, &cobra.Group{ID: "write", Title: "Write:"},
		&cobra.Group{ID: "care", Title: "Maintenance:"})
	root.AddCommand(a.searchCmd(), a.showCmd(), a.openCmd(), a.relatedCmd(), a.listCmd(), a.newsCmd(), a.summaryCmd(), a.initCmd(), a.ingestCmd(), a.checkCmd(),
		a.indexCmd(), a.versionCmd())
	root.AddCommand(a.tagCmd(), a.setCmd(), a.undoCmd(), a.newCmd(), a.editCmd())
	root.AddCommand(a.shelfCmd())
	root.AddCommand(a.trendsCmd())
	root.AddCommand(a.talksCmd(), a.mcpCmd())
	root.AddCommand(a.compareCmd())
	root.AddCommand(a.topicCmd(), a.projectCmd())
	root.AddCommand(topics()...)
	root.SetHelpCommandGroupID("care")
	root.SetCompletionCommandGroupID("care")
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd(a.args...)
	a.setHelp(root)
	return root
}

// Run is the program: it connects Main to the operating system.
func Run(notes fs.FS) int {
	// A command ends before it has made much garbage: collecting it at every 4 MB takes a sixth of a search.
	debug.SetGCPercent(400)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends the program at once, whatever it is doing.
	context.AfterFunc(ctx, stop)
	io := IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, LookupEnv: os.LookupEnv, Now: time.Now, Notes: notes,
		InTTY: term.IsTerminal(int(os.Stdin.Fd())), OutTTY: term.IsTerminal(int(os.Stdout.Fd())), ErrTTY: term.IsTerminal(int(os.Stderr.Fd()))}
	io.Dir, _ = os.Getwd() // without one the search for a library upwards is skipped
	if io.OutTTY {
		io.Width, _, _ = term.GetSize(int(os.Stdout.Fd()))
	}
	if io.ErrTTY {
		io.ErrWidth, _, _ = term.GetSize(int(os.Stderr.Fd()))
	}
	return Main(ctx, os.Args[1:], io)
}
