package library

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// racy is how close to the scan a change of a file may lie for a second change within the same tick of
// the file system's clock to go unseen; such a file is compared by content the next time (git's
// "racily clean" entries). Two seconds is the coarsest clock in use, FAT's.
const racy = 2 * time.Second

// File is what the catalogue keeps of a note to see whether it changed.
type File struct {
	Path  string
	Size  int64
	Mtime int64 // nanoseconds since 1970; 0 says that only the content tells
	// Inode and Ctime tell a file from another that took its name with the same size and time: by cp -p, rsync -t,
	// tar, or touch -d after an edit. Both are 0 where the system has none. Ctime is in nanoseconds since 1970.
	Inode uint64
	Ctime int64
	Hash  [16]byte
	// Problem is set for a file that is no readable note; it has no write-up.
	Problem *kb.Problem
}

// Delta is the difference between a catalogue and the notes.
type Delta struct {
	// Read are the write-ups of new and changed notes.
	Read []*kb.WriteUp
	// Gone are the paths of catalogued notes whose write-up must go: removed, changed, or no longer readable.
	Gone []string
	// Files is the new list of files, by path.
	Files []File
	// Restamped is true where the write-ups are the same but a size or time in Files is not.
	Restamped bool
	// Problems are of files that could not be read just now; they are looked at again every time.
	Problems []kb.Problem
	// Passed are files that are passed over from now on, as another one is read in their place; see PassedOver.
	Passed []kb.Problem
	// Seen counts the notes that the walk found.
	Seen int

	// later are notes that seem changed and are yet to be read; see Each.
	later []found
	lib   *Library
	cat   *Catalogue
	now   time.Time
}

// Clean reports whether the index need not change.
func (d *Delta) Clean() bool { return !d.Changed() && !d.Restamped }

// Changed reports whether write-ups come or go, or may do so once all is read.
func (d *Delta) Changed() bool { return len(d.Read) > 0 || len(d.Gone) > 0 || len(d.later) > 0 }

// Later counts the notes that are yet to be read.
func (d *Delta) Later() int { return len(d.later) }

// Scan compares the notes with the catalogue (nil: everything is new) and reads what changed. now is
// the time of the scan; progress, if not nil, is told how many of the changed notes have been read.
// The error is for the notes folder as a whole, or ctx's.
func (l *Library) Scan(ctx context.Context, cat *Catalogue, now time.Time, progress func(done, total int)) (*Delta, error) {
	return l.scan(ctx, cat, now, math.MaxInt, progress)
}

// readAtOnce is how many changed notes Compare reads and holds. Fewer in tests.
var readAtOnce = 1000

// Compare is Scan that leaves the changed notes unread where they are many; see Delta.Each.
func (l *Library) Compare(ctx context.Context, cat *Catalogue, now time.Time, progress func(done, total int)) (*Delta, error) {
	return l.scan(ctx, cat, now, readAtOnce, progress)
}

func (l *Library) scan(ctx context.Context, cat *Catalogue, now time.Time, most int, progress func(done, total int)) (*Delta, error) {
	notes, problems, err := l.walk()
	if err != nil {
		return nil, err
	}
	d := &Delta{Problems: problems, Files: make([]File, 0, len(notes)), lib: l, cat: cat, now: now}
	i, old := 0, cat.Files()
	for _, n := range notes {
		if n.instead == nil {
			d.Seen++
		}
		for ; i < len(old) && old[i].Path < n.path; i++ {
			d.gone(old[i])
		}
		if i < len(old) && old[i].Path == n.path {
			f := old[i]
			i++
			if f.is(n) {
				d.Files = append(d.Files, f)
				continue
			}
			if n.instead != nil {
				d.gone(f)
			}
		}
		if n.instead != nil {
			d.Restamped = true
			d.Files = append(d.Files, File{Path: n.path, Size: n.size, Mtime: n.mtime, Inode: n.inode, Ctime: n.ctime, Problem: n.instead})
			d.Passed = append(d.Passed, *n.instead)
			continue
		}
		d.later = append(d.later, n)
	}
	for ; i < len(old); i++ {
		d.gone(old[i])
	}
	if len(d.later) <= most {
		err = d.Each(ctx, progress, func(ups []*kb.WriteUp, _ []string) error {
			d.Read = append(d.Read, ups...)
			return nil
		})
		return d, err
	}
	d.sort()
	return d, nil
}

