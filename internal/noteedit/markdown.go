package noteedit

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// lineWays changes the hashtag line of a piece of Markdown or text, or makes one where there is none.
func (e *editor) lineWays(p *kb.Takeaway, w *wish) []patch {
	if p.Place.Tags.Empty() {
		return e.newLine(p, hashtags(w.want))
	}
	edited := e.editLine(e.Text[p.Place.Tags.Start:p.Place.Tags.End], w)
	if edited != "" {
		return []patch{{{p.Place.Tags, edited}}}
	}
	i := e.lineOf(p.Place.Tags.Start)
	whole, l := e.wholeLine(i), e.Lines[i]
	// Where the line kept two paragraphs apart an empty one has to stay.
	return []patch{{{whole, ""}}, {{kb.Span{Start: l.Start, End: l.End}, ""}}}
}

// at is the text of line i (0-based) without its break.
func (e *editor) at(i int) string { return e.Text[e.Lines[i].Start:e.Lines[i].End] }

// lineOf is the line in which the byte at offset stands.
func (e *editor) lineOf(offset int) int {
	i, found := slices.BinarySearchFunc(e.Lines, offset, func(l notefile.Line, at int) int { return l.Start - at })
	if !found {
		i--
	}
	return max(i, 0)
}

// wholeLine is a line with the break that goes if the line does: its own, or the one before the last line.
func (e *editor) wholeLine(i int) kb.Span {
	l := e.Lines[i]
	if l.Next == l.End && i > 0 {
		return kb.Span{Start: e.Lines[i-1].End, End: l.End}
	}
	return kb.Span{Start: l.Start, End: l.Next}
}

// lineBreak is how lines end around line i.
func (e *editor) lineBreak(i int) string {
	for ; i >= 0; i-- {
		if l := e.Lines[i]; l.Next > l.End {
			return e.Text[l.End:l.Next]
		}
	}
	return "\n"
}

func hashtags(marks []mark) string {
	words := make([]string, len(marks))
	for i, m := range marks {
		words[i] = m.hashtag()
	}
	return strings.Join(words, " ")
}

func (m mark) hashtag() string {
	if m.rejected {
		return "-#" + m.name
	}
	return "#" + m.name
}

// editLine changes a line of hashtags and keeps the blanks and commas between those that stay, and words
// that are no tags. It is empty if no tag stays.
func (e *editor) editLine(text string, w *wish) string {
	fields := fieldSpans(text)
	stand := make([]mark, len(fields))
	var tags []mark
	at := make([]int, len(fields)) // the index of each field among the tags, -1 for what is none
	for i, f := range fields {
		at[i] = -1
		if name, rejected, ok := notefile.ReadHashtag(e.Decode(text[f.Start:f.End])); ok {
			stand[i], at[i] = mark{name, rejected}, len(tags)
			tags = append(tags, stand[i])
		}
	}
	fates, more := w.fates(tags)
	// staysAfter reports whether the next field that is a tag or looks like one stays: "and" joins two.
	staysAfter := func(i int) bool {
		next := slices.IndexFunc(fields[i+1:], func(f kb.Span) bool { return !isJoint(text[f.Start:f.End]) })
		return next >= 0 && (at[i+1+next] < 0 || fates[at[i+1+next]] != "")
	}
	var b strings.Builder
	comma, end, kept := false, 0, len(more) // commas follow all tags but the last; where the last one kept ended
	for i, f := range fields {
		word := text[f.Start:f.End]
		switch {
		case at[i] >= 0 && fates[at[i]] == "", isJoint(word) && (b.Len() == 0 || !staysAfter(i)):
			continue
		case at[i] >= 0 && fates[at[i]] != stand[i].name:
			word = mark{fates[at[i]], stand[i].rejected}.hashtag() + word[len(strings.TrimRight(word, ",;")):]
		}
		if at[i] >= 0 {
			kept++
		}
		if b.Len() > 0 {
			b.WriteString(text[fields[i-1].End:f.Start])
		}
		comma = comma || i+1 < len(fields) && strings.HasSuffix(word, ",")
		b.WriteString(word)
		end = i
	}
	if kept == 0 && b.Len() == 0 {
		return ""
	}
	out := b.String()
	if end != len(fields)-1 && comma { // the one that ended the line is gone
		out = strings.TrimRight(out, ",")
	}
	for _, m := range more {
		if out != "" {
			if comma && !strings.HasSuffix(out, ",") {
				out += ","
			}
			out += " "
		}
		out += m.hashtag()
	}
	return out
}

// isJoint reports whether a word of a line of hashtags only joins two of them.
func isJoint(word string) bool {
	return !strings.HasPrefix(word, "#") && !strings.HasPrefix(word, "-#")
}

// fieldSpans is strings.Fields with the places of the fields.
func fieldSpans(s string) []kb.Span {
	var spans []kb.Span
	at := 0
	for f := range strings.FieldsSeq(s) {
		i := at + strings.Index(s[at:], f)
		at = i + len(f)
		spans = append(spans, kb.Span{Start: i, End: at})
	}
	return spans
}

// newLine makes a hashtag line: under the heading, inside a list item under its first line, after a
// thematic break, and else above the text.
func (e *editor) newLine(p *kb.Takeaway, tags string) []patch {
	if !p.Place.Heading.Empty() {
		h := e.lineOf(p.Place.Heading.End)
		ways := []patch{e.below(h, tags)}
		if h+1 < len(e.Lines) && strings.TrimSpace(e.at(h+1)) == "" {
			// A heading that shows only by the blank line under it keeps that.
			ways = append(ways, e.below(h+1, tags), e.below(h+1, tags+e.lineBreak(h)))
		}
		return ways
	}
	first := e.lineOf(p.Place.Piece.Start)
	raw := e.at(first)
	text := strings.TrimSpace(raw)
	var ways []patch
	switch n := notefile.ListMarker(text); {
	case n > 0:
		lead := raw[:strings.Index(raw, text)] // the blanks it is indented with
		ways = append(ways, e.below(first, lead+strings.Repeat(" ", max(n, 2))+tags))
	case notefile.IsRule(text):
		ways = append(ways, e.below(first, tags))
		if first+1 < len(e.Lines) && strings.TrimSpace(e.at(first+1)) == "" {
			ways = append(ways, e.below(first+1, tags))
		}
	}
	l := e.Lines[first]
	brk := e.lineBreak(first)
	above := func(text string) patch { return patch{{kb.Span{Start: l.Start, End: l.Start}, text}} }
	return append(ways, above(tags+brk), above(tags+brk+brk), above(brk+tags+brk))
}

// below inserts a line after line i.
func (e *editor) below(i int, text string) patch {
	l, brk := e.Lines[i], e.lineBreak(i)
	if l.Next == l.End {
		return patch{{kb.Span{Start: l.End, End: l.End}, brk + text}}
	}
	return patch{{kb.Span{Start: l.Next, End: l.Next}, text + brk}}
}
