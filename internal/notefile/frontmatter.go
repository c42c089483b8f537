package notefile

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
)

// Limits of front matter. The longest real one known has 4 kB and six levels.
const (
	maxFront = 64 << 10 // bytes
	maxDepth = 100      // levels of nesting
)

var errDeep = errors.New("nested too deeply")

// value is one value of front matter: a scalar, a list or a mapping, with its 1-based line.
type value struct {
	text string
	list []value
	keys []entry
	line int
}

type entry struct {
	key string
	value
}

// front is the mapping at the top of a note, keys in file order.
type front struct{ entries []entry }

// get finds the first key among the names, ignoring case and the way words are joined, that has a value.
func (f *front) get(names ...string) (value, bool) {
	if f == nil {
		return value{}, false
	}
	for _, name := range names {
		for _, e := range f.entries {
			if sameKey(e.key, name) && !e.empty() {
				return e.value, true
			}
		}
	}
	return value{}, false
}

func (v value) empty() bool { return v.text == "" && len(v.list) == 0 && len(v.keys) == 0 }

// scalars lists the texts of a value: itself, or those of its items.
func (v value) scalars() []value {
	if len(v.list) == 0 {
		if v.text == "" {
			return nil
		}
		return []value{v}
	}
	var out []value
	for _, item := range v.list {
		out = append(out, item.scalars()...)
	}
	return out
}

// readFront reads the front matter, if there is any, and takes everything from it but the title's
// fallbacks. A fence that holds no mapping is body.
func (d *document) readFront() {
	at, ok := findFront(d.text, d.lines)
	if !ok {
		return
	}
	content := d.decode(d.text[at.Start:at.End])
	f, slips, err := readMapping(content, at.Fence, at.first+1)
	d.tell(slips, at.first)
	if err != nil {
		f = d.frontByLine(at.first, at.last, err)
	}
	if f == nil {
		return
	}
	if at.slip != "" {
		d.problem(min(at.last+1, len(d.lines)), 1, "front-matter", "the front matter "+at.slip, "end it with a line of "+at.Fence)
	}
	d.front, d.body, d.up.FrontMatter = f, at.body, at.Span
	d.takeFront()
}

// readMapping parses the content of front matter whose first line has the given 1-based number. It
// returns nil without an error for what is well-formed but no mapping.
func readMapping(content, fence string, first int) (f *front, slips []slip, err error) {
	if fence == "+++" {
		f, err = tomlMapping(content, first)
		return f, nil, err
	}
	root, err := yamlRoot(content)
	switch {
	case err != nil:
		return nil, nil, err
	case root == nil:
		return &front{}, nil, nil
	case root.Kind != yaml.MappingNode:
		return nil, nil, nil
	}
	v, err := fromNode(root, first-1, 0)
	if err != nil {
		return nil, nil, err
	}
	return &front{v.keys}, slipsOf(content, root), nil
}

// yamlRoot parses one YAML document. The parser's own panics on hostile input become errors.
func yamlRoot(content string) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	if tooDeep(content) {
		return nil, errDeep
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(content), &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// tooDeep looks for nesting that the recursive parser should not see: flow brackets, or block
// indicators on one line, beyond maxDepth. Brackets in strings count too, which only refuses the absurd.
func tooDeep(content string) bool {
	depth, dashes := 0, 0
	for i := 0; i < len(content); i++ {
		switch c := content[i]; c {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(depth-1, 0)
		case '-', '?':
			dashes++
		case ' ', '\t':
		default:
			dashes = 0
		}
		if depth > 4*maxDepth || dashes > 4*maxDepth {
			return true
		}
	}
	return false
}

// fromNode copies a YAML node. Aliases are left out: front matter has no use for them, and following
// them is what alias bombs live on.
func fromNode(n *yaml.Node, offset, depth int) (value, error) {
	v := value{line: n.Line + offset}
	if depth > maxDepth {
		return v, errDeep
	}
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag != "!!null" {
			v.text = strings.TrimSpace(n.Value)
		}
	case yaml.SequenceNode:
		for _, c := range n.Content {
			item, err := fromNode(c, offset, depth+1)
			if err != nil {
				return v, err
			}
			v.list = append(v.list, item)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			item, err := fromNode(n.Content[i+1], offset, depth+1)
			if err != nil {
				return v, err
			}
			item.line = n.Content[i].Line + offset
			v.keys = append(v.keys, entry{n.Content[i].Value, item})
		}
	}
	return v, nil
}

