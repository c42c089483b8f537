package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"takeaway/internal/durable"
)

// ReplaceFile writes a file outside the library that somebody may be looking at: beside it, then in its
// place. What is no ordinary file, a pipe or /dev/stdout, is written to as it is.
func ReplaceFile(file string, data []byte) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("%s is a folder", file)
	case !info.Mode().IsRegular():
		return os.WriteFile(file, data, durable.FileMode)
	default:
		if file, err = filepath.EvalSymlinks(file); err != nil {
			return err
		}
	}
	return durable.WriteFile(file, tmpNote, durable.FileMode, data)
}
