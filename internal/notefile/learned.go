package notefile

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/learn"
)

// Segmentation is what was learned about cutting notes into pieces: a model for each question, and the
// names of what they look at, by which a table is known to fit the program.
type Segmentation struct {
	Split learn.Linear // is a node with children one takeaway (no) or are they (yes)?
	Parts learn.Trees  // the same; the two are added
	Way   learn.Linear // is this way of cutting a text without headings the right one?
	Kinds []KindTrees  // of what kind is a part?

	SplitNames, WayNames, KindNames []string
}

// KindTrees are the model for one kind. The kind "" means that the part carries on the piece before it.
type KindTrees struct {
	Kind  kb.Kind
	Trees learn.Trees
}

// Fits reports whether the models ask for what the program can answer.
func (m *Segmentation) Fits() bool {
	if m == nil || !slices.Equal(m.SplitNames, names(splitFeatures)) || !slices.Equal(m.WayNames, names(wayFeatures)) ||
		!slices.Equal(m.KindNames, names(kindFeatures)) || !m.Split.Fits(SplitLine) || !m.Parts.Fits(len(splitFeatures)) || !m.Way.Fits(len(wayFeatures)) {
		return false
	}
	for i := range m.Kinds {
		if !m.Kinds[i].Trees.Fits(len(kindFeatures)) {
			return false
		}
	}
	return len(m.Kinds) > 0
}

func names[T any](list []feature[T]) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].name
	}
	return out
}

// Learned reports whether the compiled table of the segmentation fits the program. Where it does not, notes
// are cut by rules alone.
var Learned = sync.OnceValue(learned.Fits)

// decisions answer the questions about a layout: a model at run time, the labels of a reader while lessons
// are taken.
type decisions interface {
	split(o *layout, n *node) bool
	way(o *layout, w *way) float64 // how surely the way is right, in log odds
	kind(o *layout, p *part) kb.Kind
	// sure reports whether the answers to a question hold even where a rule is certain of another.
	sure(question string) bool
}

// asker answers by a model.
type asker struct {
	m   *Segmentation
	row []float64
}

func (a *asker) values(n int) []float64 {
	if cap(a.row) < n {
		a.row = make([]float64, max(len(splitFeatures), len(wayFeatures), len(kindFeatures)))
	}
	return a.row[:n]
}

func (a *asker) split(o *layout, n *node) bool {
	row := a.values(len(splitFeatures))
	values(o, splitFeatures, n, row)
	return a.m.Split.ScoreRow(row[:SplitLine])+a.m.Parts.Score(row) > 0
}

func (a *asker) way(o *layout, w *way) float64 {
	row := a.values(len(wayFeatures))
	values(o, wayFeatures, w, row)
	return a.m.Way.ScoreRow(row)
}

func (a *asker) sure(string) bool { return false }

func (a *asker) kind(o *layout, p *part) kb.Kind {
	row := a.values(len(kindFeatures))
	values(o, kindFeatures, p, row)
	best, most := kb.KindTakeaway, math.Inf(-1)
	for i := range a.m.Kinds {
		k := &a.m.Kinds[i]
		score := k.Trees.Score(row)
		switch {
		case k.Kind == kb.KindTakeaway && score > o.doubt(p):
			return k.Kind
		case k.Kind == kb.KindTakeaway, k.Kind == "" && p.headed:
		case score > most:
			best, most = k.Kind, score
		}
	}
	return best
}

// doubt is the score, in log odds, from which on a part is a takeaway. A heading that names a subject is given
// more credit, as is text without headings, where neither greets nor says goodbye.
func (o *layout) doubt(p *part) float64 {
	switch {
	case p.look.farewell > 0 || p.look.greeting > 0 && (p.nth == 0 || !p.headed):
	case p.headed && p.n.look.kind == "" && (p.nth > 0 || !p.n.look.title) && len(p.n.children) == 0:
		return -3
	case o.note.headings == 0 && p.of > 1 && p.words >= 10:
		return -1.5
	}
	return 0
}

// learnedCut splits the body into pieces as the decisions say.
func (c *cutter) learnedCut(by decisions) {
	o := c.newLayout()
	c.total = o.root.total
	parts := o.parts(by)
	for i := range parts {
		p := &parts[i]
		p.nth, p.of = i, len(parts)
	}
	kinds := make([]kb.Kind, 0, len(parts))
	for i := range parts {
		kinds = append(kinds, o.kindOf(by, &parts[i]))
	}
	c.up.Pieces = slices.Grow(c.up.Pieces, len(parts))
	for i := 0; i < len(parts); {
		p := &parts[i]
		j, end := i+1, p.end
		for j < len(parts) && kinds[j] == "" {
			end = parts[j].end
			j++
		}
		heading := ""
		if p.headed {
			heading = c.headingOf(p)
		} else if whole := i == 0 && j == len(parts); whole && c.titledTalk() {
			heading = c.up.Title
		} else if kinds[i] == kb.KindTakeaway {
			heading = c.startHeading(&c.p.blocks[o.text(p)])
		}
		c.piece(p.first, end, heading, kinds[i])
		if row := o.text(p); o.isRow(row) {
			c.rowTalk(&c.up.Pieces[len(c.up.Pieces)-1], o.tableHead(row), c.p.blocks[row].first)
		}
		i = j
	}
}

