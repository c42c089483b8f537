package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Link is a link in a text.
type Link struct {
	Target string
	At     int // the byte of the source where the target is
}

// Links lists the links of a Markdown text in their order. A text that would take too long to read has none.
func Links(source []byte) []Link {
	if tangled(source) {
		return nil
	}
	var out []Link
	at, after := 0, 0 // where the last target was found, and ended
	walk(source, func(n ast.Node) {
		link, ok := n.(*ast.Link)
		if !ok {
			return
		}
		if i := bytes.Index(source[after:], link.Destination); i >= 0 {
			at = after + i
			after = at + len(link.Destination)
		}
		out = append(out, Link{string(link.Destination), at})
	})
	return out
}

// Headings lists the headings of a Markdown text without their marks.
func Headings(source []byte) []string {
	if tangled(source) {
		return nil
	}
	var out []string
	walk(source, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			var words bytes.Buffer
			for i := range h.Lines().Len() {
				line := h.Lines().At(i)
				words.Write(line.Value(source))
			}
			out = append(out, Line(words.String()))
		}
	})
	return out
}

// walk calls visit with all that goldmark finds.
func walk(source []byte, visit func(ast.Node)) {
	root := parsers().document.Parse(text.NewReader(source), parser.WithContext(parser.NewContext()))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
}
