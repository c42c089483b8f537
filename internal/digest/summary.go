package digest

import (
	"cmp"
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// Length says how much a summary holds.
type Length string

// The lengths: half a page, a page or two, everything worth a line.
const (
	Short  Length = "short"
	Normal Length = "normal"
	Long   Length = "long"
)

// Lengths are the legal values of Length.
func Lengths() []string { return []string{string(Short), string(Normal), string(Long)} }

// bounds are how many of each a summary holds at most.
type bounds struct{ themes, sentences, talks, speakers, projects, numbers, moves, sides int }

func (l Length) bounds() bounds {
	switch l {
	case Short:
		return bounds{themes: 5, sentences: 1, talks: 3, speakers: 3, projects: 6, numbers: 3, moves: 3, sides: 1}
	case Long:
		return bounds{themes: 30, sentences: 2, talks: 20, speakers: 20, projects: 30, numbers: 15, moves: 10, sides: 6}
	}
	return bounds{themes: 10, sentences: 2, talks: 8, speakers: 6, projects: 12, numbers: 6, moves: 5, sides: 3}
}

// Quote is a sentence as it stands in a note, with who wrote it and where.
type Quote struct {
	Sentence string   `json:"sentence" yaml:"sentence"`
	ID       string   `json:"id" yaml:"id"`
	Ref      string   `json:"ref" yaml:"ref"`
	Authors  []string `json:"authors" yaml:"authors"`
	Source   string   `json:"source" yaml:"source"` // the address of the write-up; empty if the note gives none
	Title    string   `json:"title" yaml:"title"`   // of the write-up
	Heading  string   `json:"heading" yaml:"heading"`
	Path     string   `json:"path" yaml:"path"`
	Line     int      `json:"line" yaml:"line"`
	// Language is that of a sentence in another language than the page, as the write-up states it.
	Language string `json:"language,omitempty" yaml:"language,omitempty"`
}

// Theme is a tag with what was said about it.
type Theme struct {
	Tag       string `json:"tag" yaml:"tag"`
	Name      string `json:"name" yaml:"name"`
	Takeaways int    `json:"takeaways" yaml:"takeaways"`
	WriteUps  int    `json:"write_ups" yaml:"write_ups"`
	// Authors is the number of independent authors; By names them, co-authors together.
	Authors int      `json:"authors" yaml:"authors"`
	By      []string `json:"by" yaml:"by"`
	// Share is the part of the conference's takeaways, 0 to 1.
	Share     float64 `json:"share" yaml:"share"`
	Sentences []Quote `json:"sentences" yaml:"sentences"`
	// Sides are two sentences of different authors that seem to pull in different directions; else empty.
	Sides []Quote `json:"sides" yaml:"sides"`
}

// Project is a technology that was named.
type Project struct {
	Project   string   `json:"project" yaml:"project"`
	Name      string   `json:"name" yaml:"name"`
	Takeaways int      `json:"takeaways" yaml:"takeaways"`
	WriteUps  int      `json:"write_ups" yaml:"write_ups"`
	Authors   int      `json:"authors" yaml:"authors"`
	By        []string `json:"by" yaml:"by"`
	// FirstSeen is true where no earlier edition in the library names it; never of the earliest one.
	FirstSeen bool `json:"first_seen" yaml:"first_seen"`
}

// Shift is how the share of a tag differs from the previous edition.
type Shift struct {
	Tag               string  `json:"tag" yaml:"tag"`
	Name              string  `json:"name" yaml:"name"`
	Move              Move    `json:"move" yaml:"move"`
	Takeaways         int     `json:"takeaways" yaml:"takeaways"`
	Authors           int     `json:"authors" yaml:"authors"`
	Share             float64 `json:"share" yaml:"share"`
	PreviousTakeaways int     `json:"previous_takeaways" yaml:"previous_takeaways"`
	PreviousAuthors   int     `json:"previous_authors" yaml:"previous_authors"`
	PreviousShare     float64 `json:"previous_share" yaml:"previous_share"`
}

// Change is the comparison with an earlier edition of the same series.
type Change struct {
	// Previous is the edition compared with; its ID is empty where the library has none.
	Previous  Edition `json:"previous" yaml:"previous"`
	WriteUps  int     `json:"write_ups" yaml:"write_ups"`
	Takeaways int     `json:"takeaways" yaml:"takeaways"`
	Authors   int     `json:"authors" yaml:"authors"`
	// Missing is the edition right before this one, where the library has no write-ups of it.
	Missing string `json:"missing" yaml:"missing"`
	// Small is true where one of the two rests on few takeaways or few authors.
	Small  bool    `json:"small_sample" yaml:"small_sample"`
	Shifts []Shift `json:"shifts" yaml:"shifts"`
}

// Coverage says what the page rests on.
type Coverage struct {
	Perspectives []PerspectiveCount `json:"perspectives" yaml:"perspectives"`
	// Themes counts all themes, OneAuthor those that rest on one author.
	Themes    int `json:"themes" yaml:"themes"`
	OneAuthor int `json:"one_author_themes" yaml:"one_author_themes"`
	// Small is true where the shares rest on few takeaways or few authors.
	Small bool `json:"small_sample" yaml:"small_sample"`
}

// PerspectiveCount is how many write-ups look at the conference from somewhere; "" is not stated.
type PerspectiveCount struct {
	Perspective string `json:"perspective" yaml:"perspective"`
	WriteUps    int    `json:"write_ups" yaml:"write_ups"`
}

// Summary is one page about a conference.
type Summary struct {
	Conference Edition `json:"conference" yaml:"conference"`
	WriteUps   int     `json:"write_ups" yaml:"write_ups"`
	Takeaways  int     `json:"takeaways" yaml:"takeaways"`
	// Authors is the number of independent authors; By names them.
	Authors  int       `json:"authors" yaml:"authors"`
	By       []string  `json:"by" yaml:"by"`
	Themes   []Theme   `json:"themes" yaml:"themes"`
	Talks    []Talk    `json:"talks" yaml:"talks"`
	Speakers []Speaker `json:"speakers" yaml:"speakers"`
	Projects []Project `json:"projects" yaml:"projects"`
	Numbers  []Number  `json:"numbers" yaml:"numbers"`
	Change   Change    `json:"change" yaml:"change"`
	Coverage Coverage  `json:"coverage" yaml:"coverage"`
}

// Options of a summary.
type Options struct{ Length Length }

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
	d := &Draft{s: &summariser{n: n, edition: edition, ups: ups, own: own, group: NewGroup(own, n.Implied), bounds: o.Length.bounds()}}
	d.all, d.cov = d.s.coverage()
	return d
}