func tomlMapping(content string, first int) (f *front, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("toml: %v", r)
		}
	}()
	if tooDeep(content) {
		return nil, errDeep
	}
	var m map[string]any
	if err := toml.Unmarshal([]byte(content), &m); err != nil {
		return nil, err
	}
	f = &front{}
	for i, l := range strings.Split(content, "\n") {
		if strings.HasPrefix(strings.TrimSpace(l), "[") && !strings.Contains(l, "=") {
			break // tables: their keys are not those of the note
		}
		key, _, ok := strings.Cut(l, "=")
		key = strings.Trim(strings.TrimSpace(key), `"'`)
		if x, found := m[key]; ok && found {
			f.entries = append(f.entries, entry{key, fromTOML(x, first+i)})
			delete(m, key)
		}
	}
	f.entries = append(f.entries, tomlAuthors(m, content, first)...)
	return f, nil
}

func fromTOML(x any, line int) value {
	v := value{line: line}
	switch x := x.(type) {
	case []any:
		for _, item := range x {
			v.list = append(v.list, fromTOML(item, line))
		}
	case map[string]any:
		for _, key := range []string{"name", "url"} {
			if item, ok := x[key]; ok {
				v.keys = append(v.keys, entry{key, fromTOML(item, line)})
			}
		}
	case interface{ MarshalText() ([]byte, error) }:
		if text, err := x.MarshalText(); err == nil {
			v.text = string(text)
		}
	default:
		v.text = strings.TrimSpace(fmt.Sprint(x))
	}
	return v
}

// frontByLine reads broken front matter as lines of "key: value". It needs a key in the first line that
// is not blank, otherwise the fence was a thematic break.
func (d *document) frontByLine(from, to int, cause error) *front {
	f := &front{}
	sep := ":"
	if d.at(from - 1)[0] == '+' {
		sep = "="
	}
	words, block := 0, ""
	for i := from; i < to; i++ {
		s := d.decode(d.at(i))
		trimmed := strings.TrimSpace(s)
		key, val, ok := strings.Cut(trimmed, sep)
		key = strings.TrimSpace(key)
		if n := len(f.entries); n > 0 && isBlockMark(block) && indent(s) > 0 { // "tags: |" and a line for each
			f.entries[n-1].text = strings.TrimSpace(f.entries[n-1].text + "\n" + trimmed)
			continue
		}
		block = ""
		switch {
		case trimmed == "" || trimmed[0] == '#':
		case strings.HasPrefix(trimmed, "- ") && len(f.entries) > 0:
			e := &f.entries[len(f.entries)-1]
			e.list = append(e.list, value{text: unquote(trimmed[2:]), line: i + 1})
		case ok && isKey(key):
			if block = strings.TrimSpace(val); isBlockMark(block) {
				val = ""
			}
			f.entries = append(f.entries, entry{key, value{text: unquote(val), line: i + 1}})
		default:
			words++
		}
	}
	if len(f.entries) == 0 || words > 2*len(f.entries) {
		return nil
	}
	for i := range f.entries {
		e := &f.entries[i]
		if s := e.text; len(s) > 1 && s[0] == '[' && s[len(s)-1] == ']' {
			for part := range strings.SplitSeq(s[1:len(s)-1], ",") {
				e.list = append(e.list, value{text: unquote(part), line: e.line})
			}
			e.text = ""
		}
	}
	line, col := errorPlace(cause)
	d.problem(from+max(line, 1), max(col, 1), "front-matter",
		"the front matter is broken ("+withoutPlace(cause)+"); read line by line", "fix its syntax")
	return f
}

// isBlockMark reports whether the text of a key is in the lines below it.
func isBlockMark(s string) bool {
	return s != "" && len(s) <= 2 && (s[0] == '|' || s[0] == '>') && strings.Trim(s[1:], "+-") == ""
}

func isKey(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !wordByte(c) && c != '_' && c != '-' && c != '.' {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		s = s[1 : len(s)-1]
	}
	return s
}

