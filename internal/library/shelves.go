package library

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"takeaway/internal/git"
	"takeaway/internal/kb"
)

// Shelf is a library that is read beside one's own. Nothing is ever written to it: its index is in the user's cache
// folder, whatever it may have beside its notes. A library's own vocabulary holds for its shelves as well, so that
// the same words get the same tags wherever they stand; that of a shelf is not read.
type Shelf struct {
	Place
	// Library is the shelf's; nil where it cannot be read.
	*Library
	// Err is why, a kb.Advice.
	Err error
}

// ShelfDir is the folder of a shelf whether it is there or not: where its place says, or where the copy of its
// repository is kept in data, the user's data folder. It is empty for the built-in shelf, and where there is no data folder.
func (l *Library) ShelfDir(p Place, data string) string {
	switch {
	case p.Name == BuiltinShelf:
		return ""
	case git.IsAddress(p.At):
		if data == "" {
			return ""
		}
		return filepath.Join(data, "shelves", git.Folder(p.At))
	case p.At == "~" || strings.HasPrefix(p.At, "~/"):
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, p.At[1:])
		}
	case !filepath.IsAbs(p.At):
		return filepath.Join(l.Dir, filepath.FromSlash(p.At))
	}
	return filepath.Clean(p.At)
}

// Shelves opens the shelves beside the library, in the order in which they are listed. One that cannot be read says
// why. The error is that of the settings.
func (l *Library) Shelves(p Places) ([]Shelf, error) {
	settings, err := l.Settings()
	if err != nil || !settings.Set {
		return nil, err
	}
	out := make([]Shelf, len(settings.Shelves))
	seen := []*Library{l}
	for i, place := range settings.Shelves {
		out[i] = l.Shelf(place, p)
		if s := &out[i]; s.Err == nil {
			if s.Err = again(s, seen); s.Err != nil {
				s.Library = nil
				continue
			}
			seen = append(seen, s.Library)
		}
	}
	return out, nil
}

// again says which library it is that a shelf leads to once more; nil where it leads to none of those.
func again(s *Shelf, seen []*Library) error {
	info, err := os.Stat(s.Dir)
	if s.Dir == "" || err != nil {
		return nil
	}
	for _, other := range seen {
		have, err := os.Stat(other.Dir)
		if other.Dir == "" || err != nil || !os.SameFile(info, have) {
			continue
		}
		if other.ShelfName == "" {
			return leaveOff(s.Name, "is the library itself", "a shelf is another library")
		}
		return leaveOff(s.Name, "is the same folder as the shelf "+other.ShelfName, "one name is enough")
	}
	return nil
}

// leaveOff is advice about a shelf that is not read.
func leaveOff(name, why, hint string) error {
	return kb.Unusable(fmt.Errorf("the shelf %s %s and is left out", name, why), hint)
}

// Shelf opens one shelf.
func (l *Library) Shelf(place Place, p Places) Shelf {
	s := Shelf{Place: place}
	if place.Name == BuiltinShelf {
		s.Library = &Library{Builtin: true, ShelfName: BuiltinShelf, notes: p.Builtin, words: l.words, Index: filepath.Join(p.Cache, "builtin"+l.apart())}
		return s
	}
	dir := l.ShelfDir(place, p.Data)
	if s.Err = readable(place, dir); s.Err != nil {
		return s
	}
	index := ""
	if p.Cache != "" {
		sum := sha256.Sum256([]byte(dir))
		index = filepath.Join(p.Cache, "shelf-"+hex.EncodeToString(sum[:6])+l.apart())
	}
	// A link in somebody else's notes must not draw a file from elsewhere on this disk into an answer.
	root, err := os.OpenRoot(filepath.Join(dir, NotesDir))
	if err != nil {
		s.Err = leaveOff(place.Name, "cannot be read: "+err.Error(), "")
		return s
	}
	s.Library = &Library{Dir: dir, Index: index, ShelfName: place.Name, notes: root.FS(), words: l.words}
	return s
}

// apart ends the name of a shelf's index folder where a vocabulary of the library's own makes the index another one.
func (l *Library) apart() string {
	if l.vocabularyFile().sum == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(l.Dir))
	return "-for-" + hex.EncodeToString(sum[:6])
}

// readable says why the folder of a shelf cannot be read: a kb.Advice, or nil.
func readable(place Place, dir string) error {
	fetched := git.IsAddress(place.At)
	if dir == "" {
		return leaveOff(place.Name, "has no folder: there is no data folder", "$HOME or $XDG_DATA_HOME names one")
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if fetched {
			return leaveOff(place.Name, "has not been fetched", "takeaway shelf update "+place.Name+" fetches it")
		}
		return leaveOff(place.Name, "is gone: there is no "+dir, "takeaway shelf remove "+place.Name+" takes it off")
	}
	info, err := os.Stat(filepath.Join(dir, NotesDir))
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return leaveOff(place.Name, "has no notes/ folder in "+dir, "a shelf is a library: a folder with notes/ in it")
	case err != nil:
		return leaveOff(place.Name, "cannot be read: "+err.Error(), "")
	}
	if _, err := os.ReadDir(filepath.Join(dir, NotesDir)); err != nil {
		return leaveOff(place.Name, "cannot be read: "+err.Error(), "")
	}
	own := &Library{Dir: dir}
	if settings, err := own.Settings(); err == nil && settings.Format > Format {
		return leaveOff(place.Name, fmt.Sprintf("is written in format %d, and this takeaway reads up to %d,", settings.Format, Format), "a newer takeaway reads it")
	}
	return nil
}

// Repeats says which library a new shelf leads to once more, the own one or another shelf: a kb.Advice, or nil.
func (l *Library) Repeats(s *Shelf, p Places) error {
	shelves, err := l.Shelves(p)
	if err != nil {
		return err
	}
	seen := []*Library{l}
	for _, have := range shelves {
		if have.Library != nil && have.Name != s.Name {
			seen = append(seen, have.Library)
		}
	}
	return again(s, seen)
}
