package prose

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// parsers are goldmark's, with the marks of site generators and vaults added: one for documents, one for
// the inside of a paragraph. The bare ones know no marks but code and are for texts that are made of marks; see
// tangled.
var parsers = sync.OnceValue(func() (all struct{ document, line, bareDocument, bareLine parser.Parser }) {
	code := []util.PrioritizedValue{util.Prioritized(parser.NewCodeSpanParser(), 100)}
	marks := append(code[:1:1],
		util.Prioritized(braces{}, 150),
		util.Prioritized(brackets{}, 180),
		util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
		util.Prioritized(addresses{parser.NewAutoLinkParser()}, 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(component{}, 450),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(blockNames{}, 550),
		util.Prioritized(highlights{}, 550),
		util.Prioritized(colour{}, 600))
	paragraph := []util.PrioritizedValue{util.Prioritized(paragraphs{parser.NewParagraphParser()}, 100)}
	transformers := parser.WithParagraphTransformers(
		util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200))
	all.document = parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithInlineParsers(marks...), transformers)
	all.line = parser.NewParser(parser.WithBlockParsers(paragraph...), parser.WithInlineParsers(marks...))
	all.bareDocument = parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithInlineParsers(code...))
	all.bareLine = parser.NewParser(parser.WithBlockParsers(paragraph...), parser.WithInlineParsers(code...))
	return all
})

// Markdown is the running text of a Markdown or plain text.
func Markdown(source string) *Text {
	if t := simple(source); t != nil {
		return t
	}
	return parsed(source)
}

// parsed is the running text of a Markdown text as goldmark reads it.
func parsed(source string) *Text {
	source = withoutComments(source)
	r := &reader{writer: writer{src: source}}
	r.out = make([]byte, 0, len(source))
	var inItem bool
	r.bytes, r.shift, inItem = prepared(source)
	p := parsers().document
	if tangled(r.bytes) {
		p = parsers().bareDocument
	}
	as := Block{}
	root := p.Parse(text.NewReader(r.bytes), parser.WithContext(newContext()))
	if list, ok := root.FirstChild().(*ast.List); ok && inItem {
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			r.children(item, as) // it is the one that the text comes from
		}
		root.RemoveChild(root, list)
	}
	r.block(root, as)
	return r.text()
}

// Line is the running text of one line or paragraph, in one line: that of a heading, a cell, a title.
// Images leave nothing of it. A line may be a part of a paragraph: marks of which one half is elsewhere leave
// nothing either, at its ends.
func Line(source string) string {
	if !marked(source) {
		return fields(source)
	}
	out := strings.ReplaceAll(string(lineText(source)), "\n", " ")
	out = strings.TrimPrefix(out, "* ")
	if first := strings.TrimLeft(source, " \t"); first != "" && strings.IndexByte("*_", first[0]) >= 0 {
		out = strings.TrimLeft(out, "*_")
	}
	if last := strings.TrimRight(source, " \t"); last != "" && strings.IndexByte("*_", last[len(last)-1]) >= 0 {
		out = strings.TrimRight(out, "*_")
	}
	return strings.TrimSpace(out)
}

// lineText is the running text of the paragraphs in a line that has marks.
func lineText(source string) []byte {
	w := writer{src: source, exact: true, out: make([]byte, 0, len(source))}
	if w.simpleLine() {
		return w.out
	}
	return parsedLine(source)
}

// parsedLine is lineText as goldmark reads it.
func parsedLine(source string) []byte {
	line := unopened([]byte(withoutComments(source)))
	r := &reader{writer: writer{src: string(line), exact: true}, lone: true}
	r.out = make([]byte, 0, len(source))
	r.inner(line, 0, Block{})
	return r.out
}

// unopened makes the bracket of a link blank that ends in a later line.
func unopened(line []byte) []byte {
	depth := 0
	for i := len(line) - 1; i >= 0; i-- {
		switch line[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth < 0 {
				if i == 0 || line[i-1] == ' ' {
					line[i] = ' '
				}
				return line
			}
		case '`':
			return line
		}
	}
	return line
}

// markByte are the bytes that marks of Markdown begin with.
var markByte = [256]bool{'*': true, '_': true, '`': true, '[': true, '<': true, '{': true, '~': true, '\\': true, '&': true, '$': true, '%': true, '^': true, '=': true}

// marked reports whether a text may hold marks.
func marked(s string) bool {
	for i := 0; i < len(s); i++ {
		if !markByte[s[i]] {
			continue
		}
		next := byte(' ')
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch s[i] {
		case '*', '`', '[':
			return true
		case '\\':
			if isPunct(next) || next == ' ' || next == '\n' {
				return true
			}
		case '_':
			if i == 0 || !wordByte(s[i-1]) || !wordByte(next) {
				return true
			}
		case '~':
			if next == '~' {
				return true
			}
		case '<':
			if next == '/' || next == '!' || next == '?' || isASCIILetter(next) {
				return true
			}
		case '{':
			if strings.IndexByte("{%#:/", next) >= 0 {
				return true
			}
		case '%', '=':
			if next == s[i] {
				return true
			}
		case '^':
			if wordByte(next) && i > 0 && isBlank(s[i-1]) {
				return true
			}
		case '$':
			if next == '\\' {
				return true
			}
		case '&':
			if _, n := entity(s[i:]); n > 0 {
				return true
			}
		}
	}
	return false
}

// fields is s, which is UTF-8, with single blanks and without what nobody sees.
func fields(s string) string {
	if tidy(s) {
		return s
	}
	w := writer{src: s, exact: true}
	w.begin(Block{})
	w.write(0, len(s), true)
	return string(w.out)
}

// tidy reports whether s has single blanks between its words and nothing invisible.
func tidy(s string) bool {
	blank := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= '\t' && c <= '\r', c == ' ' && blank:
			return false
		case mayHide[c] && hides(s[i:]):
			return false
		}
		blank = c == ' '
	}
	return !blank || s == ""
}

// mayHide are the first bytes of blanks and invisible characters outside ASCII, and those of no
// character at all.
var mayHide = func() (table [256]bool) {
	for _, c := range []byte{0xc0, 0xc1, 0xc2, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff} {
		table[c] = true
	}
	return table
}()

func hides(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return n == 1
	}
	return unicode.IsSpace(r) || Invisible(r)
}
