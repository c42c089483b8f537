package library

import (
	"os"
	"path/filepath"
	"strings"

	"takeaway/internal/durable"
)

// dropFolders removes the folders below notes/ that are empty now that notes were removed from them. One that
// cannot be removed is left: it does no harm.
func (l *Library) dropFolders(edits []Edit) {
	notes := filepath.Join(l.Dir, NotesDir)
	for _, e := range edits {
		if e.New != nil {
			continue
		}
		for dir := filepath.Join(notes, filepath.Dir(filepath.FromSlash(e.Path))); strings.HasPrefix(dir, notes+string(filepath.Separator)); dir = filepath.Dir(dir) {
			info, err := os.Lstat(dir)
			if err != nil || !info.IsDir() {
				break
			}
			if inside, err := os.ReadDir(dir); err != nil || len(inside) > 0 || durable.Remove(dir) != nil {
				break
			}
		}
	}
}
