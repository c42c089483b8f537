package search

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	bleveunicode "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/segment"
)

// longestWord in bytes; longer ones are keys, hashes and data, which nobody types.
const longestWord = 64

// token is a word where it stands.
type token struct {
	start, end, pos int // bytes of the text; the position is counted from 1
	// of a Chinese, Japanese or Korean text, a token is a character or two neighbouring ones
	single, double bool
}

// scratch is the memory of an analysis, for the next one: without it half of what a build allocates is
// garbage of this package.
type scratch struct {
	segments [][]byte
	types    []int
	tokens   []token
	terms    []term
	unjoined []term
	seen     map[string]bool
	words    map[string]word
	of       *lexicon // whose words these are
}

var scratches = sync.Pool{New: func() any {
	return &scratch{seen: make(map[string]bool, 256), words: make(map[string]word, 256)}
}}

// tokenize cuts text at Unicode's word boundaries; Chinese, Japanese and Korean become pairs of
// characters and single characters. The tokens are good until the next call.
func (m *scratch) tokenize(text []byte) []token {
	var err error
	if m.segments, m.types, _, err = segment.SegmentWordsDirect(text, m.segments[:0], m.types[:0]); err != nil {
		return nil // does not happen: the error is a reader's
	}
	m.tokens = m.tokens[:0]
	at := 0
	for i, s := range m.segments {
		start := at
		at += len(s)
		switch m.types[i] {
		case segment.None:
			continue
		case segment.Ideo, segment.Kana:
			return m.tokenizeEast(text)
		}
		if s[0] >= utf8.RuneSelf {
			if r, _ := utf8.DecodeRune(s); unicode.Is(unicode.Hangul, r) {
				return m.tokenizeEast(text)
			}
		}
		m.tokens = append(m.tokens, token{start: start, end: at, pos: len(m.tokens) + 1})
	}
	return m.tokens
}

// tokenizeEast does it for texts with Chinese, Japanese or Korean in them.
func (m *scratch) tokenizeEast(text []byte) []token {
	all := bleveunicode.NewUnicodeTokenizer().Tokenize(text)
	for _, t := range all {
		if r, _ := utf8.DecodeRune(t.Term); unicode.Is(unicode.Hangul, r) {
			t.Type = analysis.Ideographic // Korean words carry their particles
		}
	}
	m.tokens = m.tokens[:0]
	for _, t := range cjk.NewCJKBigramFilter(true).Filter(all) {
		m.tokens = append(m.tokens, token{start: t.Start, end: t.End, pos: t.Position,
			single: t.Type == analysis.Single, double: t.Type == analysis.Double})
	}
	return m.tokens
}

// validBytes is text with a blank for each byte that is no UTF-8, so that offsets stay.
func validBytes(text []byte) []byte {
	out := bytes.Clone(text)
	for i := 0; i < len(out); {
		r, n := utf8.DecodeRune(out[i:])
		if r == utf8.RuneError && n == 1 {
			out[i] = ' '
		}
		i += n
	}
	return out
}

// eastPair reports whether a term is a pair of Chinese, Japanese or Korean characters.
func eastPair(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			return false
		}
		n++
	}
	return n == 2
}

