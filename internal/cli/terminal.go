package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

// Run is the program: it connects Main to the operating system.
func Run(notes fs.FS) int {
	// A command ends before it has made much garbage: collecting it at every 4 MB takes a sixth of a search.
	debug.SetGCPercent(400)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends the program at once, whatever it is doing.
	context.AfterFunc(ctx, stop)
	io := IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Now: time.Now, Notes: notes,
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

// style decides how standard output looks. Colour follows --color, then NO_COLOR (https://no-color.org),
// then CLICOLOR_FORCE and CLICOLOR (https://bixense.com/clicolors), then whether it is a terminal.
// The background is never asked of the terminal, which may take seconds to answer: COLORFGBG or
// GLAMOUR_STYLE=light say that it is light.
func (a *app) style() (render.Style, error) {
	s := render.Style{Terminal: a.OutTTY, Width: a.Width, Dark: true, Conference: conferenceName}
	if n, err := strconv.Atoi(a.Env("COLUMNS")); err == nil && n > 0 && s.Width == 0 {
		s.Width = n
	}
	switch a.color {
	case "always":
		s.Color = true
	case "never":
	case "auto":
		switch {
		case a.Env("NO_COLOR") != "":
		case a.Env("CLICOLOR_FORCE") != "" && a.Env("CLICOLOR_FORCE") != "0":
			s.Color = true
		default:
			s.Color = a.OutTTY && a.Env("CLICOLOR") != "0" && a.Env("TERM") != "dumb"
		}
	default:
		return s, kb.Usage("--color is "+strconv.Quote(a.color), "use auto, always or never")
	}
	s.Links = s.Color && s.Terminal
	if bg := a.Env("COLORFGBG"); bg != "" {
		if n, err := strconv.Atoi(bg[strings.LastIndexByte(bg, ';')+1:]); err == nil && (n == 7 || n == 15) {
			s.Dark = false
		}
	}
	if a.Env("GLAMOUR_STYLE") == "light" {
		s.Dark = false
	}
	return s, nil
}

// conferenceName is what people call an edition: "KubeCon NA 2019".
func conferenceName(id string) string {
	if e, ok := conference.Lookup(id); ok {
		return e.Short()
	}
	return ""
}

// print runs show with a printer for --output, through the pager where standard output is a terminal.
func (a *app) print(show func(*render.Printer) error) error {
	if err := a.validOutput(); err != nil {
		return err
	}
	out, done := a.pager()
	p, err := a.printer(out)
	if err == nil {
		err = show(p)
	}
	done()
	if errors.Is(err, render.ErrTemplate) {
		return kb.Usage(err.Error(), "--output json shows the fields")
	}
	return err
}

// printer is what prints to out as --output says.
func (a *app) printer(out io.Writer) (*render.Printer, error) {
	format, err := render.ParseFormat(a.output)
	if err != nil {
		msg, near, ok := strings.Cut(err.Error(), ", did you mean")
		if ok {
			near = "did you mean" + near
		}
		return nil, kb.Usage(msg, near)
	}
	style, err := a.style()
	if err != nil {
		return nil, err
	}
	p, err := render.New(out, format, style)
	if err != nil {
		return nil, kb.Usage(err.Error(), "")
	}
	return p, nil
}

// validOutput refuses a format or colour that there is not. Commands that write notes ask before they do.
func (a *app) validOutput() error {
	_, err := a.printer(io.Discard)
	return err
}

// pager returns where to print, and what to call when all is printed.
func (a *app) pager() (io.Writer, func()) {
	name := firstOf(a.Env("TAKEAWAY_PAGER"), a.Env("PAGER"), "less")
	if !a.OutTTY || a.noPager || name == "cat" || a.Env("TERM") == "dumb" {
		return a.Out, func() {}
	}
	words := strings.Fields(name)
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdout, cmd.Stderr = a.Out, a.Err
	cmd.Env = os.Environ()
	if a.Env("LESS") == "" {
		cmd.Env = append(cmd.Env, "LESS=FRX") // leave at once if it fits, keep colours, do not clear
	}
	if a.Env("LESSCHARSET") == "" {
		cmd.Env = append(cmd.Env, "LESSCHARSET=utf-8")
	}
	in, err := cmd.StdinPipe()
	if err != nil || cmd.Start() != nil {
		return a.Out, func() {} // no such pager: the answer matters more
	}
	return quietWriter{in}, func() {
		_ = in.Close()
		_ = cmd.Wait()
	}
}

// quietWriter takes writes after the reader has left: closing the pager early is no error.
type quietWriter struct{ w io.Writer }

func (q quietWriter) Write(p []byte) (int, error) {
	_, _ = q.w.Write(p)
	return len(p), nil
}
