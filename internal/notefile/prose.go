package notefile

import (
	"strings"
	"unicode"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// prose makes pieces of blocks that have no headings. Whole says that they are the whole note.
func (c *cutter) prose(first, end int, whole bool) {
	if c.words(first, end) == 0 {
		c.piece(first, end, "", kb.KindBoilerplate)
		return
	}
	var items, rules, text int
	for i := first; i < end; i++ {
		b := &c.p.blocks[i]
		switch b.kind {
		case blockItem:
			items += b.words
		case blockRule:
			rules++
		case blockText:
			text += b.words
		}
	}
	switch total := c.words(first, end); {
	case items*2 > total && c.listStructure(first, end):
	case whole && (c.runIns(nil, first, end) || c.rows(nil, first, end)):
	case !c.event && (items*2 > total || total < 4*substantial):
		c.piece(first, end, "", kb.KindTakeaway)
	case items*10 > total*7:
		c.piece(first, end, "", kb.KindTakeaway)
	case rules >= 2:
		c.byRules(first, end)
	default:
		c.bySubject(first, end)
	}
}

// listStructure cuts at the top-level items where each carries a list of its own or is long. It reports
// whether it did.
func (c *cutter) listStructure(first, end int) bool {
	n, long, start := 0, 0, -1
	for i := first; i < end; i++ {
		b := &c.p.blocks[i]
		if b.kind != blockItem {
			continue
		}
		if start < 0 {
			start = i
		}
		n++
		if b.words >= substantial || (b.bold || b.ordered) && c.saysMore(b) {
			long++
		}
	}
	if n < 3 || long < 3 || long*2 < n {
		return false
	}
	if start > first {
		c.piece(first, start, "", kb.KindIntro)
	}
	for i := start; i < end; {
		j := i + 1
		for j < end && c.p.blocks[j].kind != blockItem {
			j++
		}
		kind := kb.KindTakeaway
		if c.words(i, j) < 15 {
			kind = kb.KindContainer
		}
		c.piece(i, j, itemLead(c.decode(c.p.blocks[i].text)), kind)
		i = j
	}
	return true
}

// saysMore reports whether an item has two sentences and more, and not just short ones.
func (c *cutter) saysMore(b *block) bool {
	text := c.span(b.first, b.last)
	return b.words >= 25 && sentences(plain(text[:min(weighLimit, len(text))])) >= 2
}

// byRules cuts at thematic breaks.
func (c *cutter) byRules(first, end int) {
	start := first
	for i := first; i <= end; i++ {
		if i < end && (c.p.blocks[i].kind != blockRule || c.words(start, i) < 30 || c.words(i, end) < 10) {
			continue
		}
		if start == first && i < end && c.words(start, i) < 3*substantial {
			c.piece(start, i, "", kb.KindIntro)
		} else {
			c.unheaded(start, i, start == first, i == end)
		}
		start = i
	}
}

// bySubject cuts where a paragraph turns to another subject: a paragraph of some length that shares few
// words with the one before and does not begin by pointing back.
func (c *cutter) bySubject(first, end int) {
	start, size := first, 0
	before := map[string]bool{}
	for i := first; i < end; i++ {
		b := &c.p.blocks[i]
		if under := i == start+1 && c.p.blocks[start].kind == blockHeading; b.kind == blockTags && size > 0 && !under {
			c.unheaded(start, i, start == first, false)
			start, size, before = i, 0, map[string]bool{}
		}
		if b.kind != blockText || b.words < 12 {
			size += b.words
			continue
		}
		raw := c.span(b.first, b.last)
		words := subjectWords(plain(raw[:min(len(raw), weighLimit)]))
		enough, least := 40, 25
		if i > first && c.p.blocks[i-1].kind == blockMedia {
			enough, least = 15, 15 // a picture or a recording closed the subject
		}
		if size >= enough && b.words >= least && c.turns(i, size, words, before) {
			c.unheaded(start, i, start == first, false)
			start, size = i, 0
			clear(before)
		}
		for w := range words {
			before[w] = true
		}
		size += b.words
	}
	if start < end {
		c.unheaded(start, end, start == first, true)
	}
}

// turns reports whether paragraph i leaves the subject whose words are known and that was size words long.
func (c *cutter) turns(i, size int, words, before map[string]bool) bool {
	if prev := c.p.blocks[i-1]; prev.kind == blockText && strings.HasSuffix(strings.TrimSpace(c.at(prev.last)), ":") {
		return false
	}
	shared := 0
	for w := range words {
		if before[w] {
			shared++
		}
	}
	if b := &c.p.blocks[i]; b.words >= 90 && size >= 90 {
		return shared*100 < len(words)*c.tolerance()
	}
	begin := strings.ToLower(strings.Join(strings.Fields(c.at(c.p.blocks[i].first)), " "))
	for _, w := range goingOn {
		if strings.HasPrefix(begin, w) {
			return false
		}
	}
	return shared*100 < len(words)*c.tolerance()
}

// tolerance is the share of a paragraph's subject words, in percent, that may be known already when it
// turns to something new.
func (c *cutter) tolerance() int { return 34 }

// subjectWords are the words that carry the subject: names, and longer words, cut to their first letters
// in place of a stemmer.
func subjectWords(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if r := []rune(w); prose.IsWide(r[0]) {
			for i := 0; i+1 < len(r); i++ {
				out[string(r[i:i+2])] = true // scripts without spaces: pairs of letters
			}
			continue
		}
		if len(w) < 5 && !isUpper(w) || len(w) < 3 {
			continue
		}
		w = strings.ToLower(w)
		if commonWords[w] {
			continue
		}
		if len(w) > 6 && w[0] < 0x80 {
			w = w[:6]
		}
		out[w] = true
	}
	return out
}