// mostRead is how many takeaways of an edition are read. Ten times the work would not make the page of an
// edition with thousands of takeaways better.
const mostRead = 400

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
			if n := len(list); n > 0 && list[n-1].t.Path == t.Path {
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
	out := &Summary{Conference: s.n.Edition(s.edition), WriteUps: len(s.own), Takeaways: s.group.Takeaways(), By: s.group.By()}
	out.Authors, out.Coverage = len(out.By), d.cov
	out.Themes = s.themes(d.all)
	out.Talks, out.Speakers = s.talks()
	out.Projects = s.projects()
	out.Numbers = s.numbers()
	out.Change = s.change()
	return out
}

// summariser is one summary in the making.
type summariser struct {
	n       Names
	edition string
	ups     []*kb.WriteUp
	own     []*kb.WriteUp
	group   *Group
	bounds  bounds

	writeUp    map[*kb.Takeaway]*kb.WriteUp
	candidates map[*kb.Takeaway][]*candidate
	lexicon    *lexicon
	english    bool         // most sentences are
	spoken     []*candidate // what the page says already
}

// read finds the sentences that can be quoted, in the takeaways that have a body.
func (s *summariser) read() {
	s.candidates = map[*kb.Takeaway][]*candidate{}
	s.writeUp = map[*kb.Takeaway]*kb.WriteUp{}
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
			sentences := quotable(t, limit)
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

// headingWeight is what being like the heading counts for.
const headingWeight = 0.8

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
		Heading: t.Heading, Path: t.Path, Line: t.Line}
	q.Authors = notNil(q.Authors)
	if s.foreign(c) {
		q.Language = s.writeUp[t].Language
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
	return all, c
}

// keynotes is the topic that says in what form something was said, not what.
const keynotes = "keynote"

// isTheme reports whether a tag says what a takeaway is about: a topic of the vocabulary, or a word that
// a person put on this very takeaway. Words that the front matter of a blog puts on everything
// ("conference", "tech") are none, and neither is a wider topic with the takeaways of a narrower one only.
func (s *summariser) isTheme(tag string) bool {
	c := s.group.Tag(tag)
	if tag == keynotes {
		return false
	}
	if _, known := s.n.Topic(tag); !known {
		return slices.ContainsFunc(c.List(), func(t *kb.Takeaway) bool {
			return slices.ContainsFunc(t.Tags, func(g kb.Tag) bool { return g.Name == tag && g.Source == kb.TagOwn })
		})
	}
	for _, t := range c.List()[:1] { // a narrower topic with all of them is on the first, too
		for _, g := range t.Tags {
			if g.Name != tag && slices.Contains(s.n.Implied(g.Name), tag) && s.group.Tag(g.Name).Takeaways() == c.Takeaways() {
				return false
			}
		}
	}
	return true
}

