package library

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"

	"takeaway/internal/kb"
)

// The yes-or-no facts of a write-up, as bits of one number.
const (
	inferFlag = 1 << iota
	digestFlag
)

// weightUnit is the precision of an evidence's weight: thousandths are all that people read.
const weightUnit = 1000

// encoder appends values to buf; strings are numbers into a table.
type encoder struct {
	buf     []byte
	strings *interner
}

func newEncoder() *encoder { return &encoder{strings: newInterner()} }

func (e *encoder) num(n uint64) { e.buf = binary.AppendUvarint(e.buf, n) }

func (e *encoder) str(s string) { e.num(e.strings.number(s)) }

func (e *encoder) strs(list []string) {
	e.num(uint64(len(list)))
	for _, s := range list {
		e.str(s)
	}
}

func (e *encoder) evidence(list []kb.Evidence) {
	e.num(uint64(len(list)))
	for _, v := range list {
		e.str(v.Rule)
		e.str(v.Text)
		e.num(uint64(v.Line))
		e.num(uint64(math.Round(max(v.Weight, 0) * weightUnit)))
	}
}

func (e *encoder) tags(list []kb.Tag) {
	e.num(uint64(len(list)))
	for _, t := range list {
		e.str(t.Name)
		e.str(string(t.Source))
		e.evidence(t.Evidence)
	}
}

func (e *encoder) problem(p kb.Problem) {
	e.str(p.Path)
	e.num(uint64(p.Line))
	e.num(uint64(p.Col))
	e.str(string(p.Severity))
	e.str(p.Code)
	e.str(p.Message)
	e.str(p.Hint)
}

// writeUp encodes w as a record of its own.
func (e *encoder) writeUp(w *kb.WriteUp) []byte {
	e.buf = e.buf[:0]
	e.str(w.Path)
	e.str(w.Title)
	e.strs(w.Authors)
	e.str(w.Date)
	e.strs(w.Conferences)
	e.str(w.Language)
	e.str(w.Source)
	flags := uint64(0)
	if w.Infer {
		flags |= inferFlag
	}
	if w.Digest {
		flags |= digestFlag
	}
	e.num(flags)
	e.str(string(w.Perspective))
	e.talk(w.Talk)
	e.tags(w.Tags)
	keys := make([]string, 0, len(w.Why))
	for k := range w.Why {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	e.num(uint64(len(keys)))
	for _, k := range keys {
		e.str(k)
		e.evidence(w.Why[k])
	}
	e.num(uint64(len(w.Problems)))
	for _, p := range w.Problems {
		e.problem(p)
	}
	e.num(uint64(len(w.Pieces)))
	for i := range w.Pieces {
		e.piece(&w.Pieces[i])
	}
	return bytes.Clone(e.buf)
}

func (e *encoder) piece(t *kb.Takeaway) {
	e.str(string(t.ID))
	e.str(t.Ref)
	e.num(uint64(t.Line))
	e.num(uint64(t.EndLine))
	e.str(t.Heading)
	e.str(string(t.Kind))
	e.tags(t.Tags)
	e.strs(t.Rejected)
	e.num(uint64(len(t.Projects)))
	for _, m := range t.Projects {
		e.str(m.Project)
		e.evidence(m.Evidence)
	}
	e.num(uint64(t.Place.Body.Start))
	e.num(uint64(t.Place.Body.End))
	e.talk(t.Talk)
}

func (e *encoder) talk(t *kb.Talk) {
	if t.Zero() {
		e.num(0)
		return
	}
	e.num(1)
	e.str(t.Title)
	e.strs(t.Speakers)
	e.str(t.Org)
	e.str(t.Link)
	e.str(t.Video)
	e.str(t.Slides)
	e.str(t.Announced)
	e.evidence(t.Why)
}

// decoder reads what encoder wrote. After the first impossible value bad is set and everything is zero.
type decoder struct {
	buf     []byte
	at      int // where in buf; moving a number rather than the slice spares the collector a write barrier a value
	strings table
	bad     bool
	barely  bool     // evidence is passed over
	but     []string // but in write-ups about these editions
	bare    bool     // it is in this write-up

	// slab is how many elements the lists of many write-ups are cut from at a time; 0 makes each list on
	// its own. Cutting takes a third off the time of loading everything.
	slab     int
	evidence []kb.Evidence
	tags     []kb.Tag
	mentions []kb.Mention
}

// cut takes n elements off a slab, which is renewed when it is used up. Appending to the result copies it.
func cut[T any](slab *[]T, n, size int) []T {
	if n > len(*slab) {
		if n > size/4 {
			return make([]T, n)
		}
		*slab = make([]T, size)
	}
	list := (*slab)[:n:n]
	*slab = (*slab)[n:]
	return list
}

func (d *decoder) fail() {
	d.bad = true
	d.buf, d.at = nil, 0
}

func (d *decoder) num() uint64 {
	if d.at < len(d.buf) && d.buf[d.at] < 0x80 { // most numbers are small
		d.at++
		return uint64(d.buf[d.at-1])
	}
	n, size := binary.Uvarint(d.buf[d.at:])
	if size <= 0 {
		d.fail()
		return 0
	}
	d.at += size
	return n
}

// pass passes over numbers.
func (d *decoder) pass(n int) {
	for ; n > 0 && d.at < len(d.buf); d.at++ {
		if d.buf[d.at] < 0x80 {
			n--
		}
	}
	if n > 0 {
		d.fail()
	}
}

// done reports whether everything was read, and nothing was wrong.
func (d *decoder) done() bool { return !d.bad && d.at == len(d.buf) }

func (d *decoder) int() int {
	n := d.num()
	if n > math.MaxInt32 {
		d.fail()
		return 0
	}
	return int(n)
}

// count is the length of a list, each element of which takes so many bytes at least. Damage must not
// ask for more memory than a list of that size could need.
func (d *decoder) count(least int) int {
	n := d.int()
	if n > (len(d.buf)-d.at)/least {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.buf)-d.at {
		d.fail()
		return nil
	}
	d.at += n
	return d.buf[d.at-n : d.at : d.at]
}

func (d *decoder) str() string {
	n := d.num()
	if n >= uint64(d.strings.len()) {
		d.fail()
		return ""
	}
	return d.strings.at(n)
}

func (d *decoder) strs() []string {
	n := d.count(1)
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.str()
	}
	return list
}

