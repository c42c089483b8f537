// Package prose reads texts for people: Markdown to running text with the places it comes from, the words
// and scripts of it. What a code span, a link or a comment is, is decided here alone. It is the only
// package that imports goldmark.
package prose

import (
	"slices"
	"sort"

	"takeaway/internal/kb"
)

// Text is running text: what a reader sees of Markdown, without its marks. Every line is a passage by itself: a
// paragraph, the part of one before a hard break, a cell of a table. Blanks stand single and never
// at the ends of a line. Nothing in it is a control character but the line breaks.
type Text struct {
	Text string
	// Blocks are ascending and part Text: each ends before the line break that the next begins behind.
	Blocks []Block
	// Marked are the code spans and addresses in Text, ascending and disjoint.
	Marked []Marked

	source string
	runs   []run
	soft   []int32 // the blanks of Text that were line breaks
}

// Kind says what a block is.
type Kind uint8

// The kinds of blocks. Prose is Paragraph and, with reservations, Row and Footnote.
const (
	Paragraph Kind = iota
	Heading        // below that of the piece
	Row            // of a table, one cell a line
	Footnote       // what a footnote says
	Code           // a block of code
	Image          // the texts of the images of the block before
	Hashtags       // a line of tags
)

// Block is a part of a text.
type Block struct {
	kb.Span // of Text
	Kind    Kind
	// Item is true within a list, Lead for the block that an item of it begins with.
	Item, Lead bool
	// Quoted is true within a quotation, a figure or a table written in HTML.
	Quoted bool
}

// Marked is a range of Text that is no language: code or an address.
type Marked struct {
	kb.Span
	Address bool
}

// run says where bytes of the text come from: n bytes at at from size bytes of the source at src. Where n
// is size they are the same bytes, but for blanks; else they stand for all of them, as "&" for "&amp;".
type run struct{ at, n, src, size int32 }

// Source is the place in the source of a range of the text. An empty range has the place of what follows it.
func (t *Text) Source(s kb.Span) kb.Span {
	if len(t.runs) == 0 {
		return kb.Span{}
	}
	from := t.runs[t.find(s.Start)]
	start := int(from.src) + min(max(s.Start-int(from.at), 0), int(from.size))
	if from.n != from.size {
		start = int(from.src)
	}
	if s.Empty() {
		return kb.Span{Start: start, End: start}
	}
	to := t.runs[t.find(s.End-1)]
	end := int(to.src) + min(s.End-int(to.at), int(to.size))
	if to.n != to.size {
		end = int(to.src + to.size)
	}
	return kb.Span{Start: start, End: max(start, end)}
}

// Running is what is kept of a text where the places it comes from do not matter: all of it, and the headings
// in it. A long piece with a heading on a subject is a better hit than one that mentions it, however notes are cut.
func (t *Text) Running() *kb.Running {
	r := &kb.Running{Text: t.Text}
	for _, b := range t.Blocks {
		if b.Kind == Heading {
			r.Headings = append(r.Headings, t.Text[b.Start:b.End])
		}
	}
	return r
}

// find is the number of the run that holds a byte of the text, or of the nearest before it.
func (t *Text) find(at int) int {
	i := sort.Search(len(t.runs), func(i int) bool { return int(t.runs[i].at) > at })
	return max(i-1, 0)
}

// Lines calls yield with the place of each line of a block.
func (t *Text) Lines(b Block) func(yield func(kb.Span) bool) {
	return func(yield func(kb.Span) bool) {
		for start := b.Start; start < b.End; {
			end := start
			for end < b.End && t.Text[end] != '\n' {
				end++
			}
			if end > start && !yield(kb.Span{Start: start, End: end}) {
				return
			}
			start = end + 1
		}
	}
}

// Rows calls yield with each part of a range of the text that is in one line of the source.
func (t *Text) Rows(s kb.Span) func(yield func(kb.Span) bool) {
	return func(yield func(kb.Span) bool) {
		i := sort.Search(len(t.soft), func(i int) bool { return int(t.soft[i]) >= s.Start })
		for ; i < len(t.soft) && int(t.soft[i]) < s.End; i++ {
			at := int(t.soft[i])
			if !yield(kb.Span{Start: s.Start, End: at}) {
				return
			}
			s.Start = at + 1
		}
		yield(s)
	}
}

// Apart reports whether a blank line of the source is within a gap between two blocks.
func (t *Text) Apart(gap kb.Span) bool {
	if len(t.runs) == 0 || gap.Start == 0 {
		return true
	}
	from, to := t.Source(kb.Span{Start: gap.Start - 1, End: gap.Start}).End, t.Source(kb.Span{Start: gap.End, End: gap.End + 1}).Start
	if to <= from {
		return false
	}
	breaks := 0
	for _, c := range []byte(t.source[from:to]) {
		switch c {
		case '\n':
			if breaks++; breaks > 1 {
				return true
			}
		case ' ', '\t', '\r', '>':
		default:
			breaks = 0
		}
	}
	return false
}

// MarkedIn are the marked ranges within a range of the text.
func (t *Text) MarkedIn(s kb.Span) []Marked {
	from := sort.Search(len(t.Marked), func(i int) bool { return t.Marked[i].End > s.Start })
	to := from
	for to < len(t.Marked) && t.Marked[to].Start < s.End {
		to++
	}
	return slices.Clip(t.Marked[from:to])
}
