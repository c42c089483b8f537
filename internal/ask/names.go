package ask

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
	"takeaway/internal/search"
	"takeaway/internal/vocabulary"
)

// longestName is the number of words of the longest name looked for in a query.
const longestName = 5

// mostEditions is how many editions a name may stand for and still say something: "kubecon 2018" does,
// "kubecon" does not.
const mostEditions = 8

// topicWeight is what carrying the tag of a topic is worth beside holding the words that name it.
// On the labelled queries nDCG@10 over all stays within 0.005 for weights from 0.5 to 1.
const topicWeight = 0.7

// recognised is what some words of a query mean: a hint for the search, the words, and what they name where
// the hint does not say so.
type recognised struct {
	search.Hint
	words string
	name  string
}

func hintsOf(list []recognised) []search.Hint {
	out := make([]search.Hint, len(list))
	for i := range list {
		out[i] = list[i].Hint
	}
	return out
}

// recognise says which words of a query name a conference, a topic, a project or a person of the library:
// "service mesh barcelona", "what did liz rice say". A longer name hides the shorter ones inside it.
func recognise(s *desk.Desk, tree query.Node) []recognised {
	words := bareWords(tree)
	var out []recognised
	for at := 0; at < len(words); {
		n := min(longestName, len(words)-at)
		for ; n > 0; n-- {
			run := words[at : at+n]
			found := nameOf(s.Vocabulary(), run)
			if found == nil {
				found = person(s, run)
			}
			for _, f := range found {
				f.Start, f.End = run[0].Pos, run[n-1].Pos+1
				f.words = spoken(run)
				out = append(out, f)
			}
			if len(found) > 0 {
				break
			}
		}
		at += max(n, 1)
	}
	return out
}

// spoken is a run of words with blanks between them.
func spoken(run []query.Word) string {
	texts := make([]string, len(run))
	for i, w := range run {
		texts[i] = w.Text
	}
	return strings.Join(texts, " ")
}

// longestPerson is the number of words of the longest name of a person looked for.
const longestPerson = 4

// person says whom of the library a run of words names, as author or as speaker.
func person(s *desk.Desk, run []query.Word) []recognised {
	if len(run) > longestPerson {
		return nil
	}
	people := s.People(spoken(run))
	if len(people) == 0 {
		return nil
	}
	node := query.Or{Parts: []query.Node{
		query.Field{Name: "author", Value: spoken(run), Quoted: true},
		query.Field{Name: "speaker", Value: spoken(run), Quoted: true},
	}}
	return []recognised{{Hint: search.Hint{Node: node}, name: strings.Join(people, ", ")}}
}

// nameOf says what a run of words names or, as a phrase of several words, speaks of; nothing for words
// without a meaning of their own.
func nameOf(v *vocabulary.Vocabulary, run []query.Word) []recognised {
	name := spoken(run)
	var nodes []query.Node
	if editions := conference.Named(name); len(editions) <= mostEditions {
		for _, e := range editions {
			nodes = append(nodes, query.Field{Name: "conf", Value: e.ID})
		}
	}
	switch len(nodes) {
	case 0:
	case 1:
		return []recognised{{Hint: search.Hint{Node: nodes[0]}}}
	default:
		return []recognised{{Hint: search.Hint{Node: query.Or{Parts: nodes}}}}
	}
	if len(run) == 1 && !search.Says(name) {
		return nil // "ran" is no radio access network
	}
	if id, ok := v.Canonical(name); ok {
		if _, topic := v.Topic(id); topic {
			return []recognised{aboutTopic(id)}
		}
		return []recognised{{Hint: search.Hint{Node: query.Field{Name: "project", Value: id}, Match: kb.MatchSynonym}}}
	}
	if id, ok := insideEastern(v, name); ok && len(run) == 1 {
		return nameOf(v, []query.Word{{Text: id}})
	}
	var out []recognised
	for _, id := range v.Suggested(name) {
		out = append(out, aboutTopic(id))
	}
	return out
}

