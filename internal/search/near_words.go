package search

import (
	"maps"
	"slices"
	"strings"
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
		out = append(out, option{text: t, weight: 1, label: labelSynonym})
	}
	return out
}

// widen finds the near words of a unit that df takeaways hold. Holding them never counts more than they are
// rare, nor on top of the word itself: whoever typed that one wants it first.
func (r *run) widen(u *unit, df, total int) error {
	if len(u.near) == 0 || df > nearMost {
		return nil
	}
	wide := &unit{terms: u.near}
	if err := r.strength(wide); err != nil {
		return err
	}
	wide.saturate(total)
	weight := float32(nearWeight * min(1, wide.idf/u.idf) * min(1, nearFew/float64(max(df, 1))))
	for n, s := range wide.strength {
		if s == 0 {
			continue
		}
		u.grow(uint64(n))
		if u.strength[n] == 0 {
			u.label[n] = labelSynonym
		}
		u.strength[n] = max(u.strength[n], weight*s)
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
