package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// html writes the text of a block of HTML: what stands between its tags, as Markdown, which site generators
// make of it. Comments, scripts and styles are passed over; what is within a quotation, a figure or a table
// counts as quoted, also where the element ends in a later block.
func (r *reader) html(n *ast.HTMLBlock, as Block) {
	lines := n.Lines()
	if lines.Len() == 0 && !n.HasClosure() {
		return
	}
	var from, end int
	if lines.Len() > 0 {
		from, end = lines.At(0).Start, lines.At(lines.Len()-1).Stop
	} else {
		from = n.ClosureLine.Start
	}
	if n.HasClosure() {
		end = n.ClosureLine.Stop
	}
	// What begins the lines of a quotation or an item is no part of it.
	data := bytes.Repeat([]byte(" "), end-from)
	for i := range lines.Len() {
		line := lines.At(i)
		copy(data[line.Start-from:], r.bytes[line.Start:line.Stop])
	}
	if n.HasClosure() {
		copy(data[n.ClosureLine.Start-from:], r.bytes[n.ClosureLine.Start:n.ClosureLine.Stop])
	}
	r.elements(data, from+r.shift, as)
}

// elements writes HTML that stands for src from the byte shift on.
func (r *reader) elements(data []byte, shift int, as Block) {
	start := 0
	flush := func(to int) {
		if part := data[start:to]; len(bytes.TrimSpace(part)) > 0 {
			as := as
			if r.pre {
				as.Kind = Code
			}
			r.inner(part, shift+start, as)
		}
	}
	for i := 0; i < len(data); {
		next := bytes.IndexByte(data[i:], '<')
		if next < 0 {
			break
		}
		i += next
		name := tagName(data[i:min(len(data), i+longestName)])
		skip, depth := element(data[i:], name)
		if skip == 0 && depth == 0 {
			i++
			continue
		}
		flush(i)
		start = i + skip // the tag of an element leaves no text
		i += max(skip, 1)
		r.inside = max(r.inside+depth, 0)
		if name == "pre" {
			r.pre = depth > 0
		}
	}
	flush(len(data))
}

// longestName is more than the bytes of any tag's name that means something here.
const longestName = 16

// element says of the tag of this name at the start of data how many bytes hold no text, and whether an element
// without running text begins (1) or ends (-1).
func element(data []byte, name string) (skip, depth int) {
	if bytes.HasPrefix(data, []byte("<!--")) {
		return through(data, "-->"), 0
	}
	switch name {
	case "script", "style":
		if data[1] != '/' {
			end := through(data, "</"+name)
			return end + through(data[end:], ">"), 0
		}
	case "blockquote", "figure", "table", "pre":
		if data[1] == '/' {
			return 0, -1
		}
		return 0, 1
	}
	return 0, 0
}

// through is the length of data up to and with end, in whatever case, or of all of it.
func through(data []byte, end string) int {
	if i := bytes.Index(bytes.ToLower(data), []byte(end)); i >= 0 {
		return i + len(end)
	}
	return len(data)
}
