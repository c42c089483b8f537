package notefile

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// section is a heading with everything under it. The root has level 0 and no heading.
type section struct {
	level      int
	heading    string
	first, end int // blocks: [first, end)
	own, total int // words of its own text, and with its sub-sections
	children   []*section
	talk       *kb.Talk
}

// cutter turns blocks into pieces.
type cutter struct {
	*document
	p       *parts
	oneTalk bool   // the note is about one session: its sections are no subjects of their own
	total   int    // words of the whole body
	upTo    []int  // words of the blocks before each, and of all; see words
	dry     bool   // pieces are wanted for where they begin alone
	title   string // the slug of the note's title
}

// Sizes in words. A section under substantial is no takeaway of its own in notes on one talk
// (the labelling guide's "60 words"); smallOwn is how much a heading may say itself and still only introduce its parts.
const (
	substantial = 60
	smallOwn    = 120
)

// cut splits the body into pieces.
func (d *document) cut(p *parts) {
	if len(p.blocks) == 0 {
		return
	}
	c := d.newCutter(p)
	by := d.by
	if by == nil && Learned() {
		by = &asker{m: &learned}
	}
	if by != nil {
		c.learnedCut(by)
		return
	}
	c.rulesCut()
}

func (d *document) newCutter(p *parts) *cutter {
	c := &cutter{document: d, p: p, upTo: make([]int, len(p.blocks)+1), title: kb.Slug(d.up.Title)}
	for i := range p.blocks {
		c.upTo[i+1] = c.upTo[i] + p.blocks[i].words
	}
	return c
}

// rulesCut splits the body as the rules say.
func (c *cutter) rulesCut() {
	p := c.p
	c.demoteBold()
	root := c.tree()
	c.total = root.total
	top := c.topLevel(root)
	c.oneTalk = c.isOneTalk(top)
	switch {
	case len(root.children) == 0:
		c.prose(0, len(p.blocks), true)
	case c.oneTalk && c.small(top):
		c.tellMerged(root)
		c.whole(root)
	default:
		c.preamble(root)
		for _, s := range root.children {
			only := s == top && len(root.children) == 1
			if only || (s.level == 1 && c.titles(root, s)) {
				c.emit(s, -1)
			} else {
				c.emit(s, 0)
			}
		}
	}
}

// headings counts them.
func (p *parts) headings() int {
	n := 0
	for i := range p.blocks {
		if p.blocks[i].kind == blockHeading {
			n++
		}
	}
	return n
}

// demoteBold makes text again of bold lines that do not structure anything: a single one between two
// real headings, or those with nothing under them.
func (c *cutter) demoteBold() {
	blocks := c.p.blocks
	for i := 0; i < len(blocks); {
		j := i
		var bold []int
		for ; j < len(blocks) && (j == i || blocks[j].kind != blockHeading || blocks[j].level >= levelBold); j++ {
			if blocks[j].kind == blockHeading && blocks[j].level == levelBold {
				bold = append(bold, j)
			}
		}
		follow := 0
		for k, b := range bold {
			end := j
			if k+1 < len(bold) {
				end = bold[k+1]
			}
			words := 0
			for _, x := range blocks[b+1 : end] {
				words += x.words
			}
			if words >= 15 {
				follow++
			}
		}
		if follow < 2 || follow*3 < len(bold)*2 {
			for _, b := range bold {
				blocks[b].kind = blockText
			}
		}
		i = j
	}
}

// tree arranges the headings by level.
func (c *cutter) tree() *section {
	root := &section{end: len(c.p.blocks)}
	stack := []*section{root}
	for i := range c.p.blocks {
		b := &c.p.blocks[i]
		if b.kind == blockHeading {
			for stack[len(stack)-1].level >= b.level {
				stack[len(stack)-1].end = i
				stack = stack[:len(stack)-1]
			}
			s := &section{level: b.level, heading: c.decode(b.text), first: i, end: len(c.p.blocks)}
			parent := stack[len(stack)-1]
			parent.children = append(parent.children, s)
			stack = append(stack, s)
			continue
		}
		stack[len(stack)-1].own += b.words
	}
	sum(root)
	return root
}

func sum(s *section) {
	s.total = s.own
	for _, child := range s.children {
		sum(child)
		s.total += child.total
	}
}

// ownEnd is the block at which the section's own text ends.
func (s *section) ownEnd() int {
	if len(s.children) > 0 {
		return s.children[0].first
	}
	return s.end
}

// topLevel is the section whose children are the note's sections: the root, or the one heading that
// titles the note.
func (c *cutter) topLevel(root *section) *section {
	if len(root.children) == 1 && len(root.children[0].children) > 0 {
		return root.children[0]
	}
	return root
}