// themes makes the first themes of all.
func (s *summariser) themes(all []string) []Theme {
	out := []Theme{}
	sides := s.bounds.sides
	for _, tag := range all[:min(len(all), s.bounds.themes)] {
		c := s.group.Tag(tag)
		name, known := s.n.Topic(tag)
		if !known {
			name = tag
		}
		t := Theme{Tag: tag, Name: name, Takeaways: c.Takeaways(), WriteUps: c.WriteUps(), By: c.By(), Share: s.group.Share(c),
			Sentences: []Quote{}, Sides: []Quote{}}
		t.Authors = len(t.By)
		cs, prior, key := s.about(tag, name)
		if sides > 0 && t.Authors > 1 {
			if a, b := s.sides(cs, prior, key); a != nil {
				t.Sides = []Quote{s.quote(a), s.quote(b)}
				s.spoken = append(s.spoken, a, b)
				sides--
			}
		}
		for _, c := range s.said(tag, cs, prior) {
			t.Sentences = append(t.Sentences, s.quote(c))
		}
		out = append(out, t)
	}
	return out
}

// about lists the sentences of a theme, how likely each is to be about it, and the terms that name it.
// Of a large theme it keeps the sentences nearest to its centre.
func (s *summariser) about(tag, name string) ([]*candidate, func(*candidate) float64, []int32) {
	var cs []*candidate
	key := s.keyTerms(tag, name)
	known := map[*candidate]float64{}
	for _, t := range s.group.Tag(tag).List() {
		if len(s.candidates[t]) == 0 {
			continue
		}
		fit := s.fit(t, tag)
		for _, c := range s.candidates[t] {
			cs = append(cs, c)
			known[c] = fit * c.base
			if c.names(key) {
				known[c] *= 1.5
			}
			if s.foreign(c) {
				known[c] *= 0.2
			}
		}
	}
	prior := func(c *candidate) float64 { return known[c] }
	return nearest(cs, prior), prior, key
}

// foreign reports whether a sentence is in another language on a page in English.
func (s *summariser) foreign(c *candidate) bool { return s.english && !c.english }

// fit is how much a takeaway is about a tag: people name first what it is most about.
func (s *summariser) fit(t *kb.Takeaway, tag string) float64 {
	best := 0.0
	for i, g := range t.Tags {
		score := max(0.5, 1-0.2*float64(i))
		if g.Source != kb.TagOwn {
			score = 0.6
		}
		switch {
		case g.Name == tag:
		case slices.Contains(s.n.Implied(g.Name), tag):
			score *= 0.7
		default:
			continue
		}
		best = max(best, score)
	}
	return best
}

// quality is how well a sentence serves as the one that is quoted: early in its takeaway, of a good
// length, with names, and not about the writer.
func (c *candidate) quality() float64 {
	score := []float64{1, 0.95, 0.85}[min(c.index, 2)]
	if c.item {
		score *= 0.8
	}
	for range min(c.back, 3) {
		score *= 0.7
	}
	if n := len(c.tokens); n < 12 || n > 34 {
		score *= 0.8
	}
	if personal(c.tokens) {
		score *= 0.7
	}
	if aboutPerson(c.text) {
		score *= 0.4
	}
	if vague(c.tokens, c.text) {
		score *= 0.6
	}
	if !slices.ContainsFunc(c.tokens, func(t token) bool { return t.name }) {
		score *= 0.85
	}
	return score
}

// personal reports whether a sentence is about the writer.
func personal(ts []token) bool {
	for i, t := range ts {
		switch t.word {
		case "i", "my", "i'm", "i've", "i'd":
			return true
		case "we", "our":
			if i == 0 {
				return true
			}
		}
	}
	return false
}

// aboutPerson reports whether a sentence introduces somebody: "Jane Doe is a staff engineer at Acme."
func aboutPerson(s string) bool {
	for _, verb := range [...]string{" is a ", " is an ", " is the ", " works at ", " works for "} {
		if before, after, ok := strings.Cut(s, verb); ok && strings.Count(before, " ") <= 3 {
			for _, role := range [...]string{"ngineer", "irector", "anager", "CTO", "CEO", "rchitect", "dvocate", "eveloper at", "maintainer", "founder", "works"} {
				if strings.Contains(after, role) || strings.HasPrefix(verb, " works") {
					return true
				}
			}
		}
	}
	return false
}

