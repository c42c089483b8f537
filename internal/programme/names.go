package programme

import (
	_ "embed" // the tables of names and titles
	"encoding/binary"
	"hash/fnv"
	"sort"
	"strings"
	"unicode"

	"takeaway/internal/kb"
)

// The tables of names: a line is a spelling, or another spelling, a tab and the one that is used; by
// kb.NameKey of the spelling.
var (
	//go:embed people_gen.txt
	peopleData string
	//go:embed organisations_gen.txt
	organisationsData string
	// titlesData are the hashes of all titles, four bytes each, big-endian, ascending.
	//go:embed titles_gen.bin
	titlesData string
)

// Person returns the spelling of a speaker's name that the programme uses; ok is false for a name that
// it does not know. Letters are compared without marks and capitals (kb.NameKey); other spellings that are
// known to be the same person are found.
func Person(name string) (canonical string, ok bool) { return lookup(peopleData, name) }

// IsPerson reports whether somebody of this name spoke at one of the conferences.
func IsPerson(name string) bool {
	_, ok := Person(name)
	return ok
}

// Organisation returns the spelling of a company's name that the programme uses; ok is false for one that
// no speaker came from.
func Organisation(name string) (canonical string, ok bool) { return lookup(organisationsData, name) }

// IsOrganisation reports whether a speaker came from a company of this name.
func IsOrganisation(name string) bool {
	_, ok := Organisation(name)
	return ok
}

// lookup finds a name in a table.
func lookup(table, name string) (string, bool) {
	key := kb.NameKey(name)
	if key == "" || len(name) > 200 {
		return "", false
	}
	line, _, _ := strings.Cut(table[firstFrom(table, key):], "\n")
	spelling, used, alias := strings.Cut(line, "\t")
	switch {
	case kb.NameKey(spelling) != key:
		return "", false
	case alias:
		return used, true
	}
	return spelling, true
}

// firstFrom is where in a table the first line begins whose key is not less than this one.
func firstFrom(table, key string) int {
	from, to := 0, len(table) // both at the start of a line
	for from < to {
		mid := from + (to-from)/2
		start := from + strings.LastIndexByte(table[from:mid], '\n') + 1
		line, _, _ := strings.Cut(table[start:], "\n")
		spelling, _, _ := strings.Cut(line, "\t")
		if kb.NameKey(spelling) < key {
			from = min(start+len(line)+1, to)
		} else {
			to = start
		}
	}
	return from
}

// lines are the names of a table that are no aliases, in its order.
func lines(table string) []string {
	out := make([]string, 0, strings.Count(table, "\n"))
	for line := range strings.Lines(table) {
		if line = strings.TrimSuffix(line, "\n"); strings.IndexByte(line, '\t') < 0 {
			out = append(out, line)
		}
	}
	return out
}

// leastTitle is how many words a title must have to be known from other text: "Welcome", "Kubernetes
// Update" and "Closing Remarks" are titles, but also what anybody may write over anything.
const leastTitle = 3

// IsTitle reports whether text is the title of a talk of some edition, as announced but for case, marks and
// signs, with or without a label before it ("Keynote: "). Titles of one or two words are not told.
func IsTitle(text string) bool {
	if len(text) > 400 {
		return false
	}
	if hasTitle(text) {
		return true
	}
	_, rest, ok := strings.Cut(text, ": ")
	return ok && hasTitle(rest)
}

func hasTitle(text string) bool {
	key := titleKey(text)
	if strings.Count(key, " ") < leastTitle-1 {
		return false
	}
	want := titleHash(key)
	n := len(titlesData) / 4
	at := func(i int) uint32 { return binary.BigEndian.Uint32([]byte(titlesData[4*i : 4*i+4])) }
	i := sort.Search(n, func(i int) bool { return at(i) >= want })
	return i < n && at(i) == want
}

// titleHash is the hash of a title's key in titlesData.
func titleHash(key string) uint32 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return uint32(h.Sum64() >> 32)
}

// titleKey is a title's words without case, marks and signs.
func titleKey(title string) string {
	return kb.NameKey(strings.Map(func(r rune) rune {
		if (unicode.IsSymbol(r) && r != '+') || strings.ContainsRune(",&#", r) {
			return ' '
		}
		return r
	}, title))
}
