package desk

import (
	"slices"
	"strconv"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/search"
	"takeaway/internal/vocabulary"
)

// documents turns write-ups into what the index holds: every piece, with the parents of its topics
// added, so that a search for a parent finds its children.
func documents(v *vocabulary.Vocabulary, ups []*kb.WriteUp) []search.Doc {
	var docs []search.Doc
	for _, w := range ups {
		about := editionsOf(w)
		for i := range w.Pieces {
			about.Takeaway = w.Pieces[i]
			about.Takeaway.Tags = withParents(v, w.Pieces[i].Tags)
			docs = append(docs, about)
		}
	}
	return docs
}

// editionsOf is a document with what is known about the editions of a write-up: all their years, series
// and regions. Without an edition whose year is known the year is that of the date.
func editionsOf(w *kb.WriteUp) search.Doc {
	d := search.Doc{Language: w.Language}
	for _, id := range w.Conferences {
		e, ok := conference.Lookup(id)
		if !ok {
			continue
		}
		d.Years, d.Series, d.Regions = with(d.Years, e.Year), with(d.Series, e.Series), with(d.Regions, e.Region)
	}
	if len(d.Years) == 0 && len(w.Date) >= 4 {
		year, _ := strconv.Atoi(w.Date[:4])
		d.Years = with(d.Years, year)
	}
	return d
}

// with adds what is known to a list in which nothing occurs twice.
func with[T comparable](list []T, x T) []T {
	var unknown T
	if x == unknown || slices.Contains(list, x) {
		return list
	}
	return append(list, x)
}

// withParents adds the topics above tags, with their sources and evidence.
func withParents(v *vocabulary.Vocabulary, tags []kb.Tag) []kb.Tag {
	out := slices.Clone(tags)
	for _, tag := range tags {
		for _, parent := range v.Implied(tag.Name) {
			if !slices.ContainsFunc(out, func(t kb.Tag) bool { return t.Name == parent }) {
				out = append(out, kb.Tag{Name: parent, Source: tag.Source, Evidence: tag.Evidence})
			}
		}
	}
	return out
}
