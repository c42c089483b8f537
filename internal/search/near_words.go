package search

import (
	"maps"
	"slices"
	"strings"

	"takeaway/internal/meaning"
)

const (
	// nearWeight is what holding a near word is worth beside holding the one that was typed. Of the weights
	// tried, 0.5 to 0.9, lower ones find less by other words and higher ones spoil the order of what holds the
	// word itself.
	nearWeight = 0.7
	// nearFew is the number of takeaways with the word itself from which near words count less and less: who
	// finds enough by the word as typed needs no others.
	nearFew = 15
	// nearMost is the number from which they are not even read: they would count for less than a twentieth.
	nearMost = 300
)

const (
	// softWeight is what holding a word that is near in meaning is worth at full nearness, and softLeast the
	// nearness from which a word counts.
	softWeight = 0.3
	softLeast  = 0.45
	// tellsLeast is the share of its weight that a word keeps which tells nothing, and tellsAll the measure of
	// telling from which a word keeps all of it.
	tellsLeast = 0.5
	tellsAll   = 0.8
)

// neighbours reads lines of near words.
func (l *lexicon) neighbours(lines []string) []neighbours {
	near := map[string][]string{}
	add := func(word string, others []string) {
		term := l.canonical(word)
		for _, other := range others {
			if t := l.canonical(other); t != term && !slices.Contains(near[term], t) {
				near[term] = append(near[term], t)
			}
		}
	}
	for _, line := range lines {
		if word, others, directed := strings.Cut(line, ":"); directed {
			add(word, strings.Fields(others))
			continue
		}
		all := strings.Fields(line)
		for _, word := range all {
			add(word, all)
		}
	}
	var out []neighbours
	for _, term := range slices.Sorted(maps.Keys(near)) {
		out = append(out, neighbours{term, near[term]})
	}
	return out
}

// nearTerms are the terms that say nearly the same as one.
func nearTerms(term string) []option {
	var out []option
	for _, t := range words().nearTo(term) {
		out = append(out, option{text: t, weight: nearWeight, label: labelSynonym})
	}
	return out
}

// nearInMeaning are the terms of words that are near in meaning to one, but for those in have. They weigh less
// than the words that people listed.
func nearInMeaning(word string, have []option) []option {
	var out []option
	for _, n := range meaning.Nearest(word) {
		if n.Near < softLeast {
			break
		}
		terms := wholes(analyse([]byte(n.Word)))
		if len(terms) != 1 || slices.ContainsFunc(slices.Concat(have, out), func(o option) bool { return o.text == terms[0].text }) {
			continue
		}
		out = append(out, option{text: terms[0].text, weight: softWeight * n.Near, label: labelNear, name: n.Word, single: true})
	}
	return out
}

// widen finds the near words of a unit that df takeaways hold: those that people listed all together, as they say
// the same, the others each for itself and in the takeaway's own words. Holding one never counts more than it is rare, nor on top of the word
// itself: whoever typed that one wants it first.
func (r *run) widen(u *unit, df, total int) error {
	if named := df > 0 && u.strict; named || df > nearMost {
		return nil
	}
	few := min(1, nearFew/float64(max(df, 1)))
	listed := slices.IndexFunc(u.near, func(o option) bool { return o.single })
	if listed < 0 {
		listed = len(u.near)
	}
	if err := r.widenBy(u, u.near[:listed], zones(), nearWeight*few, total); err != nil {
		return err
	}
	for i, o := range u.near[listed:] {
		if err := r.widenBy(u, u.near[listed+i:listed+i+1], o.zones(), o.weight*few, total); err != nil {
			return err
		}
	}
	return nil
}

// zones are those that a near word is looked for in.
func (o *option) zones() []zone {
	if o.label == labelNear {
		return ownZones()
	}
	return zones()
}

// widenBy lets takeaways with any of some terms in one of the zones count as holding the unit, at a weight.
func (r *run) widenBy(u *unit, terms []option, in []zone, weight float64, total int) error {
	if len(terms) == 0 {
		return nil
	}
	wide := &unit{}
	for _, o := range terms {
		wide.terms = append(wide.terms, option{text: o.text, weight: 1})
	}
	if err := r.strengthIn(wide, in); err != nil {
		return err
	}
	wide.saturate(total)
	w := float32(weight * min(1, wide.idf/u.idf))
	for n, s := range wide.strength {
		if s == 0 {
			continue
		}
		u.grow(uint64(n))
		if u.strength[n] == 0 {
			u.label[n] = terms[0].label
		}
		u.strength[n] = max(u.strength[n], w*s)
	}
	return nil
}

// saturate turns the weighed occurrences of a unit into its strengths, and counts how many takeaways hold
// it and how rare that makes it.
func (u *unit) saturate(total int) (df int) {
	for i, s := range u.strength {
		if s > 0 {
			df++
			u.strength[i] = s / (s + saturation) * (1 + saturation)
		}
	}
	u.idf = idf(df, total)
	return df
}
