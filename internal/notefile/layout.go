package notefile

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"takeaway/internal/kb"
	"takeaway/internal/programme"
)

// node is a heading with everything under it, as the learned questions see it. The root has level 0 and no
// heading.
type node struct {
	parent     *node
	nth, depth int // among its parent's children; the root has depth 0
	children   []*node
	level      int
	heading    string
	first, end int // blocks: [first, end)
	own, total int // words of its own text, and with everything below
	look       look
	kids       kids
	sessions   float64  // links to sessions in it, each once
	words      []uint32 // the words that carry its subject, see subjectHashes
	ruled      bool     // rule is known
	rule       float64  // see bySplitRules
}

// look is what a heading and the first lines under it show.
type look struct {
	kind     kb.Kind // that the words of the heading suggest
	size     int     // words of the heading
	speaker  bool    // names a speaker, or a line under it does
	link     bool    // links to a session or its recording, or the line under it does
	day      bool    // names a day and nothing else
	timed    bool    // begins with a time of day
	event    bool    // speaks of an event
	numbered bool
	question bool
	labelled bool // "Word: rest"
	repeated bool // another heading of the note is the same
	tagged   bool // a line of hashtags stands right under it
	stated   bool // a list right under it says which talk it is about: "- Talk: …"
	title    bool // is the title of the note
	group    bool // announces several: "Talks", "Lightning talks", "Day 2"
	partish  bool // names a part of a talk: "Setup", "Notes", "Step 2"
	known    bool // is, or holds, the title of a talk of the programme
}

// kids are figures about the children of a node.
type kids struct {
	n                               float64
	mean, median, least, most, vary float64 // words of each; vary is the deviation over the mean
	talks, links, kinds, repeated   float64 // shares
	known, groups, partish          float64
	sessions                        float64 // how many are talks of the programme or link to a session
	short, long, split, bold, bare  float64
	headWords, oneWord, numbered    float64
	labelled, days, timed, question float64
	hash                            float64
	same                            float64 // share that begins with the word that most begin with
	overlap                         float64 // mean of the words that neighbours share
	below                           float64 // their children, on average
}

// layout is the tree of a note's headings, with what the learned questions are asked about.
type layout struct {
	*cutter
	root     *node
	top      *node   // whose children are the note's sections: the root, or the one heading that titles the note
	nodes    []*node // all, in the order of the note; the root is first
	units    []unit  // by block
	note     noteLook
	titleSet []uint32 // subject words of the title
}

// noteLook are figures about the whole note.
type noteLook struct {
	words, headings         float64
	event, talkTitle        bool
	talkCalled              bool    // the title says "talk", and no event
	titleKnown              bool    // the title is that of a talk of the programme
	speakersAbove           bool    // speakers are named above the sections, as in notes on one talk
	talks, links, known     float64 // shares of the headings
	firsts                  float64 // headings of the first level
	linked                  float64 // share of the paragraphs that link to a session
	perHeading              float64 // words
	dominant                int     // the level with most headings that have text
	paragraphs, items, code float64 // paragraphs; words in items and in code
}

// newLayout builds the tree.
func (c *cutter) newLayout() *layout {
	o := &layout{cutter: c, units: c.readUnits()}
	all := make([]node, 1, 1+c.p.headings()) // never grows: there are pointers into it
	o.root = &all[0]
	o.root.end = len(c.p.blocks)
	o.nodes = append(make([]*node, 0, cap(all)), o.root)
	at := o.root
	for i := range c.p.blocks {
		b := &c.p.blocks[i]
		if b.kind != blockHeading {
			at.own += b.words
			at.sessions += flag(o.units[i].link)
			continue
		}
		for at.level >= b.level {
			at.end = i
			at = at.parent
		}
		all = append(all, node{sessions: flag(o.units[i].link), parent: at, nth: len(at.children), depth: at.depth + 1, level: b.level, heading: c.decode(b.text), first: i, end: len(c.p.blocks)})
		n := &all[len(all)-1]
		at.children = append(at.children, n)
		o.nodes = append(o.nodes, n)
		at = n
	}
	o.top = o.root
	for len(o.top.children) == 1 && len(o.top.children[0].children) > 0 && (o.top.level == 0 || o.subtitled(o.top)) {
		o.top = o.top.children[0]
	}
	o.readLooks()
	for _, n := range slices.Backward(o.nodes) { // children come after their parents
		n.total = n.own
		for _, child := range n.children {
			n.total += child.total
			n.sessions += child.sessions
		}
		o.readWords(n)
		n.kids = kidsOf(n)
	}
	o.readNote()
	return o
}

// subtitled reports whether the one heading right under a title holds all there is, so that it says more about
// the title rather than heads a section.
func (o *layout) subtitled(title *node) bool {
	s := title.children[0]
	return title.own == 0 && len(s.children) > 1 && s.level < levelBold && headingKind(s.heading) == "" && headingTalk(s.heading) == nil
}

// ownEnd is the block at which the node's own text ends.
func (n *node) ownEnd() int {
	if len(n.children) > 0 {
		return n.children[0].first
	}
	return n.end
}

