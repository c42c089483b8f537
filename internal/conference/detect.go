package conference

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
)

// Clues is what is known about a write-up before its conference is. Every field may be empty.
type Clues struct {
	Path  string // folder and file name
	Title string
	// Event holds what the front matter itself says, under conference, event, event_id or edition.
	Event []kb.Evidence
	Tags  []string
	Date  string // of publication: ISO, a day, a month or a year
	// Source is the address of the original.
	Source string
	// FrontMatter is the raw front matter; its description and its addresses (slug, aliases, url) are read.
	FrontMatter string
	Lead        string // the beginning of the prose, about 1500 bytes
	Text        string // the whole text; need not begin where Lead does
	// LeadLine is the 1-based line of the note on which Lead begins (or Text, if Lead is empty); 0 if unknown.
	LeadLine int
}

// Finding is an edition that a write-up is about, and why.
type Finding struct {
	Edition Edition
	// Evidence is never empty. Rules: "front-matter", "title", "path", "sched", "hashtag", "city+year",
	// "region+year", "city", "region", "year", "name", and "series+date" for the publication date.
	Evidence []kb.Evidence
}

// maxText bounds what is read of a text; the event is named long before.
const maxText = 256 << 10

// Detect finds the editions that a write-up is about: usually one or none, two where the title or the
// front matter names two. It never guesses: without words or dates that single one out it finds none.
// The title outranks the front matter's event, the path, the description, the lead and the body, in this order;
// an edition's id in the front matter outranks all.
func Detect(c Clues) []Finding {
	if found := stated(c.Event); len(found) > 0 {
		return found
	}
	r := read(c)
	if found := r.titled(); len(found) > 0 {
		return found
	}
	if r.unlisted() {
		return nil
	}
	last := inBody
	if r.first(inTitle) < 0 {
		if namesOther(c.Title) {
			last = inDescription // "Meetup #9": its sections may tell of a conference, but it is none
		} else if found := r.sections(); len(found) > 1 {
			return found
		}
	}
	for z := inTitle; z <= last; z++ {
		p := r.primary(z)
		if len(p) == 0 {
			continue
		}
		if f, ok := r.settle(p, z); ok {
			return []Finding{f}
		}
		if z <= inPath && !r.onlyBare(p) || z == inTitle {
			return nil // the strongest words name an event; weaker ones must not name another
		}
	}
	return nil
}

// otherEvents are words of titles for events that are no conferences, in lower case.
var otherEvents = []string{"meetup", "meet-up", "user group", "webinar", "podcast", "study group", "勉強会", "ミートアップ", "밋업", "线下沙龙"}

// namesOther reports whether a title says that this is about an event of another kind.
func namesOther(title string) bool {
	low := strings.ToLower(title)
	return slices.ContainsFunc(otherEvents, func(word string) bool { return strings.Contains(low, word) })
}

// stated returns the editions whose ids stand in the front matter.
func stated(event []kb.Evidence) []Finding {
	var found []Finding
	for _, ev := range event {
		for _, part := range strings.FieldsFunc(ev.Text, func(r rune) bool { return r == ',' || r == ';' || r == '[' || r == ']' }) {
			id := strings.ToLower(strings.Trim(strings.TrimSpace(part), `"'`))
			if e, ok := Lookup(id); ok {
				ev.Rule = "front-matter"
				found = appendFinding(found, Finding{e, []kb.Evidence{ev}})
			}
		}
	}
	return found
}

func appendFinding(found []Finding, f Finding) []Finding {
	for i := range found {
		if found[i].Edition.ID == f.Edition.ID {
			return found
		}
	}
	return append(found, f)
}

// reading is a write-up taken apart.
type reading struct {
	mentions []mention // by zone, then place
	evidence []kb.Evidence
	places   []item // places named in lead and body; glued marks those in the lead
	day      int    // publication day, days since year 0; 0 if unknown
	month    bool   // only the month is known
	year     int    // publication year, 0 if unknown
	dateText string
	pictured bool // day is that of the pictures in the text, taken on the spot
	unspaced bool // the text is written in a script without blanks
}

func read(c Clues) *reading {
	r := &reading{}
	path := clean(strings.ReplaceAll(c.Path, "_", "-"))
	r.setDate(c.Date, path)
	r.add(inTitle, clean(c.Title), "title", 0)
	description, addresses, location := fromFrontMatter(c.FrontMatter)
	for _, ev := range c.Event {
		text := clean(ev.Text)
		if location != "" && !strings.Contains(text, location) {
			text += ", " + location // without an event, a location is the author's own
		}
		r.add(inEvent, text, "front-matter", ev.Line)
	}
	r.add(inPath, path, "path", 0)
	for _, a := range append(addresses, c.Source) {
		r.add(inPath, clean(a), "path", 0)
	}
	for _, d := range description {
		r.add(inDescription, clean(d), "front-matter", 0)
	}
	for _, t := range c.Tags {
		r.add(inDescription, clean(t), "front-matter", 0)
	}
	r.addText(c)
	return r
}

