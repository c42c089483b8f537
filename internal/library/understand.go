package library

import (
	"bytes"
	"slices"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/vocabulary"
)

// understand adds to a write-up what its words say: the edition it is about, and for each piece the
// topics and projects of the vocabulary.
func understand(w *kb.WriteUp, data []byte) {
	conference.Assign(w, w.Path, data)
	infer(w, data)
}

// infer adds the projects named in each piece and, where the write-up leaves its tags open, the topics
// of the vocabulary that nobody set or rejected. A container lends its heading to the pieces below it.
func infer(w *kb.WriteUp, data []byte) {
	v := vocabulary.Default()
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
		res := v.Infer(vocabulary.Piece{Heading: p.Heading, ParentHeading: parent, Body: p.Body,
			HeadingLine: p.Line, BodyLine: max(line, p.Line)})
		p.Projects = res.Projects
		if p.Kind != kb.KindTakeaway || !w.Infer {
			continue
		}
		for _, t := range res.Tags {
			if !p.HasTag(t.Name) && !slices.Contains(p.Rejected, t.Name) {
				p.Tags = append(p.Tags, t)
			}
		}
	}
}