// errorPlace takes the line and column out of a parser's error; 0 where it does not say.
func errorPlace(err error) (line, col int) {
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		return bad.Position()
	}
	if _, rest, ok := strings.Cut(err.Error(), "line "); ok {
		for i := 0; i < len(rest) && rest[i] >= '0' && rest[i] <= '9' && line < 1<<20; i++ {
			line = line*10 + int(rest[i]-'0')
		}
	}
	return line, 1
}

// withoutPlace is a parser's message without its own name and place, which counts from the fence.
func withoutPlace(err error) string {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if _, after, ok := strings.Cut(rest, ": "); ok {
			return after
		}
	}
	return msg
}

// SourceKeys are the names of the key that holds the address of the original, the first that is one wins.
var SourceKeys = []string{"source", "canonical", "canonicalurl", "canonical_url", "external_url", "original_url", "url"}

// takeFront fills the write-up from the front matter.
func (d *document) takeFront() {
	up := d.up
	if v, ok := d.front.get("author", "authors", "author_name", "by", "contributors", "author_staff_member"); ok {
		d.setAuthors(authorsOf(v), "front-matter", frontText(v), v.line)
	} else if v, ok := d.front.get("author", "authors", "name"); ok && d.has("author") {
		d.setAuthors(authorsOf(v), "front-matter", frontText(v), v.line)
	}
	d.frontDate()
	if v, ok := d.front.get("language", "lang", "locale"); ok {
		if code := languageCode(v.text); code != "" {
			up.Language = code
			d.why("language", "front-matter", v.text, v.line)
		}
	}
	for _, key := range SourceKeys {
		if v, ok := d.front.get(key); ok && absolute(v.text) {
			up.Source = v.text
			d.why("source", "front-matter", v.text, v.line)
			break
		}
	}
	if v, ok := d.front.get("infer"); ok && strings.EqualFold(v.text, "false") {
		up.Infer = false
	}
	if v, ok := d.front.get("digest"); ok && strings.EqualFold(v.text, "true") {
		up.Digest = true
	}
	if v, ok := d.front.get("perspective"); ok && v.text != "" {
		up.Perspective = kb.Perspective(strings.ToLower(v.text))
		d.why("perspective", "front-matter", v.text, v.line)
	}
	if v, ok := d.front.get("talk"); ok && len(v.keys) > 0 {
		if t := talkMapping(v); !t.Zero() {
			up.Talk = t
		}
	}
	d.frontSpeakers()
	d.frontTags()
	for _, e := range d.front.entries {
		switch strings.ToLower(e.key) {
		case "conference", "conferences", "event", "events", "event_id", "eventname", "event_name", "edition":
			for _, v := range e.scalars() {
				up.Event = append(up.Event, kb.Evidence{Rule: "front-matter", Text: v.text, Line: v.line})
			}
			for _, sub := range e.keys {
				if k := strings.ToLower(sub.key); (k == "name" || k == "id" || k == "title") && sub.text != "" {
					up.Event = append(up.Event, kb.Evidence{Rule: "front-matter", Text: sub.text, Line: sub.line})
				}
			}
		}
	}
}

// mostSpeakers is how many people give a talk at the most: a longer list is of those of an event.
const mostSpeakers = 10

// frontSpeakers reads keys of a talk in the front matter of a note on it: speakers:, slides:, video:.
func (d *document) frontSpeakers() {
	_, stated := d.front.get("speakers", "speaker", "presenters", "presenter")
	if d.up.Talk != nil || !stated {
		return
	}
	keys := &front{}
	for _, e := range d.front.entries {
		if key := strings.ToLower(e.key); !slices.Contains([]string{"by", "author", "authors", "url", "link"}, key) {
			keys.entries = append(keys.entries, e)
		}
	}
	if t := talkKeys(keys); len(t.Speakers) > 0 && len(t.Speakers) <= mostSpeakers {
		d.up.Talk = t
	}
}

func (d *document) has(key string) bool {
	for _, e := range d.front.entries {
		if strings.EqualFold(e.key, key) {
			return true
		}
	}
	return false
}

func frontText(v value) string {
	var parts []string
	for _, s := range v.scalars() {
		parts = append(parts, s.text)
	}
	for _, item := range append([]value{v}, v.list...) {
		for _, k := range item.keys {
			if strings.EqualFold(k.key, "name") {
				parts = append(parts, k.text)
			}
		}
	}
	return strings.Join(parts, ", ")
}

func absolute(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
