package durable

import (
	"io/fs"
	"os"
)

// Resemble gives the file at tmp the mode, owner, group and extended attributes of the file at name, whose
// FileInfo is info, as far as the user may. Where the group cannot be given, the group that it has instead may do
// nothing: what was for some people's eyes is not for others'. Only a mode that cannot be set is an error.
func Resemble(tmp, name string, info fs.FileInfo) error {
	return do(Op{Kind: OpOwn, Path: tmp}, func() error {
		own(tmp, info) // before the mode: a change of owner clears bits of it
		made, err := os.Lstat(tmp)
		if err != nil {
			return err
		}
		if err := os.Chmod(tmp, readers(info, made)); err != nil {
			return err
		}
		copyAttributes(name, tmp)
		return nil
	})
}

// Links counts the names of a file; 1 where the system does not say.
func Links(info fs.FileInfo) uint64 { return links(info) }

// Identity is what tells a file from another one that took its name, and when anything about it changed
// last: its inode's number and its ctime in nanoseconds since 1970. Both are 0 where the system has none.
func Identity(info fs.FileInfo) (inode uint64, ctime int64) { return identity(info) }

// Readers are the permissions of a file that a copy of it may have which was made as made: those of the
// group only where both have the same group.
func Readers(info, made fs.FileInfo) fs.FileMode { return readers(info, made) }
