//go:build unix

// Package powercut shows what a power cut would leave of a folder. It watches the steps of durable and keeps
// beside the folder, in memory, the state that is certainly on the disk: the content of a file as it was when
// the file was last synced, the names in a folder as they were when the folder was. Cut writes that state,
// or one between it and what the folder holds, to another folder, for a test to look at.
//
// The model is harsher than most file systems: a synced file keeps nothing but its content, a name nothing
// but the last sync of its folder, and names that were not synced survive or not each on its own. It knows
// nothing of writes that do not go through durable; of those, Trust says which files sync themselves.
package powercut

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"takeaway/internal/durable"
)

// Disk is what is certain about a folder.
type Disk struct {
	// Trust reports whether the program that writes a file at this path syncs it by itself. Nil trusts none.
	Trust func(path string) bool
	// Before, if not nil, is called before each step in the folder, also at once by several goroutines. It may
	// call Cut; its error makes the step fail.
	Before func(durable.Op) error

	root     string
	mu       sync.Mutex
	names    map[uint64]map[string]uint64 // inode by name, by the inode of the folder
	contents map[uint64][]byte            // by the inode of the file
}

// Watch begins with everything in root on the disk. stop ends the watch.
func Watch(root string) (d *Disk, stop func(), err error) {
	d = &Disk{root: root, names: map[uint64]map[string]uint64{}, contents: map[uint64][]byte{}}
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			d.syncDir(path)
		case e.Type().IsRegular():
			d.syncFile(path)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return d, durable.Watch(&durable.Watcher{Before: d.before, After: d.after}), nil
}

// outside reports whether a step is about another folder, such as one that Cut wrote.
func (d *Disk) outside(op durable.Op) bool {
	return op.Path != d.root && !strings.HasPrefix(op.Path, d.root+string(filepath.Separator))
}

func (d *Disk) before(op durable.Op) error {
	if d.outside(op) {
		return nil
	}
	if d.Before != nil {
		if err := d.Before(op); err != nil {
			return err
		}
	}
	if op.Kind != durable.OpRemove {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if info, err := os.Lstat(op.Path); err == nil && durable.Links(info) == 1 {
		delete(d.contents, inode(info)) // the number may name another file next
	}
	return nil
}

func (d *Disk) after(op durable.Op) {
	if d.outside(op) {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	switch op.Kind {
	case durable.OpSync:
		d.syncFile(op.Path)
	case durable.OpSyncDir:
		d.syncDir(op.Path)
	case durable.OpCreate, durable.OpMkdir:
		if info, err := os.Lstat(op.Path); err == nil {
			delete(d.contents, inode(info))
			delete(d.names, inode(info))
		}
	}
}

func (d *Disk) syncFile(path string) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	if data, err := os.ReadFile(path); err == nil {
		d.contents[inode(info)] = data
	}
}

func (d *Disk) syncDir(path string) {
	if info, err := os.Stat(path); err == nil {
		d.names[inode(info)] = listing(path)
	}
}

// listing is the inode of each name in a folder.
func listing(path string) map[string]uint64 {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil
	}
	names := map[string]uint64{}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			names[e.Name()] = inode(info)
		}
	}
	return names
}

func inode(info fs.FileInfo) uint64 { return info.Sys().(*syscall.Stat_t).Ino }

// Cut writes to the new folder to what a power cut would leave now. With random, each name that was not synced may
// have survived; without it, none has.
func (d *Disk) Cut(to string, random *rand.Rand) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	paths := map[uint64]string{} // of what is there now, by inode
	err := filepath.WalkDir(d.root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil // gone meanwhile
		}
		if info, err := e.Info(); err == nil {
			paths[inode(info)] = path
		}
		return nil
	})
	if err != nil {
		return err
	}
	info, err := os.Stat(d.root)
	if err != nil {
		return err
	}
	return d.write(inode(info), to, paths, random)
}

// write writes the folder with this inode to the folder to.
func (d *Disk) write(folder uint64, to string, paths map[uint64]string, random *rand.Rand) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	names := d.survivors(folder, paths, random)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		node, target := names[name], filepath.Join(to, name)
		path, there := paths[node]
		info, err := os.Lstat(path)
		there = there && err == nil
		isDir := there && info.IsDir()
		switch {
		case isDir || d.names[node] != nil:
			err = d.write(node, target, paths, random)
		case there && info.Mode()&fs.ModeSymlink != 0:
			var link string
			if link, err = os.Readlink(path); err == nil {
				err = os.Symlink(link, target)
			}
		default:
			data := d.contents[node] // empty where it was never synced
			if there && d.Trust != nil && d.Trust(path) {
				data, _ = os.ReadFile(path)
			}
			err = os.WriteFile(target, data, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// survivors are the names in a folder after a cut: those that were synced, or where random says so those of now.
func (d *Disk) survivors(folder uint64, paths map[uint64]string, random *rand.Rand) map[string]uint64 {
	names := maps.Clone(d.names[folder])
	if names == nil {
		names = map[string]uint64{}
	}
	path, there := paths[folder]
	if random == nil || !there {
		return names
	}
	now := listing(path)
	all := maps.Clone(now)
	maps.Copy(all, names)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if random.IntN(2) == 0 {
			continue
		}
		if node, ok := now[name]; ok {
			names[name] = node
		} else {
			delete(names, name)
		}
	}
	return names
}
