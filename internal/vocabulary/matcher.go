package vocabulary

import (
	"slices"
	"strings"
)

// rule says what a trigger is to its topic or project.
type rule uint8

const (
	ruleName rule = iota // name or alias of a topic
	ruleStrong
	ruleWeak
	ruleCase
	ruleWeakCase
	ruleProject
	ruleNegative
	ruleContext
)

var ruleNames = [...]string{"name", "strong", "weak", "case", "weak-case", "project", "negative", "context"}

// output is one meaning of a phrase. Targets number the topics first, then the projects.
type output struct {
	target int32
	rule   rule
	exact  bool     // spelled as in words
	hyphen bool     // with a hyphen between the words, as listed
	plain  bool     // of a project: names it beyond doubt (several words, or an unambiguous name)
	words  []string // as listed, for exact
}

// node is a place in the tree of phrases.
type node struct {
	claims    []output // name, strong, weak, case, project
	negatives []int32  // targets, ascending
	contexts  []int32
}

// matcher finds the phrases of all topics and projects in one pass over the words of a text. It is a tree
// over word numbers rather than an Aho–Corasick automaton: most words begin no phrase and cost one
// array access, and phrases are short.
type matcher struct {
	v       *Vocabulary
	table   *wordTable
	first   []int32          // by word: node after that word, 0 for none
	next    map[uint64]int32 // node and word: node
	nodes   []node
	nTopics int32
	parents []int32   // by topic: parent or -1
	implied [][]int32 // by project: topics
	hinted  [][]int32 // by project: topics it hints at

	model    *model  // nil where the rules decide alone
	modelled []int32 // by topic: its number in the model, or -1
}

func newMatcher(v *Vocabulary) *matcher {
	m := &matcher{v: v, table: newWordTable(), next: make(map[uint64]int32, 6000), nodes: make([]node, 1, 6000),
		nTopics: int32(len(v.topics))}
	number := make(map[string]int32, len(v.topics))
	for i := range v.topics {
		number[v.topics[i].ID] = int32(i)
	}
	if v.learned {
		m.model = builtinModel()
	}
	m.modelled = make([]int32, len(v.topics))
	m.parents = make([]int32, len(v.topics))
	for i := range v.topics {
		m.parents[i], m.modelled[i] = -1, -1
		if m.model != nil && !v.topics[i].Hidden {
			m.modelled[i] = int32(slices.Index(m.model.topics, v.topics[i].ID))
		}
		if p, ok := number[v.topics[i].Parent]; ok {
			m.parents[i] = p
		}
		if !v.topics[i].Hidden {
			m.addTopic(int32(i), &v.topics[i])
		}
	}
	numbers := func(ids []string) (out []int32) {
		for _, id := range ids {
			if n, ok := number[id]; ok && !v.topics[n].Hidden {
				out = append(out, n)
			}
		}
		return out
	}
	m.implied = make([][]int32, len(v.projects))
	m.hinted = make([][]int32, len(v.projects))
	for i := range v.projects {
		p := &v.projects[i]
		m.implied[i], m.hinted[i] = numbers(p.Topics), numbers(p.TopicsWeak)
		if !p.Hidden {
			m.addProject(m.nTopics+int32(i), p)
		}
	}
	return m
}

func (m *matcher) addTopic(target int32, t *Topic) {
	names := append([]string{t.Name, strings.ReplaceAll(t.ID, "-", " ")}, t.Aliases...)
	// A word listed under two rules counts by the more careful one: add keeps the first.
	for _, list := range []struct {
		phrases []string
		out     output
	}{
		{t.Case, output{target: target, rule: ruleCase, exact: true}},
		{t.WeakCase, output{target: target, rule: ruleWeakCase, exact: true}},
		{t.Weak, output{target: target, rule: ruleWeak}},
		{names[2:], output{target: target, rule: ruleName}},
		{t.Strong, output{target: target, rule: ruleStrong}},
		{names[:2], output{target: target, rule: ruleName}},
	} {
		for _, p := range list.phrases {
			m.add(p, list.out)
		}
	}
	for _, name := range names {
		if joined, ok := joinWords(name); ok {
			m.add(joined, output{target: target, rule: ruleName})
		}
	}
	for _, p := range t.Negative {
		m.add(p, output{target: target, rule: ruleNegative})
	}
	for _, p := range t.Context {
		m.add(p, output{target: target, rule: ruleContext})
	}
	for _, list := range [][]string{t.Strong, t.Aliases} {
		for _, p := range list {
			if more, ok := plural(p); ok {
				m.add(more, output{target: target, rule: ruleStrong})
			}
		}
	}
}

