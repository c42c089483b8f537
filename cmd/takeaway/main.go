// Command takeaway is a knowledge base of conference write-ups for the shell.
package main

import (
	"os"

	"takeaway/internal/cli"
	"takeaway/notes"
)

func main() { os.Exit(cli.Run(notes.FS)) }
