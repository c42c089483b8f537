package library

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrChanged is wrapped by the error of Overwrite where the note is not as it was read.
var ErrChanged = errors.New("was changed meanwhile")

// Overwrite puts data in the place of a note whose bytes are old. Whoever looks sees the one or the other
// whole; a note that somebody changed meanwhile is left alone, and no link leads the write out of notes/.
func (l *Library) Overwrite(path string, old, data []byte) (err error) {
	if l.Builtin {
		return ErrReadOnly
	}
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return fmt.Errorf("%s: is not inside notes/", path)
	}
	root, err := filepath.EvalSymlinks(filepath.Join(l.Dir, NotesDir))
	if err != nil {
		return err
	}
	target, err := filepath.EvalSymlinks(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		return err
	}
	if !strings.HasPrefix(target, root+string(filepath.Separator)) {
		return fmt.Errorf("%s: a link leads out of notes/; nothing was written", path)
	}
	info, err := os.Stat(target)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(target), ".takeaway-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name()) // what went wrong before matters more
		}
	}()
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Chmod(info.Mode().Perm()), tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	now, err := os.ReadFile(target)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, old) {
		return fmt.Errorf("%s: %w", path, ErrChanged)
	}
	return os.Rename(tmp.Name(), target)
}
