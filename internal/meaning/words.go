package meaning

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// longestWord is the length of the longest word that can be one of the field, in bytes. What is longer was pasted by
// mistake: it stays as it is and no parts are looked for in it, which would take the cube of its length.
const longestWord = 64

// Stem is snowball's English stem of a lower-case word. Words with digits or signs are names ("k3s",
// "c++") and stay as they are, and so do short ones ("aws") and those longer than any word.
func Stem(w string) string {
	if len(w) <= 3 || len(w) > longestWord {
		return w
	}
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return w
		}
	}
	env := snowballstem.NewEnv(w)
	english.Stem(env)
	return env.Current()
}

// Words calls f with the words of a text in lower case, one after the other: letters and digits, without
// apostrophes and the possessive. A word is good until the next call. Where a sentence or a line ends f is called with an empty word.
func Words(text string, f func(word []byte)) {
	var word []byte
	flush := func() {
		if n := len(word); n > 2 && word[n-1] == 's' && word[n-2] == '\'' {
			word = word[:n-2]
		}
		at := 0
		for _, c := range word {
			if c != '\'' {
				word[at] = c
				at++
			}
		}
		if at > 0 {
			f(word[:at])
		}
		word = word[:0]
	}
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			word = append(word, byte(r))
		case r >= 'A' && r <= 'Z':
			word = append(word, byte(r)|0x20)
		case (r == '\'' || r == '’') && len(word) > 0:
			word = append(word, '\'')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			word = utf8.AppendRune(word, unicode.ToLower(r))
		default:
			flush()
			if strings.ContainsRune(".!?;:\n()|", r) {
				f(nil)
			}
		}
	}
	flush()
}
