package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/search"
)

// patience is how long a command that finds changed notes waits for another one that is just writing
// the index, before it answers from the index as it is. An update takes a tenth of that.
const patience = 300 * time.Millisecond

// Open opens a library and brings its index up to date: in the library's own folder, or else in the
// user's cache folder where that cannot be written, or else in one for this desk alone. Where none of them
// can be brought up to date the index as it was serves, and a notice says so.
//
// The error is a kb.Advice, or that of the context.
func Open(ctx context.Context, lib *library.Library, o Options) (*Desk, error) {
	var stale *Desk
	var first error
	for _, dir := range append(IndexDirs(lib, o.Cache), "") {
		d, err := refreshAt(ctx, lib, dir, o)
		if err == nil {
			stale.Close()
			return d, nil
		}
		if ctx.Err() != nil {
			stale.Close()
			d.Close()
			return nil, context.Cause(ctx)
		}
		if errors.Is(err, errNotes) {
			return nil, kb.Unusable(err, "")
		}
		if first == nil {
			first = err
		}
		if d != nil && stale == nil {
			stale = d
		} else {
			d.Close()
		}
	}
	if stale != nil {
		stale.Notices = append(stale.Notices, Notice{Text: fmt.Sprintf("the index could not be brought up to date: %v", first),
			Hint: "the answer is as of the last time it could; see takeaway index status", Partial: true})
		return stale, nil
	}
	return nil, kb.Unusable(fmt.Errorf("the index cannot be written: %w", first), "free some space or point --library at a folder you can write to")
}

