//go:build !unix

package durable

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/natefinch/atomic"
)

// rename moves over a file that is there, which takes a call of its own on Windows.
func rename(from, to string) error { return atomic.ReplaceFile(from, to) }

// errNotSameDevice is ERROR_NOT_SAME_DEVICE.
const errNotSameDevice = syscall.Errno(17)

func crossDevice(err error) bool { return errors.Is(err, errNotSameDevice) }

func ignoreUnable(err error) error { return err }

func own(string, fs.FileInfo) {}

func copyAttributes(from, to string) {}

func links(fs.FileInfo) uint64 { return 1 }

func identity(fs.FileInfo) (inode uint64, ctime int64) { return 0, 0 }

func readers(info, _ fs.FileInfo) fs.FileMode { return info.Mode().Perm() }
