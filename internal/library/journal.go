package library

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"takeaway/internal/durable"
	"takeaway/internal/notefile"
)

// The journal's bounds: the oldest steps go first, the newest stays whatever its size.
const (
	mostSteps = 100
	mostBytes = 64 << 20
)

// JournalDir is the folder in index/ that holds what Undo restores. Rebuilding the index leaves it alone.
const JournalDir = "undo"

// Journal keeps the originals of changed notes: one zip file a step, which unzip reads as well.
type Journal struct {
	*changer
	dir string
}

// Step is one change of notes that can be taken back.
type Step struct {
	// Number counts the steps of a library up.
	Number int
	// Title is the command that made the change, Time when it did.
	Title string
	Time  time.Time
	// Paths are the notes, by path.
	Paths []string

	notes []stepNote
}

// stepNote is one note of a step as it is kept.
type stepNote struct {
	Path string `json:"path"`
	// After is the hash of the content that the step wrote, empty if it removed the note.
	After string `json:"after"`
	// Made is true for a note that was not there before.
	Made bool `json:"made,omitempty"`

	before []byte
}

type stepFile struct {
	Version int        `json:"version"`
	Title   string     `json:"title"`
	Time    time.Time  `json:"time"`
	Notes   []stepNote `json:"notes"`
}

const (
	stepVersion = 1
	stepName    = "step.json"
)

// mostHead bounds the list of notes in a step: that of some 500,000. Less in tests.
var mostHead int64 = 64 << 20

// ErrNoStep says that there is nothing to take back.
var ErrNoStep = errors.New("there is no change to take back")

// ConflictError says that notes were changed after the step that is to be taken back; nothing was restored.
type ConflictError struct {
	Paths []string
	// Kept is the file that holds the originals.
	Kept string
}

func (e *ConflictError) Error() string {
	return strings.Join(e.Paths, ", ") + ": changed since; nothing was restored"
}

// Journal returns the journal in the folder index, which need not exist yet.
func (l *Library) Journal(index string) *Journal {
	return &Journal{newChanger(l, index), filepath.Join(index, JournalDir)}
}

// Apply makes a change of one or more notes: all of it, or nothing. The originals are kept first, as one
// step under title. Errors are a ChangedError, one that wraps ErrNoteReadOnly or ErrReadOnly, a
// PartialError, or the file system's; but for PartialError nothing was changed.
func (j *Journal) Apply(title string, edits []Edit, now time.Time) error {
	edits = slices.DeleteFunc(slices.Clone(edits), func(e Edit) bool { return e.Old != nil && bytes.Equal(e.Old, e.New) })
	if len(edits) == 0 {
		return nil
	}
	slices.SortFunc(edits, func(a, b Edit) int { return strings.Compare(a.Path, b.Path) })
	j.sweep(edits, now)
	all, err := j.stageAll(edits)
	if err != nil {
		return err
	}
	defer unstage(all)
	kept, err := j.keep(title, edits, now)
	if err != nil {
		return fmt.Errorf("nothing was changed, as undo could not be prepared: %w", err)
	}
	if err := j.commit(all); err != nil {
		var partial *PartialError
		if !errors.As(err, &partial) {
			_ = durable.Remove(kept) // nothing to take back
		}
		return err
	}
	j.dropFolders(edits)
	j.prune()
	return nil
}

// Keep keeps a note before somebody else, such as an editor, changes it: a step under title that Settle completes. Until
// then taking it back names the file with the original, if the note was changed.
func (j *Journal) Keep(title, path string, old []byte, now time.Time) error {
	if _, err := j.keep(title, []Edit{{path, old, old}}, now); err != nil {
		return fmt.Errorf("nothing was changed, as undo could not be prepared: %w", err)
	}
	j.prune()
	return nil
}

// Settle completes the newest step under title that is about the note of e alone, one of Keep or the making of a note:
// from now on it takes e back. Where e changes nothing the step is forgotten.
func (j *Journal) Settle(title string, e Edit, now time.Time) error {
	if file, _, err := j.target(e.Path); err == nil { // not every editor waits until the disk has what it wrote
		_ = errors.Join(durable.SyncFile(file), durable.SyncDir(filepath.Dir(file)))
	}
	numbers, err := j.numbers()
	if err != nil {
		return err
	}
	before := 0
	for _, n := range slices.Backward(numbers) {
		if s, err := j.head(n); err == nil && s.Title == title && slices.Equal(s.Paths, []string{e.Path}) {
			before = n
			break
		}
	}
	if e.Old == nil || !bytes.Equal(e.Old, e.New) {
		if _, err := j.keep(title, []Edit{e}, now); err != nil {
			return err
		}
	}
	if before > 0 {
		err = errors.Join(durable.Remove(j.file(before)), durable.SyncDir(j.dir))
	}
	j.prune()
	return err
}

