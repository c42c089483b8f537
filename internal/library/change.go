package library

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	satomic "sync/atomic"

	"takeaway/internal/durable"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Edit is what is to become of one note.
type Edit struct {
	// Path is relative to notes/, with forward slashes.
	Path string
	// Old is the content that was read, nil for a note that is to be made; New is the content to write,
	// nil for a note that is to be removed.
	Old, New []byte
}

// ChangedError says that notes are not what they were when they were read; nothing was written.
type ChangedError struct{ Paths []string }

func (e *ChangedError) Error() string {
	return strings.Join(e.Paths, ", ") + ": changed by someone else meanwhile; nothing was written"
}

// PartialError says that a change of several notes stopped half way and could not be taken back.
type PartialError struct {
	// Written are the notes that have their new content.
	Written []string
	Err     error
}

func (e *PartialError) Error() string {
	return fmt.Sprintf("%v; these notes are changed all the same: %s", e.Err, strings.Join(e.Written, ", "))
}

// Unwrap returns what stopped the change.
func (e *PartialError) Unwrap() error { return e.Err }

// ErrNoteReadOnly is wrapped by errors about notes whose file must not be written to.
var ErrNoteReadOnly = errors.New("the note is read-only")

// Understand reads a note from its bytes and infers its tags, as a scan of the library would.
func (l *Library) Understand(path string, data []byte) (*kb.WriteUp, error) {
	w, err := notefile.Parse(path, data)
	if err != nil {
		return nil, err
	}
	understand(w, data, l.Vocabulary())
	return w, nil
}

// staged is an edit whose new content is written, ready to take its place.
type staged struct {
	Edit
	target string      // the file, all links resolved
	info   fs.FileInfo // of target, nil for a note that is to be made
	tmp    string      // empty where the note is to be made or removed
}

// target is the file of a note with all links resolved. It has to be inside notes/.
func (l *Library) target(path string) (string, fs.FileInfo, error) {
	if err := l.readOnly(); err != nil {
		return "", nil, err
	}
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return "", nil, fmt.Errorf("%s: is not inside notes/", path)
	}
	root, err := filepath.EvalSymlinks(filepath.Join(l.Dir, NotesDir))
	if err != nil {
		return "", nil, err
	}
	real, err := filepath.EvalSymlinks(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		return "", nil, short(path, err)
	}
	if !strings.HasPrefix(real, root+string(filepath.Separator)) {
		return "", nil, fmt.Errorf("%s: a link leads out of notes/; nothing was written", path)
	}
	info, err := os.Stat(real)
	switch {
	case err != nil:
		return "", nil, short(path, err)
	case !info.Mode().IsRegular():
		return "", nil, fmt.Errorf("%s: not a regular file", path)
	case info.Mode().Perm()&0o200 == 0:
		return "", nil, fmt.Errorf("%s: %w", path, ErrNoteReadOnly)
	}
	// Renaming over a file asks for no permission on the file itself: it has to be asked for.
	f, err := os.OpenFile(real, os.O_WRONLY, 0)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "", nil, fmt.Errorf("%s: %w", path, ErrNoteReadOnly)
	case err != nil:
		return "", nil, short(path, err)
	}
	return real, info, f.Close()
}

// short is an error of the file system without the absolute path, under the note's own.
func short(path string, err error) error {
	if err == nil {
		return nil
	}
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// stage checks that a note is what was read, and writes the new content. What it returns has to be
// unstaged, also with an error.
func (c *changer) stage(e Edit) (staged, error) {
	s := staged{Edit: e}
	if e.Old == nil {
		return s, nil // create has checks of its own
	}
	target, info, err := c.target(e.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, &ChangedError{[]string{e.Path}}
	}
	if err != nil {
		return s, err
	}
	s.target, s.info = target, info
	if err := s.unchanged(); err != nil || e.New == nil {
		return s, err
	}
	return s, short(e.Path, c.write(&s, c.stageFolder()))
}

// write writes the new content of a note to a file in the folder stage, or beside the note where that is
// empty, with the mode, owner and group of the note.
func (c *changer) write(s *staged, stage string) (err error) {
	dir, prefix := stage, editPrefix
	if stage == "" {
		dir, prefix = filepath.Dir(s.target), tmpNote+editPrefix
	}
	if s.tmp, err = durable.Temp(dir, prefix, s.info.Mode().Perm()&0o600, s.New); err != nil {
		return err
	}
	return durable.Resemble(s.tmp, s.target, s.info)
}

// unchanged compares the note with what was read.
func (s *staged) unchanged() error {
	data, err := os.ReadFile(s.target)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return short(s.Path, err)
	}
	if err != nil || !bytes.Equal(data, s.Old) {
		return &ChangedError{[]string{s.Path}}
	}
	return nil
}

func (s *staged) unstage() {
	if s.tmp != "" {
		_ = durable.Remove(s.tmp) // gone already if it took its place; swept later if it stays
	}
}

