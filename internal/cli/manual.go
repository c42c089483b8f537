package cli

import (
	"io/fs"

	"github.com/spf13/cobra"
)

// Manual returns the commands and help topics, for programs that make manual pages of them. None of them runs.
func Manual(notes fs.FS) *cobra.Command {
	a := &app{IO: IO{Notes: notes, Env: func(string) string { return "" }}}
	return a.root()
}
