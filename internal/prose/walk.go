package prose

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// reader walks goldmark's tree.
type reader struct {
	writer
	bytes  []byte // what goldmark read
	shift  int    // bytes[i] stands for src[i+shift]
	images []*ast.Image
	lone   bool // the texts of images are not wanted
	inside int  // elements of HTML that hold no running text and are open
	pre    bool // one of them holds code
}

// inner writes text that goldmark is to read as paragraphs; it stands for src from the byte shift on.
func (r *reader) inner(data []byte, shift int, as Block) {
	p := parsers().line
	if tangled(data) {
		p = parsers().bareLine
	}
	outer := *r
	r.bytes, r.shift = data, shift
	root := p.Parse(text.NewReader(data), parser.WithContext(newContext()))
	r.children(root, as)
	r.bytes, r.shift = outer.bytes, outer.shift
}

// block writes a block and all in it; as says where it stands.
func (r *reader) block(n ast.Node, as Block) {
	switch n := n.(type) {
	case *ast.Document, *ast.List:
		r.children(n, as)
	case *ast.ListItem:
		as.Item, as.Lead = true, true
		r.children(n, as)
	case *ast.Blockquote:
		as.Quoted = true
		r.children(n, as)
	case *ast.Heading:
		as.Kind = Heading
		r.leaf(n, as)
	case *ast.Paragraph, *ast.TextBlock:
		r.paragraph(n, as)
	case *ast.FencedCodeBlock:
		if !queries[strings.ToLower(string(n.Language(r.bytes)))] {
			as.Kind = Code
			r.code(n, as)
		}
	case *ast.CodeBlock:
		as.Kind = Code
		r.code(n, as)
	case *ast.HTMLBlock:
		r.html(n, as)
	case *extast.Table:
		as.Kind = Row
		for row := n.FirstChild(); row != nil; row = row.NextSibling() {
			r.leaf(row, as)
		}
	}
}

func (r *reader) children(n ast.Node, as Block) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.block(c, as)
		as.Lead = false
	}
}

// paragraph writes a paragraph, the text of a footnote or a line of tags.
func (r *reader) paragraph(n ast.Node, as Block) {
	if n.Lines().Len() > 0 {
		first := n.Lines().At(0)
		switch line := r.bytes[first.Start:first.Stop]; {
		case footnote(line) > 0:
			as.Kind = Footnote
		case bytes.HasPrefix(line, []byte("|")): // a table that lacks the line below its head
			as.Kind = Row
		}
	}
	at := len(r.blocks)
	r.leaf(n, as)
	if len(r.blocks) > at && onlyHashtags(string(r.out[r.blocks[at].Start:r.blocks[at].End])) {
		r.blocks[at].Kind = Hashtags
	}
}

// leaf writes one block with its inside, and the texts of its images behind it.
func (r *reader) leaf(n ast.Node, as Block) {
	as.Quoted = as.Quoted || r.inside > 0
	r.begin(as)
	r.inline(n)
	r.end()
	as.Kind, as.Lead = Image, false
	for i := 0; i < len(r.images) && !r.lone; i++ {
		r.begin(as)
		r.inline(r.images[i])
		r.end()
	}
	r.images = r.images[:0]
}

// code writes the lines of a block of code.
func (r *reader) code(n ast.Node, as Block) {
	as.Quoted = as.Quoted || r.inside > 0
	r.begin(as)
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		r.write(line.Start+r.shift, line.Stop+r.shift, true)
		r.hard()
	}
	r.end()
}

// inline writes what is within a node.
func (r *reader) inline(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			r.write(n.Segment.Start+r.shift, n.Segment.Stop+r.shift, n.IsRaw())
			switch {
			case n.HardLineBreak():
				r.hard()
			case n.SoftLineBreak():
				r.space(n.Segment.Stop + r.shift)
			}
		case *ast.CodeSpan:
			r.mark(false, func() { r.inline(n) })
		case *address:
			r.mark(true, func() { r.write(n.Start+r.shift, n.Stop+r.shift, true) })
		case *ast.Image:
			r.images = append(r.images, n)
		case *ast.RawHTML:
			r.tag(n)
		case *extast.TableCell:
			r.inline(n)
			r.hard()
		default:
			r.inline(n)
		}
	}
}

// tag writes what an HTML tag leaves: a line break where it breaks lines.
func (r *reader) tag(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	first := n.Segments.At(0)
	if breaksLine(tagName(r.bytes[first.Start:first.Stop])) {
		r.hard()
	}
}

// tagName is the name of the tag at the start of s in lower case, without a slash before it.
func tagName(s []byte) string {
	s = bytes.TrimPrefix(bytes.TrimPrefix(s, []byte("<")), []byte("/"))
	n := 0
	for n < len(s) && (isASCIILetter(s[n]) || s[n] >= '0' && s[n] <= '9') {
		n++
	}
	return strings.ToLower(string(s[:n]))
}

// breaksLine reports whether text before and after an element of this name are on different lines.
func breaksLine(name string) bool {
	switch name {
	case "br", "p", "li", "ul", "ol", "div", "tr", "td", "th", "dt", "dd", "hr", "summary", "details", "section", "article",
		"h1", "h2", "h3", "h4", "h5", "h6":
		return true
	}
	return false
}

// footnote is the length of "[^name]:" at the start of a line, 0 if it begins otherwise.
func footnote(line []byte) int {
	const longest = 80
	if !bytes.HasPrefix(line, []byte("[^")) {
		return 0
	}
	if end := bytes.Index(line[:min(len(line), longest)], []byte("]:")); end > 2 {
		return end + 2
	}
	return 0
}
