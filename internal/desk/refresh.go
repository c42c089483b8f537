package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"takeaway/internal/durable"
	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/search"
)

// patience is how long a command that finds changed notes waits for another one that is just writing
// the index, before it answers from the index as it is. An update takes a tenth of that.
var patience = 300 * time.Millisecond // shorter in tests

// firstPatience is how long a command without an index waits for another one that builds it, from when that
// was last seen to get on with it: one that was stopped (Ctrl-Z) would be waited for for ever.
var firstPatience = 5 * time.Second // shorter in tests

// openOne opens a library without its shelves and brings its index up to date: in the library's own folder, or else in
// the user's cache folder where that cannot be written, or else in one for this desk alone. Where none of them
// can be brought up to date the index as it was serves, and a notice says so.
//
// The error is a kb.Advice, or that of the context.
func openOne(ctx context.Context, lib *library.Library, o Options) (*Desk, error) {
	var stale *Desk
	var first error
	for _, dir := range append(IndexDirs(lib, o.Cache), "") {
		d, err := refreshAt(ctx, lib, dir, o)
		if err == nil {
			stale.Close()
			d.mark()
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
			Hint: "showing results from the last successful update; see takeaway index status", Partial: true})
		return stale, nil
	}
	return nil, kb.Unusable(fmt.Errorf("the index cannot be written: %w", first), "free some space or point --library at a folder you can write to")
}

