package vocabulary

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// evidence lists the heaviest parts of a topic's score, and the words that speak for it by the model.
func (r *run) evidence(topic int32) []kb.Evidence {
	var out []kb.Evidence
	for _, p := range r.parts {
		if p.topic == topic {
			out = append(out, r.proof(p.rule, p.found, p.weight))
		}
	}
	out = append(out, r.learnedEvidence(topic)...)
	if len(out) == 0 { // a topic of the front matter that the piece bears out as a whole
		out = []kb.Evidence{{Rule: "front-matter", Text: r.m.v.topics[topic].ID}}
	}
	return heaviest(out)
}

// heaviest orders by falling weight, then by place, and cuts.
func heaviest(out []kb.Evidence) []kb.Evidence {
	slices.SortStableFunc(out, func(a, b kb.Evidence) int { return cmp.Compare(b.Weight, a.Weight) })
	return slices.Clip(out[:min(len(out), maxEvidence)])
}

// proof says where a hit stands in the note.
func (r *run) proof(rule string, h hit, weight float64) kb.Evidence {
	first, last := &r.scan.tokens[h.start], &r.scan.tokens[h.end-1]
	text := r.source(int(h.start))[first.start:last.end]
	line := 0
	switch first.where {
	case inTitle:
		rule = "title:" + rule
	case inHeading:
		rule, line = "heading:"+rule, r.p.HeadingLine
	case inParent:
		rule = "parent:" + rule
	case inSubheading:
		rule, line = "subheading:"+rule, r.bodyLine(first)
	default:
		line = r.bodyLine(first)
	}
	return kb.Evidence{Rule: rule, Text: strings.Join(strings.Fields(text), " "), Line: line, Weight: math.Round(weight*100) / 100}
}

// mentions lists the projects found, each with its places.
func (r *run) mentions(w *weights) []kb.Mention {
	byProject := map[int32][]kb.Evidence{}
	for _, f := range r.found {
		if f.out.rule == ruleProject && r.scan.tokens[f.hit.start].where != inTitle {
			p := f.out.target - r.m.nTopics
			byProject[p] = append(byProject[p], r.proof("name", f.hit, w.project*r.place(w, f.hit)))
		}
	}
	var out []kb.Mention
	for p, ev := range byProject {
		out = append(out, kb.Mention{Project: r.m.v.projects[p].ID, Evidence: heaviest(ev)})
	}
	slices.SortFunc(out, func(a, b kb.Mention) int { return cmp.Compare(a.Project, b.Project) })
	return out
}

// bodyLine is the line of the file that a token of the body is in.
func (r *run) bodyLine(t *token) int {
	if r.lines == nil {
		r.lines = []int{}
		for at, c := range []byte(r.p.Body) {
			if c == '\n' {
				r.lines = append(r.lines, at)
			}
		}
	}
	at := r.body.Source(kb.Span{Start: int(t.start), End: int(t.end)}).Start
	n, _ := slices.BinarySearch(r.lines, at)
	return r.p.BodyLine + n
}
