package library

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// Catalogue is everything known about the notes but their prose. It is decoded piece by piece: a search
// that shows ten hits decodes the write-ups of those ten. The layout (all numbers unsigned varints
// unless said otherwise):
//
//	magic "tkwy"
//	strings: count, then where each begins and the last ends (4 bytes each, little endian), then all bytes
//	files:   count, then each path, size, mtime, inode, ctime, 16 bytes of hash, and 0 or 1 + a problem
//	records: count, then each length, then all bytes; one a write-up, by path
//	ids:     count, then each 6 bytes of ID and 4 bytes (big endian) of record number, ascending
//
// A hand-written encoding because the general ones did not load 10,000 takeaways within the 15 ms that
// the commands have: encoding/json and gob take 5 to 10 times as long, and read everything first.
type Catalogue struct {
	strings table
	files   []File
	records [][]byte
	ids     []byte
}

const (
	magic   = "tkwy"
	idBytes = kb.IDLen / 2
	idEntry = idBytes + 4
)

// ErrCatalogue is wrapped by the errors of DecodeCatalogue and of the methods that decode records.
var ErrCatalogue = errors.New("catalogue is damaged")

// NewCatalogue makes the catalogue that follows old (nil: none) after the changes of d, all of which have been
// read. It is encoded anew as a whole, so that strings nobody uses any more do not pile up.
func NewCatalogue(old *Catalogue, d *Delta) (*Catalogue, error) {
	m := MakeCatalogue(old)
	ups := slices.SortedFunc(slices.Values(d.Read), func(a, b *kb.WriteUp) int { return strings.Compare(a.Path, b.Path) })
	if err := m.Add(ups, d.Gone); err != nil {
		return nil, err
	}
	c, _, err := m.Finish(d)
	return c, err
}

// CatalogueMaker makes a catalogue as notes are read, of which it keeps nothing else.
type CatalogueMaker struct {
	old  *Catalogue
	next int             // write-up of old
	gone map[string]bool // paths whose write-ups of old must go
	e    *encoder
	c    *Catalogue
	ids  []idRecord
	lost []kb.ID // pieces of those that went
}

// idRecord is an ID with the number of its write-up.
type idRecord struct {
	id  [idBytes]byte
	rec int
}

// MakeCatalogue begins the catalogue that follows old (nil: none).
func MakeCatalogue(old *Catalogue) *CatalogueMaker {
	return &CatalogueMaker{old: old, gone: map[string]bool{}, e: newEncoder(), c: &Catalogue{}}
}

// Add takes over new write-ups, by path, all of them behind those that came before, and leaves out those of old
// whose paths are gone.
func (m *CatalogueMaker) Add(ups []*kb.WriteUp, gone []string) error {
	for _, path := range gone {
		m.gone[path] = true
	}
	for _, w := range ups {
		if err := m.carryOver(w.Path); err != nil {
			return err
		}
		if err := m.add(w); err != nil {
			return err
		}
	}
	return nil
}

// carryOver takes over the write-ups of old before a path; all of them where it is empty.
func (m *CatalogueMaker) carryOver(before string) error {
	for ; m.next < m.old.Len(); m.next++ {
		if before != "" && m.old.path(m.next) >= before {
			break
		}
		w, err := m.old.WriteUp(m.next)
		if err != nil {
			return err
		}
		if m.gone[w.Path] {
			for i := range w.Pieces {
				m.lost = append(m.lost, w.Pieces[i].ID)
			}
			continue
		}
		if err := m.add(w); err != nil {
			return err
		}
	}
	return nil
}

func (m *CatalogueMaker) add(w *kb.WriteUp) error {
	for i := range w.Pieces {
		id, err := hex.DecodeString(string(w.Pieces[i].ID))
		if err != nil || len(id) != idBytes {
			return fmt.Errorf("%w: %s: ID %q", ErrCatalogue, w.Path, w.Pieces[i].ID)
		}
		m.ids = append(m.ids, idRecord{[idBytes]byte(id), len(m.c.records)})
	}
	m.c.records = append(m.c.records, m.e.writeUp(w))
	return nil
}

// Finish completes the catalogue, with the files of d. Lost are the pieces of old that are no more.
func (m *CatalogueMaker) Finish(d *Delta) (c *Catalogue, lost []kb.ID, err error) {
	if err := m.Add(nil, d.Gone); err != nil {
		return nil, nil, err
	}
	if err := m.carryOver(""); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(m.ids, func(a, b idRecord) int {
		if k := bytes.Compare(a.id[:], b.id[:]); k != 0 {
			return k
		}
		return a.rec - b.rec
	})
	c = m.c
	c.files, c.strings = d.Files, m.e.strings.table
	c.ids = make([]byte, 0, len(m.ids)*idEntry)
	for _, x := range m.ids {
		c.ids = append(c.ids, x.id[:]...)
		c.ids = binary.BigEndian.AppendUint32(c.ids, uint32(x.rec))
	}
	for _, id := range m.lost {
		if at := c.search(string(id)); at == c.pieces() || c.id(at) != string(id) {
			lost = append(lost, id)
		}
	}
	return c, lost, nil
}

