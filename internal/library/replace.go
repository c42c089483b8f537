package library

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"
)

// ReplaceFile writes a file outside the library that somebody may be looking at: beside it, then in its place. What is no
// ordinary file, a pipe or /dev/stdout, is written to as it is.
func ReplaceFile(file string, data []byte) error {
	const mode = 0o644
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := atomic.WriteFile(file, bytes.NewReader(data)); err != nil {
			return err
		}
		return os.Chmod(file, mode) // temporary files are private
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a folder", file)
	case !info.Mode().IsRegular():
		return os.WriteFile(file, data, mode)
	}
	if file, err = filepath.EvalSymlinks(file); err != nil {
		return err
	}
	return atomic.WriteFile(file, bytes.NewReader(data))
}
