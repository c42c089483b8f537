package notefile

import (
	"strings"
	"unicode/utf8"

	"takeaway/internal/kb"
)

// piece appends the blocks [first, end) as one piece of the write-up. An empty range adds nothing.
func (c *cutter) piece(first, end int, heading string, kind kb.Kind) {
	if first >= end {
		return
	}
	blocks := c.p.blocks[first:end]
	from, to := blocks[0].first, blocks[len(blocks)-1].last
	if c.dry {
		c.up.Pieces = append(c.up.Pieces, kb.Takeaway{Line: from + 1, Kind: kind})
		return
	}
	t := kb.Takeaway{Line: from + 1, EndLine: to + 1, Heading: heading, Kind: kind,
		Place: kb.Place{Piece: kb.Span{Start: c.lines[from].start, End: c.lines[to].end}}}
	body := from
	if blocks[0].kind == blockHeading {
		t.Place.Heading = kb.Span{Start: c.lines[from].start, End: c.lines[blocks[0].last].end}
		body = blocks[0].last + 1
	}
	if blocks[0].kind == blockRule { // it divides, and says nothing itself
		body = blocks[0].last + 1
	}
	body = c.ownTags(&t, body, to)
	for body <= to && strings.TrimSpace(c.at(body)) == "" {
		body++
	}
	if body <= to {
		t.Place.Body = kb.Span{Start: c.lines[body].start, End: c.lines[to].end}
		t.Body = c.decode(c.text[t.Place.Body.Start:t.Place.Body.End])
	}
	if blocks[0].kind == blockItem {
		c.itemTags(&t, from, to)
	}
	if kind == kb.KindTakeaway {
		t.Talk = c.talkOf(heading, body, min(to+1, body+40))
		if blocks[0].kind == blockHeading {
			t.Talk = linkedTalk(t.Talk, heading, c.span(blocks[0].first, blocks[0].last))
		}
		if t.Heading == "" {
			t.Heading = c.leadOf(blocks)
		}
	}
	c.up.Pieces = append(c.up.Pieces, t)
}

// linkedTalk adds the address in a heading that links to its session; a heading that does is the title of a talk.
func linkedTalk(t *kb.Talk, heading, raw string) *kb.Talk {
	if !strings.Contains(raw, "](http") {
		return t
	}
	for _, u := range urls(raw) {
		if !strings.Contains(u, "sched.co") || strings.Contains(u, "/speaker/") || strings.Contains(u, "hosted_files") {
			continue
		}
		if t == nil {
			return &kb.Talk{Title: stripLabel(slot(heading)), Link: u}
		}
		talk := *t
		talk.Link = u
		return &talk
	}
	return t
}

// unquoted is a text without the marks of a quotation and of a callout in its first line.
func unquoted(s string) string {
	bare := strings.TrimLeft(s, "> ")
	if rest, ok := strings.CutPrefix(bare, "[!"); ok && len(bare) < len(s) {
		if _, rest, ok = strings.Cut(rest, "]"); ok {
			bare = strings.TrimLeft(rest, "-+ \r\n>")
		}
	}
	if len(bare) < len(s) {
		bare = strings.ReplaceAll(bare, "\n>", "\n")
	}
	return bare
}

// leadOf is a heading for display, made of the first block with words.
func (c *cutter) leadOf(blocks []block) string {
	for _, b := range blocks {
		if b.words > 0 && b.kind != blockCode {
			s := strings.TrimSpace(c.span(b.first, b.last))
			s = s[:min(len(s), reach)]
			if l := lead(c.decode(strings.ToValidUTF8(unquoted(s[marker(s):]), ""))); l != "" {
				return l
			}
		}
	}
	return ""
}

// ownTags reads the line of hashtags right under the heading, from line i on, and returns the line
// after it. A blank line between the two is allowed.
func (c *cutter) ownTags(t *kb.Takeaway, i, last int) int {
	at := i
	if at <= last && strings.TrimSpace(c.at(at)) == "" {
		at++
	}
	if at > last {
		return i
	}
	line := strings.TrimSpace(c.at(at))
	if !isTagLine(line) {
		if allHashLike(line) {
			s := tagSet{odd: strings.Fields(c.decode(line))}
			s.report(c.document, at+1, 1)
		}
		return i
	}
	c.takeTags(t, at)
	return at + 1
}

// allHashLike reports whether a line holds nothing but words that look like hashtags.
func allHashLike(t string) bool {
	if t == "" || t[0] != '#' {
		return false
	}
	for f := range strings.FieldsSeq(t) {
		if !hashLike(f) {
			return false
		}
	}
	return true
}

// itemTags reads the hashtags in the second line of a list item that is a piece. The line is left out
// of the body.
func (c *cutter) itemTags(t *kb.Takeaway, from, to int) {
	if from+1 > to || !isTagLine(strings.TrimSpace(c.at(from+1))) {
		return
	}
	c.takeTags(t, from+1)
	t.Body = c.at(from)
	if from+2 <= to {
		t.Body += "\n" + c.span(from+2, to)
	}
	t.Body = c.decode(t.Body)
}

func (c *cutter) takeTags(t *kb.Takeaway, line int) {
	raw := c.at(line)
	text := strings.TrimSpace(raw)
	start := c.lines[line].start + strings.Index(raw, text)
	t.Place.Tags = kb.Span{Start: start, End: start + len(text)}
	words, _ := Hashtags(c.decode(text))
	var s tagSet
	col := 1
	for _, w := range words {
		if w.Name == "" && len(s.odd) == 0 {
			col = utf8.RuneCountInString(c.decode(raw[:strings.Index(raw, text)])) + utf8.RuneCountInString(c.decode(text)[:w.Start]) + 1
		}
		s.add(w, kb.TagOwn, "hashtag", line+1)
	}
	t.Tags, t.Rejected = append(t.Tags, s.tags...), append(t.Rejected, s.rejected...)
	s.report(c.document, line+1, col)
}