// Encode writes the catalogue as bytes that DecodeCatalogue reads.
func (c *Catalogue) Encode() []byte {
	e := &encoder{strings: interned(c.strings)}
	e.num(uint64(len(c.files)))
	for _, f := range c.files {
		e.str(f.Path)
		e.num(uint64(f.Size))
		e.num(uint64(f.Mtime))
		e.num(f.Inode)
		e.num(uint64(f.Ctime))
		e.buf = append(e.buf, f.Hash[:]...)
		if f.Problem == nil {
			e.num(0)
			continue
		}
		e.num(1)
		e.problem(*f.Problem)
	}
	e.num(uint64(len(c.records)))
	for _, r := range c.records {
		e.num(uint64(len(r)))
	}
	for _, r := range c.records {
		e.buf = append(e.buf, r...)
	}
	e.num(uint64(len(c.ids) / idEntry))
	e.buf = append(e.buf, c.ids...)

	out := make([]byte, 0, len(magic)+len(e.strings.begins)+len(e.strings.bytes)+len(e.buf)+binary.MaxVarintLen64)
	return append(e.strings.encode(append(out, magic...)), e.buf...)
}

// DecodeCatalogue reads what Encode wrote. It keeps data; the caller must not change it.
func DecodeCatalogue(data []byte) (*Catalogue, error) {
	d := decoder{buf: data}
	if string(d.take(len(magic))) != magic {
		return nil, fmt.Errorf("%w: wrong magic", ErrCatalogue)
	}
	c := &Catalogue{strings: d.table()}
	if d.bad {
		return nil, fmt.Errorf("%w: strings", ErrCatalogue)
	}
	d.strings = c.strings
	c.files = make([]File, d.count(22))
	for i := range c.files {
		f := &c.files[i]
		f.Path, f.Size, f.Mtime = d.str(), int64(d.num()), int64(d.num())
		f.Inode, f.Ctime = d.num(), int64(d.num())
		copy(f.Hash[:], d.take(len(f.Hash)))
		if d.num() == 1 {
			p := d.problem()
			f.Problem = &p
		}
	}
	sizes := make([]int, d.count(1))
	for i := range sizes {
		sizes[i] = d.int()
	}
	c.records = make([][]byte, len(sizes))
	for i, n := range sizes {
		c.records[i] = d.take(n)
	}
	c.ids = d.take(d.count(idEntry) * idEntry)
	if !d.done() {
		return nil, ErrCatalogue
	}
	return c, nil
}

// Files lists the notes by path. A nil catalogue has none.
func (c *Catalogue) Files() []File {
	if c == nil {
		return nil
	}
	return c.files
}

func (c *Catalogue) file(path string) *File {
	files := c.Files()
	i := sort.Search(len(files), func(i int) bool { return files[i].Path >= path })
	if i < len(files) && files[i].Path == path {
		return &files[i]
	}
	return nil
}

// Len counts the write-ups. A nil catalogue has none.
func (c *Catalogue) Len() int {
	if c == nil {
		return 0
	}
	return len(c.records)
}

// path is that of the ith write-up; empty where its record is damaged.
func (c *Catalogue) path(i int) string {
	d := decoder{strings: c.strings, buf: c.records[i]}
	return d.str()
}

// WriteUp decodes the ith write-up, by path. Bodies, places other than those of bodies, the front
// matter's place and Event are absent.
func (c *Catalogue) WriteUp(i int) (*kb.WriteUp, error) {
	d := decoder{strings: c.strings}
	return c.decode(&d, i)
}

// At decodes the write-up of the note at a path; nil if there is none.
func (c *Catalogue) At(path string) (*kb.WriteUp, error) {
	i := 0
	for _, f := range c.Files() {
		switch {
		case f.Path == path && f.Problem == nil:
			return c.recorded(i)
		case f.Problem == nil:
			i++
		}
	}
	return nil, nil
}

func (c *Catalogue) decode(d *decoder, i int) (*kb.WriteUp, error) {
	d.buf, d.at = c.records[i], 0
	w := d.writeUp()
	if !d.done() {
		return nil, fmt.Errorf("%w: write-up %d", ErrCatalogue, i)
	}
	return w, nil
}

