package render

import (
	"strings"

	"takeaway/internal/prose"
)

// mostPasted is how many bytes a passage of whole sentences has at most; a longer one stays as it was cut.
const mostPasted = 700

// wholeSentences is a passage of a Markdown body with the sentences at its ends whole. One that is not found there
// stays as it is.
func wholeSentences(passage, body string) string {
	bare := strings.Trim(passage, "… ")
	if bare == passage || bare == "" || body == "" {
		return passage
	}
	t := prose.Markdown(body)
	var sentences []string
	for _, b := range t.Blocks {
		for line := range t.Lines(b) {
			for _, s := range t.Sentences(line) {
				sentences = append(sentences, strings.TrimSpace(s))
			}
		}
	}
	text := strings.Join(sentences, " ")
	start := strings.Index(text, bare)
	if start < 0 {
		return passage
	}
	end, at := start+len(bare), 0
	var whole []string
	for _, s := range sentences {
		if at < end && at+len(s) > start {
			whole = append(whole, s)
		}
		at += len(s) + 1
	}
	if out := strings.Join(whole, " "); len(out) <= mostPasted {
		return out
	}
	return passage
}
