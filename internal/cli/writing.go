package cli

import (
	"context"
	"strings"
	"takeaway/internal/desk"
	"takeaway/internal/ingest"
	"takeaway/internal/library"

	"github.com/aymanbagabas/go-udiff"
)

// apply makes a change as one step that can be taken back.
func (a *app) apply(ctx context.Context, w *desk.Writer, edits []library.Edit) error {
	notices, err := w.Apply(ctx, edits)
	a.notice(notices)
	return err
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
