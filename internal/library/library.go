// Package library is a folder of notes: it finds the library, walks notes/, reads what changed since
// the last time, and knows the catalogue, the compact record of everything but prose. Notes are the
// truth; everything this package derives from them can be thrown away.
package library

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/durable"
	"takeaway/internal/programme"
	"takeaway/internal/vocabulary"
)

// Places says where a library may be. Every field may be empty.
type Places struct {
	Flag    string // --library
	Env     string // $TAKEAWAY_LIBRARY
	Work    string // the working directory
	Config  string // the user's folder of settings for takeaway, whether it exists or not
	Data    string // the user's data folder for takeaway, whether it exists or not
	Cache   string // the user's cache folder for takeaway: index of the built-in notes
	Builtin fs.FS  // the notes in the binary
}

// ErrNoNotes is wrapped by the error of Find and Open where a folder has no notes/ in it.
var ErrNoNotes = errors.New("no notes/ folder")

// Find returns the library to use: the flag, else the environment, else the nearest folder upwards that is
// one (notes/ with takeaway.yaml beside it, or from earlier versions with an index of ours), else the user's
// default, else the user's data folder, else the built-in notes. "builtin" names those. With a GoneError there is a
// library all the same.
func Find(p Places) (*Library, error) {
	builtin := &Library{Builtin: true, Index: filepath.Join(p.Cache, "builtin"), notes: p.Builtin}
	if dir := p.Flag; dir != "" {
		if dir == BuiltinShelf {
			return builtin, nil
		}
		return open(dir, p.Cache)
	}
	if dir := p.Env; dir != "" {
		if dir == BuiltinShelf {
			return builtin, nil
		}
		lib, err := open(dir, p.Cache)
		if err != nil {
			return nil, fmt.Errorf("$TAKEAWAY_LIBRARY: %w", err)
		}
		return lib, nil
	}
	for dir := p.Work; dir != ""; {
		if isLibrary(dir) {
			lib, err := open(dir, p.Cache)
			if err == nil {
				lib.unmarked = !isMarked(dir)
			}
			return lib, err
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	dir := Default(p.Config)
	if dir != "" {
		if lib, err := open(dir, p.Cache); err == nil {
			return lib, nil
		}
		return builtin, &GoneError{Dir: dir, Line: filepath.Join(p.Config, defaultName)}
	}
	if p.Data != "" && isDir(filepath.Join(p.Data, NotesDir)) {
		return open(p.Data, p.Cache)
	}
	return builtin, nil
}

// isLibrary reports whether a folder that nobody named is a library.
func isLibrary(dir string) bool {
	return isDir(filepath.Join(dir, NotesDir)) && (isMarked(dir) || hasMark(filepath.Join(dir, IndexDir)))
}

// Open returns the library in dir, which must have a notes/ folder.
func Open(dir string) (*Library, error) { return open(dir, "") }

// CacheIndex is the folder below the user's cache folder for the index of the library in dir, for where it
// cannot be beside the notes.
func CacheIndex(cache, dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return filepath.Join(cache, "library-"+hex.EncodeToString(sum[:6]))
}

func open(dir, cache string) (*Library, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	notes := filepath.Join(abs, NotesDir)
	switch info, err := os.Stat(notes); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: %w", dir, ErrNoNotes)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s is not a folder: %w", notes, ErrNoNotes)
	}
	index := filepath.Join(abs, IndexDir)
	if !fillable(index, isMarked(abs)) {
		index = ""
		if cache != "" {
			index = CacheIndex(cache, abs)
		}
	}
	return &Library{Dir: abs, Index: index, notes: os.DirFS(notes), words: &userVocabulary{}}, nil
}

// Init makes notes/ and index/ in dir, the file that marks it as a library, and a .gitignore that keeps the index out
// of git. What exists is left alone, and so is a folder index that holds something else; made lists what was
// added, relative to dir.
func Init(dir string) (made []string, err error) {
	index := filepath.Join(dir, IndexDir)
	foreign := ownerOf(index) == foreigns
	for _, sub := range []string{NotesDir, IndexDir} {
		path := filepath.Join(dir, sub)
		if isDir(path) || sub == IndexDir && foreign {
			continue
		}
		if _, err := durable.Mkdir(path, durable.DirMode); err != nil {
			return made, err
		}
		made = append(made, sub+"/")
	}
	done, err := markLibrary(dir)
	if done {
		made = append(made, SettingsFile)
	}
	if err != nil || foreign {
		return made, err
	}
	done, err = mark(index)
	if done {
		made = append(made, IndexDir+"/"+markName)
	}
	return made, err
}

// readingStamp names what is read from notes, and how the catalogue holds it: a hash over all that is read from
// a fixed set of notes. TestStamps in internal compares it with what the program reads today.
//
//go:embed reading.stamp
var readingStamp string

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Mark makes an unmarked library one that stays when its index is deleted. It reports whether it did.
func (l *Library) Mark() bool {
	done, err := markLibrary(l.Dir)
	l.unmarked = l.unmarked && !done
	return done && err == nil
}

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

// Stamp names everything besides the notes that the catalogue and the index depend on. An index with
// another stamp is rebuilt.
func (l *Library) Stamp() string {
	stamp := fmt.Sprintf("reading %s, registry %s, vocabulary %s, programme %s", strings.TrimSpace(readingStamp), conference.Hash(), vocabulary.Default().Hash(), programme.Hash())
	if own := l.vocabularyFile().sum; own != "" {
		stamp += "+" + own
	}
	return stamp
}
