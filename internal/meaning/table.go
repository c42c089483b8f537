package meaning

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"unsafe"
)

// Dims is the number of dimensions of a vector.
const Dims = 96

// scale is what a component of a vector of length 1 is multiplied by to become a byte.
const scale = 254

// neighboursMost is the number of neighbours that the table keeps for each word.
const neighboursMost = 8

// Format of the table: numbers are little endian.
//
//	"tkmn", format, dimensions (16 bits each), checksum of all that follows, number of rows, bytes of text
//	per row, ascending by key: where its text ends; 4 bytes
//	per row: length of the key, and how much of it the word keeps; a byte each
//	text:    per row the key, then the rest of the word
//	per row: weight in a text, how much it tells; a byte each
//	per row: its vector
//	per row: neighbours as row numbers, 16 bits each, then their nearness, a byte each; 0 ends them early
const (
	magic  = "tkmn"
	format = 1
	header = len(magic) + 2 + 2 + 4 + 4 + 4
	// perRow is the size of a row but for its text.
	perRow = 4 + 2 + 2 + Dims + 3*neighboursMost
)

// ErrTable is returned for bytes that are no table of this format.
var ErrTable = errors.New("the table of meanings is not what this program reads")

// Table is a table of words and their vectors. The zero table has no words.
type Table struct {
	id            uint32
	rows          int
	ends          string // of texts
	keys          string // length of the key and of what the word keeps of it
	text          string
	weight, tells []byte
	vectors       []int8
	near          string
}

// Open reads a table in place. It checks the sizes, not the content, which a test compares with its checksum.
func Open(data string) (*Table, error) {
	if len(data) < header || data[:len(magic)] != magic {
		return nil, ErrTable
	}
	head := []byte(data[len(magic):header])
	if f, d := binary.LittleEndian.Uint16(head), binary.LittleEndian.Uint16(head[2:]); f != format || d != Dims {
		return nil, fmt.Errorf("%w: format %d of %d dimensions", ErrTable, f, d)
	}
	t := &Table{id: binary.LittleEndian.Uint32(head[4:])}
	rows, text := uint64(binary.LittleEndian.Uint32(head[8:])), uint64(binary.LittleEndian.Uint32(head[12:]))
	rest := data[header:]
	if rows > math.MaxUint16 || uint64(len(rest)) != rows*perRow+text {
		return nil, fmt.Errorf("%w: it has %d bytes", ErrTable, len(data))
	}
	t.rows = int(rows)
	take := func(n int) (part string) {
		part, rest = rest[:n], rest[n:]
		return part
	}
	t.ends, t.keys, t.text = take(4*t.rows), take(2*t.rows), take(int(text))
	t.weight, t.tells = bytesOf(take(t.rows)), bytesOf(take(t.rows))
	v := take(Dims * t.rows)
	t.vectors = unsafe.Slice((*int8)(unsafe.Pointer(unsafe.StringData(v))), len(v))
	t.near = rest
	return t, nil
}

// bytesOf are the bytes of a string, shared; they must not be changed.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// intact reports whether the content is what was written.
func intact(data string) bool {
	return checksum(data[header:]) == binary.LittleEndian.Uint32([]byte(data[len(magic)+4:]))
}

func checksum(s string) uint32 { return crc32.Checksum(bytesOf(s), crc32.MakeTable(crc32.Castagnoli)) }

// end is where the text of row i ends; damage cannot lead out of the table.
func (t *Table) end(i int) int {
	if i < 0 {
		return 0
	}
	e := t.ends[4*i : 4*i+4]
	return min(len(t.text), int(e[0])|int(e[1])<<8|int(e[2])<<16|int(e[3])<<24)
}

// entry is the text of row i.
func (t *Table) entry(i int) string {
	from, to := t.end(i-1), t.end(i)
	return t.text[min(from, to):to]
}

// key is what row i is found by: the stem of its word.
func (t *Table) key(i int) string {
	e := t.entry(i)
	return e[:min(int(t.keys[2*i]), len(e))]
}

// word is how people write the word of row i most often.
func (t *Table) word(i int) string {
	key := t.key(i)
	return key[:min(int(t.keys[2*i+1]), len(key))] + t.entry(i)[len(key):]
}

func (t *Table) vector(i int) []int8 { return t.vectors[i*Dims : (i+1)*Dims] }

