package ingest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"takeaway/internal/kb"
)

// about is what a page says about itself.
type about struct {
	title   string
	names   []candidate // for the title, the best first
	sites   []string    // names of the site
	authors []string
	date    string
	source  string
	base    *url.URL // what links are relative to; nil if unknown
	why     map[string]kb.Evidence
}

// candidate is a value and where it stands.
type candidate struct{ rule, text string }

// page collects what the head of a page holds.
type page struct {
	meta      map[string][]string // by name, property or itemprop, in lower case
	things    []map[string]any    // JSON-LD
	canonical string
	base      string
	heading   string   // <title>
	date      string   // the first <time>
	byline    []string // rel="author"
	signed    []string // short texts of elements whose class says byline or author
}

// readAbout reads meta tags, JSON-LD and the few elements that tell title, authors, date and address.
func readAbout(doc *html.Node, fetched string) *about {
	p := readHead(doc)
	a := &about{why: map[string]kb.Evidence{}}
	a.address(p, fetched)
	for _, t := range p.things {
		if isArticle(t) {
			a.names = append(a.names, candidate{"json-ld", jsonText(t["headline"])}, candidate{"json-ld", jsonText(t["name"])})
		}
	}
	for _, key := range []string{"og:title", "twitter:title", "dc.title"} {
		for _, v := range p.meta[key] {
			a.names = append(a.names, candidate{key, v})
		}
	}
	a.names = append(a.names, candidate{"title", p.heading})
	a.sites = append(a.sites, p.meta["og:site_name"]...)
	a.sites = append(a.sites, p.meta["application-name"]...)
	for _, t := range p.things {
		a.sites = append(a.sites, names(t["publisher"])...)
		if kind := jsonText(t["@type"]); kind == "WebSite" || kind == "Blog" {
			a.sites = append(a.sites, names(t)...)
		}
	}
	a.people(p)
	a.when(p)
	return a
}

// head is the front matter of the page's note.
func (a *about) head() head {
	return head{title: a.title, authors: a.authors, date: a.date, source: a.source, why: a.why}
}

func readHead(doc *html.Node) *page {
	p := &page{meta: map[string][]string{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if prop := strings.ToLower(attr(n, "itemprop")); prop != "" && n.Data != "meta" && (prop == "datepublished" || prop == "author") {
			p.add(prop, firstOf(attr(n, "datetime"), attr(n, "content"), textOf(n)))
		}
		if signs(n) {
			p.signed = append(p.signed, textOf(n))
		}
		switch n.Data {
		case "meta":
			for _, key := range []string{"name", "property", "itemprop"} {
				if name := attr(n, key); name != "" {
					p.add(strings.ToLower(name), attr(n, "content"))
				}
			}
		case "title":
			if p.heading == "" && n.Namespace == "" {
				p.heading = textOf(n)
			}
		case "base":
			p.base = firstOf(p.base, attr(n, "href"))
		case "link", "a":
			switch rel := strings.Fields(strings.ToLower(attr(n, "rel"))); {
			case n.Data == "link" && slices.Contains(rel, "canonical"):
				p.canonical = firstOf(p.canonical, attr(n, "href"))
			case n.Data == "a" && slices.Contains(rel, "author"):
				p.byline = append(p.byline, textOf(n))
			}
		case "time":
			p.date = firstOf(p.date, attr(n, "datetime"))
		case "script":
			if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
				p.things = append(p.things, readThings(n.FirstChild.Data)...)
			}
		}
	}
	return p
}

func (p *page) add(key, value string) {
	if value = oneLine(value); value != "" {
		p.meta[key] = append(p.meta[key], value)
	}
}

// address finds the page's own address: the canonical one where it says so, else the one it came from.
// A canonical link to the front page, which careless sites put on every page, says nothing.
func (a *about) address(p *page, fetched string) {
	from, err := url.Parse(fetched)
	if err != nil || from.Host == "" {
		from = nil
	}
	a.base = from
	for _, c := range []candidate{{"canonical", p.canonical}, {"og:url", first(p.meta["og:url"])}, {"address", fetched}} {
		u, err := url.Parse(strings.TrimSpace(c.text))
		if err != nil || c.text == "" {
			continue
		}
		if from != nil {
			u = from.ResolveReference(u)
		}
		if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
			continue
		}
		if c.rule != "address" && (u.Path == "" || u.Path == "/") && (from == nil || strings.Trim(from.Path, "/") != "") {
			continue
		}
		u.Fragment = ""
		a.source, a.why["source"] = u.String(), kb.Evidence{Rule: c.rule, Text: u.String()}
		if a.base == nil {
			a.base = u
		}
		break
	}
	if p.base != "" && a.base != nil {
		if u, err := a.base.Parse(p.base); err == nil {
			a.base = u
		}
	}
}

