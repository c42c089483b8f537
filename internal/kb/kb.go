// Package kb holds the words of the knowledge base: write-ups, takeaways, talks, tags and the
// evidence behind them. Every other package speaks in these types; this one imports the standard
// library alone and does no I/O.
package kb

import (
	"encoding/json"
	"slices"
	"strings"
)

// Kind says what a piece of a write-up is. Only KindTakeaway is counted.
type Kind string

// The kinds of pieces. All of them are searchable.
const (
	KindTakeaway    Kind = "takeaway"
	KindIntro       Kind = "intro"       // greeting, travel, what this post is about
	KindOutro       Kind = "outro"       // thanks, see you next year, about the author
	KindBoilerplate Kind = "boilerplate" // site chrome, newsletter, social links
	KindContainer   Kind = "container"   // a heading whose own text does not matter ("Day 1")
	KindPassage     Kind = "passage"     // a part of a transcript: what was said on a stage
)

// TagSource says who put a tag on a takeaway.
type TagSource string

// The sources of tags, in the order in which they win when one tag has several.
const (
	TagOwn       TagSource = "own"       // a person set it on this takeaway
	TagInherited TagSource = "inherited" // a person set it on the whole write-up
	TagInferred  TagSource = "inferred"  // the vocabulary found words for it
)

// Evidence is one reason for a claim about a write-up: a tag, an edition, an author, a date.
type Evidence struct {
	// Rule names what fired: "hashtag", "front-matter", "name", "strong", "weak", "project:argo-cd",
	// "title", "path", … The package that infers documents its rules.
	Rule string `json:"rule" yaml:"rule"`
	// Text is the words the rule matched, as they stand in the note.
	Text string `json:"text" yaml:"text"`
	// Line is the 1-based line of the note, 0 where the evidence is not in the file (its name, its folder).
	Line int `json:"line,omitempty" yaml:"line,omitempty"`
	// Weight is what the match contributed to the score; 0 where nothing was weighed.
	Weight float64 `json:"weight,omitempty" yaml:"weight,omitempty"`
}

// Tag is a topic id, or any word that a person chose, on a takeaway or a write-up.
type Tag struct {
	Name   string    `json:"name" yaml:"name"`
	Source TagSource `json:"source" yaml:"source"`
	// Evidence is never empty: where a person set the tag it says in which line.
	Evidence []Evidence `json:"evidence" yaml:"evidence"`
}

// Mention is a project of the vocabulary named in a takeaway.
type Mention struct {
	// Project is the vocabulary's id: "argo-cd".
	Project  string     `json:"project" yaml:"project"`
	Evidence []Evidence `json:"evidence" yaml:"evidence"`
}

// Talk is the session that a takeaway is about.
type Talk struct {
	Title    string   `json:"title,omitempty" yaml:"title,omitempty"`
	Speakers []string `json:"speakers,omitempty" yaml:"speakers,omitempty"`
	Org      string   `json:"org,omitempty" yaml:"org,omitempty"`
	Link     string   `json:"link,omitempty" yaml:"link,omitempty"`
	Video    string   `json:"video,omitempty" yaml:"video,omitempty"`
	Slides   string   `json:"slides,omitempty" yaml:"slides,omitempty"`
	// Announced is the programme's ID of the talk ("kubecon-na-2019/title-of-the-talk"), empty where the
	// programme does not have it. What the note does not say is then taken from there; Why says on what
	// that rests.
	Announced string     `json:"announced,omitempty" yaml:"announced,omitempty"`
	Why       []Evidence `json:"why,omitempty" yaml:"why,omitempty"`
}

// Zero reports whether nothing is known about the talk.
func (t *Talk) Zero() bool {
	return t == nil || (t.Title == "" && len(t.Speakers) == 0 && t.Org == "" && t.Link == "" && t.Video == "" && t.Slides == "")
}

// Equal reports whether two talks say the same.
func (t *Talk) Equal(u *Talk) bool {
	if t == nil || u == nil {
		return t == u
	}
	return t.Title == u.Title && slices.Equal(t.Speakers, u.Speakers) && t.Org == u.Org && t.Link == u.Link &&
		t.Video == u.Video && t.Slides == u.Slides && t.Announced == u.Announced
}