// keep writes a step and returns its file.
func (j *Journal) keep(title string, edits []Edit, now time.Time) (string, error) {
	data, err := packStep(title, edits, now)
	if err != nil {
		return "", err
	}
	numbers, err := j.numbers()
	if err != nil {
		return "", err
	}
	next := 1
	if len(numbers) > 0 {
		next = numbers[len(numbers)-1] + 1
	}
	if _, err := durable.Mkdir(j.dir, durable.DirMode); err != nil {
		return "", err
	}
	for ; ; next++ {
		if _, err := os.Lstat(j.file(next)); err == nil {
			continue // no step, but it has the name
		}
		narrow := func(made fs.FileInfo) fs.FileMode { return j.readers(edits, made) }
		tmp, err := durable.TempNarrow(j.dir, tmpNote+editPrefix, durable.FileMode, narrow, data)
		if err == nil {
			err = durable.Replace(tmp, j.file(next)) // whoever writes here holds the lock
			if err != nil {
				err = errors.Join(err, durable.Remove(tmp))
			}
		}
		if err == nil {
			err = durable.SyncDir(j.dir)
		}
		return j.file(next), err
	}
}

// packStep makes the file of a step.
func packStep(title string, edits []Edit, now time.Time) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	head := stepFile{Version: stepVersion, Title: title, Time: now.UTC().Truncate(time.Second)}
	for _, e := range edits {
		head.Notes = append(head.Notes, stepNote{Path: e.Path, After: hash(e.New), Made: e.Old == nil})
	}
	text, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		return nil, err
	}
	if int64(len(text)) > mostHead {
		return nil, fmt.Errorf("%d notes are too many for one change: the limit is about %d", len(edits), int(float64(mostHead)/float64(len(text))*float64(len(edits))))
	}
	put := func(name string, data []byte) {
		w, e := z.Create(name)
		if e == nil {
			_, e = w.Write(data)
		}
		err = errors.Join(err, e)
	}
	put(stepName, text)
	for _, e := range edits {
		if e.Old != nil {
			put(NotesDir+"/"+e.Path, e.Old)
		}
	}
	err = errors.Join(err, z.Close())
	return b.Bytes(), err
}

// readers is the mode of a file that holds the originals of notes: nobody may read it who may not read each
// of the notes, counting the folders that they are in.
func (j *Journal) readers(edits []Edit, made fs.FileInfo) fs.FileMode {
	mode := durable.FileMode
	root, err := filepath.EvalSymlinks(filepath.Join(j.Dir, NotesDir))
	if err != nil {
		return 0o600
	}
	seen := map[string]bool{}
	for _, e := range edits {
		if e.Old == nil {
			continue
		}
		file, err := filepath.EvalSymlinks(filepath.Join(root, filepath.FromSlash(e.Path)))
		if err != nil {
			return 0o600
		}
		info, err := os.Stat(file)
		if err != nil {
			return 0o600
		}
		mode &= durable.Readers(info, made) | 0o600
		for dir := filepath.Dir(file); !seen[dir] && strings.HasPrefix(dir, root); dir = filepath.Dir(dir) {
			seen[dir] = true
			info, err := os.Stat(dir)
			if err != nil {
				return 0o600
			}
			enter := durable.Readers(info, made) & 0o011 // who may enter the folder may read what is in it
			mode &= 0o600 | enter<<2 | enter<<1
		}
	}
	return mode
}

func (j *Journal) file(n int) string { return filepath.Join(j.dir, fmt.Sprintf("%06d.zip", n)) }

