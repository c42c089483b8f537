package prose

import (
	"strings"
	"sync"

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
		util.Prioritized(colour{}, 600))
	paragraph := []util.PrioritizedValue{util.Prioritized(parser.NewParagraphParser(), 100)}
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
// Images leave nothing of it.
func Line(source string) string {
	if !marked(source) {
		return fields(source)
	}
	r := &reader{writer: writer{src: source}, lone: true}
	r.out = make([]byte, 0, len(source))
	r.inner([]byte(source), 0, Block{})
	return strings.ReplaceAll(string(r.out), "\n", " ")
}

// markByte are the bytes that marks of Markdown begin with.
var markByte = [256]bool{'*': true, '_': true, '`': true, '[': true, '<': true, '{': true, '~': true, '\\': true, '&': true, '$': true}

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
			if isPunct(next) {
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

// fields is s with single blanks and without what nobody sees.
func fields(s string) string {
	if tidy(s) {
		return s
	}
	w := writer{src: s}
	w.begin(Block{})
	w.write(0, len(s), true)
	return string(w.out)
}

// tidy reports whether s is ASCII with single blanks between its words.
func tidy(s string) bool {
	blank := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x7f || c < ' ' || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank || s == ""
}

func wordByte(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