// body is the first block of the node's own text.
func (n *node) body() int {
	if n.level == 0 {
		return n.first
	}
	return n.first + 1
}

// readLooks fills look of every heading.
func (o *layout) readLooks() {
	times := map[string]int{}
	for _, n := range o.nodes[1:] {
		times[strings.ToLower(n.heading)]++
	}
	title := kb.Slug(o.up.Title)
	for _, n := range o.nodes[1:] {
		b := &o.p.blocks[n.first]
		h, l := n.heading, &n.look
		from, to := min(b.last+1, len(o.lines)), o.lineAt(n.ownEnd())
		talk := o.talkOf(h, from, to)
		key, rest, _ := strings.Cut(h, ": ")
		words := letterWords(h)
		*l = look{kind: headingKind(h), size: weight(h), day: beginsDay(words) || onlyDayWords(words), timed: slot(h) != h, event: eventWords(h),
			speaker: talk != nil && len(talk.Speakers) > 0, link: o.linked(n), numbered: h != "" && startsNumber(h+" x"),
			question: strings.HasSuffix(h, "?") || strings.HasSuffix(h, "？"), labelled: rest != "" && len(key) < 30, repeated: times[strings.ToLower(h)] > 1,
			title: title != "" && kb.Slug(h) == title, known: knownTitle(h), group: groups(words), partish: partHeading(h)}
		if next := n.first + 1; next < n.end && o.p.blocks[next].kind == blockTags && o.words(next, n.end) > 0 {
			l.tagged = true
		}
		l.stated = o.statesTalk(n)
	}
}

// statesTalk reports whether the first line under a heading and its hashtags says, in the way of our notes,
// which talk the section is about or whose words it has.
func (o *layout) statesTalk(n *node) bool {
	next := n.first + 1
	for next < n.end && o.p.blocks[next].kind == blockTags {
		next++
	}
	if next >= n.end || o.p.blocks[next].kind != blockItem {
		return false
	}
	b := &o.p.blocks[next]
	label, _, ok := strings.Cut(strings.TrimLeft(o.span(b.first, b.last), "-*+ \t"), ":")
	if !ok || len(label) > len("Speakers") {
		return false
	}
	switch strings.ToLower(label) {
	case "talk", "speaker", "speakers", "said by":
		return true
	}
	return false
}

// linked reports whether a heading links to a session, or the short line under it.
func (o *layout) linked(n *node) bool {
	b := &o.p.blocks[n.first]
	if raw := o.span(b.first, b.last); sessionLink(raw[:min(len(raw), reach)]) {
		return true
	}
	next := n.first + 1
	for next < n.end && o.p.blocks[next].kind == blockTags {
		next++
	}
	if next >= n.end {
		return false
	}
	under := &o.p.blocks[next]
	raw := o.span(under.first, under.last)
	return under.kind != blockItem && under.kind != blockHeading && len(raw) < 600 && sessionLink(raw)
}

// sessionLink reports whether text links to a session of a programme or to a recording.
func sessionLink(s string) bool {
	switch {
	case strings.Contains(s, "sched.co") && holdsAny(s, "sched.com", "sched.co/"),
		strings.Contains(s, "youtu") && holdsAny(s, "youtube.com/watch", "youtu.be/", "youtube.com/embed"):
		return true
	}
	return holdsAny(s, "sessionize.com", "/sessions/", "/talks/")
}

func holdsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(s, part) })
}

// readNote fills the figures about the note.
func (o *layout) readNote() {
	l := &o.note
	l.words = float64(o.root.total)
	l.headings = float64(len(o.nodes) - 1)
	l.event, l.talkTitle = o.namesEvent(), headingTalk(o.up.Title) != nil || knownTitle(o.up.Title)
	l.titleKnown = knownTitle(o.up.Title)
	l.talkCalled = !l.event && holdsWord(o.up.Title, "talk")
	l.speakersAbove = o.namesSpeakers(o.top) || o.up.Talk != nil && len(o.up.Talk.Speakers) > 0
	var levels [levelBare + 1]float64
	for _, n := range o.nodes[1:] {
		l.talks += flag(n.look.speaker)
		l.links += flag(n.look.link)
		l.known += flag(n.look.known)
		l.firsts += flag(n.level == 1)
		if n.own >= 20 {
			levels[n.level]++
		}
	}
	for level, n := range levels {
		if n > levels[l.dominant] {
			l.dominant = level
		}
	}
	if l.headings > 0 {
		l.talks, l.links, l.known, l.perHeading = l.talks/l.headings, l.links/l.headings, l.known/l.headings, l.words/l.headings
	}
	for i := range o.units {
		u := &o.units[i]
		switch b := &o.p.blocks[i]; b.kind {
		case blockText:
			if b.words >= 12 {
				l.paragraphs++
				l.linked += flag(u.link)
			}
		case blockItem:
			l.items += float64(b.words)
		case blockCode:
			l.code += float64(b.words)
		}
	}
	if l.paragraphs > 0 {
		l.linked /= l.paragraphs
	}
}

// namesEvent reports whether the title speaks of an event, or of a whole of sessions, rather than of one talk.
func (o *layout) namesEvent() bool {
	return o.event
}