// mark marks a library of an earlier version, lest it is none without its index. One that cannot be written to stays
// as it is.
func (d *Desk) mark() {
	if !d.Unmarked() || d.dir != d.Index {
		return
	}
	if d.Mark() {
		d.Notices = append(d.Notices, Notice{Text: library.SettingsFile + " now marks " + d.Dir + " as a library; index/ alone did"})
	}
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
	lib.StartWalk()
	d := openIndex(lib, dir, o)
	if d.shunned() {
		d.Close()
		d.gen, d.cat = nil, nil
	}
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
	unlock, err := d.lock(ctx)
	if err != nil {
		return d.usable(), err
	}
	if unlock == nil { // another command is at it
		return d.beside(ctx)
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
	fresh, err := openWritten(lib, dir, o, delta)
	if err == nil && d.upgraded() {
		fresh.Notices = append(fresh.Notices, Notice{Text: "the index was another version's of takeaway; all notes were read anew"})
	}
	if words := search.ByWordsAlone(); err == nil && d.gen == nil && words != nil {
		fresh.Notices = append(fresh.Notices, Notice{Text: fmt.Sprintf("%v; searches go by words alone", words), Hint: "install takeaway anew"})
	}
	return fresh, err
}

// upgraded reports whether the index could not be used because another version of the program wrote it. One that
// has another vocabulary of the library's own has not been upgraded.
func (d *Desk) upgraded() bool {
	var format *generation.KeyError
	if !errors.As(d.failed, &format) {
		return false
	}
	was, _, _ := strings.Cut(format.Key.Stamp, "+")
	now, _, _ := strings.Cut(d.Stamp(), "+")
	return was != now || format.Key.Stamp == d.Stamp()
}

// openWritten opens the index that was just written.
func openWritten(lib *library.Library, dir string, o Options, delta *library.Delta) (*Desk, error) {
	d := openIndex(lib, dir, o)
	if d.gen == nil {
		return nil, fmt.Errorf("%s: the index just written cannot be opened", dir)
	}
	d.Unread = unread(delta)
	d.tellPassed(delta.Passed)
	return d, nil
}

// tellPassed tells once of files that are not read because another one is.
func (d *Desk) tellPassed(passed []kb.Problem) {
	const most = 3
	for _, p := range passed[:min(len(passed), most)] {
		d.Notices = append(d.Notices, Notice{Text: p.Path + ": " + p.Message, Hint: p.Hint})
	}
	if more := len(passed) - most; more > 0 {
		d.Notices = append(d.Notices, Notice{Text: fmt.Sprintf("%d more files are not read because another one is", more), Hint: "takeaway check lists them all"})
	}
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
		if errors.Is(err, generation.ErrLocked) && ctx.Err() == nil {
			return nil, standing(err)
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
	unlock, err := generation.LockPatient(ctx, dir, firstPatience)
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

// renew makes the index of the desk anew, which failed with err: in its place or, where that cannot be
// written, in one of those that stand in for it, or for this desk alone.
func (d *Desk) renew(ctx context.Context, err error) error {
	bad := d.gen.Info().Folder
	errs := []error{err}
	for _, dir := range append(IndexDirs(d.Library, d.o.Cache), "") {
		fresh, again := d.instead(ctx, dir)
		if again != nil {
			errs = append(errs, again)
			continue
		}
		_ = d.gen.Close()
		d.gen, d.cat, d.dir, d.scratch = fresh.gen, fresh.cat, fresh.dir, fresh.scratch
		if d.scratch == "" && filepath.Dir(bad) != d.dir {
			shun(d.dir, bad)
		}
		return nil
	}
	return errors.Join(errs...)
}

// instead makes an index in dir, or in a folder for this desk alone where dir is empty. One in the cache folder that
// is of use is brought up to date.
func (d *Desk) instead(ctx context.Context, dir string) (*Desk, error) {
	if dir == "" {
		return refreshAt(ctx, d.Library, dir, d.o)
	}
	if dir != filepath.Dir(d.gen.Info().Folder) {
		fresh, err := refreshIn(ctx, d.Library, dir, d.o)
		if err != nil {
			fresh.Close()
		}
		return fresh, err
	}
	return rebuildIn(ctx, d.Library, dir, d.o)
}

// shunName is the file in an index folder that names a damaged generation elsewhere which it stands in for.
const shunName = "instead-of"

// shun remembers that a generation is damaged which cannot be replaced, in the folder that stands in for it.
func shun(dir, bad string) {
	_ = durable.WriteFile(filepath.Join(dir, shunName), ".tmp-", durable.FileMode, []byte(bad+"\n")) // found out again otherwise
}

// shunned reports whether the folder that stands in for the desk's says that the desk's generation is damaged.
func (d *Desk) shunned() bool {
	for _, dir := range IndexDirs(d.Library, d.o.Cache) {
		if d.gen == nil || dir == d.dir {
			continue
		}
		if durable.Holds(filepath.Join(dir, shunName), []byte(d.gen.Info().Folder+"\n")) {
			return true
		}
	}
	return false
}

// scan finds what changed in the notes since the index was written.
func (d *Desk) scan(ctx context.Context) (*library.Delta, error) {
	progress, stop := d.o.progress("reading notes")
	defer stop()
	delta, err := d.Compare(ctx, d.cat, d.o.Now(), progress)
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
		if f.Problem != nil && !library.PassedOver(f.Problem) {
			all = append(all, *f.Problem)
		}
	}
	return all
}

// lock takes the writer's lock. Where the index can be read meanwhile it waits no longer than patience and
// returns nil without an error; a first build has to be waited for, but by those in a hurry.
func (d *Desk) lock(ctx context.Context) (func(), error) {
	if d.gen == nil {
		most := firstPatience
		if d.o.Hurry {
			most = time.Millisecond
		}
		return generation.LockPatient(ctx, d.dir, most)
	}
	short, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	unlock, err := generation.Lock(short, d.dir)
	if errors.Is(err, generation.ErrLocked) && ctx.Err() == nil {
		return nil, nil
	}
	return unlock, err
}

// beside is the desk for while another command writes: with what that has written by now. A notice says so where
// something is still missing.
func (d *Desk) beside(ctx context.Context) (*Desk, error) {
	if again := openIndex(d.Library, d.dir, d.o); again.gen != nil {
		d.Close()
		d = again
	}
	delta, err := d.scan(ctx)
	if err != nil {
		return d, err
	}
	if delta.Changed() {
		d.Notices = append(d.Notices, Notice{Text: "another command is updating the index; notes changed just now may be missing"})
	}
	return d, nil
}

// write makes the next generation.
func (d *Desk) write(ctx context.Context, delta *library.Delta) error {
	change := search.Change{}
	next := library.MakeCatalogue(d.cat)
	var progress func(done, total int)
	if delta.Later() > 0 {
		var stop func()
		progress, stop = d.o.progress("reading and indexing notes")
		defer stop()
		change.Stream = d.stream(ctx, delta, next, progress)
		progress = nil
	} else {
		var stop func()
		progress, stop = d.o.progress("indexing takeaways")
		defer stop()
		var err error
		if change, err = d.whole(delta, next); err != nil {
			return err
		}
	}
	if d.gen == nil {
		debug.SetGCPercent(buildGC) // a build holds so much at once that 400 would ask for a gigabyte
		return search.Build(ctx, d.dir, search.Stamp(d.Stamp()), change, progress)
	}
	return search.Update(ctx, d.dir, search.Stamp(d.Stamp()), d.gen, change, progress)
}

// buildGC is the growth of memory, in percent, at which garbage is collected in a build.
const buildGC = 200

// whole is the change that a delta makes whose notes have been read.
func (d *Desk) whole(delta *library.Delta, next *library.CatalogueMaker) (search.Change, error) {
	change := search.Change{Docs: documents(d.Vocabulary(), delta.Read)}
	err := next.Add(delta.Read, delta.Gone)
	if err == nil {
		change.Catalogue, change.Delete, err = finished(next, delta)
	}
	return change, err
}

// stream is the change that a delta makes whose notes are read as it is written.
func (d *Desk) stream(ctx context.Context, delta *library.Delta, next *library.CatalogueMaker, progress func(done, total int)) func(func([]search.Doc) error) ([]kb.ID, []byte, error) {
	return func(add func([]search.Doc) error) ([]kb.ID, []byte, error) {
		debug.SetGCPercent(streamGC)
		err := delta.Each(ctx, progress, func(ups []*kb.WriteUp, gone []string) error {
			if err := next.Add(ups, gone); err != nil {
				return err
			}
			return add(documents(d.Vocabulary(), ups))
		})
		if err != nil {
			return nil, nil, err
		}
		catalogue, lost, err := finished(next, delta)
		return lost, catalogue, err
	}
}

// streamGC is buildGC for where many notes are read.
const streamGC = 100

// finished is the catalogue after a change, and the pieces that are no more.
func finished(next *library.CatalogueMaker, delta *library.Delta) (catalogue []byte, lost []kb.ID, err error) {
	c, lost, err := next.Finish(delta)
	if err != nil {
		return nil, nil, err
	}
	return c.Encode(), lost, nil
}
