package prose

import (
	"bytes"
	"strings"

	"takeaway/internal/kb"
)

// What is written in vaults of Obsidian, besides [[links]] and ![[embedded files]]: %% comments %%, the marks of callouts,
// the names of blocks (^id), fields of Dataview (key:: value) and ==highlights==.

// Comments are the places of %% comments %% in a text, in code none. One that begins a line may be of several
// paragraphs, another ends in its own. One that is never closed hides nothing.
func Comments(source string) []kb.Span {
	var all []kb.Span
	if !strings.Contains(source, "%%") {
		return nil
	}
	fence, open, at := "", -1, 0
	for line := range strings.Lines(source) {
		start := at
		at += len(line)
		text := strings.TrimLeft(line, " \t>")
		if open >= 0 && strings.TrimSpace(text) == "" && !beginsLine(source, open) {
			open = -1
		}
		if mark := fenceMark(text); open < 0 && mark != "" && (fence == "" || strings.HasPrefix(mark, fence) && strings.Trim(strings.TrimSpace(text), fence[:1]) == "") {
			if fence == "" {
				fence = mark
			} else {
				fence = ""
			}
			continue
		}
		if fence != "" {
			continue
		}
		for i := 0; i < len(line); i++ {
			switch {
			case line[i] == '`' && open < 0:
				i += codeLength(line[i:]) - 1
			case line[i] != '%' || !strings.HasPrefix(line[i:], "%%"):
			case open < 0 && opensComment(source, start+i):
				open = start + i
				i++
			case open >= 0 && closesComment(source, open, start+i):
				all = append(all, kb.Span{Start: open, End: start + i + 2})
				open = -1
				i++
			}
		}
	}
	return all
}

// fenceMark is the mark at the start of a line that begins or ends a block of code.
func fenceMark(text string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(text) - len(strings.TrimLeft(text, c)); n >= 3 {
			return text[:n]
		}
	}
	return ""
}

// codeLength is the length of the code span at the start of a line, or of its mark where it is not closed there.
func codeLength(line string) int {
	n := len(line) - len(strings.TrimLeft(line, "`"))
	if end := strings.Index(line[n:], line[:n]); end >= 0 {
		return n + end + n
	}
	return n
}

// beginsLine reports whether nothing but the marks of lists and quotations is before i in its line.
func beginsLine(s string, i int) bool {
	line := s[strings.LastIndexByte(s[:i], '\n')+1 : i]
	return strings.Trim(line, " \t-*+>") == ""
}

// opensComment reports whether the two signs at i begin a comment: a word may follow them and none is before, nor a
// quotation mark. "100%%" and '%%x%%' do not.
func opensComment(s string, i int) bool {
	if i > 0 && !isBlank(s[i-1]) && strings.IndexByte("([>*_=", s[i-1]) < 0 {
		return false
	}
	return i+2 >= len(s) || isBlank(s[i+2]) || wordByte(s[i+2]) || s[i+2] == '['
}

// closesComment reports whether the signs at i end the comment that begins at open: no word follows them and, in one
// line, both have a blank inside or none.
func closesComment(s string, open, i int) bool {
	if i < open+3 || i+2 < len(s) && wordByte(s[i+2]) {
		return false
	}
	return isBlank(s[open+2]) == isBlank(s[i-1]) || strings.Contains(s[open:i], "\n")
}

// withoutComments is a text with blanks in the place of its comments.
func withoutComments(source string) string {
	comments := Comments(source)
	if len(comments) == 0 {
		return source
	}
	data := []byte(source)
	for _, c := range comments {
		for i := c.Start; i < c.End; i++ {
			if data[i] != '\n' && data[i] != '\r' {
				data[i] = ' '
			}
		}
	}
	return string(data)
}

// Field is a line of Dataview or Logseq, "key:: value", maybe as an item of a list or in brackets. Ok is false for
// other lines.
func Field(line string) (key, value string, ok bool) {
	s := strings.TrimSpace(line)
	for _, mark := range []string{"- ", "* ", "+ "} {
		s = strings.TrimPrefix(s, mark)
	}
	for _, pair := range []string{"[]", "()"} {
		if len(s) > 2 && s[0] == pair[0] && s[len(s)-1] == pair[1] && !strings.HasPrefix(s, "[[") {
			s = s[1 : len(s)-1]
			break
		}
	}
	key, value, ok = strings.Cut(s, "::")
	key = strings.Trim(key, "*_ ")
	apart := value == "" || isBlank(value[0]) || value[0] == '*' || value[0] == '_'
	if !ok || !apart || !fieldKey(key) {
		return "", "", false
	}
	return key, strings.TrimSpace(strings.TrimLeft(value, "*_")), true
}

// fieldKey reports whether a text may be the key of a field: up to three words without signs.
func fieldKey(s string) bool {
	if s == "" || len(s) > 40 || strings.Count(s, " ") > 2 || isDigit(s[0]) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !wordByte(s[i]) && s[i] != ' ' && s[i] != '-' && s[i] != '_' {
			return false
		}
	}
	return true
}

// sayingWords is how many words make the value of a field something that somebody says.
const sayingWords = 4

// blankField overwrites a line that is a field with blanks; of one with something to say, its key alone.
func blankField(line []byte) {
	at := bytes.Index(line, []byte("::"))
	if at < 0 {
		return
	}
	_, value, ok := Field(string(line))
	if !ok {
		return
	}
	if len(strings.Fields(value)) < sayingWords {
		for i := range line {
			line[i] = ' '
		}
		return
	}
	start := bytes.IndexFunc(line, func(r rune) bool { return !strings.ContainsRune(" \t-*+", r) })
	if line[start] == '[' || line[start] == '(' {
		return // the inline parser sees to it
	}
	if at > start+1 { // a mark that leaves no text, of the same length
		line[start], line[start+1], line[at+1] = '{', ':', '}'
	}
}

// queries are the languages of blocks of code that a vault replaces by what they find.
var queries = map[string]bool{"dataview": true, "dataviewjs": true, "tasks": true, "query": true, "base": true, "meta-bind": true, "meta-bind-button": true}
