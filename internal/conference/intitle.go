package conference

import "slices"

// mostNamed is how many bytes of a text are searched for the name of a conference: lines and titles, not
// whole notes.
const mostNamed = 4 << 10

// InTitle reports whether a text names a conference: a series or an edition of the registry by one of its
// names, or one that the registry does not know by a word of that shape (StrimziCon).
func InTitle(text string) bool {
	text = clean(text[:min(len(text), mostNamed)])
	items, _ := scan(text, false)
	return slices.ContainsFunc(items, func(it item) bool {
		return it.what == aSeries && !it.weak || it.what == anEdition || it.what == aCamel
	})
}

// FlagshipPattern is the pattern of the ids of all series of the flagship.
const FlagshipPattern = "kubecon-*"

// IsFlagship reports whether a name means all series of the flagship, "KubeCon" without a region.
func IsFlagship(name string) bool {
	tokens := tokenise(clean(name[:min(len(name), mostNamed)]))
	if len(tokens) == 0 {
		return false
	}
	t, n := words().match(tokens, name, false)
	return n == len(tokens) && t.what == aSeries && t.value == anyKubeCon
}
