package library

import (
	"bytes"
	"slices"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/vocabulary"
)

// understand adds to a write-up what its words say: the edition it is about, the talks of its
// programme, and for each piece the topics and projects of the vocabulary.
func understand(w *kb.WriteUp, data []byte, v *vocabulary.Vocabulary) {
	conference.Assign(w, w.Path, data)
	announce(w, data)
	infer(w, data, v)
}

// infer adds the projects named in each piece and, where the write-up leaves its tags open, the topics
// of the vocabulary that nobody set or rejected. A container lends its heading to the pieces below it.
//
// Blogs file a whole report under "community" or "events". Such a topic, one of an occasion, stays with
// the pieces whose words show it; set by hand in a note that says infer: false it holds for all.
func infer(w *kb.WriteUp, data []byte, v *vocabulary.Vocabulary) {
	parent := ""
	line, at := 1, 0
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if p.Kind == kb.KindContainer {
			parent = p.Heading
		}
		if start := p.Place.Body.Start; start > at && start <= len(data) {
			line += bytes.Count(data[at:start], []byte("\n"))
			at = start
		}
		res := v.Infer(vocabulary.Piece{Title: w.Title, Heading: p.Heading, ParentHeading: parent, Body: p.Body,
			HeadingLine: p.Line, BodyLine: max(line, p.Line)})
		p.Projects = res.Projects
		if p.Kind != kb.KindTakeaway || !w.Infer {
			continue
		}
		p.Tags = slices.DeleteFunc(p.Tags, func(t kb.Tag) bool {
			topic, _ := v.Topic(t.Name)
			return t.Source == kb.TagInherited && topic.Occasion && !shows(res, t.Name)
		})
		for _, t := range res.Tags {
			if !p.HasTag(t.Name) && !slices.Contains(p.Rejected, t.Name) {
				p.Tags = append(p.Tags, t)
			}
		}
	}
}

// shows reports whether the vocabulary found the topic in the words of a piece.
func shows(res vocabulary.Result, topic string) bool {
	return slices.ContainsFunc(res.Tags, func(t kb.Tag) bool { return t.Name == topic })
}