// WriteUps decodes all write-ups, by path.
func (c *Catalogue) WriteUps() ([]*kb.WriteUp, error) { return c.all(false, nil) }

// BareWriteUps are WriteUps without evidence, which takes half the time, but for those about some editions.
func (c *Catalogue) BareWriteUps(but ...string) ([]*kb.WriteUp, error) { return c.all(true, but) }

func (c *Catalogue) all(bare bool, but []string) ([]*kb.WriteUp, error) {
	if c.Len() == 0 {
		return nil, nil
	}
	ups := make([]*kb.WriteUp, c.Len())
	parts := max(1, min(runtime.GOMAXPROCS(0), len(ups)/64)) // fewer are not worth a goroutine
	errs := make([]error, parts)
	var done sync.WaitGroup
	for part := range parts {
		done.Go(func() {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // of mapped memory that somebody cut short
			defer func() {
				if p := recover(); p != nil {
					errs[part] = fmt.Errorf("the catalogue was cut short: %v", p)
				}
			}()
			d := decoder{strings: c.strings, slab: 1024, barely: bare, but: but}
			for i := part * len(ups) / parts; i < (part+1)*len(ups)/parts && errs[part] == nil; i++ {
				ups[i], errs[part] = c.decode(&d, i)
			}
		})
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return ups, nil
}

// Takeaway decodes the piece with this very ID; nil if there is none.
func (c *Catalogue) Takeaway(id kb.ID) (*kb.Takeaway, error) {
	ts, err := c.Find(string(id), 1)
	if err != nil || len(ts) == 0 || ts[0].ID != id {
		return nil, err
	}
	return ts[0], nil
}

// Takeaways decodes the pieces with these IDs, in this order; nil where there is none. Each write-up is
// decoded once, however many of its pieces are asked for.
func (c *Catalogue) Takeaways(ids []kb.ID) ([]*kb.Takeaway, error) {
	out := make([]*kb.Takeaway, len(ids))
	wanted := map[int][]int{} // by record, indices of ids
	for i, id := range ids {
		if at := c.search(string(id)); at < c.pieces() && c.id(at) == string(id) {
			rec := c.record(at)
			wanted[rec] = append(wanted[rec], i)
		}
	}
	for rec, list := range wanted {
		w, err := c.recorded(rec)
		if err != nil {
			return nil, err
		}
		byID := make(map[kb.ID]*kb.Takeaway, len(w.Pieces))
		for k := range slices.Backward(w.Pieces) { // of two with one ID the first counts
			byID[w.Pieces[k].ID] = &w.Pieces[k]
		}
		for _, i := range list {
			out[i] = byID[ids[i]]
		}
	}
	return out, nil
}

// pieces is the number of entries of ids. A nil catalogue has none.
func (c *Catalogue) pieces() int {
	if c == nil {
		return 0
	}
	return len(c.ids) / idEntry
}

// id is the ith ID, record the number of its write-up.
func (c *Catalogue) id(i int) string { return hex.EncodeToString(c.ids[i*idEntry : i*idEntry+idBytes]) }

func (c *Catalogue) record(i int) int {
	return int(binary.BigEndian.Uint32(c.ids[i*idEntry+idBytes:]))
}

// search is the index of the first ID that is not before this one.
func (c *Catalogue) search(id string) int {
	var have [kb.IDLen]byte // a string for each would take most of the time
	return sort.Search(c.pieces(), func(i int) bool {
		hex.Encode(have[:], c.ids[i*idEntry:i*idEntry+idBytes])
		return string(have[:]) >= id
	})
}

// recorded decodes a write-up by the number that an ID has for it.
func (c *Catalogue) recorded(rec int) (*kb.WriteUp, error) {
	if rec >= len(c.records) {
		return nil, fmt.Errorf("%w: write-up %d is not there", ErrCatalogue, rec)
	}
	return c.WriteUp(rec)
}

// Find returns the pieces whose ID starts with prefix, by ID, at most limit of them.
func (c *Catalogue) Find(prefix string, limit int) ([]*kb.Takeaway, error) {
	var out []*kb.Takeaway
	for i := c.search(prefix); i < c.pieces() && len(out) < limit; i++ {
		if !strings.HasPrefix(c.id(i), prefix) {
			break
		}
		w, err := c.recorded(c.record(i))
		if err != nil {
			return nil, err
		}
		for k := range w.Pieces {
			if string(w.Pieces[k].ID) == c.id(i) {
				out = append(out, &w.Pieces[k])
				break
			}
		}
	}
	return out, nil
}