// titles reports whether s is the note's title rather than one of its sections.
func (c *cutter) titles(root, s *section) bool {
	return s == root.children[0] && len(s.children) > 0 && kb.Slug(s.heading) == kb.Slug(c.up.Title)
}

// isOneTalk reports whether the note is about one session: neither its title nor its path's last part
// speaks of an event, at most one of its sections names speakers, and none but the first, where the tags
// of the whole stand, has text under tags of its own. A note that was filed under a conference was so with its
// sections in mind.
func (c *cutter) isOneTalk(top *section) bool {
	if c.event || c.filed() {
		return false
	}
	talks, tagged := 0, false
	for i, s := range top.children {
		if headingTalk(s.heading) != nil {
			talks++
		}
		if next := s.first + 1; i > 0 && next < s.end && c.p.blocks[next].kind == blockTags && c.words(next+1, s.end) > 0 {
			tagged = true
		}
	}
	return talks <= 1 && !tagged
}

// small reports whether the sections of a note on one talk are too short to stand alone.
func (c *cutter) small(top *section) bool {
	var sizes []int
	for _, s := range top.children {
		if headingKind(s.heading) == "" {
			sizes = append(sizes, s.total)
		}
	}
	if len(sizes) == 0 {
		return true
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2] < substantial+20
}

// whole makes one takeaway of the note.
func (c *cutter) whole(root *section) {
	first := root.children[0]
	heading := first.heading
	from := first.first
	if kb.Slug(heading) != kb.Slug(c.up.Title) && c.up.Title != "" && headingKind(heading) == "" && first.level > 1 {
		heading = c.up.Title
	}
	if from > 0 && c.words(0, from) < substantial/2 {
		from = 0
	}
	if from > 0 {
		c.prose(0, from, false)
	}
	c.piece(from, root.end, heading, kb.KindTakeaway)
}

// words counts those of the blocks [first, end), without going through them: that is asked for every heading.
func (c *cutter) words(first, end int) int { return c.upTo[end] - c.upTo[first] }

// preamble makes a piece of what stands above the first heading.
func (c *cutter) preamble(root *section) {
	end := root.children[0].first
	if end == 0 {
		return
	}
	switch {
	case root.own == 0:
		c.piece(0, end, "", kb.KindBoilerplate)
	case root.own >= 4*substantial && !c.p.plainText:
		c.piece(0, end, "", kb.KindTakeaway) // more than a greeting
	default:
		c.piece(0, end, "", kb.KindIntro)
	}
}

// emit makes pieces of a section, depth levels below the note's own sections. The section that titles the
// note has depth -1: it introduces, whatever it says.
func (c *cutter) emit(s *section, depth int) {
	title := depth < 0
	from := min(c.p.blocks[s.first].last+1, len(c.lines))
	s.talk = c.talkOf(s.heading, from, c.lineAt(s.ownEnd()))
	if !title && !c.split(s, depth) {
		c.leaf(s)
		return
	}
	kind := kb.KindContainer
	most := smallOwn
	if depth > 0 {
		most = substantial
	}
	switch {
	case title && s.own > 0:
		kind = kb.KindIntro
	case !title && s.own >= most:
		kind = kindOf(s.heading, s.own, false)
	case !title && headingKind(s.heading) != "":
		kind = headingKind(s.heading)
	}
	c.piece(s.first, s.ownEnd(), s.heading, kind)
	for _, child := range s.children {
		if title && c.subtitle(s, child) {
			c.emit(child, depth)
			continue
		}
		c.emit(child, depth+1)
	}
}

// subtitle reports whether the one heading right under the title holds all there is, so that it says more
// about the title rather than heads a section.
func (c *cutter) subtitle(title, s *section) bool {
	return len(title.children) == 1 && title.own == 0 && len(s.children) > 1 && s.level < levelBold && headingKind(s.heading) == "" && headingTalk(s.heading) == nil
}

func (c *cutter) lineAt(block int) int {
	if block < len(c.p.blocks) {
		return c.p.blocks[block].first
	}
	return len(c.lines)
}

