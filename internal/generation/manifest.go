package generation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/blevesearch/mmap-go"

	"takeaway/internal/kb"
)

// The files of an index folder. tmpPrefix has the program's name in it: what begins so and goes on with digits is
// removed when it is old, and must be nobody else's.
const (
	currentName  = "CURRENT"        // the name of the generation in use
	otherPrefix  = "CURRENT-"       // begins the pointer to the last generation of another key
	lockName     = "lock"           // held by the writer
	tmpPrefix    = ".tmp-takeaway-" // unfinished work of a writer
	genPrefix    = "gen-"           // finished generations: gen-1, gen-2, …
	manifestName = "manifest.json"  // written last: without it a generation does not count
)

// smallFile is the size up to which a file's whole checksum is compared at every open (0.1 ms a file):
// bleve's root.bolt, which it does not check itself and whose damage ends in a panic. Of larger files
// only both ends are.
const smallFile = 1 << 18

// edge is how much of each end of a larger file is compared at every open: it holds the tables that
// everything else in a segment is found through.
const edge = 1 << 12

// Manifest says what a generation is and what its files are.
type Manifest struct {
	Layout   string `json:"layout"`
	Engine   string `json:"bleve"`
	Stamp    string `json:"stamp"`
	Docs     int    `json:"docs"`     // the caller's count of what is in it
	Segments int    `json:"segments"` // how many of the files are shared with other generations
	Files    []File `json:"files"`
}

// File is one file of a generation.
type File struct {
	Name string `json:"name"` // relative to the generation, with forward slashes
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc"`  // of the whole file, Castagnoli
	Ends uint32 `json:"ends"` // of both ends, or of the whole if it is small
}

// isShared reports whether a file is one that later generations link rather than copy: it never changes
// once it is written, and whoever wrote it has synced it.
func isShared(name string) bool { return strings.HasSuffix(name, ".zap") }

func (m *Manifest) usable(key Key) error {
	if m.key() != key {
		return fmt.Errorf("%w: %w", ErrNone, &KeyError{m.key()})
	}
	return nil
}

func (m *Manifest) key() Key { return Key{m.Layout, m.Engine, m.Stamp} }

// pointer is the name of the pointer to the last generation of a key that is not the current one's.
func (k Key) pointer() string {
	sum := sha256.Sum256([]byte(k.Layout + "\x00" + k.Engine + "\x00" + k.Stamp))
	return otherPrefix + hex.EncodeToString(sum[:4])
}

// Bytes is the size of all files.
func (m *Manifest) Bytes() int64 {
	n := int64(0)
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

var castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

// wholeSum is the checksum of a file.
func wholeSum(name string) (uint32, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	h := crc32.New(castagnoli())
	_, err = io.Copy(h, f)
	return h.Sum32(), err
}

// endsSum is the checksum of both ends of a file of this size, or of all of it if it is small.
func endsSum(name string, size int64) (uint32, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	h := crc32.New(castagnoli())
	if size <= smallFile {
		_, err = io.Copy(h, f)
		return h.Sum32(), err
	}
	for _, at := range []int64{0, size - edge} {
		if _, err := io.Copy(h, io.NewSectionReader(f, at, edge)); err != nil {
			return 0, err
		}
	}
	return h.Sum32(), nil
}

// takeStock lists the files of the generation in folder. Checksums in known, by name and size, are
// trusted: segments are never changed once written.
func takeStock(folder string, known []File) ([]File, error) {
	var files []File
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == manifestName {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(folder, name)
		if err != nil {
			return err
		}
		f := File{Name: filepath.ToSlash(rel), Size: info.Size()}
		i := slices.IndexFunc(known, func(k File) bool { return k.Name == f.Name && k.Size == f.Size })
		if i >= 0 && isShared(f.Name) {
			files = append(files, known[i])
			return nil
		}
		if f.CRC, err = wholeSum(name); err != nil {
			return err
		}
		f.Ends, err = endsSum(name, f.Size)
		files = append(files, f)
		return err
	})
	return files, err
}

// Bounds of files that are read as a whole. Other programs and failing disks leave files of any size and kind.
const (
	largestManifest = 8 << 20
	largestPointer  = 1 << 10
)

// readSmall reads an ordinary file of at most this many bytes. Another one is damage: opening a pipe would wait for ever.
func readSmall(name string, most int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, Damaged(filepath.Base(name), errors.New("is not a regular file"))
	case info.Size() > most:
		return nil, Damaged(filepath.Base(name), fmt.Errorf("has %d bytes, more than the limit of %d", info.Size(), most))
	}
	return os.ReadFile(name)
}

