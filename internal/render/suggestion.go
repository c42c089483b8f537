package render

import (
	"fmt"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// Suggestion is a tag that is offered to somebody at a terminal.
type Suggestion struct {
	Reason     kb.TagReason
	Number, Of int
	// Title is that of the write-up, Has the tags that the takeaway has by now.
	Title string
	Has   []kb.Tag
	// Lines are the lines of the note with the words that made the tag.
	Lines []SuggestedLine
	// Explain names the rules that the words matched.
	Explain bool
}

// SuggestedLine is a line of a note with words that made a tag; Line is 0 where they are not in its text.
type SuggestedLine struct {
	Line int
	Text kb.Snippet
	Rule string
}

// keysLine says which keys answer a suggestion.
const keysLine = "[a]dd  [r]eject  [s]kip  [A]ll of this takeaway  [u]ndo last  [e]dit  [q]uit"

// Suggestion prints a tag that is offered, with the sentence around its words, and the keys that answer.
func (p *Printer) Suggestion(s Suggestion) error {
	r := &s.Reason
	place := oneLine(s.Title)
	if place == "" {
		place = oneLine(r.Path)
	}
	if r.Line > 0 {
		place += ", line " + strconv.Itoa(r.Line)
	}
	width := p.textWidth()
	count := span{text: fmt.Sprintf("%d of %d", s.Number, s.Of), ink: inkNumber}
	where := truncate([]span{{text: place, ink: inkDim}}, max(width-spansWidth([]span{count})-2, 8))
	gap := max(width-spansWidth([]span{count})-spansWidth(where), 2)
	p.lines([][]span{append([]span{count, {text: strings.Repeat(" ", gap)}}, where...)}, 0)
	p.titled(width, span{}, text(firstWords(r.Heading, r.Path), inkTitle), short(r.ID))
	has := hashed(tagSpans(s.Has, mostInherited))
	if len(has) == 0 {
		has = []span{{text: "(no tags)", ink: inkDim}}
	}
	p.lines(wrap(append([]span{{text: "has: ", ink: inkDim}}, has...), width-2), 2)
	p.w.WriteByte('\n')
	sure := span{text: surety(r.Confidence), ink: inkDim}
	tag := []span{{text: "add  "}, {text: "#" + oneLine(r.Tag), ink: inkOwn}, {text: " ?"}}
	gap = max(width-2-spansWidth(tag)-spansWidth([]span{sure}), 2)
	p.lines([][]span{append(tag, span{text: strings.Repeat(" ", gap)}, sure)}, 2)
	for _, line := range s.Lines {
		p.suggestedLine(&line, r, s.Explain, width)
	}
	p.w.WriteByte('\n')
	p.lines(wrap([]span{{text: keysLine, ink: inkDim}}, width-2), 2)
	return p.w.Flush()
}

// suggestedLine prints a line of the note, cut around the words.
func (p *Printer) suggestedLine(line *SuggestedLine, r *kb.TagReason, explain bool, width int) {
	label := "  note"
	switch {
	case line.Line == r.Line && line.Line > 0:
		label = "  head"
	case line.Line > 0:
		label = fmt.Sprintf("%6d", line.Line)
	}
	said := passage(line.Text)
	room := width - 4 - 8
	if explain && line.Rule != "" {
		said = append(said, span{text: "  (" + oneLine(line.Rule) + ")", ink: inkDim})
	}
	lines := window(wrap(said, room), room)
	for i, part := range lines {
		head := span{text: label + "  ", ink: inkDim}
		if i > 0 {
			head.text = strings.Repeat(" ", 8)
		}
		p.lines([][]span{append([]span{head}, part...)}, 4)
	}
}

// surety is a confidence in a word, with the number.
func surety(confidence float64) string {
	word := "perhaps"
	switch {
	case confidence >= 0.75:
		word = "sure"
	case confidence >= 0.5:
		word = "likely"
	}
	return fmt.Sprintf("%s (%.2f)", word, confidence)
}
