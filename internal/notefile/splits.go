package notefile

import (
	"strings"

	"takeaway/internal/kb"
)

// splits decides whether the children of a node are pieces: by the programme where it is sure, else as the
// decisions say.
func (o *layout) splits(by decisions, n *node) bool {
	switch {
	case by.sure("split"):
		return by.split(o, n)
	case o.mustSplit(n), n.level == 0 && len(n.children) == 1, n.depth < o.top.depth:
		return true
	case o.sections(n):
		return true
	case n.kids.n >= 2 && n.kids.question > 0.99 && n.own < smallOwn:
		return true // questions and answers
	}
	return by.split(o, n)
}

// sections reports whether the children of a node are the sections of a note on an event, or of a short one that is not on
// one session.
func (o *layout) sections(n *node) bool {
	if n != o.top && n.level > 0 || o.isTalk(n) {
		return false
	}
	return o.note.event || n.kids.n < 3 || n.kids.median < stub
}

// bySplitRules is what the rules say of the children of a node: 1 they are pieces, -1 they are not, 0 nothing.
func (o *layout) bySplitRules(n *node) float64 {
	if !n.ruled {
		n.ruled, n.rule = true, o.splitRule(n)
	}
	return n.rule
}

func (o *layout) splitRule(n *node) float64 {
	k, talk, top := &n.kids, o.isTalk(n), n == o.top || n.level == 0
	switch {
	case !talk && k.n >= 2 && (k.sessions >= 2 || k.talks > 0.5), n.level == 0 && n.children[0].look.kind == kb.KindBoilerplate && k.known > 0:
		return 1
	case talk && k.talks <= 0.2 && k.sessions*4 <= k.n && k.median < longSection:
		return -1
	case k.n >= 2 && swallows(n.heading) && k.mean >= 25 && k.kinds < 0.5:
		return 1 // "KubeCon", "Agenda": the word speaks of its own text only
	case k.n >= 2 && k.question > 0.99 && n.own < smallOwn:
		return 1 // questions and answers
	case top && !talk && (o.note.event || k.n < 3 || k.median < stub || k.median >= longSection):
		return 1
	}
	return 0
}

// swallows reports whether a heading frames where nothing stands under it, and gathers where much does.
func swallows(heading string) bool {
	return strings.Contains(framingHeadings, "|"+strings.ToLower(strings.Trim(heading, " :.!?"))+"|")
}

// isTalk reports whether a node is about one session: its heading, or the title of the note, is in the
// programme, speakers are named above its sections, or the title says so.
func (o *layout) isTalk(n *node) bool {
	if n.level > 0 && n != o.top {
		return n.look.known
	}
	return n.look.known || o.note.titleKnown || o.note.speakersAbove || o.note.talkCalled
}

// Words of the middle section of a note that is not about an event. Sections of fewer words than stub are
// entries, not text; from longSection on they stand alone, though the note may be on one talk (the labelling
// guide's "substantial").
const (
	stub        = 15
	longSection = 80
)

// mustSplit reports whether what a person wrote under the headings below a node says that its parts are
// takeaways: hashtags, or which talk each is about.
func (o *layout) mustSplit(n *node) bool {
	for i, c := range n.children {
		if i > 0 && (c.look.tagged || c.look.stated) {
			return true
		}
	}
	return false
}