// joinWords is a name as people write it in one word, "ChaosEngineering". Short ones may mean anything.
func joinWords(name string) (string, bool) {
	const shortest = 8
	words := splitWords(name)
	joined := strings.Join(words, "")
	return joined, len(words) > 1 && len(joined) >= shortest && joined[len(joined)-1] < 0x80
}

// plural adds an s to a phrase that can take one.
func plural(p string) (string, bool) {
	if len(p) < 4 || p[len(p)-1] < 'a' || p[len(p)-1] > 'z' || strings.HasSuffix(p, "s") || strings.HasSuffix(p, "ing") || strings.HasSuffix(p, "y") {
		return "", false
	}
	return p + "s", true
}

func (m *matcher) addProject(target int32, p *Project) {
	names := append([]string{p.Name}, p.Aliases...)
	if p.Ambiguity == "" && !p.CaseSensitive {
		names = append(names, strings.ReplaceAll(p.ID, "-", " "))
	}
	for _, name := range names {
		plain := p.Ambiguity == "" || len(splitWords(name)) > 1
		m.add(name, output{target: target, rule: ruleProject, plain: plain,
			exact: p.CaseSensitive && len(splitWords(name)) == 1})
		// "CDK for Kubernetes (CDK8s)" is also known without the brackets.
		if before, _, ok := strings.Cut(name, " ("); ok {
			m.add(before, output{target: target, rule: ruleProject, plain: plain})
		}
	}
	for _, n := range p.Negative {
		m.add(n, output{target: target, rule: ruleNegative})
	}
	for _, c := range p.Context {
		m.add(c, output{target: target, rule: ruleContext})
	}
}

// add puts a phrase into the tree. A phrase without letters or digits is passed over, and so is a second
// claim of one target on one phrase.
func (m *matcher) add(phrase string, out output) {
	words := splitWords(phrase)
	if len(words) == 0 {
		return
	}
	at := int32(0)
	for i, w := range words {
		id := m.table.intern(w)
		if i == 0 {
			for int(id) >= len(m.first) {
				m.first = append(m.first, 0)
			}
			if m.first[id] == 0 {
				m.first[id] = m.grow()
			}
			at = m.first[id]
			continue
		}
		key := uint64(at)<<32 | uint64(id)
		to, ok := m.next[key]
		if !ok {
			to = m.grow()
			m.next[key] = to
		}
		at = to
	}
	n := &m.nodes[at]
	switch out.rule {
	case ruleNegative:
		n.negatives = append(n.negatives, out.target)
	case ruleContext:
		n.contexts = append(n.contexts, out.target)
	default:
		if out.exact {
			out.words = words
			out.hyphen = len(words) > 1 && strings.Contains(phrase, "-")
		}
		same := func(o output) bool {
			return o.target == out.target && (!o.exact || out.exact && slices.Equal(o.words, out.words))
		}
		if !slices.ContainsFunc(n.claims, same) {
			n.claims = append(n.claims, out)
		}
	}
}

func (m *matcher) grow() int32 {
	m.nodes = append(m.nodes, node{})
	return int32(len(m.nodes) - 1)
}

// hit is a phrase of the tree found in the text: tokens from start to before end.
type hit struct {
	node       int32
	start, end int32
}

// find lists all phrases in the tokens, by start, longest first.
func (m *matcher) find(tokens []token, hits []hit) []hit {
	for i := range tokens {
		w := tokens[i].word
		if int(w) >= len(m.first) || m.first[w] == 0 {
			continue
		}
		from := len(hits)
		at := m.first[w]
		for j := i + 1; ; j++ {
			if n := &m.nodes[at]; len(n.claims)+len(n.negatives)+len(n.contexts) > 0 {
				hits = append(hits, hit{at, int32(i), int32(j)})
			}
			if j == len(tokens) || !tokens[j].open || tokens[j].word == 0 {
				break
			}
			to, ok := m.next[uint64(at)<<32|uint64(tokens[j].word)]
			if !ok {
				break
			}
			at = to
		}
		slices.Reverse(hits[from:])
	}
	return hits
}
