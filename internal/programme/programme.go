// Package programme knows who spoke on what: 6,864 talks of 70 editions, 2015 to 2026, with their speakers,
// companies, tracks, days and addresses. They are facts beside the notes and are never counted as takeaways.
//
// The talks stand in talks.tsv, other spellings of people and companies in people.tsv and organisations.tsv;
// doc/programme.md names the sources. "go run ./internal/gen programme" compiles them. Whether a name is a
// person's or a text the title of a talk is answered from sorted tables that are read in place; the talks
// are unpacked when they are first asked for. Nothing here does I/O or looks at the clock.
package programme

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// Talk is one session of an edition, as its programme announced it.
type Talk struct {
	// Edition is the conference's id.
	Edition string `json:"conference" yaml:"conference"`
	Title   string `json:"title" yaml:"title"`
	// Cut is true where the source cut the title short; Title then ends in three dots.
	Cut      bool      `json:"-" yaml:"-"`
	Speakers []Speaker `json:"speakers" yaml:"speakers"`
	// Track is the organiser's name for it, empty if unknown.
	Track string `json:"track,omitempty" yaml:"track,omitempty"`
	// Type is keynote, lightning, tutorial, panel, maintainer, bof, poster, breakout, sponsored, cohosted or other.
	Type string `json:"type" yaml:"type"`
	Date string `json:"date,omitempty" yaml:"date,omitempty"` // ISO 8601, empty if unknown
	// Topics and Projects are what the title speaks of: ids of the vocabulary that
	// Tagged names, without the wider topics that these imply.
	Topics   []string `json:"topics,omitempty" yaml:"topics,omitempty"`
	Projects []string `json:"projects,omitempty" yaml:"projects,omitempty"`

	n int // its place in the table
}

// Speaker is somebody on the stage.
type Speaker struct {
	Name string `json:"name" yaml:"name"`
	// Org is where the speaker worked then; empty if unknown.
	Org string `json:"org,omitempty" yaml:"org,omitempty"`
}

// Links are the addresses of a talk, each empty if unknown.
type Links struct {
	Page   string `json:"link,omitempty" yaml:"link,omitempty"`
	Video  string `json:"video,omitempty" yaml:"video,omitempty"`
	Slides string `json:"slides,omitempty" yaml:"slides,omitempty"`
}

// Hash identifies the compiled programme: 16 hexadecimal digits. It is part of the format of an index.
func Hash() string { return hash }

// All returns every talk: by edition, as talks.tsv has them.
// The slice and what it holds are shared and must not be changed.
func All() []Talk { return unpacked().talks }

// Talks returns the talks of an edition, none where the programme lacks it. They are shared.
func Talks(edition string) []Talk {
	r, ok := unpacked().editions[edition]
	if !ok {
		return nil
	}
	return unpacked().talks[r.from:r.to]
}

// Editions lists the editions that the programme has, in its order.
func Editions() []string { return unpacked().order }

// ByID finds a talk by its ID.
func ByID(id string) (*Talk, bool) {
	edition, _, ok := strings.Cut(id, "/")
	if !ok {
		return nil, false
	}
	talks := Talks(edition)
	for i := range talks {
		if talks[i].ID() == id {
			return &talks[i], true
		}
	}
	return nil, false
}

// ID is the edition and the slug of the title: "kubecon-na-2019/title-of-the-talk"; the second talk of one
// title has "-2" after it.
func (t *Talk) ID() string {
	slug, nth := kb.Slug(t.Title), 1
	for before := t.n - 1; before >= 0 && unpacked().talks[before].Edition == t.Edition; before-- {
		if other := unpacked().talks[before].Title; strings.EqualFold(other[:min(len(other), 3)], t.Title[:min(len(t.Title), 3)]) && kb.Slug(other) == slug {
			nth++
		}
	}
	if nth > 1 {
		slug += "-" + strconv.Itoa(nth)
	}
	return t.Edition + "/" + slug
}

// Links returns the addresses of the talk.
func (t *Talk) Links() Links {
	all := links()
	return Links{all[0][t.n], all[1][t.n], all[2][t.n]}
}

// Names are the speakers' names.
func (t *Talk) Names() []string {
	out := make([]string, len(t.Speakers))
	for i, s := range t.Speakers {
		out[i] = s.Name
	}
	return out
}

// Orgs are the speakers' companies, each once.
func (t *Talk) Orgs() []string {
	var out []string
	for _, s := range t.Speakers {
		if s.Org != "" && !slices.Contains(out, s.Org) {
			out = append(out, s.Org)
		}
	}
	return out
}

// Talk is the talk as notes know one.
func (t *Talk) Talk() *kb.Talk {
	l := t.Links()
	return &kb.Talk{Title: t.Title, Speakers: t.Names(), Org: strings.Join(t.Orgs(), ", "), Link: l.Page, Video: l.Video, Slides: l.Slides}
}

// table is the programme unpacked.
type table struct {
	talks    []Talk
	editions map[string]struct{ from, to int }
	order    []string

	mu      sync.Mutex
	weighed map[string]weights // by edition, as they are asked for
}

var unpacked = sync.OnceValue(func() *table {
	return unpack(unpackText(talksData), lines(peopleData), lines(organisationsData), unpackText(tagsData))
})

// index fills the parts of the table that follow from the talks.
func (t *table) index() {
	t.editions = map[string]struct{ from, to int }{}
	for i := range t.talks {
		talk := &t.talks[i]
		talk.n = i
		talk.Cut = strings.HasSuffix(talk.Title, "...")
		if i == 0 || t.talks[i-1].Edition != talk.Edition {
			t.order = append(t.order, talk.Edition)
			t.editions[talk.Edition] = struct{ from, to int }{i, i}
		}
	}
	for k, edition := range t.order {
		r := t.editions[edition]
		if r.to = len(t.talks); k+1 < len(t.order) {
			r.to = t.editions[t.order[k+1]].from
		}
		t.editions[edition] = r
	}
}

// weights are the words of an edition's titles.
type weights struct {
	keys []string           // of the titles
	sums []float64          // of the weights of a title's words
	in   map[string][]int32 // titles that a word is in, once for each time
}
