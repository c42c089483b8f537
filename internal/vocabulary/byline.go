package vocabulary

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byline is where in the heading of a talk its speakers start, "Title - Joy Zhang, Acme": the length of
// the heading where it names none. They stand last, after a dash or "by", and a company follows them.
func byline(heading string) int {
	at := -1
	for _, sep := range [...]string{" - ", " – ", " — ", " by "} {
		if i := strings.LastIndex(heading, sep); i >= 0 {
			at = max(at, i+len(sep))
		}
	}
	if at < 0 {
		return len(heading)
	}
	name, _, _ := strings.Cut(heading[at:], ", ")
	name, _, _ = strings.Cut(name, " (")
	if len(name) == len(heading)-at || !isName(name) {
		return len(heading)
	}
	return at
}

// credits is the end of a line that lists the speakers of a talk or the sponsors of an event,
// "Speakers: Joy Zhang (Acme)", or i, where that line starts, if it is another line.
func credits(text string, i int) int {
	j := i
	role := false
	for _, word := range [...]string{"speaker", "presenter", "panelist", "moderator", "sponsor", "presented by"} {
		if len(text)-j > len(word) && strings.EqualFold(text[j:j+len(word)], word) {
			j, role = j+len(word), true
			break
		}
	}
	if !role {
		return i
	}
	if j < len(text) && text[j] == 's' {
		j++
	}
	if j >= len(text) || text[j] != ':' {
		return i
	}
	if n := strings.IndexByte(text[j:], '\n'); n >= 0 {
		return j + n
	}
	return len(text)
}

// isName reports whether words may be the names of people: two to eight words that start with capitals,
// but for "and", "&", "van", "de".
func isName(words string) bool {
	n := 0
	for w := range strings.FieldsSeq(words) {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			n++
		case w == "&" || len(w) <= 3 && unicode.IsLower(r):
		default:
			return false
		}
	}
	return 2 <= n && n <= 8
}
