package tagging

import (
	"bytes"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// Sight is a line of a note with the words that made a tag.
type Sight struct {
	// Line is the line of the note; 0 where the words are not in its text but in its name or its folder.
	Line int
	// Text is the line without markup, the words marked.
	Text kb.Snippet
	Rule string
}

// mostSights is how many lines are shown for a tag.
const mostSights = 3

// Around finds the lines around the words that made a tag, each line once, the strongest evidence first. A note
// that cannot be read has the words alone.
func Around(s *desk.Desk, r *kb.TagReason) []Sight {
	var lines [][]byte
	if data, err := s.Bytes(r.Path); err == nil {
		lines = bytes.Split(data, []byte("\n"))
	}
	seen := map[int]bool{}
	var out []Sight
	for _, e := range r.Evidence {
		if len(out) == mostSights {
			break
		}
		if again := e.Line > 0 && seen[e.Line]; again || strings.TrimSpace(e.Text) == "" {
			continue
		}
		seen[e.Line] = true
		text := e.Text
		if e.Line > 0 && e.Line <= len(lines) {
			if line := strings.TrimSpace(prose.Markdown(string(lines[e.Line-1])).Text); marked(line, e.Text) >= 0 {
				text = line
			}
		}
		at := marked(text, e.Text)
		snippet := kb.Snippet{Text: text}
		if at >= 0 {
			snippet.Marks = append(snippet.Marks, kb.Span{Start: at, End: at + len(e.Text)})
		}
		out = append(out, Sight{Line: e.Line, Text: snippet, Rule: e.Rule})
	}
	return out
}

// marked is where words are in a text, in any case; -1 where they are not, or where lower case is longer.
func marked(text, words string) int {
	if at := strings.Index(text, words); at >= 0 {
		return at
	}
	low := strings.ToLower(text)
	if len(low) != len(text) {
		return -1
	}
	return strings.Index(low, strings.ToLower(words))
}
