//go:build !unix

package cli

import "os"

// terminalSession is the same number for all commands typed in one shell.
func terminalSession() int { return os.Getppid() }
