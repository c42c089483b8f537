package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"takeaway/internal/kb"
	"takeaway/internal/meaning"
	"takeaway/internal/prose"
)

// Subject is what related takeaways are looked for by: one takeaway, or several of one write-up.
type Subject struct {
	// Pieces have their bodies filled.
	Pieces []*kb.Takeaway
	// Authors are those whose other takeaways come last. Without any, the write-up at Path of the part called Part
	// counts as an author.
	Authors    []string
	Path, Part string
}

// The constants of relatedness.
const (
	relatedTerms   = 24  // words of the subject that are looked for
	headingTimes   = 3   // what a word of the heading counts in words of the body
	topicTimes     = 3   // what a shared tag is worth next to a word of the same rarity
	projectTimes   = 3   // the same for a project
	leastTimes     = 2   // how often the subject must use a word; once in a heading is often enough
	relatedFaint   = 0.3 // of the best score: takeaways below are not related
	relatedTimes   = 6   // what nearness in meaning above nearZero is worth, as a share of the score
	nearZero       = 0.2 // the nearness from which it counts
	relatedNear    = 0.1 // the least nearness in meaning: below, the words that are shared mean something else
	tellsSome      = 0.1 // what a word must tell to be a reason
	reasonsShown   = 6   // words named as a reason
	leastShared    = 2   // tags, projects and words that must be shared
	shortestReason = 3   // letters of a word that says something by itself
)

// Related finds takeaways on the same thing as the subject: those that share its tags, projects and
// telling words. Takeaways of other authors come first, each with what it shares in Why.
func (u *Union) Related(ctx context.Context, s Subject, o Options) (Result, error) {
	var result Result
	err := u.read(ctx, func(r *run) (err error) {
		result, err = r.related(s, o)
		return err
	})
	if err != nil {
		return Result{}, fmt.Errorf("finding related takeaways: %w", err)
	}
	return result, nil
}

// trait is something of the subject that others may share.
type trait struct {
	kind   string // "tag", "project" or "word"
	name   string
	term   string // the term of a word
	weight float64
	in     set
}

// kin is a takeaway that shares something.
type kin struct {
	*doc
	same   bool // by an author of the subject
	traits []*trait
}

func (r *run) related(s Subject, o Options) (Result, error) {
	total, err := r.total()
	if err != nil {
		return Result{}, err
	}
	traits, err := r.traits(s, total)
	if err != nil {
		return Result{}, err
	}
	all := map[uint64]*kin{}
	for _, t := range traits {
		err := t.in.each(func(n uint64) error {
			k := all[n]
			if k == nil {
				k = &kin{doc: &doc{n: n, match: kb.MatchRelated}}
				all[n] = k
			}
			k.score += t.weight
			k.traits = append(k.traits, t)
			return r.tick()
		})
		if err != nil {
			return Result{}, err
		}
	}
	list, err := r.kindred(all, s)
	if err != nil {
		return Result{}, err
	}
	result := Result{Hits: []Found{}, Total: len(list)}
	for _, t := range traits {
		if t.term != "" {
			result.Terms = append(result.Terms, t.term)
		}
	}
	list = list[min(max(o.Offset, 0), len(list)):]
	for _, k := range list[:min(max(o.Limit, 0), len(list))] {
		result.Hits = append(result.Hits, Found{ID: k.id, Score: k.score, Match: k.match, Why: k.reasons()})
	}
	return result, nil
}

