package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainText takes the signs of Markdown and HTML out of a body, lightly: what stays is what a reader
// sees, in one line per line. Control characters become blanks. It never grows its input.
func plainText(body string) string {
	var b strings.Builder
	b.Grow(len(body))
	for line := range strings.Lines(body) {
		plainLine(&b, strings.TrimRight(line, "\r\n"))
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}

// plainLine writes one line without its markup.
func plainLine(b *strings.Builder, line string) {
	line = strings.TrimLeft(line, " \t>")
	trimmed := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"), onlyRule(trimmed), linkDefinition(trimmed):
		return
	}
	line = strings.TrimLeft(line, "#")
	for _, bullet := range []string{"- ", "* ", "+ "} {
		line = strings.TrimPrefix(line, bullet)
	}
	for i := 0; i < len(line); {
		if n := plainAt(b, line[i:]); n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(line[i:])
		switch {
		case r == utf8.RuneError && n == 1, unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != 0x200d && r != 0x200c:
			b.WriteByte(' ')
		default:
			b.WriteString(line[i : i+n])
		}
		i += n
	}
}

// plainAt handles markup at the start of s and returns how many bytes it took; 0 means none is there.
func plainAt(b *strings.Builder, s string) int {
	switch s[0] {
	case '*', '`':
		return 1
	case '!':
		if strings.HasPrefix(s, "![") {
			return 1
		}
	case '[':
		return 1
	case ']':
		if strings.HasPrefix(s, "](") {
			if end := strings.IndexByte(s, ')'); end > 0 {
				return end + 1
			}
		}
		return 1
	case '<':
		return tagAt(s)
	case '\\':
		if len(s) > 1 && strings.IndexByte("\\`*_{}[]()#+-.!<>~|", s[1]) >= 0 {
			return 1
		}
	case '|':
		b.WriteByte(' ')
		return 1
	case '_':
		if strings.HasPrefix(s, "__") {
			return 2
		}
	case '{':
		if strings.HasPrefix(s, "{{") {
			if end := strings.Index(s, "}}"); end > 0 {
				return end + 2
			}
		}
	}
	return 0
}

// tagAt is the length of the HTML tag or the autolink's bracket at the start of s, 0 if s only starts
// with a less-than sign.
func tagAt(s string) int {
	if strings.HasPrefix(s, "<http") {
		return 1
	}
	if len(s) < 2 || s[1] != '/' && s[1] != '!' && (s[1]|0x20 < 'a' || s[1]|0x20 > 'z') {
		return 0
	}
	return strings.IndexByte(s, '>') + 1
}

// onlyRule reports whether a line is a rule or the border of a table or heading.
func onlyRule(line string) bool {
	return len(line) >= 3 && strings.Trim(line, "-=*_|: ") == ""
}

// linkDefinition reports whether a line is "[name]: address".
func linkDefinition(line string) bool {
	name, rest, ok := strings.Cut(line, "]: ")
	return ok && strings.HasPrefix(name, "[") && !strings.Contains(strings.TrimSpace(rest), " ")
}
