package ingest

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// Limits of a page, besides its size.
const (
	maxElements = 100_000 // of real pages, newsletters have the most: about 5,000
	leastWords  = 40      // a page with fewer, and no sentence, is a menu or is made by a script
	fewWords    = 150     // a page with more is no apology for a missing one
	sentence    = 8       // words of one
)

// isNotFound reports whether a page's title says that there is no such page. Many servers send such pages
// as if they were the answer (https://en.wikipedia.org/wiki/HTTP_404, "soft 404").
func isNotFound(title string) bool { return notFound.MatchString(title) }

var notFound = regexp.MustCompile(`(?i)^\W*(error\s*)?404\b|\bnot found\b|\b(page|article|document|post|file)\b.{0,20}\b(not|cannot|doesn.t|can.t)\b.{0,12}\b(found|exist)|nicht gefunden|introuvable|no encontrad|não encontrad|non trovat|niet gevonden|見つかりません|找不到|찾을 수 없`)

// fromPage makes a note of a web page: the article in it as Markdown, what the page says about itself as
// front matter.
func fromPage(d Document, o Options) (n *Note, err error) {
	defer func() {
		if r := recover(); r != nil { // a library's own, on hostile input
			n, err = nil, d.refuse("page", fmt.Sprintf("could not be read as a page: %v", r), "save its text and take that in")
		}
	}()
	text, err := pageText(d)
	if err != nil {
		return nil, err
	}
	if strings.IndexByte(text, 0) >= 0 {
		return nil, d.refuse("not-text", "has NUL bytes, so it is not a page", "save it as UTF-8")
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil { // it stands any markup; only nesting has a limit
		return nil, d.refuse("page", "is nested too deeply: "+strings.TrimPrefix(err.Error(), "html: "), "save its text and take that in")
	}
	if elements(doc) > maxElements {
		return nil, d.refuse("page", fmt.Sprintf("has more than the limit of %d elements", maxElements), "save its text and take that in")
	}
	about := readAbout(doc, d.Source)
	prepare(doc)
	article, err := article(doc, about.base)
	if err != nil {
		return nil, d.refuse("page", err.Error(), "")
	}
	if article == nil || countWords(article) < leastWords && !hasSentence(article) {
		return nil, d.refuse("page", "no article text found (a menu page, or rendered by JavaScript)", "copy the text from your browser into a .txt file and ingest that")
	}
	about.title = titleOf(about, doc, article)
	if isNotFound(about.title) && countWords(article) < fewWords {
		return nil, d.refuse("not-found", "is an error page: "+strconv.Quote(oneLine(about.title)), "check the address")
	}
	dropTitle(article, about.title)
	md, err := convert(article, about.base)
	if err != nil {
		return nil, d.refuse("page", err.Error(), "")
	}
	h := about.head()
	if n, err = compose(d, h, Markdown, tidyMarkdown(md)+"\n", o); err != nil {
		return nil, err
	}
	n.Dropped = dropped(doc, article, about.title)
	return n, nil
}

// pageText is the page in UTF-8, by what the server, a byte order mark or the page itself says.
func pageText(d Document) (string, error) {
	contentType := "text/html"
	if d.Charset != "" {
		contentType += "; charset=" + d.Charset
	}
	head := d.Data[:min(len(d.Data), 1024)]
	enc, name, _ := charset.DetermineEncoding(head, contentType)
	if strings.HasPrefix(name, "utf-16") && bytes.IndexByte(head, 0) < 0 {
		// Markup in UTF-16 has a zero in every other byte; read as it says, this page would be rubbish.
		enc, name, _ = charset.DetermineEncoding(head, "text/html")
	}
	if name == "utf-8" {
		return string(bytes.ToValidUTF8(d.Data, []byte("\uFFFD"))), nil
	}
	out, err := enc.NewDecoder().Bytes(d.Data)
	if err != nil || name == "replacement" {
		return "", d.refuse("not-text", "cannot be read as "+name, "save it as UTF-8")
	}
	return string(out), nil
}

// article finds the article of the page. Where the finder leaves out much of the only <article> or <main>
// there is (link lists, tables of talks), that is taken as it stands; headings and sections that it left
// out in the middle are put back.
func article(doc *html.Node, base *url.URL) (*html.Node, error) {
	sections := numberBlocks(doc)
	p := readability.NewParser()
	p.KeepClasses = true // the language of code is a class
	p.DisableJSONLD = true
	found, err := p.ParseDocument(doc, base)
	if err != nil {
		return nil, err
	}
	whole := only(doc, "article")
	if whole == nil {
		whole = only(doc, "main")
	}
	if whole != nil {
		whole = clone(whole)
		remove(whole, func(n *html.Node) bool { return isChrome(n) })
		if found.Node == nil || countWords(found.Node)*10 < countWords(whole)*8 {
			unnumber(whole)
			return whole, nil
		}
	}
	if found.Node != nil {
		restore(found.Node, sections, whole)
		unnumber(found.Node)
	}
	return found.Node, nil
}

// prepare changes what would be lost or wrong in Markdown: scripts, styles and line numbers go, embedded
// videos become links, and the marks that link a heading to itself go.
func prepare(doc *html.Node) {
	remove(doc, func(n *html.Node) bool {
		switch n.Data {
		case "script", "style", "template", "svg", "link":
			return true
		case "noscript":
			return true
		case "td":
			class := attr(n, "class")
			return strings.Contains(class, "gutter") || strings.Contains(class, "line-numbers") || strings.Contains(class, "lineno")
		case "img":
			return strings.HasPrefix(attr(n, "src"), "data:") && attr(n, "data-src") == "" && attr(n, "srcset") == ""
		}
		return false
	})
	loneHeadings(doc)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "iframe" {
			continue
		}
		if video := videoOf(attr(n, "src")); video != "" {
			n.Data, n.DataAtom = "p", 0
			n.Attr = nil
			link := &html.Node{Type: html.ElementNode, Data: "a", Attr: []html.Attribute{{Key: "href", Val: video}}}
			link.AppendChild(&html.Node{Type: html.TextNode, Data: video})
			for n.FirstChild != nil {
				n.RemoveChild(n.FirstChild)
			}
			n.AppendChild(link)
		}
	}
}

