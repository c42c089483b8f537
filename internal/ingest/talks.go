package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
	"takeaway/internal/programme"
)

// session is one entry of a programme: a talk.
type session struct {
	Title string   `yaml:"title"`
	Tags  []string `yaml:"tags,omitempty,flow"`
	Talk  talkKeys `yaml:"talk,omitempty"`
	Body  string   `yaml:"body,omitempty"`
}

type talkKeys struct {
	Speakers []string `yaml:"speakers,omitempty,flow"`
	Org      string   `yaml:"org,omitempty"`
	Link     string   `yaml:"link,omitempty"`
	Video    string   `yaml:"video,omitempty"`
	Slides   string   `yaml:"slides,omitempty"`
}

// talkList is a list of talks from a calendar or a data file.
type talkList struct {
	title string
	talks []session
	event string // of the talks
	mixed bool   // they have several
	// crowded names what was left out of talks with more speakers than a note may name.
	crowded []string
}

// body writes the talks as the list of a YAML note.
func (p *talkList) body() (string, error) {
	for i := range p.talks {
		t := &p.talks[i]
		t.Title, t.Body = oneLine(t.Title), tidy(t.Body)
		t.Talk.Org = oneLine(t.Talk.Org)
		if names := &t.Talk.Speakers; len(*names) > notefile.MaxPeople {
			*names = (*names)[:notefile.MaxPeople]
			p.crowded = append(p.crowded, fmt.Sprintf("speakers of %q past the limit of %d", t.Title, notefile.MaxPeople))
		}
		for k := range t.Talk.Speakers {
			t.Talk.Speakers[k] = oneLine(t.Talk.Speakers[k])
		}
	}
	return noteedit.EncodeYAML(map[string][]session{"takeaways": p.talks})
}

// fromTalks makes a note of data, YAML or JSON, that holds talks in a shape that is no note's own.
func fromTalks(d Document, o Options) (*Note, error) {
	p, err := talksOf(d.Data)
	if err != nil {
		return nil, d.refuse("not-a-write-up", err.Error(), "")
	}
	if len(p.talks) == 0 {
		return nil, d.refuse("not-a-write-up", "has no talks or takeaways", "a talk has a title and speakers, or a title, an event or date, and a text or link")
	}
	body, err := p.body()
	if err != nil {
		return nil, err
	}
	h := head{title: p.title, source: d.Source, clues: p.clues(d)}
	n, err := compose(d, h, YAML, body, o)
	if err == nil {
		n.Dropped = append(n.Dropped, p.crowded...)
	}
	return n, err
}

// clues are what a programme says of its conference as a whole: its title, and its event if all talks
// have the same. What single talks mention says nothing about the others.
func (p *talkList) clues(d Document) *conference.Clues {
	c := &conference.Clues{Path: filepath.ToSlash(d.Name), Title: p.title, Source: d.Source}
	if p.event != "" && !p.mixed {
		c.Event = []kb.Evidence{{Rule: "event", Text: p.event}}
	}
	return c
}

// Names of the keys under which people keep what is known of a talk.
var (
	titleKeys   = []string{"title", "talk_title", "name"}
	peopleKeys  = []string{"speakers", "speaker", "presenters", "presenter", "authors", "author", "by"}
	orgKeys     = []string{"org", "orgs", "organization", "organizations", "company"}
	textKeys    = []string{"description", "abstract", "body", "text", "summary"}
	linkKeys    = []string{"url", "link", "sched_url"}
	videoKeys   = []string{"video", "video_url", "recording_url", "recording", "youtube", "playlist_url"}
	slidesKeys  = []string{"slides", "slides_url"}
	settingKeys = []string{"event", "event_name", "venue", "room", "track", "date", "date_time", "start", "time_start"}
)

