package conference

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// UnknownError says that a name fits no edition, and which ids come nearest.
type UnknownError struct {
	Name    string
	Nearest []Edition // up to three, best first; may be empty
}

func (e *UnknownError) Error() string {
	if len(e.Nearest) == 0 {
		return fmt.Sprintf("unknown conference %q", e.Name)
	}
	ids := make([]string, len(e.Nearest))
	for i := range e.Nearest {
		ids[i] = e.Nearest[i].ID
	}
	return fmt.Sprintf("unknown conference %q; nearest: %s", e.Name, strings.Join(ids, ", "))
}

// maxName bounds what is taken for a name.
const maxName = 200

// Resolve finds the editions that a person means: an id, "KubeCon NA 2019", "San Diego 2019",
// "kccncna19", "copenhagen". Several fit "kubecon 2018"; they come sorted by first day. Every word must
// be understood. A city alone means the KubeCons held there, if any; a year or a region alone means nothing.
// The error is an *UnknownError.
func Resolve(name string) ([]Edition, error) {
	if found := Named(name); len(found) > 0 {
		return found, nil
	}
	return nil, &UnknownError{Name: name, Nearest: nearest(strings.TrimSpace(name))}
}

// Named is Resolve for words that need not name anything: nothing found is no error, and no time is
// spent on what comes nearest.
func Named(name string) []Edition {
	name = strings.TrimSpace(name)
	if len(name) > maxName {
		return nil
	}
	id := strings.ToLower(name)
	if e, ok := Lookup(id); ok {
		return []Edition{e}
	}
	if s, ok := LookupSeries(id); ok {
		if found := pick(words().bySeries[s.ID]); len(found) > 0 {
			return found
		}
	}
	if found := byAlias(id); len(found) > 0 {
		return found
	}
	return understood(clean(name))
}

func byAlias(name string) []Edition {
	name = strings.TrimPrefix(name, "#")
	var found []Edition
	for i := range editions {
		e := &editions[i]
		for _, list := range [...][]string{e.Aliases, e.Hashtags, e.SchedIDs, {e.Name}} {
			if slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, name) }) {
				found = append(found, *e)
				break
			}
		}
	}
	return found
}

// fillers are the words of a name that say nothing.
var fillers = [...]string{"the", "in", "at", "of", "on", "and", "virtual", "online", "edition", "city", "conference"}

func understood(name string) []Edition {
	items, tokens := scan(name, true)
	for i := range tokens {
		covered := slices.ContainsFunc(items, func(it item) bool { return it.tok <= i && i < it.after })
		if !covered && !containsKey(fillers[:], tokens[i].text) {
			return nil
		}
	}
	for _, it := range items {
		if it.what == aCamel {
			return nil
		}
	}
	if ms := mentions(inEvent, name, items, tokens, true); len(ms) > 0 {
		var c set
		for i := range ms {
			if ms[i].candidates.empty() {
				if e, ok := ms[i].derive(ms[i].year); ok {
					return []Edition{e}
				}
				return nil
			}
			c = c.or(ms[i].candidates)
		}
		return pick(c)
	}
	m := mention{series: anyKubeCon, region: none, place: none, edition: none}
	for _, it := range items {
		take(&m, it)
	}
	if m.place == none && (m.region == none || m.year == 0) {
		return nil
	}
	if m.resolve(); !m.candidates.empty() && agrees(&m) {
		return pick(m.candidates)
	}
	c := words().byCity[placeName(&m)]
	if m.year != 0 {
		c = c.and(words().byYear[m.year])
	}
	return pick(c)
}

// agrees: every word of the mention narrowed it; resolve is more forgiving with prose.
func agrees(m *mention) bool {
	if m.place == none {
		return m.region != none
	}
	return !m.candidates.and(words().byCity[placeName(m)]).empty()
}

func placeName(m *mention) string {
	if m.place == none {
		return ""
	}
	return places[m.place].Name
}

func pick(s set) []Edition {
	var out []Edition
	for _, i := range s.list() {
		out = append(out, editions[i])
	}
	return out
}

// ResolveLatest finds the latest edition of a series, by first day, for which has reports true: usually
// whether the library holds write-ups of it. The series may be an id or a name ("kubecon-eu", "KubeCon
// Europe"), with "latest" before or after it. The error is an *UnknownError.
func ResolveLatest(series string, has func(id string) bool) (Edition, error) {
	kept := slices.DeleteFunc(strings.Fields(series), func(s string) bool { return strings.EqualFold(s, "latest") })
	found, err := Resolve(strings.Join(kept, " "))
	if err != nil {
		return Edition{}, err
	}
	for _, e := range slices.Backward(found) {
		if has == nil || has(e.ID) {
			return e, nil
		}
	}
	return Edition{}, &UnknownError{Name: series, Nearest: found[max(0, len(found)-3):]}
}

// nearest ranks the listed editions by how much of the name they share, letter pair by letter pair.
func nearest(name string) []Edition {
	want := pairs(kb.Slug(name[:min(len(name), maxName)]))
	if len(want) == 0 {
		return nil
	}
	type ranked struct {
		index int
		score float64
	}
	var all []ranked
	for i := range editions {
		e := &editions[i]
		best := max(alike(want, pairs(e.ID)), alike(want, pairs(kb.Slug(e.City+strconv.Itoa(e.Year)))), alike(want, pairs(kb.Slug(e.City))))
		for _, a := range e.Aliases {
			best = max(best, alike(want, pairs(kb.Slug(a))))
		}
		if best >= 0.4 {
			all = append(all, ranked{i, best})
		}
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(kubeConFirst(a.index), kubeConFirst(b.index)), cmp.Compare(b.index, a.index))
	})
	var out []Edition
	for _, r := range all[:min(3, len(all))] {
		out = append(out, editions[r.index])
	}
	return out
}

func kubeConFirst(i int) int {
	if strings.HasPrefix(editions[i].Series, "kubecon-") {
		return 0
	}
	return 1
}

// pairs are the neighbouring bytes of s, hyphens left out.
func pairs(s string) map[string]int {
	s = strings.ReplaceAll(s, "-", "")
	out := make(map[string]int, len(s))
	for i := 0; i+2 <= len(s); i++ {
		out[s[i:i+2]]++
	}
	return out
}

// alike is the Dice coefficient of two bags of pairs, 0 to 1.
func alike(a, b map[string]int) float64 {
	both, total := 0, 0
	for p, n := range a {
		both += min(n, b[p])
		total += n
	}
	for _, n := range b {
		total += n
	}
	if total == 0 {
		return 0
	}
	return 2 * float64(both) / float64(total)
}
