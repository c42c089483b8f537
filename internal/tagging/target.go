package tagging

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/ask"
	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

// Target is what is to be tagged: a piece of a note, or the whole of it where the ID is empty.
type Target struct {
	Path string
	ID   kb.ID
	// Shelf is the shelf that the note is on; empty for the library itself.
	Shelf string
}

// Own are the targets in the library itself. Of the others, which are on shelves, it is told how many there are.
func Own(targets []Target) (own []Target, others int) {
	for _, t := range targets {
		if t.Shelf == "" {
			own = append(own, t)
		}
	}
	return own, len(targets) - len(own)
}

// Named finds what words stand for if all of them are names of takeaways and notes; otherwise ok is false,
// and the words are a query. The error is a kb.Advice.
func Named(s *desk.Desk, words []string) (targets []Target, ok bool, err error) {
	docs, ok, err := allNamed(s, words)
	if err != nil || !ok {
		return nil, false, err
	}
	seen := map[Target]bool{}
	for _, d := range docs {
		t := Target{}
		if d.Takeaway != nil {
			t.Path, t.ID = d.Takeaway.Path, d.Takeaway.ID
		} else {
			t.Path = d.WriteUp.Path
		}
		t.Shelf = d.Shelf()
		if !seen[t] {
			seen[t] = true
			targets = append(targets, t)
		}
	}
	return targets, true, nil
}

// note names the note of a target.
func (t Target) note() string { return kb.NoteName(t.Shelf, t.Path) }

// nameSort says how far a word looks like the name of a takeaway or a note.
type nameSort int

const (
	notName   nameSort = iota
	maybeName          // if there is one of that name
	sureName           // a name, known or not
)

func sortOfName(word string) nameSort {
	letters := strings.Trim(strings.ToLower(word), "0123456789")
	digits := strings.ContainsAny(word, "0123456789")
	switch {
	case strings.Contains(word, ":"): // field:value
	case strings.Index(word, "#") > 0, notefile.Readable(word):
		return sureName
	case desk.IsNumber(word): // of the last result list
		return maybeName
	case desk.IsHex(word) && len(word) <= kb.IDLen:
		switch {
		case len(word) == kb.IDLen, len(word) >= kb.ShortLen && digits && letters != "":
			return sureName
		case len(word) >= kb.ShortLen, digits && letters != "":
			return maybeName
		}
	case strings.Contains(word, "/"):
		return maybeName
	}
	return notName
}

// leastDigits of an ID are enough to name a takeaway for a change: git's least, which keeps words such as
// "e2e" from doing so by accident.
const leastDigits = 4

// named looks the words up if all of them are names; otherwise ok is false.
func allNamed(s *desk.Desk, words []string) (docs []*desk.Named, ok bool, err error) {
	sure, not := "", ""
	for _, w := range words {
		switch sortOfName(s.Unqualified(w)) {
		case sureName:
			sure = w
		case notName:
			not = w
		}
	}
	switch {
	case sure != "" && not != "":
		return nil, false, kb.Usage(fmt.Sprintf("%q names a takeaway or a note but %q does not", sure, not), "give names alone, or a query: id:… and path:… are part of one")
	case not != "" || len(words) == 0:
		return nil, false, nil
	}
	for _, w := range words {
		found, err := s.Lookup(w)
		switch {
		case err != nil:
			return nil, false, err
		case found == nil && sure == "":
			return nil, false, nil
		case found == nil:
			return nil, false, Unknown(w)
		case tooShort(s.Unqualified(w)):
			return nil, false, kb.Usage(fmt.Sprintf("%q is too short for an ID", w), "type more digits, or text:"+w+" to look for the word")
		}
		docs = append(docs, found)
	}
	return docs, true, nil
}

// tooShort reports whether a name may as well be a word as the beginning of an ID.
func tooShort(name string) bool {
	return desk.IsHex(name) && len(name) < leastDigits && !desk.IsNumber(name)
}

