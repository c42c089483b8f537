package digest

import (
	"cmp"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/quote"
)

// Talk is a session that several people mention.
type Talk struct {
	Title     string   `json:"title" yaml:"title"`
	Speakers  []string `json:"speakers" yaml:"speakers"`
	Org       string   `json:"org" yaml:"org"`
	Link      string   `json:"link" yaml:"link"`
	Takeaways int      `json:"takeaways" yaml:"takeaways"`
	Authors   int      `json:"authors" yaml:"authors"`
	By        []string `json:"by" yaml:"by"`
	IDs       []string `json:"ids" yaml:"ids"` // of the takeaways
}

// Speaker is somebody whose words several people took home.
type Speaker struct {
	Name      string   `json:"name" yaml:"name"`
	Org       string   `json:"org" yaml:"org"`
	Takeaways int      `json:"takeaways" yaml:"takeaways"`
	Authors   int      `json:"authors" yaml:"authors"`
	By        []string `json:"by" yaml:"by"`
	IDs       []string `json:"ids" yaml:"ids"`
}

// session gathers what is said of one talk or one speaker.
type session struct {
	Counter
	talk kb.Talk
	slug string
}

// meet adds what a takeaway knows of the talk.
func (m *session) meet(w *kb.WriteUp, t *kb.Takeaway, talk *kb.Talk) {
	m.add(w, t)
	if talk == nil {
		return
	}
	// Who names more speakers read the programme more closely; what another took for the organisation may
	// be one of them.
	if len(talk.Speakers) > len(m.talk.Speakers) {
		m.talk.Speakers = talk.Speakers
	}
	m.talk.Org = cmp.Or(m.talk.Org, talk.Org)
	if slices.ContainsFunc(m.talk.Speakers, func(name string) bool { return strings.Contains(m.talk.Org, name) }) {
		m.talk.Org = ""
	}
	m.talk.Link = cmp.Or(m.talk.Link, talk.Link, talk.Video, talk.Slides)
}

func (m *session) ids() []string {
	out := make([]string, 0, len(m.takeaways))
	for _, t := range m.takeaways {
		if id := string(t.ID); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// talks finds the sessions and the speakers that at least two independent authors mention. A talk is
// known by its title, as the talk of a takeaway or in quotes in its text; a speaker by the full name.
func (s *summariser) talks() ([]Talk, []Speaker) {
	titles, speakers := map[string]*session{}, map[string]*session{}
	for _, w := range s.group.Notes() {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			if t.Kind == kb.KindTakeaway && !t.Talk.Zero() {
				for _, name := range t.Talk.Speakers {
					if strings.Contains(name, " ") && speakers[name] == nil {
						speakers[name] = &session{slug: kb.Slug(name)}
					}
				}
			}
		}
	}
	names := make([]string, 0, len(speakers))
	for name := range speakers {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, w := range s.group.Notes() {
		for i := range w.Pieces {
			t := &w.Pieces[i]
			if t.Kind != kb.KindTakeaway || t.Body == "" && t.Talk.Zero() {
				continue
			}
			text := t.Heading + "\n" + s.page.Text(t)
			for _, name := range names {
				if strings.Contains(text, name) || t.Talk != nil && slices.Contains(t.Talk.Speakers, name) {
					talk := t.Talk
					if talk != nil && (len(talk.Speakers) != 1 || talk.Speakers[0] != name) {
						talk = nil // the organisation may be another speaker's
					}
					speakers[name].meet(w, t, talk)
				}
			}
			s.titled(titles, w, t, text)
		}
	}
	found := s.severalTalks(titles)
	return found, s.severalSpeakers(names, speakers, found)
}

// titled adds the talks that a takeaway names.
func (s *summariser) titled(titles map[string]*session, w *kb.WriteUp, t *kb.Takeaway, text string) {
	found := quotedTitles(text)
	talk := t.Talk
	if !talk.Zero() && talk.Title != "" && (talk.Title != t.Heading || len(found) == 0) {
		found = append([]string{talk.Title}, found...)
	}
	for _, title := range found {
		slug := talkSlug(title)
		if slug == "" {
			continue
		}
		m := titles[slug]
		if m == nil {
			m = &session{slug: slug, talk: kb.Talk{Title: title}}
			titles[slug] = m
		}
		about := talk
		if len(found) > 1 && title != found[0] {
			about = nil // the speakers are those of the first
		}
		m.meet(w, t, about)
	}
}

// talkSlug makes spellings of a title the same; empty for what is too short to be told from other words.
func talkSlug(title string) string {
	slug := kb.Slug(strings.TrimPrefix(strings.ToLower(title), "keynote: "))
	if strings.Count(slug, "-") < 2 {
		return ""
	}
	return slug
}

// quotedTitles finds the names of talks in running text: three words or more in quotes, most of them in
// capitals, as titles in English are written.
func quotedTitles(text string) []string {
	var out []string
	for _, q := range [...][2]string{{"“", "”"}, {`"`, `"`}} {
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, q[0])
			if !ok {
				break
			}
			title, tail, ok := strings.Cut(after, q[1])
			if !ok {
				break
			}
			rest = tail
			if len(title) < 160 && !strings.Contains(title, "\n") && quote.InTitleCase(title) {
				out = append(out, strings.TrimRight(title, ".,;"))
			}
		}
	}
	return out
}

