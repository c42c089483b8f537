package digest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// Tally is how often one conference, tag, project, author, talk or speaker occurs in write-ups. Fields that
// do not apply to the kind stay empty.
type Tally struct {
	// ID is what people type: "kubecon-na-2019", "service-mesh", "argo-cd", the name of an author, the slug of
	// a speaker's name, the edition and the slug of a talk's title.
	ID string `json:"id" yaml:"id"`
	// Name is for people: "KubeCon NA 2019", "Argo CD", the title of a talk. Of the spellings of a person's
	// name it is the one that most write-ups have.
	Name      string `json:"name,omitempty" yaml:"name,omitempty"`
	Takeaways int    `json:"takeaways" yaml:"takeaways"`
	WriteUps  int    `json:"write_ups" yaml:"write_ups"`
	// Authors is the number of independent authors of the takeaways; see Counter.Voices.
	Authors int `json:"authors,omitempty" yaml:"authors,omitempty"`

	// Own, Inherited and Inferred say how many takeaways carry a tag from each source; a takeaway counts
	// once, under the source that wins.
	Own       int `json:"own,omitempty" yaml:"own,omitempty"`
	Inherited int `json:"inherited,omitempty" yaml:"inherited,omitempty"`
	Inferred  int `json:"inferred,omitempty" yaml:"inferred,omitempty"`
	// Narrower is how many takeaways have only a tag below this one.
	Narrower int `json:"narrower,omitempty" yaml:"narrower,omitempty"`
	// Parents are the topics above a topic.
	Parents []string `json:"parents,omitempty" yaml:"parents,omitempty"`

	// Series, City, Start and End describe an edition; the dates are ISO 8601.
	Series string `json:"series,omitempty" yaml:"series,omitempty"`
	City   string `json:"city,omitempty" yaml:"city,omitempty"`
	Start  string `json:"start,omitempty" yaml:"start,omitempty"`
	End    string `json:"end,omitempty" yaml:"end,omitempty"`

	// Maturity of a project: "graduated", "incubating", "sandbox". Topics are those that it implies.
	Maturity string   `json:"maturity,omitempty" yaml:"maturity,omitempty"`
	Topics   []string `json:"topics,omitempty" yaml:"topics,omitempty"`

	// Speakers, Org and Link describe a talk; the Org of a speaker is that of the latest talk.
	Speakers []string `json:"speakers,omitempty" yaml:"speakers,omitempty"`
	Org      string   `json:"org,omitempty" yaml:"org,omitempty"`
	Link     string   `json:"link,omitempty" yaml:"link,omitempty"`

	// By names the voices that mention a project, a talk or a speaker; see Counter.By.
	By []string `json:"by,omitempty" yaml:"by,omitempty"`
	// Conferences are the editions in which a speaker or a talk occurs.
	Conferences []string `json:"conferences,omitempty" yaml:"conferences,omitempty"`
	// First and Last are the first and the last edition with an occurrence.
	First string `json:"first,omitempty" yaml:"first,omitempty"`
	Last  string `json:"last,omitempty" yaml:"last,omitempty"`
}

// Tallies counts write-ups by a kind of things: those with the most takeaways first, conferences by date. A
// takeaway counts for its tags and for the topics above them, as it is found by tag:. all adds what the
// registry and the vocabulary know and no takeaway has.
func Tallies(kind Kind, ups []*kb.WriteUp, n Names, all bool) []Tally {
	c := &tallies{n: n.remember(), kind: kind, rows: map[string]*tally{}}
	if all {
		for _, id := range n.Known(kind) {
			c.at(id)
		}
	}
	for _, w := range ups {
		c.count(w)
	}
	rows := make([]Tally, 0, len(c.rows))
	for _, t := range c.rows {
		if t.Takeaways > 0 || all {
			rows = append(rows, c.finished(t))
		}
	}
	slices.SortFunc(rows, func(a, b Tally) int {
		byDate := 0
		if kind == Conferences {
			byDate = CompareEditions(c.n.Edition(a.ID), c.n.Edition(b.ID))
		}
		return cmp.Or(byDate, cmp.Compare(b.Takeaways, a.Takeaways), cmp.Compare(a.ID, b.ID))
	})
	return rows
}

