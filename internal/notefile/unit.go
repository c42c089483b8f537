package notefile

import (
	"strings"
	"sync"

	"takeaway/internal/programme"
)

// unit is what a block of text shows: a paragraph, an item, a row.
type unit struct {
	words     []uint32 // that carry its subject
	link      bool     // links to a session or a recording
	leads     bool     // begins with a link
	known     bool     // has the title of a talk of the programme near its start
	strong    bool     // has a link or a title in bold near its start
	bold      bool     // begins in bold
	runIn     bool     // begins with a heading in bold
	quoted    bool     // has something in quotation marks near its start
	back      bool     // begins by pointing back: "This", "However"
	colon     bool     // ends with a colon
	nested    bool     // an item with a list of its own
	sentences int
	farewell  bool // says goodbye, or invites
	greeting  bool
	first     bool // speaks in the first person
	shift     bool // begins with words that turn to something else: "Next", "Another"
}

// readUnits looks at every block.
func (c *cutter) readUnits() []unit {
	units := make([]unit, len(c.p.blocks))
	for i := range c.p.blocks {
		b := &c.p.blocks[i]
		switch b.kind {
		case blockText, blockItem, blockQuote, blockTable, blockHeading:
		default:
			continue
		}
		raw := c.span(b.first, b.last)
		raw = raw[:min(len(raw), weighLimit)]
		u := &units[i]
		u.link = sessionLink(raw)
		text := b.plain
		if b.kind == blockTable && b.text != "" { // a row
			text = plain(raw)
		}
		u.words = subjectHashes(text)
		if b.kind == blockHeading {
			continue
		}
		t := strings.TrimSpace(raw)
		t = t[marker(t):]
		start := t[:min(len(t), 160)]
		u.leads = strings.HasPrefix(t, "[") || strings.HasPrefix(t, "**[") || strings.HasPrefix(t, "*[") || strings.HasPrefix(t, "_[")
		u.strong = strings.Contains(start, "**") || strings.Contains(start, "](http")
		u.bold = strings.HasPrefix(t, "**") || strings.HasPrefix(t, "__")
		u.runIn = runIn(strings.TrimSpace(c.at(b.first))) != ""
		u.known = titleIn(t[:min(len(t), 400)])
		u.quoted = strings.ContainsAny(start, "\"“«") || strings.Contains(start, "「")
		low := strings.ReplaceAll(strings.ToLower(text[:min(len(text), 1200)]), "’", "'")
		u.farewell, u.greeting = outroCued().in(low) || isBio(t), introCued().in(low)
		low = strings.TrimLeft(low[:min(len(low), 160)], "*_>#-+• 0123456789.)")
		u.back, u.shift = begins(low, backWords), begins(low, turnWords)
		u.colon = strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")
		u.nested = b.kind == blockItem && b.last > b.first
		u.sentences = sentences(text)
		u.first = strings.HasPrefix(low, "i ") || strings.HasPrefix(low, "i'") || strings.HasPrefix(low, "we ") || strings.Contains(low, " i ") || strings.Contains(low, " my ") || strings.Contains(low, " we ")
	}
	return units
}

// isBio reports whether a paragraph in italics says who somebody is, as at the end of a post.
func isBio(t string) bool {
	return len(t) > 2 && (t[0] == '_' || t[0] == '*') && t[1] != t[0] && (strings.Contains(t, " is a ") || strings.Contains(t, " is the ")) && len(t) < 1200
}

func begins(low string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return false
}

// readWords fills the subject words of a node: those of its heading, its own text and its children.
func (o *layout) readWords(n *node) {
	end := n.ownEnd()
	for i := n.first; i < end; i++ {
		n.words = union(n.words, o.units[i].words)
	}
	for _, c := range n.children {
		n.words = union(n.words, c.words)
	}
}

// titleIn reports whether text holds the title of a talk of the programme in bold, as a link or in quotation
// marks, or begins with one.
func titleIn(s string) bool {
	line, _, _ := strings.Cut(s, "\n")
	if len(line) < 300 && mayTitle(line) {
		line = plain(line)
		head, _, ok := strings.Cut(line, ": ")
		if knownTitle(line) || ok && programme.IsTitle(head) {
			return true
		}
	}
	for range 6 {
		i := strings.IndexAny(s, "[*_\"“「")
		if i < 0 {
			return false
		}
		closing := map[byte]string{'[': "]", '*': "*", '_': "_", '"': "\""}[s[i]]
		from := i + 1
		switch {
		case strings.HasPrefix(s[i:], "“"):
			from, closing = i+len("“"), "”"
		case strings.HasPrefix(s[i:], "「"):
			from, closing = i+len("「"), "」"
		}
		for closing != "" && from < len(s) && s[from] == s[i] {
			from++
		}
		end := strings.Index(s[from:], max(closing, "]"))
		if closing != "" {
			end = strings.Index(s[from:], closing)
		}
		if end < 0 {
			s = s[from:]
			continue
		}
		if inner := s[from : from+end]; strings.Count(inner, " ") >= 2 && programme.IsTitle(plain(inner)) {
			return true
		}
		s = s[from:]
	}
	return false
}

// mayTitle reports whether a line may have the three words of a title once its marks are gone, which costs more to
// find out.
func mayTitle(line string) bool {
	blanks := 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			blanks++
		case c >= 0x80 || strings.IndexByte(":&<{$\\", c) >= 0:
			return true
		}
	}
	return blanks >= 2
}

// cueSet finds any of some phrases in one pass.
type cueSet struct{ by [256][]string }

// The phrases of kinds.go, by their first letter.
var (
	outroCued = sync.OnceValue(func() *cueSet { return newCueSet(outroCues) })
	introCued = sync.OnceValue(func() *cueSet { return newCueSet(introCues) })
)

func newCueSet(cues string) *cueSet {
	s := &cueSet{}
	for c := range strings.SplitSeq(cues, "|") {
		s.by[c[0]] = append(s.by[c[0]], c)
	}
	return s
}

// in reports whether one of the phrases is in the lower-case text, from the start of a word on.
func (s *cueSet) in(low string) bool {
	for i := 0; i < len(low); i++ {
		if i > 0 && wordByte(low[i-1]) {
			continue
		}
		for _, c := range s.by[low[i]] {
			if strings.HasPrefix(low[i:], c) {
				return true
			}
		}
	}
	return false
}
