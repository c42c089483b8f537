package search

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	bleveunicode "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/registry"
)

// The analyzers under which the mapping knows the functions below. They are stored in every index.
const (
	proseAnalyzer = "takeaway-prose" // words of prose: stemmed, joined, canonical
	plainAnalyzer = "takeaway-plain" // words as written, for spelling correction
	nameAnalyzer  = "takeaway-name"  // names of people: without case and accents
)

// longestWord in bytes; longer ones are keys, hashes and data, which nobody types.
const longestWord = 64

func init() {
	for name, f := range map[string]analyzerFunc{proseAnalyzer: prose, plainAnalyzer: plain, nameAnalyzer: names} {
		// The only error is a name registered twice, which these names of our own cannot be.
		_ = registry.RegisterAnalyzer(name, func(map[string]any, *registry.Cache) (analysis.Analyzer, error) {
			return f, nil
		})
	}
}

// analyzerFunc is a function as a bleve analyzer.
type analyzerFunc func(text []byte) analysis.TokenStream

// Analyze calls f.
func (f analyzerFunc) Analyze(text []byte) analysis.TokenStream { return f(text) }

// tokenize cuts text at Unicode's word boundaries; Chinese, Japanese and Korean become pairs of
// characters and single characters.
func tokenize(text []byte) analysis.TokenStream {
	if !utf8.Valid(text) {
		text = validBytes(text)
	}
	tokens := bleveunicode.NewUnicodeTokenizer().Tokenize(text)
	found := false
	for _, t := range tokens {
		if r, _ := utf8.DecodeRune(t.Term); unicode.Is(unicode.Hangul, r) {
			t.Type = analysis.Ideographic // Korean words carry their particles
		}
		found = found || t.Type == analysis.Ideographic
	}
	if found {
		return cjk.NewCJKBigramFilter(true).Filter(tokens)
	}
	return tokens
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

// east reports whether a token is Chinese, Japanese or Korean.
func east(t *analysis.Token) bool { return t.Type == analysis.Single || t.Type == analysis.Double }

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
	lex := words()
	tokens := tokenize(text)
	terms := make([]term, 0, len(tokens)+len(tokens)/8)
	pos, last := 0, -1
	for _, t := range tokens {
		if len(t.Term) > longestWord {
			continue
		}
		if t.Position != last {
			pos++
			last = t.Position
		}
		if east(t) {
			terms = append(terms, term{text: string(t.Term), start: t.Start, end: t.End, pos: pos,
				alias: t.Type == analysis.Double, part: t.Type == analysis.Single, word: string(t.Term)})
			continue
		}
		var ok bool
		w := fold(t.Term)
		if terms, ok = lex.signed(terms, text, t, w, pos); ok {
			continue
		}
		terms, pos = lex.split(terms, t, w, pos)
	}
	return lex.join(terms)
}

// signed handles words whose signs belong to them: C++, C#, F#, .NET.
func (l *lexicon) signed(terms []term, text []byte, t *analysis.Token, w string, pos int) ([]term, bool) {
	after, start, end := text[t.End:], t.Start, t.End
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
func (l *lexicon) split(terms []term, t *analysis.Token, w string, pos int) ([]term, int) {
	if w == "" {
		return terms, pos
	}
	if !strings.ContainsAny(w, "._") {
		if l.stop[w] {
			return terms, pos
		}
		return append(terms, term{text: l.canonical(w), start: t.Start, end: t.End, pos: pos, word: w}), pos
	}
	if v := strings.TrimPrefix(w, "v"); v[0] >= '0' && v[0] <= '9' {
		terms = append(terms, term{text: v, start: t.Start, end: t.End, pos: pos, word: w, alias: true})
		if parts := strings.SplitN(v, ".", 3); len(parts) == 3 {
			terms = append(terms, term{text: parts[0] + "." + parts[1], start: t.Start, end: t.End, pos: pos, word: w, part: true})
		}
		return terms, pos
	}
	terms = append(terms, term{text: w, start: t.Start, end: t.End, pos: pos, word: w, part: true})
	at, first := t.Start, true
	for piece := range bytes.FieldsFuncSeq(t.Term, func(r rune) bool { return r == '.' || r == '_' }) {
		i := bytes.Index(t.Term[at-t.Start:], piece)
		start := at + i
		at = start + len(piece)
		if !first {
			pos++
		}
		first = false
		if f := fold(piece); f != "" && !l.stop[f] {
			terms = append(terms, term{text: l.canonical(f), start: start, end: at, pos: pos, word: f})
		}
	}
	return terms, pos
}

// join finds names written in several words and puts all terms of each at one position.
func (l *lexicon) join(terms []term) []term {
	out := make([]term, 0, len(terms)+4)
	shift := 0
	for i := 0; i < len(terms); i++ {
		sp, n := l.spelt(terms[i:])
		if n == 0 {
			t := terms[i]
			t.pos -= shift
			out = append(out, t)
			continue
		}
		first := terms[i].pos - shift
		whole := term{text: sp.name, start: terms[i].start, end: terms[i+n-1].end, pos: first, alias: true, word: sp.name}
		out = append(out, whole)
		for k, t := range terms[i : i+n] {
			if sp.keep || k == 0 && n > 1 {
				t.pos, t.part = first, true
				out = append(out, t)
			}
		}
		shift += terms[i+n-1].pos - terms[i].pos
		i += n - 1
	}
	return out
}

// spelt finds the longest name spelt out at the start of terms and how many terms it takes. Stop words
// inside a spelling ("bill of materials") were dropped from both.
func (l *lexicon) spelt(terms []term) (spelling, int) {
next:
	for _, sp := range l.joined[terms[0].text] {
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

// prose is the analyzer of headings, titles and bodies.
func prose(text []byte) analysis.TokenStream {
	terms := analyse(text)
	out := make(analysis.TokenStream, len(terms))
	tokens := make([]analysis.Token, len(terms))
	for i, t := range terms {
		tokens[i] = analysis.Token{Term: []byte(t.text), Start: t.start, End: t.end, Position: t.pos}
		out[i] = &tokens[i]
	}
	return out
}

// plainWords are the different words of some texts as people write them, for the dictionary that
// misspelt words are corrected from: of letters, at least four. They are separated by blanks.
func plainWords(texts ...string) string {
	seen := make(map[string]bool, 256)
	var b strings.Builder
	for _, text := range texts {
		for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(w) < 4 || len(w) > longestWord/2 || seen[w] {
				continue
			}
			seen[w] = true
			f := fold([]byte(w))
			if (f == w || !seen[f]) && correctable(f) && !words().stop[f] {
				seen[f] = true
				b.WriteString(f)
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// plain is the analyzer of what plainWords returns.
func plain(text []byte) analysis.TokenStream {
	var out analysis.TokenStream
	for w := range bytes.FieldsSeq(text) {
		out = append(out, &analysis.Token{Term: w, Position: len(out) + 1, End: len(text)})
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

// names is the analyzer of people's names.
func names(text []byte) analysis.TokenStream {
	tokens := tokenize(text)
	out := tokens[:0]
	for _, t := range tokens {
		if w := fold(t.Term); w != "" && len(w) <= longestWord {
			t.Term = []byte(w)
			out = append(out, t)
		}
	}
	return out
}
