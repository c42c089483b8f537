package render

import (
	"strconv"
	"strings"
)

// Talk is a session of the programme, and who wrote about it.
type Talk struct {
	ID         string    `json:"id" yaml:"id"`
	Conference string    `json:"conference" yaml:"conference"`
	Title      string    `json:"title" yaml:"title"`
	Speakers   []Speaker `json:"speakers" yaml:"speakers"`
	Track      string    `json:"track,omitempty" yaml:"track,omitempty"`
	Type       string    `json:"type" yaml:"type"`
	Date       string    `json:"date,omitempty" yaml:"date,omitempty"`
	Topics     []string  `json:"topics,omitempty" yaml:"topics,omitempty"`
	Projects   []string  `json:"projects,omitempty" yaml:"projects,omitempty"`
	Link       string    `json:"link,omitempty" yaml:"link,omitempty"`
	Video      string    `json:"video,omitempty" yaml:"video,omitempty"`
	Slides     string    `json:"slides,omitempty" yaml:"slides,omitempty"`
	// Takeaways is how many takeaways are about the talk, By who wrote them, IDs which they are.
	Takeaways int      `json:"takeaways" yaml:"takeaways"`
	By        []string `json:"by,omitempty" yaml:"by,omitempty"`
	IDs       []string `json:"ids,omitempty" yaml:"ids,omitempty"`
}

// Speaker is somebody on the stage and where they worked then.
type Speaker struct {
	Name string `json:"name" yaml:"name"`
	Org  string `json:"org,omitempty" yaml:"org,omitempty"`
}

// by names the speakers with their companies, each company once after those from there: "A, B (Acme)".
func (t *Talk) speakers() string {
	var b strings.Builder
	for i, s := range t.Speakers {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(oneLine(s.Name))
		if s.Org != "" && (i+1 == len(t.Speakers) || t.Speakers[i+1].Org != s.Org) {
			b.WriteString(" (" + oneLine(s.Org) + ")")
		}
	}
	return b.String()
}

// address is where to see the talk: the recording, or else its page.
func (t *Talk) address() string {
	if t.Video != "" {
		return t.Video
	}
	return t.Link
}

// Talks prints a list of talks; with whole, each with all that is known about it.
func (p *Printer) Talks(list []Talk, whole bool) error {
	rows := make([]Talk, len(list))
	for i := range list {
		rows[i] = cleaned(p, list[i])
	}
	cols := p.talkColumns()
	l := listing[Talk]{
		key:      func(t *Talk) string { return t.ID },
		csv:      talkFields,
		plain:    talkFields,
		table:    func(rows []Talk) { columns(p, rows, numbered(p, rows, cols)) },
		markdown: func(rows []Talk) { markdownTable(p, rows, cols) },
	}
	if whole && (p.format == Table || p.format == Plain) {
		for i := range rows {
			if i > 0 {
				p.w.WriteByte('\n')
			}
			p.wholeTalk(&rows[i])
		}
		return p.w.Flush()
	}
	return l.print(p, rows)
}

// talkFields are the fields of a talk in csv and plain; changing them breaks scripts.
var talkFields = []column[Talk]{
	{"id", func(t *Talk) string { return t.ID }},
	{"conference", func(t *Talk) string { return t.Conference }},
	{"title", func(t *Talk) string { return t.Title }},
	{"speakers", (*Talk).speakers},
	{"track", func(t *Talk) string { return t.Track }},
	{"type", func(t *Talk) string { return t.Type }},
	{"date", func(t *Talk) string { return t.Date }},
	{"topics", func(t *Talk) string { return csvList(t.Topics) }},
	{"projects", func(t *Talk) string { return csvList(t.Projects) }},
	{"link", func(t *Talk) string { return t.Link }},
	{"video", func(t *Talk) string { return t.Video }},
	{"slides", func(t *Talk) string { return t.Slides }},
	{"takeaways", func(t *Talk) string { return strconv.Itoa(t.Takeaways) }},
	{"by", func(t *Talk) string { return csvList(t.By) }},
}

func (p *Printer) talkColumns() []tableColumn[Talk] {
	return []tableColumn[Talk]{
		{name: "conference", least: 10, most: 24, drop: 2, value: func(t *Talk) []span { return text(p.conferences(editions{t.Conference}), inkEvent) }},
		{name: "title", least: 24, value: func(t *Talk) []span {
			s := text(oneLine(t.Title), inkTitle)
			if link := webLink(t.address()); link != "" && p.style.Links {
				s[0].link = link
			}
			return s
		}},
		{name: "speakers", least: 16, drop: 3, value: func(t *Talk) []span { return text(t.speakers(), inkPlain) }},
		{name: "wrote about it", least: 8, drop: 1, value: func(t *Talk) []span { return text(oneLine(strings.Join(t.By, "; ")), inkDim) }},
	}
}

// wholeTalk prints all that is known about a talk.
func (p *Printer) wholeTalk(t *Talk) {
	if p.format == Table {
		p.lines(wrap(text(oneLine(t.Title), inkTitle), p.textWidth()), 0)
	} else {
		p.keys("Title", t.Title)
	}
	people := make([]string, len(t.Speakers))
	for i, s := range t.Speakers {
		people[i] = s.Name
		if s.Org != "" {
			people[i] += " (" + s.Org + ")"
		}
	}
	p.keys("ID", t.ID, "Conference", p.conferences(editions{t.Conference}), "Speakers", strings.Join(people, ", "), "Type", t.Type, "Track", t.Track, "Date", t.Date,
		"Topics", strings.Join(t.Topics, ", "), "Projects", strings.Join(t.Projects, ", "), "Link", t.Link, "Video", t.Video, "Slides", t.Slides,
		"Written about by", strings.Join(t.By, "; "), "Takeaways", strings.Join(t.IDs, " "))
}
