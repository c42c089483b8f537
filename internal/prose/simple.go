package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// Most of what people write is plain paragraphs, headings and flat lists with a few links and words in bold. Such
// text is read here, in one pass and without a tree; what has anything else in it is left to goldmark. FuzzSimple
// holds the two to the same result.

// simple is the running text of simple Markdown, nil where the text is not so simple.
func simple(source string) *Text {
	if strings.Contains(source, "::") || itemOf(source) != "" || tangled([]byte(source)) {
		return nil
	}
	s := &simpleReader{writer: writer{src: source}}
	s.out = make([]byte, 0, len(source))
	for at := 0; at < len(source); {
		end := len(source)
		if i := strings.IndexByte(source[at:], '\n'); i >= 0 {
			end = at + i
		}
		if !s.line(at, end) {
			return nil
		}
		at = end + 1
	}
	s.close()
	return s.text()
}

// simpleLine writes the paragraphs of w.src as goldmark's parser for lines does. It reports whether they are
// simple; otherwise what was written is void.
func (w *writer) simpleLine() bool {
	if tangled([]byte(w.src)) {
		return false
	}
	s := &simpleReader{writer: *w}
	for at := 0; at < len(s.src); {
		end := len(s.src)
		if i := strings.IndexByte(s.src[at:], '\n'); i >= 0 {
			end = at + i
		}
		first, last := s.trimmed(at, end)
		switch {
		case first == last:
			s.close()
		case !s.carryOn(first, last, end):
			return false
		}
		at = end + 1
	}
	s.close()
	*w = s.writer
	return true
}

// simpleReader reads simple Markdown line by line.
type simpleReader struct {
	writer
	open   bool // a paragraph, which the next line may carry on
	list   byte // the bullet of the list in which the paragraph is, or what follows its number; 0 for none
	stop   int  // where the text of the line before ended
	hardly bool // it ended with a hard break
}

// trimmed is the line from at to end without the blanks around it.
func (s *simpleReader) trimmed(at, end int) (first, last int) {
	for at < end && s.src[at] == ' ' {
		at++
	}
	for end > at && s.src[end-1] == ' ' {
		end--
	}
	return at, end
}

// line reads one line of a document.
func (s *simpleReader) line(at, end int) bool {
	first, last := s.trimmed(at, end)
	text := s.src[first:last]
	if text == "" {
		s.close()
		return true
	}
	if first == at {
		if n := headingMark(text); n > 0 {
			return s.heading(first+n, last)
		}
		if mark, n := itemMark(text); n > 0 {
			return s.item(mark, first+n, last, end)
		}
	}
	if !plainStart(text) || first > at && !s.open {
		return false
	}
	if !s.open {
		s.list = 0
	}
	return s.carryOn(first, last, end)
}

// heading reads the text of a heading.
func (s *simpleReader) heading(first, last int) bool {
	s.close()
	s.list = 0
	for first < last && s.src[first] == ' ' {
		first++
	}
	if first == last || s.src[last-1] == '#' {
		return false
	}
	s.begin(Block{Kind: Heading})
	ok := s.inlines(first, last)
	s.end()
	return ok
}

// item reads the first line of a list item.
func (s *simpleReader) item(mark byte, first, last, end int) bool {
	if s.open && s.list != mark { // an item of another list need not end a paragraph
		return false
	}
	if first >= last || !plainStart(s.src[first:last]) {
		return false
	}
	s.close()
	s.list = mark
	return s.carryOn(first, last, end)
}

// carryOn begins a paragraph, or carries it on, with the text from first to last in a line that ends at end.
func (s *simpleReader) carryOn(first, last, end int) bool {
	if !s.open {
		s.begin(Block{Item: s.list != 0, Lead: s.list != 0})
		s.open = true
	} else if s.hardly {
		s.hard()
	} else {
		s.space(s.stop)
	}
	s.stop, s.hardly = last, end-last > 1
	return s.inlines(first, last)
}

