package noteedit

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// wordWays changes tags that are words of one text, in the value of a key or in a line of a header: first
// with the separator that is there already, then with commas between all of them.
func wordWays(text string, from int, w *wish, rejects bool) []patch {
	words := notefile.TagList(text, rejects)
	marks := make([]mark, len(words))
	for i, word := range words {
		marks[i] = mark{word.Name, word.Rejected}
	}
	fates, more := w.fates(marks)
	ways := []patch{wordPatch(text, from, words, fates, more)}
	if len(words)+len(more) > 1 {
		ways = append(ways, commaPatch(text, from, words, fates, more))
	}
	return ways
}

// wordPatch changes the words one by one. Words that are no tags stay.
func wordPatch(text string, from int, words []notefile.TagWord, fates []string, more []mark) patch {
	var p patch
	last := -1
	for i, word := range words {
		fate := fates[i]
		if word.Name == "" {
			fate = word.Text
		}
		if fate == "" {
			continue
		}
		if gone := last + 1; gone < i { // what was dropped goes with the separator after it
			p = append(p, splice{kb.Span{Start: from + words[gone].Start, End: from + word.Start}, ""})
		}
		if word.Name != "" && fate != word.Name {
			p = append(p, splice{kb.Span{Start: from + word.Inner.Start, End: from + word.Inner.End}, mark{fate, word.Rejected}.plain()})
		}
		last = i
	}
	var at, end int // where additions go, and how far the text reaches
	switch {
	case last >= 0:
		at = words[last].End
		if last == len(words)-1 {
			end = at
		} else {
			end = words[len(words)-1].End
		}
	case len(words) > 0:
		at, end = words[0].Start, words[len(words)-1].End
	default:
		end = 0
	}
	add := ""
	for _, m := range more {
		if last >= 0 || add != "" {
			add += separator(text, words)
		}
		add += dressed(text, words, m.plain())
	}
	if add == "" && end == at {
		return p
	}
	return append(p, splice{kb.Span{Start: from + at, End: from + end}, add})
}

// separator is what goes between two tags of a text: what is between two that are there.
func separator(text string, words []notefile.TagWord) string {
	trimmed := strings.TrimSpace(text)
	switch {
	case len(words) > 1:
		sep := text[words[len(words)-2].End:words[len(words)-1].Start]
		return strings.ReplaceAll(sep, "\n\n", "\n")
	case len(trimmed) > 2 && trimmed[0] == ':' && trimmed[len(trimmed)-1] == ':':
		return ":"
	}
	return ", "
}

// dressed is a name in the signs and brackets that the last word has.
func dressed(text string, words []notefile.TagWord, name string) string {
	if len(words) == 0 {
		return name
	}
	w := words[len(words)-1]
	return text[w.Start:w.Inner.Start] + name + text[w.Inner.End:w.End]
}

// commaPatch writes the text anew with commas between its words.
func commaPatch(text string, from int, words []notefile.TagWord, fates []string, more []mark) patch {
	var names []string
	for i, word := range words {
		name := text[word.Start:word.End]
		switch {
		case word.Name != "" && fates[i] == "":
			continue
		case word.Name != "" && fates[i] != word.Name:
			name = mark{fates[i], word.Rejected}.plain()
		}
		names = append(names, name)
	}
	for _, m := range more {
		names = append(names, m.plain())
	}
	start := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	end := max(len(strings.TrimRight(text, " \t\r\n")), start)
	return patch{{kb.Span{Start: from + start, End: from + end}, strings.Join(names, ", ")}}
}

// sameWords reports whether a text as it is written holds the tags that its value has.
func sameWords(raw, value string, rejects bool) bool {
	return slices.EqualFunc(notefile.TagList(raw, rejects), notefile.TagList(value, rejects), func(a, b notefile.TagWord) bool {
		return a.Name == b.Name && a.Rejected == b.Rejected
	})
}
