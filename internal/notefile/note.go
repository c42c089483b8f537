package notefile

import (
	"strings"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
)

// Note is a note as it was read, with what an editor of its bytes has to know beside the write-up.
type Note struct {
	Path    string
	Text    string // the bytes as they were given, which need not be UTF-8
	WriteUp *kb.WriteUp
	Lines   []Line
	doc     *document
}

// Line is one line of a note: Text[Start:End] without its break; the following line begins at Next.
type Line struct{ Start, End, Next int }

// Open reads a note as Parse does, with the same errors, and keeps what was learned of its bytes.
func Open(name string, data []byte) (*Note, error) {
	d, err := parse(name, data)
	if err != nil {
		return nil, err
	}
	n := &Note{Path: name, Text: d.text, WriteUp: d.up, Lines: make([]Line, len(d.lines)), doc: d}
	for i, l := range d.lines {
		n.Lines[i] = Line{l.start, l.end, l.next}
	}
	return n, nil
}

// IsYAML reports whether a note with this name is read as YAML.
func IsYAML(name string) bool { return formatOf(name) == formatYAML }

// HasFront reports whether the reader found front matter, or keys of the whole in a YAML note.
func (n *Note) HasFront() bool { return n.doc.front != nil }

// HeaderTags is where the tags of the whole are that come from a line "Tags: gitops, edge" of a header; empty
// if they do not.
func (n *Note) HeaderTags() kb.Span {
	h := n.doc.header.tags
	if h.text == "" || len(n.WriteUp.Tags) == 0 || n.WriteUp.Tags[0].Evidence[0].Rule != "header" {
		return kb.Span{}
	}
	line := n.Lines[h.line-1]
	raw := n.Text[line.Start:line.End]
	for i := strings.IndexAny(raw, ":：") + 1; i > 0 && i < len(raw); i++ { // past the signs after the key
		value := strings.TrimSpace(raw[i:])
		if n.doc.decode(value) == h.text {
			i += strings.Index(raw[i:], value)
			return kb.Span{Start: line.Start + i, End: line.Start + i + len(value)}
		}
	}
	return kb.Span{}
}

// Root is the YAML tree of a YAML note; nil for other notes. Lines and columns of its nodes count from 1.
func (n *Note) Root() *yaml.Node { return n.doc.root }

// Items are the nodes of the pieces of a YAML note by the line of the note in which each begins.
func (n *Note) Items() map[int]*yaml.Node { return n.doc.items }

// YAMLText is the text of the note with every byte that is not UTF-8 replaced by "?", so that a YAML
// parser takes it and places stay the same.
func (n *Note) YAMLText() string {
	if n.doc.valid {
		return n.Text
	}
	return sameLength(n.Text)
}

// Decode makes text for people out of bytes of a note: what is not UTF-8 is taken as Windows-1252.
func (n *Note) Decode(s string) string { return n.doc.decode(s) }

// ParseYAML parses one YAML document, nil if it is empty. The parser's panics on hostile input and
// nesting beyond any use become errors.
func ParseYAML(content string) (*yaml.Node, error) { return yamlRoot(content) }

// TagsKey finds the key of a YAML mapping from which the reader takes the tags: the first of its names
// with a value, or else the first without one. Both are nil where there is none.
func TagsKey(m *yaml.Node) (key, val *yaml.Node) {
	for _, empty := range []bool{false, true} {
		for _, name := range tagKeys {
			for i := 0; i+1 < len(m.Content); i += 2 {
				if k, v := m.Content[i], m.Content[i+1]; sameKey(k.Value, name) && emptyNode(v) == empty {
					return k, v
				}
			}
		}
	}
	return nil, nil
}

// emptyNode reports whether a value says nothing: null, a blank string, an empty list or mapping.
func emptyNode(n *yaml.Node) bool {
	if n.Kind == yaml.ScalarNode {
		return n.Tag == "!!null" || isBlank(n.Value)
	}
	return len(n.Content) == 0
}

// TitleKey finds the key of a YAML mapping that holds the title of a piece, nil if there is none.
func TitleKey(m *yaml.Node) *yaml.Node {
	k, _ := lookup(m, titleKeys...)
	return k
}

// ListMarker is the length of a list marker and the blank after it at the start of s, 0 if there is none.
func ListMarker(s string) int { return marker(s) }

// IsRule reports whether a line is a thematic break.
func IsRule(s string) bool { return isRule(s) }

// IsTagLine reports whether a line, without the blanks around it, holds hashtags and nothing else.
func IsTagLine(s string) bool { return isTagLine(s) }

// IsFrameLine reports whether a line in lower case, without brackets and dashes, is one that sites put
// around their posts: "share", "all posts".
func IsFrameLine(s string) bool { return strings.Contains(frameLines, "|"+s+"|") }