// close ends the paragraph that is open.
func (s *simpleReader) close() {
	if !s.open {
		return
	}
	s.open = false
	at := len(s.blocks) - 1
	s.end()
	if len(s.blocks) > at && s.out[s.blocks[at].Start] == '#' && onlyHashtags(string(s.out[s.blocks[at].Start:s.blocks[at].End])) {
		s.blocks[at].Kind = Hashtags
	}
}

// headingMark is the length of the signs that begin a heading, 0 where there are none.
func headingMark(line string) int {
	n := 0
	for n < len(line) && line[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n == len(line) || line[n] != ' ' {
		return 0
	}
	return n + 1
}

// itemMark is what begins an item of a list, and its length with the blank behind it; 0 where a line begins none.
func itemMark(line string) (mark byte, n int) {
	for n < len(line) && n < 9 && isDigit(line[n]) {
		n++
	}
	if n+1 >= len(line) || line[n+1] != ' ' {
		return 0, 0
	}
	switch mark = line[n]; {
	case n == 0 && (mark == '-' || mark == '*' || mark == '+'), n > 0 && (mark == '.' || mark == ')'):
		return mark, n + 2
	}
	return 0, 0
}

// plainStart reports whether a line can only be text of a paragraph by how it begins.
func plainStart(line string) bool {
	c := line[0]
	next := byte(0)
	if len(line) > 1 {
		next = line[1]
	}
	switch {
	case isASCIILetter(c), strings.IndexByte("\"'(,/@", c) >= 0:
		return true
	case c >= utf8.RuneSelf:
		for _, b := range bullets {
			if strings.HasPrefix(line, strings.TrimRight(b[0], " ")) {
				return false
			}
		}
		return true
	case isDigit(c):
		i := 1
		for i < len(line) && isDigit(line[i]) {
			i++
		}
		return i < len(line) && line[i] != '.' && line[i] != ')'
	case c == '*' || c == '_':
		text := strings.TrimLeft(line, line[:1])
		return text != "" && wordByte(text[0])
	case c == '`':
		return next != '`'
	case c == '[':
		return true // what is no link there is not simple
	case c == '#':
		return wordByte(next)
	}
	return false
}

// simpleByte are the bytes that mean nothing but themselves, within a paragraph.
var simpleByte = func() (table [256]bool) {
	for c := range table {
		table[c] = c >= ' ' && c != 0x7f && strings.IndexByte("*_`[]<{}$~\\!^=%", byte(c)) < 0
	}
	return table
}()

// inlines writes what is between first and last, a line without the blanks around it.
func (s *simpleReader) inlines(first, last int) bool {
	from, i := first, first
	for i < last {
		c := s.src[i]
		if simpleByte[c] {
			i++
			continue
		}
		n, text := s.inline(i, first, last)
		if n == 0 {
			return false
		}
		if text == literal {
			i += n
			continue
		}
		s.write(from, i, false)
		if text.code {
			s.mark(false, func() { s.write(text.Start, text.End, true) })
		} else {
			s.write(text.Start, text.End, false)
		}
		i += n
		from = i
	}
	s.write(from, last, false)
	return true
}

// inlineText is the text within marks.
type inlineText struct {
	kb.Span
	code bool
}

// literal says that bytes are text.
var literal inlineText

// inline reads the mark at i in a line: how many bytes it and what belongs to it are, 0 for what is not simple, and the
// text in it.
func (s *simpleReader) inline(i, first, last int) (n int, text inlineText) {
	line := s.src[first:last]
	at := i - first
	switch line[at] {
	case '*', '_':
		return emphasis(line, at, first)
	case '`':
		end := strings.IndexByte(line[at+1:], '`')
		if end <= 0 {
			return 0, literal
		}
		inner, rest := line[at+1:at+1+end], line[at+end+2:]
		if inner[0] == ' ' || inner[end-1] == ' ' || strings.HasPrefix(rest, "`") {
			return 0, literal
		}
		return end + 2, inlineText{kb.Span{Start: i + 1, End: i + 1 + end}, true}
	case '[':
		return link(line, at, first)
	case '!':
		if exclaims(line, at) {
			return 1, literal
		}
	case '=', '%':
		if at+1 == len(line) || line[at+1] != line[at] {
			return 1, literal // of two, marked words or a comment may begin
		}
	}
	return 0, literal
}

// exclaims reports whether there is an exclamation mark that begins no image.
func exclaims(line string, at int) bool {
	return line[at] == '!' && (at+1 == len(line) || line[at+1] != '[')
}

// emphasis reads *words*, **words** and the same with underscores, in which no other marks are. The line is at
// shift in the source.
func emphasis(line string, at, shift int) (int, inlineText) {
	c := line[at]
	if c == '_' && at > 0 && at+1 < len(line) && asciiWord(line[at-1]) && asciiWord(line[at+1]) {
		return 1, literal // snake_case
	}
	size := 1
	for at+size < len(line) && line[at+size] == c {
		size++
	}
	opens := at == 0 || line[at-1] == ' ' || line[at-1] == '('
	start := at + size
	if !opens || size > 3 || start == len(line) || !startsWord(line[start:]) {
		return 0, literal
	}
	end := start
	for end < len(line) && (simpleByte[line[end]] || exclaims(line, end)) {
		end++
	}
	if !strings.HasPrefix(line[end:], line[at:start]) || end+size < len(line) && line[end+size] == c {
		return 0, literal
	}
	rest := line[end+size:]
	spaced := rest == "" || rest[0] == ' '
	before, _ := utf8.DecodeLastRuneInString(line[start:end])
	switch {
	case isLetterOrDigit(before) && (spaced || strings.IndexByte(inSentence, rest[0]) >= 0):
	case spaced && strings.ContainsRune(inSentence, before):
	default:
		return 0, literal
	}
	return end + size - at, inlineText{Span: kb.Span{Start: shift + start, End: shift + end}}
}

// startsWord reports whether text begins with a letter or a digit.
func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isLetterOrDigit(r)
}

