//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// terminalSession is the same number for all commands typed in one terminal.
func terminalSession() int {
	id, err := unix.Getsid(0)
	if err != nil {
		return os.Getppid()
	}
	return id
}
