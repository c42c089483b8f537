package noteedit

import (
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// tomlWays changes the key tags of TOML front matter: a list of strings, or a new line where there is
// no such key.
func (e *editor) tomlWays(w *wish) ([]patch, error) {
	span := e.WriteUp.FrontMatter
	table := span.End // where the first table begins: keys below are not the note's
	for i := e.lineOf(span.Start); i < len(e.Lines) && e.Lines[i].Start < span.End; i++ {
		text := e.at(i)
		if t := strings.TrimSpace(text); strings.HasPrefix(t, "[") && !strings.Contains(t, "=") {
			table = e.Lines[i].Start
			break
		}
		key, rest, ok := strings.Cut(text, "=")
		key = strings.Trim(strings.TrimSpace(key), `"'`)
		if !ok || !strings.EqualFold(key, "tags") && !strings.EqualFold(key, "tag") {
			continue
		}
		open := e.Lines[i].End - len(rest) + len(rest) - len(strings.TrimLeft(rest, " \t"))
		if !strings.HasPrefix(e.Text[open:], "[") {
			return nil, errStyle
		}
		return e.tomlList(open, span.End, w)
	}
	list := make([]string, len(w.want))
	for i, m := range w.want {
		list[i] = `"` + m.name + `"`
	}
	text := "tags = [" + strings.Join(list, ", ") + "]" + e.lineBreak(e.lineOf(span.Start)-1)
	return []patch{{{kb.Span{Start: table, End: table}, text}}}, nil
}

// tomlList changes the list of strings that opens at a byte.
func (e *editor) tomlList(open, end int, w *wish) ([]patch, error) {
	var spans []kb.Span
	var marks []mark
	quotes := `"`
	for i := open + 1; i < end; i++ {
		switch c := e.Text[i]; c {
		case ' ', '\t', '\r', '\n', ',':
		case ']':
			p, err := flowPatch(open, marks, spans, w, func(m mark) string { return quotes + m.name + quotes })
			return []patch{p}, err
		case '"', '\'':
			n := strings.IndexByte(e.Text[i+1:end], c)
			if n < 0 || strings.ContainsAny(e.Text[i+1:i+1+n], "\\\n") {
				return nil, errStyle
			}
			quotes = e.Text[i : i+1]
			spans = append(spans, kb.Span{Start: i, End: i + n + 2})
			marks = append(marks, mark{notefile.TagName(e.Decode(e.Text[i+1 : i+1+n])), false})
			i += n + 1
		default: // comments, other values
			return nil, errStyle
		}
	}
	return nil, errStyle
}