// fold is a word in lower case without apostrophes, possessive and Latin accents.
func fold(word []byte) string {
	ascii, plain := true, true
	for _, c := range word {
		ascii = ascii && c < utf8.RuneSelf
		plain = plain && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	if plain { // nearly every word
		return string(word)
	}
	if !ascii {
		word = bytes.ReplaceAll(word, []byte("’"), []byte("'"))
		word = asciifolding.New().Filter(word)
	}
	s := strings.ToLower(string(word))
	if s, ok := strings.CutSuffix(s, "'s"); ok {
		return s
	}
	return strings.ReplaceAll(s, "'", "")
}

// elisions are the articles, prepositions and pronouns of French, Italian and Catalan that lose their vowel
// before a word that begins with one, as bleve's analyzers for these languages have them.
var elisions = map[string]bool{"l": true, "d": true, "qu": true, "n": true, "s": true, "j": true, "m": true, "t": true, "c": true,
	"jusqu": true, "quoiqu": true, "lorsqu": true, "puisqu": true, "un": true, "all": true, "dall": true, "dell": true, "nell": true,
	"sull": true, "coll": true, "pell": true, "gl": true, "agl": true, "dagl": true, "degl": true, "negl": true, "sugl": true}

// elided is the word behind what was elided before it: "équipe" of "l’équipe".
func elided(word []byte) []byte {
	const longest = len("quoiqu") + len("’")
	i, n := bytes.IndexByte(word[:min(len(word), longest)], '\''), 1
	if i < 0 {
		if i, n = bytes.Index(word[:min(len(word), longest+2)], []byte("’")), len("’"); i < 0 {
			return word
		}
	}
	rest := word[i+n:]
	if len(rest) < 2 || !elisions[string(bytes.ToLower(word[:i]))] {
		return word
	}
	first := rest[:1]
	if first[0] >= utf8.RuneSelf {
		_, size := utf8.DecodeRune(rest)
		first = asciifolding.New().Filter(rest[:size])
	}
	if bytes.IndexByte([]byte("aeiouyhAEIOUYH"), first[0]) < 0 {
		return word
	}
	return rest
}

// term is an analysed word.
type term struct {
	text       string
	start, end int // bytes of the analysed text
	pos        int // counted from 1; terms for the same words share it
	// alias is true for a term that stands for others at the same position: in a document all of them
	// are indexed, in a query the aliases alone are looked up.
	alias bool
	// part is true for a term that an alias stands for.
	part bool
	// word is the folded word before stemming.
	word string
}

// analyse cuts text into terms. Stop words leave a gap in the positions.
func analyse(text []byte) []term {
	m := scratches.Get().(*scratch)
	defer scratches.Put(m)
	return slices.Clone(m.analyse(text))
}

// analyse cuts text into terms, which are good until the next call.
func (m *scratch) analyse(text []byte) []term {
	if !utf8.Valid(text) {
		text = validBytes(text)
	}
	lex := words()
	terms := m.terms[:0]
	pos, last, joins := 0, -1, false
	for _, t := range m.tokenize(text) {
		raw := text[t.start:t.end]
		if len(raw) > longestWord {
			continue
		}
		if t.pos != last {
			pos++
			last = t.pos
		}
		if t.single || t.double {
			s := string(raw)
			terms = append(terms, term{text: s, start: t.start, end: t.end, pos: pos, alias: t.double, part: t.single, word: s})
			continue
		}
		w := m.word(lex, raw)
		switch {
		case w.odd:
			var ok bool
			if terms, ok = signed(terms, text, t, w.folded, pos); !ok {
				terms, pos = lex.split(terms, text, t, w.folded, pos)
			}
			joins = true
		case !w.stop:
			terms = append(terms, term{text: w.term, start: t.start, end: t.end, pos: pos, word: w.folded})
			joins = joins || w.joins
		}
	}
	if joins {
		terms = m.join(lex, terms)
	}
	m.terms = terms
	return terms
}

// signed handles words whose signs belong to them: C++, C#, F#, .NET.
func signed(terms []term, text []byte, t token, w string, pos int) ([]term, bool) {
	after, start, end := text[t.end:], t.start, t.end
	switch {
	case w == "c" && bytes.HasPrefix(after, []byte("++")):
		w, end = "c++", end+2
	case (w == "c" || w == "f") && bytes.HasPrefix(after, []byte("#")):
		w, end = w+"#", end+1
	case w == "net" && start > 0 && text[start-1] == '.' && (start == 1 || !wordByte(text[start-2])):
		w, start = ".net", start-1
	default:
		return terms, false
	}
	return append(terms, term{text: w, start: start, end: end, pos: pos, word: w}), true
}

func wordByte(c byte) bool {
	return c >= utf8.RuneSelf || c == '_' || unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c))
}

// split appends the terms of one token: one, unless dots or underscores inside it join several words
// ("node.js", "sentence.Next") or it is a version, which is also found without its last number.
func (l *lexicon) split(terms []term, text []byte, t token, w string, pos int) ([]term, int) {
	if w == "" {
		return terms, pos
	}
	if !strings.ContainsAny(w, "._") {
		if in(l.stop, w) {
			return terms, pos
		}
		return append(terms, term{text: l.canonical(w), start: t.start, end: t.end, pos: pos, word: w}), pos
	}
	if v := strings.TrimPrefix(w, "v"); v[0] >= '0' && v[0] <= '9' {
		terms = append(terms, term{text: v, start: t.start, end: t.end, pos: pos, word: w, alias: true})
		if parts := strings.SplitN(v, ".", 3); len(parts) == 3 {
			terms = append(terms, term{text: parts[0] + "." + parts[1], start: t.start, end: t.end, pos: pos, word: w, part: true})
		}
		return terms, pos
	}
	terms = append(terms, term{text: w, start: t.start, end: t.end, pos: pos, word: w, part: true})
	raw := text[t.start:t.end]
	at, first := 0, true
	for piece := range bytes.FieldsFuncSeq(raw, func(r rune) bool { return r == '.' || r == '_' }) {
		from := at + bytes.Index(raw[at:], piece)
		at = from + len(piece)
		if !first {
			pos++
		}
		first = false
		if f := fold(piece); f != "" && !in(l.stop, f) {
			terms = append(terms, term{text: l.canonical(f), start: t.start + from, end: t.start + at, pos: pos, word: f})
		}
	}
	return terms, pos
}