// talksOf finds the talks in YAML or JSON: mappings in lists, however deep, that have what a talk has.
func talksOf(data []byte) (p *talkList, err error) {
	defer func() {
		if r := recover(); r != nil { // the YAML parser's own, on hostile input
			p, err = nil, fmt.Errorf("broken YAML: %v", r)
		}
	}()
	root, err := tree(data)
	if err != nil {
		return nil, err
	}
	p = &talkList{}
	if root == nil {
		return p, nil
	}
	if root.Kind == yaml.MappingNode {
		p.title = firstOf(text(root, "title"), text(root, "conference"), text(root, "event"), text(root, "name"))
		if _, conf := field(root, "conference", "event"); p.title == "" && conf != nil && conf.Kind == yaml.MappingNode {
			p.title = text(conf, "name", "title")
		}
	}
	if err := p.collect(root, false, 0); err != nil {
		return nil, err
	}
	return p, nil
}

// maxNesting is how deep data files may be nested. The deepest real one known has seven levels.
const maxNesting = 100

func tree(data []byte) (*yaml.Node, error) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	format := "YAML"
	if len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') {
		format = "JSON" // or so it looks; YAML takes nearly all of it
	}
	if format == "JSON" && json.Valid(trimmed) {
		dec := json.NewDecoder(bytes.NewReader(trimmed))
		dec.UseNumber()
		return jsonTree(dec, 0)
	}
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("broken %s: %s", format, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return doc.Content[0], nil
}

// jsonTree reads JSON as a YAML tree. The YAML parser itself stumbles over tabs and surrogate pairs.
func jsonTree(dec *json.Decoder, depth int) (*yaml.Node, error) {
	if depth > maxNesting {
		return nil, errTooDeep
	}
	tok, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("broken JSON: %w", err)
	}
	delim, nested := tok.(json.Delim)
	if !nested {
		if tok == nil {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}, nil
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(tok)}, nil
	}
	n := &yaml.Node{Kind: yaml.SequenceNode}
	if delim == '{' {
		n.Kind = yaml.MappingNode
	}
	for dec.More() {
		child, err := jsonTree(dec, depth+1) // keys are tokens like any other
		if err != nil {
			return nil, err
		}
		n.Content = append(n.Content, child)
	}
	_, err = dec.Token()
	return n, err
}

var errTooDeep = fmt.Errorf("is nested deeper than %d levels", maxNesting)