// titledTalk reports whether the note says that it is about one talk, which is called as the note is.
func (c *cutter) titledTalk() bool {
	t := c.up.Talk
	return t != nil && t.Title != "" && len(t.Speakers) > 0 && t.Title == c.up.Title
}

// startHeading is the heading of a piece that begins at a block without one: a bold beginning, what a row
// is about; empty where it has none.
func (c *cutter) startHeading(b *block) string {
	switch b.kind {
	case blockItem:
		return itemLead(c.decode(b.text))
	case blockTable:
		return b.text
	case blockText:
		return runIn(c.at(b.first))
	}
	return ""
}

// kindOf is the kind of a part: certain where it has nothing to read or a person set tags, else decided.
func (o *layout) kindOf(by decisions, p *part) kb.Kind {
	switch {
	case by.sure("kind"):
		return by.kind(o, p)
	case p.words == 0 && !p.headed:
		if p.nth > 0 {
			return ""
		}
		return kb.KindBoilerplate
	case p.of == 1 && p.words > 0, o.isRow(o.text(p)):
		return kb.KindTakeaway
	case p.headed && p.words > 0 && p.n.look.stated:
		return kb.KindTakeaway // somebody filed it; tags do not count, as a new one must not move a piece
	case o.takesLeave(p):
		return kb.KindOutro
	case p.headed && p.words == 0:
		if p.n.look.link && len(p.n.children) == 0 {
			return kb.KindTakeaway // a title with the link to its session
		}
		return kb.KindContainer
	case p.headed && p.n.look.kind == kb.KindBoilerplate:
		return kb.KindBoilerplate
	case o.framed(p):
		return p.n.look.kind
	case p.headed && o.unnoted(p):
		return kb.KindContainer
	}
	k := by.kind(o, p)
	titled := p.n.level > 0 && p.n.depth <= o.top.depth
	switch {
	case k == "" && p.nth == 0, k == kb.KindContainer && titled:
		return kb.KindIntro
	}
	return k
}

// longIntro is how many words an "Introduction" that opens a note may have and still be one.
const longIntro = 400

// framed reports whether a part is of the kind that its heading says, one of several parts: a short one, or the
// introduction that opens the note.
func (o *layout) framed(p *part) bool {
	if !p.headed || p.n.look.kind == "" || p.of == 1 {
		return false
	}
	opens := p.n.look.kind == kb.KindIntro && p.nth <= 1 && !listsTalks(p.n.heading)
	return p.words < longOutro || opens && p.words < longIntro
}

// unnoted reports whether all that stands under a heading is that there are no notes: "N/A".
func (o *layout) unnoted(p *part) bool {
	if p.words > 4 || p.n.look.link {
		return false
	}
	b := &o.p.blocks[o.text(p)]
	if b.kind == blockHeading && p.first+1 < p.end {
		b = &o.p.blocks[p.end-1]
	}
	text := strings.ToLower(strings.Trim(b.plain, " -–—*_.()[]!:"))
	return text != "" && strings.Contains(nothingNoted, "|"+text+"|")
}

// parts cuts the layout at the nodes and blocks at which the decisions cut.
func (o *layout) parts(by decisions) []part {
	parts := make([]part, 0, len(o.nodes))
	o.walk(by, o.root, &parts)
	return parts
}

func (o *layout) walk(by decisions, n *node, parts *[]part) {
	split := len(n.children) > 0 && o.splits(by, n)
	end := n.ownEnd()
	if len(n.children) > 0 && !split {
		end = n.end
		o.tellMerged(n)
		if tail := o.tail(by, n); tail > 0 {
			o.add(parts, n, n.first, tail, true)
			o.add(parts, o.nodes[len(o.nodes)-1], tail, n.end, false)
			return
		}
		o.add(parts, n, n.first, end, true)
		return
	}
	from := n.first
	starts := o.starts(by, n)
	alone := n.level > 0 && len(starts) == 1 && o.words(n.first+1, starts[0]) == 0
	if n.look.stated || alone {
		starts = nil // filed as one, or one that would only lose its heading
	}
	for _, at := range starts {
		o.add(parts, n, from, at, false)
		from = at
	}
	o.add(parts, n, from, end, len(n.children) == 0)
	if split {
		for _, child := range n.children {
			o.walk(by, child, parts)
		}
	}
}

