package noteedit

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// errStyle is for values written in a way that is not edited: folded over lines, anchored, nested.
var errStyle = errors.New("the tags are written in a way that cannot be edited")

// yamlText is a YAML document as it stands in a note. Nodes know the line and column at which they
// begin; where they end is found in the text.
type yamlText struct {
	*editor
	text string // of the note as the parser saw it
	from int    // line of the note in which the document begins, 0-based
	end  int    // byte at which the document ends
	head bool   // its tags are those of the whole write-up, which has no rejections
}

// scalar writes a name so that YAML reads it as a string, in the quotes given if any.
func scalar(name, quotes string) string {
	var n yaml.Node
	if quotes == "" {
		err := yaml.Unmarshal([]byte("["+name+"]"), &n)
		if err == nil && len(n.Content) == 1 && len(n.Content[0].Content) == 1 {
			if c := n.Content[0].Content[0]; c.Kind == yaml.ScalarNode && c.Tag == "!!str" && c.Value == name && c.Anchor == "" {
				return name
			}
		}
		quotes = `"`
	}
	return quotes + name + quotes // names hold neither quotes nor backslashes
}

// ways changes the tags of a mapping. Front says that it is front matter, where new keys go to the end.
func (y *yamlText) ways(m *yaml.Node, w *wish, front bool) ([]patch, error) {
	key, val := notefile.TagsKey(m)
	if key == nil {
		return y.newKey(m, w, front), nil
	}
	var p patch
	var err error
	switch {
	case val.Anchor != "" || val.Kind == yaml.AliasNode:
		err = errStyle
	case val.Kind == yaml.SequenceNode && val.Style&yaml.FlowStyle != 0:
		p, err = y.flow(val, w)
	case val.Kind == yaml.SequenceNode && len(val.Content) > 0:
		p, err = y.block(val, w)
	case val.Kind == yaml.ScalarNode && val.Tag == "!!null":
		p, err = y.null(key, val, w)
	case val.Kind == yaml.ScalarNode:
		return y.words(m, key, val, w)
	default:
		err = errStyle
	}
	return []patch{p}, err
}

// place is the offset of a node in the note, -1 where the parser counts lines differently.
func (y *yamlText) place(n *yaml.Node) int {
	i := y.from + n.Line - 1
	if n.Line < 1 || i >= len(y.Lines) {
		return -1
	}
	at := y.Lines[i].Start
	for col := 1; col < n.Column; col++ {
		if at >= y.Lines[i].End {
			return -1
		}
		_, size := utf8.DecodeRuneInString(y.text[at:])
		at += size
	}
	return at
}

// scalarSpan is where a scalar stands, with its quotes. It has to stand in one line.
func (y *yamlText) scalarSpan(n *yaml.Node) (kb.Span, error) {
	at := y.place(n)
	if at < 0 || n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle|yaml.TaggedStyle) != 0 {
		return kb.Span{}, errStyle
	}
	line := y.text[at:y.Lines[y.lineOf(at)].End]
	quoted := n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
	if !quoted {
		if !strings.HasPrefix(line, n.Value) {
			return kb.Span{}, errStyle
		}
		return kb.Span{Start: at, End: at + len(n.Value)}, nil
	}
	if line == "" || line[0] != '"' && line[0] != '\'' {
		return kb.Span{}, errStyle
	}
	for i := 1; i < len(line); i++ {
		switch {
		case line[0] == '"' && line[i] == '\\':
			i++
		case line[i] == line[0] && line[0] == '\'' && i+1 < len(line) && line[i+1] == '\'':
			i++
		case line[i] == line[0]:
			return kb.Span{Start: at, End: at + i + 1}, nil
		}
	}
	return kb.Span{}, errStyle
}

// items are the marks of a list and their places. What is no tag, a mapping for one, has an empty mark and
// stays; where a mapping or list ends is not known, and -1.
func (y *yamlText) items(val *yaml.Node) (marks []mark, spans []kb.Span, quotes string, err error) {
	for _, n := range val.Content {
		if at := y.place(n); n.Kind == yaml.MappingNode && at >= 0 {
			marks, spans = append(marks, mark{}), append(spans, kb.Span{Start: at, End: -1})
			continue
		}
		s, err := y.scalarSpan(n)
		if err != nil {
			return nil, nil, "", err
		}
		if c := y.text[s.Start : s.Start+min(1, s.End-s.Start)]; c == `"` || c == "'" {
			quotes = c
		}
		marks, spans = append(marks, y.mark(n.Value)), append(spans, s)
	}
	return marks, spans, quotes, nil
}

