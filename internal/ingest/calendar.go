package ingest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"takeaway/internal/kb"
	"takeaway/internal/programme"
)

// event is one VEVENT.
type event struct {
	summary, description, category, location, url, uid string
	// start is the time on the wall where it is held; zone says where that is: "UTC", a zone's name
	// ("America/Los_Angeles"), or nothing. day is true where only the day is known.
	start time.Time
	zone  string
	day   bool
	// sequence counts the changes of the event, recurrence tells the days of one that is repeated.
	sequence   int
	recurrence string
	cancelled  bool
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
	p := &talkList{}
	dropped, orgs := map[string]int{}, knownOrgs(events)
	var first time.Time
	for _, e := range events {
		s, why := e.session(orgs)
		if why != "" {
			dropped[strings.ToLower(why)]++
			continue
		}
		p.talks = append(p.talks, s)
		if first.IsZero() {
			first = e.start
		}
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
	if !first.IsZero() {
		h.date = first.Format(time.DateOnly)
		h.why["date"] = kb.Evidence{Rule: "first session", Text: h.date}
	}
	n, err := compose(d, h, YAML, body, o)
	if err != nil {
		return nil, err
	}
	n.Dropped = append(n.Dropped, p.crowded...)
	for what, count := range dropped {
		n.Dropped = append(n.Dropped, fmt.Sprintf("%d × %s", count, oneLine(what)))
	}
	slices.Sort(n.Dropped)
	return n, nil
}

// maxComponents is how deep the parts of a calendar may be nested; an alarm in an event is the third.
const maxComponents = 20

// readCalendar reads the events of a calendar. Of an event that was changed the last version counts.
func readCalendar(data []byte) (name string, events []event, err error) {
	defer func() {
		if r := recover(); r != nil { // the library's own, on hostile input
			err = fmt.Errorf("is a broken calendar: %v", r)
		}
	}()
	calendars, err := wellFormed(data)
	if err != nil {
		return "", nil, err
	}
	calname := ""
	for _, text := range calendars {
		c, err := ics.ParseCalendar(bytes.NewReader(text))
		if err != nil {
			return "", nil, fmt.Errorf("is a broken calendar: %w", err)
		}
		for _, p := range c.CalendarProperties {
			switch p.IANAToken {
			case "PRODID":
				name = firstOf(name, productName(p.Value))
			case "X-WR-CALNAME":
				calname = firstOf(calname, calText(p.Value))
			}
		}
		for _, e := range c.Events() {
			events = append(events, readEvent(e))
		}
	}
	return oneLine(firstOf(name, calname)), latest(events), nil
}

// wellFormed makes the calendars in a file fit for the library's parser, which refuses a file for a single
// line: names of properties in capitals, a line that is none left out, and every part closed.
func wellFormed(data []byte) ([][]byte, error) {
	stream := ics.NewCalendarStream(bytes.NewReader(data))
	var out [][]byte
	var b bytes.Buffer
	var open []string
	done := func(to int) {
		for len(open) > to {
			b.WriteString("END:" + open[len(open)-1] + "\r\n")
			open = open[:len(open)-1]
		}
		if len(open) == 0 && b.Len() > 0 {
			out = append(out, bytes.Clone(b.Bytes()))
			b.Reset()
		}
	}
	for {
		raw, err := stream.ReadLine()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if raw != nil && len(*raw) > 0 {
			prop, bad := ics.ParseProperty(*raw)
			switch key, value := keyOf(prop), valueOf(prop); {
			case bad != nil || prop == nil:
			case key == "BEGIN" && (len(open) > 0) != (value == "VCALENDAR"):
				if at := slices.Index(open, "VEVENT"); value == "VEVENT" && at > 0 {
					done(at) // the one before was never closed: events hold no events
				}
				if open = append(open, value); len(open) > maxComponents {
					return nil, fmt.Errorf("is nested deeper than %d parts", maxComponents)
				}
				b.WriteString("BEGIN:" + value + "\r\n")
			case key == "END":
				if at := slices.Index(open, value); at >= 0 {
					done(lastIndex(open, value))
				}
			case len(open) > 0 && key != "BEGIN":
				b.WriteString(key + string(*raw)[len(key):] + "\r\n")
			}
		}
		if err != nil {
			break
		}
	}
	done(0)
	if len(out) == 0 {
		return nil, errors.New("is not a calendar: it has no BEGIN:VCALENDAR")
	}
	return out, nil
}

func keyOf(p *ics.BaseProperty) string {
	if p == nil {
		return ""
	}
	return strings.ToUpper(p.IANAToken)
}

func valueOf(p *ics.BaseProperty) string {
	if p == nil {
		return ""
	}
	return strings.ToUpper(strings.TrimSpace(p.Value))
}

func lastIndex(list []string, s string) int {
	for i, v := range slices.Backward(list) {
		if v == s {
			return i
		}
	}
	return -1
}

// calText is the text that a property's value stands for.
func calText(value string) string { return strings.TrimSpace(ics.FromText(value)) }

// readEvent takes what the event itself says; its alarms have properties of their own.
func readEvent(v *ics.VEvent) event {
	e := event{}
	text := func(p ics.ComponentProperty) string {
		if found := v.GetProperty(p); found != nil {
			return calText(found.Value)
		}
		return ""
	}
	e.summary, e.description = oneLine(text(ics.ComponentPropertySummary)), text(ics.ComponentPropertyDescription)
	e.category, e.location = oneLine(text(ics.ComponentPropertyCategories)), oneLine(text(ics.ComponentPropertyLocation))
	e.uid, e.recurrence = text(ics.ComponentPropertyUniqueId), text(ics.ComponentPropertyRecurrenceId)
	if u := text(ics.ComponentPropertyUrl); isAddress(u) {
		e.url = u
	}
	e.sequence, _ = strconv.Atoi(text(ics.ComponentPropertySequence)) // absent means 0: RFC 5545, 3.8.7.4
	e.cancelled = strings.EqualFold(text(ics.ComponentPropertyStatus), "CANCELLED")
	if p := v.GetProperty(ics.ComponentPropertyDtStart); p != nil {
		e.begin(p)
	}
	return e
}

// begin reads when the event starts: in UTC, in a zone that is named, or by the clock of the place
// (RFC 5545, 3.3.5).
func (e *event) begin(p *ics.IANAProperty) {
	value := strings.TrimSpace(p.Value)
	for _, layout := range []string{"20060102T150405Z", "20060102T150405", "20060102T1504", "20060102"} {
		t, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		e.start, e.day = t, layout == "20060102"
		if zone := p.ICalParameters["TZID"]; len(zone) > 0 {
			e.zone = strings.TrimPrefix(oneLine(strings.Trim(zone[0], `"`)), "/")
		}
		if strings.HasSuffix(value, "Z") || strings.EqualFold(e.zone, "Etc/UTC") {
			e.zone = "UTC"
		}
		return
	}
}

// latest keeps the last version of each event: the highest SEQUENCE, of equal ones the last in the file.
func latest(events []event) []event {
	type key struct{ uid, recurrence string }
	at := map[key]int{}
	var out []event
	for _, e := range events {
		k := key{e.uid, e.recurrence}
		i, seen := at[k]
		switch {
		case e.uid == "" || !seen:
			at[k] = len(out)
			out = append(out, e)
		case e.sequence >= out[i].sequence:
			out[i] = e
		}
	}
	return out
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

// pauses are categories and titles of which no talk consists, in the words that are left of them by pauseKey.
var pauses = []string{"registration", "breaks", "break", "coffee break", "coffee", "lunch", "lunch break", "meals", "meal", "badge pick up", "badge pickup",
	"cloakroom", "networking break", "mini break", "tea break", "morning break", "afternoon break", "lunch on own", "breakfast", "dinner", "reception", "booth crawl",
	"solutions showcase", "sponsor showcase", "expo hall", "expo hall open", "networking", "happy hour", "coat check", "check in", "doors open"}

// asides are parts of titles that announce something else than a talk: an event with a ticket of its own, a
// demonstration at a sponsor's stand.
var asides = []string{"registration required", "registrations required", "pass required", "in booth demo", "booth demo", "sponsored demo", "invitation only", "invite only"}

// pauseKey is text in small letters without signs, and without a label that ends in a colon.
func pauseKey(s string) string {
	if _, rest, ok := strings.Cut(s, ": "); ok && strings.TrimSpace(rest) != "" {
		s = rest
	}
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// pause says why an event is no talk, empty if it may be one.
func (e *event) pause() string {
	whole := strings.Join(strings.FieldsFunc(strings.ToLower(e.summary), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
	category := pauseKey(e.category)
	switch {
	case e.summary == "":
		return firstOf(e.category, "without a title")
	case e.cancelled:
		return "cancelled"
	case slices.Contains([]string{"registration", "breaks", "meals"}, category):
		return e.category
	case slices.Contains(pauses, pauseKey(e.summary)):
		return firstOf(e.category, e.summary)
	case slices.ContainsFunc(asides, func(a string) bool { return strings.Contains(whole, a) }):
		return firstOf(e.category, "not a talk")
	}
	return ""
}

// session is the talk of an event; why says why there is none.
func (e *event) session(orgs map[string]bool) (s session, why string) {
	if why := e.pause(); why != "" {
		return session{}, why
	}
	s = session{Title: e.summary, Body: fromHTML(e.description), Talk: talkKeys{Link: e.url}}
	title, speakers := programme.CutSpeakers(e.summary, func(org string) bool { return orgs[org] })
	if len(speakers) > 0 {
		s.Title = title
		var in []string
		for _, p := range speakers {
			s.Talk.Speakers = append(s.Talk.Speakers, p.Name)
			if p.Org != "" && !slices.Contains(in, p.Org) {
				in = append(in, p.Org)
			}
		}
		s.Talk.Org = strings.Join(in, ", ")
	}
	if len(s.Talk.Speakers) == 0 && strings.TrimSpace(s.Body) == "" {
		return session{}, firstOf(e.category, e.summary)
	}
	var place []string
	if e.category != "" {
		place = append(place, "Track: "+e.category)
	}
	if e.location != "" {
		place = append(place, e.location)
	}
	if when := e.when(); when != "" {
		place = append(place, when)
	}
	s.Body = strings.TrimSpace(s.Body) + "\n\n" + strings.Join(place, " · ")
	return s, ""
}

// when is the start for people: "2019-11-19 20:30 America/Los_Angeles".
func (e *event) when() string {
	switch {
	case e.start.IsZero():
		return ""
	case e.day:
		return e.start.Format(time.DateOnly)
	}
	return strings.TrimSpace(e.start.Format("2006-01-02 15:04") + " " + e.zone)
}

// knownOrgs are the companies of those talks that leave no doubt: "Title - Name, Company".
func knownOrgs(events []event) map[string]bool {
	orgs := map[string]bool{}
	for i := range events {
		at := strings.LastIndex(events[i].summary, " - ")
		if at <= 0 {
			continue
		}
		name, org, one := strings.Cut(events[i].summary[at+3:], ", ")
		org = strings.TrimSpace(org)
		sure := one && !strings.ContainsAny(name+org, ",&;") && !programme.IsRole(org) && !programme.IsPerson(org)
		if sure && programme.IsPersonal(name) > programme.NoPerson {
			orgs[org] = true
		}
	}
	return orgs
}