// refreshAt is refreshIn for a folder that may be "": one in the system's temporary folder, removed when
// the desk is closed. Its name is fresh, so nobody can have put an index there.
func refreshAt(ctx context.Context, lib *library.Library, dir string, o Options) (*Desk, error) {
	if dir != "" {
		return refreshIn(ctx, lib, dir, o)
	}
	dir, err := os.MkdirTemp("", "takeaway-")
	if err != nil {
		return nil, err
	}
	d, err := refreshIn(ctx, lib, dir, o)
	if err != nil {
		d.Close()
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	d.scratch = dir
	return d, nil
}

// errNotes is wrapped by errors of the notes folder itself: no other index folder helps.
var errNotes = errors.New("the notes cannot be read")

// refreshIn brings the index in dir up to date. With an error it may still return a desk: with the index
// as it was.
func refreshIn(ctx context.Context, lib *library.Library, dir string, o Options) (*Desk, error) {
	lib.Ahead()
	d := openIndex(lib, dir, o)
	delta, err := d.scan(ctx)
	if err != nil {
		return d, err
	}
	if d.gen != nil && delta.Clean() {
		return d, nil
	}
	// The walk was begun before the index was opened, which another command may have brought further.
	if d.gen != nil {
		if delta, err = d.scan(ctx); err != nil {
			return d, err
		}
	}
	if err := library.MakeIndex(dir); err != nil {
		return d.usable(), err
	}
	unlock, err := lock(ctx, dir, d.gen != nil)
	if err != nil {
		return d.usable(), err
	}
	if unlock == nil { // another command is at it
		d.Notices = append(d.Notices, Notice{Text: "another command is updating the index; notes changed just now may be missing"})
		return d, nil
	}
	defer unlock()
	if again := openIndex(lib, dir, o); again.gen != nil && (d.gen == nil || again.gen.Info().Number != d.gen.Info().Number) {
		d.Close()
		d = again
		if delta, err = d.scan(ctx); err != nil {
			return d, err
		}
		if delta.Clean() {
			return d, nil
		}
	} else {
		again.Close()
	}
	if err := d.write(ctx, delta); err != nil {
		return d.usable(), err
	}
	d.Close()
	return openWritten(lib, dir, o, delta)
}

// openWritten opens the index that was just written.
func openWritten(lib *library.Library, dir string, o Options, delta *library.Delta) (*Desk, error) {
	d := openIndex(lib, dir, o)
	if d.gen == nil {
		return nil, fmt.Errorf("%s: the index just written cannot be opened", dir)
	}
	d.Unread = unread(delta)
	return d, nil
}

// Rebuild makes the index of a library anew, whatever is there, and opens it.
//
// The error is a kb.Advice, or that of the context.
func Rebuild(ctx context.Context, lib *library.Library, o Options) (*Desk, error) {
	var first error
	for _, dir := range IndexDirs(lib, o.Cache) {
		d, err := rebuildIn(ctx, lib, dir, o)
		if err == nil {
			return d, nil
		}
		if first == nil {
			first = err
		}
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return nil, kb.Unusable(first, "")
}

// rebuildIn makes the index in dir anew.
func rebuildIn(ctx context.Context, lib *library.Library, dir string, o Options) (*Desk, error) {
	if err := library.MakeIndex(dir); err != nil {
		return nil, err
	}
	unlock, err := generation.Lock(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	d := newDesk(lib, dir, o)
	delta, err := d.scan(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.write(ctx, delta); err != nil {
		return nil, err
	}
	return openWritten(lib, dir, o, delta)
}

// renew makes the index of the desk anew, which failed with err.
func (d *Desk) renew(ctx context.Context, err error) error {
	fresh, again := rebuildIn(ctx, d.Library, d.dir, d.o)
	if again != nil {
		return errors.Join(err, again)
	}
	_ = d.gen.Close()
	d.gen, d.cat = fresh.gen, fresh.cat
	d.forget()
	return nil
}

// scan finds what changed in the notes since the index was written.
func (d *Desk) scan(ctx context.Context) (*library.Delta, error) {
	progress, stop := d.o.progress("reading notes")
	defer stop()
	delta, err := d.Scan(ctx, d.cat, d.o.Now(), progress)
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("%w: %w", errNotes, err)
	}
	d.Unread = unread(delta)
	return delta, nil
}

// unread lists every note that could not be read, whether just now or when it last changed.
func unread(delta *library.Delta) []kb.Problem {
	all := delta.Problems
	for _, f := range delta.Files {
		if f.Problem != nil {
			all = append(all, *f.Problem)
		}
	}
	return all
}

// lock takes the writer's lock. Where the index can be read meanwhile (have), it waits no longer than
// patience and returns nil without an error; a first build has to be waited for.
func lock(ctx context.Context, dir string, have bool) (func(), error) {
	if have {
		short, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		unlock, err := generation.Lock(short, dir)
		if err != nil && short.Err() != nil && ctx.Err() == nil {
			return nil, nil
		}
		return unlock, err
	}
	return generation.Lock(ctx, dir)
}

// write makes the next generation.
func (d *Desk) write(ctx context.Context, delta *library.Delta) error {
	next, err := library.NewCatalogue(d.cat, delta)
	if err != nil {
		return err
	}
	progress, stop := d.o.progress("indexing takeaways")
	defer stop()
	docs := documents(d.Vocabulary(), delta.Read)
	if d.gen == nil {
		debug.SetGCPercent(200) // a build holds so much at once that 400 would ask for a gigabyte
		return search.Build(ctx, d.dir, search.Stamp(d.Stamp()), docs, next.Encode(), progress)
	}
	kept := make(map[kb.ID]bool, len(docs))
	for i := range docs {
		kept[docs[i].Takeaway.ID] = true
	}
	change := search.Change{Docs: docs, Catalogue: next.Encode()}
	gone := make(map[string]bool, len(delta.Gone))
	for _, path := range delta.Gone {
		gone[path] = true
	}
	ups, err := d.WriteUps()
	if err != nil {
		return err
	}
	for _, w := range ups {
		for i := range w.Pieces {
			if id := w.Pieces[i].ID; gone[w.Path] && !kept[id] {
				change.Delete = append(change.Delete, id)
			}
		}
	}
	return search.Update(ctx, d.dir, search.Stamp(d.Stamp()), d.gen, change, progress)
}