// join finds names written in several words and puts all terms of each at one position.
func (m *scratch) join(l *lexicon, terms []term) []term {
	first := 0
	for first < len(terms) && l.spellings(terms[first].text) == nil {
		first++
	}
	if first == len(terms) {
		return terms
	}
	m.unjoined = append(m.unjoined[:0], terms[first:]...)
	rest, out := m.unjoined, terms[:first]
	shift := 0
	for i := 0; i < len(rest); i++ {
		sp, n := l.spelt(rest[i:])
		if n == 0 {
			t := rest[i]
			t.pos -= shift
			out = append(out, t)
			continue
		}
		at := rest[i].pos - shift
		whole := term{text: sp.name, start: rest[i].start, end: rest[i+n-1].end, pos: at, alias: true, word: sp.name}
		out = append(out, whole)
		for k, t := range rest[i : i+n] {
			if sp.keep || k == 0 && n > 1 {
				t.pos, t.part = at, true
				out = append(out, t)
			}
		}
		shift += rest[i+n-1].pos - rest[i].pos
		i += n - 1
	}
	return out
}

// spelt finds the longest name spelt out at the start of terms and how many terms it takes. Stop words
// inside a spelling ("bill of materials") were dropped from both.
func (l *lexicon) spelt(terms []term) (spelling, int) {
next:
	for _, sp := range l.spellings(terms[0].text) {
		if len(sp.stems) > len(terms) || terms[0].part || terms[0].text == sp.name {
			continue
		}
		for k, s := range sp.stems {
			if terms[k].text != s || terms[k].part || terms[k].pos-terms[0].pos > 2*k {
				continue next
			}
		}
		return sp, len(sp.stems)
	}
	return spelling{}, 0
}

// stemmed are the tokens of some texts, one after the other. Of where they stand only the positions are
// kept: snippets are made from the notes.
func stemmed(texts ...string) analysis.TokenStream {
	m := scratches.Get().(*scratch)
	defer scratches.Put(m)
	var out analysis.TokenStream
	for _, text := range texts {
		terms := m.analyse([]byte(text))
		tokens := make([]analysis.Token, len(terms))
		out = slices.Grow(out, len(terms))
		for i, t := range terms {
			tokens[i] = analysis.Token{Term: readOnly(t.text), Position: t.pos}
			out = append(out, &tokens[i])
		}
	}
	return out
}

// readOnly are the bytes of a string, shared: bleve only reads terms, of which there are as many as words.
func readOnly(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// whole are the values themselves as tokens; empty ones are left out.
func whole(values []string) analysis.TokenStream {
	var out analysis.TokenStream
	for _, v := range values {
		if v != "" {
			out = append(out, &analysis.Token{Term: []byte(v), Position: len(out) + 1})
		}
	}
	return out
}

// plain are the different words of some texts as people write them, for the dictionary that misspelt
// words are corrected from: of letters, at least four.
func plain(texts ...string) analysis.TokenStream {
	m := scratches.Get().(*scratch)
	defer scratches.Put(m)
	var out analysis.TokenStream
	lex := words()
	clear(m.seen)
	for _, text := range texts {
		for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(w) < 4 || len(w) > longestWord/2 {
				continue
			}
			known := m.word(lex, []byte(w))
			if f := known.folded; known.dictionary && !m.seen[f] {
				m.seen[f] = true
				out = append(out, &analysis.Token{Term: readOnly(f), Position: len(out) + 1})
			}
		}
	}
	return out
}

// correctable reports whether a folded word is of a kind that gets misspelt: letters, at least four.
func correctable(w string) bool {
	for _, r := range w {
		if !unicode.IsLetter(r) || unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			return false
		}
	}
	return utf8.RuneCountInString(w) >= 4
}

// names are the parts of people's names, without case and accents.
func names(people ...string) analysis.TokenStream {
	m := scratches.Get().(*scratch)
	defer scratches.Put(m)
	var out analysis.TokenStream
	for _, name := range people {
		text := []byte(name)
		if !utf8.Valid(text) {
			text = validBytes(text)
		}
		for _, t := range m.tokenize(text) {
			if w := fold(text[t.start:t.end]); w != "" && len(w) <= longestWord {
				out = append(out, &analysis.Token{Term: []byte(w), Start: t.start, End: t.end, Position: t.pos})
			}
		}
	}
	return out
}
