package search

import "strings"

// ourWords are the beginnings of words that British spelling writes with "our".
const ourWords = `behaviour colour favour flavour harbour honour humour labour neighbour rumour endeavour vapour`

// notIze are ends of words in "ise" that are written so on both sides of the Atlantic.
const notIze = `enterprise surprise comprise expertise arise uprise promise premise compromise demise precise
concise exercise paradise merchandise treatise`

// izing are the letters before "ise" in words that American spelling writes with "ize": organise,
// optimise, virtualise, categorise, prioritise, standardise, emphasise, energise.
const izing = "nmlrtdsgc"

// american is the American spelling of a lower-case word, which is the one that is indexed: write-ups
// come from both sides, and so do those who search.
func american(w string) string {
	if len(w) < 6 {
		return w
	}
	if i := strings.Index(w, "our"); i >= 3 {
		for our := range strings.FieldsSeq(ourWords) {
			if strings.HasPrefix(w, our) {
				return w[:i] + "or" + w[i+3:]
			}
		}
	}
	for _, end := range [...]string{"isation", "isations", "ising", "ise", "ised", "ises", "iser", "isers"} {
		root, ok := strings.CutSuffix(w, end)
		if !ok || len(root) < 3 || !strings.Contains(izing, root[len(root)-1:]) {
			continue
		}
		if !strings.HasPrefix(end, "isa") && bothSides(root+"ise") {
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
		if root, ok := strings.CutSuffix(w, end); ok && doubled(root) {
			return root + "el" + end[3:]
		}
	}
	return w
}

// bothSides reports whether a word in "ise" is never written with "ize".
func bothSides(w string) bool {
	for same := range strings.FieldsSeq(notIze) {
		if strings.HasSuffix(w, same) {
			return true
		}
	}
	return false
}

// doubled reports whether British spelling doubles the l that follows: modelling, labelled, travelled.
func doubled(root string) bool {
	switch root {
	case "mod", "lab", "trav", "canc", "tunn", "lev", "chann", "pan", "fu":
		return true
	}
	return false
}
