package durable

import (
	"io/fs"
	"syscall"
)

func identity(info fs.FileInfo) (inode uint64, ctime int64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ino, syscall.TimespecToNsec(s.Ctim)
	}
	return 0, 0
}
