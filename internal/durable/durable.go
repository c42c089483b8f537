// Package durable writes files so that a killed process leaves a whole file or none, and a power cut takes
// nothing that a call had reported as done. It is the one place that syncs files and folders, so that what
// is promised about them can be tested here: see Watch.
package durable

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Modes of what is made where there is no older file to go by: as wide as the user's umask allows.
const (
	FileMode fs.FileMode = 0o666
	DirMode  fs.FileMode = 0o777
)

// Temp writes a new file in dir, named prefix and some digits, and waits until its content is on the disk.
// The umask narrows mode. The name itself may not survive a power cut: move or link it into place.
func Temp(dir, prefix string, mode fs.FileMode, data []byte) (name string, err error) {
	return TempNarrow(dir, prefix, mode, nil, data)
}

// TempNarrow is Temp for a file that narrow, if not nil, gives its mode before anything is in it: it is told of the empty
// file as it was made, with the mode that the umask left and the group that files in dir get.
func TempNarrow(dir, prefix string, mode fs.FileMode, narrow func(made fs.FileInfo) fs.FileMode, data []byte) (name string, err error) {
	f, err := newFile(dir, prefix, mode)
	if err != nil {
		return "", err
	}
	if narrow != nil {
		err = do(Op{Kind: OpOwn, Path: f.Name()}, func() error {
			made, err := f.Stat()
			if err != nil {
				return err
			}
			return f.Chmod(narrow(made) & made.Mode().Perm())
		})
	}
	if err != nil {
		return "", errors.Join(err, f.Close(), Remove(f.Name()))
	}
	if err := fill(f, data); err != nil {
		return "", errors.Join(err, Remove(f.Name()))
	}
	return f.Name(), nil
}

