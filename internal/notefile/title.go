package notefile

import (
	"path"
	"strings"

	"takeaway/internal/kb"
)

func generic(s string) bool {
	s = strings.ToLower(strings.Trim(s, " :.*_"))
	if strings.Contains(genericTitles, "|"+s+"|") || speakerKeys[s] || strings.HasPrefix(s, "moderated by") {
		return true
	}
	key, _, ok := strings.Cut(s, ":")
	return ok && speakerKeys[strings.TrimSpace(key)]
}

// readTitle decides what the write-up is called: the front matter's title, the heading that titles the
// note, the first line of plain text; with a generic one the next candidate is tried.
func (d *document) readTitle(p *parts) {
	set := func(title, rule string, line int) bool {
		title = plain(d.decode(title))
		if title == "" {
			return false
		}
		d.up.Title = title
		d.why("title", rule, title, line)
		return true
	}
	stated, ok := d.front.get("title", "linktitle", "name")
	if ok && stated.text != "" && !generic(stated.text) {
		set(stated.text, "front-matter", stated.line)
		return
	}
	if t := d.headerTitle(); t != "" && !generic(t) && set(t, "header", d.header.title.line) {
		return
	}
	if p.plainText && d.plainTitle(p, set) {
		return
	}
	if text, line := d.titleHeading(p); text != "" && set(text, "heading", line) {
		return
	}
	if ok && stated.text != "" {
		set(stated.text, "front-matter", stated.line)
		return
	}
	if d.firstLine(p, set) || d.firstHeading(p, set) {
		return
	}
	d.vaultTitle(set)
}

// firstHeading takes the heading in the first line of a text without front matter for its title, whatever its level, if
// it says something: "### Mental health in tech".
func (d *document) firstHeading(p *parts, set func(string, string, int) bool) bool {
	if len(p.blocks) == 0 || len(d.front.list()) > 0 {
		return false
	}
	b := &p.blocks[0]
	if b.kind != blockHeading || b.level >= levelBold || weight(b.text) < 3 || generic(b.text) || headingKind(b.text) != "" {
		return false
	}
	return set(b.text, "heading", b.first+1)
}

// firstLine takes the first line of a text without front matter for its title, where it looks like one.
func (d *document) firstLine(p *parts, set func(string, string, int) bool) bool {
	for _, b := range p.blocks {
		if b.kind == blockText && b.words > 0 && b.words <= 20 && len(d.front.list()) == 0 {
			if raw := d.at(b.first); len(raw) < 300 && b.first == b.last && !ends(raw) && !strings.Contains(raw, "://") {
				return set(raw, "first-line", b.first+1)
			}
			return false
		}
		if b.words > 0 {
			return false
		}
	}
	return false
}

// vaultTitle is the title of a note that does not state one, as those of vaults: the name of its file, where that is
// of several words as people write them, or else its first alias.
func (d *document) vaultTitle(set func(string, string, int) bool) {
	name := path.Base(d.path)
	name = strings.TrimSuffix(name, path.Ext(name))
	bare := strings.TrimLeft(name, "0123456789-_. ") // "2023-11-07 Policy as code"
	if strings.Contains(bare, " ") && !generic(bare) && set(bare, "file-name", 1) {
		return
	}
	if v, ok := d.front.get("aliases", "alias"); ok {
		for _, alias := range v.scalars() {
			if !generic(alias.text) && set(alias.text, "front-matter", alias.line) {
				return
			}
		}
	}
}

// list is the entries of the front matter, also of none.
func (f *front) list() []entry {
	if f == nil {
		return nil
	}
	return f.entries
}

// titleHeading picks the heading that titles a note: the first of the top level if it stands first or is
// the only one of its level, and says something.
func (d *document) titleHeading(p *parts) (string, int) {
	top, count := 99, 0
	for _, b := range p.blocks {
		if b.kind != blockHeading || b.level >= levelBold {
			continue
		}
		if b.level < top {
			top, count = b.level, 0
		}
		if b.level == top {
			count++
		}
	}
	seen := 0
	for i, b := range p.blocks {
		if b.kind != blockHeading || generic(b.text) && b.level <= levelBare {
			continue
		}
		seen++
		first := i == 0 && (b.level == levelBare || (b.level == top && top == 1))
		if first || (b.level == top && (count == 1 || (count <= 2 && headingTalk(b.text) != nil))) {
			return b.text, b.first + 1
		}
		if seen > 3 {
			break
		}
	}
	if d.front == nil && len(p.blocks) > 0 && p.blocks[0].kind == blockHeading && !generic(p.blocks[0].text) && eventWords(p.blocks[0].text) {
		return p.blocks[0].text, p.blocks[0].first + 1
	}
	return "", 0
}

// plainTitle finds the title among the lines above the first long paragraph of a page: the one that
// speaks of an event, else the first of three words and more.
func (d *document) plainTitle(p *parts, set func(string, string, int) bool) bool {
	best, score := -1, 0
	for _, b := range p.blocks {
		if b.kind == blockText && b.words >= 25 && b.first == b.last {
			break
		}
		for i := b.first; i <= b.last && i < b.first+12; i++ {
			s := strings.TrimSpace(d.at(i))
			n := weight(plain(s[:min(len(s), reach)]))
			if mathLine(s) {
				s = plain(s)
			}
			text := b.kind == blockText || b.kind == blockHeading
			if n == 0 || n > 24 || s == "--" || IsFrameLine(strings.ToLower(strings.Trim(s, "[]"))) || !text {
				continue
			}
			points := min(n, 3)
			if eventWords(s) {
				points += 4
			}
			if findDate(s) != "" || strings.Contains(s, "min read") || strings.ContainsAny(s[:1], "[(") {
				points -= 4
			}
			if points > score {
				best, score = i, points
			}
		}
	}
	return best >= 0 && set(d.at(best), "first-line", best+1)
}

// aboutEvent reports whether the note covers an event, or a block of sessions, rather than one talk.
func (d *document) aboutEvent() bool {
	low := strings.ToLower(d.up.Title)
	if bare := stripLabel(d.up.Title); bare != d.up.Title && !namesEvent(bare) {
		return false // "Keynote: The Kernel, Second Edition"
	}
	if eventWords(d.up.Title) {
		return headingTalk(d.up.Title) == nil
	}
	name := strings.ToLower(d.path[strings.LastIndexByte(d.path, '/')+1:])
	for _, w := range roundUpWords {
		if containsWord(low, w) || containsWord(name, w) {
			return true
		}
	}
	return strings.HasPrefix(name, "kubecon") || kb.Slug(low) == "readme"
}
