package vocabulary

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
)

// Read reads the vocabulary file of a library: lists of topics, projects and people, whose entries have the
// fields of the types Topic, Project and Person in lower case with underscores, and words for its search. An
// entry needs only an id, a person a name. Read
// returns base with the file's entries added, as With does it. An entry with a mistake is left out and
// the rest holds; problems have the path name, and severity "error" where something was left out.
func Read(name string, data []byte, base *Vocabulary) (*Vocabulary, []kb.Problem) {
	r := &reader{name: name}
	user := r.read(data)
	v := base.With(user).withPeople(r.people).withWords(r.words)
	for i := range user.topics {
		r.checkTopicLinks(&user.topics[i], base, v)
	}
	for i := range user.projects {
		r.checkProjectLinks(&user.projects[i], base, v)
	}
	slices.SortFunc(r.problems, kb.CompareProblems)
	return v, r.problems
}

// reader reads one file. It goes through the nodes of the YAML itself, because only they know lines
// and columns, and because one wrong entry must not spoil the others.
type reader struct {
	name     string
	problems []kb.Problem
	topics   map[string]*yaml.Node // the entry of each topic read
	projects map[string]*yaml.Node
	people   []Person
	words    SearchWords
	tooDeep  bool // told of a topic with more than MaxLevels above it
}

// fault records a problem at n, or of the whole file if n is nil.
func (r *reader) fault(n *yaml.Node, severity kb.Severity, hint, message string, args ...any) {
	p := kb.Problem{Path: r.name, Severity: severity, Code: "vocabulary", Message: fmt.Sprintf(message, args...), Hint: hint}
	if n != nil {
		p.Line, p.Col = n.Line, n.Column
	}
	r.problems = append(r.problems, p)
}

func (r *reader) wrong(n *yaml.Node, message string, args ...any) {
	r.fault(n, kb.SeverityError, "takeaway help vocabulary shows the form of the file", message, args...)
}

// read returns the entries without a mistake.
func (r *reader) read(data []byte) *Vocabulary {
	r.topics, r.projects = map[string]*yaml.Node{}, map[string]*yaml.Node{}
	topics, projects := map[string]Topic{}, map[string]Project{}
	root := r.parse(data)
	entries := 0
	for i := 0; root != nil && i+1 < len(root.Content); i += 2 {
		key, list := root.Content[i], root.Content[i+1]
		if key.Value == "words" {
			r.searchWords(list)
			continue
		}
		if !slices.Contains([]string{"topics", "projects", "people"}, key.Value) {
			r.wrong(key, "unknown key %q: use topics, projects, people or words", key.Value)
			continue
		}
		if list.Kind != yaml.SequenceNode {
			if list.Tag != "!!null" && len(list.Content) > 0 {
				r.wrong(list, "%s is not a list of entries", key.Value)
			}
			continue
		}
		if entries += len(list.Content); entries > maxEntries {
			r.wrong(list, "%d entries, more than the limit of %d", entries, maxEntries)
			break
		}
		for _, n := range list.Content {
			switch key.Value {
			case "topics":
				r.topic(n, topics)
			case "projects":
				r.project(n, projects)
			default:
				r.person(n)
			}
		}
	}
	return gather(topics, projects)
}

// parse returns the mapping at the top of the file, nil for an empty or a broken one.
func (r *reader) parse(data []byte) *yaml.Node {
	if len(data) > maxFile {
		r.wrong(nil, "%d bytes, more than the limit of %d", len(data), maxFile)
		return nil
	}
	var doc yaml.Node
	if err := yaml.NewDecoder(strings.NewReader(string(data))).Decode(&doc); err != nil {
		if !errors.Is(err, io.EOF) {
			r.broken(err)
		}
		return nil
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		r.wrong(doc.Content[0], "no mapping with the keys topics, projects, people and words")
		return nil
	}
	return doc.Content[0]
}

// broken reports YAML that cannot be read. The errors of the YAML library have the line in their text:
// for its parser that of the list or mapping that goes wrong, counted from 0.
func (r *reader) broken(err error) {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		if number, text, ok := strings.Cut(rest, ": "); ok {
			if line, err := strconv.Atoi(number); err == nil {
				if strings.HasPrefix(text, "did not find expected") {
					line++
				}
				r.wrong(&yaml.Node{Line: line, Column: 1}, "not YAML, in what begins here: %s", text)
				return
			}
		}
	}
	r.wrong(nil, "not YAML: %s", message)
}

