package digest

import (
	"slices"
	"strings"
	"unicode"

	"takeaway/internal/prose"
)

// pointers are words that at the start of a sentence tie it to the one before.
var pointers = wordSet(`this that these those it its it's he she they they're he's she's his her hers him them their theirs
	but however also another and or nor so then thus therefore hence moreover furthermore additionally
	besides instead still yet otherwise meanwhile similarly likewise consequently nevertheless
	nonetheless such here again neither either both none others other further finally next lastly later
	afterwards afterward too first firstly secondly thirdly let second third fourth fifth which who whose where overall
	indeed rather sure yes no well anyway anyways basically essentially interestingly surprisingly naturally alternatively accordingly conversely ultimately
	eventually thankfully um uh okay yesterday beyond apart aside what's that's there's same elsewhere alongside below equally plus because
	since although while whereas though after before once speaking hopefully unfortunately luckily
	personally apparently obviously only even cons pros more one two three four five several some most many
	all each few everyone everything`)

// pointing are phrases that do the same.
const pointing = "for example,for instance,in addition,as a result,in contrast,by contrast,on the other hand,on the one hand,to that end,as such,in short," +
	"in that,in this,of course,at the same time,in other words,with that,with this,from there,by then,until then,since then,the same,the former,the latter,the second,the third,the other," +
	"last week,last month,the day before,the day after,the next,the last,the first,another,in another,at another,on another,for another,in between,a second,a third,a fourth,a similar,a related,a further,a last,a final,half of the,part of the,both of,in both,in all,to this,to that,at this,at that,on top,that said,having said,as mentioned,as i said,last but,first of,my favorite,my favourite"

// standsAlone reports whether nothing in the sentence needs the one before it.
func standsAlone(s string, ts []token, people map[string]bool) bool {
	if len(ts) == 0 {
		return prose.IsWide(firstLetter(s))
	}
	if isPointer(ts) || len(ts) > 1 && (ts[0].word == "version" || ts[0].word == "release") && isDigit(ts[1].word[0]) {
		return false
	}
	low := strings.ToLower(strings.TrimLeft(s, "“\"‘'(«"))
	for phrase := range strings.SplitSeq(pointing, ",") {
		if strings.HasPrefix(low, phrase+" ") || strings.HasPrefix(low, phrase+",") {
			return false
		}
	}
	switch ts[len(ts)-1].word {
	case "too", "either", "above", "below", "here", "it", "them", "this", "so", "one", "ones", "these", "those":
		return false
	}
	if strings.HasSuffix(low, "as well.") || len(ts) > 1 && ts[1].word == "one" {
		return false
	}
	return !dangling(ts, people)
}

// isPointer reports whether the first word points back. Words of number and time do so only where no
// noun follows that could be meant: "All of them", but "All clusters of the bank".
func isPointer(ts []token) bool {
	first := ts[0].word
	if !pointers()[first] {
		return false
	}
	switch first {
	case "this":
		return len(ts) < 2 || !timely(ts[1].word)
	case "one", "two", "three", "four", "five", "several", "some", "most", "many", "all", "each", "few":
		if len(ts) < 3 {
			return true
		}
		second := ts[1].word
		return second == "of" && pronoun(ts[2].word) || second == "is" || second == "was" || second == "are" || second == "were" || verbs(second) || ts[0].comma
	case "more":
		return len(ts) < 2 || ts[1].word != "than"
	case "everyone", "everything", "only", "even", "although", "while", "because", "since", "after", "before", "once", "though", "whereas", "beyond", "apart":
		return ts[0].comma || len(ts) > 1 && pronoun(ts[1].word)
	}
	return true
}

func copula(w string) bool {
	switch w {
	case "is", "was", "isn't", "wasn't", "would", "will", "makes", "made", "said":
		return true
	}
	return false
}

func verbs(w string) bool {
	return w == "has" || w == "have" || w == "had" || w == "can" || w == "will" || w == "would" || w == "came" || w == "said" || w == "did" || w == "more"
}

// said are the nouns with which "that" means what was said before: "did not change that view".
func said(w string) bool {
	switch w {
	case "view", "idea", "claim", "point", "approach", "question", "reason", "purpose", "case", "end", "decision", "argument", "answer", "advice", "distinction":
		return true
	}
	return false
}

func pronoun(w string) bool {
	switch w {
	case "this", "that", "these", "those", "it", "its", "he", "she", "they", "his", "her", "him", "them", "their", "which", "whom":
		return true
	}
	return false
}

// dangling reports whether a pronoun or a demonstrative has nothing in the sentence to stand for.
func dangling(ts []token, people map[string]bool) bool {
	persons, nouns, plural, singular := 0, 0, false, false
	for i, t := range ts {
		next := ""
		if i+1 < len(ts) {
			next = ts[i+1].word
		}
		switch t.word {
		case "this", "these", "such":
			if !timely(next) && !(t.word == "such" && next == "as") {
				return true
			}
		case "those":
			if next != "who" && next != "that" && next != "of" && next != "with" && next != "which" && next != "in" && next != "without" && next != "from" {
				return true
			}
		case "that":
			if i < 4 && copula(next) || next == "means" || said(next) || i > 0 && preposition(ts[i-1].word) {
				return true
			}
		case "he", "she", "his", "her", "him":
			if persons == 0 {
				return true
			}
		case "they", "it":
			expletive := t.word == "it" && i > 1 && !preposition(ts[i-1].word) && (next == "is" || next == "was" || next == "takes" || next == "pays")
			if i < 5 && !expletive || t.word == "they" && !plural || t.word == "it" && !expletive && !singular {
				return true // "With CRDs it resembles code", "Companies were examining how to use it"
			}
		case "likewise", "therefore", "instead", "meanwhile", "moreover", "furthermore", "similarly", "consequently":
			if i < 9 {
				return true // "Envoy likewise derives"
			}
		case "then", "also", "thus", "hence":
			if i < 4 {
				return true
			}
		case "them", "their", "its":
			if nouns < 1 {
				return true
			}
		case "neither":
			if !slices.ContainsFunc(ts[i:], func(t token) bool { return t.word == "nor" || t.word == "of" }) {
				return true
			}
		case "um", "uh":
			return true // as it was spoken
		case "latter", "former", "above-mentioned", "aforementioned":
			return true
		}
		if people[strings.TrimSuffix(t.word, "'s")] {
			persons++
		}
		plural = plural || t.word == "and" || t.word == "people" || !t.name && len(t.word) > 3 && strings.HasSuffix(t.word, "s") && !stopword(t.word)
		singular = singular || t.name || len(t.word) > 2 && !stopword(t.word) && !inflected(t.word)
		if t.name || i == 0 && !stopword(t.word) || len(t.word) > 3 && !stopword(t.word) {
			nouns++
		}
	}
	return false
}

// inflected reports whether a word is most likely a plural, a verb or an adverb by its ending.
func inflected(w string) bool {
	for _, end := range [...]string{"ing", "ed", "ly"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us")
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// timely are the nouns with which "this" means the event or its time, not what was said before.
func timely(w string) bool {
	switch w {
	case "year", "year's", "week", "time", "kubecon", "conference", "edition", "event", "month", "summer", "autumn", "spring", "winter":
		return true
	}
	return false
}

func preposition(w string) bool {
	switch w {
	case "of", "for", "with", "by", "on", "in", "from", "to", "about", "after", "before", "behind", "beyond", "like":
		return true
	}
	return false
}

func firstLetter(s string) rune {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return 0
}
