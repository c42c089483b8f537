package notefile

import (
	"math"

	"takeaway/internal/kb"
)

// feature is one thing that a learned question looks at: its name, as "show --explain" prints it, and its
// value for a subject of type T.
type feature[T any] struct {
	name string
	of   func(o *layout, s T) float64
}

// values fills row, which is as long as list, with the features of a subject.
func values[T any](o *layout, list []feature[T], s T, row []float64) {
	for i := range list {
		row[i] = list[i].of(o, s)
	}
}

func log1(v float64) float64 { return math.Log1p(max(v, 0)) }

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// splitFeatures are asked about a node with children: is it one takeaway, or are its children?
var splitFeatures = []feature[*node]{
	{"parts look like pieces", func(o *layout, n *node) float64 { return o.apart(n) }},
	{"depth below the title", func(o *layout, n *node) float64 { return o.depth(n) }},
	{"words of a part", func(o *layout, n *node) float64 { return log1(n.kids.mean) }},
	{"parts with a speaker", func(o *layout, n *node) float64 { return n.kids.talks }},
	{"parts with a link to a session", func(o *layout, n *node) float64 { return n.kids.links }},
	{"parts that are talks of the programme", func(o *layout, n *node) float64 { return n.kids.known }},
	{"heading announces several", func(o *layout, n *node) float64 { return flag(n.look.group) }},
	{"parts named as parts of a talk", func(o *layout, n *node) float64 { return n.kids.partish }},
	{"words that neighbouring parts share", func(o *layout, n *node) float64 { return n.kids.overlap }},
	{"siblings with parts", func(o *layout, n *node) float64 { return n.up().split }},
	{"rules part its parts", func(o *layout, n *node) float64 { return max(o.bySplitRules(n), 0) }},
	{"rules keep it whole", func(o *layout, n *node) float64 { return max(-o.bySplitRules(n), 0) }},
	{"rules are silent", func(o *layout, n *node) float64 { return flag(o.bySplitRules(n) == 0) }},
	{"is the title's section", func(o *layout, n *node) float64 { return flag(n == o.top || n.level == 0) }},
	{"is about one session", func(o *layout, n *node) float64 { return flag(o.isTalk(n)) }},
	{"long parts of one session", func(o *layout, n *node) float64 { return flag(o.isTalk(n)) * n.kids.long }},
	{"note on an event", func(o *layout, n *node) float64 { return flag(o.note.event) }},
	{"words", func(o *layout, n *node) float64 { return log1(float64(n.total)) }},
	{"headings below", func(o *layout, n *node) float64 { return log1(n.below()) }},
	{"parts of its parts look like pieces", func(o *layout, n *node) float64 { return o.apartBelow(n) }},
	{"parts with parts", func(o *layout, n *node) float64 { return n.kids.split }},
	{"long parts", func(o *layout, n *node) float64 { return n.kids.long }},
	{"words of the middle part", func(o *layout, n *node) float64 { return log1(n.kids.median) }},
	{"parts that announce several", func(o *layout, n *node) float64 { return n.kids.groups }},
	{"parts whose heading recurs", func(o *layout, n *node) float64 { return n.kids.repeated }},
	{"share of its own text", func(o *layout, n *node) float64 { return share(float64(n.own), float64(n.total)) }},
	{"level beside the dominant", func(o *layout, n *node) float64 { return min(max(float64(n.level+1-o.note.dominant), -3), 3) }},
	{"parts of the commonest level", func(o *layout, n *node) float64 { return flag(n.children[0].level == o.note.dominant) }},
	{"share of the whole note", func(o *layout, n *node) float64 { return share(float64(n.total), o.note.words) }},
}

// SplitLine is how many of the questions on a node the regression is asked; the trees are asked all.
const SplitLine = 17

// below counts the headings below a node.
func (n *node) below() float64 {
	sum := float64(len(n.children))
	for _, c := range n.children {
		sum += c.below()
	}
	return sum
}

// apartBelow is how much the parts of some node below look like pieces; see apart.
func (o *layout) apartBelow(n *node) float64 {
	best := -5.0
	for _, c := range n.children {
		if len(c.children) > 1 {
			best = max(best, o.apart(c), o.apartBelow(c))
		}
	}
	return best
}

