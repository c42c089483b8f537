package search

import (
	"slices"
	"strings"
)

// izing are the letters before "ise" in words that American spelling writes with "ize": organise,
// optimise, virtualise, categorise, prioritise, standardise, emphasise, energise.
const izing = "nmlrtdsgc"

// american is the American spelling of a lower-case word, which is the one that is indexed: write-ups
// come from both sides, and so do those who search.
func (l *lexicon) american(w string) string {
	if len(w) < 6 {
		return w
	}
	if i := strings.Index(w, "our"); i >= 3 {
		if slices.ContainsFunc(l.our, func(our string) bool { return strings.HasPrefix(w, our) }) {
			return w[:i] + "or" + w[i+3:]
		}
	}
	for _, end := range [...]string{"isation", "isations", "ising", "ise", "ised", "ises", "iser", "isers"} {
		root, ok := strings.CutSuffix(w, end)
		if !ok || len(root) < 3 || !strings.Contains(izing, root[len(root)-1:]) {
			continue
		}
		if !strings.HasPrefix(end, "isa") && slices.ContainsFunc(l.ise, func(same string) bool { return strings.HasSuffix(root+"ise", same) }) {
			return w
		}
		return root + "iz" + end[2:]
	}
	for _, end := range [...]string{"alysing", "alyse", "alysed", "alyses", "alyser", "alysers"} {
		if root, ok := strings.CutSuffix(w, end); ok {
			return root + "alyz" + end[4:]
		}
	}
	for _, end := range [...]string{"elling", "elled", "eller", "ellers"} {
		if root, ok := strings.CutSuffix(w, end); ok && in(l.doubled, root) {
			return root + "el" + end[3:]
		}
	}
	return w
}
