package programme

import (
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// byPerson are the talks of each person and of each company, by the names that are used.
var byPerson = sync.OnceValue(func() (of [2]map[string][]*Talk) {
	of = [2]map[string][]*Talk{{}, {}}
	talks := All()
	for i := range talks {
		for _, s := range talks[i].Speakers {
			of[0][s.Name] = append(of[0][s.Name], &talks[i])
			if s.Org != "" && !slices.Contains(of[1][s.Org], &talks[i]) {
				of[1][s.Org] = append(of[1][s.Org], &talks[i])
			}
		}
	}
	return of
})

// By returns the talks that a person gave, in the order of All. They are shared.
func By(person string) []*Talk { return byPerson()[0][canonical(person)] }

// Speakers returns the talks of a company's people, in the order of All. They are shared.
func Speakers(organisation string) []*Talk {
	if used, ok := Organisation(organisation); ok {
		organisation = used
	}
	return byPerson()[1][organisation]
}

// OrgOf is the company that a person came from at the latest talk for which it is known; before tells
// which of two editions is the earlier. Empty if unknown.
func OrgOf(person string, before func(a, b string) bool) string {
	person = canonical(person)
	org, at := "", ""
	for _, t := range By(person) {
		i := slices.IndexFunc(t.Speakers, func(s Speaker) bool { return kb.NameKey(s.Name) == kb.NameKey(person) })
		if i >= 0 && t.Speakers[i].Org != "" && (at == "" || !before(t.Edition, at)) {
			org, at = t.Speakers[i].Org, t.Edition
		}
	}
	return org
}

// HasSpeaker reports whether a person is among the speakers, under whatever spelling is known.
func (t *Talk) HasSpeaker(name string) bool {
	name = canonical(name)
	return slices.ContainsFunc(t.Speakers, func(s Speaker) bool { return sameSpeaker(name, s.Name) })
}

// sameSpeaker reports whether two names, as the programme spells them, may be one speaker's of one talk: the
// first and one more word are the same, and one name has all words of the other ("David de Torres" and
// "David de Torres Huerta").
func sameSpeaker(a, b string) bool {
	if a == b {
		return true
	}
	short, long := strings.Fields(kb.NameKey(a)), strings.Fields(kb.NameKey(b))
	if len(short) > len(long) {
		short, long = long, short
	}
	firstNameAlone := len(short) == 1 && len(long) > 1
	if len(short) == 0 || firstNameAlone || short[0] != long[0] {
		return false
	}
	return !slices.ContainsFunc(short, func(w string) bool { return !slices.Contains(long, w) })
}