// tallies collects what is counted.
type tallies struct {
	n    Names
	kind Kind
	rows map[string]*tally
	// seen are the rows of the write-up that is being counted.
	seen map[*tally]bool
}

// tally is a row that is being counted.
type tally struct {
	Tally
	voices    Counter
	spellings map[string]int // of a person's name, with the write-ups that have each
	orgOf     Edition        // at which the organisation was known
}

// at is the row with a key.
func (c *tallies) at(key string) *tally {
	t := c.rows[key]
	if t == nil {
		t = &tally{Tally: Tally{ID: key, Name: key}, spellings: map[string]int{}}
		c.rows[key] = t
	}
	return t
}

// count adds a write-up.
func (c *tallies) count(w *kb.WriteUp) {
	c.seen = map[*tally]bool{}
	if c.kind == Conferences { // which has a write-up also where nothing was taken home
		for _, id := range w.Conferences {
			c.see(c.at(id), w)
		}
	}
	for i := range w.Pieces {
		p := &w.Pieces[i]
		if p.Kind != kb.KindTakeaway {
			continue
		}
		switch c.kind {
		case Conferences:
			for _, id := range w.Conferences {
				c.add(c.at(id), w, p)
			}
		case Authors:
			for k, key := range people(w) {
				c.spelt(c.add(c.at(key), w, p), w.Authors[k])
			}
		case Tags:
			c.tags(w, p)
		case Projects:
			for k := range p.Projects {
				c.add(c.at(p.Projects[k].Project), w, p)
			}
		case Talks:
			c.talk(w, p)
		case Speakers:
			c.speakers(w, p)
		}
	}
}

// add counts a takeaway once.
func (c *tallies) add(t *tally, w *kb.WriteUp, p *kb.Takeaway) *tally {
	if n := t.voices.Takeaways(); n > 0 && t.voices.takeaways[n-1] == p {
		return t
	}
	t.voices.add(w, p)
	t.Takeaways++
	c.see(t, w)
	return t
}

// see counts a write-up once.
func (c *tallies) see(t *tally, w *kb.WriteUp) {
	if c.seen[t] {
		return
	}
	c.seen[t] = true
	t.WriteUps++
	for _, id := range w.Conferences {
		if t.First == "" || CompareEditions(c.n.Edition(id), c.n.Edition(t.First)) < 0 {
			t.First = id
		}
		if t.Last == "" || CompareEditions(c.n.Edition(t.Last), c.n.Edition(id)) < 0 {
			t.Last = id
		}
	}
}

// spelt notes how a name is written.
func (c *tallies) spelt(t *tally, name string) { t.spellings[name]++ }

// tags counts a takeaway for its tags and for the topics above them.
func (c *tallies) tags(w *kb.WriteUp, p *kb.Takeaway) {
	for _, tag := range p.Tags {
		t := c.add(c.at(tag.Name), w, p)
		switch tag.Source {
		case kb.TagOwn:
			t.Own++
		case kb.TagInherited:
			t.Inherited++
		case kb.TagInferred:
			t.Inferred++
		}
	}
	for _, tag := range p.Tags {
		for _, parent := range c.n.Implied(tag.Name) {
			if t := c.at(parent); !p.HasTag(parent) && (t.voices.Takeaways() == 0 || t.voices.takeaways[t.voices.Takeaways()-1] != p) {
				c.add(t, w, p)
				t.Narrower++
			}
		}
	}
}

// talk counts a takeaway for the talk that it is about. Talks are the same where they were given at the same
// conference under titles that differ in case and signs only: "Closing remarks" are given every year.
func (c *tallies) talk(w *kb.WriteUp, p *kb.Takeaway) {
	if p.Talk == nil || kb.Slug(p.Talk.Title) == "" {
		return
	}
	key := kb.Slug(p.Talk.Title)
	if len(w.Conferences) > 0 {
		key = w.Conferences[0] + "/" + key
	}
	t := c.add(c.at(key), w, p)
	if t.Name == key {
		t.Name = p.Talk.Title
	}
	if len(t.Speakers) == 0 {
		t.Speakers = p.Talk.Speakers
	}
	t.Org = cmp.Or(t.Org, p.Talk.Org)
	c.told(t, w, p)
}

