package vocabulary

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Limits of a vocabulary file. The built-in lists have 62 topics, 539 projects and 200 kB.
const (
	maxFile    = 4 << 20
	maxEntries = 20_000
	maxPhrase  = 120 // bytes of one name or trigger
)

// document is the form of a vocabulary file.
type document struct {
	Topics   []Topic   `yaml:"topics"`
	Projects []Project `yaml:"projects"`
}

// Parse reads a vocabulary file: two lists, topics and projects, with the fields of the types Topic and
// Project in lower case with underscores. Entries need only an id, so that a library can add words to a
// built-in topic or hide it. The error names the line or the entry that is wrong.
func Parse(data []byte) (*Vocabulary, error) {
	if len(data) > maxFile {
		return nil, fmt.Errorf("vocabulary: %d bytes, more than the limit of %d", len(data), maxFile)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	var doc document
	if err := dec.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	if n := len(doc.Topics) + len(doc.Projects); n > maxEntries {
		return nil, fmt.Errorf("vocabulary: %d entries, more than the limit of %d", n, maxEntries)
	}
	topics := map[string]Topic{}
	for _, t := range doc.Topics {
		if err := checkTopic(&t); err != nil {
			return nil, err
		}
		if _, twice := topics[t.ID]; twice {
			return nil, fmt.Errorf("vocabulary: topic %q stands twice", t.ID)
		}
		topics[t.ID] = t
	}
	projects := map[string]Project{}
	for _, p := range doc.Projects {
		if err := checkProject(&p); err != nil {
			return nil, err
		}
		if _, twice := projects[p.ID]; twice {
			return nil, fmt.Errorf("vocabulary: project %q stands twice", p.ID)
		}
		projects[p.ID] = p
	}
	return gather(topics, projects), nil
}

// gather sorts and derives.
func gather(topics map[string]Topic, projects map[string]Project) *Vocabulary {
	ts := slices.SortedFunc(maps.Values(topics), func(a, b Topic) int { return cmp.Compare(a.ID, b.ID) })
	ps := slices.SortedFunc(maps.Values(projects), func(a, b Project) int { return cmp.Compare(a.ID, b.ID) })
	of := map[string][]string{}
	for _, p := range ps {
		if p.Hidden {
			continue
		}
		for _, t := range p.Topics {
			if !slices.Contains(of[t], p.ID) {
				of[t] = append(of[t], p.ID)
			}
		}
	}
	for i := range ts {
		ts[i].Projects = of[ts[i].ID]
	}
	return assemble(ts, ps)
}

// With adds user's topics and projects to v. Where both have an entry, single values of user's win
// where they are set, its lists are added to v's, and hidden hides.
func (v *Vocabulary) With(user *Vocabulary) *Vocabulary {
	if user == nil || len(user.topics)+len(user.projects) == 0 {
		return v
	}
	topics := map[string]Topic{}
	for _, t := range v.topics {
		topics[t.ID] = t
	}
	for _, u := range user.topics {
		if t, ok := topics[u.ID]; ok {
			u = mergeTopic(t, u)
		}
		u.Name, u.Tier = cmp.Or(u.Name, u.ID), cmp.Or(u.Tier, "core")
		topics[u.ID] = u
	}
	projects := map[string]Project{}
	for _, p := range v.projects {
		projects[p.ID] = p
	}
	for _, u := range user.projects {
		if p, ok := projects[u.ID]; ok {
			u = mergeProject(p, u)
		}
		u.Name, u.Kind = cmp.Or(u.Name, u.ID), cmp.Or(u.Kind, "other")
		projects[u.ID] = u
	}
	return gather(topics, projects)
}

func mergeTopic(base, user Topic) Topic {
	return Topic{
		ID:         base.ID,
		Name:       cmp.Or(user.Name, base.Name),
		Tier:       cmp.Or(user.Tier, base.Tier),
		Parent:     cmp.Or(user.Parent, base.Parent),
		Definition: cmp.Or(user.Definition, base.Definition),
		Aliases:    union(base.Aliases, user.Aliases),
		Strong:     union(base.Strong, user.Strong),
		Weak:       union(base.Weak, user.Weak),
		Case:       union(base.Case, user.Case),
		WeakCase:   union(base.WeakCase, user.WeakCase),
		Context:    union(base.Context, user.Context),
		Negative:   union(base.Negative, user.Negative),
		Related:    union(base.Related, user.Related),
		Hidden:     base.Hidden || user.Hidden,
	}
}

func mergeProject(base, user Project) Project {
	return Project{
		ID:            base.ID,
		Name:          cmp.Or(user.Name, base.Name),
		Kind:          cmp.Or(user.Kind, base.Kind),
		Maturity:      cmp.Or(user.Maturity, base.Maturity),
		Category:      cmp.Or(user.Category, base.Category),
		Accepted:      cmp.Or(user.Accepted, base.Accepted),
		Incubating:    cmp.Or(user.Incubating, base.Incubating),
		Graduated:     cmp.Or(user.Graduated, base.Graduated),
		Archived:      cmp.Or(user.Archived, base.Archived),
		Aliases:       union(base.Aliases, user.Aliases),
		Topics:        union(base.Topics, user.Topics),
		TopicsWeak:    union(base.TopicsWeak, user.TopicsWeak),
		Ambiguity:     cmp.Or(user.Ambiguity, base.Ambiguity),
		CaseSensitive: base.CaseSensitive || user.CaseSensitive,
		Context:       union(base.Context, user.Context),
		Negative:      union(base.Negative, user.Negative),
		By:            cmp.Or(user.By, base.By),
		Hidden:        base.Hidden || user.Hidden,
	}
}

// union is a followed by what only b has. It never writes into a, which may be a built-in list.
func union(a, b []string) []string {
	out := slices.Clip(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func checkTopic(t *Topic) error {
	if err := checkID("topic", t.ID); err != nil {
		return err
	}
	if t.Tier != "" && t.Tier != "core" && t.Tier != "extended" {
		return fmt.Errorf("vocabulary: topic %q: tier %q is neither core nor extended", t.ID, t.Tier)
	}
	return checkPhrases("topic "+t.ID, t.Aliases, t.Strong, t.Weak, t.Case, t.WeakCase, t.Context, t.Negative, t.Related)
}

func checkProject(p *Project) error {
	if err := checkID("project", p.ID); err != nil {
		return err
	}
	switch p.Ambiguity {
	case "", "low", "medium", "high":
	default:
		return fmt.Errorf("vocabulary: project %q: ambiguity %q is none of low, medium, high", p.ID, p.Ambiguity)
	}
	return checkPhrases("project "+p.ID, p.Aliases, p.Topics, p.TopicsWeak, p.Context, p.Negative)
}

// checkID holds ids to what can be typed after "#" and "tag:".
func checkID(what, id string) error {
	if id == "" {
		return fmt.Errorf("vocabulary: a %s without an id", what)
	}
	if len(id) > maxPhrase || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || id[0] == '-' || id[len(id)-1] == '-' {
		return fmt.Errorf("vocabulary: %s id %q: lower-case letters, digits and single hyphens are allowed", what, id)
	}
	return nil
}

func checkPhrases(what string, lists ...[]string) error {
	for _, list := range lists {
		for _, s := range list {
			if len(s) > maxPhrase {
				return fmt.Errorf("vocabulary: %s: %.20q… has %d bytes, more than the limit of %d", what, s, len(s), maxPhrase)
			}
		}
	}
	return nil
}
