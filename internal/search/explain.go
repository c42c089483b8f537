package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
)

// steps says in words what a search did to find what it found.
func steps(p *strategy, f *found, o Options) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if p.loose {
		say("no text has the phrase; searched for its words instead")
	}
	if len(p.required) > 0 {
		say("%s must match", kb.Counted(len(p.required), "filter"))
	}
	if len(f.units) == 0 {
		say("no words to rank by: newest first")
	}
	if f.corrected != "" {
		say("corrected to %q", f.corrected)
	}
	if o.Sort == "date" || o.Sort == "-date" {
		say("sorted by date, only takeaways with all the words, or with half of them if none has all")
	}
	count := map[kb.Match]int{}
	for _, d := range f.docs {
		count[d.match]++
	}
	for _, l := range labels {
		if n := count[l]; n > 0 {
			say("%s: %d found, %s", l, n, meaningOf(l))
		}
	}
	return out
}

// meaningOf a label, in words.
func meaningOf(m kb.Match) string {
	switch m {
	case kb.MatchExact:
		return "all words as typed (inflected forms count)"
	case kb.MatchRelaxed:
		return "most of the words"
	case kb.MatchFuzzy:
		return "with the spelling corrected"
	case kb.MatchSynonym:
		return "under another name of the same thing"
	case kb.MatchNear:
		return "near in meaning"
	}
	return "tagged with the topic that the words name"
}

// why says in words how the score of a hit came about. The terms add up; what follows multiplies.
func (r *run) why(d *doc, f *found, o Options) ([]string, error) {
	if o.Sort == "date" || o.Sort == "-date" || len(f.units) == 0 {
		return []string{"its date: " + cmp.Or(d.date, "unknown")}, nil
	}
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, u := range f.units {
		line, err := r.whyUnit(u, d.n)
		if err != nil {
			return nil, err
		}
		if line != "" {
			out = append(out, line)
		}
	}
	if d.about > 0.005 {
		near, err := r.nearIn(d.n, f.units)
		if err != nil {
			return nil, err
		}
		line := fmt.Sprintf("near in meaning to the whole question: +%.2f", d.about)
		if len(near) > 0 {
			line += " (it has " + strings.Join(near, ", ") + ")"
		}
		out = append(out, line)
	}
	if d.share < 1 && !d.alone {
		say("has %.0f%% of the weight of all words: ×%.2f", 100*d.share, shareFloor+(1-shareFloor)*d.share)
	}
	if d.lifted > 0 {
		say("what the query is understood to mean: ×%.2f", d.lifted)
	}
	if k := kindFactor(d.kind); k != 1 {
		say("is of kind %s: ×%.2f", d.kind, k)
	}
	if d.near > 1 {
		say("words close together: ×%.2f", d.near)
	}
	if d.like > 1.005 {
		say("tagged like the best hits: ×%.2f", d.like)
	}
	if d.file > 1.005 {
		say("its write-up has more on this: ×%.2f", d.file)
	}
	if d.repeat > 0 && d.repeat < 1 {
		say("its write-up has better hits: ×%.2f", d.repeat)
	}
	say("score %.2f, match %s: %s", d.score, d.match, meaningOf(d.match))
	return out, nil
}

// whyUnit says what one word of the query adds to the score of document n; empty for a word that need
// not be there and is not.
func (r *run) whyUnit(u *unit, n uint64) (string, error) {
	name := u.name
	s := u.at(n)
	if s == 0 {
		if !u.need {
			return "", nil
		}
		return fmt.Sprintf("%q is not in it", name), nil
	}
	var places []string
	for _, o := range slices.Concat(u.terms, u.near) {
		if o.label == labelNear && u.label[n] != labelNear {
			continue // it has better
		}
		in := o.zones()
		for _, z := range in {
			freq, err := r.occurrences(o.text, z.field, n)
			if err != nil {
				return "", err
			}
			if freq == 0 {
				continue
			}
			place := fmt.Sprintf("%d× in the %s", freq, zoneName(z.field))
			if z.weight != 1 {
				place += fmt.Sprintf(" (weight %g)", z.weight)
			}
			switch o.label {
			case labelExact:
			case labelNear:
				place = fmt.Sprintf("near %q ", o.name) + place
			default:
				place = fmt.Sprintf("as %q ", o.text) + place
			}
			places = append(places, place)
		}
	}
	for _, h := range u.hints {
		if h.in.has(n) {
			places = append(places, "by what the word means")
		}
	}
	places = slices.Compact(places)
	return fmt.Sprintf("%q %s: +%.2f (rarity %.1f)", name, strings.Join(places, ", "), u.share*u.idf*s, u.idf), nil
}

// nearShown is how many near words of a hit are named.
const nearShown = 5

// nearIn are words of document n that are near in meaning to words of the query.
func (r *run) nearIn(n uint64, units []*unit) ([]string, error) {
	var out []string
	for _, u := range units {
		for _, w := range meaning.Nearest(u.name) {
			if len(out) == nearShown {
				return out, nil
			}
			if slices.Contains(out, w.Word) {
				continue
			}
			for _, field := range proseFields() {
				freq, err := r.occurrences(words().canonical(fold([]byte(w.Word))), field, n)
				if err != nil {
					return nil, err
				}
				if freq > 0 {
					out = append(out, w.Word)
					break
				}
			}
		}
	}
	return out, nil
}

// occurrences counts a term in a field of document n.
func (r *run) occurrences(term, field string, n uint64) (int, error) {
	p, err := r.postings(term, field, false)
	if err != nil {
		return 0, err
	}
	defer p.close()
	at, ok, err := p.seek(n)
	if err != nil || !ok || at != n {
		return 0, err
	}
	return int(p.doc.Freq), nil
}

// zoneName is what people call a field.
func zoneName(field string) string {
	switch field {
	case fieldTitle:
		return "title of the write-up"
	case fieldTalk:
		return "title of the talk"
	case fieldInner:
		return "headings inside"
	case fieldTags:
		return "tags"
	case fieldContext:
		return "names around it"
	case fieldBody:
		return "text"
	}
	return field
}
