package vocabulary

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// region is where in a piece a word stands.
type region uint8

const (
	inBody region = iota
	inSubheading
	inHeading
	inParent
	inTitle // of the write-up
)

// Paragraphs and sentences are cut at these lengths in words, so that looking for a context word costs
// the same in any text.
const (
	longSentence  = 120
	longParagraph = 600
	longWord      = 40 // bytes; longer runs of letters are no words
)

// token is one word of the text.
type token struct {
	word       int32  // id in the word table, 0 for words that no trigger holds
	stem       uint32 // hash of the word without the s of a plural; anyNumber for numbers
	start, end int32  // bytes of the text it stands in
	sentence   int32
	paragraph  int32
	where      region
	first      bool // first of its sentence: a capital proves nothing
	open       bool // a phrase may run on from the word before
	listed     bool // a comma or the start of a list item stands before it
	item       bool // in the first line of a list item
	byline     bool // in a heading, among the speakers after its title
}

// Classes of bytes, as they stand in class.
const (
	other  = '0'
	letter = '1' // lower case and digits
	upper  = '2'
	high   = '3' // part of a character outside ASCII
)

// class holds the class of every byte.
const class = "" +
	"0000000000000000000000000000000000000000000000001111111111000000" +
	"0222222222222222222222222220000001111111111111111111111111100000" +
	"3333333333333333333333333333333333333333333333333333333333333333" +
	"3333333333333333333333333333333333333333333333333333333333333333"

// scanner turns one text into tokens. Sentence and paragraph numbers run on over several texts.
type scanner struct {
	table               *wordTable
	tokens              []token
	sentence, paragraph int32
	words, length       int32 // words in the current paragraph and sentence
	fresh               bool  // nothing read since the sentence began
	open, listed, item  bool
	where               region
	signs               int // tokens of scripts without blanks
	bylineAt            int // where in the text the speakers of a heading start
}

func (s *scanner) breakSentence() {
	if !s.fresh {
		s.sentence++
		s.length = 0
		s.fresh = true
	}
	s.open = false
}

func (s *scanner) breakParagraph() {
	s.breakSentence()
	s.paragraph++
	s.words = 0
}

// scan appends the tokens of a line of plain text: a title or a heading.
func (s *scanner) scan(text string, where region) {
	s.where, s.bylineAt = where, byline(text)
	s.breakParagraph()
	s.item = false
	s.line(text, 0, len(text))
	s.breakParagraph()
}

// body appends the tokens of running text. Code blocks, tags and the texts of images give none, nor do addresses.
func (s *scanner) body(t *prose.Text) {
	s.breakParagraph()
	end := 0
	for i := range t.Blocks {
		b := &t.Blocks[i]
		if b.Kind == prose.Code || b.Kind == prose.Image || b.Kind == prose.Hashtags {
			s.breakParagraph()
			continue
		}
		if t.Apart(kb.Span{Start: end, End: b.Start}) {
			s.breakParagraph()
		}
		end = b.End
		s.block(t, b)
	}
	s.breakParagraph()
}

// block appends the tokens of one block.
func (s *scanner) block(t *prose.Text, b *prose.Block) {
	s.where, s.bylineAt = inBody, b.End
	if b.Kind == prose.Heading {
		s.breakParagraph()
		s.where, s.bylineAt = inSubheading, b.Start+byline(t.Text[b.Start:b.End])
	}
	if b.Lead {
		s.breakSentence()
		s.listed = true
	}
	s.item = b.Lead
	for line := range t.Lines(*b) {
		for part := range t.Rows(line) {
			if from := credits(t.Text[:part.End], part.Start); from == part.Start {
				s.line(t.Text[:part.End], part.Start, part.End)
			}
			s.item = false
		}
		if b.Kind == prose.Row {
			s.breakSentence()
		}
	}
	if b.Kind == prose.Heading {
		s.breakParagraph()
	}
}

// line appends the tokens from i to end of a text.
func (s *scanner) line(text string, i, end int) {
	for i < end {
		c := text[i]
		switch class[c] {
		case letter, upper:
			i = s.word(text, i)
		case high:
			i = s.highByte(text, i)
		default:
			i = s.mark(text, i, c)
		}
	}
}

