package search

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"unsafe"

	"takeaway/internal/kb"
)

// card is what ordering needs to know of a takeaway. bleve's own values by document are packed by the
// thousand and by field, so for the two hundred best hits of a search it would unpack those of all.
type card struct {
	path, date string
	kind       kb.Kind
	tags       []string
	place      int // among all cards
}

// cards are those of a generation, in a file of their own. The layout (numbers are little endian, lengths
// of strings unsigned varints):
//
//	magic "tkcd", number of takeaways, bytes of all entries' values
//	entries: 6 bytes of ID, where its path and date are, where its kind and tags are; by ID
//	values:  path and date, or kind and tags, each pair or list once
type cards struct {
	entries, values []byte
}

const (
	cardMagic  = "tkcd"
	cardHeader = len(cardMagic) + 4 + 4
	cardID     = kb.IDLen / 2
	cardEntry  = cardID + 4 + 4
)

var errCards = errors.New("not what was written")

// decodeCards reads what gathering.encode wrote. It keeps data.
func decodeCards(data []byte) (*cards, error) {
	if len(data) < cardHeader || string(data[:len(cardMagic)]) != cardMagic {
		return nil, errCards
	}
	n, size := uint64(binary.LittleEndian.Uint32(data[len(cardMagic):])), uint64(binary.LittleEndian.Uint32(data[len(cardMagic)+4:]))
	rest := data[cardHeader:]
	if uint64(len(rest)) != n*uint64(cardEntry)+size {
		return nil, errCards
	}
	return &cards{entries: rest[:n*uint64(cardEntry)], values: rest[n*uint64(cardEntry):]}, nil
}

func (c *cards) len() int { return len(c.entries) / cardEntry }

// entry is the ith entry.
func (c *cards) entry(i int) []byte { return c.entries[i*cardEntry : (i+1)*cardEntry] }

// at is the ith card.
func (c *cards) at(i int) (card, error) {
	e := c.entry(i)
	up := cardReader{rest: c.from(e[cardID:])}
	own := cardReader{rest: c.from(e[cardID+4:])}
	out := card{path: up.str(), date: up.str(), kind: kb.Kind(own.str())}
	if n := own.num(); n > 0 && n <= uint64(len(own.rest)) {
		out.tags = make([]string, n)
		for k := range out.tags {
			out.tags[k] = own.str()
		}
	} else if n > 0 {
		own.bad = true
	}
	if up.bad || own.bad {
		return card{}, errCards
	}
	return out, nil
}

// from are the values from the place that the four bytes name.
func (c *cards) from(place []byte) []byte {
	return c.values[min(uint64(binary.LittleEndian.Uint32(place)), uint64(len(c.values))):]
}

// find is the card of a takeaway.
func (c *cards) find(id kb.ID) (card, error) {
	key, err := keyOf(id)
	if err != nil {
		return card{}, errCards
	}
	i, ok := c.place(key[:])
	if !ok {
		return card{}, fmt.Errorf("takeaway %s is in the index but has no card", id)
	}
	found, err := c.at(i)
	found.place = i
	return found, err
}

// place is where the card of the ID with these bytes is.
func (c *cards) place(key []byte) (int, bool) {
	return sort.Find(c.len(), func(i int) int { return bytes.Compare(key, c.entry(i)[:cardID]) })
}

// cardReader takes strings off values. After the first that is not there bad is set.
type cardReader struct {
	rest []byte
	bad  bool
}

func (r *cardReader) num() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// str is a string that shares the bytes of the file, which never change.
func (r *cardReader) str() string {
	n := r.num()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return ""
	}
	s := unsafe.String(unsafe.SliceData(r.rest), int(n))
	r.rest = r.rest[n:]
	return s
}

// cardOf is the card of a takeaway that is being indexed.
func cardOf(d *Doc) card {
	t := &d.Takeaway
	out := card{path: t.Path, date: t.Date, kind: t.Kind}
	if t.Date == "" && len(d.Years) > 0 {
		out.date = strconv.Itoa(slices.Max(d.Years))
	}
	for _, tag := range t.Tags {
		out.tags = append(out.tags, tag.Name)
	}
	out.tags = lower(out.tags)
	slices.Sort(out.tags)
	out.tags = slices.Compact(out.tags)
	return out
}

// cardWriter collects cards.
type cardWriter struct {
	values []byte
	places map[string]uint32 // where each value is
}

// entry is the entry of a card.
func (w *cardWriter) entry(key cardKey, c card) [cardEntry]byte {
	var e [cardEntry]byte
	copy(e[:], key[:])
	binary.LittleEndian.PutUint32(e[cardID:], w.place(c.path, c.date))
	own := append([]string{string(c.kind)}, c.tags...)
	binary.LittleEndian.PutUint32(e[cardID+4:], w.list(own))
	return e
}

// cardKey is an ID in bytes.
type cardKey [cardID]byte

func keyOf(id kb.ID) (key cardKey, err error) {
	if n, err := hex.Decode(key[:], []byte(id)); len(id) != kb.IDLen || err != nil || n != cardID {
		return key, fmt.Errorf("takeaway %q: not an ID", id)
	}
	return key, nil
}

// place is where two strings stand, one after the other.
func (w *cardWriter) place(a, b string) uint32 {
	return w.value(appendString(appendString(nil, a), b))
}

// list is where a string and a counted list of others stand.
func (w *cardWriter) list(all []string) uint32 {
	v := binary.AppendUvarint(appendString(nil, all[0]), uint64(len(all)-1))
	for _, s := range all[1:] {
		v = appendString(v, s)
	}
	return w.value(v)
}

func (w *cardWriter) value(v []byte) uint32 {
	at, ok := w.places[string(v)]
	if !ok {
		at = uint32(len(w.values))
		w.places[string(v)] = at
		w.values = append(w.values, v...)
	}
	return at
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