// mark reads an item as the reader does.
func (y *yamlText) mark(text string) mark {
	w := notefile.ItemTag(text, !y.head)
	return mark{w.Name, w.Rejected}
}

// flow changes a list in brackets.
func (y *yamlText) flow(val *yaml.Node, w *wish) (patch, error) {
	open := y.place(val)
	if open < 0 || y.text[open] != '[' {
		return nil, errStyle
	}
	marks, spans, quotes, err := y.items(val)
	if err != nil {
		return nil, err
	}
	return flowPatch(open, marks, spans, w, func(m mark) string { return scalar(m.plain(), quotes) })
}

// flowPatch changes a list in brackets whose items stand at spans. Write puts a mark as an item.
func flowPatch(open int, marks []mark, spans []kb.Span, w *wish, write func(mark) string) (patch, error) {
	fates, more := w.fates(marks)
	var p patch
	last := -1 // the last item kept
	for i := range spans {
		switch {
		case marks[i].name == "":
		case fates[i] == "":
			continue
		case fates[i] != marks[i].name:
			p = append(p, splice{spans[i], write(mark{fates[i], marks[i].rejected})})
		}
		// What was dropped between two items that stay goes with the comma after it.
		if gone := last + 1; gone < i {
			p = append(p, splice{kb.Span{Start: spans[gone].Start, End: spans[i].Start}, ""})
		}
		last = i
	}
	var add []string
	for _, m := range more {
		add = append(add, write(m))
	}
	words, text := strings.Join(add, ", "), ""
	from := open + 1
	switch {
	case last >= 0 && spans[last].End < 0:
		if last < len(spans)-1 {
			return nil, errStyle
		}
		if words == "" {
			return p, nil
		}
		text = words + ", " // before what has no known end, behind the last tag
		for k := last; k >= 0; k-- {
			if spans[k].End >= 0 && fates[k] != "" {
				from, text = spans[k].End, ", "+words
				break
			}
		}
		return append(p, splice{kb.Span{Start: from, End: from}, text}), nil
	case last >= 0:
		from = spans[last].End
		if words != "" {
			words = ", " + words
		}
	case len(spans) > 0:
		from = spans[0].Start
	}
	to := from
	if last < len(spans)-1 { // the end of the list goes
		to = spans[len(spans)-1].End
	}
	if words == "" && to == from {
		return p, nil
	}
	return append(p, splice{kb.Span{Start: from, End: to}, words}), nil
}

// block changes a list of lines that begin with a hyphen.
func (y *yamlText) block(val *yaml.Node, w *wish) (patch, error) {
	marks, spans, quotes, err := y.items(val)
	if err != nil {
		return nil, err
	}
	fates, more := w.fates(marks)
	var p patch
	last := y.lineOf(spans[len(spans)-1].Start)
	if spans[len(spans)-1].End < 0 {
		return nil, errStyle
	}
	bullet := ""
	for i, s := range spans {
		n := y.lineOf(s.Start)
		bullet = y.text[y.Lines[n].Start:s.Start]
		if strings.TrimSpace(bullet) != "-" {
			return nil, errStyle
		}
		switch {
		case marks[i].name == "":
		case fates[i] == "":
			p = append(p, splice{y.wholeLine(n), ""})
		case fates[i] != marks[i].name:
			p = append(p, splice{s, scalar(mark{fates[i], marks[i].rejected}.plain(), quotes)})
		}
	}
	for _, m := range more {
		p = append(p, y.below(last, bullet+scalar(m.plain(), quotes))...)
	}
	return p, nil
}

// null gives a key without a value a list.
func (y *yamlText) null(key, val *yaml.Node, w *wish) (patch, error) {
	list := flowList(w.want)
	if val.Value != "" {
		s, err := y.scalarSpan(val)
		return patch{{s, list}}, err
	}
	s, err := y.scalarSpan(key)
	if err != nil {
		return nil, err
	}
	colon := s.End + strings.IndexByte(y.text[s.End:y.Lines[y.lineOf(s.End)].End], ':')
	if colon < s.End || strings.TrimSpace(y.text[s.End:colon]) != "" {
		return nil, errStyle
	}
	return patch{{kb.Span{Start: colon + 1, End: colon + 1}, " " + list}}, nil
}

