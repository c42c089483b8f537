package cli

import (
	"strconv"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
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
// On the labelled queries nDCG@10 over all stays within 0.002 for weights from 0.3 to 1; those whose words
// are not the text's lose from 0.7 on.
const topicWeight = 0.5

// hints says which words of a query name a conference, a topic or a project: "service mesh barcelona".
// A longer name hides the shorter ones inside it.
func hints(v *vocabulary.Vocabulary, tree query.Node) []search.Hint {
	words := bareWords(tree)
	var out []search.Hint
	for at := 0; at < len(words); {
		n := min(longestName, len(words)-at)
		for ; n > 0; n-- {
			run := words[at : at+n]
			found := meaning(v, run)
			for i := range found {
				found[i].Start, found[i].End = run[0].Pos, run[n-1].Pos+len(run[n-1].Text)
			}
			if out = append(out, found...); len(found) > 0 {
				break
			}
		}
		at += max(n, 1)
	}
	return out
}

// meaning says what a run of words names; nothing for words without a meaning of their own.
func meaning(v *vocabulary.Vocabulary, run []query.Word) []search.Hint {
	texts := make([]string, len(run))
	for i, w := range run {
		texts[i] = w.Text
	}
	name := strings.Join(texts, " ")
	var nodes []query.Node
	if editions := conference.Named(name); len(editions) <= mostEditions {
		for _, e := range editions {
			nodes = append(nodes, query.Field{Name: "conf", Value: e.ID})
		}
	}
	switch len(nodes) {
	case 0:
	case 1:
		return []search.Hint{{Node: nodes[0]}}
	default:
		return []search.Hint{{Node: query.Or{Parts: nodes}}}
	}
	id, ok := v.Canonical(name)
	if !ok {
		return nil
	}
	if _, topic := v.Topic(id); topic {
		return []search.Hint{{Node: query.Field{Name: "tag", Value: id}, Weight: topicWeight, Match: kb.MatchTopic}}
	}
	return []search.Hint{{Node: query.Field{Name: "project", Value: id}, Match: kb.MatchSynonym}}
}

// bareWords are the words of the query that rank, in order; not those of groups and choices.
func bareWords(tree query.Node) []query.Word {
	switch n := tree.(type) {
	case query.Word:
		return []query.Word{n}
	case query.And:
		var out []query.Word
		for _, part := range n.Parts {
			if w, ok := part.(query.Word); ok && !w.Prefix {
				out = append(out, w)
			}
		}
		return out
	}
	return nil
}

// understood says in words what hints found where that is not plain from the query itself: "barcelona"
// as kubecon-eu-2019, "o11y" as observability.
func understood(text string, found []search.Hint) string {
	var parts []string
	for _, h := range found {
		words := text[max(h.Start, 0):min(h.End, len(text))]
		var ids []string
		query.Walk(h.Node, func(n query.Node) bool {
			if f, ok := n.(query.Field); ok {
				ids = append(ids, f.Value)
			}
			return true
		})
		if len(ids) == 1 && ids[0] == kb.Slug(words) {
			continue
		}
		parts = append(parts, strconv.Quote(words)+" as "+strings.Join(ids, ", "))
	}
	return strings.Join(parts, "; ")
}
