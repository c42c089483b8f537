package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/query"
)

// units turns the words of a query, and those of its phrases, into units, with the corrections of s.
func (r *run) units(p *strategy, s *Spelling, o *Options) (units []*unit, err error) {
	text, places := layOut(p.words)
	terms := analyse([]byte(text))
	best := inPairs(wholes(terms))
	known, err := r.known(o.Hints, s.Query != nil)
	if err != nil {
		return nil, err
	}
	silent := words().silent
	loud := slices.ContainsFunc(best, func(t term) bool { return !in(silent, t.word) })
	for _, t := range best {
		if loud && in(silent, t.word) {
			continue
		}
		u := newUnit(t, places.word(t.start))
		meant := t.word
		if fix, ok := s.fixes[places.at(t.start)]; ok {
			u.terms = append(u.terms, option{text: words().canonical(fix.word), weight: fix.weight, label: labelFuzzy})
			meant = fix.word
		}
		u.named = named(o.Hints, places.pos[u.word], kb.MatchExact, kb.MatchSynonym)
		if u.need && !named(o.Hints, places.pos[u.word], kb.MatchExact) {
			other := besides(words().foreign, t.text) != nil
			u.translated = other && !u.east
			u.near = append(nearTerms(t.text), translations(t.text)...)
			if o.near() {
				u.near = append(u.near, nearInMeaning(meant, slices.Concat(u.terms, u.near))...)
			}
			u.tells = meaning.Tells(meant)
		}
		for i, h := range o.Hints {
			if h.about(places.pos[u.word], places.pos[places.word(t.end-1)]) {
				u.hints = append(u.hints, known[i])
			}
		}
		units = append(units, u)
		for _, part := range terms {
			if t.alias && part.part && part.pos == t.pos && part.text != t.text && !in(silent, part.word) && !u.east {
				units = append(units, &unit{name: part.word, word: u.word, share: silentShare, terms: []option{{text: part.text, weight: 1}}})
			}
		}
	}
	for i, w := range p.words {
		units = translate(units, i, w.Text)
	}
	units = speakOf(units, p.words, p.subjects)
	strict := onlyNames(units)
	for i, u := range units {
		u.strict = strict
		if i >= widenMost {
			u.near = nil
		}
	}
	if !slices.ContainsFunc(units, func(u *unit) bool { return u.need }) {
		for _, u := range units {
			u.need, u.share = true, 1
		}
	}
	for i, word := range p.words {
		if word.Prefix {
			if units, err = r.starred(units, i, word); err != nil {
				return nil, err
			}
		}
	}
	for _, ph := range p.phrases {
		for _, t := range queryTerms(ph.Text) {
			units = append(units, &unit{name: t.word, word: -1, share: 1, terms: []option{{text: t.text, weight: 1}}})
		}
	}
	return units, nil
}

// widenMost is how many words of a query near words are looked for of. Whoever asks with more has said it all.
const widenMost = 32

// inPairs leaves out the single characters that end a Chinese, Japanese or Korean word whose pairs are there.
func inPairs(terms []term) []term {
	end := -1
	return slices.DeleteFunc(terms, func(t term) bool {
		if eastPair(t.text) {
			end = t.end
			return false
		}
		return t.end == end
	})
}

// newUnit makes the unit of a term in the word with this index.
func newUnit(t term, word int) *unit {
	u := &unit{name: t.word, word: word, need: true, tells: 1, east: eastPair(t.text), share: 1, terms: []option{{text: t.text, weight: 1}}}
	if in(words().weak, t.word) {
		u.need, u.share = false, silentShare
	}
	return u
}

// layout says where in the laid-out text each word begins and where it stood in the query.
type layout struct{ start, pos []int }

// layOut writes the words behind each other so that names of several words are seen.
func layOut(list []query.Word) (string, layout) {
	var b strings.Builder
	var l layout
	for _, w := range list {
		l.start, l.pos = append(l.start, b.Len()), append(l.pos, w.Pos)
		b.WriteString(w.Text)
		b.WriteByte(' ')
	}
	return b.String(), l
}

// word is the index of the word at a byte of the text.
func (l layout) word(at int) int {
	i, ok := slices.BinarySearch(l.start, at)
	if !ok {
		i--
	}
	return i
}

// at is the place in the query of a byte of the text.
func (l layout) at(start int) int {
	i := l.word(start)
	return l.pos[i] + start - l.start[i]
}