// sort puts what was found into order.
func (d *Delta) sort() {
	slices.SortFunc(d.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	sort.Strings(d.Gone)
	slices.SortFunc(d.Problems, kb.CompareProblems)
}

// How much Each reads before it hands it over. Fewer notes in tests.
var partNotes = 512

const partBytes = 8 << 20

// Each reads the notes that are yet to be read, some hundreds at a time, and calls use with the write-ups of each
// part by path, and the paths whose write-ups must go: first those that are known to, then those of the part. After
// it d is complete but for Read.
func (d *Delta) Each(ctx context.Context, progress func(done, total int), use func(ups []*kb.WriteUp, gone []string) error) error {
	all := d.later
	if err := use(nil, d.Gone); err != nil {
		return err
	}
	for done := 0; done < len(all); {
		n, size := 0, int64(0)
		for done+n < len(all) && n < partNotes && size < partBytes {
			size += all[done+n].size
			n++
		}
		tell := progress
		if progress != nil {
			before := done
			tell = func(done, _ int) { progress(before+done, len(all)) }
		}
		before := len(d.Gone)
		ups, err := d.readChanged(ctx, all[done:done+n], tell)
		if err != nil {
			return err
		}
		if err := use(ups, d.Gone[before:]); err != nil {
			return err
		}
		done += n
	}
	d.later = nil
	d.sort()
	return nil
}

// is reports whether a file that the walk found is certainly as it was when it was read.
func (f *File) is(n found) bool {
	if PassedOver(f.Problem) || n.instead != nil { // the size and time of what is not read do not matter
		return f.Problem != nil && n.instead != nil && *f.Problem == *n.instead
	}
	if f.Mtime == 0 || f.Mtime != n.mtime || f.Size != n.size {
		return false
	}
	return f.Inode == n.inode && f.Ctime == n.ctime
}

// walked is the outcome of a walk.
type walked struct {
	notes    []found
	problems []kb.Problem
	err      error
}

// StartWalk begins the walk of the next Scan, which takes as long as opening the index of a large library. What
// changes after this call may go unseen by that Scan.
func (l *Library) StartWalk() {
	ahead := make(chan walked, 1)
	go func() {
		var w walked
		w.notes, w.problems, w.err = list(l.notes, l.outer()...)
		ahead <- w
	}()
	l.ahead = ahead
}

// outer are the folders that the notes are in, the outermost first.
func (l *Library) outer() []fs.FileInfo {
	var up []fs.FileInfo
	dir, err := filepath.EvalSymlinks(l.Dir)
	if err != nil || l.Builtin || l.Dir == "" {
		return nil
	}
	for {
		if info, err := os.Stat(dir); err == nil {
			up = append(up, info)
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			slices.Reverse(up)
			return up
		}
		dir = parent
	}
}

// walk is the walk begun by StartWalk, or else a walk now.
func (l *Library) walk() ([]found, []kb.Problem, error) {
	if l.ahead == nil {
		return list(l.notes, l.outer()...)
	}
	w := <-l.ahead
	l.ahead = nil
	return w.notes, w.problems, w.err
}

// gone records that a catalogued file is no longer there.
func (d *Delta) gone(f File) {
	d.Restamped = true
	if f.Problem == nil {
		d.Gone = append(d.Gone, f.Path)
	}
}

// reading is the outcome of reading one changed note.
type reading struct {
	file    File
	writeUp *kb.WriteUp // nil: same content as before, or no note
	same    bool
	failed  *kb.Problem // could not be read for a passing reason
}

// readChanged reads some notes and returns the write-ups that are new.
func (d *Delta) readChanged(ctx context.Context, changed []found, progress func(done, total int)) (ups []*kb.WriteUp, err error) {
	cat := d.cat
	out := make([]reading, len(changed))
	jobs := make(chan int)
	var done sync.WaitGroup
	var mu sync.Mutex
	finished := 0
	for range min(runtime.GOMAXPROCS(0), max(len(changed), 1)) {
		done.Go(func() {
			for i := range jobs {
				out[i] = d.lib.read(changed[i], cat.file(changed[i].path), d.now)
				if progress != nil {
					mu.Lock()
					finished++
					progress(finished, len(changed))
					mu.Unlock()
				}
			}
		})
	}
	for i := range changed {
		if ctx.Err() != nil {
			break
		}
		jobs <- i
	}
	close(jobs)
	done.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, r := range out {
		old := cat.file(changed[i].path)
		switch {
		case r.failed != nil:
			d.Problems = append(d.Problems, *r.failed)
			if old != nil {
				d.gone(*old)
			}
			continue
		case r.same:
			now := found{size: r.file.Size, mtime: r.file.Mtime, inode: r.file.Inode, ctime: r.file.Ctime}
			d.Restamped = d.Restamped || !d.lib.Builtin && now != found{size: old.Size, mtime: old.Mtime, inode: old.Inode, ctime: old.Ctime}
		default:
			if old != nil && old.Problem == nil {
				d.Gone = append(d.Gone, old.Path)
			}
			if r.writeUp != nil {
				ups = append(ups, r.writeUp)
			} else {
				d.Restamped = true
			}
		}
		d.Files = append(d.Files, r.file)
	}
	return ups, nil
}

// read reads one note. old is its entry in the catalogue, or nil.
func (l *Library) read(n found, old *File, now time.Time) reading {
	f := File{Path: n.path, Size: n.size, Mtime: n.mtime, Inode: n.inode, Ctime: n.ctime}
	if now.Sub(time.Unix(0, max(n.mtime, n.ctime))) < racy {
		f.Mtime = 0
	}
	data, problem := l.readFile(n)
	if problem != nil && problem.Code != "too-large" {
		return reading{failed: problem}
	}
	if problem != nil {
		f.Problem = problem
		same := old != nil && old.Problem != nil && old.Problem.Code == problem.Code
		return reading{file: f, same: same}
	}
	f.Size = int64(len(data))
	sum := sha256.Sum256(data)
	copy(f.Hash[:], sum[:])
	if old != nil && old.Hash == f.Hash {
		f.Problem = old.Problem
		return reading{file: f, same: true}
	}
	w, err := notefile.Parse(n.path, data)
	if err != nil {
		p := unreadable(n.path, err)
		f.Problem = &p
		return reading{file: f}
	}
	understand(w, data, l.Vocabulary())
	return reading{file: f, writeUp: w}
}

// readFile reads a note within the size limit.
func (l *Library) readFile(n found) ([]byte, *kb.Problem) {
	if n.size > notefile.MaxSize {
		return nil, tooLarge(n.path)
	}
	f, err := l.notes.Open(n.path)
	if err != nil {
		p := unreadable(n.path, err)
		return nil, &p
	}
	defer f.Close()
	data := make([]byte, 0, n.size+1)
	for {
		k, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+k]
		switch {
		case len(data) > notefile.MaxSize: // it grew since the walk
			return nil, tooLarge(n.path)
		case err == nil:
		case errors.Is(err, io.EOF):
			return data, nil
		default:
			p := unreadable(n.path, err)
			return nil, &p
		}
		data = slices.Grow(data, 512)
	}
}

// Unreadable is err as a problem of the note at path, which the message does not repeat.
func Unreadable(path string, err error) kb.Problem { return unreadable(path, err) }

func unreadable(path string, err error) kb.Problem {
	var p kb.Problem
	if errors.As(err, &p) {
		return p
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return kb.Problem{Path: path, Severity: kb.SeverityError, Code: "unreadable", Message: err.Error()}
}

func tooLarge(path string) *kb.Problem {
	return &kb.Problem{Path: path, Severity: kb.SeverityError, Code: "too-large",
		Message: fmt.Sprintf("larger than the limit of %d MiB", notefile.MaxSize>>20), Hint: "split it, or keep it outside notes/"}
}
