package cli

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

// tagTarget is what is to be tagged: a piece of a note, or the whole of it where ID is empty.
type tagTarget struct {
	path string
	id   kb.ID
}

// expandTargets puts the names on standard input in the place of "-".
func (a *app) expandTargets(words []string) ([]string, error) {
	if !slices.Contains(words, "-") {
		return words, nil
	}
	names, err := a.expand(words)
	if err == nil && len(names) == 0 {
		err = kb.Nothing("no names on standard input", "takeaway search WORDS… -o id prints some")
	}
	a.InTTY = false // it has been read to its end: nobody can answer
	return names, err
}

// targets finds what words after "--" stand for: names if all of them are some, or else a query. No
// words are the whole library.
func (a *app) targets(ctx context.Context, s *desk.Desk, words []string) ([]tagTarget, error) {
	docs, named, err := allNamed(s, words)
	if err != nil {
		return nil, err
	}
	var out []tagTarget
	if named {
		for _, d := range docs {
			t := tagTarget{}
			if d.Takeaway != nil {
				t.path, t.id = d.Takeaway.Path, d.Takeaway.ID
			} else {
				t.path = d.WriteUp.Path
			}
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
		return out, nil
	}
	found, err := a.matching(ctx, s, words)
	for _, t := range found {
		out = append(out, tagTarget{t.Path, t.ID})
	}
	return out, err
}

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
		switch sortOfName(w) {
		case sureName:
			sure = w
		case notName:
			not = w
		}
	}
	switch {
	case sure != "" && not != "":
		return nil, false, kb.Usage(fmt.Sprintf("%q is a name and %q is none", sure, not), "give names alone, or a query: id:… and path:… stand in one")
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
			return nil, false, unknownTarget(w)
		case desk.IsHex(w) && len(w) < leastDigits && !desk.IsNumber(w):
			return nil, false, kb.Usage(fmt.Sprintf("%q is too short for an ID", w), "type more digits, or text:"+w+" to look for the word")
		}
		docs = append(docs, found)
	}
	return docs, true, nil
}

func unknownTarget(name string) error {
	return kb.Nothing("nothing is called "+name, "takeaway search and takeaway list takeaways print IDs")
}

// flagAmong is the first word that was probably meant as a flag; empty if there is none.
func flagAmong(words []string) string {
	for _, w := range words {
		switch {
		case strings.HasPrefix(w, "--") && len(w) > 2, w == "-o", w == "-y", w == "-n":
			return w
		}
	}
	return ""
}

// matching finds the takeaways of a query, all words of which must match; all takeaways without words.
func (a *app) matching(ctx context.Context, s *desk.Desk, words []string) ([]*kb.Takeaway, error) {
	if flag := flagAmong(words); flag != "" {
		return nil, kb.Usage(flag+" stands after --, where it is a word of the query", "put flags before --")
	}
	text := strings.TrimSpace(strings.Join(words, " "))
	if text == "" {
		return allTakeaways(s)
	}
	tree, err := a.parse(text, filters{})
	if err != nil {
		return nil, err
	}
	if query.Empty(tree) {
		return nil, kb.Usage("the query is empty", "name IDs or a query after --, or say --all for the whole library")
	}
	if tree, err = ask.Resolve(s, tree); err != nil {
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
		return nil, kb.Nothing("nothing matches all of "+text, "takeaway search "+text+" shows what comes near; here every word must match")
	}
	return s.Takeaways(exact)
}

// allTakeaways are those of the library, by path. None is no answer.
func allTakeaways(s *desk.Desk) ([]*kb.Takeaway, error) {
	out, err := s.All()
	if err == nil && len(out) == 0 {
		err = kb.Nothing("the library has no takeaways", "takeaway ingest brings write-ups in")
	}
	return out, err
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
			asks = asks || f.Name == "kind" || f.Name == "is" && slices.Contains([]string{"intro", "outro", "boilerplate", "container"}, f.Value)
		}
		return true
	})
	return asks
}