// row is the row with this key, -1 if there is none; next is where it would be.
func (t *Table) row(key string) (row, next int) {
	low, high := 0, t.rows
	for low < high {
		mid := int(uint(low+high) >> 1)
		if t.key(mid) < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < t.rows && t.key(low) == key {
		return low, low
	}
	return -1, low
}

// find is the row of a word or of a phrase of two, -1 where the table has none.
func (t *Table) find(words string) int {
	var keys []string
	Words(words, func(w []byte) {
		if len(w) > 0 {
			keys = append(keys, Stem(string(w)))
		}
	})
	if len(keys) == 0 || len(keys) > 2 {
		return -1
	}
	if row, _ := t.row(strings.Join(keys, " ")); row >= 0 {
		return row
	}
	if len(keys) == 1 {
		return t.parts(keys[0])
	}
	return -1
}

// shortestPart is the number of letters of a part that an unknown word is taken apart into.
const shortestPart = 3

// parts is the row of the phrase that an unknown word writes in one, "servicemesh"; -1 if it is none.
func (t *Table) parts(key string) int {
	if len(key) > longestWord {
		return -1
	}
	for at := shortestPart; at <= len(key)-shortestPart; at++ {
		first := Stem(key[:at])
		_, next := t.row(first + " ")
		if next == t.rows || !strings.HasPrefix(t.key(next), first+" ") {
			continue // no phrase begins so
		}
		if row, _ := t.row(first + " " + Stem(key[at:])); row >= 0 {
			return row
		}
	}
	return -1
}

// nearest are the neighbours of row i.
func (t *Table) nearest(i int) []Neighbour {
	var out []Neighbour
	all := t.near[i*3*neighboursMost : (i+1)*3*neighboursMost]
	for k := range neighboursMost {
		near := all[2*neighboursMost+k]
		row := int(all[2*k]) | int(all[2*k+1])<<8
		if near == 0 || row >= t.rows {
			break
		}
		out = append(out, Neighbour{Word: t.word(row), Near: float64(near) / 255})
	}
	return out
}

// dot is the product of two vectors of bytes.
func dot(a, b []int8) int32 {
	var s0, s1, s2, s3 int32
	a, b = a[:Dims], b[:Dims]
	for i := 0; i < Dims; i += 4 {
		s0 += int32(a[i]) * int32(b[i])
		s1 += int32(a[i+1]) * int32(b[i+1])
		s2 += int32(a[i+2]) * int32(b[i+2])
		s3 += int32(a[i+3]) * int32(b[i+3])
	}
	return s0 + s1 + s2 + s3
}

// Row is a word as it goes into a table.
type Row struct {
	Key, Word string // the stem, or those of a phrase with a blank between, and how it is written
	Weight    float64
	Tells     float64
	Vector    []float64 // of length 1
	Near      []int     // rows, the nearest first
}

// Encode writes a table. It changes the order of rows, to which Near refers as they are given.
func Encode(rows []Row) ([]byte, error) {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(rows[a].Key, rows[b].Key) })
	place := make([]int, len(rows))
	for at, i := range order {
		place[i] = at
	}
	if len(rows) > math.MaxUint16 {
		return nil, fmt.Errorf("%d rows are too many", len(rows))
	}
	var ends, keys, text, weight, tells, vectors, near []byte
	quantised := make([][]int8, len(rows))
	for i := range rows {
		quantised[i] = quantise(rows[i].Vector)
	}
	for _, i := range order {
		r := &rows[i]
		keep := 0
		for keep < min(len(r.Key), len(r.Word)) && r.Key[keep] == r.Word[keep] {
			keep++
		}
		if len(r.Key) > math.MaxUint8 || len(r.Vector) != Dims || len(r.Near) > neighboursMost {
			return nil, fmt.Errorf("%q does not fit", r.Key)
		}
		text = append(append(text, r.Key...), r.Word[keep:]...)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(len(text)))
		keys = append(keys, byte(len(r.Key)), byte(keep))
		weight, tells = append(weight, share(r.Weight)), append(tells, share(r.Tells))
		for _, x := range quantised[i] {
			vectors = append(vectors, byte(x))
		}
		var at, how [neighboursMost]uint16
		for k, j := range r.Near {
			at[k] = uint16(place[j])
			how[k] = uint16(share(float64(dot(quantised[i], quantised[j])) / (scale * scale)))
		}
		for _, n := range at {
			near = binary.LittleEndian.AppendUint16(near, n)
		}
		for _, n := range how {
			near = append(near, byte(n))
		}
	}
	body := slices.Concat(ends, keys, text, weight, tells, vectors, near)
	out := binary.LittleEndian.AppendUint16([]byte(magic), format)
	out = binary.LittleEndian.AppendUint16(out, Dims)
	out = binary.LittleEndian.AppendUint32(out, checksum(string(body)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(rows)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(text)))
	return append(out, body...), nil
}

// share is a number from 0 to 1 as a byte.
func share(x float64) byte { return byte(math.Round(255 * min(1, max(0, x)))) }

// quantise turns a vector of length 1 into bytes. A component beyond a half, which hardly occurs, is cut.
func quantise(v []float64) []int8 {
	out := make([]int8, len(v))
	for i, x := range v {
		out[i] = int8(math.Round(min(127, max(-127, scale*x))))
	}
	return out
}
