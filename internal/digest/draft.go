package digest

import (
	"cmp"
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// Draft is a summary of which the prose is still to be read.
type Draft struct {
	s   *summariser
	all []string // the themes, in order
	cov Coverage
}

// NewDraft begins the summary of an edition. ups are the write-ups of the whole library, in the order of
// their paths; no takeaway needs its body yet.
func NewDraft(edition string, ups []*kb.WriteUp, n Names, o Options) *Draft {
	n = n.remember()
	own := Of(ups, edition)
	d := &Draft{s: &summariser{n: n, edition: edition, ups: ups, own: own, group: NewGroup(own, n.Implied), bounds: o.Length.bounds(), length: o.Length}}
	if o.Programme != nil {
		d.s.programme = NewGroup([]*kb.WriteUp{o.Programme}, n.Implied)
	} else {
		d.s.programme = NewGroup(nil, n.Implied)
	}
	d.all, d.cov = d.s.coverage()
	return d
}

// mostRead is how many takeaways of an edition are read. Ten times the work would not make the page of an
// edition with thousands of takeaways better.
const mostRead = 300

// ToRead lists the takeaways whose bodies the summary wants: all of the edition, or of a very large one
// those that are most about its first themes, from as many write-ups as can be.
func (d *Draft) ToRead() []*kb.Takeaway {
	g := d.s.group
	if g.Takeaways() <= mostRead {
		return g.List()
	}
	shown := d.all[:min(len(d.all), d.s.bounds.themes)]
	wanted := map[*kb.Takeaway]bool{}
	type ranked struct {
		t    *kb.Takeaway
		turn int // how many its write-up gave before
		fit  float64
	}
	for _, tag := range shown {
		list := make([]ranked, 0, g.Tag(tag).Takeaways())
		for _, t := range g.Tag(tag).List() {
			r := ranked{t: t, fit: d.s.fit(t, tag)}
			if n := len(list); n > 0 && ofOneNote(list[n-1].t, t) {
				r.turn = list[n-1].turn + 1
			}
			list = append(list, r)
		}
		slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Or(cmp.Compare(a.turn, b.turn), cmp.Compare(b.fit, a.fit)) })
		for _, r := range list[:min(len(list), mostRead/len(shown))] {
			wanted[r.t] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(g.List()), func(t *kb.Takeaway) bool { return !wanted[t] })
}

// Summary finishes the summary. The takeaways of ToRead carry their bodies by now.
func (d *Draft) Summary() *Summary {
	s := d.s
	s.read()
	out := &Summary{Conference: s.n.Edition(s.edition), Length: s.length, WriteUps: len(s.own), Takeaways: s.group.Takeaways(), By: s.group.By()}
	out.Authors, out.Coverage = len(out.By), d.cov
	out.Themes = s.themes(d.all)
	out.Talks, out.Speakers = s.talks()
	out.Projects, out.Earlier = s.projects()
	out.Numbers = s.numbers()
	out.Change = s.change()
	out.Beside = s.beside()
	return out
}

// summariser is one summary in the making.
type summariser struct {
	n       Names
	edition string
	ups     []*kb.WriteUp
	own     []*kb.WriteUp
	group   *Group
	// programme counts the talks of the edition.
	programme *Group
	bounds    bounds
	length    Length

	writeUp    map[*kb.Takeaway]*kb.WriteUp
	text       map[*kb.Takeaway]string // of the bodies, without markup
	candidates map[*kb.Takeaway][]*candidate
	lexicon    *lexicon
	english    bool         // most sentences are
	spoken     []*candidate // what the page says already
	claimed    map[*kb.Takeaway]bool
}

// read finds the sentences that can be quoted, in the takeaways that have a body.
func (s *summariser) read() {
	s.candidates = map[*kb.Takeaway][]*candidate{}
	s.writeUp = map[*kb.Takeaway]*kb.WriteUp{}
	s.text = map[*kb.Takeaway]string{}
	s.lexicon = newLexicon(s.own)
	limit := 0
	if s.group.Takeaways() > mostRead {
		limit = 2 // where people say what matters
	}
	english := 0
	headings := map[*kb.Takeaway]vector{}
	var all []*candidate
	for _, w := range s.group.Notes() {
		by := voice(w)
		for i := range w.Pieces {
			t := &w.Pieces[i]
			s.writeUp[t] = w
			if t.Kind != kb.KindTakeaway || t.Body == "" {
				continue
			}
			body := passages(t.Body)
			s.text[t] = joined(body)
			sentences := quotable(t, body, limit)
			if len(sentences) > 0 {
				headings[t] = s.lexicon.terms(t.Heading)
			}
			for _, p := range sentences {
				c := &candidate{placed: p, takeaway: t, voice: by, terms: s.lexicon.terms(p.text), english: isEnglish(p.tokens), place: len(all)}
				c.base = c.quality()
				if c.english {
					english++
				}
				all = append(all, c)
				s.candidates[t] = append(s.candidates[t], c)
			}
		}
	}
	for _, v := range headings {
		s.lexicon.weigh(v)
	}
	for _, c := range all {
		s.lexicon.weigh(c.terms)
		// The heading of a takeaway is its claim; the sentence most like it states it in full.
		c.base *= 1 + headingWeight*headings[c.takeaway].dot(c.terms)
	}
	s.english = english*2 > len(all)
}

// ofOneNote reports whether two takeaways are of one note.
func ofOneNote(a, b *kb.Takeaway) bool { return a.Path == b.Path && a.Shelf == b.Shelf }

// headingWeight is what being like the heading counts for. It is large because pages show the heading
// above the sentence.
const headingWeight = 2

// isEnglish tells English by its small words. The language that a note states may be that of the page
// that the note digests.
func isEnglish(ts []token) bool {
	n := 0
	for _, t := range ts {
		switch t.word {
		case "the", "of", "and", "to", "in", "a", "an", "is", "are", "was", "for", "with", "that", "on", "by", "at", "as", "from", "it", "be", "this", "or":
			n++
		}
	}
	return n*7 >= len(ts)
}

func (s *summariser) quote(c *candidate) Quote {
	t := c.takeaway
	q := Quote{Sentence: c.text, ID: string(t.ID), Ref: t.Ref, Authors: t.Authors, Source: t.Source, Title: t.Title,
		Heading: t.Heading, Path: t.Path, Shelf: t.Shelf, Line: t.Line, Quoted: !t.Digest}
	q.Authors = notNil(q.Authors)
	if lang := s.writeUp[t].Language; s.foreign(c) && lang != "en" && !strings.HasPrefix(lang, "en-") {
		q.Language = lang
	}
	return q
}

// coverage lists the tags that are themes, in order, and counts what the page rests on.
func (s *summariser) coverage() ([]string, Coverage) {
	c := Coverage{Small: s.group.Small(), Perspectives: []PerspectiveCount{}}
	var all []string
	for _, tag := range s.group.Tags() {
		if !s.isTheme(tag) {
			continue
		}
		all = append(all, tag)
		c.Themes++
		if s.group.Tag(tag).Voices() == 1 {
			c.OneAuthor++
		}
	}
	for _, w := range s.own {
		if w.Digest {
			c.Digests++
		}
	}
	for _, p := range append(kb.Perspectives[:], "") {
		n := 0
		for _, w := range s.own {
			if w.Perspective == p {
				n++
			}
		}
		if n > 0 {
			c.Perspectives = append(c.Perspectives, PerspectiveCount{string(p), n})
		}
	}
	return s.ordered(all), c
}
