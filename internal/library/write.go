package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"takeaway/internal/durable"
)

// ErrExists is wrapped by the error of Create where the note is there already.
var ErrExists = errors.New("exists already and is not overwritten")

// ErrReadOnly says that the built-in notes cannot be changed.
var ErrReadOnly = errors.New("the built-in notes cannot be changed")

// ErrShelf says that a shelf is not written to.
var ErrShelf = errors.New("a shelf is never written to")

// readOnly says why nothing can be written to the library; nil where it can.
func (l *Library) readOnly() error {
	switch {
	case l.ShelfName != "" && l.ShelfName != BuiltinShelf:
		return ErrShelf
	case l.Builtin:
		return ErrReadOnly
	}
	return nil
}

// Create writes a new note at path, relative to notes/, and waits until it is on the disk. Whoever looks
// sees the whole note or none; a note that exists is never touched, and no link leads the write out of notes/.
func (l *Library) Create(path string, data []byte) error {
	target, err := newChanger(l, l.Index).create(path, data)
	if err != nil {
		return err
	}
	return short(path, durable.SyncDir(filepath.Dir(target)))
}

// create is Create without the wait for the name of the new file, target.
func (c *changer) create(path string, data []byte) (target string, err error) {
	if err := c.readOnly(); err != nil {
		return "", err
	}
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return "", fmt.Errorf("%s: is not inside notes/", path)
	}
	root, err := filepath.EvalSymlinks(filepath.Join(c.Dir, NotesDir))
	if err != nil {
		return "", err
	}
	target = filepath.Join(root, filepath.FromSlash(path))
	if target == root {
		return "", fmt.Errorf("%s: is the folder of the notes itself", path)
	}
	// The folders that exist are resolved before any is made, lest one is made outside.
	have := filepath.Dir(target)
	for have != root {
		if _, err := os.Lstat(have); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		have = filepath.Dir(have)
	}
	real, err := filepath.EvalSymlinks(have)
	if err != nil {
		return "", err
	}
	if real != root && !strings.HasPrefix(real, root+string(filepath.Separator)) {
		return "", fmt.Errorf("%s: a link leads out of notes/; nothing was written", path)
	}
	made, err := durable.Mkdir(filepath.Dir(target), durable.DirMode)
	if err == nil {
		err = c.createFile(target, data)
	}
	if err != nil {
		for _, dir := range slices.Backward(made) {
			_ = durable.Remove(dir) // fails where somebody else put something there, as it should
		}
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return target, nil
}

// createFile writes a file that must not exist: in the stage or beside it, synced, then linked into place,
// which fails where something took the name meanwhile. Renaming would overwrite that.
func (c *changer) createFile(target string, data []byte) error {
	if _, err := os.Lstat(target); err == nil {
		return ErrExists
	}
	if stage := c.stageFolder(); stage != "" {
		err := create(stage, newPrefix, target, data)
		if !durable.CrossDevice(err) {
			return err
		}
		c.apart.Store(true)
	}
	return create(filepath.Dir(target), tmpNote+newPrefix, target, data)
}

// create writes a new file at target by way of one in dir.
func create(dir, prefix, target string, data []byte) error {
	tmp, err := durable.Temp(dir, prefix, durable.FileMode, data)
	if err != nil {
		return err
	}
	err = durable.Place(tmp, target)
	if errors.Is(err, fs.ErrExist) {
		return ErrExists
	}
	return err
}