// several keeps what at least two voices mention: those of most voices first, then most takeaways, then
// by name.
func several(all []*session, limit int) []*session {
	kept := slices.DeleteFunc(all, func(m *session) bool { return m.Voices() < 2 })
	slices.SortFunc(kept, func(a, b *session) int {
		return cmp.Or(cmp.Compare(b.Voices(), a.Voices()), cmp.Compare(b.Takeaways(), a.Takeaways()), cmp.Compare(a.slug, b.slug))
	})
	return kept[:min(len(kept), limit)]
}

func (s *summariser) severalTalks(titles map[string]*session) []Talk {
	slugs := make([]string, 0, len(titles))
	for slug := range titles {
		slugs = append(slugs, slug)
	}
	slices.Sort(slugs)
	var all []*session
	for _, slug := range slugs {
		m := titles[slug]
		// A title without its subtitle sorts right before the whole one.
		if n := len(all); n > 0 && strings.HasPrefix(slug, all[n-1].slug+"-") {
			last := all[n-1]
			for i, t := range m.takeaways {
				last.meet(s.writeUp[t], t, nil)
				if i == 0 {
					last.meet(s.writeUp[t], t, &m.talk)
				}
			}
			last.talk.Title = m.talk.Title
			continue
		}
		all = append(all, m)
	}
	out := []Talk{}
	for _, m := range several(all, s.bounds.talks) {
		by := m.By()
		out = append(out, Talk{Title: m.talk.Title, Speakers: notNil(m.talk.Speakers), Org: m.talk.Org, Link: m.talk.Link,
			Takeaways: len(m.ids()), Authors: len(by), By: by, IDs: m.ids()})
	}
	return out
}

// toldOf reports whether the talks of a speaker are listed and fewer than two authors mention the speaker
// elsewhere.
func (s *summariser) toldOf(m *session, name string, talks []Talk) bool {
	var elsewhere Counter
	listed := false
	for _, t := range m.takeaways {
		told := false
		for i := range talks {
			if slices.Contains(talks[i].Speakers, name) {
				listed = true
				told = told || slices.Contains(talks[i].IDs, string(t.ID))
			}
		}
		if !told {
			elsewhere.add(s.writeUp[t], t)
		}
	}
	return listed && elsewhere.Voices() < 2
}

// severalSpeakers leaves out those of whom the talks say it all.
func (s *summariser) severalSpeakers(names []string, speakers map[string]*session, talks []Talk) []Speaker {
	var all []*session
	for _, name := range names {
		m := speakers[name]
		m.talk.Title = name
		if s.toldOf(m, name, talks) {
			continue
		}
		// Somebody who wrote a write-up is named in it for other reasons.
		if slices.ContainsFunc(s.group.Notes(), func(w *kb.WriteUp) bool { return slices.Contains(people(w), personKey(name)) }) {
			continue
		}
		all = append(all, m)
	}
	out := []Speaker{}
	for _, m := range several(all, s.bounds.speakers) {
		by := m.By()
		out = append(out, Speaker{Name: m.talk.Title, Org: m.talk.Org, Takeaways: len(m.ids()), Authors: len(by), By: by, IDs: m.ids()})
	}
	return out
}
