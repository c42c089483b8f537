//go:build unix

package durable

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

func rename(from, to string) error { return os.Rename(from, to) }

// crossDevice reports whether two names are on different file systems, or look so through a mount.
func crossDevice(err error) bool { return errors.Is(err, syscall.EXDEV) }

// ignoreUnable passes over the answer of file systems that cannot sync a folder, as some network disks.
func ignoreUnable(err error) error {
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// own gives the file the owner and the group of another one, or at least the group.
func own(name string, like fs.FileInfo) {
	want, ok := like.Sys().(*syscall.Stat_t)
	info, err := os.Lstat(name)
	if !ok || err != nil {
		return
	}
	have, ok := info.Sys().(*syscall.Stat_t)
	if !ok || have.Uid == want.Uid && have.Gid == want.Gid {
		return
	}
	if os.Lchown(name, int(want.Uid), int(want.Gid)) != nil {
		_ = os.Lchown(name, -1, int(want.Gid)) // one of the user's groups may be given by the user
	}
}

func links(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Nlink)
	}
	return 1
}

func readers(info, made fs.FileInfo) fs.FileMode {
	mode := info.Mode().Perm()
	a, ok := info.Sys().(*syscall.Stat_t)
	b, also := made.Sys().(*syscall.Stat_t)
	if ok && also && a.Gid != b.Gid {
		mode &^= 0o070
	}
	return mode
}
