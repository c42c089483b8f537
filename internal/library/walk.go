package library

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"takeaway/internal/durable"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// maxDepth bounds the walk where folders that link to each other cannot be told apart.
const maxDepth = 64

// found is a note that the walk came across.
type found struct {
	path  string
	size  int64
	mtime int64 // nanoseconds since 1970; 0 where the file system keeps none
	// inode and ctime are as durable.Identity gives them.
	inode uint64
	ctime int64
	// linked is true for one that a link led to, or a link to the folder it is in; names is how many the file has.
	linked bool
	names  uint64
	// instead says which note is read in the place of this file; nil for a note.
	instead *kb.Problem
}

// walk lists the notes below the root of fsys in path order. Hidden files and folders are passed over;
// links are followed, but never back into a folder that the walk is in, and those inside of linked folders
// only to what no other link led to: twelve folders with links to each other have a billion paths. What
// cannot be entered or is no plain file becomes a problem. The error is for the root alone.
//
// outer are the folders above the root, the outermost first: a link to one of them, such as to /, leads to the
// notes again by way of the whole disk.
func walk(fsys fs.FS, outer ...fs.FileInfo) ([]found, []kb.Problem, error) {
	root, err := fs.Stat(fsys, ".")
	if err != nil {
		return nil, nil, err
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, nil, err
	}
	var w walker
	var halves [2]walker // side by side: what takes time is asking for each file
	var walkers sync.WaitGroup
	for i := range halves {
		halves[i].fsys = fsys
		half := entries[i*len(entries)/2 : (i+1)*len(entries)/2]
		halves[i].outer = len(outer)
		walkers.Go(func() { halves[i].dir(".", half, append(outer[:len(outer):len(outer)], root)) })
	}
	walkers.Wait()
	for _, h := range halves {
		w.notes, w.problems = append(w.notes, h.notes...), append(w.problems, h.problems...)
		w.links = append(w.links, h.links...)
	}
	w.fsys, w.outer = fsys, len(outer)
	w.follow()
	// Folder by folder is not yet path order: "a/x.md" comes before "a-b.md" in the one, after it in the other.
	slices.SortFunc(w.notes, func(a, b found) int { return strings.Compare(a.path, b.path) })
	return w.notes, w.problems, nil
}

type walker struct {
	fsys     fs.FS
	notes    []found
	problems []kb.Problem
	links    []linked
	outer    int // how many folders above the root are known
	// left is how many more names are looked at in the folder that a link led to; unlimited where bounded is false.
	bounded bool
	left    int
}

// mostLinked is how many names are looked at in a folder that a link leads to. Who links /usr did not mean that. Fewer
// in tests.
var mostLinked = 100_000

// linked is a folder that a link leads to, below the folders above.
type linked struct {
	name  string
	info  fs.FileInfo
	above []fs.FileInfo
}

// follow enters the folders that links led to, and those that links in them lead to.
func (w *walker) follow() {
	first := len(w.links)
	var entered []fs.FileInfo
	for i := 0; i < len(w.links); i++ { // entering makes the list longer
		l := w.links[i]
		if i >= first && slices.ContainsFunc(entered, func(e fs.FileInfo) bool { return os.SameFile(e, l.info) }) {
			continue
		}
		entered = append(entered, l.info)
		w.bounded, w.left = true, mostLinked
		w.enter(l.name, l.info, l.above)
		if w.left < 0 {
			w.problem(l.name, "too-many", fmt.Errorf("links to a folder with more than the limit of %d files; the rest is skipped", mostLinked))
		}
	}
}

// enter walks a folder below the root.
func (w *walker) enter(name string, info fs.FileInfo, above []fs.FileInfo) {
	entries, err := fs.ReadDir(w.fsys, name)
	if err != nil {
		w.problem(name, "unreadable", err)
	}
	w.dir(name, entries, append(above[:len(above):len(above)], info))
}

func (w *walker) problem(name, code string, err error) {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err // the problem names the path already
	}
	w.problems = append(w.problems, kb.Problem{Path: name, Severity: kb.SeverityError, Code: code, Message: err.Error()})
}

func (w *walker) dir(dir string, entries []fs.DirEntry, above []fs.FileInfo) {
	for _, e := range entries {
		if w.left--; w.bounded && w.left < 0 {
			return
		}
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		name := path.Join(dir, e.Name())
		if e.Type().IsRegular() && !notefile.Readable(e.Name()) {
			continue
		}
		if !utf8.ValidString(name) {
			w.problem(strings.ToValidUTF8(name, "\uFFFD"), "file-name", errors.New("the file name is not valid UTF-8"))
			continue
		}
		info, err := e.Info()
		if err == nil && info.Mode()&fs.ModeSymlink != 0 {
			if info, err = fs.Stat(w.fsys, name); err != nil && !notefile.Readable(e.Name()) {
				continue
			}
		}
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) || e.Type()&fs.ModeSymlink != 0 { // removed while we walk: not there
				w.problem(name, "unreadable", err)
			}
			continue
		}
		w.entry(name, info, above, e.Type()&fs.ModeSymlink != 0)
	}
}

// isNotePath reports whether the walk would list a file at this path as a note, if it were there.
func isNotePath(name string) bool {
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
		return false
	}
	if !notefile.Readable(name) || strings.ContainsRune(name, 0) {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") {
			return false
		}
	}
	return true
}

func (w *walker) entry(name string, info fs.FileInfo, above []fs.FileInfo, link bool) {
	switch {
	case info.IsDir():
		for _, up := range above {
			if os.SameFile(up, info) {
				w.problem(name, "link-loop", errors.New("links back to a folder above itself; not followed"))
				return
			}
		}
		if len(above)-w.outer >= maxDepth {
			w.problem(name, "too-deep", errors.New("folders are nested too deeply"))
			return
		}
		if link {
			w.links = append(w.links, linked{name, info, above})
			return
		}
		w.enter(name, info, above)
	case !notefile.Readable(name):
	case !info.Mode().IsRegular():
		w.problem(name, "not-a-file", errors.New("is neither a file nor a folder"))
	default:
		var mtime int64
		if t := info.ModTime(); !t.IsZero() {
			mtime = t.UnixNano()
		}
		inode, ctime := durable.Identity(info)
		w.notes = append(w.notes, found{path: name, size: info.Size(), mtime: mtime, inode: inode, ctime: ctime,
			linked: link || w.bounded, names: durable.Links(info)})
	}
}
