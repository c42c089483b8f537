// Package desk is an open library whose index is up to date: what a question is asked of, from wherever it
// comes. It finds takeaways and write-ups, decodes each note's record once however often it is asked for,
// and remembers the last list of results. It prints nothing: what a person should know beside the answer
// are notices.
package desk

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/search"
)

// Progress tells somebody who waits how far work is. It is called with the name of the work and returns a
// function to report to, which may be nil, and one to call at the end.
type Progress func(what string) (report func(done, total int), stop func())

// Options say how a library is opened.
type Options struct {
	// Cache is the user's cache folder for takeaway; empty if there is none. The index of a library that
	// cannot be written is kept there.
	Cache string
	// Work is the folder in which paths were typed; empty if it is not known.
	Work string
	// Shell names the shell whose result lists are kept and read; empty for none. See Remember.
	Shell string
	// Hurry is set by those who have to answer at once: they never wait for another command.
	Hurry bool
	// Shelves are read beside the library. One that cannot be read is told in a notice.
	Shelves []library.Shelf
	// NoOwn leaves the notes of the library itself out of every answer.
	NoOwn bool
	// Now is the clock.
	Now func() time.Time
	// Progress is told what takes long; nil for nobody.
	Progress Progress
}

// progress is Progress, or nobody.
func (o *Options) progress(what string) (report func(done, total int), stop func()) {
	if o.Progress == nil {
		return nil, func() {}
	}
	return o.Progress(what)
}

// Notice is something that a person should know about an answer that is given all the same.
type Notice struct {
	Text, Hint string
	// Partial is set where something may be missing from the answer.
	Partial bool
}

// Desk is an open library with its shelves. What it finds and lists is of all of them; what is written, and the
// index that it speaks of, is that of the library itself, which is embedded.
type Desk struct {
	*library.Library
	// Unread are the notes that could not be read, whether just now or when they last changed.
	Unread []kb.Problem
	// Notices are about the index.
	Notices []Notice

	o   Options
	gen *search.Generation
	cat *library.Catalogue
	// failed is why the index could not be opened, if it could not.
	failed error
	// dir is where the index is: the library's own folder or one that took its place.
	dir string
	// scratch is an index folder made for this desk alone, if no other could be written.
	scratch string
	// bare is set where nobody asks for evidence but of write-ups about some editions; see Bare.
	bare bool
	but  []string

	// shelves are open libraries, too, in the order in which they count.
	shelves []*Desk
	// over is what of a shelf others have, too.
	over overlap
	// union is what questions are asked of; see asked.
	union *search.Union

	// decoded are the catalogues, decoded once; see WriteUps.
	decoded struct {
		sync.Mutex
		writeUps []*kb.WriteUp
		byID     map[kb.ID]*kb.Takeaway
	}
}

// overlap is what of a shelf those before it have, too.
type overlap struct {
	// hidden are the paths of notes that those before it have, word for word or in another version.
	hidden map[string]bool
	// ids are the pieces of hidden notes.
	ids []kb.ID
	// renamed are the IDs here of pieces whose own ID a note of the same path has, which is another one.
	renamed map[kb.ID]kb.ID
}

// openAsIs opens the index of one library as it is.
func openAsIs(lib *library.Library, o Options) *Desk {
	for _, dir := range IndexDirs(lib, o.Cache) {
		if d := openIndex(lib, dir, o); d.gen != nil {
			return d
		}
	}
	return nil
}

// Close lets the index go. A nil desk has none.
func (d *Desk) Close() {
	if d == nil {
		return
	}
	for _, s := range d.shelves {
		s.Close()
	}
	if d.gen != nil {
		_ = d.gen.Close() // read-only: nothing can be lost
	}
	if d.scratch != "" {
		_ = os.RemoveAll(d.scratch)
	}
}

// IndexDirs lists where the index of a library may be, the best place first; cache is the user's cache
// folder for takeaway, or empty.
func IndexDirs(lib *library.Library, cache string) []string {
	var dirs []string
	if filepath.IsAbs(lib.Index) {
		dirs = append(dirs, lib.Index)
	}
	if cache != "" && !lib.Builtin && lib.ShelfName == "" {
		dirs = append(dirs, library.CacheIndex(cache, lib.Dir))
	}
	return slices.Compact(dirs)
}

// IndexDir is where the index is.
func (d *Desk) IndexDir() string { return d.dir }

// Lasting reports whether the index stays when the desk is closed, so that what is kept beside it does.
func (d *Desk) Lasting() bool { return d.scratch == "" }

// Info describes the generation of the index.
func (d *Desk) Info() search.Info { return d.gen.Info() }

// Verify checks every byte of the index, and that it was made from the notes as they are.
func (d *Desk) Verify(ctx context.Context) ([]kb.Problem, error) {
	problems, err := search.Verify(ctx, d.dir, search.Stamp(d.Stamp()))
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	return d.Stale(ctx, d.cat)
}

// usable is the desk if it has an index at all.
func (d *Desk) usable() *Desk {
	if d == nil || d.gen == nil {
		return nil
	}
	return d
}

// newDesk is a desk without an index. The words of the library's own are those of every search from now on.
func newDesk(lib *library.Library, dir string, o Options) *Desk {
	own := lib.Vocabulary().SearchWords()
	search.UseWords(search.Lists{Same: own.Same, Joined: own.Joined, Near: own.Near})
	return &Desk{Library: lib, dir: dir, o: o}
}

// openIndex opens the current generation in dir, if there is one that fits this program.
func openIndex(lib *library.Library, dir string, o Options) *Desk {
	d := newDesk(lib, dir, o)
	var cat *library.Catalogue
	gen, err := search.Open(dir, search.Stamp(lib.Stamp()), func(data []byte) (err error) {
		cat, err = library.DecodeCatalogue(data)
		return err
	})
	if err == nil { // or else there is none, another format, or a damaged one: it will be rebuilt
		d.gen, d.cat = gen, cat
	}
	d.failed = err
	return d
}

// Damaged turns a failure of the index under our hands into advice. The next command rebuilds it.
func Damaged(err error) error {
	return kb.Unusable(fmt.Errorf("the index failed: %w", err), "takeaway index rebuild makes it anew from the notes")
}
