package conference

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// mostNamed is how many bytes of a text are searched for the name of a conference: lines and titles, not
// whole notes.
const mostNamed = 4 << 10

// InTitle reports whether a text names a conference: a series or an edition of the registry by one of its
// names, or one that the registry does not know by a word of that shape (StrimziCon).
func InTitle(text string) bool {
	text = clean(text[:min(len(text), mostNamed)])
	if !mayName(text) {
		return false
	}
	items, _ := scan(text, false)
	return slices.ContainsFunc(items, func(it item) bool {
		switch it.what {
		case aSeries:
			return !it.weak
		case anEdition, aCamel:
			return true
		}
		return false
	})
}

// mayName reports whether one of the words of a text can begin a name, at a tenth of what a scan costs:
// nearly all lines have none.
func mayName(text string) bool {
	l := words()
	var word [glueStart]byte // the beginning of the word in lower case
	start, n := 0, 0
	for i := 0; i <= len(text); i++ {
		var c byte
		if i < len(text) {
			c = text[i]
		}
		switch {
		case c >= utf8.RuneSelf:
			return true
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			if n == 0 {
				start = i
			}
			if n < len(word) {
				word[n] = c | 0x20
			}
			n++
			continue
		}
		if n > 0 && (l.starts[string(word[:min(n, len(word))])] || camelEvent(text[start:i])) {
			return true
		}
		n = 0
	}
	return false
}

// FlagshipPattern is the pattern of the ids of all series of the flagship.
const FlagshipPattern = "kubecon-*"

// IsFlagship reports whether a name means all series of the flagship, "KubeCon" without a region.
func IsFlagship(name string) bool {
	name = strings.TrimSpace(name)
	tokens := tokenise(clean(name[:min(len(name), mostNamed)]))
	if len(tokens) == 0 {
		return false
	}
	t, n := words().match(tokens, name, false)
	return n == len(tokens) && t.what == aSeries && t.value == anyKubeCon
}
