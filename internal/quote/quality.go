package quote

import (
	"slices"
	"strings"
)

// quality is how well a sentence serves as the one that is quoted: early in its takeaway, of a good
// length, with names, and not about the writer. isVague is what vague says of it.
func (c placed) quality() (score float64, isVague bool) {
	score = []float64{1, 0.95, 0.85}[min(c.index, 2)]
	if c.item {
		score *= 0.8
	}
	for range min(c.back, 3) {
		score *= 0.7
	}
	if n := len(c.tokens); n < 12 || n > 34 {
		score *= 0.8
	}
	if personal(c.tokens) {
		score *= 0.5
	}
	if aboutPerson(c.text) {
		score *= 0.4
	}
	if isVague = vague(c.tokens, c.text); isVague {
		score *= 0.5
	}
	if !slices.ContainsFunc(c.tokens, func(t token) bool { return t.name }) {
		score *= 0.85
	}
	return score, isVague
}

// personal reports whether a sentence is about the writer.
func personal(ts []token) bool {
	for i, t := range ts {
		switch t.word {
		case "i", "my", "i'm", "i've", "i'd":
			return true
		case "we", "our", "us":
			if i < 6 {
				return true
			}
		}
	}
	return false
}

// aboutPerson reports whether a sentence introduces somebody: "Jane Doe is a staff engineer at Acme."
func aboutPerson(s string) bool {
	for _, verb := range [...]string{" is a ", " is an ", " is the ", " works at ", " works for "} {
		if before, after, ok := strings.Cut(s, verb); ok && strings.Count(before, " ") <= 3 {
			for _, role := range [...]string{"ngineer", "irector", "anager", "CTO", "CEO", "rchitect", "dvocate", "eveloper at", "maintainer", "founder", "works"} {
				if strings.Contains(after, role) || strings.HasPrefix(verb, " works") {
					return true
				}
			}
		}
	}
	return false
}

// vague reports whether a sentence speaks of a thing as known that others introduced: it begins with "the
// …" and names nobody and nothing soon ("The platform team wanted …"), counts one out of several that
// stand elsewhere, or leaves open which session or company it means.
func vague(ts []token, text string) bool {
	if len(ts) == 0 {
		return false
	}
	for i := range len(ts) - 1 {
		the, noun := ts[i].word, ts[i+1].word
		switch noun {
		case "second", "third", "fourth", "fifth", "other", "others", "rest", "two", "three", "four", "same", "demo":
			if of := i+3 < len(ts) && ts[i+3].word == "of"; the == "the" && !of || strings.HasSuffix(the, "'s") {
				return true // "the second", but "the second day of the conference"
			}
		case "session", "talk", "speaker", "speakers", "workshop", "panel", "company", "roadmap", "tool", "team", "pair", "lab":
			named := strings.ContainsAny(text, "“\"") || i+2 < len(ts) && (ts[i+2].name || isPreposition(ts[i+2].word))
			if the == "the" && !named {
				return true
			}
		}
	}
	if before, _, colon := strings.Cut(text, ":"); colon && len(strings.Fields(before)) < 3 {
		return true // "Security: network policies, …"
	}
	return announces(ts, text) || indefinite(ts)
}

// indefinite reports whether a sentence begins with "the …" and does not say which: "The operator
// provisions …", but "The operator of Percona …", "The CNCF …".
func indefinite(ts []token) bool {
	if ts[0].word != "the" || len(ts) < 2 || ts[1].word == "author" {
		return false
	}
	for i, t := range ts[1:min(len(ts), 6)] {
		switch t.word {
		case "of", "for", "behind", "between", "that", "which", "from":
			if i < 4 {
				return false
			}
		case "api", "apis", "crd", "crds", "ui", "cli", "sdk", "cr": // in capitals, and yet no names
			continue
		}
		if t.name && i < 2 {
			return false
		}
	}
	return true
}

// announces reports whether a sentence promises what only the next ones tell: "Two problems stayed with
// the team.", "From the outage the author derives a general risk."
func announces(ts []token, text string) bool {
	if strings.ContainsAny(text, ":;") || len(ts) < 3 {
		return false
	}
	for i := range len(ts) - 1 {
		if number(ts[i].word) && (abstract(strings.TrimSuffix(ts[i+1].word, "s")) || i+2 < len(ts) && abstract(strings.TrimSuffix(ts[i+2].word, "s"))) {
			return true
		}
	}
	last := len(ts) - 1
	if !abstract(ts[last].word) {
		return false
	}
	for i := max(last-2, 1); i < last; i++ {
		if (ts[i].word == "a" || ts[i].word == "an") && !isCopula(ts[i-1].word) && ts[i-1].word != "as" {
			return true
		}
	}
	return false
}

// number reports whether a word says how many of the things come that a sentence announces.
func number(w string) bool {
	switch w {
	case "two", "three", "four", "five", "six", "seven", "eight", "ten", "several", "2", "3", "4", "5", "6", "7", "8", "10":
		return true
	}
	return false
}

// abstract reports whether a noun stands for something that is said, not for a thing.
func abstract(w string) bool {
	switch w {
	case "problem", "reason", "way", "thing", "question", "lesson", "point", "step", "kind", "criteria", "stage", "option", "topic", "pattern",
		"risk", "trend", "example", "aspect", "rule", "idea", "challenge", "concern", "claim", "advantage", "benefit", "goal", "principle":
		return true
	}
	return false
}
