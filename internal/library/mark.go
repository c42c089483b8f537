package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"takeaway/internal/durable"
)

// An index folder is this program's own if it says so: by the .gitignore that init and every other command
// that makes an index folder put there, or by the pointer to a generation. A folder called index that holds
// anything else belongs to somebody else and is never written to.
const (
	markName = ".gitignore"
	// markText keeps the index out of git, and itself in it. Its first line is what makes it a mark: the rest is
	// what anybody writes who wants to keep an empty folder.
	markText = "# The index of takeaway: derived from notes/, made again when it is missing.\n" + oldMarkText
	// oldMarkText is the whole mark of earlier versions. Alone it proves nothing.
	oldMarkText = "*\n!.gitignore\n"
	// tmpIndex begins the names of unfinished generations; see the room generation.
	tmpIndex = ".tmp-takeaway-"
)

// SettingsFile makes a folder with notes/ in it a library, whether it has an index yet or not.
const SettingsFile = "takeaway.yaml"

// MakeIndex makes the folder of an index, if it is missing, and marks it as this program's.
func MakeIndex(dir string) error {
	made, err := durable.Mkdir(dir, durable.DirMode)
	if err == nil && (len(made) > 0 || ownerOf(dir) == nobodys) {
		_, err = mark(dir)
	}
	if err != nil {
		return fmt.Errorf("the folder of the index cannot be made: %w", err)
	}
	return nil
}

// mark puts the mark into an index folder that has none; done says whether it did.
func mark(dir string) (done bool, err error) {
	file := filepath.Join(dir, markName)
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	err = create(dir, tmpNote+newPrefix, file, []byte(markText))
	if errors.Is(err, ErrExists) {
		return false, nil // another command was faster
	}
	if err == nil {
		err = durable.SyncDir(dir)
	}
	return err == nil, err
}

// indexOwner says whose a folder called index is.
type indexOwner int

const (
	nobodys  indexOwner = iota // it is not there, or empty
	ours                       // it has our mark
	foreigns                   // it holds something else, or is no folder
)

// ownerOf looks at an index folder. A link has to lead to a folder with our mark: nobody's folder elsewhere
// is filled because a repository links to it.
func ownerOf(dir string) indexOwner {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nobodys
	}
	if err != nil {
		return foreigns
	}
	link := info.Mode()&fs.ModeSymlink != 0
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return ours // nothing can be written or removed there either
	case err != nil:
		return foreigns
	case marked(dir):
		return ours
	case link:
		return foreigns
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return placeholder(e) || oldMark(dir, e) })
	switch {
	case len(entries) == 0:
		return nobodys
	case slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !unfinished(dir, e) }):
		return foreigns
	}
	return ours
}

// placeholder reports whether an entry is what people put into an empty folder for git to keep it.
func placeholder(e fs.DirEntry) bool {
	name := e.Name()
	return e.Type().IsRegular() && (name == ".gitkeep" || name == ".keep" || name == "README" || strings.HasPrefix(name, "README."))
}

// oldMark reports whether an entry is the mark of earlier versions.
func oldMark(dir string, e fs.DirEntry) bool {
	return e.Name() == markName && durable.Holds(filepath.Join(dir, markName), []byte(oldMarkText))
}

// marked reports whether the folder has our .gitignore, or a pointer to a generation with a manifest of ours.
func marked(dir string) bool {
	if durable.Holds(filepath.Join(dir, markName), []byte(markText)) {
		return true
	}
	pointers, err := filepath.Glob(filepath.Join(dir, "CURRENT*"))
	return err == nil && slices.ContainsFunc(pointers, func(pointer string) bool {
		name := line(pointer)
		return durable.IsTemp(name, "gen-") && hasManifest(filepath.Join(dir, name))
	})
}

// hasManifest reports whether a generation has the list of its files that this program writes.
func hasManifest(dir string) bool {
	file := filepath.Join(dir, "manifest.json")
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
		return false
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	var m struct {
		Engine string `json:"bleve"`
		Files  []struct {
			Name string `json:"name"`
		} `json:"files"`
	}
	return json.Unmarshal(data, &m) == nil && m.Engine != "" && len(m.Files) > 0
}

// isSigned reports whether a lock was held by this program.
func isSigned(file string) bool { return durable.IsTemp(line(file), "takeaway ") }

// line is the content of a file of one short line; empty if it is none.
func line(file string) string {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 64 {
		return ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(string(data), "\n")
}

// unfinished reports whether an entry is what a first command leaves that was killed before there was an index.
func unfinished(dir string, e fs.DirEntry) bool {
	switch name := e.Name(); name {
	case JournalDir, stageDir, "lists":
		return e.IsDir()
	case "lock":
		info, err := e.Info()
		return err == nil && info.Mode().IsRegular() && (info.Size() == 0 || isSigned(filepath.Join(dir, name)))
	default:
		return e.IsDir() && durable.IsTemp(name, tmpIndex)
	}
}
