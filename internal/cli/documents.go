package cli

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
		year, series, region := 0, "", ""
		if len(w.Date) >= 4 {
			year, _ = strconv.Atoi(w.Date[:4])
		}
		for _, id := range w.Conferences {
			if e, ok := conference.Lookup(id); ok {
				year, series, region = e.Year, e.Series, e.Region
			}
		}
		for i := range w.Pieces {
			t := w.Pieces[i]
			t.Tags = slices.Clone(t.Tags)
			for _, tag := range w.Pieces[i].Tags {
				for _, parent := range v.Implied(tag.Name) {
					if !t.HasTag(parent) {
						t.Tags = append(t.Tags, kb.Tag{Name: parent, Source: tag.Source, Evidence: tag.Evidence})
					}
				}
			}
			docs = append(docs, search.Doc{Takeaway: t, Year: year, Language: w.Language, Series: series, Region: region})
		}
	}
	return docs
}