// changer makes changes of several notes: all of them, or none.
type changer struct {
	*Library
	rename func(from, to string) error // of files; tests make it fail
	// index is the folder of the index, where new contents wait; see stageFolder.
	index string
	// apart is set once a file in index turned out to be on another file system than a note.
	apart satomic.Bool
	// Progress, if not nil, is told how many of the notes of a change have been written, one call at a time.
	Progress func(done, total int)
	// Remark, if not nil, is told what a change could not keep of a note, one call at a time.
	Remark func(path, what string)
}

func newChanger(l *Library, index string) *changer {
	return &changer{Library: l, rename: durable.Replace, index: index}
}

// stageAll stages the edits, or none of them. All notes that changed meanwhile are named at once.
func (c *changer) stageAll(edits []Edit) (all []staged, err error) {
	var changed []string
	all = make([]staged, len(edits))
	errs := atOnce(len(edits), func(i int) (err error) {
		all[i], err = c.stage(edits[i])
		return err
	})
	for _, err := range errs {
		var other *ChangedError
		switch {
		case errors.As(err, &other):
			changed = append(changed, other.Paths...)
		case err != nil:
			unstage(all)
			return nil, err
		}
	}
	if len(changed) > 0 {
		unstage(all)
		return nil, &ChangedError{changed}
	}
	return all, nil
}

// disks is how many files are read or written at once: most of the time of one is spent waiting for the disk.
const disks = 16

// atOnce calls f for 0 to n-1, several at a time, and returns what each returned.
func atOnce(n int, f func(i int) error) []error {
	errs := make([]error, n)
	var next satomic.Int64
	var workers sync.WaitGroup
	for range min(disks, n) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				errs[i] = f(i)
			}
		})
	}
	workers.Wait()
	return errs
}

func unstage(all []staged) {
	for i := range all {
		all[i].unstage()
	}
}

// commit puts the staged contents into place: new notes first, which have to be written yet. When one
// cannot be, the others are taken back; the error is that of the first, or a PartialError where even
// taking back fails.
func (c *changer) commit(all []staged) error {
	place := c.counting(len(all))
	errs := atOnce(len(all), func(i int) error {
		if all[i].Old != nil {
			return errLater
		}
		return place(&all[i])
	})
	first := slices.IndexFunc(errs, func(err error) bool { return err != nil && err != errLater })
	for i := 0; i < len(all) && first < 0; i++ {
		if errs[i] != errLater {
			continue
		}
		if errs[i] = place(&all[i]); errs[i] != nil {
			first = i
		}
	}
	if first < 0 {
		c.remarkLinks(all)
		return syncDirs(all)
	}
	var stuck []string
	for i := range all {
		if errs[i] == nil && c.revert(all[i].Edit) != nil {
			stuck = append(stuck, all[i].Path)
		}
	}
	if len(stuck) > 0 {
		return &PartialError{stuck, errs[first]}
	}
	return errs[first]
}

// counting is place that tells Progress of each note of a total.
func (c *changer) counting(total int) func(*staged) error {
	if c.Progress == nil {
		return c.place
	}
	var one sync.Mutex
	done := 0
	return func(s *staged) error {
		err := c.place(s)
		if err == nil {
			one.Lock()
			defer one.Unlock()
			done++
			c.Progress(done, total)
		}
		return err
	}
}

// errLater stands for "not yet" while new notes are written.
var errLater = errors.New("later")

// place puts one staged content into place, if the note is still what was read.
func (c *changer) place(s *staged) (err error) {
	if s.Old == nil {
		s.target, err = c.create(s.Path, s.New)
		return err
	}
	if err := s.unchanged(); err != nil {
		return err
	}
	if s.New == nil {
		return short(s.Path, durable.Remove(s.target))
	}
	err = c.rename(s.tmp, s.target)
	if durable.CrossDevice(err) {
		c.apart.Store(true)
		s.unstage()
		if err = c.write(s, ""); err == nil {
			err = c.rename(s.tmp, s.target)
		}
	}
	return short(s.Path, err)
}

// remarkLinks tells of notes that had another name, which keeps the content from before.
func (c *changer) remarkLinks(all []staged) {
	if c.Remark == nil {
		return
	}
	for _, s := range all {
		if s.info != nil && s.New != nil && durable.Links(s.info) > 1 {
			c.Remark(s.Path, "the file has another name (a hard link), which keeps the old text")
		}
	}
}

// revert takes one edit back.
func (c *changer) revert(e Edit) error {
	back, err := c.stage(Edit{e.Path, e.New, e.Old})
	defer back.unstage()
	if err != nil {
		return err
	}
	return c.place(&back)
}

// syncDirs waits until the new names are on the disk.
func syncDirs(all []staged) error {
	done := map[string]bool{}
	for _, s := range all {
		dir := filepath.Dir(s.target)
		if s.target == "" || done[dir] {
			continue
		}
		done[dir] = true
		if err := durable.SyncDir(dir); err != nil {
			return err
		}
	}
	return nil
}
