package ask

import "strings"

// newestWords ask for what is newest, alone; newestPhrases do so together.
var (
	newestWords   = map[string]bool{"latest": true, "newest": true, "recent": true}
	newestPhrases = []string{"what is new in", "what is new about", "what is new with", "what is new on", "what is new", "what's new in", "what's new with",
		"what's new about", "what's new on", "what's new", "whats new in", "whats new", "news about", "news on", "news of", "news from", "anything new about", "anything new in", "new since"}
)

// Newest reports whether a question asks for what is new, and returns it without the words that say so. A question of
// nothing else, and one with quotes, stay as they are: "latest" in quotes is a word to look for.
func Newest(text string) (rest string, newest bool) {
	if strings.ContainsAny(text, `"()`) {
		return text, false
	}
	words := strings.Fields(text)
	low := strings.Fields(strings.ToLower(strings.ReplaceAll(text, "’", "'")))
	if len(low) != len(words) {
		return text, false
	}
	for i := range low {
		low[i] = strings.TrimRight(low[i], "?!.,")
	}
	var out []string
	for i := 0; i < len(words); {
		if n := newestAt(low[i:]); n > 0 {
			i += n
			newest = true
			continue
		}
		out = append(out, words[i])
		i++
	}
	if !newest || len(out) == 0 {
		return text, false
	}
	return strings.Join(out, " "), true
}

// newestAt is how many words at the start ask for what is new.
func newestAt(low []string) int {
	if newestWords[low[0]] {
		return 1
	}
	for _, phrase := range newestPhrases {
		n := strings.Count(phrase, " ") + 1
		if n <= len(low) && strings.Join(low[:n], " ") == phrase {
			return n
		}
	}
	return 0
}
