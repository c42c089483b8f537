package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/vocabulary"
)

// tagName makes a tag of what a person typed. The error says what a tag looks like.
func tagName(typed string) (string, error) {
	name := strings.TrimSpace(typed)
	bad := func(err error, hint string) error {
		return kb.Usage(fmt.Sprintf("%q is no tag: %v", typed, err), hint)
	}
	if bare := strings.Trim(name, "#"); bare != name && notefile.CheckTag(strings.ToLower(bare)) == nil {
		return "", bad(notefile.CheckTag(name), "write "+strings.ToLower(bare))
	}
	if err := notefile.CheckTag(strings.ToLower(name)); err != nil {
		hint := ""
		if joined := strings.Join(strings.Fields(strings.ToLower(name)), "-"); notefile.CheckTag(joined) == nil {
			hint = "write " + joined
		}
		return "", bad(err, hint)
	}
	return strings.ToLower(name), nil
}

// newTag is a tag to be set: as it was typed, and the name that the vocabulary has for it.
type newTag struct{ typed, id string }

func newTags(v *vocabulary.Vocabulary, typed []string) ([]newTag, error) {
	var out []newTag
	for _, t := range typed {
		name, err := tagName(t)
		if err != nil {
			return nil, err
		}
		out = append(out, newTag{name, canonical(v, name)})
	}
	return out, nil
}

// canonical is the name that the vocabulary has for a tag, or the tag itself.
func canonical(v *vocabulary.Vocabulary, name string) string {
	if id, ok := v.Canonical(name); ok {
		return id
	}
	return name
}

// explainTags says where a tag goes by another name, and where one is new but nearly one that is known.
func (a *app) explainTags(s *desk.Desk, plus []newTag, minus []oldTag) {
	v := s.Vocabulary()
	var used map[string]bool
	for _, t := range plus {
		if t.id != t.typed {
			a.warn("%s stands for %s, which is used", t.typed, t.id)
			continue
		}
		near := nearTag(v, t.id)
		if _, known := v.Canonical(t.id); known || near == "" {
			continue
		}
		if used == nil {
			used = usedTags(s)
		}
		if !used[t.id] {
			a.warn("%s is a new tag; did you mean %s?", t.id, near)
		}
	}
	for _, t := range minus {
		if t.id != t.typed {
			a.warn("%s stands for %s, which is meant where %s itself is not set", t.typed, t.id, t.typed)
		}
	}
}

// nearTag is a topic or project whose id is nearly this name: one slip away, two in long names. Short
// names have none: nearly everything is near.
func nearTag(v *vocabulary.Vocabulary, name string) string {
	for _, near := range v.Nearest(name, 3) {
		if len(name) >= 4 && levenshtein.ComputeDistance(name, near) <= 1+len(name)/8 {
			return near
		}
	}
	return ""
}

// usedTags are the tags that people set somewhere in the library.
func usedTags(s *desk.Desk) map[string]bool {
	used := map[string]bool{}
	ups, err := s.WriteUps()
	if err != nil {
		return used // the message is a service, not an answer
	}
	for _, w := range ups {
		for _, t := range w.Tags {
			used[t.Name] = true
		}
		for i := range w.Pieces {
			for _, t := range w.Pieces[i].Tags {
				used[t.Name] = used[t.Name] || t.Source != kb.TagInferred
			}
		}
	}
	return used
}

// oldTag is a tag to be taken off: the word that was typed where a takeaway has that very one, else what
// it stands for.
type oldTag struct{ typed, id string }

func oldTags(v *vocabulary.Vocabulary, typed []string) ([]oldTag, error) {
	var out []oldTag
	for _, t := range typed {
		name, err := tagName(t)
		if err != nil {
			return nil, err
		}
		out = append(out, oldTag{name, canonical(v, name)})
	}
	return out, nil
}

// on is the name under which the tag is to be looked for among tags.
func (o oldTag) on(tags []kb.Tag) string {
	if slices.ContainsFunc(tags, func(t kb.Tag) bool { return t.Name == o.typed }) {
		return o.typed
	}
	return o.id
}
