package cli

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

// style decides how standard output looks. Colour follows --color, then NO_COLOR (https://no-color.org),
// then CLICOLOR_FORCE and CLICOLOR (https://bixense.com/clicolors), then whether it is a terminal.
// The background is never asked of the terminal, which may take seconds to answer: COLORFGBG or
// GLAMOUR_STYLE=light say that it is light.
func (a *app) style() (render.Style, error) {
	s := render.Style{Terminal: a.OutTTY, Width: a.Width, Dark: true, Raw: a.raw, Null: a.null, File: a.file, Numbered: a.framed(), Conference: conference.ShortName}
	for _, key := range []string{"COLUMNS", "FZF_PREVIEW_COLUMNS"} { // fzf sets the latter for its preview
		if n, err := strconv.Atoi(a.Env(key)); err == nil && n > 0 && s.Width == 0 {
			s.Width = n
		}
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
			s.Color = a.OutTTY && a.Env("CLICOLOR") != "0" && !a.dumb()
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
	if errors.Is(err, render.ErrVimgrep) {
		return kb.Usage(err.Error(), "takeaway search WORDS… -o vimgrep, or takeaway list takeaways -o vimgrep")
	}
	if errors.Is(err, render.ErrTemplate) {
		return kb.Usage(err.Error(), "--output json shows the fields")
	}
	return err
}

// printer is what prints to out as --output says.
func (a *app) printer(out io.Writer) (*render.Printer, error) {
	format, err := render.ParseFormat(a.output)
	if err != nil {
		if word := "-o" + a.output; slices.Contains(a.args, word) && !slices.Contains(a.args[:slices.Index(a.args, word)], "--") && len(word) > 3 {
			return nil, kb.Usage(word+" is read as --output "+a.output, "to leave a word out, put -- before the query: takeaway search -- gitops "+word)
		}
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
	if format == "" && style.Color {
		format = render.Table // asked for in a pipe, colours mean that a person reads
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

// pager returns where to print, and what to call when all is printed. As in git, Ctrl-C is the pager's
// from its start to its end: ending before it would leave it behind, reading keys beside the shell.
func (a *app) pager() (io.Writer, func()) {
	cmd := a.pagerCommand()
	if cmd == nil {
		return a.Out, func() {}
	}
	cmd.Stdout, cmd.Stderr = a.out.Writer, a.Err
	in, err := cmd.StdinPipe()
	if err != nil || cmd.Start() != nil {
		return a.Out, func() {} // no such pager: the answer matters more
	}
	signal.Ignore(os.Interrupt) // after the start, or the pager would inherit it
	return quietWriter{in}, func() {
		_ = in.Close()
		_ = cmd.Wait()
		signal.Reset(os.Interrupt)
	}
}

// pagerCommand is the pager of $TAKEAWAY_PAGER, else $PAGER, else less; nil where output is not to be
// paged. A variable that is set but empty means no pager.
func (a *app) pagerCommand() *exec.Cmd {
	if !a.OutTTY || a.noPager || a.dumb() {
		return nil
	}
	name := "less"
	for _, key := range []string{"PAGER", "TAKEAWAY_PAGER"} {
		if v, ok := a.lookup(key); ok {
			name = strings.TrimSpace(v)
		}
	}
	if name == "" || name == "cat" {
		return nil
	}
	cmd := shellCommand(name)
	cmd.Env = os.Environ()
	if _, ok := a.lookup("LESS"); !ok {
		cmd.Env = append(cmd.Env, "LESS=FRX") // leave at once if it fits, keep colours, do not clear
	} else if base := filepath.Base(cmd.Args[0]); strings.TrimSuffix(base, ".exe") == "less" {
		cmd.Args = append(cmd.Args, "-R") // whatever $LESS says, colours are no text
	}
	if a.Env("LESSCHARSET") == "" {
		cmd.Env = append(cmd.Env, "LESSCHARSET=utf-8")
	}
	return cmd
}

// shellCommand runs a command line from the environment: by the shell where it has characters that mean
// something to one, as POSIX has it for $PAGER and $EDITOR, and directly where it has none.
func shellCommand(line string) *exec.Cmd {
	if runtime.GOOS != "windows" && strings.ContainsAny(line, "|&;<>()$`\\\"'*?[#~=%") {
		return exec.Command("/bin/sh", "-c", line)
	}
	words := strings.Fields(line)
	return exec.Command(words[0], words[1:]...)
}

// dumb reports whether the terminal can do no more than print lines: TERM says so, or is not set, which
// on Windows means nothing.
func (a *app) dumb() bool {
	t := a.Env("TERM")
	return t == "dumb" || t == "" && runtime.GOOS != "windows"
}

// quietWriter takes writes after the reader has left: closing the pager early is no error.
type quietWriter struct{ w io.Writer }

func (q quietWriter) Write(p []byte) (int, error) {
	_, _ = q.w.Write(p)
	return len(p), nil
}

// checkedWriter remembers the first error of writing, which much of what prints does not report.
type checkedWriter struct {
	io.Writer
	err error
}

func (c *checkedWriter) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	if err != nil && c.err == nil {
		c.err = err
	}
	return n, err
}

// framed reports whether the hits are shown as a page with a frame; elsewhere what is said about the
// question goes to standard error.
func (a *app) framed() bool { return a.OutTTY && (a.output == "" || a.output == string(render.Table)) }