// speakers counts a takeaway for the people whose talk it is about.
func (c *tallies) speakers(w *kb.WriteUp, p *kb.Takeaway) {
	if p.Talk == nil {
		return
	}
	for _, name := range p.Talk.Speakers {
		if kb.Slug(name) == "" {
			continue
		}
		t := c.add(c.at(personKey(name)), w, p)
		c.spelt(t, name)
		c.told(t, w, p)
		// Of several speakers each may have another organisation; of several talks the latest is right.
		at := c.latest(w)
		if len(p.Talk.Speakers) == 1 && p.Talk.Org != "" && (t.Org == "" || CompareEditions(t.orgOf, at) < 0) {
			t.Org, t.orgOf = p.Talk.Org, at
		}
	}
}

// latest is the last edition of a write-up; one long past where it has none.
func (c *tallies) latest(w *kb.WriteUp) Edition {
	last := Edition{Start: "0"}
	for _, id := range w.Conferences {
		if e := c.n.Edition(id); last.ID == "" || CompareEditions(last, e) < 0 {
			last = e
		}
	}
	return last
}

// told adds what a takeaway knows of a talk. What one takeaway does not know of it another may.
func (c *tallies) told(t *tally, w *kb.WriteUp, p *kb.Takeaway) {
	if c.kind == Talks || len(p.Talk.Speakers) == 1 {
		t.Link = cmp.Or(t.Link, p.Talk.Link, p.Talk.Video, p.Talk.Slides)
	}
	for _, id := range w.Conferences {
		if !slices.Contains(t.Conferences, id) {
			t.Conferences = append(t.Conferences, id)
		}
	}
}

// finished is a row with what the registry and the vocabulary know of it.
func (c *tallies) finished(t *tally) Tally {
	t.Authors = t.voices.Voices()
	switch c.kind {
	case Conferences:
		e := c.n.Edition(t.ID)
		t.First, t.Last = "", ""
		t.Name, t.City, t.Start, t.End = e.Short, e.City, e.Start, e.End
	case Tags:
		if name, known := c.n.Topic(t.ID); known {
			t.Name, t.Parents = name, c.n.Implied(t.ID)
		}
	case Projects:
		a := c.n.About(Subject{Type: ProjectType, ID: t.ID})
		t.Name, t.Maturity, t.Topics = c.n.Project(t.ID), a.Maturity, a.Wider
	case Authors:
		t.ID = commonest(t.spellings)
		t.Name = t.ID
	case Speakers:
		t.Name = commonest(t.spellings)
		t.ID = kb.Slug(t.Name)
	}
	if c.kind == Projects || c.kind == Talks || c.kind == Speakers {
		t.By = t.voices.By()
	}
	return t.Tally
}

// commonest is the spelling that occurs most often. Of several it is the one with the most marks on its letters,
// which people drop and do not add, in the fewest capitals, with the most names and the fewest titles.
func commonest(spellings map[string]int) string {
	best := ""
	for _, s := range slices.Sorted(maps.Keys(spellings)) {
		if best == "" || cmp.Or(cmp.Compare(spellings[s], spellings[best]), compareSpellings(s, best)) > 0 {
			best = s
		}
	}
	return best
}

// compareSpellings is positive where a is the better way to write a name.
func compareSpellings(a, b string) int {
	marks := func(s string) int { return len(s) - len([]rune(s)) }
	shouts := func(s string) int {
		if strings.ToUpper(s) == s {
			return 1
		}
		return 0
	}
	names := func(s string) int { return len(strings.Fields(kb.NameKey(s))) }
	titles := func(s string) int { return len(strings.Fields(s)) - names(s) }
	return cmp.Or(cmp.Compare(marks(a), marks(b)), cmp.Compare(shouts(b), shouts(a)), cmp.Compare(names(a), names(b)), cmp.Compare(titles(b), titles(a)))
}
