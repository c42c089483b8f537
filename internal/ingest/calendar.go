package ingest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"takeaway/internal/kb"
)

// event is one VEVENT.
type event struct {
	summary, description, category, location, url, uid string
	start                                              time.Time
}

// fromCalendar makes a note of a calendar as sched.com exports it: one talk a session. Entries without a
// talk, such as registration and breaks, are dropped.
func fromCalendar(d Document, o Options) (*Note, error) {
	name, events, err := readCalendar(d.Data)
	if err != nil {
		return nil, d.refuse("not-a-calendar", err.Error(), "")
	}
	slices.SortStableFunc(events, func(a, b event) int {
		return cmp.Or(a.start.Compare(b.start), cmp.Compare(a.summary, b.summary), cmp.Compare(a.uid, b.uid))
	})
	p := &programme{}
	dropped, orgs := map[string]int{}, knownOrgs(events)
	for _, e := range events {
		s, ok := e.session(orgs)
		if !ok {
			dropped[strings.ToLower(firstOf(e.category, e.summary))]++
			continue
		}
		p.talks = append(p.talks, s)
	}
	if len(p.talks) == 0 {
		return nil, d.refuse("not-a-write-up", "is a calendar without talks", "")
	}
	body, err := p.body()
	if err != nil {
		return nil, err
	}
	h := head{source: d.Source, why: map[string]kb.Evidence{}}
	if name != "" {
		h.title = name + ": schedule"
		h.why["title"] = kb.Evidence{Rule: "calendar", Text: name}
	}
	p.title = h.title
	h.clues = p.clues(d)
	if first := p.first(events, orgs); !first.IsZero() {
		h.date = first.UTC().Format(time.DateOnly)
		h.why["date"] = kb.Evidence{Rule: "first session", Text: h.date}
	}
	n, err := compose(d, h, YAML, body, o)
	if err != nil {
		return nil, err
	}
	for what, count := range dropped {
		n.Dropped = append(n.Dropped, fmt.Sprintf("%d × %s", count, oneLine(what)))
	}
	slices.Sort(n.Dropped)
	return n, nil
}

// first is when the first talk starts.
func (p *programme) first(events []event, orgs map[string]bool) time.Time {
	for _, e := range events {
		if _, ok := e.session(orgs); ok && !e.start.IsZero() {
			return e.start
		}
	}
	return time.Time{}
}

// readCalendar reads the events line by line. A line that is none is passed over: exports hold some.
func readCalendar(data []byte) (name string, events []event, err error) {
	defer func() {
		if r := recover(); r != nil { // the library's own, on hostile input
			err = fmt.Errorf("is a broken calendar: %v", r)
		}
	}()
	stream := ics.NewCalendarStream(bytes.NewReader(data))
	begun, calname := false, ""
	var e *event
	for {
		raw, err := stream.ReadLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return "", nil, err
		}
		if raw != nil && len(*raw) > 0 {
			if prop, bad := ics.ParseProperty(*raw); bad == nil && prop != nil {
				value := strings.TrimSpace(ics.FromText(prop.Value))
				switch key := strings.ToUpper(prop.IANAToken); {
				case key == "BEGIN" && strings.EqualFold(value, "VCALENDAR"):
					begun = true
				case key == "BEGIN" && strings.EqualFold(value, "VEVENT"):
					e = &event{}
				case key == "END" && strings.EqualFold(value, "VEVENT") && e != nil:
					events = append(events, *e)
					e = nil
				case e != nil:
					e.set(key, value)
				case key == "PRODID" && name == "":
					name = productName(prop.Value)
				case key == "X-WR-CALNAME":
					calname = value
				}
			}
		}
		if err != nil {
			break
		}
	}
	if !begun {
		return "", nil, errors.New("is no calendar: it does not say BEGIN:VCALENDAR")
	}
	return oneLine(firstOf(name, calname)), events, nil
}

// productName is the conference in a PRODID "-//Sched.com KubeCon + CloudNativeCon Europe 2026//EN";
// empty where another program than sched.com wrote the calendar.
func productName(id string) string {
	parts := strings.Split(id, "//")
	if len(parts) < 2 {
		return ""
	}
	name, ok := strings.CutPrefix(parts[1], "Sched.com ")
	if !ok {
		return ""
	}
	return strings.TrimSpace(name)
}