// unheaded makes a piece without a heading of its own and decides its kind by its words.
func (c *cutter) unheaded(first, end int, atStart, atEnd bool) {
	words := c.words(first, end)
	kind := kb.KindTakeaway
	text := ""
	for i := first; i < end && len(text) < 1200; i++ {
		if b := &c.p.blocks[i]; b.words > 0 {
			raw := c.span(b.first, b.last)
			text += " " + raw[:min(len(raw), 1200)]
		}
	}
	switch {
	case words == 0:
		kind = kb.KindBoilerplate
	case atStart && !atEnd && (words < 40 || cued(text, introCues)):
		kind = kb.KindIntro
	case atEnd && !atStart && words < 130 && (words < 25 || cued(text, outroCues)):
		kind = kb.KindOutro
	}
	c.piece(first, end, "", kind)
}

// medley cuts a section that gathers unlike things at its paragraphs with a link. It reports whether it did.
func (c *cutter) medley(s *section, end int) bool {
	low, found := strings.ToLower(s.heading)+" ", false
	for _, w := range medleyWords {
		found = found || strings.HasPrefix(low, w)
	}
	if !found || weight(low) > 6 {
		return false
	}
	var starts []int
	for i := s.first + 1; i < end; i++ {
		if b := &c.p.blocks[i]; b.kind == blockText && strings.Contains(c.span(b.first, b.last), "](http") {
			if i > s.first+1 && c.p.blocks[i-1].kind == blockTags {
				starts = append(starts, i-1) // its own tags
				continue
			}
			starts = append(starts, i)
		}
	}
	if len(starts) < 3 || (c.words(starts[0], end))/len(starts) < 15 {
		return false
	}
	c.piece(s.first, starts[0], s.heading, kb.KindContainer)
	for k, i := range starts {
		next := end
		if k+1 < len(starts) {
			next = starts[k+1]
		}
		c.piece(i, next, "", kb.KindTakeaway)
	}
	return true
}

// giant cuts a long section without sub-headings that is nearly the whole note, or a day of it, at its changes of subject. It
// reports whether it did.
func (c *cutter) giant(s *section, end int) bool {
	paragraphs := 0
	for _, b := range c.p.blocks[s.first+1 : end] {
		if b.kind == blockText && b.words >= 15 {
			paragraphs++
		}
	}
	day := isDay(s.heading)
	most := s.total*3 >= c.total*2 // of the note
	if paragraphs < 6 || s.total < 6*substantial || !(most || day) || c.oneTalk || s.talk != nil {
		return false
	}
	if day {
		c.piece(s.first, s.first+1, s.heading, kb.KindContainer)
		c.bySubject(s.first+1, end)
		return true
	}
	at := len(c.up.Pieces)
	c.bySubject(s.first, end)
	if len(c.up.Pieces) > at {
		head := &c.up.Pieces[at]
		head.Heading, head.Kind = s.heading, kb.KindTakeaway
	}
	return true
}

// isDay reports whether a heading names a day of the event and nothing else.
func isDay(heading string) bool { return beginsDay(letterWords(heading)) }

// beginsDay is isDay of the words of a heading.
func beginsDay(fields []string) bool {
	if len(fields) == 0 || len(fields) > 5 {
		return false
	}
	numbered := fields[0] == "day" && len(fields) > 1
	return numbered || fields[0] == "jour" || fields[0] == "tag" || weekday(fields[0])
}