func (r *reader) topic(n *yaml.Node, into map[string]Topic) {
	var t Topic
	if !r.entry(n, "topic", reflect.ValueOf(&t).Elem()) || !r.id(n, "topic", t.ID) {
		return
	}
	_, twice := into[t.ID]
	switch {
	case twice:
		r.wrong(field(n, "id"), "the topic %q is listed twice", t.ID)
	case t.Tier != "" && t.Tier != "core" && t.Tier != "extended":
		r.wrong(field(n, "tier"), "the tier %q of the topic %q is neither core nor extended", t.Tier, t.ID)
	default:
		into[t.ID], r.topics[t.ID] = t, n
	}
}

func (r *reader) project(n *yaml.Node, into map[string]Project) {
	var p Project
	if !r.entry(n, "project", reflect.ValueOf(&p).Elem()) || !r.id(n, "project", p.ID) {
		return
	}
	_, twice := into[p.ID]
	switch {
	case twice:
		r.wrong(field(n, "id"), "the project %q is listed twice", p.ID)
	case !slices.Contains([]string{"", "low", "medium", "high"}, p.Ambiguity):
		r.wrong(field(n, "ambiguity"), "the ambiguity %q of the project %q must be low, medium or high", p.Ambiguity, p.ID)
	default:
		into[p.ID], r.projects[p.ID] = p, n
	}
}

// id holds ids to what can be typed after "#" and "tag:".
func (r *reader) id(n *yaml.Node, what, id string) bool {
	switch {
	case id == "":
		r.wrong(n, "a %s without an id", what)
	case len(id) > maxPhrase || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || id[0] == '-' || id[len(id)-1] == '-':
		r.wrong(field(n, "id"), "the id %q of a %s: lower-case letters, digits and hyphens between them are allowed", id, what)
	default:
		return true
	}
	return false
}

// entry fills the struct into from a mapping, and reports whether all of it was right.
func (r *reader) entry(n *yaml.Node, what string, into reflect.Value) bool {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "a %s is a mapping with an id, like {id: my-%s}", what, what)
		return false
	}
	fields := map[string]reflect.Value{}
	var names []string
	for i := range into.NumField() {
		name, _, _ := strings.Cut(into.Type().Field(i).Tag.Get("yaml"), ",")
		if name != "-" {
			fields[name] = into.Field(i)
			names = append(names, name)
		}
	}
	before := len(r.problems)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		f, ok := fields[key.Value]
		switch {
		case !ok:
			r.wrong(key, "a %s has no field %q; it has %s", what, key.Value, strings.Join(names, ", "))
		case seen[key.Value]:
			r.wrong(key, "the field %q is given twice", key.Value)
		default:
			seen[key.Value] = true
			r.value(key.Value, value, f)
		}
	}
	return len(r.problems) == before
}

// value reads one field: a word, true or false, or a list of words, for which one word alone may stand.
func (r *reader) value(name string, n *yaml.Node, into reflect.Value) {
	switch into.Kind() {
	case reflect.Bool:
		if n.Tag != "!!bool" {
			r.wrong(n, "%s is true or false", name)
			return
		}
		into.SetBool(strings.EqualFold(n.Value, "true"))
	case reflect.Slice:
		nodes := []*yaml.Node{n}
		if n.Kind == yaml.SequenceNode {
			nodes = n.Content
		}
		var list []string
		for _, item := range nodes {
			if s, ok := r.word(name, item); ok && s != "" {
				list = append(list, s)
			}
		}
		into.Set(reflect.ValueOf(list))
	default:
		if s, ok := r.word(name, n); ok {
			into.SetString(s)
		}
	}
}

// word reads a single value. Numbers and dates are words as they are written.
func (r *reader) word(name string, n *yaml.Node) (string, bool) {
	const maxText = 2000 // a definition is a sentence
	limit := maxPhrase
	if name == "definition" {
		limit = maxText
	}
	switch {
	case n.Kind == yaml.AliasNode:
		r.wrong(n, "anchors and aliases are not read here; write %s out", name)
	case n.Kind != yaml.ScalarNode:
		r.wrong(n, "%s: a word is expected here, not a list or a mapping", name)
	case n.Tag == "!!null":
		return "", true
	case len(n.Value) > limit:
		r.wrong(n, "%s: %.20q… has %d bytes, more than the limit of %d", name, n.Value, len(n.Value), limit)
	default:
		return n.Value, true
	}
	return "", false
}

