package library

import (
	"bytes"
	"slices"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/prose"
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
// Tags that stand in a note under another name of a topic or a project go by its id; the note keeps its word.
func infer(w *kb.WriteUp, data []byte, v *vocabulary.Vocabulary) {
	canonicalTags(v, w.Tags)
	var stated []string
	for _, t := range w.Tags {
		stated = append(stated, t.Name)
	}
	parent := ""
	line, at := 1, 0
	results := make([]vocabulary.Result, len(w.Pieces))
	for i := range w.Pieces {
		p := &w.Pieces[i]
		canonicalTags(v, p.Tags)
		if p.Kind == kb.KindContainer {
			parent = p.Heading
		}
		if start := p.Place.Body.Start; start > at && start <= len(data) {
			line += bytes.Count(data[at:start], []byte("\n"))
			at = start
		}
		text := prose.Markdown(p.Body)
		p.Running = text.Running()
		results[i] = v.Infer(vocabulary.Piece{Title: w.Title, Stated: stated, Heading: p.Heading, ParentHeading: parent, Body: p.Body,
			Text: text, HeadingLine: p.Line, BodyLine: max(line, p.Line)})
		p.Projects = results[i].Projects
	}
	if w.Infer {
		inherit(w, results, v)
		addInferred(w, results, v)
	}
}

// canonicalTags gives tags that people set the ids that they stand for.
func canonicalTags(v *vocabulary.Vocabulary, tags []kb.Tag) {
	for i := range tags {
		id, ok := v.Canonical(tags[i].Name)
		twice := slices.ContainsFunc(tags, func(t kb.Tag) bool { return t.Name == id })
		if ok && !twice {
			tags[i].Name = id
		}
	}
}

// addInferred adds the topics that the words of the takeaways show.
func addInferred(w *kb.WriteUp, results []vocabulary.Result, v *vocabulary.Vocabulary) {
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if p.Kind != kb.KindTakeaway {
			continue
		}
		for _, t := range results[i].Tags {
			if !p.HasTag(t.Name) && !rejected(v, p, t.Name) {
				p.Tags = append(p.Tags, t)
			}
		}
	}
}

// rejected reports whether somebody rejected a topic for a piece, under whatever name.
func rejected(v *vocabulary.Vocabulary, p *kb.Takeaway, topic string) bool {
	return slices.ContainsFunc(p.Rejected, func(name string) bool {
		id, _ := v.Canonical(name)
		return name == topic || id == topic
	})
}

// inherit leaves the topics of the front matter with the takeaways that bear them out: a blog files a whole
// report under all that it speaks of. A topic that none bears out stays with the one that is nearest to it,
// but one of an occasion ("community", "keynote") with none. Set by hand in a note that says infer: false a tag
// holds for all of it, and so does a word that is no topic.
func inherit(w *kb.WriteUp, results []vocabulary.Result, v *vocabulary.Vocabulary) {
	for _, tag := range w.Tags {
		topic, ok := v.Topic(tag.Name)
		if !ok {
			continue
		}
		keeper := nearest(w, results, tag.Name)
		if topic.Occasion {
			keeper = -1
		}
		for i := range w.Pieces {
			p := &w.Pieces[i]
			if p.Kind != kb.KindTakeaway || i == keeper || bearsOut(&results[i], topic) {
				continue
			}
			p.Tags = slices.DeleteFunc(p.Tags, func(t kb.Tag) bool { return t.Source == kb.TagInherited && t.Name == tag.Name })
		}
	}
}

// bearsOut reports whether the words of a piece show a topic of the front matter. Where no model weighs them,
// all pieces have the topic but for one of an occasion.
func bearsOut(r *vocabulary.Result, topic vocabulary.Topic) bool {
	return r.Has(topic.ID) || len(r.Stated) == 0 && !topic.Occasion
}

// nearest is the takeaway whose words speak most for a topic, the first of several, -1 where there is none.
func nearest(w *kb.WriteUp, results []vocabulary.Result, topic string) int {
	best, most := -1, -1.0
	for i := range w.Pieces {
		if w.Pieces[i].Kind != kb.KindTakeaway {
			continue
		}
		for _, b := range results[i].Stated {
			if b.Topic == topic && b.Sure > most {
				best, most = i, b.Sure
			}
		}
	}
	return best
}