func (e *event) set(key, value string) {
	switch key {
	case "SUMMARY":
		e.summary = oneLine(value)
	case "DESCRIPTION":
		e.description = value
	case "CATEGORIES":
		e.category = oneLine(value)
	case "LOCATION":
		e.location = oneLine(value)
	case "URL":
		if isAddress(value) {
			e.url = value
		}
	case "UID":
		e.uid = value
	case "DTSTART":
		for _, layout := range []string{"20060102T150405Z", "20060102T150405", "20060102"} {
			if t, err := time.Parse(layout, value); err == nil {
				e.start = t
				return
			}
		}
	}
}

// pauses are words of categories and titles of which no talk consists.
const pauses = "|registration|breaks|break|coffee break|coffee|lunch|meals|meal|badge pick-up|cloakroom|networking break|"

// session is the talk of an event; ok is false for an entry without one.
func (e *event) session(orgs map[string]bool) (session, bool) {
	if e.summary == "" || strings.Contains(pauses, "|"+strings.ToLower(e.category)+"|") || strings.Contains(pauses, "|"+strings.ToLower(e.summary)+"|") {
		return session{}, false
	}
	s := session{Title: e.summary, Body: fromHTML(e.description), Talk: talkKeys{Link: e.url}}
	if title, who, ok := cutSpeakers(e.summary); ok {
		var in []string
		if s.Talk.Speakers, in = speakersOf(who, orgs); len(s.Talk.Speakers) > 0 {
			s.Title, s.Talk.Org = title, strings.Join(in, ", ")
		}
	}
	if len(s.Talk.Speakers) == 0 && strings.TrimSpace(s.Body) == "" {
		return session{}, false
	}
	var place []string
	if e.category != "" {
		place = append(place, "Track: "+e.category)
	}
	if e.location != "" {
		place = append(place, e.location)
	}
	if !e.start.IsZero() {
		place = append(place, e.start.UTC().Format("2006-01-02 15:04 UTC"))
	}
	s.Body = strings.TrimSpace(s.Body) + "\n\n" + strings.Join(place, " · ")
	return s, true
}

// cutSpeakers divides "Title - Name, Company". Without a company what follows the hyphen may be anything.
func cutSpeakers(summary string) (title, who string, ok bool) {
	i := strings.LastIndex(summary, " - ")
	if i <= 0 {
		return "", "", false
	}
	title, who = strings.TrimSpace(summary[:i]), strings.TrimSpace(summary[i+3:])
	first, _, comma := strings.Cut(who, ",")
	if cut := strings.Index(first, " & "); cut > 0 {
		first = first[:cut]
	}
	return title, who, comma && personal(first)
}

// personal reports whether s has the form of a name: one to five words, none of which starts small but
// "van" and its like.
func personal(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 5 || strings.ContainsAny(s, "0123456789:?!|") {
		return false
	}
	small := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			small++
		}
	}
	return small*2 <= len(words)
}

// knownOrgs are the companies of those talks that leave no doubt: "Title - Name, Company".
func knownOrgs(events []event) map[string]bool {
	orgs := map[string]bool{}
	for i := range events {
		_, who, ok := cutSpeakers(events[i].summary)
		if ok && strings.Count(who, ",") == 1 && !strings.ContainsAny(who, "&;") {
			orgs[strings.TrimSpace(who[strings.IndexByte(who, ',')+1:])] = true
		}
	}
	return orgs
}

// speakersOf reads "A, Org & B, Org2; C, D & E, Org3".
func speakersOf(who string, orgs map[string]bool) (names, in []string) {
	addOrg := func(o string) {
		if o != "" && !slices.Contains(in, o) {
			in = append(in, o)
		}
	}
	for group := range strings.SplitSeq(who, ";") {
		segments := strings.Split(group, " & ")
		for i, segment := range segments {
			parts := strings.Split(segment, ",")
			for k := range parts {
				parts[k] = strings.TrimSpace(parts[k])
			}
			people := parts[:1]
			if i < len(segments)-1 && len(parts) > 1 && !orgs[parts[len(parts)-1]] && personal(parts[len(parts)-1]) && strings.Contains(parts[len(parts)-1], " ") {
				people = parts // "A, B & C, Org": nobody's company is known to be called B
			} else if len(parts) > 2 {
				people = parts[:len(parts)-1]
			}
			for _, name := range people {
				if name != "" {
					names = append(names, name)
				}
			}
			if len(people) < len(parts) {
				addOrg(parts[len(parts)-1])
			}
		}
	}
	return names, in
}