// videoOf is where people watch an embedded video.
func videoOf(src string) string {
	u, err := url.Parse(src)
	if err != nil {
		return ""
	}
	id := u.Path[strings.LastIndexByte(u.Path, '/')+1:]
	switch host := strings.TrimPrefix(u.Host, "www."); {
	case id == "":
	case (host == "youtube.com" || host == "youtube-nocookie.com") && strings.HasPrefix(u.Path, "/embed/"):
		return "https://www.youtube.com/watch?v=" + url.QueryEscape(id)
	case host == "player.vimeo.com":
		return "https://vimeo.com/" + url.PathEscape(id)
	}
	return ""
}

// convert writes the article as Markdown with absolute links, as far as the page's address is known.
func convert(article *html.Node, at *url.URL) (string, error) {
	if at != nil {
		absolute(article, at)
	}
	out, err := markdown().ConvertNode(article)
	return string(out), err
}

// absolute completes the addresses of links and images.
func absolute(n *html.Node, at *url.URL) {
	for c := range n.Descendants() {
		if c.Type != html.ElementNode {
			continue
		}
		for i, a := range c.Attr {
			if a.Key != "href" && a.Key != "src" || a.Val == "" {
				continue
			}
			if strings.HasPrefix(a.Val, "#") { // a place in the page itself
				continue
			}
			if u, err := at.Parse(strings.TrimSpace(a.Val)); err == nil {
				c.Attr[i].Val = u.String()
			}
		}
	}
}

// dropTitle removes the heading that repeats the title, which stands in the front matter.
func dropTitle(article *html.Node, title string) {
	for n := range article.Descendants() {
		if isHeading(n) {
			if sameWords(textOf(n), title) && n.Parent != nil {
				n.Parent.RemoveChild(n)
			}
			return
		}
	}
}

// hasSentence reports whether some element holds words enough for a sentence.
func hasSentence(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && isBlock(c.Data) && len(strings.Fields(ownText(c))) >= sentence {
			return true
		}
	}
	return len(strings.Fields(ownText(n))) >= sentence
}
