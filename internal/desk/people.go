package desk

import (
	"cmp"

	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/vocabulary"
)

// withPeople says of each write-up who its authors are: the same key for all names of one person that the
// library's vocabulary or the programme knows.
func withPeople(v *vocabulary.Vocabulary, ups []*kb.WriteUp) []*kb.WriteUp {
	known := map[string]string{}
	for _, w := range ups {
		if len(w.Authors) == 0 {
			continue
		}
		w.People = make([]string, len(w.Authors))
		for i, name := range w.Authors {
			key, ok := known[name]
			if !ok {
				key = personKey(v, name)
				known[name] = key
			}
			w.People[i] = key
		}
	}
	return ups
}

// personKey is what all names of one person have in common.
func personKey(v *vocabulary.Vocabulary, name string) string {
	shown := name
	if p, ok := v.Person(name); ok {
		shown = p.Name
	} else if used, ok := programme.Person(name); ok {
		shown = used
	}
	return cmp.Or(kb.NameKey(shown), shown)
}
