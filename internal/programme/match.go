package programme

import (
	"math"
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// The rules under which a talk is recognised, from the surest to the least sure.
const (
	RuleTitle   = "programme:title"   // the titles are the same but for case and signs
	RulePart    = "programme:part"    // one title is the beginning of the other
	RuleWords   = "programme:words"   // most of the titles' words are the same
	RuleSpeaker = "programme:speaker" // who speaks according to both
)

// How close two titles have to be, as the share of their words, weighed by how rare these are in the
// edition: alone, and where a speaker is the same. Judged on the talks of write-ups by other authors; see
// TestMatchNotes.
const (
	closeAlone   = 0.8
	closeSpeaker = 0.5
	// leastPart is how many words a shortened title must have.
	leastPart = 3
)

// Match finds the talk of an edition that a note speaks of, by the title and the speakers that the note
// gives; either may be missing. The evidence says on what it rests: never a speaker alone. A talk whose
// speakers are all others than the note's is found by its whole title only. ok is false if no talk fits or
// two fit equally well.
func Match(edition, title string, speakers []string) (t *Talk, why []kb.Evidence, ok bool) {
	talks := Talks(edition)
	if len(talks) == 0 || title == "" || len(title) > 400 {
		return nil, nil, false
	}
	m := matcher{key: titleKey(title), people: make([]string, len(speakers))}
	for i, name := range speakers {
		m.people[i] = canonical(name)
	}
	if _, rest, labelled := strings.Cut(title, ": "); labelled {
		m.rest = titleKey(rest)
	}
	w := unpacked().weights(edition)
	common, all := w.common(strings.Fields(m.key))
	best, second := fit{}, fit{}
	for i, shared := range common {
		if shared == 0 {
			continue
		}
		f := m.fit(&talks[i], w.keys[i], 2*shared/(all+w.sums[i]))
		switch {
		case f.score > best.score:
			best, second = f, best
		case f.score > second.score:
			second = f
		}
	}
	if best.score == 0 || best.score == second.score {
		return nil, nil, false
	}
	why = []kb.Evidence{{Rule: best.rule, Text: best.talk.Title}}
	if best.speaker != "" {
		why = append(why, kb.Evidence{Rule: RuleSpeaker, Text: best.speaker})
	}
	return best.talk, why, true
}

// matcher is what a note says of its talk.
type matcher struct {
	key, rest string   // the title's words, and those behind a label as "Keynote: "
	people    []string // as the programme spells them
}

// fit is how well a talk fits, 0 for one that does not.
type fit struct {
	talk    *Talk
	score   float64
	rule    string
	speaker string // of both
}

// fit compares the note with a talk: the key of its title, and the share of words that are in both.
func (m *matcher) fit(t *Talk, key string, near float64) fit {
	f := fit{talk: t}
	for _, s := range t.Speakers {
		if slices.ContainsFunc(m.people, func(name string) bool { return sameSpeaker(name, s.Name) }) {
			f.speaker = s.Name
			break
		}
	}
	others := f.speaker == "" && len(m.people) > 0 && len(t.Speakers) > 0
	bonus := 0.0
	if f.speaker != "" {
		bonus = 0.5
	}
	switch {
	case m.key == key || m.rest != "" && m.rest == key:
		f.score, f.rule = 2+bonus, RuleTitle
	case others:
		return fit{}
	case m.part(key) && (f.speaker != "" || len(m.people) == 0):
		f.score, f.rule = 1+bonus, RulePart
	default:
		if near >= closeAlone || f.speaker != "" && near >= closeSpeaker {
			f.score, f.rule = near*0.9+bonus, RuleWords
		}
	}
	if f.score == 0 {
		return fit{}
	}
	return f
}

// part reports whether one title is the beginning of the other: titles are cut short, and subtitles left out.
func (m *matcher) part(key string) bool {
	short, long := m.key, key
	if len(short) > len(long) {
		short, long = long, short
	}
	return strings.Count(short, " ") >= leastPart-1 && strings.HasPrefix(long, short) && (long[len(short)] == ' ' || len(short) > 30)
}

// canonical is the name that the programme uses, or the name itself.
func canonical(name string) string {
	if known, ok := Person(name); ok {
		return known
	}
	return name
}

// weights are computed when an edition is first asked for.
func (t *table) weights(edition string) weights {
	t.mu.Lock()
	defer t.mu.Unlock()
	if w, ok := t.weighed[edition]; ok {
		return w
	}
	r := t.editions[edition]
	w := weights{in: map[string][]int32{}, sums: make([]float64, r.to-r.from)}
	for i, talk := range t.talks[r.from:r.to] {
		key := titleKey(talk.Title)
		w.keys = append(w.keys, key)
		for word := range strings.FieldsSeq(key) {
			w.in[word] = append(w.in[word], int32(i))
		}
	}
	for i, key := range w.keys {
		for word := range strings.FieldsSeq(key) {
			w.sums[i] += w.of(word)
		}
	}
	if t.weighed == nil {
		t.weighed = map[string]weights{}
	}
	t.weighed[edition] = w
	return w
}

// common sums, for each title, the weights of the words that it shares with these, and of these themselves.
// A word twice in both counts twice.
func (w weights) common(words []string) (shared []float64, all float64) {
	shared = make([]float64, len(w.keys))
	for k, word := range words {
		v := w.of(word)
		all += v
		nth := 0 // of this word before
		for _, before := range words[:k] {
			if before == word {
				nth++
			}
		}
		last, times := int32(-1), 0
		for _, i := range w.in[word] {
			if i != last {
				last, times = i, 0
			}
			if times == nth {
				shared[i] += v
			}
			times++
		}
	}
	return shared, all
}

// of is the weight of a word: the rarer in the edition, the more.
func (w weights) of(word string) float64 {
	return math.Log(1 + float64(len(w.keys))/float64(1+len(w.in[word])))
}
