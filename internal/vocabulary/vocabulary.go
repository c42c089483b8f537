// Package vocabulary knows the topics and projects of the cloud-native world and finds them in prose,
// with the words that prove it. The built-in lists come from topics.yaml and projects.yaml; a library
// may add to them with a file of the same form.
package vocabulary

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:generate go run ../gen vocabulary

// Topic is a subject that a takeaway can be about.
type Topic struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name,omitempty"`
	// Tier is "core" for topics worth offering as tags, "extended" for the others.
	Tier string `yaml:"tier,omitempty"`
	// Parent is the id of the wider topic, empty at the top.
	Parent     string `yaml:"parent,omitempty"`
	Definition string `yaml:"definition,omitempty"`
	// Aliases are other names of the topic, Strong words that make it, Weak words that hint at it and
	// count only beside a word of Context. Case and WeakCase are the same, spelled exactly so.
	Aliases  []string `yaml:"aliases,omitempty"`
	Strong   []string `yaml:"strong,omitempty"`
	Weak     []string `yaml:"weak,omitempty"`
	Case     []string `yaml:"case,omitempty"`
	WeakCase []string `yaml:"weak_case,omitempty"`
	Context  []string `yaml:"context,omitempty"`
	// Negative phrases look like the topic and are not; their words are struck out before matching.
	Negative []string `yaml:"negative,omitempty"`
	Related  []string `yaml:"related,omitempty"`
	// Projects are the ids of the projects whose Topics name this one. Derived, ascending.
	Projects []string `yaml:"-"`
	// Remove lists words of the built-in entry that are to count no longer; only in a library's own file.
	Remove []string `yaml:"remove,omitempty"`
	// Occasion topics say what brought a write-up about rather than what its parts are about: the event, its
	// people, its keynotes. Set on a whole write-up, such a tag holds for a part of it only where the
	// words of that part show it too.
	Occasion bool `yaml:"occasion,omitempty"`
	// Hidden topics are known by name but never inferred or listed.
	Hidden bool `yaml:"hidden,omitempty"`
}

// Project is a named technology, product or company.
type Project struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name,omitempty"`
	// Kind is "cncf", "company" or "other".
	Kind string `yaml:"kind,omitempty"`
	// Maturity is the CNCF level ("sandbox", "incubating", "graduated", "archived"), or the home and
	// state of others ("kubernetes-sig", "apache", "active", "retired", …).
	Maturity string `yaml:"maturity,omitempty"`
	Category string `yaml:"category,omitempty"`
	// Accepted, Incubating, Graduated and Archived are ISO dates of CNCF votes, empty if there was none.
	Accepted   string   `yaml:"accepted,omitempty"`
	Incubating string   `yaml:"incubating,omitempty"`
	Graduated  string   `yaml:"graduated,omitempty"`
	Archived   string   `yaml:"archived,omitempty"`
	Aliases    []string `yaml:"aliases,omitempty"`
	// Topics are what a piece about the project is about, TopicsWeak what it hints at.
	Topics     []string `yaml:"topics,omitempty"`
	TopicsWeak []string `yaml:"topics_weak,omitempty"`
	// Ambiguity says how far the name is an ordinary word: "", "low", "medium" or "high".
	Ambiguity     string   `yaml:"ambiguity,omitempty"`
	CaseSensitive bool     `yaml:"case_sensitive,omitempty"`
	Context       []string `yaml:"context,omitempty"`
	Negative      []string `yaml:"negative,omitempty"`
	// By is the owner or home.
	By string `yaml:"by,omitempty"`
	// Remove is that of Topic.
	Remove []string `yaml:"remove,omitempty"`
	Hidden bool     `yaml:"hidden,omitempty"`
}

// Vocabulary is a set of topics and projects. It never changes once made and may be used from several
// goroutines; With makes a new one.
type Vocabulary struct {
	topics   []Topic   // by ID
	projects []Project // by ID
	people   []Person  // of a library's own; see Person
	words    SearchWords
	learned  bool // the model decides on tags, too: it knows the built-in topics
	hash     func() string
	matcher  func() *matcher
	names    func() nameTable
	phrases  func() nameTable
}

// Default is the built-in vocabulary. It costs nothing until it is first used.
func Default() *Vocabulary { return defaultVocabulary() }

