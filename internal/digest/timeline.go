package digest

import (
	"cmp"
	"slices"

	"takeaway/internal/kb"
	"takeaway/internal/quote"
)

// Profile is one page about a topic or a project.
type Profile struct {
	// Layer is "programme" where the page is about what was announced: Takeaways are talks then, Talks the newest of
	// them, and there are no sentences and no authors.
	Layer     string        `json:"layer,omitempty" yaml:"layer,omitempty"`
	Talks     []OnProgramme `json:"announced,omitempty" yaml:"announced,omitempty"`
	Line      `yaml:",inline"`
	About     `yaml:",inline"`
	By        []Writer   `json:"by" yaml:"by"`
	Sentences []Said     `json:"sentences" yaml:"sentences"`
	Related   []Relation `json:"related" yaml:"related"`
}

// OnProgramme is a talk that was announced.
type OnProgramme struct {
	ID         string `json:"id" yaml:"id"`
	Title      string `json:"title" yaml:"title"`
	Conference string `json:"conference" yaml:"conference"`
}

// Said is a sentence with where it was said.
type Said struct {
	Quote       `yaml:",inline"`
	Conferences []string `json:"conferences" yaml:"conferences"`
}

// Writer is somebody who wrote about a subject.
type Writer struct {
	Author      string   `json:"author" yaml:"author"`
	Takeaways   int      `json:"takeaways" yaml:"takeaways"`
	WriteUps    int      `json:"write_ups" yaml:"write_ups"`
	Conferences []string `json:"conferences" yaml:"conferences"`
}

// Relation is a subject that occurs in the same takeaways more often than elsewhere.
type Relation struct {
	Subject   `yaml:",inline"`
	Takeaways int     `json:"takeaways" yaml:"takeaways"` // with both
	Share     float64 `json:"share" yaml:"share"`         // of the takeaways of the page's subject
	Elsewhere float64 `json:"elsewhere" yaml:"elsewhere"` // its share of all other takeaways

	z float64
}

// ProfileDraft is a profile of which the prose is still to be read.
type ProfileDraft struct {
	s     *summariser
	trend *Trend
	line  Line
	about About
}

// NewProfile begins the profile of a subject along a trend. No takeaway needs its body yet.
func NewProfile(t *Trend, subject Subject, about About) *ProfileDraft {
	counter := subject.of(t.Whole)
	has := map[*kb.Takeaway]bool{} // talks have no IDs
	for _, t := range counter.List() {
		has[t] = true
	}
	var own []*kb.WriteUp
	for _, w := range counter.Notes() {
		part := *w
		part.Pieces = nil
		for i := range w.Pieces {
			if p := &w.Pieces[i]; p.Kind == kb.KindTakeaway && has[p] {
				part.Pieces = append(part.Pieces, *p)
			}
		}
		own = append(own, &part)
	}
	s := &summariser{n: t.names, ups: t.writeUp, own: own, group: NewGroup(own, t.names.Implied)}
	return &ProfileDraft{s: s, trend: t, line: t.Line(subject), about: about}
}

// mostProfiled is how many takeaways of a subject are read for its sentences.
const mostProfiled = 120

// ToRead lists the takeaways whose bodies the profile wants: those most about the subject, from as many
// write-ups as can be.
func (d *ProfileDraft) ToRead() []*kb.Takeaway {
	type ranked struct {
		t     *kb.Takeaway
		turn  int // how many its write-up gave before
		fit   float64
		place int
	}
	var all []ranked
	for _, w := range d.s.own {
		var list []ranked
		for i := range w.Pieces {
			t := &w.Pieces[i]
			list = append(list, ranked{t: t, fit: d.fit(t), place: len(all) + i})
		}
		slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.fit, a.fit) })
		for i := range list {
			list[i].turn = i
		}
		all = append(all, list...)
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.turn, b.turn), cmp.Compare(b.fit, a.fit), cmp.Compare(a.place, b.place))
	})
	all = all[:min(len(all), mostProfiled)]
	slices.SortFunc(all, func(a, b ranked) int { return cmp.Compare(a.place, b.place) })
	out := make([]*kb.Takeaway, len(all))
	for i := range all {
		out[i] = all[i].t
	}
	return out
}

// fit is how much a takeaway is about the subject.
func (d *ProfileDraft) fit(t *kb.Takeaway) float64 {
	if d.line.Type == TopicType {
		return d.s.fit(t, d.line.ID)
	}
	return 1 / float64(max(1, len(t.Projects))) // one of many is named in passing
}

// Profile finishes the profile, with at most n sentences, authors and related topics and projects of
// each kind (0: all of those, and ten sentences). The takeaways of ToRead carry their bodies by now.
func (d *ProfileDraft) Profile(n int, keep func(Subject) bool) *Profile {
	l := &d.line
	p := &Profile{Line: *l, About: d.about}
	p.Aliases, p.Wider = notNil(p.Aliases), notNil(p.Wider)
	if d.trend.Census {
		p.Layer, p.Talks = "programme", d.talks(n)
		p.By, p.Sentences = []Writer{}, []Said{}
	} else {
		p.By, p.Sentences = d.writers(), d.sentences(n)
	}
	p.Related = d.related(n, keep)
	if n > 0 {
		p.By = p.By[:min(n, len(p.By))]
	}
	return p
}