// mark handles one byte that is no letter and returns the position after what it introduces.
func (s *scanner) mark(text string, i int, c byte) int {
	next := byte(' ')
	if i+1 < len(text) {
		next = text[i+1]
	}
	switch c {
	case ' ', '-', '*', '_', '"':
	case '.', '!', '?', ':', ';':
		if next <= ' ' || next == '"' || next == '*' || next == '_' || next == ')' || next >= 0x80 {
			if c != ':' && c != ';' {
				s.breakSentence()
			}
			s.open = false
		}
	case ',':
		if next <= ' ' {
			s.open, s.listed = false, true
		}
	case '|':
		s.breakSentence()
	case '(':
		s.open = next == 's' // "the edge(s)"
	case ')':
		s.open = false
	case '@':
		j := i + 1
		for j < len(text) && (class[text[j]] == letter || class[text[j]] == upper || text[j] == '_') {
			j++
		}
		s.open = false
		return j
	case '\'':
		return possessive(text, i+1)
	}
	return i + 1
}

// possessive skips the s of "Linkerd's", i being the byte after the apostrophe.
func possessive(text string, i int) int {
	if i < len(text) && (text[i] == 's' || text[i] == 'S') && (i+1 == len(text) || class[text[i+1]] == other) {
		return i + 1
	}
	return i
}

// word reads the word at i, an ASCII letter or digit.
func (s *scanner) word(text string, i int) int {
	h, before := uint32(hashSeed), uint32(hashSeed)
	j := i
	for j < len(text) {
		c := text[j]
		switch class[c] {
		case letter:
			before = h
			h = hashByte(h, c)
		case upper:
			h = hashByte(h, c|0x20)
		case high:
			r, n := utf8.DecodeRuneInString(text[j:])
			if !inWord(r) {
				s.add(text, i, j, h, before)
				return j
			}
			h = hashRune(h, r)
			j += n - 1
		default:
			hasScheme := c == ':' && strings.HasPrefix(text[j:], "://")
			if hasScheme || (c == '.' && text[i:j] == "www") {
				s.open = false
				for j < len(text) && text[j] > ' ' && !strings.ContainsRune(")]>\"'", rune(text[j])) {
					j++
				}
				return j
			}
			s.add(text, i, j, h, before)
			return j
		}
		j++
	}
	s.add(text, i, j, h, before)
	return j
}

// highByte reads a character outside ASCII: the start of a word, a sign that is a word by itself
// (Chinese, Japanese), a curly quote or other punctuation.
func (s *scanner) highByte(text string, i int) int {
	r, n := utf8.DecodeRuneInString(text[i:])
	switch {
	case inWord(r):
		return s.word(text, i)
	case alone(r):
		s.signs++
		h := hashRune(hashSeed, r)
		s.add(text, i, i+n, h, h)
	case r == '’' || r == '‘':
		return possessive(text, i+n)
	case r == '。' || r == '！' || r == '？' || r == '…':
		s.breakSentence()
	case r == '，' || r == '、' || r == '；' || r == '：':
		s.open, s.listed = false, true
	}
	return i + n
}

// alone reports whether a character of this script is a word for the matcher: scripts written
// without blanks.
func alone(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// inWord reports whether r joins the ASCII letters beside it.
func inWord(r rune) bool {
	return r >= 0x80 && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)) && !alone(r)
}

func (s *scanner) add(text string, i, j int, h, before uint32) {
	stem := h
	switch {
	case j-i > 3 && text[j-1] == 's' && text[j-2] != 's':
		stem = before
	case text[i] <= '9' && digits(text[i:j]):
		stem = anyNumber
	}
	id := int32(0)
	if j-i <= longWord {
		id = s.table.lookup(text[i:j], h)
	}
	s.tokens = append(s.tokens, token{
		word: id, stem: stem, start: int32(i), end: int32(j), sentence: s.sentence, paragraph: s.paragraph,
		where: s.where, first: s.fresh, open: s.open, listed: s.listed, item: s.item, byline: s.where != inBody && i >= s.bylineAt,
	})
	s.open, s.fresh, s.listed = true, false, false
	s.words++
	s.length++
	if s.words >= longParagraph {
		s.breakParagraph()
	} else if s.length >= longSentence {
		s.breakSentence()
	}
}

// anyNumber is the stem of all numbers.
const anyNumber = 77

func digits(word string) bool {
	for i := range len(word) {
		if word[i] < '0' || word[i] > '9' {
			return false
		}
	}
	return true
}
