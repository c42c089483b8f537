package ingest

import (
	"bytes"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
)

// fact is a front-matter key that was found out rather than stated.
type fact struct {
	key   string
	value any // a string or a list of strings
}

// facts lists what is known of a write-up and not in its front matter, in the documented order of keys.
func facts(w *kb.WriteUp) []fact {
	var out []fact
	stated := func(field string) bool {
		return slices.ContainsFunc(w.Why[field], func(e kb.Evidence) bool { return e.Rule == "front-matter" })
	}
	if w.Title != "" && !stated("title") {
		out = append(out, fact{"title", w.Title})
	}
	if len(w.Authors) > 0 && !stated("authors") {
		out = append(out, fact{"authors", w.Authors})
	}
	if len(w.Conferences) > 0 && !stated("conference") {
		var v any = w.Conferences[0]
		if len(w.Conferences) > 1 {
			v = []string(w.Conferences)
		}
		out = append(out, fact{"conference", v})
	}
	if w.Date != "" && !stated("date") {
		out = append(out, fact{"date", w.Date})
	}
	if w.Source != "" && !stated("source") {
		out = append(out, fact{"source", w.Source})
	}
	return out
}

// complete adds the facts to the front matter of data, which is made if there is none. Bytes that were
// there stay as they are; added lines end as the file's own lines do. A key that is there already, even
// with a value that says nothing, is not written twice.
func complete(w *kb.WriteUp, data []byte, ext string) ([]byte, []string, error) {
	fm := w.FrontMatter
	none := fm == kb.Span{}
	if ext == ".yaml" || ext == ".yml" {
		fm, none = kb.Span{End: len(data)}, false
	}
	toml := !none && bytes.HasSuffix(bytes.TrimSpace(data[:fm.Start]), []byte("+++"))
	taken := keys(data[fm.Start:fm.End])
	var lines []string
	for _, f := range facts(w) {
		if f.key == "conference" && taken["conference"] && given(w) {
			f.key = "edition" // an id under this key outranks words under the other
		}
		if taken[f.key] {
			continue
		}
		line, err := f.line(toml)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return data, nil, nil
	}
	nl := lineBreak(data)
	block := strings.Join(lines, nl) + nl
	switch {
	case ext == ".yaml" || ext == ".yml":
		return completeYAML(data, block, lines)
	case toml: // a key after a [table] would belong to it
		return splice(data, fm.Start, block), lines, nil
	case !none:
		return splice(data, fm.End, block), lines, nil
	}
	return splice(data, afterBOM(data, 0), "---"+nl+block+"---"+nl+nl), lines, nil
}

// given reports whether the user said which conference it is.
func given(w *kb.WriteUp) bool {
	return slices.ContainsFunc(w.Why["conference"], func(e kb.Evidence) bool { return e.Rule == "given" })
}

// keys are the names, in lower case, that start a line of front matter without indentation, in YAML
// and TOML alike. Lines rather than trees, because broken front matter has keys too.
func keys(front []byte) map[string]bool {
	names := map[string]bool{}
	for line := range strings.FieldsFuncSeq(string(front), func(r rune) bool { return r == '\n' || r == '\r' }) {
		if end := strings.IndexAny(line, ":="); end > 0 && line[0] != ' ' && line[0] != '\t' {
			name := strings.Trim(strings.TrimSpace(strings.TrimPrefix(line[:end], "\uFEFF")), `"'`)
			names[strings.ToLower(name)] = true
		}
	}
	return names
}

// lineBreak is how the lines of data end: as the first one does.
func lineBreak(data []byte) string {
	switch i := bytes.IndexByte(data, '\n'); {
	case i > 0 && data[i-1] == '\r':
		return "\r\n"
	case i < 0 && bytes.IndexByte(data, '\r') >= 0:
		return "\r"
	}
	return "\n"
}

// afterBOM is at, but never before the byte order mark.
func afterBOM(data []byte, at int) int {
	if bom := []byte("\uFEFF"); bytes.HasPrefix(data, bom) {
		return max(at, len(bom))
	}
	return at
}

// completeYAML adds lines before the first key of a YAML mapping; a list has nowhere to put them.
func completeYAML(data []byte, block string, lines []string) ([]byte, []string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 {
		return data, nil, nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode || root.Style&yaml.FlowStyle != 0 || root.Column != 1 {
		return data, nil, nil
	}
	at := 0
	for range root.Line - 1 {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return data, nil, nil
		}
		at += i + 1
	}
	return splice(data, afterBOM(data, at), block), lines, nil
}

func splice(data []byte, at int, text string) []byte {
	return slices.Concat(data[:at], []byte(text), data[at:])
}

// line writes the fact as a line of YAML or TOML.
func (f fact) line(toml bool) (string, error) {
	if toml {
		v, err := tomlValue(f.value)
		return f.key + " = " + v, err
	}
	var node yaml.Node
	if err := node.Encode(f.value); err != nil {
		return "", err
	}
	if node.Kind == yaml.SequenceNode {
		node.Style = yaml.FlowStyle
	}
	if f.key == "date" {
		return f.key + ": " + node.Value, nil // 2019-11-25 without quotes, as people write it
	}
	out, err := encodeYAML(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: f.key}, &node}})
	return strings.TrimRight(out, "\n"), err
}