// kindred are the takeaways related closely enough, in order: other authors, then score, then ID.
func (r *run) kindred(all map[uint64]*kin, s Subject) ([]*kin, error) {
	var list []*kin
	var docs []*doc
	for _, k := range all {
		if len(k.traits) >= leastShared {
			list = append(list, k)
			docs = append(docs, k.doc)
		}
	}
	if err := r.look(docs); err != nil {
		return nil, err
	}
	near, err := r.nearTo(s)
	if err != nil {
		return nil, err
	}
	values, err := r.values(fieldAuthors)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b *kin) int { return cmp.Compare(a.n, b.n) })
	for _, k := range list {
		k.same = k.path == s.Path && r.parts[k.part].Name == s.Part
		err := values(k.n, func(_ string, value []byte) {
			k.same = k.same || slices.Contains(s.Authors, string(value))
		})
		if err != nil {
			return nil, err
		}
	}
	list = slices.DeleteFunc(list, func(k *kin) bool {
		self := slices.ContainsFunc(s.Pieces, func(t *kb.Takeaway) bool { return t.ID == k.id })
		return self || k.kind != kb.KindTakeaway || near(k.place) < relatedNear
	})
	best := 0.0
	for _, k := range list {
		k.score *= 1 + relatedTimes*max(0, near(k.place)-nearZero)
		best = max(best, k.score)
	}
	list = slices.DeleteFunc(list, func(k *kin) bool { return k.score < relatedFaint*best })
	slices.SortFunc(list, func(a, b *kin) int {
		if a.same != b.same {
			if b.same {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
	})
	return list, nil
}

// nearTo says how near takeaways, by the places of their cards, are to the subject in meaning; nearZero where nothing is
// known of either.
func (r *run) nearTo(s Subject) (func(place int) float64, error) {
	var sum meaning.Sum
	for _, t := range s.Pieces {
		sum.Add(t.Heading, headingWords)
		sum.Add(prose.Markdown(t.Body).Text, 1)
	}
	if sum.Len() == 0 {
		return func(int) float64 { return nearZero }, nil
	}
	all, err := r.vectors()
	if err != nil {
		return nil, err
	}
	subject, none := sum.Vector(), meaning.Vector{}
	return func(place int) float64 {
		v := all.at(place)
		if *v == none {
			return nearZero
		}
		return v.Near(&subject)
	}, nil
}

// reasons says in words what a takeaway shares.
func (k *kin) reasons() []string {
	var out []string
	for _, kind := range []string{"tag", "project", "word"} {
		var shared []string
		for _, t := range k.traits {
			if t.kind == kind && len(shared) < reasonsShown {
				shared = append(shared, t.name)
			}
		}
		switch len(shared) {
		case 0:
		case 1:
			out = append(out, "same "+kind+": "+shared[0])
		default:
			out = append(out, "same "+kind+"s: "+strings.Join(shared, ", "))
		}
	}
	if k.same {
		out = append(out, "by the same author")
	}
	return out
}

// traits are what tells of the subject: its tags and projects, and the words that it uses more than others.
// The heaviest come first.
func (r *run) traits(s Subject, total int) ([]*trait, error) {
	var out []*trait
	add := func(kind, field, name string, times float64) error {
		if slices.ContainsFunc(out, func(t *trait) bool { return t.kind == kind && t.name == name }) {
			return nil
		}
		in, err := r.matches(termQuery(field, strings.ToLower(name)))
		if err == nil {
			out = append(out, &trait{kind: kind, name: name, in: in, weight: times * idf(in.count(), total)})
		}
		return err
	}
	for _, t := range s.Pieces {
		for _, tag := range t.Tags {
			if err := add("tag", fieldTag, tag.Name, topicTimes); err != nil {
				return nil, err
			}
		}
		for _, m := range t.Projects {
			if err := add("project", fieldProject, m.Project, projectTimes); err != nil {
				return nil, err
			}
		}
	}
	words, err := r.telling(s, total)
	if err != nil {
		return nil, err
	}
	out = append(out, words...)
	slices.SortStableFunc(out, func(a, b *trait) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.name, b.name))
	})
	return out, nil
}

// telling are the words of the subject that are frequent in it and rare elsewhere.
func (r *run) telling(s Subject, total int) ([]*trait, error) {
	lex := words()
	counts, spelt := map[string]float64{}, map[string]string{}
	count := func(text string, times float64) {
		for _, t := range analyse([]byte(text)) {
			common := in(lex.silent, t.word) || in(lex.weak, t.word)
			short := len(t.text) < shortestReason && !eastPair(t.text)
			if common || short || t.part || !hasLetter(t.text) {
				continue
			}
			counts[t.text] += times
			if old, ok := spelt[t.text]; !ok || cmp.Or(cmp.Compare(len(t.word), len(old)), cmp.Compare(t.word, old)) < 0 {
				spelt[t.text] = t.word
			}
		}
	}
	for _, t := range s.Pieces {
		count(t.Heading, headingTimes)
		count(prose.Markdown(t.Body).Text, 1)
	}
	var list []*trait
	for term, n := range counts {
		if n < leastTimes || meaning.Tells(spelt[term]) < tellsSome {
			continue
		}
		df, err := r.frequency(term)
		if err != nil {
			return nil, err
		}
		if df < 2 { // nobody else uses it
			continue
		}
		list = append(list, &trait{kind: "word", name: spelt[term], term: term, weight: idf(df, total) * (1 + math.Log(n))})
	}
	slices.SortFunc(list, func(a, b *trait) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term)) })
	list = list[:min(len(list), relatedTerms)]
	for _, t := range list {
		var err error
		if t.in, err = r.holdsTerm(t.term); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// holdsTerm is the set of takeaways with a term in heading or body.
func (r *run) holdsTerm(term string) (set, error) {
	var out set
	for _, field := range []string{fieldHeading, fieldBody} {
		s, err := r.matches(termQuery(field, term))
		if err != nil {
			return nil, err
		}
		out = out.or(s)
	}
	return out, nil
}

// count is the number of members.
func (s set) count() int {
	n := 0
	_ = s.each(func(uint64) error { n++; return nil })
	return n
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