// tellMerged reports sections that become one takeaway, because the note seems to be about one talk.
func (o *layout) tellMerged(n *node) {
	if n != o.top && n.level > 0 {
		return
	}
	sections := 0
	for _, c := range n.children {
		sections += int(flag(c.look.kind == ""))
	}
	if sections > 1 {
		o.problem(o.p.blocks[n.first].first+1, 1, "one-talk", fmt.Sprintf("read as a note on one talk: its %d sections are one takeaway", sections),
			"put hashtags under the heading of a later section, if each section is a takeaway")
	}
}

// tail is the block at which a farewell begins below the last part of n, which is one piece; 0 if there is
// none.
func (o *layout) tail(by decisions, n *node) int {
	if n.end != len(o.p.blocks) {
		return 0
	}
	last := o.nodes[len(o.nodes)-1]
	starts := o.starts(by, last)
	if len(starts) == 0 {
		return 0
	}
	at := starts[len(starts)-1]
	if last.level > 0 && o.words(last.first+1, at) == 0 {
		return 0 // it is all that is under the heading
	}
	p := o.part(last, at, n.end, false)
	p.nth, p.of = 1, 2
	if o.kindOf(by, &p) != kb.KindOutro {
		return 0
	}
	return at
}

// add appends the blocks [first, end) as a part.
func (o *layout) add(parts *[]part, n *node, first, end int, whole bool) {
	if first < end {
		*parts = append(*parts, o.part(n, first, end, whole))
	}
}

func (o *layout) part(n *node, first, end int, whole bool) part {
	p := part{n: n, first: first, end: end, whole: whole, headed: o.p.blocks[first].kind == blockHeading}
	l := &p.look
	var words []uint32
	for i := first; i < end; i++ {
		b, u := &o.p.blocks[i], &o.units[i]
		if b.kind == blockHeading {
			continue
		}
		w := float64(b.words)
		p.words += w
		l.farewell += flag(u.farewell)
		l.greeting += flag(u.greeting)
		l.first += flag(u.first)
		l.links += flag(u.link)
		l.sentences += float64(u.sentences)
		switch b.kind {
		case blockItem:
			l.items += w
		case blockCode:
			l.code += w
		case blockText:
			l.paragraphs++
		}
		words = union(words, u.words)
	}
	l.items, l.code = share(l.items, p.words), share(l.code, p.words)
	l.toTitle = shared(o.titleWords(), words)
	l.toNote = shared(words, o.root.words)
	return p
}

func (o *layout) titleWords() []uint32 {
	if o.titleSet == nil {
		o.titleSet = append([]uint32{}, subjectHashes(o.up.Title)...)
	}
	return o.titleSet
}

// inTitle reports whether the heading of a node is a part of the note's title.
func (o *layout) inTitle(n *node) bool {
	slug := kb.Slug(n.heading)
	return slug != "" && strings.Contains(o.cutter.title, slug)
}

// headingOf is the heading of a part that has one. A note that is one piece is called as it is titled, where
// its first heading is that of a section.
func (c *cutter) headingOf(p *part) string {
	if p.n.level > 0 {
		return p.n.heading
	}
	first := c.decode(c.p.blocks[p.first].text)
	if c.up.Title != "" && kb.Slug(first) != c.title && c.p.blocks[p.first].level > 1 && headingKind(first) == "" {
		return c.up.Title
	}
	return first
}

// takesLeave reports whether a part is the farewell, the invitation or the words on the author below the last section,
// or the short last paragraph of a text without sections.
func (o *layout) takesLeave(p *part) bool {
	if p.headed || p.end != len(o.p.blocks) || !o.units[o.text(p)].farewell {
		return false
	}
	if p.n.level > 0 {
		return p.words < longOutro
	}
	return p.nth > 0 && p.words < substantial && !o.claimed(p)
}

// claimed reports whether a part has tags that a person set, or names a session near its start.
func (o *layout) claimed(p *part) bool {
	for i := p.first; i < p.end; i++ {
		if u := &o.units[i]; o.p.blocks[i].kind == blockTags || u.known || u.link {
			return true
		}
	}
	return false
}

// text is the first block of a part that is no line of tags.
func (o *layout) text(p *part) int {
	at := p.first
	for at+1 < p.end && o.p.blocks[at].kind == blockTags {
		at++
	}
	return at
}

// after reports whether a block stands right after one of a kind; lines of tags between them do not count.
func (o *layout) after(block int, kind blockKind) bool {
	for block--; block >= 0 && o.p.blocks[block].kind == blockTags; block-- {
	}
	return block >= 0 && o.p.blocks[block].kind == kind
}

// isRow reports whether a block is a row of a table that was cut into its rows.
func (o *layout) isRow(block int) bool {
	b := &o.p.blocks[block]
	return b.kind == blockTable && b.text != ""
}

// tableHead is the line of the head of the table in which a row stands.
func (o *layout) tableHead(row int) int {
	for row > 0 && o.isRow(row) {
		row--
	}
	return o.p.blocks[row].first
}