// local checks that the files of a manifest are in its folder.
func (m *Manifest) local() error {
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return fmt.Errorf("bad file name %q", f.Name)
		}
	}
	return nil
}

// readManifest reads the manifest of the generation in folder.
func readManifest(folder string) (*Manifest, error) {
	data, err := readSmall(filepath.Join(folder, manifestName), largestManifest)
	if err != nil {
		return nil, err
	}
	m := new(Manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, Damaged(filepath.Base(folder)+"/"+manifestName, err)
	}
	if err := m.local(); err != nil {
		return nil, Damaged(filepath.Base(folder)+"/"+manifestName, err)
	}
	return m, nil
}

// Read reads a file of the generation and checks all of it. The bytes must not be changed.
func (f *Folder) Read(name string) ([]byte, error) {
	data, check, err := f.Map(name)
	if err == nil {
		err = check()
	}
	return data, err
}

// Map maps a file of the generation into memory, so that it stays readable when the generation is removed.
// Before the bytes are used check must be called: it compares all of them with what was written.
func (f *Folder) Map(name string) (data []byte, check func() error, err error) {
	where := f.Name() + "/" + name
	i := slices.IndexFunc(f.Manifest.Files, func(f File) bool { return f.Name == name })
	if i < 0 {
		return nil, nil, Damaged(f.Name(), fmt.Errorf("the manifest lists no %s", name))
	}
	data, err = mapFile(filepath.Join(f.Path, name))
	return data, func() error {
		if crc32.Checksum(data, castagnoli()) != f.Manifest.Files[i].CRC {
			return Damaged(where, errors.New("wrong checksum"))
		}
		return nil
	}, err
}

// mapFile maps a file into memory, for the rest of the process: reading three megabytes into fresh memory takes
// 2.5 ms. Finished generations never change. On Windows a mapped file could not be removed, so there it is read.
func mapFile(name string) ([]byte, error) {
	if runtime.GOOS == "windows" {
		return os.ReadFile(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() == 0 {
		return nil, err
	}
	return mmap.Map(f, mmap.RDONLY, 0)
}

// wholeBytes is how many bytes of shared files are compared at every open, besides the ends of the others:
// what a command of a few milliseconds has time for. Damage in the middle of a segment shows nowhere else
// but in wrong counts.
const wholeBytes = 16 << 20

// check compares the generation's files with the manifest: sizes, whole checksums of shared files up to
// wholeBytes and the ends of the others; with deep all whole checksums. It returns a problem for each that
// differs.
func (f *Folder) check(deep bool) []kb.Problem {
	left := int64(wholeBytes)
	var problems []kb.Problem
	report := func(file File, message string) {
		problems = append(problems, Problem(f.Name()+"/"+file.Name, errors.New(message)))
	}
	folder := f.Path
	for _, f := range f.Manifest.Files {
		name := filepath.Join(folder, filepath.FromSlash(f.Name))
		info, err := os.Stat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			report(f, "the file is missing")
			continue
		case err != nil:
			report(f, err.Error())
			continue
		case info.Size() != f.Size:
			report(f, fmt.Sprintf("the file has %d bytes, not the %d that were written", info.Size(), f.Size))
			continue
		}
		want, sum := f.Ends, func() (uint32, error) { return endsSum(name, f.Size) }
		fits := isShared(f.Name) && f.Size <= left
		if fits {
			left -= f.Size
		}
		if deep || fits {
			want, sum = f.CRC, func() (uint32, error) { return wholeSum(name) }
		}
		if got, err := sum(); err != nil {
			report(f, err.Error())
		} else if got != want {
			report(f, "the file's checksum is not that of what was written")
		}
	}
	return problems
}

// numberOf is the number in "gen-7"; ok is false for any other name.
func numberOf(name string) (n int, ok bool) {
	digits, ok := strings.CutPrefix(name, genPrefix)
	if !ok || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// current reads the pointer to the current generation.
func current(dir string) (string, error) { return readPointer(dir, currentName) }

// readPointer reads a pointer to a generation.
func readPointer(dir, pointer string) (string, error) {
	data, err := readSmall(filepath.Join(dir, pointer), largestPointer)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%w in %s", ErrNone, dir)
	case errors.Is(err, ErrDamaged):
		return "", Unusable(err)
	case err != nil:
		return "", err
	}
	name := strings.TrimSuffix(string(data), "\n")
	if _, ok := numberOf(name); !ok {
		return "", Unusable(Damaged(pointer, errors.New("not the name of a generation")))
	}
	return name, nil
}