// add reads a short text of its own.
func (r *reading) add(z zone, text, rule string, line int) {
	if text == "" {
		return
	}
	text = text[:min(len(text), 2000)]
	items, tokens := scan(text, z == inPath || z == inEvent)
	for _, m := range mentions(z, text, items, tokens, true) {
		m.rule = rule
		m.elsewhen = false
		r.mentions = append(r.mentions, m)
		r.evidence = append(r.evidence, kb.Evidence{Rule: rule, Text: text[m.start:m.end], Line: line})
	}
}

// addText reads lead, headings and body in one pass.
func (r *reading) addText(c Clues) {
	text, lead := c.Text, c.Lead
	leadAt, firstLine := 0, c.LeadLine
	if text == "" {
		text, lead = lead, ""
	}
	text = clean(text[:min(len(text), maxText)])
	if head := firstLineOf(lead); head != "" {
		if at := strings.Index(text, head); at >= 0 {
			leadAt = at
			if firstLine > 0 {
				firstLine = max(1, firstLine-strings.Count(text[:at], "\n"))
			}
		}
	}
	leadEnd := leadAt + max(len(lead), 1500)
	items, tokens := scan(text, false)
	cjk := 0
	for i := range tokens {
		if tokens[i].cjk {
			cjk++
		}
	}
	r.unspaced = cjk*4 > len(tokens)
	if r.year == 0 {
		r.setPictures(tokens)
	}
	line, at := firstLine, 0
	var last item
	for _, m := range mentions(inBody, text, items, tokens, false) {
		if m.start < leadEnd {
			m.zone = inLead
		}
		if heading(text, m.start) {
			if m.zone == inBody {
				m.zone = inHeading
			}
			m.elsewhen, m.heading = false, true
		}
		if firstLine > 0 && m.start >= at {
			line, at = line+strings.Count(text[at:m.start], "\n"), m.start
		}
		r.mentions = append(r.mentions, m)
		r.evidence = append(r.evidence, kb.Evidence{Rule: m.ruleName(), Text: text[m.start:m.end], Line: line})
	}
	for _, it := range items {
		if it.what == aPlace && it != last && !namesPerson(it, items, tokens, text) {
			it.glued = it.start < leadEnd
			it.name = text[it.start:it.end]
			r.places = append(r.places, it)
		}
		last = it
	}
}

func firstLineOf(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	return strings.TrimSpace(s)
}

// heading reports whether the byte at stands in a Markdown heading.
func heading(text string, at int) bool {
	line := text[strings.LastIndexByte(text[:at], '\n')+1 : at]
	return strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "## ") || strings.HasPrefix(line, "### ") || line == "#" || line == "##"
}

// ruleName names the evidence by what the words say.
func (m *mention) ruleName() string {
	switch {
	case m.rule != "name":
		return m.rule
	case m.place != none && m.year != 0:
		return "city+year"
	case m.region != none && m.year != 0:
		return "region+year"
	case m.place != none:
		return "city"
	case m.region != none:
		return "region"
	case m.year != 0:
		return "year"
	}
	return "name"
}

// describing are the front-matter keys with prose about the write-up, addressing those with its addresses.
var (
	describing = [...]string{"description", "summary", "excerpt", "subtitle", "lead", "tldr", "ogsummary", "abstract", "deck", "intro"}
	addressing = [...]string{"slug", "url", "permalink", "aliases", "path", "redirect_from", "canonicalurl", "canonical_url"}
)

// fromFrontMatter reads the front matter line by line: enough for YAML and TOML alike.
func fromFrontMatter(raw string) (description, addresses []string, location string) {
	key := ""
	for line := range strings.Lines(raw[:min(len(raw), 16<<10)]) {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		value := trimmed
		if line[0] != ' ' && line[0] != '\t' && line[0] != '-' {
			i := strings.IndexAny(line, ":=")
			if i < 0 {
				continue
			}
			key, value = strings.ToLower(strings.TrimSpace(line[:i])), strings.TrimSpace(line[i+1:])
		}
		value = strings.Trim(value, `"'>|-[]`)
		if value == "" {
			continue
		}
		if containsKey(describing[:], key) {
			description = append(description, value)
		}
		if key == "location" || key == "city" || key == "venue" {
			location = clean(value)
		}
		if containsKey(addressing[:], key) {
			addresses = append(addresses, value)
		}
	}
	return description, addresses, location
}