// newFile is os.CreateTemp with a mode, which the umask narrows as it does any new file's.
func newFile(dir, prefix string, mode fs.FileMode) (*os.File, error) {
	const tries = 10000
	for range tries {
		name := filepath.Join(dir, prefix+strconv.FormatUint(uint64(rand.Uint32()), 10))
		var f *os.File
		err := do(Op{Kind: OpCreate, Path: name}, func() (err error) {
			f, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
			return err
		})
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, &fs.PathError{Op: "create", Path: filepath.Join(dir, prefix+"*"), Err: fs.ErrExist}
}

// IsTemp reports whether name, without its folder, is one that Temp may have given with prefix.
func IsTemp(name, prefix string) bool {
	digits, ok := strings.CutPrefix(name, prefix)
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// TempDir makes a folder in dir for the user alone, named prefix and some digits.
func TempDir(dir, prefix string) (name string, err error) {
	err = do(Op{Kind: OpMkdir, Path: filepath.Join(dir, prefix)}, func() (err error) {
		name, err = os.MkdirTemp(dir, prefix)
		return err
	})
	return name, err
}

// NewFile writes a new file at name, which must be free, and waits until its content is on the disk. SyncDir
// makes the name last. It is for folders that nobody looks into yet: others can see half of the file.
func NewFile(name string, mode fs.FileMode, data []byte) error {
	var f *os.File
	err := do(Op{Kind: OpCreate, Path: name}, func() (err error) {
		f, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		return err
	})
	if err != nil {
		return err
	}
	return fill(f, data)
}

// SyncFile waits until the content of a file is on the disk.
func SyncFile(name string) error {
	return do(Op{Kind: OpSync, Path: name}, func() error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// fill writes, syncs and closes a file.
func fill(f *os.File, data []byte) error {
	err := do(Op{Kind: OpWrite, Path: f.Name(), Data: data}, func() error {
		_, err := f.Write(data)
		return err
	})
	if err == nil {
		err = do(Op{Kind: OpSync, Path: f.Name()}, f.Sync)
	}
	return errors.Join(err, f.Close())
}

// Replace moves a file over target, in the same folder or in another one of the same file system. It waits
// for nothing: SyncDir does.
func Replace(tmp, target string) error {
	return do(Op{Kind: OpRename, Path: tmp, To: target}, func() error { return rename(tmp, target) })
}

// Place gives the file at tmp the name target, which must be free: the error wraps fs.ErrExist where it is
// not, also where the file system takes two spellings for one name. tmp is gone afterwards, whatever came of
// it. SyncDir makes the name last.
func Place(tmp, target string) error {
	err := do(Op{Kind: OpLink, Path: tmp, To: target}, func() error { return os.Link(tmp, target) })
	if !unable(err) {
		return errors.Join(err, Remove(tmp))
	}
	// A file system without hard links.
	err = do(Op{Kind: OpMove, Path: tmp, To: target}, func() error { return move(tmp, target) })
	if err == nil || !unable(err) {
		return errors.Join(err, Remove(tmp))
	}
	return reserve(tmp, target)
}

// unable reports whether a name could not be given for a reason that another way of giving it may not have.
func unable(err error) bool {
	return err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) && !CrossDevice(err)
}

// CrossDevice reports whether a file could not be moved or linked because the other name is on another file
// system, or behind a mount of the same one.
func CrossDevice(err error) bool { return crossDevice(err) }

// reserve is Place where the file system has no call for it: an empty file takes the name, as nobody else can then,
// and the other is moved over it. Who is killed in between leaves both.
func reserve(tmp, target string) error {
	var mine fs.FileInfo
	err := do(Op{Kind: OpCreate, Path: target}, func() error {
		f, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		mine, err = f.Stat()
		return errors.Join(err, f.Close())
	})
	if err != nil {
		return errors.Join(err, Remove(tmp))
	}
	now, err := os.Lstat(target)
	if err == nil && (!os.SameFile(mine, now) || now.Size() != 0) {
		err = &fs.PathError{Op: "create", Path: target, Err: fs.ErrExist}
	}
	if err == nil {
		err = Replace(tmp, target)
	}
	if err == nil {
		return nil
	}
	if now != nil && now.Size() == 0 && os.SameFile(mine, now) {
		err = errors.Join(err, Remove(target))
	}
	return errors.Join(err, Remove(tmp))
}

// Remove removes a file or an empty folder. One that is gone already is no error.
func Remove(name string) error {
	err := do(Op{Kind: OpRemove, Path: name}, func() error { return os.Remove(name) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Mkdir makes dir and the folders above it that are missing, and waits until their names are on the disk.
// made lists those that were not there, the uppermost first, also where a later one fails.
func Mkdir(dir string, mode fs.FileMode) (made []string, err error) {
	switch info, err := os.Stat(dir); {
	case err == nil && info.IsDir():
		return nil, nil
	case err == nil:
		return nil, &fs.PathError{Op: "mkdir", Path: dir, Err: errors.New("is no folder")}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if made, err = Mkdir(parent, mode); err != nil {
			return made, err
		}
	}
	err = do(Op{Kind: OpMkdir, Path: dir}, func() error { return os.Mkdir(dir, mode) })
	if errors.Is(err, fs.ErrExist) {
		return made, nil // another process was faster
	}
	if err != nil {
		return made, err
	}
	return append(made, dir), SyncDir(parent)
}

// SyncDir waits until the names in a folder are on the disk. Windows has no such call; moving a file there
// writes through.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	return do(Op{Kind: OpSyncDir, Path: dir}, func() error {
		f, err := os.Open(dir)
		if err != nil {
			return err
		}
		return errors.Join(ignoreUnable(f.Sync()), f.Close())
	})
}

// WriteFile puts a file into place as a whole, over an older one or as a new one, and waits until both its
// content and its name are on the disk. mode, narrowed by the umask, is that of a new file; an older one
// keeps its mode, owner, group and extended attributes. prefix begins the name it has meanwhile.
func WriteFile(name, prefix string, mode fs.FileMode, data []byte) error {
	old, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		old = nil
	case err != nil:
		return err
	case !old.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file", name)
	}
	if old != nil {
		mode = old.Mode().Perm() & 0o600
	}
	tmp, err := Temp(filepath.Dir(name), prefix, mode, data)
	if err != nil {
		return err
	}
	if old != nil {
		err = Resemble(tmp, name, old)
	}
	if err == nil {
		err = Replace(tmp, name)
	}
	if err != nil {
		return errors.Join(err, Remove(tmp))
	}
	return SyncDir(filepath.Dir(name))
}

// Holds reports whether the file at name has this very content.
func Holds(name string, data []byte) bool {
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	have, err := os.ReadFile(name)
	return err == nil && bytes.Equal(have, data)
}
