package ingest

import (
	"strings"

	"golang.org/x/net/html"
)

// attr is the value of an attribute, empty if there is none.
func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func role(n *html.Node) string { return strings.ToLower(attr(n, "role")) }

// textOf is the text below n on one line. The depth of the tree is bounded by the parser.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			return
		}
		if n.Type == html.ElementNode && isBlock(n.Data) {
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode && isBlock(n.Data) {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return oneLine(b.String())
}

// isBlock reports whether an element stands on lines of its own.
func isBlock(name string) bool {
	switch name {
	case "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img":
		return false
	}
	return true
}

func countWords(n *html.Node) int { return len(tokens(textOf(n))) }

func elements(n *html.Node) int {
	count := 0
	for c := range n.Descendants() {
		if c.Type == html.ElementNode {
			count++
		}
	}
	return count
}

// remove takes out the elements below n that match, with all they hold.
func remove(n *html.Node, match func(*html.Node) bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if c.Type == html.CommentNode || c.Type == html.ElementNode && match(c) {
			n.RemoveChild(c)
		} else {
			remove(c, match)
		}
		c = next
	}
}

func clone(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: append([]html.Attribute(nil), n.Attr...)}
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c.AppendChild(clone(k))
	}
	return c
}

// sameWords compares two texts by their words alone.
func sameWords(a, b string) bool {
	x, y := tokens(a), tokens(b)
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

func isHeading(n *html.Node) bool {
	return n.Type == html.ElementNode && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
}

// isChrome reports whether an element inside an article is no part of it.
func isChrome(n *html.Node) bool {
	switch n.Data {
	case "nav", "aside", "form", "footer", "button", "dialog", "noscript":
		return true
	}
	return role(n) == "navigation" || attr(n, "aria-hidden") == "true" && n.Data != "img"
}