func (d *decoder) evidences() []kb.Evidence {
	n := d.count(4)
	if n == 0 {
		return nil
	}
	if d.bare {
		d.pass(4 * n)
		return nil
	}
	list := cut(&d.evidence, n, d.slab)
	for i := range list {
		list[i] = kb.Evidence{Rule: d.str(), Text: d.str(), Line: d.int(), Weight: float64(d.num()) / weightUnit}
	}
	return list
}

func (d *decoder) tagList() []kb.Tag {
	n := d.count(3)
	if n == 0 {
		return nil
	}
	list := cut(&d.tags, n, d.slab)
	for i := range list {
		list[i] = kb.Tag{Name: d.str(), Source: kb.TagSource(d.str()), Evidence: d.evidences()}
	}
	return list
}

func (d *decoder) problem() kb.Problem {
	return kb.Problem{Path: d.str(), Line: d.int(), Col: d.int(), Severity: kb.Severity(d.str()),
		Code: d.str(), Message: d.str(), Hint: d.str()}
}

func (d *decoder) writeUp() *kb.WriteUp {
	w := &kb.WriteUp{Path: d.str(), Title: d.str(), Authors: d.strs(), Date: d.str(), Conferences: d.strs(),
		Language: d.str(), Source: d.str()}
	d.bare = d.barely && !slices.ContainsFunc(w.Conferences, func(id string) bool { return slices.Contains(d.but, id) })
	flags := d.num()
	w.Infer, w.Digest = flags&inferFlag != 0, flags&digestFlag != 0
	w.Perspective, w.Talk, w.Tags = kb.Perspective(d.str()), d.talk(), d.tagList()
	if n := d.count(2); n > 0 {
		w.Why = make(map[string][]kb.Evidence, n)
		for range n {
			k := d.str()
			w.Why[k] = d.evidences()
		}
	}
	if n := d.count(7); n > 0 {
		w.Problems = make([]kb.Problem, n)
		for i := range w.Problems {
			w.Problems[i] = d.problem()
		}
	}
	w.Pieces = make([]kb.Takeaway, d.count(12))
	for i := range w.Pieces {
		d.piece(&w.Pieces[i], w)
	}
	return w
}

func (d *decoder) piece(t *kb.Takeaway, w *kb.WriteUp) {
	*t = kb.Takeaway{ID: kb.ID(d.str()), Ref: d.str(), Path: w.Path, Line: d.int(), EndLine: d.int(),
		Heading: d.str(), Kind: kb.Kind(d.str()), Tags: d.tagList(), Rejected: d.strs(),
		Conferences: w.Conferences, Title: w.Title, Authors: w.Authors, Date: w.Date, Source: w.Source, Digest: w.Digest}
	if n := d.count(2); n > 0 {
		t.Projects = cut(&d.mentions, n, d.slab)
		for i := range t.Projects {
			t.Projects[i] = kb.Mention{Project: d.str(), Evidence: d.evidences()}
		}
	}
	t.Place.Body = kb.Span{Start: d.int(), End: d.int()}
	t.Talk = d.talk()
}

func (d *decoder) talk() *kb.Talk {
	if d.num() != 1 {
		return nil
	}
	return &kb.Talk{Title: d.str(), Speakers: d.strs(), Org: d.str(), Link: d.str(), Video: d.str(), Slides: d.str(),
		Announced: d.str(), Why: d.evidences()}
}
