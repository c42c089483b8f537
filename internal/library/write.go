package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrExists is wrapped by the error of Create where the note is there already.
var ErrExists = errors.New("exists already and is not overwritten")

// ErrReadOnly says that the built-in notes cannot be changed.
var ErrReadOnly = errors.New("the built-in notes cannot be changed")

// Create writes a new note at path, relative to notes/. Whoever looks sees the whole note or none; a
// note that exists is never touched, and no link leads the write out of notes/.
func (l *Library) Create(path string, data []byte) error {
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
	target := filepath.Join(root, filepath.FromSlash(path))
	if target == root {
		return fmt.Errorf("%s: is the folder of the notes itself", path)
	}
	// The folders that exist are resolved before any is made, lest one is made outside.
	have, missing := filepath.Dir(target), []string(nil)
	for have != root {
		if _, err := os.Lstat(have); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		missing = append(missing, have)
		have = filepath.Dir(have)
	}
	real, err := filepath.EvalSymlinks(have)
	if err != nil {
		return err
	}
	if real != root && !strings.HasPrefix(real, root+string(filepath.Separator)) {
		return fmt.Errorf("%s: a link leads out of notes/; nothing was written", path)
	}
	err = os.MkdirAll(filepath.Dir(target), 0o755)
	if err == nil {
		err = create(target, data)
	}
	if err != nil {
		for _, dir := range missing {
			_ = os.Remove(dir) // fails where somebody else put something there, as it should
		}
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// create writes a file that must not exist: beside it, synced, then linked into place, which fails
// where something took the name meanwhile. Renaming would overwrite that.
func create(target string, data []byte) (err error) {
	if _, err := os.Lstat(target); err == nil {
		return ErrExists
	}
	tmp, err := os.CreateTemp(filepath.Dir(target), tmpNote+"*")
	if err != nil {
		return err
	}
	defer func() {
		if e := os.Remove(tmp.Name()); e != nil && err == nil && !errors.Is(e, fs.ErrNotExist) {
			err = e
		}
	}()
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(0o644), tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	switch err := os.Link(tmp.Name(), target); {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return ErrExists
	}
	// A file system without hard links: the check above has to do.
	return os.Rename(tmp.Name(), target)
}
