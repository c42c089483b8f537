package notefile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/prose"
)

// setAuthors records who wrote the note, if nobody did so before.
func (d *document) setAuthors(names []string, rule, text string, line int) {
	if len(d.up.Authors) > 0 || len(names) == 0 {
		return
	}
	d.up.Authors = names
	d.why("authors", rule, text, line)
}

// authorsOf reads authors in every shape seen in front matter: one string with several names, a list of
// names or handles, mappings with a name, Markdown links, HTML anchors.
func authorsOf(v value) []string {
	var names people
	names.from(v)
	return names.list
}

// people is a list in which nobody occurs twice.
type people struct {
	list []string
	seen map[string]bool
}

func (p *people) add(names []string) {
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	for _, n := range names {
		if !p.seen[n] {
			p.seen[n] = true
			p.list = append(p.list, n)
		}
	}
}

func (p *people) from(v value) {
	if v.text != "" {
		p.add(statedNames(v.text))
	}
	for _, item := range v.list {
		if item.text != "" {
			p.add(listedNames(item.text))
			continue
		}
		p.from(item)
	}
	if len(v.keys) == 0 {
		return
	}
	m := front{v.keys}
	if name, ok := m.get("name", "full_name", "title", "display_name", "author", "github", "twitter", "id"); ok && name.text != "" {
		p.add(listedNames(name.text))
		return
	}
	for _, e := range v.keys {
		if len(e.keys) > 0 {
			p.from(e.value) // "author: {node: {name: …}}" of content servers
		}
	}
}

// MaxPeople is the most speakers that are read of one talk, or authors of a write-up. The rest is left out, and told.
const MaxPeople = 100

// fewPeople leaves out the people beyond MaxPeople, wherever in a note they were read, and tells of it.
func (d *document) fewPeople() {
	cut := func(names *[]string, what string, line int) {
		if len(*names) <= MaxPeople {
			return
		}
		*names = (*names)[:MaxPeople]
		d.problem(max(line, 1), 0, "too-many-people", fmt.Sprintf("has more than the limit of %d %s; the rest is left out", MaxPeople, what),
			"keep those whom someone will look for")
	}
	cut(&d.up.Authors, "authors", 1)
	if d.up.Talk != nil {
		cut(&d.up.Talk.Speakers, "speakers", 1)
	}
	for i := range d.up.Pieces {
		if t := d.up.Pieces[i].Talk; t != nil {
			cut(&t.Speakers, "speakers", d.up.Pieces[i].Line)
		}
	}
}

// listedNames reads one item of a list of authors, which is one person: "Doe, Jane" is Jane Doe, and a word
// after a whole name is where the person works. Whole names alone are several people.
func listedNames(s string) []string {
	names := employed(splitNames(s))
	if len(names) < 2 || !strings.ContainsAny(s, ",|") {
		return names
	}
	if name, ok := turnedName(names); ok {
		return []string{name}
	}
	if nameLike(names[0]) && !slices.ContainsFunc(names[1:], nameLike) {
		return names[:1]
	}
	return names
}

// statedNames reads authors that are given as one string, which may hold several people: "Ann Lee, Bo Chen".
// "Doe, Jane" is one person unless the first word is known as a given name: "Michael, Sarah".
func statedNames(s string) []string {
	names := employed(splitNames(s))
	if name, ok := turnedName(names); ok && !programme.IsGivenName(names[0]) && strings.Contains(s, ",") {
		return []string{name}
	}
	return names
}

// turnedName is the name whose family name comes first in a list of two: Jane Doe of Doe and Jane.
func turnedName(names []string) (string, bool) {
	if len(names) != 2 || len(strings.Fields(names[0])) != 1 || len(strings.Fields(names[1])) > 2 {
		return "", false
	}
	family, given := names[0], names[1]
	return given + " " + family, isUpper(family) && isUpper(given)
}

// splitNames cuts "A and B", "A, B & C", "A (Org), [B](https://…)" into names. Organisations in
// brackets and roles after a comma are left out.
func splitNames(s string) []string {
	s = plain(linkNames(pageNames(s)))
	for _, open := range []string{"(", "（", "<"} {
		for {
			i := strings.Index(s, open)
			if i < 0 {
				break
			}
			closing := map[string]string{"(": ")", "（": "）", "<": ">"}[open]
			end := strings.Index(s[i:], closing)
			if end < 0 {
				s = s[:i]
				break
			}
			s = s[:i] + s[i+end+len(closing):]
		}
	}
	if before, after, ok := strings.Cut(s, " - "); ok && nameLike(before) && nameLike(after) {
		s = before + "," + after
	}
	for _, sep := range []string{" and ", " & ", " und ", " et ", " y ", " en ", " with ", " + ", "、", "，", ";", " / ", " | ", "&"} {
		s = strings.ReplaceAll(s, sep, ",")
	}
	parts := strings.Split(s, ",")
	var names []string
	for i, part := range parts {
		part = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(part), "and "), "by ")
		part = strings.Trim(part, " .:*_\"“”")
		employment := i > 0 && programme.IsEmployment(part)
		if part == "" || employment || slices.Contains(names, part) || len(part) > 80 {
			continue
		}
		names = append(names, part)
	}
	return names
}