// split decides whether the sub-sections of s are takeaways of their own: s holds several, says little
// itself, is no talk, and they are long enough or are talks.
func (c *cutter) split(s *section, depth int) bool {
	if len(s.children) < 2 || c.oneTalk || (depth > 0 && s.children[0].level >= levelBold) {
		return false
	}
	if s.isTalk() {
		return false
	}
	if k := headingKind(s.heading); k == kb.KindOutro || k == kb.KindIntro && s.level > 1 {
		return false
	}
	subjects, talks, words := 0, 0, 0
	for _, child := range s.children {
		if headingKind(child.heading) == "" {
			subjects++
			words += child.total
		}
		if c.talkOf(child.heading, c.p.blocks[child.first].last+1, c.lineAt(child.ownEnd())) != nil {
			talks++
		}
	}
	if subjects < 2 {
		return false
	}
	mean := words / subjects
	if talks*2 > subjects {
		return true
	}
	if s.own >= smallOwn && s.own > mean*2 {
		return false
	}
	if s.level >= 3 && s.level < levelBold && s.children[0].level < levelBold {
		return mean >= 2*substantial
	}
	if s.children[0].level >= levelBold {
		return mean >= substantial/3
	}
	return mean >= substantial*2/3
}

// leaf makes one piece of a section, or several where its list or its tail calls for it.
func (c *cutter) leaf(s *section) {
	kind := kindOf(s.heading, s.total, c.oneTalk && c.front == nil)
	if c.restatesTitle(s) {
		kind = kb.KindIntro
	}
	if len(s.children) == 0 && (c.runIns(s, s.first+1, s.end) || c.rows(s, s.first+1, s.end)) {
		return
	}
	end := s.end
	if tail := c.tail(s); tail > 0 {
		defer func() { c.piece(tail, s.end, "", kb.KindOutro) }()
		end = tail
	}
	if kind == kb.KindTakeaway && len(s.children) == 0 && (c.items(s, end) || c.medley(s, end) || c.giant(s, end)) {
		return
	}
	c.piece(s.first, end, s.heading, kind)
}

// restatesTitle reports whether s is the note's first section and its heading is a part of the note's
// title: "KubeCon 2022 with us" under "KubeCon 2022 with us, part one: performance".
func (c *cutter) restatesTitle(s *section) bool {
	if c.front == nil || c.words(0, s.first) >= 30 || s.total >= 2*substantial {
		return false
	}
	slug := kb.Slug(s.heading)
	return strings.Count(slug, "-") >= 2 && strings.Contains(c.title, slug) && eventWords(s.heading)
}

// tail finds a farewell at the end of the last section: a paragraph after a thematic break, or one that
// says so. It returns its first block, 0 if there is none.
func (c *cutter) tail(s *section) int {
	if s.end != len(c.p.blocks) || headingKind(s.heading) != "" || len(s.children) > 0 {
		return 0
	}
	for i := s.end - 1; i > s.first+1 && i > s.end-12; i-- {
		b := &c.p.blocks[i]
		if b.kind == blockRule && c.words(s.first, i) > 15 && c.words(i, s.end) < 120 {
			return i
		}
		if b.kind == blockText && b.words > 4 && cued(c.span(b.first, b.last), outroCues) && c.words(s.first+1, i) > 25 && c.words(i, s.end) < 120 {
			return i
		}
	}
	return 0
}

// items makes a piece of each item where a list of bold leads is the structure of the section. It
// reports whether it did.
func (c *cutter) items(s *section, end int) bool {
	first, n, words, long := -1, 0, 0, 0
	for i := s.first + 1; i < end; i++ {
		b := &c.p.blocks[i]
		if b.kind != blockItem || !b.bold {
			continue
		}
		if first < 0 {
			first = i
		}
		n++
		words += b.words
		if c.saysMore(b) {
			long++
		}
	}
	if n < 4 || long*3 < n*2 || words*2 < c.total || words*2 < s.own || c.words(s.first+1, first) > words {
		return false
	}
	c.piece(s.first, first, s.heading, kb.KindContainer)
	c.itemPieces(first, end)
	return true
}

// itemPieces makes a piece of each list item from block first on; what follows an item belongs to it.
func (c *cutter) itemPieces(first, end int) {
	for i := first; i < end; {
		j := i + 1
		for j < end && c.p.blocks[j].kind != blockItem {
			j++
		}
		c.piece(i, j, itemLead(c.decode(c.p.blocks[i].text)), kb.KindTakeaway)
		i = j
	}
}

// itemLead is the heading of an item: its bold beginning, else its first line.
func itemLead(text string) string {
	for _, m := range []string{"**", "__"} {
		if rest, ok := strings.CutPrefix(text, m); ok {
			if i := strings.Index(rest, m); i > 0 {
				return strings.TrimRight(plain(rest[:i]), " :.")
			}
		}
	}
	if len(text) > 160 {
		return lead(text)
	}
	return plain(text)
}

// isTalk reports whether a section is about one talk: its heading has the title of one, or says nothing of the kind
// while the text names who spoke.
func (s *section) isTalk() bool {
	if t := headingTalk(s.heading); t != nil {
		return t.Title != ""
	}
	return s.talk != nil && len(s.talk.Speakers) > 0 && s.own > 20
}
