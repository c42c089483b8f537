package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// longestMark is how far the end of a mark is looked for, in bytes.
const longestMark = 2048

// gone is a mark that leaves no text.
type gone struct{ ast.BaseInline }

var kindGone = ast.NewNodeKind("Gone")

func (*gone) Kind() ast.NodeKind              { return kindGone }
func (g *gone) Dump(source []byte, level int) { ast.DumpHelper(g, source, level, nil, nil) }

// address is what stands in "<https://example.org>".
type address struct {
	ast.BaseInline
	text.Segment
}

var kindAddress = ast.NewNodeKind("Address")

func (*address) Kind() ast.NodeKind              { return kindAddress }
func (a *address) Dump(source []byte, level int) { ast.DumpHelper(a, source, level, nil, nil) }

// addresses reads addresses in angle brackets; those of mail leave no text.
type addresses struct{ parser.InlineParser }

func (p addresses) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, segment := block.PeekLine()
	link, ok := p.InlineParser.Parse(parent, block, pc).(*ast.AutoLink)
	if !ok {
		return nil
	}
	if link.AutoLinkType == ast.AutoLinkEmail {
		return &gone{}
	}
	start := segment.Start + 1
	return &address{Segment: text.NewSegment(start, start+len(link.Label(block.Source())))}
}

// braces reads what site generators fill in and vaults leave out: {{< shortcodes >}}, {% tags %}, {#anchors},
// {: attributes} and {/* comments */}.
type braces struct{}

func (braces) Trigger() []byte { return []byte{'{'} }

func (braces) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	for _, pair := range [...][2]string{{"{{", "}}"}, {"{%", "%}"}, {"{#", "}"}, {"{:", "}"}, {"{/*", "*/}"}} {
		if bytes.HasPrefix(line, []byte(pair[0])) {
			return passed(block, len(pair[0]), pair[1])
		}
	}
	return nil
}

// passed moves the reader behind the next end, if it is near, and returns the node that is left.
func passed(block text.Reader, skip int, end string) ast.Node {
	number, at := block.Position()
	block.Advance(skip)
	for read := 0; read < longestMark; {
		line, _ := block.PeekLine()
		if line == nil {
			break
		}
		if i := bytes.Index(line, []byte(end)); i >= 0 {
			block.Advance(i + len(end))
			for end == "}}" && block.Peek() == '}' {
				block.Advance(1)
			}
			return &gone{}
		}
		read += len(line)
		block.AdvanceLine()
	}
	block.SetPosition(number, at)
	return nil
}

// colour reads GitHub's way to coloured text, $\textcolor{red}{text}$.
type colour struct{}

func (colour) Trigger() []byte { return []byte{'$', '}'} }

func (colour) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	switch {
	case bytes.HasPrefix(line, []byte("}$")):
		block.Advance(2)
		return &gone{}
	case bytes.HasPrefix(line, []byte(`$\textcolor{`)):
		return passed(block, 2, "}{")
	}
	return nil
}

// component reads the tags of MDX that are no HTML: <Tabs items={["a", "b"]}>.
type component struct{}

func (component) Trigger() []byte { return []byte{'<'} }

func (component) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	name := bytes.TrimPrefix(line[1:], []byte("/"))
	if len(name) == 0 || !isASCIILetter(name[0]) {
		return nil
	}
	window := line[:min(len(line), longestMark)]
	if upper := name[0] < 'a'; !upper && !bytes.Contains(window, []byte("={")) {
		return nil
	}
	depth := 0
	for i, c := range window {
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		case '>':
			if depth == 0 && i > 0 && window[i-1] != '=' {
				block.Advance(i + 1)
				return &gone{}
			}
		}
	}
	return nil
}

// brackets reads [[wiki links]], ![[embedded files]], footnote marks[^1] and the boxes of tasks.
type brackets struct{}

func (brackets) Trigger() []byte { return []byte{'[', '!'} }