// apart says in one number how much the parts of a node look like pieces of their own: they are long, have
// headings that say something, stand under one that announces several and share few words. Parts of one talk
// ("Setup", "Notes", "Notes") are short, called alike and speak of one thing.
func (o *layout) apart(n *node) float64 {
	k := &n.kids
	return 2*flag(n.look.group) - 0.5*k.groups + 0.7*flag(o.note.event) + 0.8*(log1(k.mean)-4.1) + 0.15*(min(k.headWords, 8)-4) + 0.5*min(log1(k.n), 1.8) -
		2.5*k.partish - 2.5*k.repeated - 3*k.overlap - share(float64(n.own), float64(n.total)) - 1
}

// depth counts the headings above a node that are not the title.
func (o *layout) depth(n *node) float64 { return float64(n.depth - o.top.depth) }

// up are the figures about a node and its siblings.
func (n *node) up() *kids {
	if n.parent == nil {
		return &kids{}
	}
	return &n.parent.kids
}

// run are figures about text without headings.
type run struct {
	words, paragraphs, items                           float64
	linked, strong, known, leads, runIns, bolds, longs float64 // shares of the paragraphs, or of the items where there are more
	rules, media                                       float64
	nested                                             float64
	mean                                               float64
}

// wayFeatures are asked about a way of cutting a text without headings: is it the right one?
var wayFeatures = []feature[*way]{
	{"cuts at items", func(o *layout, w *way) float64 { return w.is(wayItems) }},
	{"cuts at leads", func(o *layout, w *way) float64 { return w.is(wayLeads) }},
	{"cuts at rows", func(o *layout, w *way) float64 { return w.is(wayRows) }},
	{"cuts at bold headings", func(o *layout, w *way) float64 { return w.is(wayRunIns) }},
	{"cuts at links", func(o *layout, w *way) float64 { return w.is(wayLinks) }},
	{"cuts at rules", func(o *layout, w *way) float64 { return w.is(wayRules) }},
	{"cuts where the subject turns", func(o *layout, w *way) float64 { return w.is(wayTurns) }},
	{"cuts at paragraphs", func(o *layout, w *way) float64 { return w.is(wayTexts) }},
	{"cuts before a farewell", func(o *layout, w *way) float64 { return w.is(wayTail) }},
	{"cuts as the rules do", func(o *layout, w *way) float64 { return w.is(wayKnown) }},
	{"pieces", func(o *layout, w *way) float64 { return log1(w.n) }},
	{"words a piece", func(o *layout, w *way) float64 { return log1(w.mean) }},
	{"words of the shortest piece", func(o *layout, w *way) float64 { return log1(w.least) }},
	{"unevenness of the pieces", func(o *layout, w *way) float64 { return w.vary }},
	{"share that is cut", func(o *layout, w *way) float64 { return w.covered }},
	{"share of paragraphs that begin pieces", func(o *layout, w *way) float64 { return w.dense }},
	{"words that neighbouring pieces share", func(o *layout, w *way) float64 { return w.overlap }},
	{"words before the first piece", func(o *layout, w *way) float64 { return log1(w.before) }},
	{"ways that agree", func(o *layout, w *way) float64 { return w.agree }},
	{"pieces on sessions", func(o *layout, w *way) float64 { return w.sessions }},
	{"pieces that begin with a title", func(o *layout, w *way) float64 { return w.titled }},
	{"pieces that point back", func(o *layout, w *way) float64 { return w.back }},
	{"pieces that turn to the next", func(o *layout, w *way) float64 { return w.shift }},
	{"rules in the text", func(o *layout, w *way) float64 { return w.run.rules }},
	{"share of list items", func(o *layout, w *way) float64 { return share(w.run.items, w.run.items+w.run.paragraphs) }},
	{"text of the whole note", func(o *layout, w *way) float64 { return flag(o.note.headings == 0) }},
	{"text above all headings", func(o *layout, w *way) float64 { return flag(w.n_.level == 0 && o.note.headings > 0) }},
	{"text over parts", func(o *layout, w *way) float64 { return flag(len(w.n_.children) > 0) }},
	{"heading announces several", func(o *layout, w *way) float64 { return flag(w.n_.look.group) }},
	{"heading frames", func(o *layout, w *way) float64 { return flag(w.n_.look.kind != "") }},
	{"heading is about a session", func(o *layout, w *way) float64 {
		return flag(w.n_.look.known || w.n_.look.speaker || w.n_.look.link)
	}},
	{"share of the note", func(o *layout, w *way) float64 { return share(w.run.words, o.note.words) }},
	{"note is about an event", func(o *layout, w *way) float64 { return flag(o.note.event) }},
	{"note is titled like a talk", func(o *layout, w *way) float64 { return flag(o.note.talkTitle) }},
	{"rules are certain", func(o *layout, w *way) float64 { return flag(o.certain(w) > 0) }},
	{"rules find it too small", func(o *layout, w *way) float64 { return flag(o.crumbles(w)) }},
}

