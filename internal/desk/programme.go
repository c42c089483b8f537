package desk

import (
	"takeaway/internal/digest"
	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/vocabulary"
)

// Programme are the editions of the programme as write-ups whose takeaways are talks, so that they are counted
// as takeaways are: topics and projects are those of the titles. keep says which editions are wanted; nil for
// all. Titles were tagged when the program was built; by a library's own vocabulary they are tagged anew.
func Programme(v *vocabulary.Vocabulary, keep func(edition string) bool) []*kb.WriteUp {
	fresh := v.Hash() != programme.Tagged()
	var out []*kb.WriteUp
	for _, id := range programme.Editions() {
		if keep != nil && !keep(id) {
			continue
		}
		talks := programme.Talks(id)
		w := &kb.WriteUp{Path: id, Title: id, Conferences: kb.Editions{id}, Pieces: make([]kb.Takeaway, len(talks))}
		for i := range talks {
			t := &talks[i]
			topics, projects := t.Topics, t.Projects
			if fresh {
				topics, projects = tagged(v, t.Title)
			}
			p := &w.Pieces[i]
			p.Path, p.Ref, p.Heading, p.Kind, p.Conferences = id, t.ID(), t.Title, kb.KindTakeaway, w.Conferences
			p.Tags, p.Projects = make([]kb.Tag, len(topics)), make([]kb.Mention, len(projects))
			for k, topic := range topics {
				p.Tags[k] = kb.Tag{Name: topic, Source: kb.TagInferred}
			}
			for k, project := range projects {
				p.Projects[k] = kb.Mention{Project: project}
			}
		}
		out = append(out, w)
	}
	return out
}

// Announced counts the editions of the programme by subject, those that keep holds for; nil for all. See Programme.
func Announced(v *vocabulary.Vocabulary, keep func(edition string) bool) []*digest.Announced {
	var out []*digest.Announced
	if v.Hash() != programme.Tagged() {
		for _, w := range Programme(v, keep) {
			out = append(out, digest.Announce(w, v.Implied))
		}
		return out
	}
	for _, t := range programme.Tallies() {
		if keep == nil || keep(t.Edition) {
			out = append(out, &digest.Announced{Edition: t.Edition, Talks: t.Talks, Topics: t.Topics, Projects: t.Projects})
		}
	}
	return out
}

// tagged are the topics and projects that a vocabulary finds in a title.
func tagged(v *vocabulary.Vocabulary, title string) (topics, projects []string) {
	r := v.Infer(vocabulary.Piece{Heading: title})
	for _, t := range r.Tags {
		topics = append(topics, t.Name)
	}
	for _, m := range r.Projects {
		projects = append(projects, m.Project)
	}
	return topics, projects
}

// AnnouncedOf counts one edition of the programme, nil where the programme lacks it.
func AnnouncedOf(v *vocabulary.Vocabulary, edition string) *digest.Announced {
	for _, a := range Announced(v, func(id string) bool { return id == edition }) {
		return a
	}
	return nil
}