// employed cuts each of "Jane Doe @ Acme" and "Jane Doe at Acme" behind the name.
func employed(names []string) []string {
	for i, name := range names {
		for _, sep := range []string{" @", " at "} {
			if before, _, ok := strings.Cut(name, sep); ok && nameLike(before) {
				names[i] = strings.TrimSpace(before)
			}
		}
	}
	return names
}

// pageLink is a link of a vault, whose page is the person.
var pageLink = regexp.MustCompile(`\[\[(?:[^\[\]|#]*/)?([^\[\]|#/]+)(?:[|#][^\[\]]*)?\]\]`)

// pageNames puts the names of pages in the place of links to them: "[[People/Jane Doe|Jane]]" is Jane Doe.
func pageNames(s string) string {
	if !strings.Contains(s, "[[") {
		return s
	}
	return pageLink.ReplaceAllString(s, "$1")
}

// linkNames drops what follows the name inside a Markdown link: "[Ann Author, Company](https://…)".
func linkNames(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '[')
		j := strings.Index(s, "](")
		if i < 0 || j < i {
			return b.String() + s
		}
		name, _, _ := strings.Cut(s[i:j], ",")
		b.WriteString(s[:i] + name)
		s = s[j:]
		end := strings.IndexByte(s, ')')
		if end < 0 {
			return b.String() + s
		}
		b.WriteString(s[:end+1])
		s = s[end+1:]
	}
}

func holdsWord(s string, words ...string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(words, func(w string) bool { return containsWord(s, w) })
}

// nameLike reports whether s could be a person's name or handle: one to four words, each starting like
// a name.
func nameLike(s string) bool {
	s = strings.TrimSpace(s)
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 || len(s) > 60 {
		return false
	}
	if len(words) == 1 && (strings.HasPrefix(s, "@") || prose.IsWide([]rune(s)[0])) {
		return true
	}
	for i, w := range words {
		low := strings.ToLower(w)
		if strings.ContainsAny(w, "0123456789/:?!#") || (notNames[low] && !(i > 0 && i < len(words)-1)) {
			return false
		}
		if strings.Contains(" at of for and in on to with ", " "+w+" ") || !isUpper(w) && !(i > 0 && (notNames[low] || len(w) <= 3)) {
			return false
		}
	}
	return len(words) > 1
}

// bylineLines is how many lines of text at the top are searched for a byline, and bylineTail how many at
// the end ("AUTHOR: hisa").
const (
	bylineLines = 14
	bylineTail  = 6
)

// readBylines looks for author and date in the text where the front matter is silent.
func (d *document) readBylines(p *parts) {
	if len(d.up.Authors) > 0 && d.up.Date != "" {
		return
	}
	shown := 0
	end := d.firstSection(p)
	for i := d.body; i < end && shown < bylineLines; i++ {
		s := strings.TrimSpace(d.decode(d.at(i)))
		if s == "" {
			continue
		}
		shown++
		if len(s) > 300 {
			continue
		}
		d.byline(i, plain(s), p)
		if name := profile(s); name != "" && (shown <= 4 || d.up.Date == "") {
			d.setAuthors([]string{name}, "byline", s, i+1)
		}
	}
	d.cardAuthor(p)
	from := len(d.lines)
	for tail := 0; from > d.body && tail < bylineTail; from-- {
		if strings.TrimSpace(d.at(from-1)) != "" {
			tail++
		}
	}
	for i := from; i < len(d.lines); i++ {
		s := strings.TrimSpace(d.decode(d.at(i)))
		if len(s) > 120 {
			continue
		}
		if key, rest, ok := strings.Cut(plain(s), ":"); ok && strings.EqualFold(strings.TrimSpace(key), "author") {
			d.setAuthors(splitNames(rest), "byline", s, i+1)
		} else if p.plainText && i > d.body+bylineTail {
			name := dated(plain(s))
			if name == "" || eventWords(name) {
				continue
			}
			d.setAuthors([]string{name}, "byline", s, i+1)
		}
	}
}

