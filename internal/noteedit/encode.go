package noteedit

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// EncodeYAML writes a value as people would: two blanks of indentation, and emoji as they are. The
// encoder takes every character past U+FFFF for unprintable and writes the whole text in quotes with
// escapes; so it is shown others in their place.
func EncodeYAML(v any) (string, error) {
	var node yaml.Node
	if err := node.Encode(v); err != nil {
		return "", err
	}
	m := masks{to: map[rune]rune{}}
	if !masked(&node) {
		m.hide(&node)
	}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(&node), enc.Close()); err != nil {
		return "", err
	}
	return m.show(b.String()), nil
}

// The private-use characters that stand for others; what has some of its own is left alone.
const (
	firstMask = 0xE000
	lastMask  = 0xF8FF
)

// masks are stand-ins for characters past U+FFFF.
type masks struct{ to map[rune]rune }

func (m *masks) hide(n *yaml.Node) {
	for _, c := range n.Content {
		m.hide(c)
	}
	if n.Kind != yaml.ScalarNode || !strings.ContainsFunc(n.Value, func(r rune) bool { return r > 0xFFFF }) {
		return
	}
	if n.Style == yaml.DoubleQuotedStyle { // chosen for the escapes
		n.Style = 0
		if strings.Contains(n.Value, "\n") {
			n.Style = yaml.LiteralStyle
		}
	}
	n.Value = strings.Map(func(r rune) rune {
		if r <= 0xFFFF {
			return r
		}
		if m.to[r] == 0 {
			if len(m.to) > lastMask-firstMask {
				return r
			}
			m.to[r] = rune(firstMask + len(m.to))
		}
		return m.to[r]
	}, n.Value)
}

// masked reports whether some text has private-use characters of its own.
func masked(n *yaml.Node) bool {
	return slices.ContainsFunc(n.Content, masked) ||
		strings.ContainsFunc(n.Value, func(r rune) bool { return r >= firstMask && r <= lastMask })
}

func (m *masks) show(s string) string {
	if len(m.to) == 0 {
		return s
	}
	from := make(map[rune]rune, len(m.to))
	for r, mask := range m.to {
		from[mask] = r
	}
	return strings.Map(func(r rune) rune {
		if to, ok := from[r]; ok {
			return to
		}
		return r
	}, s)
}