// Unknown says that nothing is called so.
func Unknown(name string) error {
	return kb.Nothing("nothing is called "+name, "takeaway search and takeaway list takeaways print IDs")
}

// Matching finds the takeaways of a query, all words of which must match; all takeaways of the library
// itself for an empty query.
// text is the query as it was typed, for the error, which is a kb.Advice.
func Matching(ctx context.Context, s *desk.Desk, text string, tree query.Node) ([]Target, error) {
	if query.Empty(tree) {
		all, err := everything(s)
		if own, _ := Own(all); len(own) > 0 {
			all = own
		}
		return all, err
	}
	tree, err := ask.Resolve(s, tree)
	if err != nil {
		return nil, err
	}
	o := search.Options{Limit: s.Count()}
	if !asksForKind(tree) {
		o.Kinds = []kb.Kind{kb.KindTakeaway}
	}
	res, err := s.Find(ctx, strict(tree), o)
	if err != nil {
		return nil, err
	}
	var exact []kb.ID
	for _, f := range res.Hits {
		if f.Match == kb.MatchExact {
			exact = append(exact, f.ID)
		}
	}
	if len(exact) == 0 {
		if err := ask.Unknown(s, tree); err != nil {
			return nil, err
		}
		return nil, kb.Nothing("nothing matches all of "+text, "takeaway search "+text+" shows what comes near; here every word must match")
	}
	pieces, err := s.Takeaways(exact)
	return targetsOf(pieces), err
}

func targetsOf(pieces []*kb.Takeaway) []Target {
	out := make([]Target, len(pieces))
	for i, t := range pieces {
		out[i] = Target{t.Path, t.ID, t.Shelf}
	}
	return out
}

// everything is all takeaways of the library, by path. None is no answer.
func everything(s *desk.Desk) ([]Target, error) {
	all, err := s.All()
	if err == nil && len(all) == 0 {
		err = kb.Nothing("the library has no takeaways", "takeaway ingest brings write-ups in")
	}
	return targetsOf(all), err
}

// Pieces puts the takeaways of a write-up in its place.
func Pieces(s *desk.Desk, targets []Target) ([]Target, error) {
	if !slices.ContainsFunc(targets, func(t Target) bool { return t.ID == "" }) {
		return targets, nil
	}
	all, err := everything(s)
	if err != nil {
		return nil, err
	}
	byPath := map[string][]Target{}
	for _, t := range all {
		byPath[t.note()] = append(byPath[t.note()], t)
	}
	var out []Target
	for _, t := range targets {
		if t.ID != "" {
			out = append(out, t)
			continue
		}
		out = append(out, byPath[t.note()]...)
	}
	return out, nil
}

// Takeaways are the takeaways of targets, which have to be pieces.
func Takeaways(s *desk.Desk, targets []Target) ([]*kb.Takeaway, error) {
	ids := make([]kb.ID, len(targets))
	for i := range targets {
		ids[i] = targets[i].ID
	}
	return s.Takeaways(ids)
}

// strict makes the words of a query hold that would only rank: a choice with one part must hold.
func strict(n query.Node) query.Node {
	switch n := n.(type) {
	case query.And:
		parts := make([]query.Node, len(n.Parts))
		for i, part := range n.Parts {
			parts[i] = strict(part)
		}
		return query.And{Parts: parts}
	case query.Word, query.Phrase:
		return query.Or{Parts: []query.Node{n}}
	}
	return n
}

// asksForKind reports whether a query itself says which kinds of pieces it wants.
func asksForKind(tree query.Node) bool {
	asks := false
	query.Walk(tree, func(n query.Node) bool {
		if f, ok := n.(query.Field); ok {
			isKind := f.Name == "is" && slices.Contains([]string{"intro", "outro", "boilerplate", "container"}, f.Value)
			asks = asks || f.Name == "kind" || isKind
		}
		return true
	})
	return asks
}