// people finds the authors. An address or a handle is no name, and neither is an organisation where a
// person is given.
func (a *about) people(p *page) {
	set := func(rule string, list []string) bool {
		for _, s := range list {
			for _, name := range splitAuthors(s) {
				if !slices.Contains(a.authors, name) {
					a.authors = append(a.authors, name)
				}
			}
		}
		if len(a.authors) > 0 {
			a.why["authors"] = kb.Evidence{Rule: rule, Text: strings.Join(a.authors, ", ")}
		}
		return len(a.authors) > 0
	}
	for _, t := range p.things {
		if isArticle(t) && set("json-ld", names(p.resolved(t["author"]))) {
			return
		}
	}
	if list := p.signatures(); len(list) > 0 && !strings.Contains(strings.TrimSpace(first(p.meta["author"])), " ") && set("byline", list) {
		return // the author of the head is an account
	}
	for _, key := range []string{"author", "article:author", "dc.creator", "parsely-author", "sailthru.author"} {
		if set(key, p.meta[key]) {
			return
		}
	}
	if set("byline", p.byline) {
		return
	}
	for _, s := range p.signed {
		if name := signature(s); name != "" && set("byline", []string{name}) {
			return
		}
	}
}

// signatures are full names in links to authors and in what is written for previews ("Written by", a name).
func (p *page) signatures() []string {
	list := slices.Clone(p.byline)
	for i, label := range []string{"twitter:label1", "twitter:label2"} {
		if strings.EqualFold(first(p.meta[label]), "written by") {
			list = append(list, first(p.meta["twitter:data"+string(rune('1'+i))]))
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return signature(s) == "" })
}

// signs reports whether an element is a byline by its class.
func signs(n *html.Node) bool {
	switch n.Data {
	case "p", "span", "div", "a", "address", "li", "small":
	default:
		return false
	}
	for class := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		switch class {
		case "author", "byline", "author-name", "post-author", "entry-author", "article-author", "byline-name", "post-meta-author":
			return len(tokens(textOf(n))) <= 20
		}
	}
	return false
}

// signature is the name in "Written by Jane Roe and published on …", empty if there is none.
func signature(s string) string {
	low := strings.ToLower(s)
	for _, label := range []string{"written by ", "posted by ", "published by ", "by ", "author: "} {
		if strings.HasPrefix(low, label) {
			s = s[len(label):]
			break
		}
	}
	for _, end := range []string{" and published", " published", " on ", " | ", " · ", " • ", " – ", " - ", ","} {
		s, _, _ = strings.Cut(s, end)
	}
	if n := len(strings.Fields(s)); n < 2 || n > 4 || !personal(s) {
		return ""
	}
	return s
}

// personal reports whether s has the form of a name: one to five words, none of which starts small but
// "van" and its like.
func personal(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 5 || strings.ContainsAny(s, "0123456789:?!|") {
		return false
	}
	small := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			small++
		}
	}
	return small*2 <= len(words)
}

// resolved follows the "@id" of a thing that only points to another.
func (p *page) resolved(v any) any {
	m, ok := v.(map[string]any)
	if !ok || m["name"] != nil || jsonText(m["@id"]) == "" {
		return v
	}
	for _, t := range p.things {
		if t["name"] != nil && jsonText(t["@id"]) == jsonText(m["@id"]) {
			return t
		}
	}
	return v
}

// splitAuthors reads "By Jane Roe, John Doe and Ann Author".
func splitAuthors(s string) []string {
	s = oneLine(s)
	for _, label := range []string{"By ", "by ", "Posted by ", "Written by "} {
		s = strings.TrimPrefix(s, label)
	}
	var out []string
	for _, name := range splitNames(s) {
		if !strings.ContainsAny(name, "/@<>{}") && len(name) <= 80 && strings.ToLower(name) != "false" && strings.ToLower(name) != "admin" {
			out = append(out, name)
		}
	}
	return out
}

// when finds the day of publication.
func (a *about) when(p *page) {
	set := func(rule, s string) bool {
		if s = oneLine(s); s == "" || len(s) > 60 || !strings.ContainsAny(s, "0123456789") {
			return false
		}
		if len(s) > 10 && s[4] == '-' && s[7] == '-' {
			s = s[:10]
		}
		a.date, a.why["date"] = s, kb.Evidence{Rule: rule, Text: s}
		return true
	}
	for _, t := range p.things {
		if isArticle(t) && set("json-ld", jsonText(t["datePublished"])) {
			return
		}
	}
	for _, key := range []string{"article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "publish_date", "parsely-pub-date", "og:article:published_time"} {
		if set(key, first(p.meta[key])) {
			return
		}
	}
	if set("time", p.date) {
		return
	}
	for _, s := range p.signed {
		if set("byline", dayIn(s)) {
			return
		}
	}
}