// kidsOf works out the figures about the children of a node, whose own figures are known.
func kidsOf(n *node) kids {
	k := kids{n: float64(len(n.children))}
	if k.n == 0 {
		return k
	}
	var sizes []float64
	firsts := map[string]float64{}
	for i, c := range n.children {
		l := &c.look
		size := float64(c.total)
		sizes = append(sizes, size)
		k.mean += size / k.n
		k.talks += flag(l.speaker) / k.n
		k.links += flag(l.link) / k.n
		k.known += flag(l.known) / k.n
		k.sessions += flag(l.known || l.link)
		k.partish += flag(l.partish) / k.n
		k.groups += flag(l.group) / k.n
		k.kinds += flag(l.kind != "") / k.n
		k.repeated += flag(l.repeated) / k.n
		k.short += flag(size < 25) / k.n
		k.long += flag(size >= substantial) / k.n
		k.split += flag(len(c.children) > 1) / k.n
		k.bold += flag(c.level == levelBold) / k.n
		k.bare += flag(c.level == levelBare) / k.n
		k.hash += flag(l.tagged) / k.n
		k.headWords += float64(l.size) / k.n
		k.oneWord += flag(l.size <= 1) / k.n
		k.numbered += flag(l.numbered) / k.n
		k.labelled += flag(l.labelled) / k.n
		k.days += flag(l.day) / k.n
		k.timed += flag(l.timed) / k.n
		k.question += flag(l.question) / k.n
		k.below += float64(len(c.children)) / k.n
		if i > 0 {
			k.overlap += shared(n.children[i-1].words, c.words) / (k.n - 1)
		}
		word, _, _ := strings.Cut(strings.ToLower(c.heading), " ")
		firsts[word]++
		k.same = max(k.same, firsts[word]/k.n)
	}
	for _, s := range sizes {
		k.vary += (s - k.mean) * (s - k.mean) / k.n
	}
	k.vary = math.Sqrt(k.vary) / max(k.mean, 1)
	slices.Sort(sizes)
	k.median, k.least, k.most = sizes[len(sizes)/2], sizes[0], sizes[len(sizes)-1]
	return k
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// knownTitle reports whether a heading is the title of a talk of the programme, or holds one beside its
// speaker.
func knownTitle(s string) bool {
	if s = slot(s); strings.Count(s, " ") < 2 {
		return false
	}
	if programme.IsTitle(s) {
		return true
	}
	for _, sep := range []string{" - ", " – ", " — ", " | ", " by ", " ("} {
		for from := s; ; {
			i := strings.LastIndex(from, sep)
			if i < 0 {
				break
			}
			if programme.IsTitle(strings.TrimSpace(s[:i])) || programme.IsTitle(strings.TrimSpace(s[i+len(sep):])) {
				return true
			}
			from = s[:i]
		}
	}
	return false
}

// namesSpeakers reports whether a line with speakers stands in the own text of a node, or a heading "Speakers"
// right below it.
func (o *layout) namesSpeakers(n *node) bool {
	if len(n.children) > 0 && speakerLabel(n.children[0].heading) {
		return true
	}
	for i := n.first; i < n.ownEnd() && i < n.first+12; i++ {
		b := &o.p.blocks[i]
		for at := b.first; at <= b.last && at < b.first+12; at++ {
			raw := o.at(at)
			if speakerLabel(plain(raw[:min(len(raw), 200)])) {
				return true
			}
		}
	}
	return false
}

// groups reports whether the words of a heading announce several sessions or subjects.
func groups(words []string) bool {
	if len(words) > 8 {
		return false
	}
	if len(words) > 2 && words[0] == "what" && (words[1] == "i" || words[1] == "we") {
		return true // "What I learned"
	}
	return onlyDayWords(words) || slices.ContainsFunc(words, func(w string) bool { return listed(groupWords, w) })
}

// letterWords are the runs of letters and digits of a text, in lower case.
func letterWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// listed reports whether a word is in a list that has blanks between and around its words.
func listed(list, word string) bool {
	for from := 0; ; {
		i := strings.Index(list[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		if i > 0 && list[i-1] == ' ' && end < len(list) && list[end] == ' ' {
			return true
		}
		from = i + 1
	}
}

// partHeading reports whether a heading names a part of a talk rather than a subject of its own.
func partHeading(h string) bool {
	low := strings.ToLower(strings.TrimSpace(h))
	if i := marker(low + " x"); i > 0 && i < len(low) {
		low = strings.TrimSpace(low[i:])
	}
	if weight(low) > 6 {
		return false
	}
	for _, w := range partWords {
		if strings.HasPrefix(low, w) && (len(low) == len(w) || !wordByte(low[len(w)])) {
			return true
		}
	}
	return false
}

// speakerLabel reports whether a line is, or begins with, a label for speakers: "Speakers:". "By" is none: so
// begin the lines that name an author.
func speakerLabel(s string) bool {
	key, _, _ := strings.Cut(s, ":")
	key = strings.ToLower(strings.Trim(key, " -*"))
	return speakerKeys[key] && key != "by"
}
