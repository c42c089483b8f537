package notefile

//go:generate go run ../gen reading

import (
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// kindWord are the words of headings that give one kind away, between "|"; see words.yaml.
type kindWord struct {
	kind  kb.Kind
	exact string // the heading is one of these, whole
	start string // the heading begins with one of these
}

// exactKinds looks up whole headings; where two kinds claim one, the first of kindWords has it.
var exactKinds = sync.OnceValue(func() map[string]kb.Kind {
	m := map[string]kb.Kind{}
	for _, k := range kindWords {
		for h := range strings.SplitSeq(k.exact, "|") {
			if _, taken := m[h]; !taken {
				m[h] = k.kind
			}
		}
	}
	return m
})

// kindStarts are the beginnings of headings by their first byte, each with its kind, in the order of kindWords.
var kindStarts = sync.OnceValue(func() *[256][]kindWord {
	var by [256][]kindWord
	for _, k := range kindWords {
		for s := range strings.SplitSeq(k.start, "|") {
			by[s[0]] = append(by[s[0]], kindWord{kind: k.kind, start: s})
		}
	}
	return &by
})

// headingKind is the kind that the words of a heading suggest, "" if they suggest nothing.
func headingKind(heading string) kb.Kind {
	h := strings.ToLower(strings.TrimSpace(heading))
	h = strings.ReplaceAll(strings.ReplaceAll(strings.TrimLeft(h, "¡¿ "), "’", "'"), "‘", "'")
	if i := marker(h); i > 0 && h[0] <= '9' {
		h = strings.TrimSpace(h[i:])
	}
	h = strings.TrimRight(strings.TrimFunc(h, isOrnament), " .:!?…")
	if h == "" {
		return ""
	}
	if k, ok := exactKinds()[h]; ok {
		return k
	}
	if weight(h) > 14 || hasSubject(h) {
		return ""
	}
	for _, k := range kindStarts()[h[0]] {
		if s := k.start; strings.HasPrefix(h, s) && (len(h) == len(s) || !wordByte(h[len(s)]) || !wordByte(s[len(s)-1])) {
			return k.kind
		}
	}
	return ""
}

// longOutro is how many words a "Conclusion" may have and still be one: longer ones make points of
// their own.
const longOutro = 150

// pointed reports whether an outro's heading promises to sum up, rather than to thank or to invite.
func pointed(heading string) bool {
	low := strings.ToLower(heading)
	for _, w := range []string{"conclusi", "summary", "final", "closing", "wrap", "fazit", "zusammenfassung", "总结", "まとめ", "결론"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// kindOf decides the kind of a section that is one piece.
func kindOf(heading string, own int, only bool) kb.Kind {
	k := headingKind(heading)
	switch {
	case own == 0 && k == "":
		return kb.KindContainer
	case k == "", only && k == kb.KindOutro && own >= substantial/2:
		return kb.KindTakeaway
	case k == kb.KindOutro && own > longOutro && pointed(heading):
		return kb.KindTakeaway
	case k == kb.KindIntro && own > longSchedule && listsTalks(heading):
		return kb.KindTakeaway
	}
	return k
}

// longSchedule is how many words a "Schedule" may have and still be what is handed out before; longer ones
// describe the talks.
const longSchedule = 300

// listsTalks reports whether a heading announces a list of talks.
func listsTalks(heading string) bool {
	return holdsWord(heading, "agenda", "schedule", "program", "programme")
}

// cued reports whether the start of a paragraph, or for an outro any of it, holds one of the phrases.
func cued(text, cues string) bool {
	low := strings.ReplaceAll(strings.ToLower(text[:min(len(text), 1200)]), "’", "'")
	for c := range strings.SplitSeq(cues, "|") {
		if strings.Contains(low, c) {
			return true
		}
	}
	return false
}

// isOrnament reports whether a letter at an end of a heading is a sign or a picture.
func isOrnament(r rune) bool { return r == ' ' || r > 0x1f000 || (r > 0x2000 && r < 0x2e00) }

// hasSubject reports whether a heading in lower case names a subject behind the word of its kind: "final thoughts: the
// ecosystem".
func hasSubject(h string) bool {
	key, rest, ok := strings.Cut(h, ": ")
	return ok && rest != "" && key != "tl;dr" && !strings.HasPrefix(key, "wrapping")
}
