package library

import (
	"encoding/binary"
	"math"
	"slices"

	"takeaway/internal/kb"
)

// weightUnit is the precision of an evidence's weight: thousandths are all that people read.
const weightUnit = 1000

// encoder appends values to buf; strings are numbers into list.
type encoder struct {
	buf   []byte
	list  []string
	index map[string]uint64
}

func newEncoder() *encoder { return &encoder{index: map[string]uint64{}} }

func (e *encoder) num(n uint64) { e.buf = binary.AppendUvarint(e.buf, n) }

func (e *encoder) str(s string) {
	n, ok := e.index[s]
	if !ok {
		n = uint64(len(e.list))
		e.list = append(e.list, s)
		e.index[s] = n
	}
	e.num(n)
}

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
	e.buf = nil
	e.str(w.Path)
	e.str(w.Title)
	e.strs(w.Authors)
	e.str(w.Date)
	e.strs(w.Conferences)
	e.str(w.Language)
	e.str(w.Source)
	if w.Infer {
		e.num(1)
	} else {
		e.num(0)
	}
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
	return e.buf
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
	if t.Talk.Zero() {
		e.num(0)
		return
	}
	e.num(1)
	e.str(t.Talk.Title)
	e.strs(t.Talk.Speakers)
	e.str(t.Talk.Org)
	e.str(t.Talk.Link)
	e.str(t.Talk.Video)
	e.str(t.Talk.Slides)
}

// decoder reads what encoder wrote. After the first impossible value bad is set and everything is zero.
type decoder struct {
	buf     []byte
	strings []string
	bad     bool
}

func (d *decoder) fail() {
	d.bad = true
	d.buf = nil
}

func (d *decoder) num() uint64 {
	if len(d.buf) > 0 && d.buf[0] < 0x80 { // most numbers are small
		n := d.buf[0]
		d.buf = d.buf[1:]
		return uint64(n)
	}
	n, size := binary.Uvarint(d.buf)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.buf = d.buf[size:]
	return n
}

func (d *decoder) int() int {
	n := d.num()
	if n > math.MaxInt32 {
		d.fail()
		return 0
	}
	return int(n)
}

// count is the length of a list, each element of which takes a byte at least.
func (d *decoder) count() int {
	n := d.int()
	if n > len(d.buf) {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.buf) {
		d.fail()
		return nil
	}
	b := d.buf[:n:n]
	d.buf = d.buf[n:]
	return b
}

func (d *decoder) str() string {
	n := d.num()
	if n >= uint64(len(d.strings)) {
		d.fail()
		return ""
	}
	return d.strings[n]
}

func (d *decoder) strs() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.str()
	}
	return list
}

func (d *decoder) evidence() []kb.Evidence {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]kb.Evidence, n)
	for i := range list {
		list[i] = kb.Evidence{Rule: d.str(), Text: d.str(), Line: d.int(), Weight: float64(d.num()) / weightUnit}
	}
	return list
}

func (d *decoder) tags() []kb.Tag {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]kb.Tag, n)
	for i := range list {
		list[i] = kb.Tag{Name: d.str(), Source: kb.TagSource(d.str()), Evidence: d.evidence()}
	}
	return list
}

func (d *decoder) problem() kb.Problem {
	return kb.Problem{Path: d.str(), Line: d.int(), Col: d.int(), Severity: kb.Severity(d.str()),
		Code: d.str(), Message: d.str(), Hint: d.str()}
}

func (d *decoder) writeUp() *kb.WriteUp {
	w := &kb.WriteUp{Path: d.str(), Title: d.str(), Authors: d.strs(), Date: d.str(), Conferences: d.strs(),
		Language: d.str(), Source: d.str(), Infer: d.num() == 1, Tags: d.tags()}
	if n := d.count(); n > 0 {
		w.Why = make(map[string][]kb.Evidence, n)
		for range n {
			k := d.str()
			w.Why[k] = d.evidence()
		}
	}
	if n := d.count(); n > 0 {
		w.Problems = make([]kb.Problem, n)
		for i := range w.Problems {
			w.Problems[i] = d.problem()
		}
	}
	w.Pieces = make([]kb.Takeaway, d.count())
	for i := range w.Pieces {
		d.piece(&w.Pieces[i], w)
	}
	return w
}

func (d *decoder) piece(t *kb.Takeaway, w *kb.WriteUp) {
	*t = kb.Takeaway{ID: kb.ID(d.str()), Ref: d.str(), Path: w.Path, Line: d.int(), EndLine: d.int(),
		Heading: d.str(), Kind: kb.Kind(d.str()), Tags: d.tags(), Rejected: d.strs(),
		Conferences: w.Conferences, Title: w.Title, Authors: w.Authors, Date: w.Date, Source: w.Source}
	if n := d.count(); n > 0 {
		t.Projects = make([]kb.Mention, n)
		for i := range t.Projects {
			t.Projects[i] = kb.Mention{Project: d.str(), Evidence: d.evidence()}
		}
	}
	t.Place.Body = kb.Span{Start: d.int(), End: d.int()}
	if d.num() == 1 {
		t.Talk = &kb.Talk{Title: d.str(), Speakers: d.strs(), Org: d.str(), Link: d.str(), Video: d.str(), Slides: d.str()}
	}
}
