package digest

import "strings"

// Type tells topics, which are tags, from projects.
type Type string

// The types of subjects.
const (
	TopicType   Type = "topic"
	ProjectType Type = "project"
)

// Subject is a topic, or another tag, or a project that is followed.
type Subject struct {
	ID   string `json:"id" yaml:"id"`
	Name string `json:"name" yaml:"name"`
	Type Type   `json:"type" yaml:"type"`
}

// Query finds the takeaways of the subject in a search.
func (s Subject) Query() string {
	field := "tag:"
	if s.Type == ProjectType {
		field = "project:"
	}
	if strings.ContainsAny(s.ID, " ,()\"") {
		return field + `"` + s.ID + `"`
	}
	return field + s.ID
}

// Kind is a kind of things that takeaways are counted by.
type Kind string

// The kinds.
const (
	Conferences Kind = "conferences"
	Tags        Kind = "tags"
	Projects    Kind = "projects"
	Authors     Kind = "authors"
	Talks       Kind = "talks"
	Speakers    Kind = "speakers"
)

// Subject names a topic or a project.
func (n Names) Subject(typ Type, id string) Subject {
	if typ == ProjectType {
		return Subject{ID: id, Name: n.Project(id), Type: typ}
	}
	name, known := n.Topic(id)
	if !known {
		name = id
	}
	return Subject{ID: id, Name: name, Type: typ}
}

// Count is how often a subject occurs in a group, and how large the group is.
type Count struct {
	Takeaways     int     `json:"takeaways" yaml:"takeaways"`
	Total         int     `json:"total" yaml:"total"`
	Share         float64 `json:"share" yaml:"share"` // takeaways / total, 0 to 1
	WriteUps      int     `json:"write_ups" yaml:"write_ups"`
	TotalWriteUps int     `json:"total_write_ups" yaml:"total_write_ups"`
	WriteUpShare  float64 `json:"write_up_share" yaml:"write_up_share"`
	// Authors are independent ones; see Counter.Voices.
	Authors int `json:"authors" yaml:"authors"`
}

// Base is how much of the programme a subject is: what was announced, beside what was taken home.
type Base struct {
	Talks int     `json:"talks" yaml:"talks"`
	Total int     `json:"total" yaml:"total"`
	Share float64 `json:"share" yaml:"share"` // talks / total, 0 to 1
}

// About is what the vocabulary knows about a topic or a project.
type About struct {
	Definition string   `json:"definition,omitempty" yaml:"definition,omitempty"`
	Aliases    []string `json:"aliases" yaml:"aliases"`
	// Wider and Narrower are topics; those of a project are what it is about.
	Wider    []string `json:"wider" yaml:"wider"`
	Narrower []string `json:"narrower,omitempty" yaml:"narrower,omitempty"`
	// Maturity, Home and Milestones are of projects.
	Maturity   string      `json:"maturity,omitempty" yaml:"maturity,omitempty"`
	Home       string      `json:"home,omitempty" yaml:"home,omitempty"`
	Milestones []Milestone `json:"milestones,omitempty" yaml:"milestones,omitempty"`
}

// Milestone is a vote of the CNCF about a project.
type Milestone struct {
	Date  string `json:"date" yaml:"date"` // ISO 8601
	Event string `json:"event" yaml:"event"`
}

// keynotes is the topic that says in what form something was said, not what.
const keynotes = "keynote"
