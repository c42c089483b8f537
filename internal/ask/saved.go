package ask

import (
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
)

// deepestSaved is how far saved searches may be made of saved searches.
const deepestSaved = 8

// Parse reads a query typed as words, with the saved searches of the library in the place of their names:
// "@mesh -istio". A word with @ that names none is the word itself, such as somebody's handle; a notice says
// so. saved lists the saved searches; it is asked only where a word has an @.
func Parse(text string, o query.Options, saved func() ([]library.SavedSearch, error)) (query.Node, []desk.Notice, error) {
	text, notices, err := expandSaved(text, o, saved)
	if err != nil {
		return nil, nil, err
	}
	tree, err := query.Parse(text, o)
	return tree, notices, err
}

func expandSaved(text string, o query.Options, list func() ([]library.SavedSearch, error)) (string, []desk.Notice, error) {
	if !strings.Contains(text, "@") {
		return text, nil, nil
	}
	var saved []library.SavedSearch
	var notices []desk.Notice
	for depth := 0; ; depth++ {
		tree, err := query.Parse(text, o)
		if err != nil {
			return text, notices, nil // the caller meets the error again, over the same text
		}
		at := SavedNames(tree)
		if len(at) == 0 {
			return text, notices, nil
		}
		if depth == 0 {
			if saved, err = list(); err != nil {
				return "", nil, err
			}
		}
		if depth == deepestSaved {
			return "", nil, kb.Usage(fmt.Sprintf("the saved searches in %q refer to each other in a circle (or more than %d deep)", text, deepestSaved),
				"takeaway list searches shows them")
		}
		changed := false
		for _, w := range slices.Backward(at) {
			i := slices.IndexFunc(saved, func(s library.SavedSearch) bool { return strings.EqualFold("@"+s.Name, w.Text) })
			if i < 0 {
				if depth == 0 {
					notices = append(notices, notSaved(w.Text, saved))
				}
				continue
			}
			changed = true
			text = text[:w.Pos] + "(" + saved[i].Query + ")" + text[w.Pos+len(w.Text):]
		}
		if !changed {
			return text, notices, nil
		}
	}
}

// notSaved says that a word with @ is no saved search.
func notSaved(word string, saved []library.SavedSearch) desk.Notice {
	n := desk.Notice{Text: fmt.Sprintf("no search is saved as %s; looking for the word", word)}
	if len(saved) > 0 {
		names := make([]string, len(saved))
		for i, s := range saved {
			names[i] = "@" + s.Name
		}
		n.Hint = "saved are " + strings.Join(names, ", ")
	}
	return n
}

// SavedNames are the words of a query that may be names of saved searches, in the order of the text, as
// they are in it.
func SavedNames(tree query.Node) []query.Word {
	var at []query.Word
	query.Walk(tree, func(n query.Node) bool {
		if w, ok := n.(query.Word); ok && strings.HasPrefix(w.Text, "@") && !w.Prefix {
			at = append(at, w)
		}
		return true
	})
	slices.SortFunc(at, func(a, b query.Word) int { return a.Pos - b.Pos })
	return at
}