// ofEvent reports whether a line in small letters tells when the event was, not when its text was written:
// it says so, or names two days.
func ofEvent(low string) bool {
	for _, start := range eventStarts {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	for _, sep := range []string{" - ", " – ", " — ", " to ", " bis ", " au ", " al ", "–"} {
		if from, to, ok := strings.Cut(low, sep); ok && findDate(from) != "" && findDate(to) != "" {
			return true
		}
	}
	return false
}

// dated is the name in a line that is a name and a date: "Jane Roe, 29 March 2024", "2024-03-29 | Jane Roe".
func dated(s string) string {
	if !strings.ContainsFunc(s, unicode.IsDigit) { // most lines of prose
		return ""
	}
	for _, sep := range []string{", ", " | ", " · ", " • ", " – ", " — ", " - "} {
		for _, cut := range []func(string, string) (string, string, bool){strings.Cut, cutLast} {
			a, b, ok := cut(s, sep)
			if !ok {
				continue
			}
			if weight(b) > 4 || findDate(b) == "" {
				a, b = b, a
			}
			if a = strings.TrimSpace(a); weight(b) <= 4 && findDate(b) != "" && nameLike(a) {
				return a
			}
		}
	}
	return ""
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// undated is a byline without the parts between commas that are a date.
func undated(s string) string {
	parts := strings.Split(s, ",")
	for i, part := range parts {
		if strings.ContainsAny(part, "0123456789") && i > 0 {
			return strings.Join(parts[:i], ",")
		}
	}
	return s
}

// byline reads one of the first lines. What counts: "Author: X", "Written by X", "Posted by X on …",
// and, where the note is no talk, "By X"; a line that is nearly only a date, or says "published".
func (d *document) byline(i int, s string, p *parts) {
	low := strings.ToLower(s)
	signed := false
	for _, prefix := range bylineStarts {
		rest, ok := strings.CutPrefix(low, prefix)
		if !ok {
			continue
		}
		rest = strings.TrimSpace(s[len(s)-len(rest):])
		if !strings.HasPrefix(prefix, "author") && !strings.Contains(prefix, "ed by") && !(p.plainText || d.front != nil || eventWords(d.up.Title)) {
			break // under the title of a talk this is its speaker
		}
		if strings.HasPrefix(low, "published on") || strings.HasPrefix(low, "posted on") {
			if _, rest, ok = strings.Cut(rest, " by "); !ok {
				break
			}
		}
		for _, cut := range []string{" on ", " am ", " le ", " el ", " | ", " • ", " · ", " – ", " — ", " - "} {
			rest, _, _ = strings.Cut(rest, cut)
		}
		names := splitNames(undated(rest))
		if strings.HasPrefix(prefix, "author") {
			d.setAuthors(slices.DeleteFunc(names, programme.IsEmployment), "byline", s, i+1)
		} else if len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !nameLike(n) }) {
			d.setAuthors(names, "byline", s, i+1)
			signed = len(names) > 0
		}
		break
	}
	if !signed && (p.plainText || d.front != nil || eventWords(d.up.Title)) {
		if name := dated(s); name != "" && !eventWords(name) {
			d.setAuthors([]string{name}, "byline", s, i+1)
		}
	}
	most := 6
	if signed {
		most = 14
	}
	short := weight(s) <= most || saysPosted(low)
	if d.up.Date != "" || d.front != nil || !short || strings.Contains(low, "http") || !p.isText(i) || ofEvent(low) {
		return
	}
	if iso := findDate(s); iso != "" {
		d.up.Date = iso
		d.why("date", "byline", s, i+1)
	}
}

// profile is the name in a line that is nothing but a link to somebody's page on a blog platform, or a name
// with an address in angle brackets; empty for any other line.
func profile(s string) string {
	if name, address, ok := strings.Cut(strings.TrimSuffix(s, ">"), "<"); ok && strings.HasSuffix(s, ">") {
		if name = strings.TrimSpace(name); strings.Contains(address, "@") && !strings.ContainsAny(address, "<> ") && nameLike(name) {
			return name
		}
		return ""
	}
	name, address, ok := strings.Cut(s, "](")
	if !ok || !strings.HasPrefix(s, "[") || strings.HasPrefix(s, "[!") || strings.Index(address, ")") != len(address)-1 {
		return ""
	}
	for _, page := range []string{"://medium.com/@", ".medium.com/", "substack.com/@", "substack.com/profile/", "/author/", "/authors/", "://dev.to/", "hashnode.com/@", "linkedin.com/in/"} {
		if name := plain(name[1:]); strings.Contains(address, page) && nameLike(name) {
			return name
		}
	}
	return ""
}

// cardAuthor reads the card above an article on blog platforms: a name in the first line, then the
// publication, the minutes to read and the date.
func (d *document) cardAuthor(p *parts) {
	if !p.plainText {
		return
	}
	for _, b := range p.blocks[:min(len(p.blocks), 8)] {
		if b.kind != blockText || b.last == b.first || b.last-b.first > 8 {
			continue
		}
		name, card := strings.TrimSpace(d.at(b.first)), strings.ToLower(d.span(b.first, b.last))
		if nameLike(name) && !eventWords(name) && (strings.Contains(card, "min read") || strings.Contains(card, "published in")) {
			d.setAuthors([]string{d.decode(name)}, "byline", name, b.first+1)
		}
	}
}

// firstSection is the line of the first heading that does not title the note, where the note has a title of its
// own: names below it are those of speakers.
func (d *document) firstSection(p *parts) int {
	if d.front == nil || d.up.Title == "" {
		return len(d.lines)
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind == blockHeading && b.level < levelBold && kb.Slug(b.text) != kb.Slug(d.up.Title) {
			return b.first
		}
	}
	return len(d.lines)
}

// saysPosted reports whether a line in lower case says when the text was published or how long it takes to read.
func saysPosted(low string) bool {
	return strings.Contains(low, "posted") || strings.Contains(low, "published") || strings.Contains(low, "min read")
}