// field is the node of a field's value, or the entry itself where there is none.
func field(entry *yaml.Node, name string) *yaml.Node {
	for i := 0; entry != nil && i+1 < len(entry.Content); i += 2 {
		if entry.Content[i].Value == name {
			return entry.Content[i+1]
		}
	}
	return entry
}

// element is the node of one value of a list.
func element(entry *yaml.Node, name, value string) *yaml.Node {
	n := field(entry, name)
	for _, item := range n.Content {
		if item.Kind == yaml.ScalarNode && item.Value == value {
			return item
		}
	}
	return n
}

// checkTopicLinks warns of ids that stand for nothing.
func (r *reader) checkTopicLinks(t *Topic, base, v *Vocabulary) {
	n := r.topics[t.ID]
	if t.Parent != "" && t.Parent != noParent {
		r.known(field(n, "parent"), "the parent", t.Parent, v)
	}
	for _, id := range t.Related {
		r.known(element(n, "related", id), "the related topic", id, v)
	}
	switch up := v.Implied(t.ID); {
	case slices.Contains(up, t.ID):
		r.fault(field(n, "parent"), kb.SeverityWarning, "give one of them another parent, or none", "the topic %q is above itself", t.ID)
	case len(up) == MaxLevels && !r.tooDeep:
		r.tooDeep = true // once: all below it are as well
		r.fault(field(n, "parent"), kb.SeverityWarning, "give it a parent further up", "the topic %q has more than the limit of %d topics above it; the uppermost are left out", t.ID, MaxLevels-1)
	}
	was, builtin := base.Topic(t.ID)
	if t.Hidden && !builtin {
		r.fault(field(n, "id"), kb.SeverityWarning, r.nearest(t.ID, base), "no topic %q that could be hidden", t.ID)
	}
	for _, name := range t.Aliases {
		if id, _ := v.Canonical(name); id != t.ID && id != "" {
			r.fault(element(n, "aliases", name), kb.SeverityWarning, "queries mean "+id+" by it, unless an entry of that id has it under remove",
				"%q is a name of %q already", name, id)
		}
	}
	words := slices.Concat(was.Aliases, was.Strong, was.Weak, was.Case, was.WeakCase, was.Context, was.Negative, was.Related)
	r.removable(n, t.Remove, words)
	if all, _ := v.Topic(t.ID); len(t.Weak)+len(t.WeakCase) > 0 && len(all.Context) == 0 {
		r.fault(field(n, "weak"), kb.SeverityWarning, "list words under context beside which they count",
			"the weak words of %q never count: it has no context", t.ID)
	}
}

func (r *reader) checkProjectLinks(p *Project, base, v *Vocabulary) {
	n := r.projects[p.ID]
	for _, id := range p.Topics {
		r.known(element(n, "topics", id), "the topic", id, v)
	}
	for _, id := range p.TopicsWeak {
		r.known(element(n, "topics_weak", id), "the topic", id, v)
	}
	was, builtin := base.Project(p.ID)
	if p.Hidden && !builtin {
		r.fault(field(n, "id"), kb.SeverityWarning, r.nearest(p.ID, base), "no project %q that could be hidden", p.ID)
	}
	r.removable(n, p.Remove, slices.Concat(was.Aliases, was.Topics, was.TopicsWeak, was.Context, was.Negative))
}

func (r *reader) known(n *yaml.Node, what, id string, v *Vocabulary) {
	if _, ok := v.Topic(id); !ok {
		r.fault(n, kb.SeverityWarning, r.nearest(id, v), "%s %q is not a topic", what, id)
	}
}

// removable warns of words under remove that the entry does not have.
func (r *reader) removable(entry *yaml.Node, removed, words []string) {
	for _, w := range removed {
		if !slices.ContainsFunc(words, func(s string) bool { return strings.EqualFold(s, w) }) {
			r.fault(element(entry, "remove", w), kb.SeverityWarning, "", "there is no word %q to remove", w)
		}
	}
}

func (r *reader) nearest(id string, v *Vocabulary) string {
	near := v.Nearest(id, 1)
	return cmp.Or(strings.Join(near, ""), "takeaway list tags --all lists the topics")
}
