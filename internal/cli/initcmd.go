package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

func (a *app) initCmd() *cobra.Command {
	return &cobra.Command{
		Use:     "init [DIR]",
		GroupID: "write",
		Short:   "start a library",
		Long: `Make notes/, index/ and takeaway.yaml in DIR (default: the folder you are in). takeaway.yaml marks the folder
as a library: commands run inside it use it from then on. What exists is left alone; the index is kept out
of git, the notes are not.`,
		Example: "  takeaway init ~/kubecon",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := firstOf(append(args, a.library, a.Dir)...)
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(a.Dir, dir)
			}
			made, err := library.Init(dir)
			if err != nil {
				return kb.Unusable(err, "name a folder that you can write to: takeaway init ~/kubecon")
			}
			if len(made) == 0 {
				_, err = fmt.Fprintf(a.Out, "%s is a library already\n", render.Clean(dir))
				return err
			}
			if _, err = fmt.Fprintf(a.Out, "made %s in %s\n", strings.Join(made, ", "), render.Clean(dir)); err != nil {
				return err
			}
			if lib, err := library.Open(dir); err == nil && lib.Index == "" {
				a.warn("index/ holds files of something else and is left alone; the index is kept in your cache folder")
			}
			a.hint("takeaway ingest --library " + dir + " FILE… brings write-ups in")
			return nil
		},
	}
}
