package ingest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// loneHeadings takes headings out of the boxes that site builders put around them, with what lies in the
// box beside them: links of the heading to itself, buttons that copy such a link, "[edit]", text for screen
// readers. A finder of articles takes such a box for navigation, by the share of links in it or by its
// class, and drops it with the heading. What a class says of a heading goes for the same reason: "share"
// or "sponsor" in it means its subject.
func loneHeadings(doc *html.Node) {
	var headings []*html.Node
	for n := range doc.Descendants() {
		takeRole(n)
		if isHeading(n) {
			headings = append(headings, n)
		}
	}
	for _, h := range headings {
		id := attr(h, "id")
		h.Attr = nil
		remove(h, func(n *html.Node) bool { return isHeadingTool(n, id) })
		box := h
		for isHeadingBox(box.Parent, id) {
			box = box.Parent
		}
		if box != h {
			h.Parent.RemoveChild(h)
			box.Parent.InsertBefore(h, box)
			box.Parent.RemoveChild(box)
		}
	}
}

// takeRole makes a heading of an element that is one by its role (https://www.w3.org/TR/wai-aria-1.2/#heading).
func takeRole(n *html.Node) {
	if n.Type != html.ElementNode || role(n) != "heading" || isHeading(n) {
		return
	}
	n.Data = "h2"
	if level := attr(n, "aria-level"); len(level) == 1 && level[0] >= '1' && level[0] <= '6' {
		n.Data = "h" + level
	}
	n.DataAtom = atom.Lookup([]byte(n.Data))
}

// isHeadingBox reports whether n holds one heading and otherwise only tools of it.
func isHeadingBox(n *html.Node, id string) bool {
	if n == nil || n.Parent == nil || n.Type != html.ElementNode {
		return false
	}
	switch n.Data {
	case "div", "span", "header", "hgroup", "section":
	default:
		if !strings.Contains(n.Data, "-") { // custom elements
			return false
		}
	}
	headings := 0
	var only func(*html.Node) bool
	only = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode && strings.Trim(c.Data, headingMarks) != "":
				return false
			case c.Type != html.ElementNode || isHeadingTool(c, id):
			case isHeading(c):
				headings++
			case c.Data == "img" || c.Data == "iframe" || c.Data == "table" || !only(c):
				return false
			}
		}
		return true
	}
	return only(n) && headings == 1
}

// headingMarks are what links of a heading to itself are shown as, besides blanks.
const headingMarks = " \t\r\n\u00a0\u200b\u200d\ufeff#¶§🔗⚓[]|"

// isHeadingTool reports whether n, in a heading with this id or in the box around it, is there to link to
// the heading, to copy that link or to edit the section.
func isHeadingTool(n *html.Node, id string) bool {
	class := attr(n, "class")
	switch {
	case n.Data == "button", n.Data == "input", role(n) == "button", n.Data == "svg":
		return true
	case hasWord(class, "sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "mw-editsection"):
		return true
	case n.Data != "a":
		return false
	case strings.Trim(textOf(n), headingMarks) == "":
		return allIn(n, "img") || !hasImage(n)
	}
	href := attr(n, "href")
	at := href[strings.LastIndexByte(href, '#')+1:]
	itself := strings.Contains(href, "#") && (at == id || at == "")
	words := strings.ToLower(strings.Trim(textOf(n), headingMarks))
	named := slices.Contains(anchorWords, words)
	described := strings.HasPrefix(words, "section titled") || strings.HasPrefix(words, "direct link to")
	if itself && id != "" {
		return named || described
	}
	return named && (itself || strings.Contains(href, "edit"))
}

// anchorWords are what the link of a heading to itself, or to its editor, says.
var anchorWords = []string{"link", "permalink", "copy link", "anchor", "anchor link", "copy", "edit", "edit source", "link to this heading", "link to this section", "back to top", "top"}

func hasWord(class string, words ...string) bool {
	return slices.ContainsFunc(strings.Fields(class), func(c string) bool { return slices.Contains(words, strings.ToLower(c)) })
}

func hasImage(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == "img" {
			return true
		}
	}
	return false
}
