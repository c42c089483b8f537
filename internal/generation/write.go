package generation

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"takeaway/internal/durable"
)

// Fault, set by tests alone, stands for a disk that fails: it is asked before each step of a write.
var Fault func(step string) error

// Step asks Fault about a step of a write.
func Step(step string) error {
	if Fault != nil {
		return Fault(step)
	}
	return nil
}

// Write makes a new generation in dir and makes it the current one. Fill is given an empty folder and
// puts the files into it; it returns how many things they hold. Base is the generation from which it takes
// over shared files, or nil. The caller holds the lock. Until Write returns nil the generation before it
// stays current.
func Write(dir string, key Key, base *Folder, fill func(folder string) (docs int, err error)) (err error) {
	if _, err := durable.Mkdir(dir, durable.DirMode); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	removeUnfinished(dir)
	tmp, err := durable.TempDir(dir, tmpPrefix) // private, as all of an index is: bleve's files are
	if err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing the index: %w", errors.Join(err, os.RemoveAll(tmp)))
		}
	}()
	m := &Manifest{Layout: key.Layout, Engine: key.Engine, Stamp: key.Stamp}
	if m.Docs, err = fill(tmp); err != nil {
		return err
	}
	var known []File
	if base != nil {
		known = base.Manifest.Files
	}
	if err := seal(tmp, m, known); err != nil {
		return err
	}
	return publish(dir, tmp, key)
}

// Clone copies a folder of this generation, part, to another place: shared files are linked, and the rest is
// copied, as shared ones are where there are no links.
func (f *Folder) Clone(part, to string) error {
	from := filepath.Join(f.Path, part)
	return filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if entry.IsDir() {
			return os.Mkdir(target, 0o700)
		}
		if err := Step("clone"); err != nil {
			return err
		}
		if isShared(name) && os.Link(name, target) == nil {
			return nil
		}
		return copyFile(name, target)
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil && isShared(to) {
		err = out.Sync() // seal leaves shared files to their writer, who syncs only those that it makes
	}
	return errors.Join(err, out.Close())
}

// seal writes the manifest of a finished generation and makes everything in it durable.
func seal(folder string, m *Manifest, known []File) error {
	var err error
	if m.Files, err = takeStock(folder, known); err != nil {
		return err
	}
	for _, f := range m.Files {
		if isShared(f.Name) {
			m.Segments++
		}
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := Step("manifest"); err != nil {
		return err
	}
	if err := durable.NewFile(filepath.Join(folder, manifestName), 0o600, data); err != nil {
		return err
	}
	return filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || isShared(name):
			return err // whoever wrote these has synced them
		case entry.IsDir():
			return durable.SyncDir(name)
		}
		return durable.SyncFile(name)
	})
}

// publish gives a finished generation its name and makes it the current one. One of another key that was
// current keeps a pointer, so that two versions of the program in turn do not build an index each time.
func publish(dir, tmp string, key Key) error {
	numbers, err := generations(dir)
	if err != nil {
		return err
	}
	number := 1
	if len(numbers) > 0 {
		number = numbers[len(numbers)-1] + 1
	}
	name := fmt.Sprintf("%s%d", genPrefix, number)
	if err := Step("rename"); err != nil {
		return err
	}
	if err := durable.Replace(tmp, filepath.Join(dir, name)); err != nil {
		return err
	}
	before, _ := current(dir)
	keep := map[string]bool{before: true}
	if other := setAside(dir, before, key); other != "" {
		keep[other] = true
	}
	if err := point(dir, name); err != nil {
		return errors.Join(err, os.RemoveAll(filepath.Join(dir, name)))
	}
	_ = durable.Remove(filepath.Join(dir, key.pointer())) // CURRENT is newer
	prune(dir, numbers, keep)
	return nil
}

// setAside keeps a pointer to the generation of another key that was in use last, and returns the name of
// that generation; empty where there is none. Pointers to still others are removed.
func setAside(dir, current string, key Key) (other string) {
	if old, err := readManifest(filepath.Join(dir, current)); err == nil && current != "" && old.key() != key && old.Engine != "" {
		pointer := filepath.Join(dir, old.key().pointer())
		if durable.WriteFile(pointer, tmpPrefix, durable.FileMode, []byte(current+"\n")) == nil {
			other = current
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return other
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), otherPrefix) {
			continue
		}
		name, err := readPointer(dir, e.Name())
		switch {
		case err != nil || e.Name() == key.pointer(): // not ours, or that which CURRENT replaces
		case other == "":
			other = name
		case name != other:
			_ = durable.Remove(filepath.Join(dir, e.Name()))
		}
	}
	return other
}

// point makes a generation the current one.
func point(dir, name string) error {
	if err := errors.Join(Step("sync"), durable.SyncDir(dir), Step("pointer")); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, currentName), tmpPrefix, durable.FileMode, []byte(name+"\n"))
}

// generations lists the numbers of all generations in dir, ascending, whether usable or not.
func generations(dir string) ([]int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		if n, ok := numberOf(e.Name()); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// prune removes all old generations but those to keep: the one that was current, as readers that found its
// name may still be opening it, and that of another key. What cannot be removed is tried again next time.
func prune(dir string, old []int, keep map[string]bool) {
	for _, n := range old {
		if name := fmt.Sprintf("%s%d", genPrefix, n); !keep[name] {
			discard(filepath.Join(dir, name))
		}
	}
}

// discard removes a generation, file by file as its manifest lists them; the manifest goes last. A folder without a
// manifest of ours is not a generation, and files that are not in it are somebody else's.
func discard(folder string) {
	m, err := readManifest(folder) // the files and the engine are in those of all formats
	if err != nil || m.Engine == "" {
		_ = durable.Remove(folder) // empty where we were killed just before this
		return
	}
	folders := map[string]bool{}
	for _, f := range m.Files {
		name := filepath.FromSlash(f.Name)
		if durable.Remove(filepath.Join(folder, name)) != nil {
			return
		}
		for dir := filepath.Dir(name); dir != "."; dir = filepath.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(folders))) { // the inner ones first
		_ = durable.Remove(filepath.Join(folder, dir))
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) == 1 {
		_ = durable.Remove(filepath.Join(folder, manifestName))
	}
	_ = durable.Remove(folder)
}

// removeUnfinished removes what killed writers left. The lock is held, so none of it is in use.
func removeUnfinished(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if durable.IsTemp(e.Name(), tmpPrefix) || e.Name() == tmpPrefix+currentName {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}
