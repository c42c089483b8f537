package vocabulary

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// nameTable maps every folded name to an id.
type nameTable struct {
	ids   map[string]string
	names []string // folded, ascending
}

// newNameTable enters exact ids before names, topics before projects, and names before aliases: the
// first claim on a folded name stays.
func newNameTable(v *Vocabulary) *nameTable {
	t := &nameTable{ids: make(map[string]string, 3000)}
	put := func(name, id string) {
		key := foldName(name)
		if _, taken := t.ids[key]; !taken && key != "" {
			t.ids[key] = id
			t.names = append(t.names, key)
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
	slices.Sort(t.names)
	return t
}

// foldName makes spellings of one name alike: letters and digits in lower case, nothing else.
func foldName(name string) string {
	return strings.ToLower(strings.Join(splitWords(name), ""))
}

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
		for _, k := range [...]string{key, key + "s", strings.TrimSuffix(key, "s"), strings.TrimSuffix(key, "es")} {
			if id, ok := t.ids[k]; ok {
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
	t := v.names()
	least := map[string]int{}
	for _, candidate := range t.names {
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
		id := t.ids[candidate]
		if old, seen := least[id]; !seen || d < old {
			least[id] = d
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