// talks are the newest n talks of a programme, 0 for all, those of one edition by title.
func (d *ProfileDraft) talks(n int) []OnProgramme {
	own := slices.Clone(d.s.own)
	slices.SortStableFunc(own, func(a, b *kb.WriteUp) int {
		return CompareEditions(d.s.firstOf(b.Conferences), d.s.firstOf(a.Conferences))
	})
	out := []OnProgramme{}
	for _, w := range own {
		from := len(out)
		for i := range w.Pieces {
			out = append(out, OnProgramme{w.Pieces[i].Ref, w.Pieces[i].Heading, w.Path})
		}
		slices.SortStableFunc(out[from:], func(a, b OnProgramme) int { return cmp.Compare(a.Title, b.Title) })
		if n > 0 && len(out) >= n {
			return out[:n]
		}
	}
	return out
}

// sentences picks the sentences that stand for the subject.
func (d *ProfileDraft) sentences(n int) []Said {
	const most = 10
	if n == 0 {
		n = most
	}
	d.s.read()
	key := d.s.page.Key(d.line.ID, d.line.Name)
	known := map[*quote.Sentence]float64{}
	var cs []*quote.Sentence
	for _, w := range d.s.own {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			fit, grounds := d.fit(t), d.s.groundsOf(t, d.line.Subject)
			for _, c := range d.s.page.Of(t) {
				if !grounds.hold(c, key) {
					continue
				}
				known[c] = fit * c.Base
				if c.Names(key) {
					known[c] *= 2
				}
				if d.s.page.Foreign(c) {
					known[c] *= 0.2
				}
				c.Vague = false // a page about one thing has more room than a theme
				cs = append(cs, c)
			}
		}
	}
	prior := func(c *quote.Sentence) float64 { return known[c] }
	out := []Said{}
	for _, c := range quote.Choose(quote.Nearest(cs, prior), n, prior, nil, false) {
		out = append(out, Said{d.s.quote(c), notNil(c.Takeaway.Conferences)})
	}
	// The newest comes first; of one conference the most central.
	slices.SortStableFunc(out, func(a, b Said) int { return CompareEditions(d.s.firstOf(b.Conferences), d.s.firstOf(a.Conferences)) })
	return out
}

// firstOf is the earliest of some editions; one of which nothing is known where there is none.
func (s *summariser) firstOf(ids []string) Edition {
	first := Edition{}
	for i, id := range ids {
		if e := s.n.Edition(id); i == 0 || CompareEditions(e, first) < 0 {
			first = e
		}
	}
	return first
}

// writers lists who wrote about the subject: those with most takeaways first. Of a write-up of several
// authors each counts.
func (d *ProfileDraft) writers() []Writer {
	at := map[string]int{}
	out := []Writer{}
	for _, w := range d.s.own {
		for k, key := range people(w) {
			i, ok := at[key]
			if !ok {
				i = len(out)
				at[key] = i
				out = append(out, Writer{Author: w.Authors[k], Conferences: []string{}})
			}
			out[i].Takeaways += len(w.Pieces)
			out[i].WriteUps++
			for _, id := range w.Conferences {
				if !slices.Contains(out[i].Conferences, id) {
					out[i].Conferences = append(out[i].Conferences, id)
				}
			}
		}
	}
	for _, w := range out {
		slices.SortFunc(w.Conferences, func(a, b string) int { return CompareEditions(d.s.n.Edition(a), d.s.n.Edition(b)) })
	}
	slices.SortFunc(out, func(a, b Writer) int {
		return cmp.Or(cmp.Compare(b.Takeaways, a.Takeaways), cmp.Compare(b.WriteUps, a.WriteUps), cmp.Compare(a.Author, b.Author))
	})
	return out
}

// related lists what occurs beside the subject more often than elsewhere, by more than chance does. What
// the subject implies, or is implied by, is not related but wider or narrower.
func (d *ProfileDraft) related(n int, keep func(Subject) bool) []Relation {
	topics, projects := []Relation{}, []Relation{}
	for _, s := range newChorus(d.s.group.Notes()).subjects(d.s.group, d.s.n) {
		if s == d.line.Subject || !keep(s) || (s.Type == TopicType && d.kin(s.ID)) {
			continue
		}
		with, all := s.of(d.s.group).Takeaways(), s.of(d.trend.Whole).Takeaways()
		total, rest := d.line.Takeaways, d.trend.Whole.Takeaways()-d.line.Takeaways
		r := Relation{Subject: s, Takeaways: with, Share: ratio(with, total), Elsewhere: ratio(all-with, rest)}
		if r.z = zScore(all-with, rest, with, total); with < 2 || r.z < leastZ {
			continue
		}
		if s.Type == TopicType {
			topics = append(topics, r)
		} else {
			projects = append(projects, r)
		}
	}
	for _, list := range []*[]Relation{&topics, &projects} {
		slices.SortFunc(*list, func(a, b Relation) int { return cmp.Or(cmp.Compare(b.z, a.z), cmp.Compare(a.ID, b.ID)) })
		if n > 0 {
			*list = (*list)[:min(n, len(*list))]
		}
	}
	return slices.Concat(topics, projects)
}

// kin reports whether a topic is wider or narrower than the subject.
func (d *ProfileDraft) kin(topic string) bool {
	if d.line.Type == ProjectType {
		return slices.Contains(d.about.Wider, topic)
	}
	return slices.Contains(d.s.n.Implied(topic), d.line.ID) || slices.Contains(d.s.n.Implied(d.line.ID), topic)
}
