package vocabulary

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Name is a spelling of a topic or a project: letters and digits in lower case, and the id.
type Name struct{ Key, ID string }

// nameTable is sorted by key, so that the built-in one needs no work at start-up; see names_gen.go.
type nameTable []Name

// lookup is the id behind a key.
func (t nameTable) lookup(key string) (id string, ok bool) {
	i, ok := slices.BinarySearchFunc(t, key, func(n Name, key string) int { return strings.Compare(n.Key, key) })
	if !ok {
		return "", false
	}
	return t[i].ID, true
}

// Names lists every spelling that Canonical knows, by key.
func (v *Vocabulary) Names() []Name { return slices.Clip(v.names()) }

// newNameTable enters exact ids before names, topics before projects, and names before aliases: the
// first claim on a folded name stays.
func newNameTable(v *Vocabulary) nameTable {
	var t nameTable
	taken := make(map[string]bool, 3000)
	put := func(name, id string) {
		if key := foldName(name); !taken[key] && key != "" {
			taken[key] = true
			t = append(t, Name{key, id})
		}
	}
	for i := range v.topics {
		put(v.topics[i].ID, v.topics[i].ID)
		put(v.topics[i].Name, v.topics[i].ID)
	}
	for i := range v.projects {
		put(v.projects[i].ID, v.projects[i].ID)
		put(v.projects[i].Name, v.projects[i].ID)
		if before, _, ok := strings.Cut(v.projects[i].Name, " ("); ok {
			put(before, v.projects[i].ID)
		}
	}
	for i := range v.topics {
		for _, list := range [][]string{v.topics[i].Aliases, v.topics[i].Case} {
			for _, a := range list {
				put(a, v.topics[i].ID)
			}
		}
	}
	for i := range v.projects {
		for _, a := range v.projects[i].Aliases {
			put(a, v.projects[i].ID)
		}
	}
	slices.SortFunc(t, func(a, b Name) int { return strings.Compare(a.Key, b.Key) })
	return t
}

// Phrases lists the phrases of several words that speak of a topic without naming it ("cloud bill"), by
// key and topic.
func (v *Vocabulary) Phrases() []Name { return slices.Clip(v.phrases()) }

func newPhraseTable(v *Vocabulary) nameTable {
	var t nameTable
	for i := range v.topics {
		for _, phrase := range v.topics[i].Strong {
			if !v.topics[i].Hidden && len(splitWords(phrase)) > 1 {
				t = append(t, Name{foldName(phrase), v.topics[i].ID})
			}
		}
	}
	slices.SortFunc(t, func(a, b Name) int { return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.ID, b.ID)) })
	return slices.Compact(t)
}

// Suggested are the topics that a phrase of several words speaks of without naming them, by id: "cloud
// bill" of cost-finops. Case, blanks and hyphens do not matter.
func (v *Vocabulary) Suggested(phrase string) []string {
	if len(phrase) > maxPhrase || len(splitWords(phrase)) < 2 {
		return nil
	}
	t, key := v.phrases(), foldName(phrase)
	i, _ := slices.BinarySearchFunc(t, key, func(n Name, key string) int { return strings.Compare(n.Key, key) })
	var ids []string
	for ; i < len(t) && t[i].Key == key; i++ {
		ids = append(ids, t[i].ID)
	}
	return ids
}

// foldName makes spellings of one name alike: letters and digits in lower case, nothing else.
func foldName(name string) string {
	return strings.ToLower(strings.Join(splitWords(name), ""))
}

// shortestPlural is the length from which a name may have a plural.
const shortestPlural = 4

// Canonical is the id of the topic or project that a person means by name: an id, a name or an alias,
// in any case, with or without blanks, hyphens and a leading "#", in the singular or the
// plural, and with "kubernetes" or "k8s" before it. Hidden entries are found too.
func (v *Vocabulary) Canonical(name string) (id string, ok bool) {
	t := v.names()
	if len(name) > maxPhrase {
		return "", false
	}
	words := splitWords(name)
	for len(words) > 0 {
		key := strings.ToLower(strings.Join(words, ""))
		for i, k := range [...]string{key, key + "s", strings.TrimSuffix(key, "s"), strings.TrimSuffix(key, "es")} {
			if i > 0 && len(key) < shortestPlural {
				break // "DoK" is not the singular of "DOKS"
			}
			if id, ok := t.lookup(k); ok {
				return id, true
			}
		}
		switch strings.ToLower(words[0]) {
		case "k8s", "kubernetes", "kube":
			words = words[1:]
		default:
			return "", false
		}
	}
	return "", false
}

// Nearest lists up to n ids whose ids, names or aliases differ least from name, nearest first, then by
// id. What differs in more than a third of its letters is left out.
func (v *Vocabulary) Nearest(name string, n int) []string {
	key := foldName(name)
	if key == "" || n <= 0 || len(key) > maxPhrase {
		return nil
	}
	least := map[string]int{}
	for _, name := range v.names() {
		candidate := name.Key
		limit := 1 + max(len(candidate), len(key))/4
		if len(candidate)-len(key) > limit || len(key)-len(candidate) > limit {
			continue
		}
		d := levenshtein.ComputeDistance(key, candidate)
		if d == 2 && swapped(key, candidate) {
			d = 1
		}
		if d > limit {
			continue
		}
		if old, seen := least[name.ID]; !seen || d < old {
			least[name.ID] = d
		}
	}
	ids := make([]string, 0, len(least))
	for id := range least {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(least[a], least[b]), cmp.Compare(a, b)) })
	return ids[:min(n, len(ids))]
}

// swapped reports whether two neighbouring letters changed places, the commonest slip of the fingers,
// which the distance counts as two edits.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
