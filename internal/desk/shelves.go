package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/search"
)

// A desk with shelves is several desks: the library's own, and one for each shelf with an index of its own. They are
// one to whoever asks: their write-ups are listed together by path, their indexes searched as a union, and what two
// of them have is there once, in the first of them.

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
		opening.Go(func() { out[i].desk, out[i].err = openOne(ctx, s.Library, o) })
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

// parts are the libraries that answers come from, the own one first.
func (d *Desk) parts() []*Desk {
	if d.o.NoOwn && d.ShelfName == "" {
		return d.shelves
	}
	return append([]*Desk{d}, d.shelves...)
}

// part is the library of that name among the parts: a shelf, or the own one where name is empty; nil if there is none.
func (d *Desk) part(name string) *Desk {
	for _, part := range d.parts() {
		if part.ShelfName == name {
			return part
		}
	}
	return nil
}

// ShelfNames are the names of the shelves that answers come from.
func (d *Desk) ShelfNames() []string {
	var out []string
	for _, s := range d.shelves {
		out = append(out, s.ShelfName)
	}
	return out
}

// LibraryOf is the library that a note is in: that of the shelf, or the own one where shelf is empty.
func (d *Desk) LibraryOf(shelf string) *library.Library {
	if part := d.part(shelf); part != nil {
		return part.Library
	}
	return d.Library
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

// settle finds out what the shelves have in common with those before them.
func (d *Desk) settle() error {
	parts := d.parts()
	for i, part := range parts {
		if i == 0 {
			continue
		}
		part.over = overlap{hidden: map[string]bool{}, renamed: map[kb.ID]kb.ID{}}
		for _, before := range parts[:i] {
			if err := part.settleWith(before); err != nil {
				return Damaged(err)
			}
		}
		if err := part.hide(); err != nil {
			return Damaged(err)
		}
	}
	d.union = nil
	d.forget()
	return nil
}

// settleWith finds what a shelf has in common with a library before it.
func (d *Desk) settleWith(before *Desk) error {
	files := d.cat.Files()
	byHash := make(map[[16]byte]string, len(files))
	for _, f := range files {
		if f.Problem == nil {
			byHash[f.Hash] = f.Path
		}
	}
	for _, f := range before.cat.Files() {
		if path, ok := byHash[f.Hash]; ok && f.Problem == nil && !before.over.hidden[f.Path] {
			d.over.hidden[path] = true
		}
		i, ok := slices.BinarySearchFunc(files, f.Path, func(f library.File, path string) int { return strings.Compare(f.Path, path) })
		if !ok || f.Problem != nil || files[i].Problem != nil || d.over.hidden[f.Path] {
			continue
		}
		if err := d.samePath(before, f.Path); err != nil {
			return err
		}
	}
	return nil
}

// samePath decides about a note at whose path a library before this one has one, too: another version of it takes its
// place, another note stands beside it.
func (d *Desk) samePath(before *Desk, path string) error {
	theirs, err := before.cat.At(path)
	if err != nil || theirs == nil {
		return err
	}
	ours, err := d.cat.At(path)
	if err != nil || ours == nil {
		return err
	}
	if isVersion(ours, theirs) {
		d.over.hidden[path] = true
		return nil
	}
	taken := make(map[kb.ID]bool, len(theirs.Pieces))
	for i := range theirs.Pieces {
		taken[theirs.Pieces[i].ID] = true
	}
	for i := range ours.Pieces {
		if id := ours.Pieces[i].ID; taken[id] {
			d.over.renamed[id] = id.On(d.ShelfName)
		}
	}
	return nil
}

// isVersion reports whether two notes at one path are versions of one note: of the same page, or of the same title by
// the same authors.
func isVersion(a, b *kb.WriteUp) bool {
	if a.Source != "" || b.Source != "" {
		return a.Source == b.Source
	}
	return a.Title == b.Title && len(a.Authors) > 0 && slices.Equal(a.Authors, b.Authors)
}

// hide lists the pieces of hidden notes.
func (d *Desk) hide() error {
	if len(d.over.hidden) == 0 {
		return nil
	}
	ups, err := d.cat.WriteUps()
	if err != nil {
		return err
	}
	for _, w := range ups {
		if !d.over.hidden[w.Path] {
			continue
		}
		for i := range w.Pieces {
			d.over.ids = append(d.over.ids, w.Pieces[i].ID)
		}
	}
	return nil
}

// asked is what questions are asked of.
func (d *Desk) asked() *search.Union {
	d.decoded.Lock()
	defer d.decoded.Unlock()
	if d.union == nil {
		var parts []search.Part
		for _, part := range d.parts() {
			parts = append(parts, search.Part{Generation: part.gen, Name: part.ShelfName, Hidden: part.over.ids, Renamed: part.over.renamed})
		}
		d.union = search.Together(parts...)
	}
	return d.union
}

// renewDamaged makes the indexes anew that are damaged, after a search failed with err.
func (d *Desk) renewDamaged(ctx context.Context, err error) error {
	parts := d.parts()
	var bad []*Desk
	for _, part := range parts {
		if problems, failed := search.Verify(ctx, part.dir, search.Stamp(part.Stamp())); failed != nil || len(problems) > 0 {
			bad = append(bad, part)
		}
	}
	if len(bad) == 0 {
		bad = parts
	}
	for _, part := range bad {
		if failed := part.renew(ctx, err); failed != nil {
			return failed
		}
	}
	return d.settle()
}

// here makes a write-up of one part one of the desk.
func (d *Desk) here(w *kb.WriteUp) {
	if d.ShelfName == "" {
		return
	}
	w.Shelf = d.ShelfName
	for i := range w.Pieces {
		d.pieceHere(&w.Pieces[i])
	}
}

// pieceHere makes a piece of one part one of the desk.
func (d *Desk) pieceHere(t *kb.Takeaway) {
	if d.ShelfName == "" {
		return
	}
	t.Shelf = d.ShelfName
	if id, ok := d.over.renamed[t.ID]; ok {
		t.ID, t.Ref = id, kb.NoteName(d.ShelfName, t.Ref)
	}
}

// there is the ID that a piece of the desk has in one part.
func (d *Desk) there(id kb.ID) kb.ID {
	for was, is := range d.over.renamed {
		if is == id {
			return was
		}
	}
	return id
}

// WriteUps are all write-ups by path, without bodies, those of the library before those of shelves. They are decoded
// once; nobody may change them but for the bodies of their pieces. The error is a kb.Advice.
func (d *Desk) WriteUps() ([]*kb.WriteUp, error) {
	d.decoded.Lock()
	defer d.decoded.Unlock()
	if d.decoded.writeUps == nil {
		var all []*kb.WriteUp
		for _, part := range d.parts() {
			ups, err := part.cat.WriteUps()
			if err != nil {
				return nil, Damaged(err)
			}
			for _, w := range ups {
				if !part.over.hidden[w.Path] {
					part.here(w)
					all = append(all, w)
				}
			}
		}
		if len(d.shelves) > 0 {
			slices.SortStableFunc(all, func(a, b *kb.WriteUp) int { return strings.Compare(a.Path, b.Path) })
		}
		d.decoded.writeUps = withPeople(d.Vocabulary(), all)
	}
	return slices.Clone(d.decoded.writeUps), nil
}

// forget lets go of what was decoded of the catalogues.
func (d *Desk) forget() {
	d.decoded.Lock()
	defer d.decoded.Unlock()
	d.decoded.writeUps, d.decoded.byID = nil, nil
}

// takeaway is the piece with this very ID; nil if there is none.
func (d *Desk) takeaway(id kb.ID) (*kb.Takeaway, error) {
	list, err := d.pieces([]kb.ID{id})
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// Takeaways are the pieces with these IDs, in this order, without bodies. Each write-up is decoded once,
// however many of its pieces are asked for. An ID that no catalogue knows is damage.
func (d *Desk) Takeaways(ids []kb.ID) ([]*kb.Takeaway, error) {
	list := d.fromDecoded(ids)
	if list == nil {
		var err error
		if list, err = d.pieces(ids); err != nil {
			return nil, Damaged(err)
		}
	}
	if i := slices.Index(list, nil); i >= 0 {
		return nil, Damaged(fmt.Errorf("takeaway %s is in the index but not in the catalogue", ids[i]))
	}
	return list, nil
}

// pieces decodes the pieces with these IDs, in this order; nil where there is none.
func (d *Desk) pieces(ids []kb.ID) ([]*kb.Takeaway, error) {
	out := make([]*kb.Takeaway, len(ids))
	for _, part := range d.parts() {
		there := slices.Clone(ids)
		for i := range there {
			if out[i] != nil {
				there[i] = ""
			} else if len(part.over.renamed) > 0 {
				there[i] = part.there(there[i])
			}
		}
		found, err := part.cat.Takeaways(there)
		if err != nil {
			return nil, err
		}
		for i, t := range found {
			if t == nil || part.over.hidden[t.Path] {
				continue
			}
			if part.pieceHere(t); t.ID == ids[i] {
				out[i] = t
			}
		}
	}
	return out, nil
}

// beginning are the pieces whose ID begins so, by ID, at most limit of them.
func (d *Desk) beginning(prefix string, limit int) ([]*kb.Takeaway, error) {
	var out []*kb.Takeaway
	for _, part := range d.parts() {
		found, err := part.cat.Find(prefix, limit+len(part.over.ids)+len(part.over.renamed))
		if err != nil {
			return nil, err
		}
		for was, is := range part.over.renamed {
			if t, err := part.cat.Takeaway(was); err != nil {
				return nil, err
			} else if t != nil && strings.HasPrefix(string(is), prefix) && !strings.HasPrefix(string(was), prefix) {
				found = append(found, t)
			}
		}
		for _, t := range found {
			if part.over.hidden[t.Path] {
				continue
			}
			if part.pieceHere(t); strings.HasPrefix(string(t.ID), prefix) {
				out = append(out, t)
			}
		}
	}
	slices.SortFunc(out, func(a, b *kb.Takeaway) int { return cmp.Compare(a.ID, b.ID) })
	return out[:min(len(out), limit)], nil
}

// fromDecoded finds pieces among all write-ups, where those have been decoded; nil where they have not.
func (d *Desk) fromDecoded(ids []kb.ID) []*kb.Takeaway {
	d.decoded.Lock()
	defer d.decoded.Unlock()
	if d.decoded.writeUps == nil {
		return nil
	}
	if d.decoded.byID == nil {
		d.decoded.byID = map[kb.ID]*kb.Takeaway{}
		for _, w := range slices.Backward(d.decoded.writeUps) { // of two with one ID the first counts
			for i := range slices.Backward(w.Pieces) {
				d.decoded.byID[w.Pieces[i].ID] = &w.Pieces[i]
			}
		}
	}
	list := make([]*kb.Takeaway, len(ids))
	for i, id := range ids {
		list[i] = d.decoded.byID[id]
	}
	return list
}

// Prose fills the bodies of pieces as far as quotations and snippets need them; see library.Prose.
func (d *Desk) Prose(pieces []*kb.Takeaway) []kb.Problem {
	return d.inParts(pieces, func(part *Desk, own []*kb.Takeaway) []kb.Problem { return part.Library.Prose(part.cat, own) })
}

// Bodies fills the bodies of pieces; see library.Bodies.
func (d *Desk) Bodies(pieces []*kb.Takeaway) []kb.Problem {
	return d.inParts(pieces, func(part *Desk, own []*kb.Takeaway) []kb.Problem { return part.Library.Bodies(own) })
}

// inParts has each library read what is its own, under the IDs that it knows.
func (d *Desk) inParts(pieces []*kb.Takeaway, read func(part *Desk, own []*kb.Takeaway) []kb.Problem) []kb.Problem {
	if len(d.shelves) == 0 {
		return read(d, pieces)
	}
	var problems []kb.Problem
	for _, part := range d.parts() {
		var own []*kb.Takeaway
		for _, t := range pieces {
			if t.Shelf == part.ShelfName {
				own = append(own, t)
			}
		}
		here := make([]kb.ID, len(own))
		for i, t := range own {
			here[i], t.ID = t.ID, part.there(t.ID)
		}
		for _, p := range read(part, own) {
			p.Path = kb.NoteName(part.ShelfName, p.Path)
			problems = append(problems, p)
		}
		for i, t := range own {
			t.ID = here[i]
		}
	}
	return problems
}

// OnShelf is advice about something on a shelf that was to be written to: a kb.Advice.
func (d *Desk) OnShelf(what, shelf string) error {
	hint := "takeaway init ~/kubecon starts a library of your own; takeaway tag --copy ~/kubecon copies the note there and tags the copy"
	if d.Dir != "" {
		hint = "takeaway tag --copy " + d.Dir + " copies the note into your library and tags the copy"
	}
	return kb.Unusable(fmt.Errorf("%s is on the shelf %s, which is never written to", what, shelf), hint)
}
