package library

import (
	"path/filepath"
	"strings"
)

// NotePath is the path below notes/ of a file or folder as it was typed in the folder work: absolute or
// relative to that folder, or relative to the library or to notes/. ok is false for one that is elsewhere; the
// file need not exist. "." is notes/ itself.
func (l *Library) NotePath(work, typed string) (path string, ok bool) {
	if l.Dir != "" && (work != "" || filepath.IsAbs(typed)) {
		abs := typed
		if !filepath.IsAbs(abs) {
			abs = filepath.Join(work, typed)
		}
		if rel, ok := inside(filepath.Join(l.Dir, NotesDir), abs); ok {
			return rel, true
		}
	}
	if filepath.IsAbs(typed) {
		return "", false
	}
	clean := filepath.ToSlash(filepath.Clean(typed))
	clean = strings.TrimPrefix(clean, NotesDir+"/")
	return clean, clean != ".." && !strings.HasPrefix(clean, "../")
}

// inside is the path of a file relative to a folder that it is in, links resolved.
func inside(dir, file string) (string, bool) {
	for range 2 {
		rel, err := filepath.Rel(dir, file)
		if err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return filepath.ToSlash(rel), true
		}
		dir, file = resolved(dir), resolved(file)
	}
	return "", false
}

// resolved is a path without links, as far as it exists.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if up := filepath.Dir(path); up != path {
		return filepath.Join(resolved(up), filepath.Base(path))
	}
	return path
}
