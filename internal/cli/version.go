package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/search"
)

// A release build sets these: -ldflags "-X takeaway/internal/cli.version=0.1.0 …". Elsewhere the go command
// writes what it knows of the commit into the program.
var (
	version string // without the v of its git tag
	commit  string // hash of the commit
	date    string // of the commit, RFC 3339
)

func (a *app) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: "care",
		Short:   "print the version",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			info, _ := debug.ReadBuildInfo()
			_, err := fmt.Fprintf(a.Out, "takeaway %s (index format %s, %s, %s/%s)\n", builtFrom(info), search.Format,
				runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// builtFrom is "0.1.0 4c87a3e0b1c2 2026-11-28": version, commit and its day, as far as they are known.
func builtFrom(info *debug.BuildInfo) string {
	v, c, d := version, commit, date
	if info != nil && v == "" {
		v = strings.TrimPrefix(info.Main.Version, "v")
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				c = s.Value
			case "vcs.time":
				d = s.Value
			}
		}
	}
	if v == "" {
		v = "(devel)"
	}
	parts := []string{v}
	if c != "" {
		parts = append(parts, c[:min(len(c), 12)])
	}
	if d != "" {
		parts = append(parts, d[:min(len(d), len("2006-01-02"))])
	}
	return strings.Join(parts, " ")
}
