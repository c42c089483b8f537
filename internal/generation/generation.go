// Package generation keeps the finished states of something that is built in a folder: each in a folder of
// its own that never changes, gen-1, gen-2, …, and a pointer to the one in use. Readers open what the pointer
// names and never wait for a writer; a writer fills a new folder, lists its files with their checksums in a
// manifest, and moves the pointer. What a killed writer leaves does not count. What is in the folders is
// the caller's business.
package generation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"takeaway/internal/kb"
)

// ErrNone is returned where a folder holds no generation that can be used: none was ever built, it has
// another key, or it is damaged. Building one is the answer to all of them.
var ErrNone = errors.New("no usable index")

// ErrDamaged is returned where files are not what was written. What Open returns for damage is both
// ErrNone and ErrDamaged.
var ErrDamaged = errors.New("index is damaged")

// Damaged marks an error of the files at where.
func Damaged(where string, cause error) error {
	return fmt.Errorf("%w: %s: %w", ErrDamaged, where, cause)
}

// Unusable marks damage as a reason for there being no generation that can be used.
func Unusable(err error) error { return fmt.Errorf("%w: %w", ErrNone, err) }

// Key names what a generation depends on besides its input. One that was written under another key is not
// used.
type Key struct {
	Layout string // of the files
	Engine string // version of the library that writes most of them
	Stamp  string // the caller's part
}

// KeyError is returned, along with ErrNone, where there is a generation of another key.
type KeyError struct{ Key Key }

func (e *KeyError) Error() string { return "it was written in another format" }

// Folder is one finished generation.
type Folder struct {
	Path     string
	Number   int
	Manifest *Manifest
	whole    func() error
}

// Name is the last part of the path, "gen-7".
func (f *Folder) Name() string { return filepath.Base(f.Path) }

// Whole checks all bytes of all files, once.
func (f *Folder) Whole() error { return f.whole() }

// tries is how often a reader starts again when a writer replaced the generation under it.
const tries = 5

// Open hands the current generation of dir to use, once its manifest and files are as they were written: all
// bytes of small ones, the ends of the others. Where that or use fails and a writer has replaced the
// generation meanwhile, it tries the new one. Where the current one is of another key, as of another version
// of the program, the last one of this key serves. The error is ErrNone where there is none that can be
// used, also ErrDamaged if that is because of damage, or a KeyError; any other error is the caller's or one
// of the file system's. Open never blocks on a writer.
func Open(dir string, key Key, use func(*Folder) error) error {
	var failed error
	seen := ""
	for range tries {
		name, err := current(dir)
		if err != nil {
			return err
		}
		if name == seen {
			break // it failed and is still the current one
		}
		err = open(filepath.Join(dir, name), key, use)
		if err == nil {
			return nil
		}
		seen, failed = name, err
	}
	if errors.As(failed, new(*KeyError)) {
		if name, err := readPointer(dir, key.pointer()); err == nil && open(filepath.Join(dir, name), key, use) == nil {
			return nil
		}
	}
	return failed
}

// open hands one generation to use.
func open(path string, key Key, use func(*Folder) error) error {
	f, err := folderOf(path, key)
	if err != nil {
		return err
	}
	if err := firstProblem(f.check(false)); err != nil {
		return Unusable(err)
	}
	return use(f)
}

// folderOf reads the manifest of a generation.
func folderOf(path string, key Key) (*Folder, error) {
	m, err := readManifest(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Unusable(Damaged(filepath.Base(path), errors.New("the manifest is missing")))
	case errors.Is(err, ErrDamaged):
		return nil, Unusable(err)
	case err != nil:
		return nil, err
	}
	if err := m.usable(key); err != nil {
		return nil, err
	}
	f := &Folder{Path: path, Manifest: m}
	f.Number, _ = numberOf(f.Name())
	f.whole = sync.OnceValue(func() error {
		problems := f.check(true)
		if _, err := os.Stat(filepath.Join(path, manifestName)); errors.Is(err, fs.ErrNotExist) {
			return nil // a writer removed this old generation; what is mapped stays readable
		}
		return firstProblem(problems)
	})
	return f, nil
}

func firstProblem(problems []kb.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return Damaged(problems[0].Path, errors.New(problems[0].Message))
}

// Verify checks all bytes of the current generation of dir against its manifest. It returns what is wrong,
// or else the generation; the error is that of an index which cannot be looked at at all, ErrNone where
// there is none.
func Verify(dir string, key Key) (*Folder, []kb.Problem, error) {
	name, err := current(dir)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, nil, err
	}
	path := filepath.Join(dir, name)
	if err != nil {
		return nil, []kb.Problem{Problem(path, err)}, nil
	}
	m, err := readManifest(path)
	if err != nil {
		return nil, []kb.Problem{Problem(path, err)}, nil
	}
	if err := m.usable(key); err != nil {
		other, none := readPointer(dir, key.pointer())
		if none != nil {
			return nil, nil, err
		}
		path = filepath.Join(dir, other)
	}
	f, err := folderOf(path, key)
	if err != nil {
		return nil, []kb.Problem{Problem(path, err)}, nil
	}
	if problems := f.check(true); len(problems) > 0 {
		return nil, problems, nil
	}
	return f, nil, nil
}

// Problem is an error of the generation at path as a problem for people.
func Problem(path string, err error) kb.Problem {
	return kb.Problem{Path: path, Severity: kb.SeverityError, Code: "index-damaged", Message: err.Error(), Hint: "takeaway index rebuild"}
}
