package vocabulary

import (
	"reflect"
	"slices"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
)

// Person is somebody with several names, as a library's own vocabulary knows them. Spellings that differ in
// marks, capitals and titles alone (kb.NameKey) need no entry.
type Person struct {
	// Name is the one that is shown.
	Name string `yaml:"name"`
	// Aliases are the other names: a handle, a maiden name, initials.
	Aliases []string `yaml:"aliases"`
}

// Person finds the person that a name stands for; ok is false for a name without an entry.
func (v *Vocabulary) Person(name string) (p Person, ok bool) {
	key := kb.NameKey(name)
	for _, p := range v.people {
		if kb.NameKey(p.Name) == key || slices.ContainsFunc(p.Aliases, func(a string) bool { return kb.NameKey(a) == key }) {
			return p, true
		}
	}
	return Person{}, false
}

// withPeople is a vocabulary with the people of a library's own.
func (v *Vocabulary) withPeople(people []Person) *Vocabulary {
	if len(people) == 0 {
		return v
	}
	out := *v
	out.people = people
	return &out
}

// person reads an entry of the list of people.
func (r *reader) person(n *yaml.Node) {
	var p Person
	if !r.entry(n, "person", reflect.ValueOf(&p).Elem()) {
		return
	}
	if kb.NameKey(p.Name) == "" {
		r.wrong(n, "a person without a name")
		return
	}
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		key := kb.NameKey(name)
		if i := slices.IndexFunc(r.people, func(q Person) bool {
			return slices.ContainsFunc(append([]string{q.Name}, q.Aliases...), func(s string) bool { return kb.NameKey(s) == key })
		}); i >= 0 {
			r.wrong(n, "%q is a name of %q already", name, r.people[i].Name)
			return
		}
	}
	r.people = append(r.people, p)
}
