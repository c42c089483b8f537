package ingest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// mostDropped is how many kinds of boilerplate are named; past that a count has to do.
const mostDropped = 6

// dropped names what of the page is not in its article, the biggest parts as far as possible.
func dropped(doc, article *html.Node, title string) []string {
	kept := map[string]bool{strings.Join(tokens(title), " "): true}
	for n := range article.Descendants() {
		if n.Type == html.ElementNode {
			if t := ownText(n); t != "" {
				kept[t] = true
			}
		}
	}
	body := only(doc, "body")
	if body == nil {
		return nil
	}
	d := &dropper{kept: kept}
	d.walk(body)
	names := d.names
	if len(names) > mostDropped {
		names = append(names[:mostDropped:mostDropped], fmt.Sprintf("%d more", len(names)-mostDropped))
	}
	return names
}

type dropper struct {
	kept  map[string]bool
	names []string
}

// walk names the highest elements nothing of which was kept.
func (d *dropper) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || len(tokens(textOf(c))) == 0 {
			continue
		}
		if d.any(c) {
			d.walk(c)
			continue
		}
		if name := nameOf(c); name != "" && !slices.Contains(d.names, name) {
			d.names = append(d.names, name)
		}
	}
}

// any reports whether some text at or below n was kept.
func (d *dropper) any(n *html.Node) bool {
	if n.Type == html.ElementNode {
		if t := ownText(n); t != "" && d.kept[t] {
			return true
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if d.any(c) {
			return true
		}
	}
	return false
}

// ownText is the text that stands in n itself rather than in an element below it.
func ownText(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(tokens(b.String()), " ")
}

// nameOf says what a part of a page is: by its element, its class, or its first words.
func nameOf(n *html.Node) string {
	words := textOf(n)
	about := strings.ToLower(attr(n, "class") + " " + attr(n, "id") + " " + role(n) + " " + attr(n, "aria-label"))
	has := func(list ...string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return strings.Contains(about, s) })
	}
	form := n.Data == "form" || strings.Contains(strings.ToLower(words), "subscribe")
	switch {
	case has("newsletter", "subscri", "signup", "sign-up") || form && strings.Contains(strings.ToLower(words), "subscri"):
		return "newsletter form"
	case n.Data == "form" && has("search") || has("search-form", "searchbox"):
		return "search form"
	case n.Data == "nav" || has("navigation", "navbar", "site-nav", "breadcrumb", "menu"):
		return "navigation"
	case has("cookie", "consent", "gdpr"):
		return "cookie notice"
	case has("comment", "disqus"):
		return "comments"
	case has("share", "social"):
		return "share buttons"
	case has("related", "read-next", "read-more", "more-posts", "recommended"):
		return "related posts"
	case n.Data == "form":
		return "form"
	case n.Data == "header" && allIn(n, "nav"):
		return "navigation"
	case n.Data == "header":
		return "page header"
	case n.Data == "footer":
		return "page footer"
	case n.Data == "aside" || has("sidebar"):
		return "sidebar"
	}
	const most = 30
	if r := []rune(words); len(r) > most {
		words = strings.TrimSpace(string(r[:most])) + "…"
	}
	return `"` + words + `"`
}

// allIn reports whether all words of n stand in one element of the given name.
func allIn(n *html.Node, name string) bool {
	only := only(n, name)
	return only != nil && sameWords(textOf(only), textOf(n))
}
