package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressAfter is how long work may take before it shows a progress bar.
const progressAfter = time.Second

// progress returns a function to report progress to and one to call at the end. Only a terminal sees
// anything, and only once the work has taken a second.
func (a *app) progress(what string) (func(done, total int), func()) {
	if !a.ErrTTY {
		return nil, func() {}
	}
	var bar *progressbar.ProgressBar
	start := a.Now()
	report := func(done, total int) {
		if bar == nil {
			if a.Now().Sub(start) < progressAfter {
				return
			}
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(a.Err), progressbar.OptionSetDescription(what),
				progressbar.OptionClearOnFinish(), progressbar.OptionShowCount(), progressbar.OptionThrottle(100*time.Millisecond))
		}
		_ = bar.Set(done)
	}
	return report, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}
