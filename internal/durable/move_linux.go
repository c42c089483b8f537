package durable

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// move gives a file a name that must be free. The error wraps errors.ErrUnsupported where the file system cannot
// do so at a stroke.
func move(from, to string) error {
	err := unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		err = errors.ErrUnsupported
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}
