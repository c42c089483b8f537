package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// longestRead is how many bytes of a body a snippet is looked for in.
const longestRead = 64 << 10

// ellipsis marks where a snippet leaves text out.
const ellipsis = "…"

// Snippet is the passage of a Markdown body, at most width characters long, that holds most of the
// terms of a Result: plain text in one line without markup and control characters. Without any of the
// terms it is the beginning. Marks are the words that match.
func Snippet(body string, terms []string, width int) kb.Snippet {
	if width <= 0 {
		return kb.Snippet{}
	}
	if len(body) > longestRead {
		body = strings.ToValidUTF8(body[:longestRead], "")
	}
	text := strings.ReplaceAll(prose.Markdown(body).Text, "\n", " ")
	if text == "" {
		return kb.Snippet{}
	}
	marks := matching(text, terms)
	start, end := passage(text, marks, width)
	return cut(text, marks, start, end)
}

// mark is a matching word: where it stands in the text and which of the terms it is.
type mark struct {
	kb.Span
	term string
}

// matching finds the words of text that are analysed to one of terms, ascending and disjoint.
func matching(text string, terms []string) []mark {
	var marks []mark
	for _, t := range analyse([]byte(text)) {
		if !slices.Contains(terms, t.text) {
			continue
		}
		m := mark{Span: kb.Span{Start: t.start, End: t.end}, term: t.text}
		if n := len(marks); n > 0 && m.Start < marks[n-1].End {
			marks[n-1].End = max(marks[n-1].End, m.End)
			continue
		}
		marks = append(marks, m)
	}
	return marks
}

// passage chooses the bytes of text to show: the window of width characters with the most different
// terms, then the most matches, then the first. It starts a little before its first match, at the
// beginning of a sentence if one is near.
func passage(text string, marks []mark, width int) (start, end int) {
	if utf8.RuneCountInString(text) <= width {
		return 0, len(text)
	}
	room := max(width-2, 1) // for an ellipsis at each end
	best, bestKinds, bestCount := 0, 0, 0
	for i, m := range marks {
		limit := forward(text, m.Start, room)
		kinds, count := map[string]bool{}, 0
		for _, o := range marks[i:] {
			if o.End > limit {
				break
			}
			kinds[o.term] = true
			count++
		}
		if len(kinds) > bestKinds || len(kinds) == bestKinds && count > bestCount {
			best, bestKinds, bestCount = i, len(kinds), count
		}
	}
	if bestCount == 0 {
		return wordStart(text, 0), wordEnd(text, 0, forward(text, 0, room))
	}
	first, last := marks[best].Start, marks[best+bestCount-1].End
	spare := room - utf8.RuneCountInString(text[first:last])
	start = lead(text, first, max(0, min(spare, room/3)))
	end = wordEnd(text, max(last, start), forward(text, start, room))
	if end == len(text) { // at the end of the text there is more room before
		start = wordStart(text, backward(text, end, room))
	}
	return start, end
}

// lead moves back from the first match by up to n characters: to the beginning of its sentence if that
// is in reach, else to a word.
func lead(text string, first, n int) int {
	from := backward(text, first, n)
	for _, stop := range []string{". ", "! ", "? ", "。"} {
		if i := strings.LastIndex(text[from:first], stop); i >= 0 {
			from = max(from, from+i+len(stop))
		}
	}
	return min(wordStart(text, from), first)
}

// forward is the byte n characters after at; backward that n characters before.
func forward(text string, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

func backward(text string, at, n int) int {
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

// wordStart is the first byte from at on where a word begins. Text without blanks is cut anywhere.
func wordStart(text string, at int) int {
	if at == 0 || at >= len(text) || text[at-1] == ' ' {
		return at
	}
	if i := strings.IndexByte(text[at:], ' '); i >= 0 && i < 30 {
		return at + i + 1
	}
	return at
}

// wordEnd is the last byte up to at where a word ends, but not before least.
func wordEnd(text string, least, at int) int {
	if at == len(text) || text[at] == ' ' {
		return at
	}
	if i := strings.LastIndexByte(text[least:at], ' '); i >= 0 && at-least-i < 30 {
		return least + i
	}
	return at
}

// cut makes the snippet of a passage.
func cut(text string, marks []mark, start, end int) kb.Snippet {
	shown := strings.TrimFunc(text[start:end], unicode.IsSpace)
	start += strings.Index(text[start:end], shown)
	end = start + len(shown)
	var s kb.Snippet
	shift := -start
	if start > 0 {
		s.Text = ellipsis
		shift += len(ellipsis)
	}
	s.Text += shown
	if end < len(text) {
		s.Text += ellipsis
	}
	for _, m := range marks {
		if m.Start >= start && m.End <= end {
			s.Marks = append(s.Marks, kb.Span{Start: m.Start + shift, End: m.End + shift})
		}
	}
	return s
}
