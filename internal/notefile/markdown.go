package notefile

import (
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// blockKind is what a run of lines is.
type blockKind int

const (
	blockText    blockKind = iota // a paragraph
	blockHeading                  // a heading, see block.level
	blockItem                     // one top-level list item with all that belongs to it
	blockCode
	blockQuote
	blockTable
	blockRule  // a thematic break
	blockTags  // a line of hashtags alone
	blockMedia // images, HTML without text, shortcodes, imports, comments, link definitions
)

// Levels of headings that are not written with one to six "#".
const (
	levelBold = 7 // a whole line in bold
	levelBare = 8 // a short line between blank lines
)

// block is a run of lines of the body.
type block struct {
	kind        blockKind
	first, last int // lines, 0-based, inclusive
	level       int // of a heading
	ordered     bool
	text        string // plain text of a heading; the lead of an item or paragraph
	words       int
	plain       string // its text without links and tags, as far as that was read
	bold        bool   // an item that begins with bold words
}

// parts is the body of a note, cut into blocks.
type parts struct {
	blocks    []block
	plainText bool // bare lines are headings: there is no Markdown in it
}

// isText reports whether line i belongs to a paragraph or heading.
func (p *parts) isText(i int) bool {
	for _, b := range p.blocks {
		if b.first <= i && i <= b.last {
			return b.kind == blockText || b.kind == blockHeading || b.kind == blockItem
		}
	}
	return false
}

// scanner walks over the body once. The failed searches are remembered so that a thousand unclosed
// openings do not read the rest of the file a thousand times.
type scanner struct {
	*document
	i, end   int
	blocks   []block
	noFence  map[byte]int    // shortest fence of this character that is never closed
	noClose  map[string]bool // closing strings that do not come again
	plainTxt bool
	org      bool
	comments []kb.Span // of vaults, in the text
	deck     bool      // slides, parted by "---"
	under    string    // the characters that underlined headings, in the order of their levels
}

// scan cuts the body into blocks.
func (d *document) scan(kind format) *parts {
	s := &scanner{document: d, i: d.body, end: len(d.lines), noFence: map[byte]int{}, noClose: map[string]bool{}}
	s.plainTxt = kind == formatText && d.front == nil
	s.org = d.orgText()
	if !s.plainTxt && d.body < len(d.lines) {
		s.comments = prose.Comments(d.text[d.lines[d.body].start:])
	}
	s.deck = !s.plainTxt && d.isDeck()
	for s.i < s.end {
		if strings.TrimSpace(d.at(s.i)) == "" {
			s.i++
			continue
		}
		s.next()
	}
	p := &parts{blocks: s.blocks, plainText: s.plainTxt}
	d.weigh(p)
	d.readHeader(p)
	d.timeLines(p)
	d.splitRows(p)
	d.numberedHeadings(p)
	d.bareHeadings(p, kind)
	return p
}

// add appends a block that begins at the current line and ends before the line next.
func (s *scanner) add(kind blockKind, next int) *block {
	s.blocks = append(s.blocks, block{kind: kind, first: s.i, last: next - 1})
	s.i = next
	return &s.blocks[len(s.blocks)-1]
}

// next reads one block. The current line is not blank.
func (s *scanner) next() {
	if n := s.commentEnd(); n > 0 {
		s.add(blockMedia, n)
		return
	}
	raw := s.at(s.i)
	t := strings.TrimSpace(raw)
	in := indent(raw)
	if in < 4 {
		if n := s.fenceEnd(t, s.i); n > 0 {
			s.add(blockCode, n)
			return
		}
		level, text, n := s.heading(raw, t)
		if level > 0 {
			b := s.add(blockHeading, n)
			b.level, b.text = level, text
			return
		}
	}
	switch {
	case isTagLine(t):
		s.add(blockTags, s.i+1)
	case isRule(t) || s.plainTxt && (t == "--" || t == "—"):
		s.add(blockRule, s.i+1)
	case t[0] == '>':
		s.add(blockQuote, s.run(func(t string) bool { return t != "" && t[0] == '>' }))
	case t[0] == '<' && !s.plainTxt:
		s.html(t)
	case isMedia(t):
		s.add(blockMedia, s.i+1)
	case t[0] == '|':
		s.add(blockTable, s.run(func(t string) bool { return t != "" && t[0] == '|' }))
	case marker(t) > 0:
		s.item(raw, t)
	default:
		s.paragraph()
	}
}

// heading reads the heading at the current line, and the line after it; level 0 where there is none.
func (s *scanner) heading(raw, t string) (level int, text string, next int) {
	if level, text = atxHeading(t); level > 0 {
		return level, text, s.i + 1
	}
	if s.org {
		if level, text = orgHeading(raw); level > 0 {
			return level, text, s.i + 1
		}
	}
	if t[0] == '<' {
		return s.htmlHeading(s.i)
	}
	if t[0] >= 0x80 {
		level, text = markedHeading(t)
		return level, text, s.i + 1
	}
	level, text = bulletHeading(t)
	return level, text, s.i + 1
}

// opens reports whether a line inside a paragraph or an item opens a heading of another tool's.
func (s *scanner) opens(line, u string) bool {
	if s.org && line[0] == '*' {
		level, _ := orgHeading(line)
		return level > 0
	}
	return htmlLevel(u) > 0
}

// run is the first line from the next one on that is not of the same sort.
func (s *scanner) run(same func(t string) bool) int {
	n := s.i + 1
	for n < s.end && same(strings.TrimSpace(s.at(n))) {
		n++
	}
	return n
}

// fenceEnd is the line after the code block that the line t (number i) opens, 0 if it opens none. A
// fence that is never closed ends before the next heading after a blank line, or with the note.
func (s *scanner) fenceEnd(t string, i int) int {
	if !strings.HasPrefix(t, "```") && !strings.HasPrefix(t, "~~~") {
		return 0
	}
	c := t[0]
	n := len(t) - len(strings.TrimLeft(t, t[:1]))
	if c == '`' && strings.IndexByte(t[n:], '`') >= 0 {
		return 0
	}
	if bad, ok := s.noFence[c]; !ok || n < bad {
		for j := i + 1; j < s.end; j++ {
			u := strings.TrimSpace(s.at(j))
			if len(u) >= n && u[0] == c && strings.Trim(u, t[:1]) == "" {
				return j + 1
			}
		}
		s.noFence[c] = n
	}
	j := i + 1
	for j < s.end {
		if level, _ := atxHeading(s.at(j)); level > 1 && strings.TrimSpace(s.at(j-1)) == "" {
			break
		}
		j++
	}
	return j
}

// atxHeading reads "## Text ##", "=== Text" and, where it cannot be anything else, "##Text".
func atxHeading(t string) (level int, text string) {
	t = strings.TrimSpace(t)
	if t == "" || t[0] != '#' && t[0] != '=' {
		return 0, ""
	}
	mark := t[:1]
	level = len(t) - len(strings.TrimLeft(t, mark))
	rest := t[level:]
	if level > 6 || rest == "" {
		return 0, ""
	}
	if rest[0] != ' ' && rest[0] != '\t' && !strings.HasPrefix(rest, "\u00a0") {
		if mark == "=" || !looseHeading(rest) {
			return 0, ""
		}
	}
	text = plain(strings.TrimRight(strings.TrimSpace(rest), " "+mark))
	if text == "" {
		return 0, ""
	}
	return level, text
}

// looseHeading tells "#Docker from Scratch" from a line of hashtags and from "#1 reason for bugs".
func looseHeading(rest string) bool {
	words := strings.Fields(rest)
	if len(words) < 2 || len(words) > 14 || !isUpper(strings.TrimLeft(rest, "*_[")) {
		return false
	}
	return !strings.Contains(rest, "#")
}

// isRule reports whether a line is a thematic break.
func isRule(t string) bool {
	if len(t) < 3 || strings.IndexByte("-*_", t[0]) < 0 {
		return false
	}
	n := 0
	for i := 0; i < len(t); i++ {
		switch t[i] {
		case t[0]:
			n++
		case ' ', '\t':
		default:
			return false
		}
	}
	return n >= 3
}

// isMedia reports whether a line holds nothing to read: an image, a shortcode, a comment, an ESM
// import, a link definition, a table of contents.
func isMedia(t string) bool {
	switch t[0] {
	case '{':
		return strings.HasPrefix(t, "{{") || strings.HasPrefix(t, "{%") || strings.HasPrefix(t, "{/*") || strings.HasPrefix(t, "{:")
	case '!':
		return strings.HasPrefix(t, "![") && plain(t[:min(len(t), reach)]) == ""
	case '[':
		badge := strings.HasPrefix(t, "[![") && plain(t[:min(len(t), reach)]) == ""
		if badge || strings.HasPrefix(t, "[[TOC") || strings.HasPrefix(t, "[toc") {
			return true
		}
		end := strings.Index(t[:min(len(t), 200)], "]:")
		return end > 1 && len(strings.Fields(t[end+2:])) > 0 && strings.ContainsAny(t[end+2:], "/#.") && !strings.Contains(t[:end], "](")
	case 'i':
		return strings.HasPrefix(t, "import ") && (strings.Contains(t, " from '") || strings.Contains(t, ` from "`))
	case 'e':
		return strings.HasPrefix(t, "export const ") || strings.HasPrefix(t, "export default ")
	}
	return false
}

// marker is the length of a list marker and the blank after it at the start of t, 0 if there is none.
func marker(t string) int {
	switch {
	case strings.HasPrefix(t, "• ") || strings.HasPrefix(t, "•\t") || strings.HasPrefix(t, "● ") || strings.HasPrefix(t, "·\t"):
		return strings.IndexAny(t, " \t") + 1
	case len(t) > 1 && strings.IndexByte("-*+", t[0]) >= 0 && (t[1] == ' ' || t[1] == '\t'):
		return 2
	}
	n := 0
	for n < len(t) && n < 4 && t[n] >= '0' && t[n] <= '9' {
		n++
	}
	if n > 0 && n+1 < len(t) && (t[n] == '.' || t[n] == ')') && (t[n+1] == ' ' || t[n+1] == '\t') {
		return n + 2
	}
	return 0
}

// item reads one list item with everything nested in it.
func (s *scanner) item(raw, t string) {
	base := indent(raw)
	n := s.i + 1
	for n < s.end {
		line := s.at(n)
		u := strings.TrimSpace(line)
		in := indent(line)
		if u == "" {
			n++
			continue
		}
		blank := strings.TrimSpace(s.at(n-1)) == ""
		if in <= base {
			level, _ := atxHeading(u)
			if blank || level > 0 || s.opens(line, u) || marker(u) > 0 || isRule(u) || isTagLine(u) || u[0] == '>' || u[0] == '<' || isSetext(u) {
				break
			}
		} else if f := s.fenceEnd(u, n); f > 0 {
			n = f
			continue
		}
		n++
	}
	for n > s.i+1 && strings.TrimSpace(s.at(n-1)) == "" {
		n--
	}
	rest := strings.TrimSpace(t[marker(t):])
	for _, box := range []string{"[ ]", "[x]", "[X]"} {
		rest = strings.TrimSpace(strings.TrimPrefix(rest, box))
	}
	b := s.add(blockItem, n)
	b.ordered = t[0] >= '0' && t[0] <= '9'
	b.bold = strings.HasPrefix(rest, "**") || strings.HasPrefix(rest, "__")
	b.text = rest
}

func isSetext(u string) bool {
	return len(u) >= 2 && (strings.Trim(u, "=") == "" || strings.Trim(u, "-") == "")
}

// commentEnd is the line behind the comment that the text of the current line begins in, 0 if it begins in none.
func (s *scanner) commentEnd() int {
	base := s.lines[s.body].start
	at := s.lines[s.i].start + indent(s.at(s.i)) - base
	for len(s.comments) > 0 && s.comments[0].End <= at {
		s.comments = s.comments[1:]
	}
	if len(s.comments) == 0 || s.comments[0].Start > at {
		return 0
	}
	n := s.i + 1
	for n < s.end && s.lines[n].start-base < s.comments[0].End {
		n++
	}
	if last := s.lines[n-1]; n == s.i+1 && strings.TrimSpace(s.text[base+s.comments[0].End:max(last.end, base+s.comments[0].End)]) != "" {
		return 0 // a line with a comment in it
	}
	return n
}

// html reads an HTML block: comments, scripts, styles to their end, anything else to the blank line.
func (s *scanner) html(t string) {
	low := strings.ToLower(t[:min(len(t), 10)])
	for _, pair := range [][2]string{{"<!--", "-->"}, {"<script", "</script>"}, {"<style", "</style>"}, {"<pre", "</pre>"}} {
		if !strings.HasPrefix(low, pair[0]) {
			continue
		}
		for n := s.i; n < s.end && !s.noClose[pair[1]]; n++ {
			if strings.Contains(strings.ToLower(s.at(n)), pair[1]) {
				s.add(s.hidden(n), n+1)
				return
			}
		}
		s.noClose[pair[1]] = true
		s.add(blockMedia, s.i+1)
		return
	}
	if len(t) < 2 || !wordByte(t[1]) && t[1] != '/' {
		s.paragraph()
		return
	}
	n := s.i + 1
	for n < s.end {
		u := strings.TrimSpace(s.at(n))
		level, _ := atxHeading(u)
		if u == "" || level > 0 || htmlLevel(u) > 0 || folds(u) {
			break
		}
		n++
	}
	s.add(blockText, n)
}

// paragraph reads text up to a blank line or the start of something else, and the headings that only
// show after it: underlined ones and lines in bold.
func (s *scanner) paragraph() {
	n := s.i + 1
	for n < s.end && !s.unwrapped(n) {
		line := s.at(n)
		u := strings.TrimSpace(line)
		if u == "" {
			break
		}
		if level := s.underline(u, n); level > 0 {
			text := plain(s.at(s.i))
			b := s.add(blockHeading, n+1)
			b.level, b.text = level, text
			return
		}
		if isSetext(u) && !s.plainTxt {
			if level := s.setext(u, n); level > 0 {
				text := plain(s.text[s.lines[s.i].start:s.lines[n-1].end])
				b := s.add(blockHeading, n+1)
				b.level, b.text = level, text
				return
			}
			if len(u) >= 3 {
				break
			}
		}
		if s.interrupts(line, u) {
			break
		}
		n++
	}
	first := strings.TrimSpace(s.at(s.i))
	if text, ok := boldLine(first, s.plainTxt); ok && indent(s.at(s.i)) < 4 {
		b := s.add(blockHeading, s.i+1)
		b.level, b.text = levelBold, text
		return
	}
	s.add(blockText, n)
}

// unwrappedLine is how many bytes a line of plain text has that is a paragraph of its own.
const unwrappedLine = 150

// unwrapped reports whether line n of plain text does not carry on the paragraph of the line before: one of them is a
// paragraph in itself, as in text that was copied from a page.
func (s *scanner) unwrapped(n int) bool {
	return s.plainTxt && (len(s.at(n)) > unwrappedLine || len(s.at(n-1)) > unwrappedLine)
}

// setext is the level that the underline u in line n gives to the text from the current line on: one
// short line, or two. A rule right under a paragraph is not meant as an underline.
func (s *scanner) setext(u string, n int) int {
	text := s.text[s.lines[s.i].start:s.lines[n-1].end]
	if s.deck && u[0] == '-' {
		return 0
	}
	rule := u[0] == '-' && len(u) == 3 && ends(text) // "---" below a sentence
	if n-s.i > 2 || len(text) > 300 || weight(text) > 20 || rule {
		return 0
	}
	if u[0] == '=' {
		return 1
	}
	return 2
}

// weighLimit is how many bytes of one block are rid of markup before their words are counted; the rest
// is counted as it stands, which keeps hostile input linear.
const weighLimit = 16 << 10

// weigh counts the words of every block and gives media lines their kind.
func (d *document) weigh(p *parts) {
	for i := range p.blocks {
		b := &p.blocks[i]
		switch b.kind {
		case blockMedia, blockRule, blockTags:
			continue
		case blockCode:
			b.words = min(weight(d.span(b.first, b.last)), 60)
			continue
		}
		raw := d.span(b.first, b.last)
		if comment, ok := strings.CutPrefix(raw, "<!--"); ok && b.kind == blockText {
			raw = strings.TrimSuffix(strings.TrimSpace(comment), "-->") // see hidden
		}
		if b.kind == blockItem && b.first < b.last && isTagLine(strings.TrimSpace(d.at(b.first+1))) {
			raw = d.at(b.first) // tags are no words
			if b.first+2 <= b.last {
				raw += "\n" + d.span(b.first+2, b.last)
			}
		}
		cut := min(len(raw), weighLimit)
		b.plain = raw[:cut]
		if strings.ContainsAny(b.plain, "[<{$") { // emphasis and code leave the number of words as it is
			b.plain = plain(b.plain)
		}
		b.words = weight(b.plain) + weight(raw[cut:])
		if b.words == 0 && b.kind != blockHeading {
			b.kind = blockMedia
		}
	}
}

// span is the text of the lines from first to last.
func (d *document) span(first, last int) string {
	return d.text[d.lines[first].start:d.lines[last].end]
}

// interrupts reports whether a line, u without the blanks around it, ends the paragraph above.
func (s *scanner) interrupts(line, u string) bool {
	if level, _ := atxHeading(u); indent(line) < 4 && (level > 0 || marker(u) > 0) {
		return true
	}
	return s.opens(line, u) || isTagLine(u) || isRule(u) || u[0] == '>' || strings.HasPrefix(u, "```")
}
