package notefile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/prose"
)

// decode makes text for people out of a part of the note; see prose.Decode.
func (d *document) decode(s string) string {
	if d.decoded {
		return s
	}
	return prose.Decode(s)
}

// plain takes the Markdown and HTML markup out of one line or paragraph: the text of links and emphasis
// stays, images and shortcodes go.
func plain(s string) string {
	if strings.Contains(s, mathPrefix) {
		s = strings.Map(unmath, s)
	}
	return prose.Line(prose.Decode(s))
}

func wordByte(c byte) bool {
	low := c | 0x20
	return c >= 0x80 || (c >= '0' && c <= '9') || (low >= 'a' && low <= 'z')
}

// reach is how much of a long line is read for what is short.
const reach = 2048

// weight counts the words of plain text. Scripts without spaces count two letters as a word; words
// without any letter or digit and addresses count nothing.
func weight(s string) int {
	words, wide := 0, 0
	for field := range strings.FieldsSeq(s) {
		if strings.Contains(field, "://") {
			continue
		}
		narrow := false
		for _, r := range field {
			switch {
			case r < 0x80:
				narrow = narrow || wordByte(byte(r))
			case prose.IsWide(r):
				wide++
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				narrow = true
			}
		}
		if narrow {
			words++
		}
	}
	return words + (wide+1)/2
}

// ends reports whether s ends like a sentence.
func ends(s string) bool {
	s = strings.TrimRight(s, ")\"'”’*_ ")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:;,…。！？：；，", r) && s != ""
}

// sentences counts the sentence ends in plain text, at least 1 for any text.
func sentences(s string) int {
	n := 0
	for i, r := range s {
		switch r {
		case '.', '!', '?':
			if rest := s[i+1:]; rest == "" || rest[0] == ' ' || rest[0] == '\n' {
				n++
			}
		case '。', '！', '？':
			n++
		}
	}
	return max(n, 1)
}

// Bounds of a lead, in words: a sentence up to leadMost stands whole; a longer one ends with a clause of
// leadLeast words or more, or else is broken off.
const (
	leadLeast = 5
	leadMost  = 12
)

// lead is a short form of a paragraph for display: its first sentence, or the clause that opens it, or
// its first words and an ellipsis; at most 24 letters of a script without spaces.
func lead(s string) string {
	fields := strings.Fields(plain(s[:min(len(s), reach)]))
	if text := slices.DeleteFunc(slices.Clone(fields), func(f string) bool { return strings.Contains(f, "://") }); len(text) > 2 {
		fields = text // an address is nothing to be called by
	}
	end, clause, whole := 0, 0, false
	for size := 0; end < len(fields) && end < leadMost && size <= 100 && !whole; end++ {
		f := strings.TrimRight(fields[end], "\"'”’»)")
		size += len(f) + 1
		stop := len(f) > 2 && end > 1 && strings.ContainsAny(f[len(f)-1:], ".!?")
		whole = stop || end == len(fields)-1
		pause := end+1 >= leadLeast && f != "" && strings.ContainsAny(f[len(f)-1:], ",;:")
		if pause || (end >= leadLeast && isDash(fields[end])) {
			clause = end + 1
		}
	}
	tail := ""
	switch {
	case whole || end == len(fields):
	case clause > 0:
		end = clause
	default:
		for end > leadLeast && strings.Contains(noLeadEnd, " "+strings.ToLower(fields[end-1])+" ") {
			end--
		}
		tail = "…"
	}
	out := []rune(strings.Join(fields[:end], " "))
	if len(out) > 24 && prose.IsWide(out[0]) {
		out, tail = out[:24], ""
	}
	if len(out) > 120 {
		out, tail = out[:120], "…"
	}
	if short := strings.Trim(string(out), " .,;:-–—"); short != "" {
		return short + tail
	}
	return ""
}

// indent is the width of the blanks at the start of s; a tab counts four.
func indent(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ':
			n++
		case '\t':
			n += 4 - n%4
		default:
			return n
		}
	}
	return n
}

func isUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// containsWord reports whether the lower-case text holds the lower-case word or phrase, not inside
// another word.
func containsWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		if (i == 0 || !wordByte(text[i-1]) || !wordByte(word[0])) && (end == len(text) || !wordByte(text[end])) {
			return true
		}
		from = i + 1
	}
}

// isDash reports whether a word is a dash.
func isDash(s string) bool { return s == "-" || s == "–" || s == "—" }
