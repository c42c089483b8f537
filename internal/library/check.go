package library

import (
	"context"
	"errors"
	"slices"
	"time"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/query"
	"takeaway/internal/vocabulary"
)

// Oversized is the length in bytes past which a piece is reported: about 1,500 words, no one quotes that.
const Oversized = 10_000

// Check reads every note and returns its problems by place, and the number of notes. The error is for
// the notes folder as a whole, or ctx's.
func (l *Library) Check(ctx context.Context, now time.Time, progress func(done, total int)) ([]kb.Problem, int, error) {
	d, err := l.Scan(ctx, nil, now, progress)
	if err != nil {
		return nil, 0, err
	}
	problems := d.Problems
	for _, f := range d.Files {
		if f.Problem != nil {
			problems = append(problems, *f.Problem)
		}
	}
	for _, w := range d.Read {
		problems = append(problems, w.Problems...)
		problems = append(problems, l.checkMetadata(w)...)
		problems = append(problems, l.checkPieces(w)...)
		problems = append(problems, l.checkLinks(w)...)
		problems = append(problems, checkTalks(w)...)
	}
	l.place(problems)
	problems = append(problems, l.VocabularyProblems()...)
	problems = append(problems, l.checkLeft(now)...)
	slices.SortFunc(problems, kb.CompareProblems)
	return slices.CompactFunc(problems, func(a, b kb.Problem) bool { return a == b }), d.Seen, nil
}

func (l *Library) checkMetadata(w *kb.WriteUp) []kb.Problem {
	var out []kb.Problem
	if w.Title == "" {
		out = append(out, warning(w.Path, 1, "no-title", "add title: to the front matter", "no title"))
	}
	if len(w.Conferences) == 0 {
		out = append(out, warning(w.Path, 1, "no-conference", "add conference: to the front matter, or move the note to notes/<conference>/",
			"no conference: neither the front matter nor the text names one"))
	}
	if !w.Digest && !isTranscript(w) { // a digest says what its original says
		if len(w.Authors) == 0 {
			out = append(out, warning(w.Path, 1, "no-author", "takeaway set author=\"NAME\" -- "+w.Path, "no author: it counts as the write-up of somebody unnamed"))
		}
		if w.Date == "" && len(w.Conferences) == 0 { // else the conference says when
			out = append(out, warning(w.Path, 1, "no-date", "takeaway set date=2019-11-26 -- "+w.Path, "no date"))
		}
	}
	for _, id := range w.Conferences {
		if _, ok := conference.Lookup(id); ok {
			continue
		}
		line := 1
		if why := w.Why["conference"]; len(why) > 0 {
			line = max(why[0].Line, 1)
		}
		hint := ""
		var unknown *conference.UnknownError
		if _, err := conference.Resolve(id); errors.As(err, &unknown) && len(unknown.Nearest) > 0 {
			hint = "the nearest known one is " + unknown.Nearest[0].ID
		}
		out = append(out, warning(w.Path, line, "unknown-conference", hint, "conference %q is not in the registry", id))
	}
	if w.Perspective != "" && !slices.Contains(kb.Perspectives[:], w.Perspective) {
		out = append(out, warning(w.Path, max(w.Why["perspective"][0].Line, 1), "unknown-perspective",
			"write practitioner, vendor, maintainer or organiser", "unknown perspective %q", w.Perspective))
	}
	for _, t := range w.Tags {
		out = append(out, checkTag(l.Vocabulary(), w.Path, t)...)
	}
	return out
}

func (l *Library) checkPieces(w *kb.WriteUp) []kb.Problem {
	var out []kb.Problem
	first := map[string]int{}
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if size := p.Place.Body.End - p.Place.Body.Start; p.Kind == kb.KindTakeaway && size > Oversized {
			out = append(out, warning(w.Path, p.Line, "oversized", "split it with headings", "a takeaway of %d bytes is too long to quote", size))
		}
		if slug := kb.Slug(p.Heading); slug != "" && p.Kind == kb.KindTakeaway {
			if line, ok := first[slug]; ok {
				out = append(out, warning(w.Path, p.Line, "duplicate-heading", "make the headings differ, so that IDs do not depend on their order",
					"the heading %q is also in line %d", p.Heading, line))
			} else {
				first[slug] = p.Line
			}
		}
		for _, t := range p.Tags {
			if t.Source == kb.TagOwn {
				out = append(out, checkTag(l.Vocabulary(), w.Path, t)...)
			}
		}
	}
	return out
}

// checkTag reports a tag that a person set and the vocabulary knows under another name, or looks like a
// misspelling of one it knows. Words of one's own are welcome otherwise.
func checkTag(v *vocabulary.Vocabulary, path string, t kb.Tag) []kb.Problem {
	line := 0
	if len(t.Evidence) > 0 {
		line = t.Evidence[0].Line
	}
	name := notefile.Written(t)
	if id, ok := v.Canonical(name); ok {
		if id == name {
			return nil
		}
		return []kb.Problem{warning(path, line, "tag-alias", "write #"+id, "the tag %q is another name of %q", name, id)}
	}
	for _, near := range v.Nearest(t.Name, 1) {
		if len(t.Name) > 4 && query.Slips([]rune(t.Name), []rune(near), 1) <= 1 {
			return []kb.Problem{warning(path, line, "unknown-tag", "did you mean #"+near+"?", "the tag %q is not in the vocabulary", t.Name)}
		}
	}
	return nil
}

// isTranscript reports whether a note is what was said on a stage, which its programme dates.
func isTranscript(w *kb.WriteUp) bool {
	return slices.ContainsFunc(w.Pieces, func(t kb.Takeaway) bool { return t.Kind == kb.KindPassage })
}
