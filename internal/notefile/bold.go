package notefile

import (
	"strings"

	"takeaway/internal/kb"
)

// runInWords is how many words a bold beginning may have and still be a heading.
const runInWords = 15

// runIn is the heading at the start of a paragraph: bold words that end like a sentence or a label, or carry a
// number, and text after them. Empty where a paragraph merely begins with words in bold.
func runIn(t string) string {
	if !strings.HasPrefix(t, "**") {
		return ""
	}
	end := strings.Index(t[2:min(len(t), 300)], "**")
	if end <= 0 {
		return ""
	}
	lead, rest := t[2:2+end], strings.TrimSpace(t[end+4:])
	text := plain(lead)
	if n := weight(text); n == 0 || n > runInWords || weight(rest[:min(len(rest), 200)]) < 5 || isLabel(text+" x") {
		return ""
	}
	marked := strings.ContainsAny(text[len(text)-1:], ".:?!") || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "- ")
	if !marked && !startsNumber(text) {
		return ""
	}
	return strings.TrimRight(text, " :.")
}

// runIns makes a piece of each paragraph with a run-in heading, where those are the structure of the whole
// note: three and more, with most of its words. Section is the heading under which they stand, nil if none.
// It reports whether it did.
func (c *cutter) runIns(section *section, first, end int) bool {
	var starts []int
	for i := first; i < end; i++ {
		if b := &c.p.blocks[i]; b.kind == blockText && runIn(c.at(b.first)) != "" {
			starts = append(starts, i)
		}
	}
	if len(starts) < 3 || c.oneTalk {
		return false
	}
	if words := c.words(starts[0], end); words*2 < c.total || words < len(starts)*20 {
		return false
	}
	last := starts[len(starts)-1]
	stop := end
	for i := end - 1; i > last; i-- { // a farewell below
		if b := &c.p.blocks[i]; b.kind == blockRule || b.kind == blockText && cued(c.span(b.first, b.last), outroCues) {
			stop = i
		}
	}
	heading, above := "", kb.KindIntro
	if section != nil {
		heading = section.heading
		if c.words(first, starts[0]) == 0 {
			above = kb.KindContainer
		}
	}
	from := first
	if section != nil {
		from = section.first
	}
	begin := func(k int) int { // with its own tags, which stand above it
		if i := starts[k]; i > from+1 && c.p.blocks[i-1].kind == blockTags {
			return i - 1
		}
		return starts[k]
	}
	c.piece(from, begin(0), heading, above)
	for k, i := range starts {
		next := stop
		if k+1 < len(starts) {
			next = begin(k + 1)
		}
		c.piece(begin(k), next, runIn(c.at(c.p.blocks[i].first)), kb.KindTakeaway)
	}
	if stop < end {
		c.unheaded(stop, end, false, true)
	}
	return true
}

// boldLine reads a line that is bold as a whole, with up to 15 words, or a question of any length. In plain
// text one star is enough, as in chats.
func boldLine(t string, plainText bool) (string, bool) {
	if mathLine(t) {
		if text := plain(t); weight(text) <= 15 {
			return strings.TrimLeft(text, mathBullets), true
		}
	}
	if plainText && len(t) > 5 && t[0] == '*' && t[1] != '*' && t[1] != ' ' && strings.Count(t, "*") == 2 {
		t = "*" + strings.TrimRight(t, " :") + "*"
	}
	t = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(t, "<br>"), "<br/>"), "<br />")
	for _, m := range []string{"**", "__"} {
		if len(t) < 6 || len(t) > 600 || !strings.HasPrefix(t, m) {
			continue
		}
		end := strings.TrimRight(t, " \\:：")
		if !strings.HasSuffix(end, m) || len(end) < 5 || strings.Contains(end[2:len(end)-2], m) {
			continue
		}
		text := plain(end)
		n := weight(text)
		question := strings.HasSuffix(text, "?") || strings.HasPrefix(text, "Q:")
		tooLong := n > mostBold(text) && !question
		if n == 0 || tooLong || isLabel(text) {
			return "", false
		}
		return text, true
	}
	return "", false
}

// mostBold is how many words a bold line may have and still be a heading: more where it ends with a speaker.
func mostBold(text string) int {
	if headingTalk(text) != nil {
		return 2 * runInWords
	}
	return runInWords
}

// isLabel reports whether a bold line is a field ("Speaker: Jane Doe") rather than a heading.
func isLabel(text string) bool {
	key, rest, ok := strings.Cut(text, ":")
	if !ok || strings.TrimSpace(rest) == "" {
		return false
	}
	key = strings.ToLower(strings.Trim(key, " *_"))
	return speakerKeys[key] || key == "author" || key == "authors" || key == "date" || key == "note" || key == "a" || key == "answer"
}
