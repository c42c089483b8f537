package library

import (
	"encoding/binary"
	"unsafe"
)

// table is a list of strings as bytes: most commands need a few hundred of some ten thousand.
type table struct {
	begins []byte // where each string begins in bytes, and the end of the last: four bytes each, little endian
	bytes  []byte
}

// newTable makes the table of a list.
func newTable(list []string) table {
	t := table{begins: make([]byte, 0, 4*len(list)+4)}
	for _, s := range list {
		t.begins = binary.LittleEndian.AppendUint32(t.begins, uint32(len(t.bytes)))
		t.bytes = append(t.bytes, s...)
	}
	t.begins = binary.LittleEndian.AppendUint32(t.begins, uint32(len(t.bytes)))
	return t
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