// inSentence are the marks of a sentence that may touch a word.
const inSentence = ".,:;!?)"

// isLetterOrDigit reports whether a character is a letter of any script or a digit of ASCII.
func isLetterOrDigit(r rune) bool {
	return unicode.IsLetter(r) || r < utf8.RuneSelf && isDigit(byte(r))
}

func asciiWord(c byte) bool { return isASCIILetter(c) || isDigit(c) }

// link reads [words](address), with no marks in the words.
func link(line string, at, shift int) (int, inlineText) {
	end := at + 1
	for end < len(line) && simpleByte[line[end]] {
		end++
	}
	if end == at+1 || strings.Contains(line[at:end], "::") || !strings.HasPrefix(line[end:], "](") {
		return 0, literal
	}
	to := end + 2
	for to < len(line) && addressByte[line[to]] {
		to++
	}
	if to == end+2 || to == len(line) || line[to] != ')' || strings.Contains(line[end:to], "%%") {
		return 0, literal
	}
	return to + 1 - at, inlineText{Span: kb.Span{Start: shift + at + 1, End: shift + end}}
}

// addressByte are the bytes of addresses that need no look.
var addressByte = func() (table [256]bool) {
	for c := range table {
		table[c] = c > ' ' && c < 0x7f && strings.IndexByte("()<>\\\"'[]`", byte(c)) < 0
	}
	return table
}()

// onlyHashtags reports whether a line holds tags alone, set or rejected.
func onlyHashtags(s string) bool {
	for word := range strings.FieldsSeq(s) {
		name, ok := strings.CutPrefix(strings.TrimPrefix(word, "-"), "#")
		if !ok || name == "" || !wordByte(name[0]) {
			return false
		}
	}
	return s != ""
}
