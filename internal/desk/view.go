package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/search"
)

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

// IDIn is the ID that a piece has in its note, which another piece on another shelf may have as well.
func (d *Desk) IDIn(shelf string, id kb.ID) kb.ID {
	if part := d.part(shelf); part != nil {
		return part.there(id)
	}
	return id
}

// Where says in words which libraries answers come from: "/home/ann/kubecon and the shelves team, builtin".
func (d *Desk) Where() string {
	var own string
	var shelves []string
	for _, part := range d.parts() {
		switch {
		case part.ShelfName != "":
			shelves = append(shelves, part.ShelfName)
		case part.Builtin:
			own = "the built-in notes"
		default:
			own = part.Dir
		}
	}
	on := ""
	switch len(shelves) {
	case 0:
		return own
	case 1:
		on = "the shelf " + shelves[0]
	default:
		on = "the shelves " + strings.Join(shelves, ", ")
	}
	if own == "" {
		return on
	}
	return own + " and " + on
}

// LibraryOf is the library that a note is in: that of the shelf, or the own one where shelf is empty.
func (d *Desk) LibraryOf(shelf string) *library.Library {
	if part := d.part(shelf); part != nil {
		return part.Library
	}
	return d.Library
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
			decode := part.cat.WriteUps
			if d.bare {
				decode = func() ([]*kb.WriteUp, error) { return part.cat.BareWriteUps(d.but...) }
			}
			ups, err := decode()
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

// Bare has WriteUps come without evidence from now on, which takes half the time, but for those about some editions:
// for commands that only count the others.
func (d *Desk) Bare(but ...string) {
	if d.bare && slices.Equal(d.but, but) {
		return
	}
	d.forget()
	d.bare, d.but = true, but
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
	hint := "takeaway init ~/kubecon starts a library of your own; takeaway tag +TOPIC --copy ~/kubecon -- ID copies the note there and tags the copy"
	if d.Dir != "" {
		hint = "takeaway tag +TOPIC --copy " + d.Dir + " -- ID copies the note into your library and tags the copy"
	}
	return kb.Unusable(fmt.Errorf("%s is on the shelf %s, which is never written to", what, shelf), hint)
}

// Count is the number of pieces that can be found.
func (d *Desk) Count() int { return d.asked().Count() }

// Empty reports whether there are no write-ups.
func (d *Desk) Empty() bool {
	return !slices.ContainsFunc(d.parts(), func(part *Desk) bool { return part.cat.Len() > 0 })
}

// HasConference reports whether a conference is known, to the registry or from write-ups of the library.
func (d *Desk) HasConference(id string) bool {
	if _, ok := conference.Lookup(id); ok {
		return true // whether there are write-ups of it will show
	}
	ups, err := d.WriteUps()
	if err != nil {
		return false
	}
	return slices.ContainsFunc(ups, func(w *kb.WriteUp) bool { return slices.Contains(w.Conferences, id) })
}
