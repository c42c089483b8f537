package library

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// tmpNote begins the names of new contents that stand beside their notes until they take their place.
const tmpNote = ".takeaway-"

// abandoned is how old such a file has to be to belong to nobody: a change takes seconds.
const abandoned = time.Hour

// sweep removes what killed commands left in the folders that a change is about. The walk passes such files
// over, but they would come up in git.
func (l *Library) sweep(edits []Edit, now time.Time) {
	seen := map[string]bool{}
	for _, e := range edits {
		dir := filepath.Dir(filepath.Join(l.Dir, NotesDir, filepath.FromSlash(e.Path)))
		if seen[dir] {
			continue
		}
		seen[dir] = true
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // the change itself will say
		}
		for _, f := range entries {
			if !strings.HasPrefix(f.Name(), tmpNote) || !f.Type().IsRegular() {
				continue
			}
			if info, err := f.Info(); err == nil && now.Sub(info.ModTime()) > abandoned {
				_ = os.Remove(filepath.Join(dir, f.Name()))
			}
		}
	}
}
