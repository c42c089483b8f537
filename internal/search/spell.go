package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"takeaway/internal/query"
)

// known is a word of the dictionary and the number of takeaways it occurs in.
type known struct {
	word string
	docs int
}

// vocabulary lists the words of a field with this prefix, ascending. See dictionary for when it may be
// called.
func (r *run) vocabulary(field, prefix string) ([]known, error) {
	var all []known
	for _, p := range r.parts {
		list, err := r.vocabularyOf(p, field, prefix)
		if err != nil {
			return nil, err
		}
		all = merged(all, list)
	}
	return all, nil
}

func (r *run) vocabularyOf(p *part, field, prefix string) ([]known, error) {
	dict, err := p.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	var list []known
	for {
		e, err := dict.Next()
		if err != nil || e == nil {
			return list, err
		}
		list = append(list, known{e.Term, int(e.Count)})
		if err := r.tick(); err != nil {
			return nil, err
		}
	}
}

// merged are the words of two ascending lists.
func merged(a, b []known) []known {
	if len(a) == 0 {
		return b
	}
	out := make([]known, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch order := cmp.Compare(a[0].word, b[0].word); {
		case order < 0:
			out, a = append(out, a[0]), a[1:]
		case order > 0:
			out, b = append(out, b[0]), b[1:]
		default:
			out = append(out, known{a[0].word, a[0].docs + b[0].docs})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// correction is the word that was meant by the one that ends at end. weight is less where the word as
// typed is found too.
type correction struct {
	word   string
	end    int
	weight float64
}

// Spelling is what Correct found about the words of a query.
type Spelling struct {
	// Query is the query with misspelt words replaced, each at the place of the word that it replaces; nil
	// where none was misspelt.
	Query query.Node
	// fixes are the corrections by the place in the query where the term begins.
	fixes map[int]correction
}

// Correct says which words of a query are probably misspelt: those that the index does not know, while it
// knows a similar one well. The words that known speaks of are taken as they are. Find takes the answer, so
// that what the corrected words mean can be understood in between.
//
// The error is as for Find.
func (u *Union) Correct(ctx context.Context, q query.Node, known []Hint) (*Spelling, error) {
	var s *Spelling
	err := u.read(ctx, func(r *run) (err error) {
		s, err = r.spelling(q, known)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("correcting: %w", err)
	}
	return s, nil
}

// spelling corrects the words of a query, and those of its phrases for the case that nobody wrote these.
func (r *run) spelling(q query.Node, known []Hint) (*Spelling, error) {
	p := plan(q)
	s := &Spelling{fixes: map[int]correction{}}
	phrases := &strategy{phrases: p.phrases}
	phrases.loosen()
	for _, list := range [][]query.Word{p.words, phrases.words} {
		text, places := layOut(list)
		fixes, err := r.correct(inPairs(wholes(analyse([]byte(text)))), list, places, known)
		if err != nil {
			return nil, err
		}
		if len(fixes) == 0 {
			continue
		}
		if better := fixed(q, fixes, text, places); better.String() != q.String() {
			s.Query = better
		}
		for start, fix := range fixes {
			s.fixes[places.at(start)] = fix
		}
	}
	return s, nil
}

// correct finds the words that the index does not know, while it knows a similar one well: by the start
// of each term in the laid-out text, the word that was meant.
func (r *run) correct(terms []term, list []query.Word, places layout, hints []Hint) (map[int]correction, error) {
	fixes := map[int]correction{}
	if slices.ContainsFunc(terms, func(t term) bool { return besides(words().foreign, t.text) != nil }) {
		return fixes, nil // a question in another language, whose words are nobody's slips
	}
	for _, t := range terms {
		i := places.word(t.start)
		if t.alias || !correctable(t.word) || list[i].Prefix || in(words().silent, t.word) {
			continue
		}
		if slices.ContainsFunc(hints, func(h Hint) bool { return h.Start <= list[i].Pos && list[i].Pos < h.End }) {
			continue // the caller knows the word
		}
		if words().nearTo(t.text) != nil {
			continue // a word that we know, though perhaps no write-up does
		}
		docs, err := r.frequency(t.text)
		if err != nil {
			return nil, err
		}
		if docs > rareDocs {
			continue
		}
		fix, err := r.nearest(t.word, docs)
		if err != nil {
			return nil, err
		}
		if fix != "" {
			fixes[t.start] = correction{word: fix, end: t.end, weight: 1 / float64(1+docs)}
		}
	}
	return fixes, nil
}

// A word in no more than rareDocs takeaways may itself be a misspelling, if another at distance one is
// rareFactor times as frequent.
const (
	rareDocs   = 2
	rareFactor = 100
)

// frequency is the greatest number of takeaways that hold a term in one field.
func (r *run) frequency(text string) (int, error) {
	most := 0
	for _, field := range textFields() {
		p, err := r.postings(text, field, false)
		if err != nil {
			return 0, err
		}
		n, err := p.count()
		p.close()
		if err != nil {
			return 0, err
		}
		most = max(most, n)
	}
	return most, nil
}

// nearest is the word that was most likely meant by one in docs takeaways; empty if none is near. The
// first letter is taken as right.
func (r *run) nearest(word string, docs int) (string, error) {
	if err := r.dictionary(); err != nil {
		return "", err
	}
	_, first := utf8.DecodeRuneInString(word)
	list, err := r.vocabulary(fieldPlain, word[:first])
	if err != nil {
		return "", err
	}
	letters := []rune(word)
	reach := 1
	if len(letters) >= 8 {
		reach = 2
	}
	best, bestScore := "", 0.0
	for _, k := range list {
		if k.word == word || abs(utf8.RuneCountInString(k.word)-len(letters)) > reach {
			continue
		}
		d := query.Slips(letters, []rune(k.word), reach)
		rare := docs > 0 && (d > 1 || k.docs < rareFactor*docs) // not more usual than what was typed
		if d > reach || rare || (d == 2 && k.docs < 3) {
			continue
		}
		// One edit outweighs a hundredfold frequency.
		score := float64(k.docs) / []float64{1, 1, 100}[d]
		if cmp.Or(cmp.Compare(score, bestScore), cmp.Compare(best, k.word)) > 0 {
			best, bestScore = k.word, score
		}
	}
	return best, nil
}

func abs(n int) int { return max(n, -n) }

// fixed is the query with misspelt words replaced.
func fixed(n query.Node, fixes map[int]correction, text string, places layout) query.Node {
	better := map[int]string{} // by position in the query
	for i, start := range places.start {
		end := len(text) - 1
		if i+1 < len(places.start) {
			end = places.start[i+1] - 1
		}
		var b strings.Builder
		at := start
		for k := start; k < end; k++ {
			if fix, ok := fixes[k]; ok {
				b.WriteString(text[at:k] + fix.word)
				at = fix.end
			}
		}
		if at > start {
			better[places.pos[i]] = b.String() + text[at:end]
		}
	}
	return replaced(n, better)
}

// replaced is a query with other texts for the words at some positions.
func replaced(n query.Node, better map[int]string) query.Node {
	switch n := n.(type) {
	case query.And:
		parts := make([]query.Node, len(n.Parts))
		for i, part := range n.Parts {
			parts[i] = replaced(part, better)
		}
		return query.And{Parts: parts}
	case query.Word:
		if text, ok := better[n.Pos]; ok {
			n.Text = text
		}
		return n
	}
	return n
}

func errNoFacet(name string) error { return fmt.Errorf("%w: no facet %q", errUsage, name) }
