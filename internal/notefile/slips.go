package notefile

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
)

// slip is something in a YAML document that is well-formed and yet not read. Line and column are those of
// the document, counted from 1.
type slip struct {
	line, col int
	code      string
	message   string
	hint      string
	earlier   int // the line that the message speaks of, if it does
}

// said is the message, for a document that begins behind so many lines of a file.
func (s *slip) said(before int) string {
	if s.earlier == 0 {
		return s.message
	}
	return fmt.Sprintf("%s is in line %d, too; only one of them is read", s.message, s.earlier+before)
}

// slipsOf finds what of a YAML document nobody reads: keys that a mapping has twice, and documents after
// the first. The parser's trees show neither.
func slipsOf(content string, root *yaml.Node) []slip {
	var out []slip
	doubles(root, 0, &out)
	if line := secondDocument(content, root); line > 0 {
		out = append(out, slip{line, 1, "second-document", "a second YAML document begins here; only the first is read", "put it into a file of its own, or take the line --- out", 0})
	}
	return out
}

// doubles finds keys that a mapping has twice.
func doubles(n *yaml.Node, depth int, out *[]slip) {
	if n == nil || depth > maxDepth || n.Kind == yaml.AliasNode {
		return
	}
	if n.Kind == yaml.MappingNode {
		seen := make(map[string]int, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Kind != yaml.ScalarNode {
				continue
			}
			if first, twice := seen[key.Value]; twice {
				*out = append(*out, slip{key.Line, key.Column, "double-key", fmt.Sprintf("the key %q", brief(key.Value)), "join the two", first})
				continue
			}
			seen[key.Value] = key.Line
		}
	}
	for _, c := range n.Content {
		doubles(c, depth+1, out)
	}
}

// secondDocument is the line in which a second document with something in it begins, 0 if there is none.
func secondDocument(content string, root *yaml.Node) int {
	if !strings.Contains(content, "\n---") { // most have none, and need not be parsed twice
		return 0
	}
	dec := yaml.NewDecoder(strings.NewReader(content))
	var first, second yaml.Node
	if dec.Decode(&first) != nil {
		return 0
	}
	if err := dec.Decode(&second); errors.Is(err, io.EOF) {
		return 0
	} else if err == nil && len(second.Content) > 0 {
		if second.Content[0].Tag == "!!null" {
			return 0
		}
		return second.Content[0].Line
	}
	if root != nil {
		return root.Line // it is broken, so its place is not known
	}
	return 1
}

// YAMLSlips reports what nobody reads of a YAML file that is no note, such as a vocabulary.
func YAMLSlips(path string, data []byte) []kb.Problem {
	root, err := yamlRoot(string(data))
	if err != nil {
		return nil
	}
	var out []kb.Problem
	for _, s := range slipsOf(string(data), root) {
		out = append(out, kb.Problem{Path: path, Line: s.line, Col: s.col, Severity: kb.SeverityError, Code: s.code, Message: s.said(0), Hint: s.hint})
	}
	return out
}

// tell reports slips of a document that begins offset lines below the top of the note.
func (d *document) tell(slips []slip, offset int) {
	for _, s := range slips {
		d.problem(s.line+offset, s.col, s.code, s.said(offset), s.hint)
	}
}
