package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/library"
)

// writerPatience is how long a change waits for another one that is being written.
var writerPatience = 10 * time.Second // shorter in tests

// Writer changes notes of a library, each change as one step that undo takes back.
type Writer struct {
	*library.Library
	// Index is the folder of the index, where undo finds the originals.
	Index string

	title string
	o     Options
}

// NewWriter makes a writer to a library. title is what was typed, for the list of changes.
func NewWriter(lib *library.Library, index string, o Options, title string) *Writer {
	return &Writer{Library: lib, Index: index, o: o, title: title}
}

// Writer makes a writer to the library of the desk. The error is a kb.Advice: without a lasting index folder
// nothing could be taken back.
func (d *Desk) Writer(title string) (*Writer, error) {
	if !d.Lasting() {
		return nil, kb.Unusable(errors.New("the index folder cannot be written, so that undo could not be prepared"), "make "+d.Index+" writable")
	}
	return NewWriter(d.Library, d.dir, d.o, title), nil
}

// Apply makes a change. Notices are what it could not keep of a file, such as its owner. The error is a
// kb.Advice, or that of the context.
func (w *Writer) Apply(ctx context.Context, edits []library.Edit) ([]Notice, error) {
	unlock, err := w.Lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	journal := w.Journal(w.Index)
	progress, stop := w.o.progress("writing notes")
	journal.Progress = progress
	var remarks []Notice
	journal.Remark = func(path, what string) { remarks = append(remarks, Notice{Text: path + ": " + what}) }
	err = journal.Apply(w.title, edits, w.o.Now())
	stop()
	return remarks, WriteError(err)
}

// Keep keeps a note for undo before somebody else, such as an editor, writes to it; Settle says what became of it.
func (w *Writer) Keep(ctx context.Context, path string, old []byte) error {
	unlock, err := w.Lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return WriteError(w.Journal(w.Index).Keep(w.title, path, old, w.o.Now()))
}

// Settle completes what Keep began, or the making of a note: undo takes e back. The error says where the original is.
func (w *Writer) Settle(ctx context.Context, e library.Edit) error {
	unlock, err := w.Lock(ctx)
	if err == nil {
		defer unlock()
		err = w.Journal(w.Index).Settle(w.title, e, w.o.Now())
	}
	if err != nil && ctx.Err() == nil {
		err = kb.Unusable(fmt.Errorf("the note is changed, but takeaway undo cannot take that back: %w", err),
			"what it was before is in the newest file of "+filepath.Join(w.Index, library.JournalDir))
	}
	return err
}

// Lock keeps other commands from writing meanwhile. The error is a kb.Advice, or that of the context.
func (w *Writer) Lock(ctx context.Context) (func(), error) {
	index := w.Index
	if index == "" {
		return nil, kb.Unusable(errors.New("there is no folder for what undo would restore: index/ beside the notes has files of something else, and there is no cache folder"),
			"$HOME or $XDG_CACHE_HOME names one")
	}
	if err := library.MakeIndex(index); err != nil {
		return nil, kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "make "+index+" writable")
	}
	unlock, err := generation.LockPatient(ctx, index, writerPatience)
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if errors.Is(err, generation.ErrLocked) {
		return nil, standing(err)
	}
	if err != nil {
		return nil, kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "make "+index+" writable")
	}
	return unlock, nil
}

// standing is advice about a lock whose holder does not get on.
func standing(err error) error {
	return kb.Unusable(fmt.Errorf("%w and does not get on with it; nothing was changed", err), "run the command again once that one has ended, or end it")
}

// WriteError says what to do about an error of writing notes: a kb.Advice, or nil where there is none.
func WriteError(err error) error {
	var changed *library.ChangedError
	var partial *library.PartialError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &changed):
		return ChangedMeanwhile(err)
	case errors.As(err, &partial):
		return kb.Unusable(err, "takeaway undo takes them back")
	case errors.Is(err, library.ErrNoteReadOnly):
		return kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "chmod u+w makes it writable")
	case errors.Is(err, library.ErrExists):
		return kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "another command made it meanwhile: run the command again")
	case errors.Is(err, fs.ErrPermission):
		return kb.Unusable(fmt.Errorf("%w; nothing was changed", err), "its folder cannot be written to")
	}
	return kb.Unusable(err, "")
}

// ChangedMeanwhile is advice about a note that somebody else changed.
func ChangedMeanwhile(err error) error {
	return kb.Unusable(err, "run the command again")
}
