package notefile

import (
	"slices"

	"takeaway/internal/kb"
)

// starts are the blocks of a node's own text at which a piece begins, beside its first: those of the way that
// is most probably right, and of a farewell at the end.
func (o *layout) starts(by decisions, n *node) []int {
	r := o.runOf(n.body(), n.ownEnd())
	ways := o.ways(n, &r)
	best, most := -1, 0.0
	var tail []int
	for i := range ways {
		w := &ways[i]
		score := by.way(o, w)
		if !by.sure("way") {
			if o.crumbles(w) {
				continue
			}
			if sure := o.certain(w); sure > 0 {
				score = sure
			}
		}
		switch {
		case w.kind == wayTail && (score > 0 || o.leaves(by, n, w.starts[0])):
			tail = w.starts
		case score > most:
			best, most = i, score
		}
	}
	at := tail
	if best >= 0 {
		at = append(slices.Clone(ways[best].starts), tail...)
		slices.Sort(at)
		at = slices.Compact(at)
	}
	first := n.first
	if n.level > 0 {
		first++ // tags right under the heading are those of the section
	}
	for i, b := range at {
		if b > 0 && o.p.blocks[b-1].kind == blockTags && b-1 > first {
			at[i] = b - 1 // its own tags stand above it
		}
	}
	return slices.Compact(at)
}

// page is how many words of prose are a page, which holds three subjects at most.
const page = 180

// crumb is the least number of words, on average, of pieces: a list of titles with their speakers is one piece. Paragraphs
// on sessions may be shorter.
const crumb = 20

// crumbles reports whether a way cuts text smaller than its subjects are.
func (o *layout) crumbles(w *way) bool {
	items, sessions := w.kind == wayItems || w.kind == wayLeads, w.sessions >= 0.5
	if w.mean < crumb && (items || !sessions) {
		return true
	}
	if w.listed > 0.7 {
		return true // recordings by title
	}
	prose := w.kind == wayTurns || w.kind == wayTexts || w.kind == wayKnown
	return prose && len(w.starts) > 1 && w.run.paragraphs > w.run.items && w.mean < page/3 && w.sessions < 0.5 && w.titled < 0.5
}

// leaves reports whether the note says goodbye from a block of its last section on.
func (o *layout) leaves(by decisions, n *node, block int) bool {
	if n.end != len(o.p.blocks) || n.level == 0 {
		return false
	}
	p := o.part(n, block, n.end, false)
	p.nth, p.of = 1, 2
	return o.kindOf(by, &p) == kb.KindOutro
}

// certain is how sure a way is without being asked about, 0 where it is not: it cuts at thematic breaks in a text
// without headings, at paragraphs that each tell of another session, or as the rules do in a text of that kind.
func (o *layout) certain(w *way) float64 {
	titled := w.n_.level > 0 && w.n_.first == 0
	alone := o.note.headings == 0 || o.note.headings == 1 && titled
	switch {
	case w.kind == wayKnown && o.isRow(w.starts[0]):
		return 40
	case w.mean < 15 || len(w.starts) < 2 && w.n_.level > 0:
	case w.kind == wayRules && alone:
		return 30
	case w.kind == wayLinks && w.dense >= 0.5 && o.tells(w):
		return 20
	case w.kind == wayKnown && (alone || w.n_.look.group || w.n <= 12):
		return 10
	}
	return 0
}

// tells reports whether the pieces of a way tell of sessions, three at least and most of them.
func (o *layout) tells(w *way) bool {
	told := w.sessions * w.n
	return told > 2.9 && w.sessions >= 0.74
}

// runOf works out the figures about text without headings.
func (o *layout) runOf(first, end int) run {
	var r run
	for i := first; i < end; i++ {
		switch b := &o.p.blocks[i]; b.kind {
		case blockText:
			r.paragraphs++
		case blockItem, blockTable:
			r.items++
		case blockRule:
			r.rules++
		case blockMedia:
			r.media++
		}
		r.words += float64(o.p.blocks[i].words)
	}
	main, n := blockText, r.paragraphs
	if r.items > r.paragraphs {
		main, n = blockItem, r.items
	}
	if n == 0 {
		return r
	}
	for i := first; i < end; i++ {
		b, u := &o.p.blocks[i], &o.units[i]
		if b.kind != main {
			continue
		}
		r.linked += flag(u.link) / n
		r.known += flag(u.known) / n
		r.strong += flag(u.strong) / n
		r.leads += flag(u.leads) / n
		r.runIns += flag(u.runIn) / n
		r.bolds += flag(u.bold) / n
		r.longs += flag(b.words >= 30) / n
		r.nested += flag(u.nested) / n
		r.mean += float64(b.words) / n
	}
	return r
}

// ruleStarts are the blocks at which the rules for lists, leads in bold, tables and long texts begin pieces in the
// own text of a node, beside its first.
func (o *layout) ruleStarts(n *node) []int {
	c := o.cutter
	saved := c.up.Pieces
	c.up.Pieces, c.dry = nil, true
	defer func() { c.up.Pieces, c.dry = saved, false }()
	end := n.ownEnd()
	switch {
	case n.level == 0 && len(n.children) == 0:
		c.prose(0, end, true)
	case n.level > 0 && len(n.children) == 0:
		s := &section{level: n.level, heading: n.heading, first: n.first, end: end, own: n.own, total: n.own}
		if n.look.speaker {
			s.talk = &kb.Talk{}
		}
		c.leaf(s)
	}
	var at []int
	b := n.first
	for i := range c.up.Pieces {
		line := c.up.Pieces[i].Line - 1
		for b < end && o.p.blocks[b].first < line {
			b++
		}
		if b > n.first && b < end && o.p.blocks[b].first == line {
			at = append(at, b)
		}
	}
	return at
}
