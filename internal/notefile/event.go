package notefile

import (
	"strings"

	"takeaway/internal/conference"
)

// eventWords reports whether text speaks of a conference: by name, or by a word for such an event.
func eventWords(s string) bool { return speaksOf(s, occasions[:]) }

// namesEvent reports whether text speaks of a conference by something else than a word like "edition".
func namesEvent(s string) bool {
	return eventWords(strings.ReplaceAll(strings.ReplaceAll(s, "edition", ""), "Edition", ""))
}

func speaksOf(s string, words []string) bool {
	low := strings.ToLower(s)
	for _, w := range words {
		if strings.Contains(low, w) {
			return true
		}
	}
	return conference.InTitle(s)
}