var defaultVocabulary = sync.OnceValue(func() *Vocabulary {
	v := assemble(builtinTopics[:], builtinProjects[:])
	v.learned = true
	v.hash = func() string { return builtinHash }
	v.names = func() nameTable { return builtinNames[:] }
	v.phrases = func() nameTable { return builtinPhrases[:] }
	return v
})

// assemble wraps lists that are sorted, valid and derived.
func assemble(topics []Topic, projects []Project) *Vocabulary {
	v := &Vocabulary{topics: topics, projects: projects}
	v.hash = sync.OnceValue(func() string { return ContentHash(v) })
	v.matcher = sync.OnceValue(func() *matcher { return newMatcher(v) })
	v.names = sync.OnceValue(func() nameTable { return newNameTable(v) })
	v.phrases = sync.OnceValue(func() nameTable { return newPhraseTable(v) })
	return v
}

// Hash names the content of the vocabulary: two vocabularies with one hash infer the same tags.
func (v *Vocabulary) Hash() string { return v.hash() }

// ContentHash is 16 hexadecimal digits of a hash over all topics and projects of v. The generator stores it beside the built-in lists.
func ContentHash(v *Vocabulary) string {
	h := sha256.New()
	put := func(fields ...string) {
		for _, f := range fields {
			h.Write([]byte(strconv.Itoa(len(f)) + ":" + f))
		}
	}
	list := func(lists ...[]string) {
		for _, l := range lists {
			put(strconv.Itoa(len(l)))
			put(l...)
		}
	}
	for i := range v.topics {
		t := &v.topics[i]
		put("topic", t.ID, t.Name, t.Tier, t.Parent, t.Definition, strconv.FormatBool(t.Hidden), strconv.FormatBool(t.Occasion))
		list(t.Aliases, t.Strong, t.Weak, t.Case, t.WeakCase, t.Context, t.Negative, t.Related)
	}
	for i := range v.projects {
		p := &v.projects[i]
		put("project", p.ID, p.Name, p.Kind, p.Maturity, p.Category, p.Accepted, p.Incubating, p.Graduated, p.Archived,
			p.Ambiguity, strconv.FormatBool(p.CaseSensitive), p.By, strconv.FormatBool(p.Hidden))
		list(p.Aliases, p.Topics, p.TopicsWeak, p.Context, p.Negative)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Topics are all topics by ID, hidden ones included. The caller must not change them.
func (v *Vocabulary) Topics() []Topic { return slices.Clip(v.topics) }

// Projects are all projects by ID, hidden ones included. The caller must not change them.
func (v *Vocabulary) Projects() []Project { return slices.Clip(v.projects) }

// Topic finds a topic by its id.
func (v *Vocabulary) Topic(id string) (Topic, bool) {
	i, ok := v.topicNumber(id)
	if !ok {
		return Topic{}, false
	}
	return v.topics[i], true
}

func (v *Vocabulary) topicNumber(id string) (int, bool) {
	return slices.BinarySearchFunc(v.topics, id, func(t Topic, id string) int { return cmp.Compare(t.ID, id) })
}

// Project finds a project by its id.
func (v *Vocabulary) Project(id string) (Project, bool) {
	i, ok := slices.BinarySearchFunc(v.projects, id, func(p Project, id string) int { return cmp.Compare(p.ID, id) })
	if !ok {
		return Project{}, false
	}
	return v.projects[i], true
}

// MaxLevels is how many topics are above one another at most: nobody files more finely, and each piece with a tag
// carries all that are above it.
const MaxLevels = 32

// Implied lists the wider topics of a tag, nearest first, at most MaxLevels; nil where there are none. Of a tag
// with slashes, conf/kubecon, every level is wider than the one below it.
func (v *Vocabulary) Implied(tag string) []string {
	var up []string
	for i := strings.LastIndexByte(tag, '/'); i > 0 && len(up) < MaxLevels; i = strings.LastIndexByte(tag, '/') {
		tag = tag[:i]
		up = append(up, tag)
	}
	for len(up) < MaxLevels {
		t, ok := v.Topic(tag)
		if !ok || t.Parent == "" || slices.Contains(up, t.Parent) {
			return up
		}
		if _, ok := v.Topic(t.Parent); !ok {
			return up
		}
		up = append(up, t.Parent)
		tag = t.Parent
	}
	return up
}
