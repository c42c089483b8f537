package library

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"takeaway/internal/durable"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// New contents wait in a folder of the index until they take their place: the walk and git do not look
// there, and whoever holds the lock of the index knows that what is left there is of a killed command. Where
// the notes are on another file system they wait beside the note, under a hidden name.
const (
	stageDir   = "stage"
	editPrefix = "edit-"      // the new content of a note that is there
	newPrefix  = "new-"       // a note that is not there yet
	tmpNote    = ".takeaway-" // begins these names in other folders
)

// abandoned is how old a file beside the notes has to be to belong to nobody: a change takes seconds.
const abandoned = time.Hour

// stageFolder is the folder in which new contents wait, made where it is missing; empty where they have to wait beside
// the notes.
func (c *changer) stageFolder() string {
	if c.index == "" || c.apart.Load() {
		return ""
	}
	dir := filepath.Join(c.index, stageDir)
	if _, err := durable.Mkdir(dir, durable.DirMode); err != nil {
		return ""
	}
	return dir
}

// sweep removes what killed commands left: in the stage, which is the caller's while the index is locked,
// and in the folders that a change is about. The new content of a note that is there is nothing that anybody
// would miss. A new note may be the only copy of what somebody wrote: it goes once a note holds the same.
func (c *changer) sweep(edits []Edit, now time.Time) {
	var left []string
	if c.index != "" {
		left = append(left, leftIn(filepath.Join(c.index, stageDir), "", time.Time{})...)
	}
	seen := map[string]bool{}
	for _, e := range edits {
		dir := filepath.Dir(filepath.Join(c.Dir, NotesDir, filepath.FromSlash(e.Path)))
		if !seen[dir] {
			left = append(left, leftIn(dir, tmpNote, now.Add(-abandoned))...)
		}
		seen[dir] = true
	}
	var notes map[int64][]string // by size, made when it is needed
	for _, file := range left {
		base := strings.TrimPrefix(filepath.Base(file), tmpNote)
		if !strings.HasPrefix(base, editPrefix) {
			if notes == nil {
				notes = c.bySize()
			}
			if !c.held(file, notes) {
				continue
			}
		}
		_ = durable.Remove(file)
	}
}

// leftIn lists the files in dir with a name that this program gives to contents that wait, prefix before it, as
// far as they were written before a time; no time means all.
func leftIn(dir, prefix string, before time.Time) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // nothing is left there, or the change itself will say
	}
	var left []string
	for _, f := range entries {
		name := f.Name()
		ours := durable.IsTemp(name, prefix+editPrefix) || durable.IsTemp(name, prefix+newPrefix) ||
			(prefix != "" && durable.IsTemp(name, prefix))
		if !ours || !f.Type().IsRegular() {
			continue
		}
		if info, err := f.Info(); err == nil && (before.IsZero() || info.ModTime().Before(before)) {
			left = append(left, filepath.Join(dir, name))
		}
	}
	return left
}

// bySize lists the notes by their size in bytes.
func (c *changer) bySize() map[int64][]string {
	notes, _, err := list(c.notes, c.outer()...)
	if err != nil {
		return map[int64][]string{}
	}
	sizes := make(map[int64][]string, len(notes))
	for _, n := range notes {
		sizes[n.size] = append(sizes[n.size], n.path)
	}
	return sizes
}

// held reports whether a note has the content of a file that is left.
func (c *changer) held(file string, notes map[int64][]string) bool {
	info, err := os.Lstat(file)
	if err != nil || info.Size() > notefile.MaxSize {
		return false
	}
	if info.Size() == 0 {
		return true // killed before it was written
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	for _, path := range notes[info.Size()] {
		if durable.Holds(filepath.Join(c.Dir, NotesDir, filepath.FromSlash(path)), data) {
			return true
		}
	}
	return false
}

// checkLeft reports what killed commands left of notes that never took their place, the only copy maybe of what
// somebody wrote.
func (l *Library) checkLeft(now time.Time) []kb.Problem {
	if l.readOnly() != nil || l.Index == "" {
		return nil
	}
	c := newChanger(l, l.Index)
	var notes map[int64][]string
	var problems []kb.Problem
	for _, file := range leftIn(filepath.Join(l.Index, stageDir), "", now.Add(-abandoned)) {
		if !strings.HasPrefix(filepath.Base(file), newPrefix) {
			continue
		}
		if notes == nil {
			notes = c.bySize()
		}
		if !c.held(file, notes) {
			problems = append(problems, warning(IndexDir+"/"+stageDir+"/"+filepath.Base(file), 0, "left-over",
				"takeaway ingest "+file+" takes it in; remove it if it is not wanted", "a note that a command was writing when it was killed"))
		}
	}
	return problems
}
