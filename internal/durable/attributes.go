//go:build linux || darwin

package durable

import (
	"bytes"

	"golang.org/x/sys/unix"
)

// mostAttributes bounds what is copied of one file; access lists and tags of finders are much smaller.
const mostAttributes = 64 << 10

// copyAttributes copies the extended attributes that the user may set: access lists, tags, comments.
func copyAttributes(from, to string) {
	list := make([]byte, mostAttributes)
	n, err := unix.Listxattr(from, list)
	if err != nil || n <= 0 {
		return
	}
	value := make([]byte, mostAttributes)
	for name := range bytes.SplitSeq(list[:n], []byte{0}) {
		if len(name) == 0 {
			continue
		}
		if k, err := unix.Getxattr(from, string(name), value); err == nil {
			_ = unix.Setxattr(to, string(name), value[:k], 0)
		}
	}
}
