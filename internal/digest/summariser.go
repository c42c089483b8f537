package digest

import (
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/quote"
)

// summariser is one summary in the making.
type summariser struct {
	n       Names
	edition string
	ups     []*kb.WriteUp
	own     []*kb.WriteUp
	group   *Group
	// programme counts the talks of the edition.
	programme *Announced
	bounds    bounds
	length    Length

	writeUp map[*kb.Takeaway]*kb.WriteUp
	page    *quote.Page
	spoken  []*quote.Sentence // what the page says already
	// claimed are the takeaways whose headings stand for a theme.
	claimed map[*kb.Takeaway]bool
}

// read finds the sentences that can be quoted, in the takeaways that have a body.
func (s *summariser) read() {
	s.writeUp = map[*kb.Takeaway]*kb.WriteUp{}
	most := 0
	if s.group.Takeaways() > mostRead {
		most = 2 // where people say what matters
	}
	var sources []quote.Source
	for _, w := range s.group.Notes() {
		for i := range w.Pieces {
			s.writeUp[&w.Pieces[i]] = w
		}
		sources = append(sources, quote.Source{WriteUp: w, Voice: voice(w)})
	}
	s.page = quote.Read(sources, most)
}

func (s *summariser) quote(c *quote.Sentence) Quote {
	t := c.Takeaway
	q := Quote{Sentence: c.Text(), ID: string(t.ID), Ref: t.Ref, Authors: t.Authors, Source: t.Source, Title: t.Title,
		Heading: t.Heading, Path: t.Path, Shelf: t.Shelf, Line: t.Line, Quoted: !t.Digest}
	q.Authors = notNil(q.Authors)
	if lang := s.writeUp[t].Language; s.page.Foreign(c) && lang != "en" && !strings.HasPrefix(lang, "en-") {
		q.Language = lang
	}
	return q
}

// mostRead is how many takeaways of an edition are read. Ten times the work would not make the page of an
// edition with thousands of takeaways better.
const mostRead = 300
