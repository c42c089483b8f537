package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"takeaway/internal/prose"
)

// words counts the words of a sentence.
func words(s string) int {
	n, wide, in := 0, 0, false
	for _, r := range s {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if letter && prose.IsWide(r) {
			wide++
			in = false
			continue
		}
		if letter && !in {
			n++
		}
		in = letter || in && (r == '\'' || r == '’' || r == '-' || r == '.' || r == '_')
	}
	return n + wide/2
}

// token is a word of a sentence in lower case, with what the writer made of its first letter.
type token struct {
	word string
	// name is true for a word in capitals that does not begin the sentence: most likely a name.
	name bool
	// comma is true where a comma follows.
	comma bool
}

// tokens are the words of a sentence.
func tokens(s string) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		w := s[start:end]
		r, _ := utf8.DecodeRuneInString(w)
		out = append(out, token{word: strings.ToLower(strings.ReplaceAll(w, "’", "'")), name: unicode.IsUpper(r) && len(out) > 0})
		start = -1
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = i
			}
		case (r == '\'' || r == '’' || r == '-') && start >= 0:
		default:
			flush(i)
			if r == ',' && len(out) > 0 {
				out[len(out)-1].comma = true
			}
		}
	}
	flush(len(s))
	for i := range out {
		out[i].word = strings.Trim(out[i].word, "'-")
	}
	return out
}

// isCopula reports whether a word makes "that" before it a subject.
func isCopula(w string) bool {
	switch w {
	case "is", "was", "isn't", "wasn't", "would", "will", "makes", "made", "said":
		return true
	}
	return false
}

// isAuxiliary reports whether a word is a verb that may follow a number of things: "two have".
func isAuxiliary(w string) bool {
	switch w {
	case "has", "have", "had", "can", "will", "would", "came", "said", "did", "more":
		return true
	}
	return false
}

// isSpeechNoun reports whether a word is a noun with which "that" means what was said before: "did not change that view".
func isSpeechNoun(w string) bool {
	switch w {
	case "view", "idea", "claim", "point", "approach", "question", "reason", "purpose", "case", "end", "decision", "argument", "answer", "advice", "distinction":
		return true
	}
	return false
}

// isBe reports whether a word is a form of to be.
func isBe(w string) bool { return w == "is" || w == "was" || w == "are" || w == "were" }

// isExpletiveVerb reports whether "it" before a word stands for nothing: "it pays to".
func isExpletiveVerb(w string) bool { return w == "is" || w == "was" || w == "takes" || w == "pays" }

// definesThose reports whether what follows says who "those" are: "those who", "those of".
func definesThose(w string) bool {
	switch w {
	case "who", "that", "of", "with", "which", "in", "without", "from":
		return true
	}
	return false
}

// isPronoun reports whether a word stands for something that was named.
func isPronoun(w string) bool {
	switch w {
	case "this", "that", "these", "those", "it", "its", "he", "she", "they", "his", "her", "him", "them", "their", "which", "whom":
		return true
	}
	return false
}

// isTimely reports whether a word is a noun with which "this" means the event or its time, not what was said before.
func isTimely(w string) bool {
	switch w {
	case "year", "year's", "week", "time", "kubecon", "conference", "edition", "event", "month", "summer", "autumn", "spring", "winter":
		return true
	}
	return false
}

// isPreposition reports whether a noun or a pronoun follows a word.
func isPreposition(w string) bool {
	switch w {
	case "of", "for", "with", "by", "on", "in", "from", "to", "about", "after", "before", "behind", "beyond", "like":
		return true
	}
	return false
}

// firstLetter is the first letter of a text, 0 without any.
func firstLetter(s string) rune {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return 0
}

// startsWithDigit reports whether a word begins with a digit.
func startsWithDigit(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }
