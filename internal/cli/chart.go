package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

// drawTrends writes the chart of a trend to a file, or to standard output for "-".
func (a *app) drawTrends(page *render.Trends, file string) error {
	svg, left, err := page.Chart(conference.ShortName)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		a.warn("too many lines for one chart; left out: %s", strings.Join(left, ", "))
	}
	if file == "-" {
		_, err := a.Out.Write(svg)
		return err
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(a.Dir, file)
	}
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return kb.Usage("the chart cannot be written: there is no folder "+filepath.Dir(file), "--svg takes the name of a file in a folder that is there, or - for standard output")
	}
	if err := library.ReplaceFile(file, svg); err != nil {
		return kb.Usage(fmt.Sprintf("the chart cannot be written: %v", err), "--svg takes the name of a file in a folder you can write to, or - for standard output")
	}
	return nil
}
