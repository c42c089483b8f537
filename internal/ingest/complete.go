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
// there stay as they are; added lines end as the file's own lines do.
func complete(w *kb.WriteUp, data []byte, ext string) ([]byte, []string, error) {
	add := facts(w)
	if len(add) == 0 {
		return data, nil, nil
	}
	fm := w.FrontMatter
	toml := !fm.Empty() && bytes.HasPrefix(bytes.TrimPrefix(data, bom), []byte("+++"))
	lines := make([]string, 0, len(add))
	for _, f := range add {
		line, err := f.line(toml)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, line)
	}
	nl := "\n"
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		nl = "\r\n"
	}
	block := strings.Join(lines, nl) + nl
	switch {
	case ext == ".yaml" || ext == ".yml":
		return completeYAML(data, block, lines)
	case toml: // a key after a [table] would belong to it
		return splice(data, fm.Start, block), lines, nil
	case !fm.Empty():
		at := fm.End
		if at > 0 && data[at-1] != '\n' {
			block = nl + strings.TrimSuffix(block, nl)
		}
		return splice(data, at, block), lines, nil
	}
	at := 0
	if bytes.HasPrefix(data, bom) {
		at = len(bom)
	}
	return splice(data, at, "---"+nl+block+"---"+nl+nl), lines, nil
}

var bom = []byte("\uFEFF")

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
	return splice(data, at, block), lines, nil
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
		node.Style = 0
		node.Tag = "!!timestamp" // 2019-11-25 without quotes, as people write it
	}
	out, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: f.key}, &node}})
	return strings.TrimRight(string(out), "\n"), err
}
