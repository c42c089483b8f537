package vocabulary

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
	word       int32 // id in the word table, 0 for words that no trigger holds
	start, end int32 // bytes of the text it stands in
	line       int32 // from 0
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
	line                int32
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

// scan appends the tokens of a Markdown text. Addresses, code blocks, tags, link targets and images
// give no tokens.
func (s *scanner) scan(text string, where region) {
	s.where, s.line, s.bylineAt = where, 0, len(text)
	if where != inBody {
		s.bylineAt = byline(text)
	}
	s.breakParagraph()
	for i := s.lineStart(text, 0); i < len(text); {
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
	s.breakParagraph()
}

// mark handles one byte that is no letter and returns the position after what it introduces.
func (s *scanner) mark(text string, i int, c byte) int {
	next := byte(' ')
	if i+1 < len(text) {
		next = text[i+1]
	}
	switch c {
	case ' ', '\t', '-', '*', '_', '"', '\r':
	case '\n':
		s.line++
		return s.lineStart(text, i+1)
	case '.', '!', '?', ':', ';':
		if next <= ' ' || next == '"' || next == '*' || next == '_' || next == ')' || next >= 0x80 {
			if c != ':' && c != ';' {
				s.breakSentence()
			}
			s.open = false
		}
		if c == '!' && next == '[' {
			return s.skipTo(text, i+2, "]", 300)
		}
	case ',':
		if next <= ' ' {
			s.open, s.listed = false, true
		}
	case '|':
		s.breakSentence()
	case '(':
		s.open = false
		if i > 0 && text[i-1] == ']' {
			return s.skipTarget(text, i+1)
		}
		s.open = next == 's' // "the edge(s)"
	case ')', '[', ']':
		s.open = s.open && c != ')'
	case '<':
		return s.tag(text, i)
	case '{':
		if next == '{' {
			return s.skipTo(text, i+2, "}}", 500)
		}
	case '&':
		if j := strings.IndexByte(text[i+1:min(len(text), i+10)], ';'); j > 1 {
			return i + j + 2
		}
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

// lineStart reads what stands before the first word of a line: blank lines end paragraphs, fences open
// code, list marks begin a sentence, number signs make a heading. It returns where words go on.
func (s *scanner) lineStart(text string, i int) int {
	if s.where == inSubheading {
		s.where = inBody
		s.breakParagraph()
	}
	s.item = false
	start := i
	for i < len(text) && (text[i] == ' ' || text[i] == '\t' || text[i] == '>') {
		i++
	}
	if i == len(text) {
		return i
	}
	switch c := text[i]; c {
	case '\n', '\r':
		s.breakParagraph()
	case '`', '~':
		if strings.HasPrefix(text[i:], "```") || strings.HasPrefix(text[i:], "~~~") {
			return s.skipFence(text, i)
		}
	case '#':
		j := i
		for j < len(text) && text[j] == '#' {
			j++
		}
		if j-i <= 6 && j < len(text) && text[j] == ' ' && s.where == inBody {
			s.breakParagraph()
			s.where = inSubheading
			line, _, _ := strings.Cut(text[j:], "\n")
			s.bylineAt = j + byline(line)
			return j
		}
	case '-', '*', '+':
		if i+1 < len(text) && text[i+1] == ' ' {
			s.breakSentence()
			s.listed, s.item = true, true
			return credits(text, i+2)
		}
		if c == '*' {
			return credits(text, i)
		}
	case 's', 'S', 'p', 'P', 'm', 'M', '_':
		return credits(text, i)
	default:
		if c >= '0' && c <= '9' && i-start < 8 {
			j := i
			for j < len(text) && j-i < 4 && text[j] >= '0' && text[j] <= '9' {
				j++
			}
			if j+1 < len(text) && (text[j] == '.' || text[j] == ')') && text[j+1] == ' ' {
				s.breakSentence()
				s.item = true
				return j + 2
			}
		}
	}
	return i
}

// skipFence passes a code block whose fence starts at i.
func (s *scanner) skipFence(text string, i int) int {
	fence := text[i : i+3]
	s.breakParagraph()
	for {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 {
			return len(text)
		}
		i += n + 1
		s.line++
		rest := strings.TrimLeft(text[i:min(len(text), i+40)], " \t>")
		if strings.HasPrefix(rest, fence) {
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				return len(text)
			}
			return i + n
		}
	}
}

// skipTo passes everything up to and including end, or nothing if end is further than most bytes away.
func (s *scanner) skipTo(text string, i int, end string, most int) int {
	window := text[i:min(len(text), i+most)]
	n := strings.Index(window, end)
	if n < 0 {
		return i
	}
	s.line += int32(strings.Count(window[:n], "\n"))
	return i + n + len(end)
}

// skipTarget passes the target of a link, i being the byte after the parenthesis.
func (s *scanner) skipTarget(text string, i int) int {
	depth := 1
	for j := i; j < len(text) && j < i+2000; j++ {
		switch text[j] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return j + 1
			}
		case '\n':
			return i
		}
	}
	return i
}

// tag passes an HTML tag, a comment or an address in angle brackets.
func (s *scanner) tag(text string, i int) int {
	rest := text[i+1 : min(len(text), i+8)]
	switch {
	case strings.HasPrefix(rest, "!--"):
		return s.skipTo(text, i+4, "-->", 20000)
	case strings.HasPrefix(rest, "script"):
		return s.skipTo(text, i+1, "</script>", 20000)
	case strings.HasPrefix(rest, "style"):
		return s.skipTo(text, i+1, "</style>", 20000)
	case rest != "" && (rest[0] == '/' || class[rest[0]] == letter || class[rest[0]] == upper):
		return s.skipTo(text, i+1, ">", 2000)
	}
	return i + 1
}

// word reads the word at i, an ASCII letter or digit.
func (s *scanner) word(text string, i int) int {
	h := uint32(hashSeed)
	j := i
	for j < len(text) {
		c := text[j]
		switch class[c] {
		case letter:
			h = hashByte(h, c)
		case upper:
			h = hashByte(h, c|0x20)
		case high:
			r, n := utf8.DecodeRuneInString(text[j:])
			if !inWord(r) {
				s.add(text, i, j, h)
				return j
			}
			h = hashRune(h, r)
			j += n - 1
		default:
			if c == ':' && strings.HasPrefix(text[j:], "://") || c == '.' && j-i == 3 && text[i:j] == "www" {
				s.open = false
				for j < len(text) && text[j] > ' ' && !strings.ContainsRune(")]>\"'", rune(text[j])) {
					j++
				}
				return j
			}
			s.add(text, i, j, h)
			return j
		}
		j++
	}
	s.add(text, i, j, h)
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
		s.add(text, i, i+n, hashRune(hashSeed, r))
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

func (s *scanner) add(text string, i, j int, h uint32) {
	id := int32(0)
	if j-i <= longWord {
		id = s.table.lookup(text[i:j], h)
	}
	s.tokens = append(s.tokens, token{
		word: id, start: int32(i), end: int32(j), line: s.line, sentence: s.sentence, paragraph: s.paragraph,
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