func flowList(marks []mark) string {
	var words []string
	for _, m := range marks {
		words = append(words, scalar(m.plain(), ""))
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// words changes tags that are in one value: where it is written as it reads in place, else by writing a
// list instead.
func (y *yamlText) words(m, key, val *yaml.Node, w *wish) ([]patch, error) {
	span, err := y.scalarSpan(val)
	if err != nil {
		return y.foldedWords(m, key, val, w)
	}
	raw, quotes := y.text[span.Start:span.End], 0
	if raw[0] == '"' || raw[0] == '\'' {
		quotes, raw = 1, raw[1:len(raw)-1]
	}
	list := patch{{span, flowList(w.want)}}
	if raw != val.Value { // escapes
		return []patch{list}, nil
	}
	ways := wordWays(raw, span.Start+quotes, w, !y.head)
	if len(w.want) == 0 && !y.odd(val.Value) {
		return []patch{list}, nil
	}
	return append(ways, list), nil
}

// odd reports whether a text holds words that are no tags.
func (y *yamlText) odd(text string) bool {
	return slices.ContainsFunc(notefile.TagList(text, !y.head), func(w notefile.TagWord) bool { return w.Name == "" })
}

// foldedWords changes tags in a value over several lines, whose text ends before the key that follows.
func (y *yamlText) foldedWords(m, key, val *yaml.Node, w *wish) ([]patch, error) {
	start := y.place(val)
	end := y.endOf(m, key)
	plain := val.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.TaggedStyle) == 0 && val.Anchor == ""
	if start < 0 || end < start || !plain {
		return nil, errStyle
	}
	if val.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 { // the text begins below the sign
		start = y.Lines[y.lineOf(start)].Next
	}
	if start > end || !sameWords(y.text[start:end], val.Value, !y.head) || len(w.want) == 0 {
		return nil, errStyle
	}
	return wordWays(y.text[start:end], start, w, !y.head), nil
}

// endOf is where the value of a key ends: before the line of the key that follows, or at the end of the
// document. Comments count as part of it.
func (y *yamlText) endOf(m, key *yaml.Node) int {
	i := slices.Index(m.Content, key)
	if i+2 >= len(m.Content) {
		return -1 // the mapping's own end is not known
	}
	next := y.place(m.Content[i+2])
	if next < 0 {
		return -1
	}
	return y.Lines[max(y.lineOf(next)-1, 0)].End
}

// newKey adds a key tags to a mapping: after its title, else before the key that follows, else at the
// end, else before the first key; in front matter at the end at once.
func (y *yamlText) newKey(m *yaml.Node, w *wish, front bool) []patch {
	text := "tags: " + flowList(w.want)
	if len(m.Content) == 0 {
		return nil
	}
	first := y.place(m.Content[0])
	if first < 0 {
		return nil
	}
	if m.Style&yaml.FlowStyle != 0 {
		return []patch{{{kb.Span{Start: first, End: first}, text + ", "}}}
	}
	indent := strings.Repeat(" ", max(m.Content[0].Column-1, 0))
	after := 0 // index of the key that the new one follows
	if k := notefile.TitleKey(m); k != nil {
		after = slices.Index(m.Content, k)
	}
	var ways []patch
	if s, err := y.scalarSpan(m.Content[after+1]); err == nil {
		ways = append(ways, y.below(y.lineOf(s.Start), indent+text))
	}
	for i := after + 2; i < len(m.Content); i += 2 {
		at := y.place(m.Content[i])
		if at < 0 {
			break
		}
		if l := y.Lines[y.lineOf(at)]; strings.TrimSpace(y.text[l.Start:at]) == "" {
			ways = append(ways, patch{{kb.Span{Start: l.Start, End: l.Start}, indent + text + y.lineBreak(y.lineOf(at))}})
			break
		}
	}
	if front {
		end := patch{{kb.Span{Start: y.end, End: y.end}, indent + text + y.lineBreak(y.lineOf(y.end))}}
		return append([]patch{end}, ways...)
	}
	if s, err := y.scalarSpan(m.Content[len(m.Content)-1]); err == nil {
		ways = append(ways, y.below(y.lineOf(s.Start), indent+text))
	}
	// Before the first key there is always room.
	return append(ways, patch{{kb.Span{Start: first, End: first}, text + y.lineBreak(y.lineOf(first)) + indent}})
}
