package tagging

import (
	"bytes"
	"math"
	"slices"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/notefile"
	"takeaway/internal/vocabulary"
)

// Reasons are why a takeaway has its tags: those it has with those that they imply, and those that are
// rejected, each with its evidence.
func Reasons(s *desk.Desk, t *kb.Takeaway) []kb.TagReason {
	return placed(s.LibraryOf(t.Shelf), s.IDIn(t.Shelf, t.ID), reasonsFor(s.Vocabulary(), t))
}

// Suggestions are the tags of takeaways that the text suggests and nobody set.
func Suggestions(pieces []*kb.Takeaway) []kb.TagReason {
	var rows []kb.TagReason
	for _, t := range pieces {
		for _, tag := range t.Tags {
			if tag.Source == kb.TagInferred {
				rows = append(rows, reasonOf(t, tag))
			}
		}
	}
	return rows
}

func reasonOf(t *kb.Takeaway, tag kb.Tag) kb.TagReason {
	r := kb.TagReason{ID: string(t.ID), Ref: t.Ref, Path: t.Path, Shelf: t.Shelf, Line: t.Line, Heading: t.Heading, Tag: tag.Name,
		Source: string(tag.Source), Confidence: 1, Evidence: tag.Evidence}
	if tag.Source == kb.TagInferred {
		r.Confidence = confidence(tag.Evidence)
	}
	return r
}

// confidence is w/(w+1) of the weight of the evidence: one strong word in the text makes about 0.55, the
// name in the heading 0.8.
func confidence(evidence []kb.Evidence) float64 {
	w := 0.0
	for _, e := range evidence {
		w += e.Weight
	}
	return math.Round(max(w, 0)/(max(w, 0)+1)*100) / 100
}

// reasonsFor are the tags of a takeaway with those that they imply and those that are rejected.
func reasonsFor(v *vocabulary.Vocabulary, t *kb.Takeaway) []kb.TagReason {
	var rows []kb.TagReason
	for _, tag := range t.Tags {
		rows = append(rows, reasonOf(t, tag))
	}
	for _, tag := range t.Tags {
		for _, parent := range v.Implied(tag.Name) {
			if t.HasTag(parent) || slices.ContainsFunc(rows, func(r kb.TagReason) bool { return r.Tag == parent }) {
				continue
			}
			r := reasonOf(t, kb.Tag{Name: parent, Source: "implied", Evidence: []kb.Evidence{{Rule: "narrower:" + tag.Name, Text: tag.Name}}})
			if tag.Source == kb.TagInferred {
				r.Confidence = confidence(tag.Evidence)
			}
			rows = append(rows, r)
		}
	}
	for _, name := range t.Rejected {
		rows = append(rows, reasonOf(t, kb.Tag{Name: name, Source: "rejected", Evidence: []kb.Evidence{{Rule: "hashtag", Text: "-#" + name}}}))
	}
	return rows
}

// placed adds the lines of rejections, which the catalogue does not know, to the reasons of one takeaway.
func placed(lib *library.Library, id kb.ID, rows []kb.TagReason) []kb.TagReason {
	for i := range rows {
		r := &rows[i]
		if r.Source != "rejected" {
			continue
		}
		data, err := lib.Bytes(r.Path)
		if err != nil {
			return rows
		}
		w, err := notefile.Parse(r.Path, data)
		if err != nil {
			return rows
		}
		if t := piecesByID(w)[id]; t != nil && !t.Place.Tags.Empty() {
			at := t.Place.Tags
			if hit := bytes.Index(data[at.Start:at.End], []byte(r.Tag)); hit > 0 { // a list may have lines
				at.Start += hit
			}
			r.Evidence[0].Line = 1 + bytes.Count(data[:at.Start], []byte("\n"))
		}
	}
	return rows
}