// Span is a half-open range of byte offsets in the bytes of a note. The zero Span means "absent".
type Span struct{ Start, End int }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Takeaway is one addressable piece of a write-up: the unit of search, tagging and counting.
type Takeaway struct {
	ID ID `json:"id" yaml:"id"`
	// Ref is the readable address: "kubecon-na-2019/bryant#vendors-have-moved-higher-up-the-stack".
	Ref string `json:"ref" yaml:"ref"`
	// Path is the note's path relative to notes/, with forward slashes.
	Path string `json:"path" yaml:"path"`
	// Shelf is the name of the shelf that the note is on; empty for a note of the library itself.
	Shelf string `json:"shelf,omitempty" yaml:"shelf,omitempty"`
	// Line and EndLine are the first and last line of the piece in the note, 1-based, inclusive.
	Line    int `json:"line" yaml:"line"`
	EndLine int `json:"end_line" yaml:"end_line"`
	// Heading is plain text without markup, empty where the piece has none.
	Heading string `json:"heading" yaml:"heading"`
	Kind    Kind   `json:"kind" yaml:"kind"`
	Tags    []Tag  `json:"tags" yaml:"tags"`
	// Rejected lists the tags that a person refused ("-#edge"); they are never inferred again.
	Rejected []string  `json:"rejected,omitempty" yaml:"rejected,omitempty"`
	Projects []Mention `json:"projects,omitempty" yaml:"projects,omitempty"`
	// Digest is true in a write-up that is retold in somebody else's words; see WriteUp.Digest.
	Digest bool `json:"digest,omitempty" yaml:"digest,omitempty"`
	// Conferences, Title, Authors and Date are those of the write-up.
	Conferences Editions `json:"conference" yaml:"conference"`
	Title       string   `json:"title" yaml:"title"`
	Authors     []string `json:"authors" yaml:"authors"`
	Date        string   `json:"date" yaml:"date"`
	Source      string   `json:"source,omitempty" yaml:"source,omitempty"`
	Talk        *Talk    `json:"talk,omitempty" yaml:"talk,omitempty"`

	// Body is the Markdown of the piece without its heading and tag line. It is filled by the reader
	// of notes and never kept in the catalogue.
	Body string `json:"-" yaml:"-"`
	// Running is Body as running text, where whoever filled Body made it, so that it is made once; else nil.
	Running *Running `json:"-" yaml:"-"`
	// Place holds the byte positions that edits need. Filled by the reader, not kept in the catalogue.
	Place Place `json:"-" yaml:"-"`
}

// Running is what a reader sees of Markdown, without its marks, and the headings in it.
type Running struct {
	Text     string
	Headings []string
}

// Place says where the parts of a piece stand in the bytes of its note.
type Place struct {
	Piece   Span // everything: heading, tag line, body
	Heading Span // the heading line(s) with markup, without the final line break
	Tags    Span // the hashtag line without its line break, or the YAML tags value; empty if there is none
	Body    Span
}

// HasTag reports whether the takeaway carries the tag, from whatever source.
func (t *Takeaway) HasTag(name string) bool {
	return slices.ContainsFunc(t.Tags, func(tag Tag) bool { return tag.Name == name })
}

// Perspective says from where a write-up looks at its subject.
type Perspective string

// Perspectives are the known values of the front-matter key "perspective".
var Perspectives = [...]Perspective{"practitioner", "vendor", "maintainer", "organiser"}