// vague reports whether a sentence speaks of a thing as known that others introduced: it begins with "the
// …" and names nobody and nothing soon ("The platform team wanted …"), counts one out of several that
// stand elsewhere, or leaves open which session or company it means.
func vague(ts []token, text string) bool {
	if len(ts) == 0 {
		return false
	}
	for i := range len(ts) - 1 {
		the, noun := ts[i].word, ts[i+1].word
		switch noun {
		case "second", "third", "fourth", "fifth", "other", "others", "rest", "two", "three", "four", "same", "demo":
			if the == "the" || strings.HasSuffix(the, "'s") {
				return true
			}
		case "session", "talk", "speaker", "speakers", "workshop", "panel", "company", "roadmap", "tool", "team":
			named := strings.ContainsAny(text, "“\"") || i+2 < len(ts) && (ts[i+2].name || preposition(ts[i+2].word))
			if the == "the" && !named {
				return true
			}
		}
	}
	if before, _, colon := strings.Cut(text, ":"); colon && len(strings.Fields(before)) < 3 {
		return true // "Security: network policies, …"
	}
	if ts[0].word != "the" || len(ts) < 2 || ts[1].word == "author" {
		return false
	}
	return !slices.ContainsFunc(ts[1:min(len(ts), 8)], func(t token) bool { return t.name })
}

// said chooses the sentences that stand for a theme.
func (s *summariser) said(tag string, cs []*candidate, prior func(*candidate) float64) []*candidate {
	n := s.bounds.sentences
	if n > 1 && s.group.Tag(tag).Takeaways() < 3 {
		n = 1 // one or two takeaways have no centre beyond one sentence
	}
	chosen := choose(cs, n, prior, s.spoken, false)
	if len(chosen) == 0 {
		chosen = choose(cs, 1, prior, s.spoken, true)
	}
	s.spoken = append(s.spoken, chosen...)
	return chosen
}

// projects lists what was named.
func (s *summariser) projects() []Project {
	out := []Project{}
	earlier := s.earlierProjects()
	for _, id := range s.group.Projects() {
		if s.n.Company(id) {
			continue
		}
		if len(out) == s.bounds.projects {
			break
		}
		c := s.group.Project(id)
		p := Project{Project: id, Name: s.n.Project(id), Takeaways: c.Takeaways(), WriteUps: c.WriteUps(), By: c.By()}
		p.Authors = len(p.By)
		p.FirstSeen = earlier != nil && !earlier[id]
		out = append(out, p)
	}
	return out
}

// earlierProjects are those that takeaways of earlier editions name; nil if there is no earlier edition.
func (s *summariser) earlierProjects() map[string]bool {
	this := s.n.Edition(s.edition)
	var named map[string]bool
	for _, w := range s.ups {
		if w.Takeaways() == 0 || !slices.ContainsFunc(w.Conferences, func(id string) bool { return CompareEditions(s.n.Edition(id), this) < 0 }) {
			continue
		}
		if named == nil {
			named = map[string]bool{}
		}
		for i := range w.Pieces {
			if w.Pieces[i].Kind != kb.KindTakeaway {
				continue
			}
			for _, m := range w.Pieces[i].Projects {
				named[m.Project] = true
			}
		}
	}
	return named
}

// leastMoved is how many takeaways a topic needs in the edition where it is larger to be shown as a move.
const leastMoved = 3

// change compares with the latest earlier edition of the series that the library has write-ups of.
func (s *summariser) change() Change {
	this := s.n.Edition(s.edition)
	out := Change{Shifts: []Shift{}}
	for _, e := range Editions(s.ups, s.n) {
		if e.Series != "" && e.Series == this.Series && CompareEditions(e, this) < 0 {
			out.Previous = e
		}
	}
	if p, ok := s.n.Previous(s.edition); ok && p.ID != out.Previous.ID {
		out.Missing = p.Short
	}
	if out.Previous.ID == "" {
		return out
	}
	before := NewGroup(Of(s.ups, out.Previous.ID), s.n.Implied)
	out.WriteUps, out.Takeaways, out.Authors = before.WriteUps(), before.Takeaways(), before.Voices()
	out.Small = before.Small() || s.group.Small()
	counts := map[Move]int{}
	for _, m := range TagMovers(before, s.group) {
		larger := m.After
		if m.Z < 0 {
			larger = m.Before
		}
		if m.Move == Steady || counts[m.Move] == s.bounds.moves || larger.Takeaways() < leastMoved {
			continue
		}
		name, known := s.n.Topic(m.Key)
		if !known {
			continue // words that people choose differ from write-up to write-up
		}
		counts[m.Move]++
		out.Shifts = append(out.Shifts, Shift{Tag: m.Key, Name: name, Move: m.Move,
			Takeaways: m.After.Takeaways(), Authors: m.After.Voices(), Share: m.ShareAfter,
			PreviousTakeaways: m.Before.Takeaways(), PreviousAuthors: m.Before.Voices(), PreviousShare: m.ShareBefore})
	}
	return out
}