func (brackets) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	embedded := bytes.HasPrefix(line, []byte("![["))
	switch {
	case embedded, bytes.HasPrefix(line, []byte("[[")):
		return wikiLink(line, segment, embedded, block)
	case bytes.HasPrefix(line, []byte("[^")):
		return footnoteMark(line, segment, block)
	case bytes.HasPrefix(line, []byte("[!")):
		return callout(line, segment, block)
	case isTask(line) && beginsItem(block.Source()[:segment.Start]):
		block.Advance(len("[x]"))
		return &gone{}
	case line[0] == '[':
		return inlineField(line, segment, block)
	}
	return nil
}

func isTask(line []byte) bool {
	return len(line) > 3 && line[0] == '[' && line[2] == ']' && line[3] == ' ' && bytes.IndexByte([]byte(" xX"), line[1]) >= 0
}

// beginsItem reports whether nothing but the mark of a list item is before in the line.
func beginsItem(before []byte) bool {
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return len(bytes.Trim(line, " \t-*+>0123456789.)")) == 0
}

// wikiLink is the label of a link of a vault, or the name of the page.
func wikiLink(line []byte, segment text.Segment, embedded bool, block text.Reader) ast.Node {
	const longest = 300
	start := bytes.Index(line, []byte("[[")) + 2
	end := bytes.Index(line[start:min(len(line), start+longest)], []byte("]]"))
	if end <= 0 || bytes.IndexByte(line[start:start+end], '[') >= 0 {
		return nil
	}
	end += start
	if bytes.HasPrefix(line[end:], []byte("]](")) { // [[1]](https://example.org)
		return nil
	}
	block.Advance(end + 2)
	if embedded {
		return &gone{}
	}
	if i := bytes.LastIndexByte(line[start:end], '|'); i >= 0 {
		start += i + 1
	} else if i := bytes.IndexByte(line[start:end], '#'); i == 0 { // a heading of the same note
		start += i + 1
	} else if i > 0 { // of another one: the page is what is spoken of
		end = start + i
	}
	return ast.NewTextSegment(text.NewSegment(segment.Start+start, segment.Start+end))
}

// footnoteMark passes "[^1]", at the start of a footnote with its colon.
func footnoteMark(line []byte, segment text.Segment, block text.Reader) ast.Node {
	const longest = 80
	end := bytes.IndexByte(line[:min(len(line), longest)], ']')
	if end < 3 || bytes.IndexByte(line[:end], ' ') >= 0 {
		return nil
	}
	n := end + 1
	source := block.Source()
	first := segment.Start == 0 || source[segment.Start-1] == '\n' || source[segment.Start-1] == ' '
	if first && n < len(line) && line[n] == ':' {
		n++
	}
	block.Advance(n)
	return &gone{}
}

// inlineField reads "[key:: value]" as its value.
func inlineField(line []byte, segment text.Segment, block text.Reader) ast.Node {
	const longest = 300
	window := line[:min(len(line), longest)]
	at := bytes.Index(window, []byte("::"))
	if at < 2 || !fieldKey(string(line[1:at])) || at+2 >= len(window) || window[at+2] != ' ' {
		return nil
	}
	end := bytes.IndexByte(window[at:], ']')
	if end < 0 || bytes.IndexByte(window[at:at+end], '[') >= 0 {
		return nil
	}
	block.Advance(at + end + 1)
	return ast.NewTextSegment(text.NewSegment(segment.Start+at+2, segment.Start+at+end))
}

// callout passes the mark of a callout, "[!warning]-", at the start of a quotation.
func callout(line []byte, segment text.Segment, block text.Reader) ast.Node {
	const longest = 60
	end := bytes.IndexByte(line[:min(len(line), longest)], ']')
	source := block.Source()
	before := source[bytes.LastIndexByte(source[:segment.Start], '\n')+1 : segment.Start]
	if end < 3 || !isASCIILetter(line[2]) || !bytes.ContainsRune(before, '>') || !beginsItem(source[:segment.Start]) {
		return nil
	}
	end++
	if end < len(line) && (line[end] == '-' || line[end] == '+') {
		end++
	}
	block.Advance(end)
	return &gone{}
}

// blockNames passes the name of a block, " ^id" at the end of a line.
type blockNames struct{}

func (blockNames) Trigger() []byte { return []byte{'^'} }