// longestEastern bounds the characters of a word in which names are looked for.
const longestEastern = 40

// insideEastern is the longest name of a topic or a project inside a Chinese, Japanese or Korean word, the
// first of several: they are written without blanks, or with particles at their ends.
func insideEastern(v *vocabulary.Vocabulary, word string) (id string, ok bool) {
	runes := []rune(word)
	for n := min(len(runes), longestEastern) - 1; n >= 3; n-- {
		for at := 0; at+n <= min(len(runes), longestEastern); at++ {
			part := runes[at : at+n]
			if slices.ContainsFunc(part, western) {
				continue
			}
			if id, ok := v.Canonical(string(part)); ok {
				return id, true
			}
		}
	}
	return "", false
}

// western reports whether a character is none of Chinese, Japanese or Korean words.
func western(r rune) bool {
	return r != 'ー' && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// aboutTopic is the hint that words speak of a topic.
func aboutTopic(topic string) recognised {
	return recognised{Hint: search.Hint{Node: query.Field{Name: "tag", Value: topic}, Weight: topicWeight, Match: kb.MatchTopic}}
}

// nearestTopics are the topics and projects that come nearest to words of a query that found nothing: those with
// nearly the same name, else topics near in meaning.
func nearestTopics(v *vocabulary.Vocabulary, words []string) []string {
	const most, longest = 3, 32 // topics named; words looked at
	var out []string
	for _, w := range words[:min(len(words), longest)] {
		if _, known := v.Canonical(w); known || !search.Says(w) {
			continue // there is just nothing on it, or it asks and does not say
		}
		near := spelledAlike(v, w, most)
		if len(near) == 0 {
			near = meaningAlike(v, w, most)
		}
		for _, id := range near {
			if len(out) < most && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// spelledAlike are the topics and projects whose names are written nearly like a word. The first letter is taken as
// right. Characters of other scripts are too many apart for any two words to be slips of each other.
func spelledAlike(v *vocabulary.Vocabulary, word string, most int) []string {
	if strings.ContainsFunc(word, func(r rune) bool { return !western(r) }) {
		return nil
	}
	return slices.DeleteFunc(v.Nearest(word, most), func(id string) bool {
		return !strings.EqualFold(id[:1], word[:1])
	})
}

// topicNear is the least nearness of a topic that is offered for a word.
const topicNear = 0.5

// meaningAlike are the topics whose names are near to a word in meaning, the nearest first.
func meaningAlike(v *vocabulary.Vocabulary, word string, most int) []string {
	near := map[string]float64{}
	var ids []string
	for _, t := range v.Topics() {
		if n := meaning.Near(word, strings.ReplaceAll(t.ID, "-", " ")); n >= topicNear {
			near[t.ID] = n
			ids = append(ids, t.ID)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(near[b], near[a]), cmp.Compare(a, b)) })
	return ids[:min(len(ids), most)]
}

// bareWords are the words of the query that rank, in order; not those of groups and choices.
func bareWords(tree query.Node) []query.Word {
	switch n := tree.(type) {
	case query.Word:
		return []query.Word{n}
	case query.And:
		var out []query.Word
		for _, part := range n.Parts {
			switch part := part.(type) {
			case query.Word:
				if !part.Prefix {
					out = append(out, part)
				}
			case query.And:
				out = append(out, bareWords(part)...)
			}
		}
		return out
	}
	return nil
}

// describe says in words what was recognised where that is not plain from the query itself: "barcelona"
// as kubecon-eu-2019, "o11y" as observability.
func describe(found []recognised) string {
	var parts []string
	for _, h := range found {
		var ids []string
		query.Walk(h.Node, func(n query.Node) bool {
			if f, ok := n.(query.Field); ok {
				ids = append(ids, f.Value)
			}
			return true
		})
		if h.name != "" {
			ids = []string{h.name}
		}
		if len(ids) == 1 && ids[0] == kb.Slug(h.words) {
			continue
		}
		if part := strconv.Quote(h.words) + " as " + strings.Join(ids, ", "); !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}