// WriteUp is one document by one or more authors about one conference, or one talk: one file in notes/.
type WriteUp struct {
	Path string `json:"path" yaml:"path"`
	// Shelf is the name of the shelf that the note is on; empty for a note of the library itself.
	Shelf   string   `json:"shelf,omitempty" yaml:"shelf,omitempty"`
	Title   string   `json:"title" yaml:"title"`
	Authors []string `json:"authors" yaml:"authors"`
	// People are the authors, each by a key that is the same for all names of one person; of the length of
	// Authors, or empty where nobody looked them up.
	People      []string `json:"-" yaml:"-"`
	Date        string   `json:"date" yaml:"date"` // ISO 8601: 2019-11-25, 2019-11 or 2019; empty if unknown
	Conferences Editions `json:"conference" yaml:"conference"`
	Language    string   `json:"language" yaml:"language"` // ISO 639-1, empty if unknown
	Source      string   `json:"source,omitempty" yaml:"source,omitempty"`
	// Perspective is what the authors are to their subject; see Perspectives. Empty if not stated.
	Perspective Perspective `json:"perspective,omitempty" yaml:"perspective,omitempty"`
	// Talk is the session that the whole write-up is about; its pieces inherit it. Nil if there is none.
	Talk *Talk `json:"talk,omitempty" yaml:"talk,omitempty"`
	// Digest is true where the write-up retells the one at Source (front matter: "digest: true"): its claims are
	// the authors', its sentences are not. They are reported, never quoted.
	Digest bool `json:"digest,omitempty" yaml:"digest,omitempty"`
	// Infer is false where the front matter says that the tags of this write-up are complete.
	Infer bool  `json:"-" yaml:"-"`
	Tags  []Tag `json:"tags,omitempty" yaml:"tags,omitempty"`
	// Event is what the front matter itself says about the conference (keys conference, event, event_id,
	// edition), unresolved and in file order.
	Event []Evidence `json:"-" yaml:"-"`
	// Why holds the evidence for each field of the write-up that was stated or inferred:
	// keys "title", "authors", "date", "conference", "language", "source", "perspective".
	Why map[string][]Evidence `json:"why,omitempty" yaml:"why,omitempty"`
	// Pieces are all pieces of the write-up in file order; every non-blank part of the body is in exactly one.
	Pieces []Takeaway `json:"-" yaml:"-"`
	// Problems found while reading. A note with problems is still served.
	Problems []Problem `json:"-" yaml:"-"`

	// FrontMatter is the place of the front matter's content, without its fences; empty if there is none.
	FrontMatter Span `json:"-" yaml:"-"`
}

// Takeaways counts the pieces of kind takeaway.
func (w *WriteUp) Takeaways() int {
	n := 0
	for i := range w.Pieces {
		if w.Pieces[i].Kind == KindTakeaway {
			n++
		}
	}
	return n
}

// Editions are ids of conferences. Nearly every write-up has one or none; some cover two.
// In JSON and YAML it is null, one string, or a list of strings.
type Editions []string

func (e Editions) plain() any {
	switch len(e) {
	case 0:
		return nil
	case 1:
		return e[0]
	}
	return []string(e)
}

// MarshalJSON writes null, a string or a list.
func (e Editions) MarshalJSON() ([]byte, error) { return json.Marshal(e.plain()) }

// MarshalYAML writes null, a string or a list.
func (e Editions) MarshalYAML() (any, error) { return e.plain(), nil }

// String joins the ids with a comma and a blank.
func (e Editions) String() string { return strings.Join(e, ", ") }

// Match says how a hit was found, from best to worst; see Hit.
type Match string

// The steps of a search. A search uses the first step that finds something.
const (
	MatchExact   Match = "exact"   // every word of the query, stemmed
	MatchRelaxed Match = "relaxed" // most words
	MatchFuzzy   Match = "fuzzy"   // after spelling correction
	MatchSynonym Match = "synonym" // other words for the same thing
	MatchTopic   Match = "topic"   // the nearest topic
	MatchNear    Match = "near"    // near in meaning
	MatchRelated Match = "related" // not searched for: like another takeaway
)

// Snippet is the passage of a takeaway that answers a query.
type Snippet struct {
	Text string
	// Marks are half-open byte ranges of Text that matched, ascending and disjoint.
	Marks []Span
}

// MarshalJSON writes the text alone.
func (s Snippet) MarshalJSON() ([]byte, error) { return json.Marshal(s.Text) }

// MarshalYAML writes the text alone.
func (s Snippet) MarshalYAML() (any, error) { return s.Text, nil }

// Hit is a takeaway found by a search.
type Hit struct {
	Takeaway `yaml:",inline"`
	Score    float64 `json:"score" yaml:"score"`
	Match    Match   `json:"match" yaml:"match"`
	Snippet  Snippet `json:"snippet" yaml:"snippet"`
}
