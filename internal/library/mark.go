package library

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"takeaway/internal/durable"
)

// A library is marked twice. takeaway.yaml beside notes/ says that the folder is one; it belongs into git with the
// notes, and deleting the index does not touch it. The .gitignore in index/, or the pointer to a generation of
// ours, says that what is in there may be written and removed. A folder called index with anything else in it,
// or one that nobody asked us to fill, belongs to somebody else.
const (
	markName = ".gitignore"
	// markText keeps the index out of git, and itself in it. Its first line is what makes it a mark: the rest is
	// what anybody writes who wants to keep an empty folder.
	markText = "# The index of takeaway: derived from notes/, made again when it is missing.\n*\n!.gitignore\n"
	// settingsText is the settings file of a library that has no settings yet.
	settingsText = "# This folder is a library of takeaway: the notes are in notes/.\n" +
		"# The notes that come with takeaway are searched beside them; takeaway shelf remove builtin ends that.\n"
)

// SettingsFile makes a folder with notes/ in it a library, whether it has an index yet or not.
const SettingsFile = "takeaway.yaml"

// isMarked reports whether a folder has the file that makes it a library.
func isMarked(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, SettingsFile))
	return err == nil && info.Mode().IsRegular()
}

// markLibrary puts the settings file into a folder that has none; done says whether it did.
func markLibrary(dir string) (done bool, err error) {
	return putNew(dir, filepath.Join(dir, SettingsFile), settingsText)
}

// putNew writes a new file in dir; done is false where the name is taken.
func putNew(dir, file, text string) (done bool, err error) {
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	err = create(dir, tmpNote+newPrefix, file, []byte(text))
	if errors.Is(err, ErrExists) {
		return false, nil // another command was faster
	}
	if err == nil {
		err = durable.SyncDir(dir)
	}
	return err == nil, err
}

// mark puts the mark into an index folder that has none; done says whether it did.
func mark(dir string) (done bool, err error) {
	return putNew(dir, filepath.Join(dir, markName), markText)
}

// indexOwner says whose a folder called index is.
type indexOwner int

const (
	missing  indexOwner = iota // it is not there
	nobodys                    // it is empty, or as empty as git can keep a folder
	ours                       // it has our mark
	foreigns                   // it holds something else, or is no folder
)

// ownerOf looks at an index folder. A link has to lead to a folder with our mark: nobody's folder elsewhere
// is filled because a repository links to it.
func ownerOf(dir string) indexOwner {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return missing
	}
	if err != nil {
		return foreigns
	}
	if hasMark(dir) {
		return ours
	}
	entries, err := os.ReadDir(dir)
	others := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !placeholder(dir, e) })
	if err != nil || others || info.Mode()&fs.ModeSymlink != 0 {
		return foreigns
	}
	return nobodys
}

// fillable reports whether the folder index of a library may be filled: it is ours, or free and the library is marked
// or has none yet.
func fillable(dir string, isMarked bool) bool {
	switch ownerOf(dir) {
	case missing, ours:
		return true
	case nobodys:
		return isMarked
	default:
		return false
	}
}

// placeholder reports whether an entry is what people put into an empty folder for git to keep it.
func placeholder(dir string, e fs.DirEntry) bool {
	if !e.Type().IsRegular() {
		return false
	}
	switch name := e.Name(); name {
	case ".gitkeep", ".keep", "README":
		return true
	case markName:
		return durable.Holds(filepath.Join(dir, name), []byte("*\n!.gitignore\n"))
	default:
		return strings.HasPrefix(name, "README.")
	}
}

// hasMark reports whether the folder has our .gitignore, or a pointer to a generation with a manifest of ours.
func hasMark(dir string) bool {
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
