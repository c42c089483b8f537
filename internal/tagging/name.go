package tagging

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/prose"
	"takeaway/internal/vocabulary"
)

// Name makes a tag of what a person typed. The error says what a tag looks like.
func Name(typed string) (string, error) {
	name := prose.Normal(strings.TrimSpace(typed))
	bad := func(err error, hint string) error {
		return kb.Usage(fmt.Sprintf("%q is not a tag: %v", typed, err), hint)
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

// Wanted is a tag to be set: as it was typed, and the name that the vocabulary has for it.
type Wanted struct{ Typed, ID string }

// WantedTags are tags to be set. The error is a kb.Advice that says what a tag looks like.
func WantedTags(v *vocabulary.Vocabulary, typed []string) ([]Wanted, error) {
	var out []Wanted
	for _, t := range typed {
		name, err := Name(t)
		if err != nil {
			return nil, err
		}
		out = append(out, Wanted{name, canonical(v, name)})
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

// Used are the tags that people set somewhere in the library.
func Used(s *desk.Desk) map[string]bool {
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

// Unwanted is a tag to be taken off: the word that was typed where a takeaway has that very one, else what
// it stands for.
type Unwanted struct{ Typed, ID string }

// UnwantedTags are tags to be taken off. The error is a kb.Advice that says what a tag looks like.
func UnwantedTags(v *vocabulary.Vocabulary, typed []string) ([]Unwanted, error) {
	var out []Unwanted
	for _, t := range typed {
		name, err := Name(t)
		if loose := notefile.TagName(t); err != nil && loose != "" && loose == strings.ToLower(strings.TrimSpace(t)) && loose[0] != '-' {
			name, err = loose, nil // one that only a key can set: tags: [2024, "c#"]
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Unwanted{name, canonical(v, name)})
	}
	return out, nil
}

// on is the name under which the tag is to be looked for among tags.
func (o Unwanted) on(tags []kb.Tag) string {
	if slices.ContainsFunc(tags, func(t kb.Tag) bool { return t.Name == o.Typed }) {
		return o.Typed
	}
	return o.ID
}

// Explain says where a tag goes by another name, and where one is new but nearly one that is known.
func Explain(s *desk.Desk, plus []Wanted, minus []Unwanted) []desk.Notice {
	var out []desk.Notice
	say := func(format string, args ...any) { out = append(out, desk.Notice{Text: fmt.Sprintf(format, args...)}) }
	for _, t := range plus {
		if t.ID != t.Typed {
			say("using %q for %s", t.ID, t.Typed)
		}
	}
	for _, slip := range Slips(s, plus) {
		say("%s is a new tag; did you mean %s?", slip.Tag, slip.Near)
	}
	for _, t := range minus {
		if t.ID != t.Typed {
			say("removing %s wherever %s itself is not set", t.ID, t.Typed)
		}
	}
	return out
}

// Slip is a tag that no takeaway has and that is nearly another one.
type Slip struct{ Tag, Near string }

// Slips are the tags to be set that were probably misspelt.
func Slips(s *desk.Desk, plus []Wanted) []Slip {
	v := s.Vocabulary()
	var out []Slip
	var used map[string]bool
	for _, t := range plus {
		near := nearTag(v, t.ID)
		if _, known := v.Canonical(t.ID); known || near == "" || t.ID != t.Typed {
			continue
		}
		if used == nil {
			used = Used(s)
		}
		if !used[t.ID] {
			out = append(out, Slip{t.ID, near})
		}
	}
	return out
}

// Contradiction is the error of tags that are both to be set and to be taken off, a kb.Advice; nil without any.
func Contradiction(plus []Wanted, minus []Unwanted) error {
	for _, t := range minus {
		if slices.ContainsFunc(plus, func(p Wanted) bool { return p.ID == t.ID || p.Typed == t.Typed }) {
			return kb.Usage(fmt.Sprintf("%q is both to be set and to be taken off", t.ID), "leave one of the two out")
		}
	}
	return nil
}
