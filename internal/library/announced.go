package library

import (
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/programme"
)

// announce finds the talks of a write-up in the programme of its editions and adds what the note does not
// say of them: speakers and their companies, addresses, the whole of a title that was shortened. What the
// note says stands. A takeaway whose heading is the title of a talk is about it.
func announce(w *kb.WriteUp, data []byte) {
	if len(w.Conferences) == 0 || len(w.Conferences) > mostProgrammes {
		return
	}
	announceTalk(w.Conferences, w.Talk)
	done := w.Talk
	for i := range w.Pieces {
		p := &w.Pieces[i]
		switch {
		case p.Kind == kb.KindPassage && p.Talk != nil && w.Talk != nil:
			at := p.Talk.Video // at the second of the passage
			*p.Talk = *w.Talk
			p.Talk.Video = at
			if at == "" && w.Talk.Video != "" {
				p.Talk.Video = notefile.VideoAt(w.Talk.Video, notefile.SecondOf(p.Place.Heading, data))
			}
		case p.Talk != nil && p.Talk != done:
			announceTalk(w.Conferences, p.Talk)
			done = p.Talk
		case p.Talk == nil && p.Kind == kb.KindTakeaway && programme.IsTitle(p.Heading):
			talk := &kb.Talk{Title: p.Heading}
			if announceTalk(w.Conferences, talk) {
				p.Talk = talk
			}
		}
	}
}

// mostProgrammes is how many editions of a write-up are searched for its talks.
const mostProgrammes = 4

// announceTalk fills in a talk from the programme of one of the editions. It reports whether one has it.
func announceTalk(editions []string, t *kb.Talk) bool {
	if t == nil || t.Title == "" {
		return false
	}
	for _, id := range editions {
		found, why, ok := programme.Match(id, t.Title, t.Speakers)
		if !ok {
			continue
		}
		known := found.Talk()
		t.Announced, t.Why = found.ID(), why
		if len(known.Title) > len(t.Title) && why[0].Rule == programme.RulePart && !found.Cut {
			t.Title = known.Title
		}
		if others := foreign(t.Speakers, found); len(others) < len(t.Speakers) {
			// The talk is the right one: what has not even the look of a name was no speaker.
			t.Speakers = slices.DeleteFunc(slices.Clone(t.Speakers), func(name string) bool {
				return slices.Contains(others, name) && programme.IsPersonal(name) < programme.LikelyPerson
			})
		}
		if len(t.Speakers) == 0 {
			t.Speakers, t.Org = known.Speakers, firstNonEmpty(t.Org, known.Org)
		}
		if t.Org == "" && len(foreign(t.Speakers, found)) == 0 {
			t.Org = known.Org
		}
		t.Link, t.Video, t.Slides = firstNonEmpty(t.Link, known.Link), firstNonEmpty(t.Video, known.Video), firstNonEmpty(t.Slides, known.Slides)
		return true
	}
	return false
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// foreign are the speakers whom the programme does not have on a talk.
func foreign(speakers []string, t *programme.Talk) []string {
	var out []string
	for _, name := range speakers {
		if !t.HasSpeaker(name) {
			out = append(out, name)
		}
	}
	return out
}

// checkTalks reports where a note and the programme name other speakers for a talk. The note is believed.
func checkTalks(w *kb.WriteUp) []kb.Problem {
	var out []kb.Problem
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if p.Talk == nil || p.Talk.Announced == "" || (i > 0 && p.Talk == w.Talk) {
			continue
		}
		t, ok := programme.ByID(p.Talk.Announced)
		if !ok || len(t.Speakers) == 0 {
			continue
		}
		others := foreign(p.Talk.Speakers, t)
		if len(others) == 0 {
			continue
		}
		name := t.Edition
		if e, ok := conference.Lookup(t.Edition); ok {
			name = e.Short()
		}
		out = append(out, warning(w.Path, p.Line, "other-speakers", "if the programme is right, correct the note; takeaway show "+p.Talk.Announced+" shows the talk",
			"%s: the programme of %s has %s, not %s", p.Talk.Title, name, strings.Join(t.Names(), ", "), strings.Join(others, ", ")))
	}
	return out
}