// collect gathers the talks below n. Aliases are passed over: following them is what alias bombs live on.
func (p *talkList) collect(n *yaml.Node, inList bool, depth int) error {
	if depth > maxNesting {
		return errTooDeep
	}
	switch n.Kind {
	case yaml.SequenceNode:
		for _, c := range n.Content {
			if err := p.collect(c, true, depth+1); err != nil {
				return err
			}
		}
	case yaml.MappingNode:
		if inList {
			if s, ok := sessionOf(n); ok {
				p.talks = append(p.talks, s)
				at := text(n, "event", "event_name", "eventName", "conference")
				p.mixed = p.mixed || len(p.talks) > 1 && at != p.event
				p.event = at
				return nil
			}
		}
		for i := 1; i < len(n.Content); i += 2 {
			if err := p.collect(n.Content[i], false, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// sessionOf reads a mapping as a talk. A title alone is none: menus and plugins have one too.
func sessionOf(n *yaml.Node) (session, bool) {
	s := session{Title: text(n, titleKeys...)}
	if s.Title == "" {
		return s, false
	}
	s.Talk.Speakers, s.Talk.Org = people(n)
	if title, who, ok := cutLast(s.Title, " - "); ok && len(s.Talk.Speakers) > 0 && strings.Contains(who, s.Talk.Speakers[0]) {
		s.Title = title
	}
	s.Body = fromHTML(text(n, textKeys...))
	s.Talk.Link, s.Talk.Video, s.Talk.Slides = address(n, linkKeys), address(n, videoKeys), address(n, slidesKeys)
	if id := text(n, "youtubeId", "youtube"); s.Talk.Video == "" && id != "" && !strings.ContainsAny(id, ":/ ") {
		s.Talk.Video = "https://www.youtube.com/watch?v=" + id
	}
	var setting []string
	for _, key := range settingKeys {
		if v := text(n, key); v != "" && !slices.Contains(setting, v) {
			setting = append(setting, v)
		}
	}
	if len(s.Talk.Speakers) == 0 && (len(setting) == 0 || s.Body == "" && s.Talk.Link == "" && s.Talk.Video == "" && s.Talk.Slides == "") {
		return s, false
	}
	s.Body = strings.TrimSpace(s.Body + "\n\n" + strings.Join(setting, " · "))
	return s, true
}

// people reads the speakers of a talk: a string, a list, or a list of mappings with their companies.
func people(n *yaml.Node) (names []string, org string) {
	_, v := field(n, peopleKeys...)
	org = text(n, orgKeys...)
	if v == nil {
		return nil, org
	}
	if v.Kind == yaml.ScalarNode {
		names, from := apart(few(splitNames(v.Value)))
		return names, firstOf(org, from)
	}
	for _, c := range few(v.Content) {
		switch {
		case v.Kind == yaml.SequenceNode && c.Kind == yaml.ScalarNode:
			one, from := apart(splitItem(c.Value))
			names, org = append(names, one...), firstOf(org, from)
		case c.Kind == yaml.MappingNode:
			if name := text(c, "name"); name != "" {
				names = append(names, name)
				org = firstOf(org, text(c, orgKeys...))
			}
		}
	}
	return slices.DeleteFunc(names, func(s string) bool { return s == "" }), org
}

// few is a list cut at the first name past the limit, which is enough to see that there are too many.
func few[T any](list []T) []T { return list[:min(len(list), notefile.MaxPeople+1)] }

// splitItem cuts an item of a list of speakers: one person, perhaps with a job and a company behind commas.
func splitItem(s string) []string {
	s = strings.TrimSpace(s)
	if name, rest, ok := strings.Cut(s, ","); ok && programme.IsPersonal(name) > programme.NoPerson {
		return append([]string{strings.TrimSpace(name)}, splitNames(rest)...)
	}
	return []string{s}
}

// apart tells people from jobs, which are left out, and from companies that are known to be such.
func apart(parts []string) (names []string, org string) {
	for _, s := range parts {
		switch {
		case s == "":
		case len(names) > 0 && programme.IsOrganisation(s) && !programme.IsPerson(s):
			org = firstOf(org, s)
		case len(names) > 0 && programme.IsRole(s):
		default:
			names = append(names, s)
		}
	}
	return names, org
}

// splitNames cuts "A, B & C" into names.
func splitNames(s string) []string {
	s = strings.NewReplacer(" & ", ",", " and ", ",", ";", ",", "\n", ",").Replace(s)
	var names []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			names = append(names, part)
		}
	}
	return names
}

func field(m *yaml.Node, names ...string) (key, value *yaml.Node) {
	for _, name := range names {
		for i := 0; i+1 < len(m.Content); i += 2 {
			if strings.EqualFold(m.Content[i].Value, name) {
				return m.Content[i], m.Content[i+1]
			}
		}
	}
	return nil, nil
}

// text is the first of the named fields that holds words.
func text(m *yaml.Node, names ...string) string {
	for _, name := range names {
		if _, v := field(m, name); v != nil && v.Kind == yaml.ScalarNode && v.Tag != "!!null" {
			if s := strings.TrimSpace(v.Value); s != "" {
				return s
			}
		}
	}
	return ""
}

func address(m *yaml.Node, names []string) string {
	for _, name := range names {
		if s := text(m, name); isAddress(s) {
			return s
		}
	}
	return ""
}

// fromHTML makes Markdown of the HTML that calendars and data files carry in their texts.
func fromHTML(s string) string {
	if strings.Contains(s, "</") || strings.Contains(s, "<br") {
		if md, err := markdownOf(s); err == nil {
			return md
		}
	}
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	return strings.ReplaceAll(s, "\u00a0", " ")
}

// tidy is prose without trailing blanks, runs of empty lines, or what a terminal would act on.
func tidy(s string) string {
	var b strings.Builder
	empty := 0
	for line := range strings.Lines(strings.ReplaceAll(printable(s), "\t", "    ")) {
		line = strings.TrimRight(line, " \r\n")
		if line == "" {
			empty++
			continue
		}
		if b.Len() > 0 {
			b.WriteString(strings.Repeat("\n", min(empty, 1)+1))
		}
		empty = 0
		b.WriteString(line)
	}
	return b.String()
}