// about reports whether a hint speaks of words that begin between first and last.
func (h *Hint) about(first, last int) bool {
	return h.Node != nil && h.Start < h.End && last >= h.Start && first < h.End
}

// hinted finds the takeaways that a hint holds for.
func (r *run) hinted(h Hint) (hinted, error) {
	if h.Node == nil {
		return hinted{}, nil
	}
	in, err := r.holds(h.Node)
	label := max(0, slices.Index(labels[:], h.Match))
	return hinted{in: in, weight: cmp.Or(h.Weight, 1), label: uint8(label)}, err
}

// known finds the takeaways of all hints. Where words were corrected, what they mean is not as typed.
func (r *run) known(hints []Hint, corrected bool) ([]hinted, error) {
	known := make([]hinted, len(hints))
	for i, h := range hints {
		var err error
		if known[i], err = r.hinted(h); err != nil {
			return nil, err
		}
		known[i].index = i
		if corrected {
			known[i].label = max(known[i].label, labelFuzzy)
		}
	}
	return known, nil
}

// lifts are the hints that stand for no word.
func (r *run) lifts(hints []Hint) ([]hinted, error) {
	var out []hinted
	for _, h := range hints {
		if h.Start < h.End {
			continue
		}
		known, err := r.hinted(h)
		if err != nil {
			return nil, err
		}
		out = append(out, known)
	}
	return out, nil
}

// starredMost is how many words a star stands for; the most frequent are taken.
const starredMost = 50

// starred adds the words that begin with a starred word to its unit, the last one of that word.
func (r *run) starred(units []*unit, i int, word query.Word) ([]*unit, error) {
	prefix := fold([]byte(word.Text))
	if len(prefix) < 2 {
		return units, nil
	}
	terms, err := r.beginning(prefix)
	if err != nil {
		return nil, err
	}
	u := &unit{name: prefix + "*", word: i}
	for _, have := range units {
		if have.word == i {
			u = have
		}
	}
	if u.terms == nil {
		units = append(units, u)
	}
	u.need, u.share, u.tells = true, 1, 1
	for _, text := range terms[:min(len(terms), starredMost)] {
		if !slices.ContainsFunc(u.terms, func(o option) bool { return o.text == text }) {
			u.terms = append(u.terms, option{text: text, weight: 1})
		}
	}
	return units, nil
}

// beginning are the terms of words that begin with a prefix, the most frequent first. The dictionary for
// spelling has words as people write them, "certificates" where the term is "certif"; it has none that are short
// or hold a digit, which are terms as they are.
func (r *run) beginning(prefix string) ([]string, error) {
	if err := r.dictionary(); err != nil {
		return nil, err
	}
	docs := map[string]int{}
	for _, field := range append(textFields(), fieldPlain) {
		list, err := r.vocabulary(field, prefix)
		if err != nil {
			return nil, err
		}
		for _, k := range list {
			text := k.word
			if field == fieldPlain {
				text = words().canonical(text)
			}
			docs[text] = max(docs[text], k.docs)
		}
	}
	return slices.SortedFunc(maps.Keys(docs), func(a, b string) int { return cmp.Or(cmp.Compare(docs[b], docs[a]), cmp.Compare(a, b)) }), nil
}

// facets counts the values that hits carry.
func (r *run) facets(docs []*doc, names []string) (map[string][]Count, error) {
	if len(names) == 0 {
		return nil, nil
	}
	byField, fields := map[string]string{}, []string(nil)
	for _, name := range names {
		field, ok := facetField(name)
		if !ok {
			return nil, errNoFacet(name)
		}
		byField[field] = name
		fields = append(fields, field)
	}
	values, err := r.values(fields...)
	if err != nil {
		return nil, err
	}
	counts := map[string]map[string]int{}
	for _, name := range names {
		counts[name] = map[string]int{}
	}
	for _, d := range docs {
		err := values(d.n, func(field string, value []byte) {
			if len(value) > 0 {
				counts[byField[field]][string(value)]++
			}
		})
		if err != nil {
			return nil, err
		}
		if err := r.tick(); err != nil {
			return nil, err
		}
	}
	out := map[string][]Count{}
	for name, by := range counts {
		list := []Count{}
		for value, n := range by {
			list = append(list, Count{value, n})
		}
		slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
		out[name] = list
	}
	return out, nil
}
