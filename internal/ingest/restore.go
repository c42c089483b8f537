package ingest

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// number is the attribute that tells elements of the page apart, before and after the finder of articles
// has moved and changed them.
const number = "data-takeaway-n"

// section is a heading of the page and the blocks under it, up to the next heading.
type section struct {
	heading *html.Node
	blocks  []*html.Node
}

// numberBlocks numbers the headings of the page and the blocks of text under them, and returns them in the
// order of the page. Text above the first heading belongs to no section.
func numberBlocks(doc *html.Node) []section {
	var list []section
	count := 0
	mark := func(n *html.Node) {
		count++
		n.Attr = append(n.Attr, html.Attribute{Key: number, Val: strconv.Itoa(count)})
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type != html.ElementNode || isChrome(c) || isAside(c):
			case isHeading(c):
				mark(c)
				list = append(list, section{heading: c})
			case isTextBlock(c):
				mark(c)
				if len(list) > 0 {
					last := &list[len(list)-1]
					last.blocks = append(last.blocks, c)
				}
			default:
				walk(c)
			}
		}
	}
	walk(doc)
	return list
}

// isTextBlock reports whether an element is taken or left as a whole: one that holds text itself, or a
// list, a table, a block of code.
func isTextBlock(n *html.Node) bool {
	switch n.Data {
	case "p", "ul", "ol", "dl", "pre", "table", "blockquote", "figure":
		return !hasHeading(n)
	}
	return ownText(n) != "" && !hasHeading(n)
}

func hasHeading(n *html.Node) bool {
	for c := range n.Descendants() {
		if isHeading(c) {
			return true
		}
	}
	return false
}

// aside are words in the class or id of what stands beside an article: the kinds that finders of articles
// go by.
var aside = regexp.MustCompile(`(?i)comment|disqus|related|sidebar|newsletter|subscri|share|social|sponsor|promo|cookie|consent|breadcrumb|popup|modal|masthead|pagination|pager|author-?(bio|box|card)|read-?(more|next)|recommend|widget-area|site-(header|footer)|\btoc\b|table-of-contents`)

func isAside(n *html.Node) bool {
	return n.Data != "body" && n.Data != "html" && n.Data != "article" && n.Data != "main" && aside.MatchString(attr(n, "class")+" "+attr(n, "id"))
}

// restore puts back into the article the headings that its finder dropped although it kept the text under
// them, and the sections between kept ones that it dropped with their text; a section counts if it has a
// sentence that is no list of links. Sections before the first kept block and behind the last belong to
// the article only if they stand in its element.
func restore(article *html.Node, sections []section, whole *html.Node) {
	kept := map[string]*html.Node{}
	for n := range article.Descendants() {
		if v := attr(n, number); n.Type == html.ElementNode && v != "" {
			kept[v] = n
		}
	}
	inArticle := map[string]bool{}
	if whole != nil {
		for n := range whole.Descendants() {
			if v := attr(n, number); n.Type == html.ElementNode && v != "" {
				inArticle[v] = true
			}
		}
	}
	first, last := -1, -1
	for i, s := range sections {
		if s.keptBlock(kept) != nil || kept[attr(s.heading, number)] != nil {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return
	}
	for i := len(sections) - 1; i >= 0; i-- { // backwards, so that what follows has its place already
		s := sections[i]
		id := attr(s.heading, number)
		if kept[id] != nil || strings.TrimSpace(textOf(s.heading)) == "" {
			continue
		}
		if under := s.keptBlock(kept); under != nil {
			kept[id] = insertBefore(under, s.heading)
			continue
		}
		within := i > first && i < last
		if !s.hasText() || !within && !inArticle[id] {
			continue
		}
		kept[id] = s.insert(article, next(sections[i+1:], kept))
	}
}

// keptBlock is the first block of the section that is in the article.
func (s section) keptBlock(kept map[string]*html.Node) *html.Node {
	for _, b := range s.blocks {
		if n := kept[attr(b, number)]; n != nil {
			return n
		}
	}
	return nil
}

// hasText reports whether the section has a sentence, and less than half of its words are links.
func (s section) hasText() bool {
	words, linked, long := 0, 0, false
	for _, b := range s.blocks {
		n := countWords(b)
		words += n
		long = long || n >= sentence
		for c := range b.Descendants() {
			if c.Type == html.ElementNode && c.Data == "a" {
				linked += countWords(c)
			}
		}
	}
	return long && 2*linked < words
}

// next is the first element of the sections that is in the article, nil at its end.
func next(sections []section, kept map[string]*html.Node) *html.Node {
	for _, s := range sections {
		if n := kept[attr(s.heading, number)]; n != nil {
			return n
		}
		if n := s.keptBlock(kept); n != nil {
			return n
		}
	}
	return nil
}

// insert puts a copy of the section before a node of the article, or at its end, and returns the heading.
func (s section) insert(article, before *html.Node) *html.Node {
	parent := article
	if before != nil {
		before = flow(before)
		parent = before.Parent
	}
	h := clone(s.heading)
	parent.InsertBefore(h, before)
	for _, b := range s.blocks {
		parent.InsertBefore(clone(b), before)
	}
	return h
}

// insertBefore puts a copy of the heading before a block of the article.
func insertBefore(block, heading *html.Node) *html.Node {
	block = flow(block)
	h := clone(heading)
	block.Parent.InsertBefore(h, block)
	return h
}

// flow is the element at or above n before which a heading may stand: not inside a list, a table or a
// paragraph.
func flow(n *html.Node) *html.Node {
	out := n
	for p := n.Parent; p != nil && p.Parent != nil; p = p.Parent {
		switch p.Data {
		case "ul", "ol", "dl", "li", "table", "tbody", "tr", "td", "p", "blockquote", "figure", "pre":
			out = p
		}
	}
	return out
}

// unnumber takes the numbers out again.
func unnumber(n *html.Node) {
	for c := range n.Descendants() {
		for i, a := range c.Attr {
			if a.Key == number {
				c.Attr = append(c.Attr[:i:i], c.Attr[i+1:]...)
				break
			}
		}
	}
}
