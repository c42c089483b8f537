package render

import "strings"

// wordsOf says whose words a note is in, where they are not its author's.
func wordsOf(digest bool) string {
	if digest {
		return "ours: a digest, not a quote"
	}
	return ""
}

// voices names the authors of a note as those who say it, or after whom a digest says it.
func voices(authors []string, digest bool) string {
	by := strings.Join(authors, ", ")
	if digest && by != "" {
		return "after " + by
	}
	return by
}
