package prose

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// writer makes a Text out of parts of a source. Blanks and line breaks are written once something
// follows them.
type writer struct {
	src    string
	out    []byte
	runs   []run
	blocks []Block
	marked []Marked
	soft   []int32
	exact  bool // controls and marks of direction stay
	gap    byte // what goes before the next byte: 0, a blank or a line break
	broken bool // the blank is a line break of the source
	gapAt  int
}

// begin starts a block.
func (w *writer) begin(b Block) {
	if len(w.out) > 0 {
		w.gap = '\n'
	}
	b.Start = -1
	w.blocks = append(w.blocks, b)
}

// end closes the block that begin started; one without text is forgotten.
func (w *writer) end() {
	b := &w.blocks[len(w.blocks)-1]
	if b.Start < 0 {
		w.blocks = w.blocks[:len(w.blocks)-1]
		return
	}
	b.End = len(w.out)
	w.gap = '\n'
}

// space asks for a blank before what follows.
func (w *writer) space(at int) {
	if w.gap == 0 && len(w.out) > 0 {
		w.gap, w.gapAt = ' ', at
	}
	w.broken = w.broken || at < len(w.src) && w.src[at] == '\n'
}

// hard asks for a line break.
func (w *writer) hard() {
	if len(w.out) > 0 {
		w.gap = '\n'
	}
}

// put writes text that stands for the bytes from to end of src.
func (w *writer) put(text string, from, end int) {
	if text == "" {
		return
	}
	if w.gap != 0 {
		if w.broken && w.gap == ' ' {
			w.soft = append(w.soft, int32(len(w.out)))
		}
		w.broken = false
		w.note(1, w.gapAt, 1)
		w.out = append(w.out, w.gap)
		w.gap = 0
	}
	if b := &w.blocks[len(w.blocks)-1]; b.Start < 0 {
		b.Start = len(w.out)
	}
	w.note(len(text), from, end-from)
	w.out = append(w.out, text...)
}

// note records where n bytes come from; what goes on where the run before ended is of that run.
func (w *writer) note(n, from, size int) {
	at := len(w.out)
	if k := len(w.runs) - 1; k >= 0 && n == size {
		if r := &w.runs[k]; r.n == r.size && int(r.src+r.size) == from && int(r.at+r.n) == at {
			r.n, r.size = r.n+int32(n), r.size+int32(n)
			return
		}
	}
	w.runs = append(w.runs, run{int32(at), int32(n), int32(from), int32(size)})
}

// plain bytes are written as they are, without a look at what they mean.
var plainByte = func() (table [256]bool) {
	for c := 0x21; c < 0x7f; c++ {
		table[c] = true
	}
	table['\\'], table['&'] = false, false
	return table
}()

// write writes the bytes from to end of src, with escapes and entities resolved unless they are raw.
func (w *writer) write(from, end int, raw bool) {
	for i := from; i < end; {
		j := i
		for j < end && plainByte[w.src[j]] {
			j++
		}
		if j > i {
			w.put(w.src[i:j], i, j)
			i = j
			continue
		}
		i = w.special(i, end, raw)
	}
}

// special writes what begins at i and needs a look, and returns where the text goes on.
func (w *writer) special(i, end int, raw bool) int {
	switch c := w.src[i]; {
	case c == '\\' && !raw && i+1 < end && isPunct(w.src[i+1]):
		w.put(w.src[i+1:i+2], i, i+2)
		return i + 2
	case c == '\\' && !raw && (i+1 == end || w.src[i+1] == ' ' || w.src[i+1] == '\n'):
		return i + 1 // a hard break, or a blank that does not break
	case c == '&' && !raw:
		if text, n := entity(w.src[i:end]); n > 0 {
			w.entity(text, i, i+n)
			return i + n
		}
	case isBlank(c):
		w.space(i)
		return i + 1
	case !w.exact && (c < ' ' || c == 0x7f):
		w.space(i)
		return i + 1
	case c >= utf8.RuneSelf:
		r, n := utf8.DecodeRuneInString(w.src[i:end])
		w.rune(r, i, i+n)
		return i + n
	}
	w.put(w.src[i:i+1], i, i+1)
	return i + 1
}

// rune writes one character outside ASCII.
func (w *writer) rune(r rune, from, end int) {
	switch {
	case unicode.IsSpace(r), r == utf8.RuneError && end-from == 1, unicode.IsControl(r) && !w.exact:
		w.space(from)
	case r == zeroWidthSpace && PartsWords(w.last()):
		w.space(from)
	case Invisible(r), isDirection(r) && !w.exact:
	default:
		w.put(w.src[from:end], from, end)
	}
}

// last is the last character written.
func (w *writer) last() rune {
	r, _ := utf8.DecodeLastRune(w.out)
	return r
}

// isDirection reports whether a character says in which direction text runs.
func isDirection(r rune) bool {
	switch {
	case r == 0x200e, r == 0x200f, r == 0x061c:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// entity writes what an entity stands for.
func (w *writer) entity(text string, from, end int) {
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			w.space(from)
			return
		}
		if Invisible(r) || isDirection(r) {
			return
		}
	}
	if len(text) == end-from {
		// A run of the same length would say that these are the same bytes.
		w.put(text[:1], from, from+2)
		w.put(text[1:], from+2, end)
		return
	}
	w.put(text, from, end)
}

// entity is what the entity at the start of s stands for, and its length; 0 if none is there.
func entity(s string) (text string, n int) {
	const longest = 33 // of those in HTML
	end := strings.IndexByte(s[:min(len(s), longest+2)], ';')
	if end < 2 || strings.ContainsFunc(s[1:end], func(r rune) bool { return r >= utf8.RuneSelf || !wordByte(byte(r)) && r != '#' }) {
		return "", 0 // "R&D &lt;" holds one entity, not a long one
	}
	if text = html.UnescapeString(s[:end+1]); strings.HasPrefix(text, "&") && strings.HasSuffix(text, ";") {
		return "", 0
	}
	return text, end + 1
}

func isPunct(c byte) bool {
	return c > ' ' && c < 0x7f && !isASCIILetter(c) && !isDigit(c)
}

// mark records that what fn writes is marked.
func (w *writer) mark(address bool, fn func()) {
	before, gap := len(w.out), w.gap != 0
	fn()
	if len(w.out) == before {
		return
	}
	if gap {
		before++
	}
	w.marked = append(w.marked, Marked{kb.Span{Start: before, End: len(w.out)}, address})
}

// text is what was written, with addresses marked.
func (w *writer) text() *Text {
	t := &Text{Text: string(w.out), Blocks: w.blocks, Marked: w.marked, runs: w.runs, soft: w.soft, source: w.src}
	t.markAddresses()
	return t
}

// markAddresses marks "https://…" outside of code.
func (t *Text) markAddresses() {
	if !strings.Contains(t.Text, "://") {
		return
	}
	var all []Marked
	known := t.Marked
	for at := 0; ; {
		i := strings.Index(t.Text[at:], "://")
		if i < 0 {
			break
		}
		i += at
		start := i
		for start > at && isASCIILetter(t.Text[start-1]) {
			start--
		}
		end := i + len("://")
		for end < len(t.Text) && t.Text[end] > ' ' && !strings.ContainsRune("<>)]\"*`|", rune(t.Text[end])) {
			end++
		}
		end = start + len(strings.TrimRight(t.Text[start:end], ".,;:!?'"))
		for len(known) > 0 && known[0].Start < end {
			if known[0].End > start { // within code, or known as an address
				start = max(start, known[0].End)
			}
			all, known = append(all, known[0]), known[1:]
		}
		if start < i {
			all = append(all, Marked{kb.Span{Start: start, End: max(end, i)}, true})
		}
		at = max(end, i+len("://"))
	}
	t.Marked = append(all, known...)
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
