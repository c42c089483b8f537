package vocabulary

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// SearchWords are words of a library's own for its search, a line each in the form of
// internal/search/words.yaml.
type SearchWords struct {
	Same   []string // "kubernetes k8s": words for one thing, under the first of which the others are indexed
	Joined []string // "gitops: git ops; git operations": a name and the ways to write it
	Near   []string // "outage downtime", "outage: pager": words that say nearly the same
}

// SearchWords are those of the library's own file; none are built in here.
func (v *Vocabulary) SearchWords() SearchWords { return v.words }

// withWords is a vocabulary with words for the search.
func (v *Vocabulary) withWords(words SearchWords) *Vocabulary {
	if len(words.Same)+len(words.Joined)+len(words.Near) == 0 {
		return v
	}
	out := *v
	out.words = words
	return &out
}

// mostSearchWords is how many lines of words a file may have.
const mostSearchWords = 5000

// searchWords reads the mapping under the key words.
func (r *reader) searchWords(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		if n.Tag != "!!null" {
			r.wrong(n, "words must be a mapping with the keys same, joined and near")
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch key.Value {
		case "same":
			r.words.Same = append(r.words.Same, r.wordLines(value, "two words or more, the one that the others mean first", func(line string) bool {
				return len(strings.Fields(line)) > 1 && !strings.ContainsAny(line, ":;,")
			})...)
		case "joined":
			r.words.Joined = append(r.words.Joined, r.wordLines(value, `a name, a colon and the ways to write it: "gitops: git ops; git operations"`, isJoined)...)
		case "near":
			r.words.Near = append(r.words.Near, r.wordLines(value, "two words or more, or a word, a colon and others", func(line string) bool {
				word, others, directed := strings.Cut(line, ":")
				return len(strings.Fields(strings.Replace(line, ":", " ", 1))) > 1 && !strings.ContainsAny(line, ";,") &&
					(!directed || len(strings.Fields(word)) == 1 && others != "")
			})...)
		default:
			r.wrong(key, "unknown key %q: use same, joined or near", key.Value)
		}
	}
}

// isJoined reports whether a line is a name and ways to write it.
func isJoined(line string) bool {
	name, forms, ok := strings.Cut(line, ":")
	return ok && len(strings.Fields(name)) == 1 && strings.TrimSpace(strings.Trim(forms, " +;")) != "" && !strings.ContainsAny(forms, ":,")
}

// wordLines reads lines of words: a list of them, or one text with several.
func (r *reader) wordLines(n *yaml.Node, form string, ok func(line string) bool) []string {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	var lines []string
	for _, item := range nodes {
		if item.Kind != yaml.ScalarNode {
			r.wrong(item, "a line of words is expected here; write it in quotes where it has a colon")
			continue
		}
		for line := range strings.Lines(item.Value) {
			line = strings.ToLower(strings.TrimSpace(line))
			switch {
			case line == "":
			case len(line) > 4*maxPhrase || !ok(line):
				r.wrong(item, "%.40q: a line is %s", line, form)
			case len(lines) >= mostSearchWords:
				r.wrong(item, "more than the limit of %d lines", mostSearchWords)
				return lines
			case !slices.Contains(lines, line):
				lines = append(lines, line)
			}
		}
	}
	return lines
}
