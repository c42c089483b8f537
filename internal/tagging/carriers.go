package tagging

import (
	"slices"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
)

// Carriers finds where a person set or rejected a tag: pieces, and whole write-ups. Inferred
// counts the takeaways on which only the text suggests it.
func Carriers(s *desk.Desk, name string) (targets []Target, inferred int, err error) {
	ups, err := s.WriteUps()
	if err != nil {
		return nil, 0, err
	}
	for _, w := range ups {
		if slices.ContainsFunc(w.Tags, func(t kb.Tag) bool { return t.Name == name }) {
			targets = append(targets, Target{Path: w.Path})
		}
		for i := range w.Pieces {
			p := &w.Pieces[i]
			at := slices.IndexFunc(p.Tags, func(t kb.Tag) bool { return t.Name == name })
			switch {
			case at >= 0 && p.Tags[at].Source == kb.TagOwn:
				targets = append(targets, Target{p.Path, p.ID})
			case at >= 0 && p.Tags[at].Source == kb.TagInferred:
				inferred++
			}
			if slices.Contains(p.Rejected, name) {
				targets = append(targets, Target{p.Path, p.ID})
			}
		}
	}
	return targets, inferred, nil
}
