package notefile

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// windows1252 maps the bytes 0x80 to 0x9f; those above stand for themselves, as in Latin-1.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

// decode makes text for people out of a part of the note: invalid bytes are taken as Windows-1252.
func (d *document) decode(s string) string {
	if d.valid || utf8.ValidString(s) {
		return s
	}
	table := []rune(windows1252)
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			r = rune(s[i])
			if s[i] < 0xa0 {
				r = table[s[i]-0x80]
			}
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// plain takes the Markdown and HTML markup out of one line or paragraph: the text of links and emphasis
// stays, images, tags and shortcodes go. It is linear in its input.
func plain(s string) string {
	if strings.Contains(s, mathPrefix) {
		s = strings.Map(unmath, s)
	}
	if !strings.ContainsAny(s, "*_`[]<>{}!~\\&$") {
		return strings.Join(strings.Fields(s), " ")
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && !markupByte[s[j]] {
			j++
		}
		b.WriteString(s[i:j])
		if i = j; i == len(s) {
			break
		}
		if n, text := markup(s[i:], i == 0 || !wordByte(s[i-1])); n > 0 {
			b.WriteString(text)
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}

// markupByte marks the bytes at which markup can begin.
var markupByte = [256]bool{'\\': true, '*': true, '`': true, '~': true, '_': true, '!': true, '[': true, ']': true, '<': true, '{': true, '$': true, '}': true}

func wordByte(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// reach is how far a closing bracket is looked for; it keeps plain linear.
const reach = 2048

// markup recognises markup at the start of s: how many bytes it takes and what stays of it.
func markup(s string, boundary bool) (n int, text string) {
	window := s[:min(len(s), reach)]
	switch s[0] {
	case '\\':
		if len(s) > 1 && strings.IndexByte("\\`*_{}[]<>()#+-.!|~$ ", s[1]) >= 0 {
			return 2, s[1:2]
		}
	case '*', '`', '~':
		if s[0] == '~' && !strings.HasPrefix(s, "~~") {
			return 0, ""
		}
		return len(s) - len(strings.TrimLeft(s, s[:1])), ""
	case '_':
		run := len(s) - len(strings.TrimLeft(s, "_"))
		if boundary || run == len(s) || !wordByte(s[run]) {
			return run, ""
		}
	case '!':
		if strings.HasPrefix(s, "![") {
			if end := strings.Index(window, "]("); end > 0 {
				if close := strings.IndexByte(window[end:], ')'); close > 0 {
					return end + close + 1, ""
				}
			}
		}
	case '[':
		return 1, ""
	case ']':
		return closeLink(s, window), ""
	case '<':
		if len(s) > 1 && (wordByte(s[1]) || s[1] == '/' || s[1] == '!') {
			if end := strings.IndexByte(window, '>'); end > 0 {
				return end + 1, htmlGap(s[:end])
			}
		}
	case '{':
		if strings.HasPrefix(s, "{{") || strings.HasPrefix(s, "{%") || strings.HasPrefix(s, "{#") {
			if end := strings.IndexByte(window, '}'); end > 0 {
				return len(window[:end]) + len(window[end:]) - len(strings.TrimLeft(window[end:], "}")), ""
			}
		}
	case '$':
		if strings.HasPrefix(s, `$\textcolor{`) {
			if end := strings.Index(window, "}{"); end > 0 {
				return end + 2, ""
			}
		}
	case '}':
		if strings.HasPrefix(s, "}$") {
			return 2, ""
		}
	}
	return 0, ""
}

// htmlGap is what stands for an HTML tag: tags that break lines separate words.
func htmlGap(tag string) string {
	switch strings.ToLower(strings.Trim(strings.TrimSpace(tag[1:]), "/ ")) {
	case "br", "p", "li", "div":
		return " "
	}
	return ""
}

// closeLink is how long "](url)", "][ref]" or "]" is at the start of s.
func closeLink(s, window string) int {
	if len(s) > 1 && s[1] == '(' {
		depth := 0
		for i := 1; i < len(window); i++ {
			switch window[i] {
			case '(':
				depth++
			case ')':
				if depth--; depth == 0 {
					return i + 1
				}
			case '\n':
				return 1
			}
		}
	}
	if len(s) > 1 && s[1] == '[' {
		if end := strings.IndexByte(window, ']'); end == 0 {
			if end = strings.IndexByte(window[1:], ']'); end > 0 {
				return end + 2
			}
		}
	}
	return 1
}

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
			case isWide(r):
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

// isWide reports whether the rune belongs to a script written without spaces.
func isWide(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xf900 && r <= 0xfaff || r >= 0x20000 && r <= 0x3ffff || r >= 0x0e00 && r <= 0x0e7f
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

// dangling are the words that a lead which is broken off does not end with.
const dangling = " a an and are as at be been but by for from had has have i in into is it its my of on or our so than that the their these they this to was we were when where which who will with would you your "

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
		whole = len(f) > 2 && end > 1 && strings.ContainsAny(f[len(f)-1:], ".!?") || end == len(fields)-1
		if end+1 >= leadLeast && f != "" && strings.ContainsAny(f[len(f)-1:], ",;:") ||
			end >= leadLeast && (fields[end] == "-" || fields[end] == "–" || fields[end] == "—") {
			clause = end + 1
		}
	}
	tail := ""
	switch {
	case whole || end == len(fields):
	case clause > 0:
		end = clause
	default:
		for end > leadLeast && strings.Contains(dangling, " "+strings.ToLower(fields[end-1])+" ") {
			end--
		}
		tail = "…"
	}
	out := []rune(strings.Join(fields[:end], " "))
	if len(out) > 24 && isWide(out[0]) {
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