// hash names a content, the empty string that there is none.
func hash(data []byte) string {
	if data == nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// numbers lists the files of steps, oldest first. A file of six digits is one, whatever is in it, so that damage is told;
// one of more has to hold a step, as people name archives by their dates.
func (j *Journal) numbers() ([]int, error) {
	entries, err := os.ReadDir(j.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var numbers []int
	for _, e := range entries {
		digits, ok := strings.CutSuffix(e.Name(), ".zip")
		n, err := strconv.Atoi(digits)
		if !ok || err != nil || n <= 0 || filepath.Base(j.file(n)) != e.Name() {
			continue
		}
		if len(digits) == 6 || j.isStep(n) {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, err
}

// isStep reports whether a file begins as those that keep writes.
func (j *Journal) isStep(n int) bool {
	f, err := openRegular(j.file(n))
	if err != nil {
		return false
	}
	defer f.Close()
	const nameAt = 30 // of the first file in a zip archive
	head := make([]byte, nameAt+len(stepName))
	if _, err := io.ReadFull(f, head); err != nil {
		return false
	}
	return string(head[:4]) == "PK\x03\x04" && string(head[nameAt:]) == stepName
}

// openRegular opens a file for reading that must be an ordinary one: opening a pipe would wait for a writer.
func openRegular(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: name, Err: errors.New("is not a regular file")}
	}
	if err != nil {
		return nil, err
	}
	return os.Open(name)
}

// prune removes the oldest steps past the bounds. What cannot be removed is tried again next time; what holds no step
// may be somebody else's and stays.
func (j *Journal) prune() {
	numbers, err := j.numbers()
	if err != nil {
		return
	}
	kept, size := 0, int64(0)
	for i := len(numbers) - 1; i >= 0; i-- {
		if !j.isStep(numbers[i]) {
			continue
		}
		file := j.file(numbers[i])
		if info, err := os.Stat(file); err == nil {
			size += info.Size()
		}
		if kept++; kept > 1 && (kept > mostSteps || size > mostBytes) {
			_ = durable.Remove(file)
		}
	}
}

// Steps lists what can be taken back, the newest first. bad are the errors of steps that are damaged; err is that of
// the journal as a whole.
func (j *Journal) Steps() (steps []Step, bad []error, err error) {
	numbers, err := j.numbers()
	if err != nil {
		return nil, nil, err
	}
	for _, n := range slices.Backward(numbers) {
		s, err := j.head(n)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		steps = append(steps, *s)
	}
	return steps, bad, nil
}

// head reads what a step says of itself, without the originals.
func (j *Journal) head(n int) (*Step, error) { return j.read(n, false) }

// read reads one step, with the originals or without.
func (j *Journal) read(n int, originals bool) (*Step, error) {
	file := j.file(n)
	broken := func(err error) error {
		return fmt.Errorf("%s: cannot be read: %w", file, err)
	}
	f, err := openRegular(file)
	if err != nil {
		return nil, broken(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, broken(err)
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, broken(err)
	}
	text, err := unpack(z, stepName, mostHead)
	if err != nil {
		return nil, broken(err)
	}
	var head stepFile
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, broken(err)
	}
	if head.Version > stepVersion {
		return nil, broken(fmt.Errorf("a newer takeaway wrote it, in format %d; that one takes it back", head.Version))
	}
	s := &Step{Number: n, Title: head.Title, Time: head.Time, notes: head.Notes}
	for i := range s.notes {
		note := &s.notes[i]
		if !isNotePath(note.Path) {
			return nil, broken(fmt.Errorf("%q is not the path of a note", note.Path))
		}
		s.Paths = append(s.Paths, note.Path)
		if note.Made || !originals {
			continue
		}
		if note.before, err = unpack(z, NotesDir+"/"+note.Path, notefile.MaxSize); err != nil {
			return nil, broken(err)
		}
	}
	return s, nil
}

// unpack reads a file of an archive, of at most this many bytes.
func unpack(z *zip.Reader, name string, most int64) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var stated int64
	if info, err := f.Stat(); err == nil {
		stated = min(max(info.Size(), 0), most)
	}
	b := bytes.NewBuffer(make([]byte, 0, stated+bytes.MinRead)) // growing would leave three times as much behind
	_, err = b.ReadFrom(io.LimitReader(f, most+1))
	data := b.Bytes()
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%s is larger than the limit of %d MiB", name, most>>20)
	}
	return data, err
}

// Last returns the newest step and the edits that take it back; ErrNoStep if there is none. Notes that
// are as they were before the step, as those that a killed command never came to, need no edit. The error is a ConflictError where notes were changed
// or removed since; it is returned along with the step.
func (j *Journal) Last() (*Step, []Edit, error) {
	numbers, err := j.numbers()
	if err != nil {
		return nil, nil, err
	}
	if len(numbers) == 0 {
		return nil, nil, ErrNoStep
	}
	n := numbers[len(numbers)-1]
	s, err := j.read(n, true)
	if err != nil {
		return nil, nil, err
	}
	var edits []Edit
	conflict := &ConflictError{Kept: j.file(n)}
	for _, note := range s.notes {
		now, err := j.Bytes(note.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return s, nil, err
		}
		if err != nil {
			now = nil
		}
		switch {
		case (now == nil) == (note.before == nil) && bytes.Equal(now, note.before):
		case hash(now) == note.After, note.Made && now != nil && len(now) == 0: // killed while it was made, see durable.Place
			edits = append(edits, Edit{note.Path, now, note.before})
		default:
			conflict.Paths = append(conflict.Paths, note.Path)
		}
	}
	if len(conflict.Paths) > 0 {
		return s, nil, conflict
	}
	return s, edits, nil
}

// Undo takes the newest step back, which must be the one that Last returned: all of it, or nothing. The
// step is forgotten; the one before it becomes the newest.
func (j *Journal) Undo(s *Step, edits []Edit) error {
	all, err := j.stageAll(edits)
	if err != nil {
		return err
	}
	defer unstage(all)
	if err := j.commit(all); err != nil {
		return err
	}
	j.dropFolders(edits)
	return errors.Join(durable.Remove(j.file(s.Number)), durable.SyncDir(j.dir))
}
