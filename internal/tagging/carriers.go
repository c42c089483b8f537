package tagging

import (
	"slices"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Carriers finds where in the library itself a person set or rejected a tag: pieces, and whole write-ups. Inferred
// counts the takeaways on which only the text suggests it.
func Carriers(s *desk.Desk, name string) (targets []Target, inferred int, err error) {
	ups, err := s.WriteUps()
	if err != nil {
		return nil, 0, err
	}
	for _, w := range ups {
		if w.Shelf != "" {
			continue
		}
		if slices.ContainsFunc(w.Tags, goesBy(name)) {
			targets = append(targets, Target{Path: w.Path})
		}
		for i := range w.Pieces {
			p := &w.Pieces[i]
			has := func(source kb.TagSource) bool {
				return slices.ContainsFunc(p.Tags, func(t kb.Tag) bool { return t.Source == source && goesBy(name)(t) })
			}
			if has(kb.TagOwn) || slices.ContainsFunc(p.Rejected, func(r string) bool { return isOrBelow(r, name) }) {
				targets = append(targets, Target{Path: p.Path, ID: p.ID})
			} else if has(kb.TagInferred) {
				inferred++
			}
		}
	}
	return targets, inferred, nil
}

// goesBy is true of tags that are called name, that a person wrote so, or that are a level below it.
func goesBy(name string) func(kb.Tag) bool {
	return func(t kb.Tag) bool { return isOrBelow(t.Name, name) || isOrBelow(notefile.Written(t), name) }
}

// isOrBelow reports whether a tag is another or a level below it: conf/kubecon is below conf.
func isOrBelow(tag, other string) bool { return tag == other || strings.HasPrefix(tag, other+"/") }