// dayIn finds "December, 05 of 2017" or "5 December 2017" in a byline, as 2017-12-05.
func dayIn(s string) string {
	words := slices.DeleteFunc(tokens(s), func(w string) bool { return w == "of" || w == "the" })
	for i := 0; i+3 <= len(words); i++ {
		for _, layout := range []string{"January 2 2006", "2 January 2006", "Jan 2 2006", "2 Jan 2006"} {
			if t, err := time.Parse(layout, strings.Join(words[i:i+3], " ")); err == nil {
				return t.Format(time.DateOnly)
			}
		}
	}
	return ""
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// readThings reads JSON-LD: one thing, a list, or a graph of them.
func readThings(src string) []map[string]any {
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(src)), &v) != nil {
		return nil
	}
	var out []map[string]any
	var walk func(any, int)
	walk = func(v any, depth int) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				if depth < 4 {
					walk(e, depth+1)
				}
			}
		case map[string]any:
			out = append(out, v)
			walk(v["@graph"], depth+1)
		}
	}
	walk(v, 0)
	return out
}

// isArticle reports whether a thing of JSON-LD is what was written.
func isArticle(t map[string]any) bool {
	kinds := []string{jsonText(t["@type"])}
	if list, ok := t["@type"].([]any); ok {
		for _, k := range list {
			kinds = append(kinds, jsonText(k))
		}
	}
	return slices.ContainsFunc(kinds, func(k string) bool {
		return strings.HasSuffix(k, "Article") || strings.HasSuffix(k, "Posting") || k == "Report"
	})
}

func jsonText(v any) string {
	s, _ := v.(string)
	return oneLine(s)
}

// names reads a person, an organisation, or a list of them; people go before organisations.
func names(v any) []string {
	var people, others []string
	var add func(any, int)
	add = func(v any, depth int) {
		switch v := v.(type) {
		case string:
			people = append(people, v)
		case map[string]any:
			if name := jsonText(v["name"]); name != "" {
				if jsonText(v["@type"]) == "Organization" {
					others = append(others, name)
				} else {
					people = append(people, name)
				}
			}
		case []any:
			for _, e := range v {
				if depth == 0 {
					add(e, 1)
				}
			}
		}
	}
	add(v, 0)
	if len(people) > 0 {
		return people
	}
	return others
}

// titleOf chooses the title: the first candidate that is not the name of the site, which is cut off where
// it stands before or behind; else the page's main heading.
func titleOf(a *about, doc, content *html.Node) string {
	main := mainHeading(doc, content)
	for _, c := range a.names {
		s := withoutSite(oneLine(c.text), a.sites, main)
		if s == "" || slices.ContainsFunc(a.sites, func(site string) bool { return sameWords(site, s) }) {
			continue
		}
		if c.rule == "title" && main != "" && !strings.Contains(strings.Join(tokens(s), " "), strings.Join(tokens(main), " ")) {
			break // <title> is the same on every page of some sites; the heading is not
		}
		a.why["title"] = kb.Evidence{Rule: c.rule, Text: s}
		return s
	}
	if main != "" {
		a.why["title"] = kb.Evidence{Rule: "heading", Text: main}
		return main
	}
	s := oneLine(a.names[len(a.names)-1].text)
	a.why["title"] = kb.Evidence{Rule: "title", Text: s}
	return s
}

// withoutSite cuts the name of the site off a title: "Post | Site", "Site: Post".
func withoutSite(title string, sites []string, main string) string {
	for _, sep := range []string{" | ", " – ", " — ", " - ", " · ", " • ", " :: ", ": ", " » "} {
		if before, after, ok := cutLast(title, sep); ok {
			for _, site := range append([]string{""}, sites...) {
				if (site != "" && sameWords(after, site)) || (main != "" && sameWords(before, main)) {
					return before
				}
			}
		}
		if before, after, ok := strings.Cut(title, sep); ok {
			for _, site := range append([]string{""}, sites...) {
				if (site != "" && sameWords(before, site)) || (main != "" && sameWords(after, main)) {
					return after
				}
			}
		}
	}
	return title
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// mainHeading is the h1 of the article, or the only one of the page.
func mainHeading(doc, content *html.Node) string {
	for n := range content.Descendants() {
		if n.Type == html.ElementNode && n.Data == "h1" {
			return textOf(n)
		}
	}
	if h := only(doc, "h1"); h != nil {
		return textOf(h)
	}
	return ""
}
