package cli

import (
	"cmp"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/render"
	"takeaway/internal/vocabulary"
)

// tally counts for one conference, tag, project, author, talk or speaker.
type tally struct {
	render.Count
	authors map[string]string // as written, by the name in small letters
	unnamed []string          // write-ups without an author
}

// tallies collects counts by id.
type tallies map[string]*tally

func (ts tallies) at(id string) *tally {
	t := ts[id]
	if t == nil {
		t = &tally{Count: render.Count{ID: id, Name: id}, authors: map[string]string{}}
		ts[id] = t
	}
	return t
}

// known adds everything of a kind that the registry or the vocabulary knows, with nothing counted yet.
func (ts tallies) known(v *vocabulary.Vocabulary, kind string) {
	switch kind {
	case "conferences":
		for _, e := range conference.Editions() {
			ts.at(e.ID)
		}
	case "tags":
		for _, t := range v.Topics() {
			if !t.Hidden {
				ts.at(t.ID)
			}
		}
	case "projects":
		for _, p := range v.Projects() {
			if !p.Hidden {
				ts.at(p.ID)
			}
		}
	}
}

// seen notes that a write-up speaks of it: its authors, and the first and last edition by date.
func (t *tally) seen(w *kb.WriteUp) {
	t.WriteUps++
	for _, a := range w.Authors {
		if key := strings.ToLower(a); t.authors[key] == "" || a < t.authors[key] {
			t.authors[key] = a
		}
	}
	if len(w.Authors) == 0 {
		t.unnamed = append(t.unnamed, w.Path)
	}
	for _, id := range w.Conferences {
		if t.First == "" || earlier(id, t.First) {
			t.First = id
		}
		if t.Last == "" || earlier(t.Last, id) {
			t.Last = id
		}
	}
}

// earlier orders editions by start; unknown ones come last, by id.
func earlier(a, b string) bool {
	ea, oka := conference.Lookup(a)
	eb, okb := conference.Lookup(b)
	if oka != okb {
		return oka
	}
	return cmp.Or(ea.Compare(eb), cmp.Compare(a, b)) < 0
}

// counts makes the rows of list conferences, tags, projects, authors, talks or speakers: those with the
// most takeaways first, conferences by date. A takeaway counts for its tags and for the topics above
// them, as it is found by tag:.
func counts(v *vocabulary.Vocabulary, kind string, ups []*kb.WriteUp, all bool) []render.Count {
	ts := tallies{}
	if all {
		ts.known(v, kind)
	}
	for _, w := range ups {
		switch kind {
		case "conferences":
			for _, id := range w.Conferences {
				t := ts.at(id)
				t.seen(w)
				t.Takeaways += w.Takeaways()
			}
		case "authors":
			for _, name := range w.Authors {
				t := ts.at(name)
				t.seen(w)
				t.Takeaways += w.Takeaways()
			}
		case "tags":
			countPieces(ts, w, func(t *kb.Takeaway) []named { return tagsOf(v, t) })
		case "projects":
			countPieces(ts, w, projectsOf)
		case "talks":
			countTalks(ts, w)
		case "speakers":
			countSpeakers(ts, w)
		}
	}
	rows := make([]render.Count, 0, len(ts))
	for _, t := range ts {
		if t.Takeaways == 0 && !all {
			continue
		}
		t.Authors = len(t.authors)
		if kind == "projects" || kind == "talks" || kind == "speakers" {
			t.By = t.by()
		}
		describe(v, kind, &t.Count)
		rows = append(rows, t.Count)
	}
	slices.SortFunc(rows, func(a, b render.Count) int {
		if kind == "conferences" {
			switch {
			case earlier(a.ID, b.ID):
				return -1
			case earlier(b.ID, a.ID):
				return 1
			}
		}
		return cmp.Or(cmp.Compare(b.Takeaways, a.Takeaways), cmp.Compare(a.ID, b.ID))
	})
	return rows
}

// named is one thing a takeaway counts for.
type named struct {
	id     string
	source kb.TagSource
}

// narrower is the source of a tag that a takeaway has through a narrower one.
const narrower kb.TagSource = "narrower"

func tagsOf(v *vocabulary.Vocabulary, t *kb.Takeaway) []named {
	var out []named
	for _, tag := range t.Tags {
		out = append(out, named{tag.Name, tag.Source})
	}
	for _, tag := range t.Tags {
		for _, parent := range v.Implied(tag.Name) {
			if !slices.ContainsFunc(out, func(n named) bool { return n.id == parent }) {
				out = append(out, named{parent, narrower})
			}
		}
	}
	return out
}

func projectsOf(t *kb.Takeaway) []named {
	var out []named
	for _, m := range t.Projects {
		out = append(out, named{m.Project, ""})
	}
	return out
}

// countPieces counts the takeaways of a write-up by what of finds in them.
func countPieces(ts tallies, w *kb.WriteUp, of func(*kb.Takeaway) []named) {
	seen := map[string]bool{}
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if p.Kind != kb.KindTakeaway {
			continue
		}
		for _, n := range of(p) {
			t := ts.at(n.id)
			t.Takeaways++
			switch n.source {
			case kb.TagOwn:
				t.Own++
			case kb.TagInherited:
				t.Inherited++
			case kb.TagInferred:
				t.Inferred++
			case narrower:
				t.Narrower++
			}
			if !seen[n.id] {
				seen[n.id] = true
				t.seen(w)
			}
		}
	}
}

// describe adds what the registry and the vocabulary know.
func describe(v *vocabulary.Vocabulary, kind string, c *render.Count) {
	switch kind {
	case "conferences":
		c.First, c.Last = "", ""
		if e, ok := conference.Lookup(c.ID); ok {
			c.Name, c.City, c.Start, c.End = e.Short(), e.City, e.Start, e.End
		}
	case "tags":
		if t, ok := v.Topic(c.ID); ok {
			c.Name, c.Parents = t.Name, v.Implied(t.ID)
		}
	case "projects":
		if p, ok := v.Project(c.ID); ok {
			c.Name, c.Maturity, c.Topics = p.Name, p.Maturity, p.Topics
		}
	}
}
