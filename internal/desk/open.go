package desk

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/library"
)

// A desk with shelves is several desks: the library's own, and one for each shelf with an index of its own. They are
// one to whoever asks: their write-ups are listed together by path, their indexes searched as a union, and what two
// of them have is there once, in the first of them.

// Open opens a library with its shelves and brings their indexes up to date. Where one cannot be brought up to date it
// serves as it was, and a notice says so; another tells of a shelf that cannot be read at all.
//
// The error is a kb.Advice, or that of the context.
func Open(ctx context.Context, lib *library.Library, o Options) (*Desk, error) {
	o.Progress = oneAtOnce(o.Progress)
	shelves := openShelves(ctx, o)
	d, err := openOne(ctx, lib, o)
	if err != nil {
		for _, s := range shelves() {
			s.desk.Close()
		}
		return nil, err
	}
	if err := d.shelve(shelves()); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// OpenAsIs opens the index of a library as it is, without touching it or looking at the notes: for those
// who have to answer at once. It is nil where there is no index.
func OpenAsIs(lib *library.Library, o Options) *Desk {
	d := openAsIs(lib, o)
	if d == nil {
		return nil
	}
	for _, s := range o.Shelves {
		if s.Err != nil {
			continue
		}
		if shelf := openAsIs(s.Library, o); shelf != nil {
			d.shelves = append(d.shelves, shelf)
		}
	}
	if d.settle() != nil {
		d.Close()
		return nil
	}
	return d
}

// shelf is a shelf that was opened, or why it was not.
type shelf struct {
	name string
	desk *Desk
	err  error
}

// openShelves begins to open the shelves and returns a function that waits for them.
func openShelves(ctx context.Context, o Options) func() []shelf {
	out := make([]shelf, len(o.Shelves))
	var opening sync.WaitGroup
	for i, s := range o.Shelves {
		out[i] = shelf{name: s.Name, err: s.Err}
		if s.Err != nil {
			continue
		}
		opening.Go(func() {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
			defer func() {
				if p := recover(); p != nil {
					out[i].desk, out[i].err = nil, cutShort(p)
				}
			}()
			out[i].desk, out[i].err = openOne(ctx, s.Library, o)
		})
	}
	return func() []shelf {
		opening.Wait()
		return out
	}
}

// shelve puts shelves beside the library.
func (d *Desk) shelve(shelves []shelf) error {
	for _, s := range shelves {
		if s.err != nil {
			n := Notice{Text: s.err.Error(), Partial: true}
			if a := kb.AdviceOf(s.err); a != nil {
				n.Hint = a.Hint
			}
			if !strings.HasPrefix(n.Text, "the shelf ") {
				n.Text = fmt.Sprintf("the shelf %s is left out: %s", s.name, n.Text)
			}
			d.Notices = append(d.Notices, n)
			continue
		}
		for _, p := range s.desk.Unread {
			p.Path = kb.NoteName(s.name, p.Path)
			d.Unread = append(d.Unread, p)
		}
		for _, n := range s.desk.Notices {
			if n.Partial {
				n.Text = "shelf " + s.name + ": " + n.Text
				d.Notices = append(d.Notices, n)
			}
		}
		d.shelves = append(d.shelves, s.desk)
	}
	if len(d.parts()) == 0 {
		for _, s := range shelves {
			if s.err != nil {
				return s.err
			}
		}
	}
	return d.settle()
}

// cutShort is the error of mapped memory that is gone, as where somebody cut a file of the index short. Any other
// panic goes on.
func cutShort(p any) error {
	if _, ok := p.(interface{ Addr() uintptr }); !ok {
		panic(p)
	}
	return kb.Unusable(errors.New("a file of its index was cut short while it was read"), "run the command again: the index is checked and made anew")
}

// oneAtOnce shows the progress of one piece of work where several are done at once.
func oneAtOnce(p Progress) Progress {
	if p == nil {
		return nil
	}
	var shown sync.Mutex
	return func(what string) (func(done, total int), func()) {
		if !shown.TryLock() {
			return nil, func() {}
		}
		report, stop := p(what)
		return report, sync.OnceFunc(func() {
			stop()
			shown.Unlock()
		})
	}
}
