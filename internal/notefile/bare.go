package notefile

import (
	"strings"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// bareHeadings turns short lines between blank lines into headings: in plain text, and in Markdown whose
// author used no headings at all.
func (d *document) bareHeadings(p *parts, kind format) {
	for i := range p.blocks {
		if b := &p.blocks[i]; b.kind == blockHeading && b.level < levelBold {
			p.plainText = false
			return
		}
	}
	if d.outlineHeadings(p) || kind == formatMarkdown && d.front != nil {
		return
	}
	start := 0
	for start < len(p.blocks) && !(p.blocks[start].kind == blockText && p.blocks[start].words >= 25) {
		start++
	}
	if start == len(p.blocks) {
		return
	}
	start = d.beforeFirst(p, start)
	candidates, numbered := d.bareLines(p, start)
	if kind == formatMarkdown && len(candidates) < 3 {
		return
	}
	for k, i := range candidates {
		b := &p.blocks[i]
		next := -1
		if k+1 < len(candidates) && candidates[k+1] == i+1 {
			next = i + 1
		}
		number := startsNumber(d.at(b.first))
		switch {
		case numbered >= 3 && !number && headingKind(plain(d.at(b.first))) == "":
			continue // a caption, in a text whose headings are numbered
		case next >= 0 && !number && startsNumber(d.at(p.blocks[next].first)):
			continue // a caption above a numbered heading
		case k > 0 && candidates[k-1] == i-1 && p.blocks[i-1].kind == blockHeading:
			continue // a caption or second heading under a heading
		}
		b.kind, b.level, b.text = blockHeading, levelBare, plain(d.at(b.first))
		if prev := &p.blocks[i-1]; headingKind(b.text) == kb.KindBoilerplate && prev.kind == blockText && prev.words <= 6 && !ends(d.at(prev.last)) {
			prev.kind, prev.level, prev.text = blockHeading, levelBare, b.text // the banner above it
			b.kind = blockText
		}
	}
}

// beforeFirst is the block after which headings may stand, given the first long paragraph. What stands
// above that is as a rule the frame of a page; not so the line right above it that carries the number one,
// or any under the header of a message.
func (d *document) beforeFirst(p *parts, start int) int {
	if start < 2 {
		return start
	}
	above := strings.TrimSpace(d.at(p.blocks[start-1].first))
	if d.header.title.text != "" || isFirstItem(above) {
		return start - 2
	}
	return start
}

// isFirstItem reports whether a line is the first item of a numbered list.
func isFirstItem(t string) bool {
	return marker(t) > 0 && t[0] == '1' && (t[1] == '.' || t[1] == ')')
}

// mayBeBareHeading reports whether a block of one line is short enough for a heading without marks: a line of text, or a
// numbered item, which may be longer.
func mayBeBareHeading(b *block) bool {
	switch {
	case b.words == 0:
		return false
	case b.kind == blockText:
		return b.words <= 14
	}
	return b.kind == blockItem && b.ordered && b.words <= 22
}

// bareLines finds the blocks that could be headings, after block start, and counts the numbered ones.
func (d *document) bareLines(p *parts, start int) (candidates []int, numbered int) {
	for i := start + 1; i < len(p.blocks); i++ {
		b := &p.blocks[i]
		if b.first != b.last || !mayBeBareHeading(b) {
			continue
		}
		raw := d.at(b.first)
		t := strings.TrimSpace(raw)
		if indent(raw) > 0 || len(t) > 160 || strings.ContainsAny(t[:1], "[(<{\"“") || strings.Contains(t, "://") {
			continue
		}
		if r, _ := utf8.DecodeLastRuneInString(t); strings.ContainsRune(".,;:。，：；", r) {
			continue
		}
		if !d.alone(b) || i+1 == len(p.blocks) {
			continue
		}
		candidates = append(candidates, i)
		if b.kind == blockItem {
			numbered++
		}
	}
	return candidates, numbered
}

// alone reports whether a block stands between blank lines, or between long ones where the text has no
// blank lines.
func (d *document) alone(b *block) bool {
	before := b.first == d.body || strings.TrimSpace(d.at(b.first-1)) == "" || len(d.at(b.first-1)) > 120
	after := b.last+1 >= len(d.lines) || strings.TrimSpace(d.at(b.last+1)) == "" || len(d.at(b.last+1)) > 120
	return before && after
}

func startsNumber(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && s[0] >= '0' && s[0] <= '9' && marker(s) > 0
}

// outlineHeadings knows notes in which each subject is one line at the margin and everything under it
// is indented. It reports whether the note is one.
func (d *document) outlineHeadings(p *parts) bool {
	indented := func(i int) bool {
		return i < len(p.blocks) && indent(d.at(p.blocks[i].first)) >= 4
	}
	var heads []int
	margin, inner := 0, 0
	for i := range p.blocks {
		b := &p.blocks[i]
		if indented(i) {
			inner += b.words
			continue
		}
		margin += b.words
		if b.kind == blockText && b.first == b.last && b.words > 0 && b.words <= 30 {
			heads = append(heads, i)
		}
	}
	if len(heads) < 2 || inner < margin {
		return false
	}
	for _, i := range heads {
		b := &p.blocks[i]
		if indented(i+1) || i == 0 {
			b.kind, b.level, b.text = blockHeading, levelBare, plain(d.at(b.first))
		}
	}
	return true
}

// isDeck reports whether the body is a deck of slides in Markdown: most of at least four lines "---" stand right above
// a heading or another slide's picture, as programs that show slides read them.
func (d *document) isDeck() bool {
	breaks, slides := 0, 0
	for i := d.body; i < len(d.lines); i++ {
		if strings.TrimSpace(d.at(i)) != "---" {
			continue
		}
		breaks++
		for j := i + 1; j < len(d.lines) && j < i+4; j++ {
			if u := strings.TrimSpace(d.at(j)); u != "" {
				if level, _ := atxHeading(u); level > 0 || isMedia(u) || u[0] == '<' {
					slides++
				}
				break
			}
		}
	}
	return breaks >= 4 && slides*2 >= breaks
}

// hidden is what a comment from the current line to line n is: what a speaker says in a deck of slides, else nothing
// to read.
func (s *scanner) hidden(n int) blockKind {
	if !s.deck {
		return blockMedia
	}
	text := strings.TrimSpace(strings.TrimLeft(s.span(s.i, n), " \t<!-"))
	if strings.HasPrefix(text, ".") || strings.Count(text, " ") < 6 {
		return blockMedia // ".element: class=…"
	}
	return blockText
}

// Short lines with numbers that run from one to three and more are headings where text stands under each.
const (
	leastNumbered = 3
	mostNumbered  = 12 // words of such a line
)

// numberedHeadings makes headings of the lines "1. Zombie jobs" of a section whose text stands between them rather than
// in them.
func (d *document) numberedHeadings(p *parts) {
	for i := 0; i < len(p.blocks); {
		j := i + 1
		for j < len(p.blocks) && p.blocks[j].kind != blockHeading {
			j++
		}
		if at := d.numberedLines(p.blocks[i:j]); len(at) >= leastNumbered {
			var blocks []block
			from := i
			for _, k := range at {
				b := p.blocks[i+k]
				blocks = append(blocks, p.blocks[from:i+k]...)
				blocks = append(blocks, d.numberedHeading(b)...)
				from = i + k + 1
			}
			grown := len(blocks) - (from - i)
			p.blocks = append(append(p.blocks[:i:i], blocks...), p.blocks[from:]...)
			j += grown
		}
		i = j
	}
}

// numberedLines are the items of a section that begin with the numbers 1, 2, 3 … in this order, if they are short and
// text follows most of them.
func (d *document) numberedLines(section []block) []int {
	var at []int
	followed := 0
	for i := range section {
		b := &section[i]
		if b.kind != blockItem || !b.ordered {
			continue
		}
		line := strings.TrimSpace(d.at(b.first))
		title := plain(line[marker(line):])
		if number(line) != len(at)+1 || weight(title) == 0 || weight(title) > mostNumbered || indent(d.at(b.first)) > 0 {
			return nil
		}
		at = append(at, i)
		if i+1 < len(section) && section[i+1].kind != blockItem && section[i+1].words >= 5 {
			followed++
		}
	}
	if followed*3 < len(at)*2 {
		return nil
	}
	return at
}

// numberedHeading is the heading of an item, and what the item says beside it.
func (d *document) numberedHeading(b block) []block {
	line := strings.TrimSpace(d.at(b.first))
	head := block{kind: blockHeading, level: levelBold, first: b.first, last: b.first, text: plain(line[marker(line):])}
	if b.last == b.first {
		return []block{head}
	}
	rest := block{kind: blockText, first: b.first + 1, last: b.last}
	raw := d.span(rest.first, rest.last)
	rest.plain = plain(raw[:min(len(raw), weighLimit)])
	rest.words = weight(rest.plain)
	return []block{head, rest}
}

// number is the number that a line begins with, 0 if it begins with none.
func number(line string) int {
	n := 0
	for i := 0; i < len(line) && i < 4 && line[i] >= '0' && line[i] <= '9'; i++ {
		n = n*10 + int(line[i]-'0')
	}
	return n
}