func (blockNames) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if segment.Start > 0 && !isBlank(block.Source()[segment.Start-1]) {
		return nil
	}
	name := bytes.TrimRight(line[1:], " \t\r\n")
	if len(name) == 0 || len(name) < 4 && isDigit(name[0]) {
		return nil // x ^2
	}
	for _, c := range name {
		if c >= 0x80 || !wordByte(c) && c != '-' {
			return nil
		}
	}
	block.Advance(1 + len(name))
	return &gone{}
}

// highlights passes the marks of ==marked words==.
type highlights struct{}

func (highlights) Trigger() []byte { return []byte{'='} }

func (highlights) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("==")) || len(line) > 2 && line[2] == '=' {
		return nil
	}
	source := block.Source()
	before := source[bytes.LastIndexByte(source[:segment.Start], '\n')+1 : segment.Start]
	rest := line[2:]
	opening := endsBare(before) && !endsBare(bytes.TrimRight(rest[:min(len(rest), 1)], "\r\n")) && closesLater(rest)
	closing := !endsBare(before) && before[len(before)-1] != '=' && bytes.Contains(before, []byte("==")) && (len(rest) == 0 || !wordByte(rest[0]))
	if !opening && !closing {
		return nil
	}
	block.Advance(2)
	return &gone{}
}

// endsBare reports whether a text is empty or ends with a blank.
func endsBare(s []byte) bool {
	return len(s) == 0 || isBlank(s[len(s)-1]) || bytes.IndexByte([]byte("(*_\"'"), s[len(s)-1]) >= 0
}

// closesLater reports whether two equal signs right behind a word are in a text.
func closesLater(s []byte) bool {
	for at := 0; ; {
		i := bytes.Index(s[at:], []byte("=="))
		if i < 0 {
			return false
		}
		i += at
		if i > 0 && !isBlank(s[i-1]) && (i+2 == len(s) || s[i+2] != '=') {
			return true
		}
		at = i + 2
	}
}

// linkParser is goldmark's, which also takes [text][name] for a link where the name is defined nowhere: pieces of a
// note are read one by one, and the definitions stand at its end.
type linkParser struct{ parser.InlineParser }

func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if c, ok := pc.(*context); ok && bytes.HasPrefix(line, []byte("][")) && opens(block.Source(), segment.Start) {
		c.lenient = true
		defer func() { c.lenient = false }()
	}
	node := p.InlineParser.Parse(parent, block, pc)
	if node == nil && bytes.HasPrefix(line, []byte("](")) {
		return unclosed(line, segment, block)
	}
	return node
}

// unclosed passes the end of a link that began before the text.
func unclosed(line []byte, segment text.Segment, block text.Reader) ast.Node {
	if _, at := block.Position(); at.Start != segment.Start || bytes.IndexByte(block.Source()[:segment.Start], '[') >= 0 {
		return nil
	}
	depth := 0
	for i, c := range line {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				block.Advance(i + 1)
				return &gone{}
			}
		}
	}
	return nil
}

// opens reports whether the bracket that is closed at end begins a word: "array[0][1]" is no link.
func opens(source []byte, end int) bool {
	const longest = 300
	depth := 0
	for i := end; i >= max(0, end-longest); i-- {
		switch source[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth == 0 {
				return i == 0 || !wordByte(source[i-1])
			}
		case '\n':
			if i > 0 && source[i-1] == '\n' {
				return false
			}
		}
	}
	return false
}

// CloseBlock lets goldmark forget open brackets.
func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := p.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// context is goldmark's with names of links that are defined elsewhere.
type context struct {
	parser.Context
	lenient bool
}

func newContext() *context { return &context{Context: parser.NewContext()} }

// Reference is the definition of a link's name.
func (c *context) Reference(label string) (parser.Reference, bool) {
	if ref, ok := c.Context.Reference(label); ok || !c.lenient {
		return ref, ok
	}
	return parser.NewReference([]byte(label), nil, nil), true
}

// paragraphs reads everything as paragraphs, also what is indented like code.
type paragraphs struct{ parser.BlockParser }

func (paragraphs) CanAcceptIndentedLine() bool { return true }
