package desk

import (
	"context"
	"errors"

	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/notefile"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

// snippetWidth is the length of a snippet in columns: about three lines of a terminal.
const snippetWidth = 220

// Find runs a query; see search.Union.Find. An index that turns out to be damaged is made anew from
// the notes, once. The error is a kb.Advice, or that of the context.
func (d *Desk) Find(ctx context.Context, tree query.Node, o search.Options) (search.Result, error) {
	return renewing(ctx, d, func() (search.Result, error) { return d.asked().Find(ctx, tree, o) })
}

// Correct says which words of a query are probably misspelt; see search.Union.Correct.
func (d *Desk) Correct(ctx context.Context, tree query.Node, known []search.Hint) (*search.Spelling, error) {
	return renewing(ctx, d, func() (*search.Spelling, error) { return d.asked().Correct(ctx, tree, known) })
}

// Related finds what is like a subject; see search.Union.Related.
func (d *Desk) Related(ctx context.Context, subject search.Subject, o search.Options) (search.Result, error) {
	return renewing(ctx, d, func() (search.Result, error) { return d.asked().Related(ctx, subject, o) })
}

// People are the authors and speakers that a name stands for; none where the index is damaged, which
// shows in the search itself.
func (d *Desk) People(name string) []string {
	people, err := d.asked().People(name)
	if err != nil {
		return nil
	}
	return people
}

// renewing asks the index, and where that turns out to be damaged once more after making it anew.
func renewing[T any](ctx context.Context, d *Desk, ask func() (T, error)) (T, error) {
	answer, err := ask()
	if errors.Is(err, search.ErrDamaged) {
		if err = d.renewDamaged(ctx, err); err == nil {
			answer, err = ask()
		}
	}
	switch {
	case err == nil || ctx.Err() != nil:
	case errors.Is(err, context.DeadlineExceeded):
		err = kb.Unusable(errors.New("the search took too long"), "look for fewer words, or for rarer ones")
	default:
		err = Damaged(err)
	}
	return answer, err
}

// All are all takeaways of the library, by path, without bodies.
func (d *Desk) All() ([]*kb.Takeaway, error) {
	ups, err := d.WriteUps()
	if err != nil {
		return nil, err
	}
	var out []*kb.Takeaway
	for _, w := range ups {
		for i := range w.Pieces {
			if w.Pieces[i].Kind == kb.KindTakeaway {
				out = append(out, &w.Pieces[i])
			}
		}
	}
	return out, nil
}

// Hits makes whole hits of what the index found: everything known about each and, with snippets, its best
// passage. Problems are of notes that could not be read for that.
func (d *Desk) Hits(res search.Result, snippets bool) (hits []kb.Hit, problems []kb.Problem, err error) {
	ids := make([]kb.ID, len(res.Hits))
	for i := range res.Hits {
		ids[i] = res.Hits[i].ID
	}
	pieces, err := d.Takeaways(ids)
	if err != nil {
		return nil, nil, err
	}
	hits = make([]kb.Hit, len(pieces))
	for i, f := range res.Hits {
		hits[i] = kb.Hit{Takeaway: *pieces[i], Score: f.Score, Match: f.Match}
	}
	if !snippets {
		return hits, nil, nil
	}
	problems = d.Prose(pieces)
	excerpts := func(first int) {
		for i := first; i < len(pieces); i += 2 {
			hits[i].Snippet = search.Snippet(notefile.AfterLabels(pieces[i].Body, pieces[i].Talk), res.Terms, snippetWidth)
		}
	}
	wait := generation.Beside(func() { excerpts(1) }) // a page of passages takes a millisecond or two
	excerpts(0)
	wait()
	return hits, problems, nil
}

// Selected are the write-ups with the pieces that a query matches; all of them for an empty query, of
// which tree is nil. Names in its filters have to be ids.
func (d *Desk) Selected(ctx context.Context, tree query.Node) ([]*kb.WriteUp, error) {
	ups, err := d.WriteUps()
	if err != nil {
		return nil, err
	}
	if query.Empty(tree) {
		return ups, nil
	}
	res, err := d.Find(ctx, tree, search.Options{Limit: d.Count(), Words: true})
	if err != nil {
		return nil, err
	}
	hit := make(map[kb.ID]bool, len(res.Hits))
	for _, f := range res.Hits {
		hit[f.ID] = true
	}
	var out []*kb.WriteUp
	for _, w := range ups {
		var some []kb.Takeaway
		for i := range w.Pieces {
			if hit[w.Pieces[i].ID] {
				some = append(some, w.Pieces[i])
			}
		}
		if len(some) > 0 {
			part := *w
			part.Pieces = some
			out = append(out, &part)
		}
	}
	return out, nil
}

// SaveSearch keeps a query in the library under a name; see library.SaveSearch. No other command writes
// meanwhile.
func (d *Desk) SaveSearch(ctx context.Context, name, text string) (before string, err error) {
	unlock, err := generation.LockPatient(ctx, d.dir, writerPatience)
	switch {
	case err == nil:
		defer unlock()
	case errors.Is(err, generation.ErrLocked):
		return "", standing(err)
	} // without an index folder to lock there is nobody to keep out
	return d.Library.SaveSearch(name, text, d.o.Now())
}

// DeleteSearch deletes a saved search of a library; see library.DeleteSearch. No other command writes
// meanwhile.
func DeleteSearch(ctx context.Context, lib *library.Library, o Options, name string) (before string, found bool, err error) {
	for _, dir := range IndexDirs(lib, o.Cache)[:min(1, len(IndexDirs(lib, o.Cache)))] {
		unlock, err := generation.LockPatient(ctx, dir, writerPatience)
		switch {
		case err == nil:
			defer unlock()
		case errors.Is(err, generation.ErrLocked):
			return "", false, standing(err)
		}
	}
	return lib.DeleteSearch(name, o.Now())
}
