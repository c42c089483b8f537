package library

import (
	"io/fs"
	"path/filepath"
)

// Library is a set of notes and the place of their index.
type Library struct {
	// Dir is the folder that holds notes/; empty for the built-in library.
	Dir string
	// Index is the folder of the index. It need not exist yet. It is in the user's cache folder where index/
	// beside the notes is somebody else's, and empty where there is no such folder either.
	Index string
	// Builtin is true for the notes that came with the program; they cannot be changed.
	Builtin bool
	// ShelfName is set for a library that is read as a shelf beside another one; it is never written to.
	ShelfName string

	notes fs.FS
	words *userVocabulary // nil: the built-in vocabulary
	ahead <-chan walked   // set by StartWalk until the next Scan
	// unmarked is true for one that was found by its index alone.
	unmarked bool
}

// Names of the two folders of a library.
const (
	NotesDir = "notes"
	IndexDir = "index"
)

// NotesPath is the folder of the notes as a person would type it; "(built-in)" for the built-in library.
func (l *Library) NotesPath() string {
	if l.Builtin {
		return "(built-in)"
	}
	return filepath.Join(l.Dir, NotesDir)
}

// Unmarked reports whether the library was found by its index alone, as earlier versions made it.
func (l *Library) Unmarked() bool { return l.unmarked }