func (w *way) is(k wayKind) float64 { return flag(w.kind == k) }

// part is a piece that the cut gives, before its kind is known.
type part struct {
	n          *node // under which it stands; its heading belongs to the part where headed
	first, end int
	headed     bool
	whole      bool // everything under the node
	words      float64
	nth, of    int // among all parts of the note
	look       partLook
}

// partLook are figures about the text of a part.
type partLook struct {
	farewell, greeting, first, links, items, code, paragraphs, sentences float64
	toTitle, toNote                                                      float64
}

// kindFeatures are asked about a part: of what kind is it?
var kindFeatures = []feature[*part]{
	{"heading", func(o *layout, p *part) float64 { return flag(p.headed) }},
	{"heading ends the note's kind", func(o *layout, p *part) float64 { return p.frames(kb.KindOutro) }},
	{"heading opens", func(o *layout, p *part) float64 { return p.frames(kb.KindIntro) }},
	{"heading of a page's frame", func(o *layout, p *part) float64 { return p.frames(kb.KindBoilerplate) }},
	{"heading promises to sum up", func(o *layout, p *part) float64 { return flag(p.headed && pointed(p.n.heading)) }},
	{"heading is the title", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.title) }},
	{"heading is in the title", func(o *layout, p *part) float64 { return flag(p.headed && o.inTitle(p.n)) }},
	{"is the title's section", func(o *layout, p *part) float64 { return flag(p.n == o.top && p.n.level > 0) }},
	{"heading names a part of a talk", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.partish) }},
	{"siblings named as parts of a talk", func(o *layout, p *part) float64 { return p.n.up().partish }},
	{"heading announces several", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.group) }},
	{"heading is a day", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.day) }},
	{"heading speaks of an event", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.event) }},
	{"heading names a speaker", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.speaker) }},
	{"heading links to a session", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.link) }},
	{"heading is a talk of the programme", func(o *layout, p *part) float64 { return flag(p.headed && p.n.look.known) }},
	{"names a talk of the programme", func(o *layout, p *part) float64 { return flag(!p.headed && o.units[o.text(p)].known) }},
	{"siblings that are talks of the programme", func(o *layout, p *part) float64 { return p.n.up().known }},
	{"heading is generic", func(o *layout, p *part) float64 { return flag(p.headed && generic(p.n.heading)) }},
	{"depth below the title", func(o *layout, p *part) float64 { return o.depth(p.n) }},
	{"own text over parts", func(o *layout, p *part) float64 { return flag(!p.whole && len(p.n.children) > 0) }},
	{"words", func(o *layout, p *part) float64 { return log1(p.words) }},
	{"words beside a part's", func(o *layout, p *part) float64 { return share(p.words, p.n.kids.mean) }},
	{"first of the note", func(o *layout, p *part) float64 { return flag(p.nth == 0) }},
	{"number from the start", func(o *layout, p *part) float64 { return min(float64(p.nth), 6) }},
	{"number from the end", func(o *layout, p *part) float64 { return min(float64(p.of-1-p.nth), 6) }},
	{"last of the note", func(o *layout, p *part) float64 { return flag(p.nth == p.of-1) }},
	{"above all headings", func(o *layout, p *part) float64 { return flag(p.n.level == 0 && o.note.headings > 0) }},
	{"says goodbye or invites", func(o *layout, p *part) float64 { return p.look.farewell }},
	{"greets", func(o *layout, p *part) float64 { return p.look.greeting }},
	{"links to sessions", func(o *layout, p *part) float64 { return p.look.links }},
	{"share of list items", func(o *layout, p *part) float64 { return p.look.items }},
	{"code", func(o *layout, p *part) float64 { return p.look.code }},
	{"sentences", func(o *layout, p *part) float64 { return log1(p.look.sentences) }},
	{"words shared with the title", func(o *layout, p *part) float64 { return p.look.toTitle }},
	{"note is about an event", func(o *layout, p *part) float64 { return flag(o.note.event) }},
}

// frames reports whether the heading of a part suggests a kind.
func (p *part) frames(k kb.Kind) float64 { return flag(p.headed && p.n.look.kind == k) }
