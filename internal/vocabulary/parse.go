package vocabulary

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Parse reads a whole vocabulary file; see Read for its form. The error is the first problem of the file.
func Parse(data []byte) (*Vocabulary, error) {
	r := &reader{}
	v := r.read(data)
	if len(r.problems) > 0 {
		p := r.problems[0]
		if p.Line == 0 {
			return nil, errors.New("vocabulary: " + p.Message)
		}
		return nil, fmt.Errorf("vocabulary: line %d: %s", p.Line, p.Message)
	}
	return v, nil
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
		if u.Parent == noParent {
			u.Parent = ""
		}
		u.Remove = nil
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
		u.Remove = nil
		u.Name, u.Kind = cmp.Or(u.Name, u.ID), cmp.Or(u.Kind, "other")
		projects[u.ID] = u
	}
	out := gather(topics, projects)
	out.learned = v.learned
	return out
}

// noParent is what a library writes to take the parent of a built-in topic away.
const noParent = "none"

func mergeTopic(base, user Topic) Topic {
	union := func(a, b []string) []string { return union(a, b, user.Remove) }
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
		Occasion:   base.Occasion || user.Occasion,
		Hidden:     base.Hidden || user.Hidden,
	}
}

func mergeProject(base, user Project) Project {
	union := func(a, b []string) []string { return union(a, b, user.Remove) }
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

// union is a followed by what only b has, without what is removed. It never writes into a, which may be
// a built-in list.
func union(a, b, removed []string) []string {
	out := slices.Clip(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(removed) == 0 {
		return out
	}
	return slices.DeleteFunc(slices.Clone(out), func(s string) bool {
		return slices.ContainsFunc(removed, func(r string) bool { return strings.EqualFold(r, s) })
	})
}
