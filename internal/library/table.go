package library

import (
	"encoding/binary"
	"hash/maphash"
	"unsafe"
)

// table is a list of strings as bytes: most commands need a few hundred of some ten thousand.
type table struct {
	begins []byte // where each string begins in bytes, and the end of the last: four bytes each, little endian
	bytes  []byte
}

// interner is a table that grows, in which no string stands twice. It keeps copies: strings of a note would keep
// all of it.
type interner struct {
	table
	slots []uint32 // one more than a number of the table, 0 for empty; by hash, a power of two
	seed  maphash.Seed
}

func newInterner() *interner {
	return &interner{table: table{begins: make([]byte, 4)}, slots: make([]uint32, 64), seed: maphash.MakeSeed()}
}

// number is that of a string, which is added where it is new.
func (n *interner) number(s string) uint64 {
	at := n.slot(s)
	if n.slots[at] == 0 {
		n.bytes = append(n.bytes, s...)
		n.begins = binary.LittleEndian.AppendUint32(n.begins, uint32(len(n.bytes)))
		n.slots[at] = uint32(n.len())
		if 4*n.len() > 3*len(n.slots) {
			n.grow()
			return uint64(n.len() - 1)
		}
	}
	return uint64(n.slots[at] - 1)
}

// slot is where the number of a string is, or where it would be.
func (n *interner) slot(s string) int {
	mask := len(n.slots) - 1
	for at := int(maphash.String(n.seed, s)) & mask; ; at = (at + 1) & mask {
		if k := n.slots[at]; k == 0 || n.at(uint64(k-1)) == s {
			return at
		}
	}
}

func (n *interner) grow() {
	n.slots = make([]uint32, 2*len(n.slots))
	for i := range n.len() {
		n.slots[n.slot(n.at(uint64(i)))] = uint32(i + 1)
	}
}

// interned is a table that grows, with the strings of another.
func interned(t table) *interner {
	n := newInterner()
	for i := range t.len() {
		n.number(t.at(uint64(i)))
	}
	return n
}

func (t table) len() int { return max(len(t.begins)/4-1, 0) }

// at is the nth string, n being less than len; it shares the table's bytes, which never change. Places that
// are none, which only damage makes, give an empty string.
func (t table) at(n uint64) string {
	two := t.begins[4*n : 4*n+8]
	from, to := binary.LittleEndian.Uint32(two), binary.LittleEndian.Uint32(two[4:])
	if from >= to || uint64(to) > uint64(len(t.bytes)) {
		return ""
	}
	return unsafe.String(&t.bytes[from], int(to-from))
}

// encode appends the table to out.
func (t table) encode(out []byte) []byte {
	out = binary.AppendUvarint(out, uint64(t.len()))
	out = append(out, t.begins...)
	return append(out, t.bytes...)
}

// table reads what encode wrote.
func (d *decoder) table() table {
	n := d.count(4)
	t := table{begins: d.take(4*n + 4)}
	if d.bad {
		return table{}
	}
	t.bytes = d.take(int(binary.LittleEndian.Uint32(t.begins[4*n:])))
	return t
}
