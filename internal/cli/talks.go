package cli

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// countTalks counts the takeaways of a write-up by the talk that each is about. Talks are the same where
// their titles are but for case and signs.
func countTalks(ts tallies, w *kb.WriteUp) {
	eachTalk(w, func(talk *kb.Talk, seen map[string]bool) {
		if talk.Title != "" {
			ts.talk(kb.Slug(talk.Title), talk.Title, talk, w, seen)
		}
	})
}

// countSpeakers counts the takeaways of a write-up by the people whose talks they are about.
func countSpeakers(ts tallies, w *kb.WriteUp) {
	eachTalk(w, func(talk *kb.Talk, seen map[string]bool) {
		for _, name := range talk.Speakers {
			known := kb.Talk{}
			if len(talk.Speakers) == 1 { // of several speakers each may have another organisation
				known.Org = talk.Org
			}
			ts.talk(kb.Slug(name), name, &known, w, seen)
		}
	})
}

// eachTalk calls f with the talk of each takeaway that is about one. seen is the same map for all.
func eachTalk(w *kb.WriteUp, f func(talk *kb.Talk, seen map[string]bool)) {
	seen := map[string]bool{}
	for i := range w.Pieces {
		if p := &w.Pieces[i]; p.Kind == kb.KindTakeaway && !p.Talk.Zero() {
			f(p.Talk, seen)
		}
	}
}

// talk counts one takeaway for a talk or a speaker. What one takeaway does not know of it another may.
func (ts tallies) talk(id, name string, talk *kb.Talk, w *kb.WriteUp, seen map[string]bool) {
	if id == "" {
		return
	}
	t := ts.at(id)
	t.Takeaways++
	if t.Name == id {
		t.Name = name
	}
	if len(t.Speakers) == 0 {
		t.Speakers = talk.Speakers
	}
	t.Org, t.Link = firstOf(t.Org, talk.Org), firstOf(t.Link, talk.Link, talk.Video, talk.Slides)
	for _, c := range w.Conferences {
		if !slices.Contains(t.Conferences, c) {
			t.Conferences = append(t.Conferences, c)
		}
	}
	if !seen[id] {
		seen[id] = true
		t.seen(w)
	}
}

// by names the authors who mention it, sorted; a write-up without an author is named by its path.
func (t *tally) by() []string {
	out := make([]string, 0, len(t.authors))
	for _, name := range t.authors {
		out = append(out, name)
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return append(out, t.unnamed...)
}
