package noteedit

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Field is a front-matter key that was found out rather than stated.
type Field struct {
	Key   string
	Value any // a string or a list of strings
}

// Stated reports whether a field of a write-up comes from its front matter.
func Stated(w *kb.WriteUp, field string) bool {
	return slices.ContainsFunc(w.Why[field], func(e kb.Evidence) bool { return e.Rule == "front-matter" })
}

// Missing lists what is known of a write-up and not in its front matter, in the documented order of keys.
func Missing(w *kb.WriteUp) []Field {
	var out []Field
	stated := func(field string) bool { return Stated(w, field) }
	if w.Title != "" && !stated("title") {
		out = append(out, Field{"title", w.Title})
	}
	if len(w.Authors) > 0 && !stated("authors") {
		out = append(out, Field{"authors", w.Authors})
	}
	if len(w.Conferences) > 0 && !stated("conference") {
		var v any = w.Conferences[0]
		if len(w.Conferences) > 1 {
			v = []string(w.Conferences)
		}
		out = append(out, Field{"conference", v})
	}
	if w.Date != "" && !stated("date") {
		out = append(out, Field{"date", w.Date})
	}
	if w.Source != "" && !stated("source") {
		out = append(out, Field{"source", w.Source})
	}
	return out
}

// Complete adds what is missing to the front matter of the note at path, which is made if there is none,
// and returns the lines that were added. Bytes that were there stay as they are; added lines end as the
// file's own lines do. A key that is there already, even with a value that says nothing, is not written
// twice. Where the note bears no more keys it is returned as it is.
func Complete(path string, w *kb.WriteUp, data []byte) (out []byte, added []string, err error) {
	isYAML := notefile.IsYAML(path)
	front, found := notefile.FrontOf(data, isYAML)
	found = found && (isYAML || front.Span == w.FrontMatter)
	toml := found && front.Fence == "+++"
	taken := map[string]bool{}
	if found {
		for k := range front.Keys() {
			taken[k.Name] = true
		}
	}
	var lines []string
	for _, f := range Missing(w) {
		if f.Key == "conference" && taken["conference"] && given(w) {
			f.Key = "edition" // an id under this key outranks words under the other
		}
		if taken[f.Key] {
			continue
		}
		line, err := f.Line(toml)
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
	case isYAML:
		at, ok := topOfMapping(data)
		if !ok {
			return data, nil, nil
		}
		return insert(data, at, block), lines, nil
	case toml: // a key after a [table] would belong to it
		return insert(data, front.Start, block), lines, nil
	case found:
		return insert(data, front.End, block), lines, nil
	}
	return insert(data, afterBOM(data, 0), "---"+nl+block+"---"+nl+nl), lines, nil
}

// given reports whether the user said which conference it is.
func given(w *kb.WriteUp) bool {
	return slices.ContainsFunc(w.Why["conference"], func(e kb.Evidence) bool { return e.Rule == "given" })
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

// topOfMapping is where the first key of a YAML note begins; a list has no place for keys.
func topOfMapping(data []byte) (at int, ok bool) {
	root, err := notefile.ParseYAML(string(data))
	if err != nil || root == nil || root.Kind != yaml.MappingNode || root.Style&yaml.FlowStyle != 0 || root.Column != 1 {
		return 0, false
	}
	for range root.Line - 1 {
		i := bytes.IndexByte(data[at:], '\n')
		if i < 0 {
			return 0, false
		}
		at += i + 1
	}
	return afterBOM(data, at), true
}

func insert(data []byte, at int, text string) []byte {
	return slices.Concat(data[:at], []byte(text), data[at:])
}

// Line writes the field as a line of YAML or TOML, without a break.
func (f Field) Line(inTOML bool) (string, error) {
	if inTOML {
		out, err := toml.Marshal(map[string]any{"v": f.Value})
		return f.Key + " = " + strings.TrimSpace(strings.TrimPrefix(string(out), "v = ")), err
	}
	var node yaml.Node
	if err := node.Encode(f.Value); err != nil {
		return "", err
	}
	if node.Kind == yaml.SequenceNode {
		node.Style = yaml.FlowStyle
	}
	if f.Key == "date" {
		return f.Key + ": " + node.Value, nil // 2019-11-25 without quotes, as people write it
	}
	out, err := EncodeYAML(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: f.Key}, &node}})
	return strings.TrimRight(out, "\n"), err
}
