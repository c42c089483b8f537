package ingest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
)

const calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:kccnceu2026\r\nPRODID:-//Sched.com KubeCon + CloudNativeCon Europe 2026//EN\r\n" +
	"BEGIN:VEVENT\r\nDTSTART:20260324T100000Z\r\nSUMMARY:Taming Sidecars - Ann Author\\, Acme & Bo Writer\\, Widgets Inc\r\n" +
	"DESCRIPTION:What a sidecar costs\\,\\nand how to pay less.&nbsp\\;Come\r\n \\, all of you.\r\nCATEGORIES:SECURITY\r\nLOCATION:Hall 7\\, Amsterdam\r\nUID:b\r\nURL:http://kccnceu2026.sched.com/event/b\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\nDTSTART:20260324T070000Z\nSUMMARY:Badge Pick-Up\nDESCRIPTION:\nCATEGORIES:REGISTRATION\nUID:a\nEND:VEVENT\n" +
	"this line is none\r\n" +
	"BEGIN:VEVENT\r\nDTSTART:20260324T090000Z\r\nSUMMARY:Keynote: Hello - Ann Author\\, Bo Writer & Cy Doe\\, Acme\r\nDESCRIPTION:\r\nUID:c\r\nURL:http://kccnceu2026.sched.com/event/c\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nDTSTART:20260325T090000Z\r\nSUMMARY:Solo - Dee Dee\\, Acme\r\nUID:d\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nSUMMARY:An entry that never ends\r\n"

func TestFromCalendar(t *testing.T) {
	n, err := Read(Document{From: "x.ics", Name: "x.ics", Data: []byte(calendar)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `title: 'KubeCon + CloudNativeCon Europe 2026: schedule'
conference: kubecon-eu-2026
date: 2026-03-24
takeaways:
  - title: 'Keynote: Hello'
    talk:
      speakers: [Ann Author, Bo Writer, Cy Doe]
      org: Acme
      link: http://kccnceu2026.sched.com/event/c
    body: 2026-03-24 09:00 UTC
  - title: Taming Sidecars
    talk:
      speakers: [Ann Author, Bo Writer]
      org: Acme, Widgets Inc
      link: http://kccnceu2026.sched.com/event/b
    body: |-
      What a sidecar costs,
      and how to pay less. Come, all of you.

      Track: SECURITY · Hall 7, Amsterdam · 2026-03-24 10:00 UTC
  - title: Solo
    talk:
      speakers: [Dee Dee]
      org: Acme
    body: 2026-03-25 09:00 UTC
`
	if diff := cmp.Diff(want, string(n.Data)); diff != "" {
		t.Errorf("note (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"1 × an entry that never ends", "1 × registration"}, n.Dropped); diff != "" {
		t.Error(diff)
	}
	if n.Path != "kubecon-eu-2026/kubecon-cloudnativecon-europe-2026-schedule.yaml" {
		t.Error(n.Path)
	}
	var talks []kb.Talk
	for _, p := range n.WriteUp.Pieces {
		talks = append(talks, *p.Talk)
	}
	if diff := cmp.Diff(kb.Talk{Title: "Taming Sidecars", Speakers: []string{"Ann Author", "Bo Writer"}, Org: "Acme, Widgets Inc", Link: "http://kccnceu2026.sched.com/event/b"}, talks[1]); diff != "" {
		t.Errorf("talk (-want +got):\n%s", diff)
	}
}

func TestCalendarEvents(t *testing.T) {
	const head = "BEGIN:VCALENDAR\r\nPRODID:-//Sched.com KubeCon + CloudNativeCon North America 2019//EN\r\n"
	event := func(lines ...string) string {
		return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
	}
	const alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\nTRIGGER:-PT10M\r\nEND:VALARM"
	for _, c := range []struct{ about, events, want string }{
		{"the description of an alarm is not the abstract", event("SUMMARY:Wobble - Jane Doe\\, Acme", "DESCRIPTION:What wobbles.", alarm), "Wobble|Jane Doe|Acme|What wobbles.\n"},
		{"a named zone is not UTC", event("SUMMARY:Wobble - Jane Doe\\, Acme", "DTSTART;TZID=America/Los_Angeles:20191119T203000", "DESCRIPTION:x"), "Wobble|Jane Doe|Acme|x\n\n2019-11-19 20:30 America/Los_Angeles"},
		{"a floating time has no zone", event("SUMMARY:Wobble - Jane Doe\\, Acme", "DTSTART:20191119T203000", "DESCRIPTION:x"), "Wobble|Jane Doe|Acme|x\n\n2019-11-19 20:30"},
		{"a day has no time", event("SUMMARY:Wobble - Jane Doe\\, Acme", "DTSTART;VALUE=DATE:20191119", "DESCRIPTION:x"), "Wobble|Jane Doe|Acme|x\n\n2019-11-19"},
		{"Z is UTC", event("SUMMARY:Wobble - Jane Doe\\, Acme", "DTSTART:20191119T203000Z", "DESCRIPTION:x"), "Wobble|Jane Doe|Acme|x\n\n2019-11-19 20:30 UTC"},
		{"companies are no speakers", event("SUMMARY:Wobble - Jane Doe\\, Red Hat & John Roe\\, Acme"), "Wobble|Jane Doe, John Roe|Red Hat, Acme|"},
		{"the last version counts", event("UID:1", "SEQUENCE:2", "SUMMARY:New name", "DESCRIPTION:b") + event("UID:1", "SEQUENCE:1", "SUMMARY:Old name", "DESCRIPTION:a"), "New name|||b\n"},
		{"of equal versions the later", event("UID:1", "SUMMARY:Old name", "DESCRIPTION:a") + event("UID:1", "SUMMARY:New name", "DESCRIPTION:b"), "New name|||b\n"},
		{"days of one series are several", event("UID:1", "RECURRENCE-ID:20191119", "SUMMARY:One", "DESCRIPTION:a") + event("UID:1", "RECURRENCE-ID:20191120", "SUMMARY:Two", "DESCRIPTION:b"), "One|||a\nTwo|||b\n"},
		{"cancelled", event("SUMMARY:Gone - Jane Doe\\, Acme", "STATUS:CANCELLED") + event("SUMMARY:There", "DESCRIPTION:x"), "There|||x\n"},
		{"breaks and events with a ticket", event("SUMMARY:Project Lightning Talk: Break") + event("SUMMARY:Lunch 🍲", "DESCRIPTION:Food") +
			event("SUMMARY:Big Day Hosted by Acme | SEPARATE REGISTRATION REQUIRED", "DESCRIPTION:A day") + event("SUMMARY:Gold Sponsor In-Booth Demos", "DESCRIPTION:Demos") +
			event("SUMMARY:There", "DESCRIPTION:x"), "There|||x\n"},
		{"small letters, junk between lines, no end", "begin:vevent\r\nsummary:There\r\nthis is no line\r\ndescription:x\r\n", "There|||x\n"},
	} {
		for _, end := range []string{"END:VCALENDAR\r\n", ""} {
			n, err := Read(Document{From: "x.ics", Name: "x.ics", Data: []byte(head + c.events + end)}, Options{})
			if err != nil {
				t.Errorf("%s: %v", c.about, err)
				continue
			}
			got := ""
			for _, p := range n.WriteUp.Pieces {
				if p.Talk == nil {
					p.Talk = &kb.Talk{}
				}
				got += p.Heading + "|" + strings.Join(p.Talk.Speakers, ", ") + "|" + p.Talk.Org + "|" + strings.TrimRight(p.Body, "\n") + "\n"
			}
			if strings.TrimSpace(got) != strings.TrimSpace(c.want) {
				t.Errorf("%s:\n got %q\nwant %q", c.about, got, c.want)
			}
		}
	}
	deep := head + strings.Repeat("BEGIN:X-PART\r\n", 100)
	if _, err := Read(Document{From: "x.ics", Name: "x.ics", Data: []byte(deep)}, Options{}); err == nil || !strings.Contains(err.Error(), "nested deeper than 20 parts") {
		t.Errorf("a hundred parts in each other: %v", err)
	}
}

// Jobs and companies behind names are no speakers.
func TestPeopleOfTalks(t *testing.T) {
	for speakers, want := range map[string]string{
		`["Jane Doe, Red Hat", "John Roe, Staff Engineer, Apple"]`: "speakers: [Jane Doe, John Roe]\n      org: Red Hat",
		`"Jane Doe, Red Hat & John Roe"`:                           "speakers: [Jane Doe, John Roe]\n      org: Red Hat",
		`["Jane Doe", "Anna Lind"]`:                                "speakers: [Jane Doe, Anna Lind]\n",
		`[{"name": "Jane Doe", "company": "Acme"}]`:                "speakers: [Jane Doe]\n      org: Acme",
	} {
		n, err := Read(Document{From: "x.json", Name: "x.json", Data: []byte(`{"talks": [{"title": "One", "event": "KubeCon NA 2019", "speakers": ` + speakers + `}]}`)}, Options{})
		if err != nil || !strings.Contains(string(n.Data), want) {
			t.Errorf("%s: %v\n%s", speakers, err, n.Data)
		}
	}
}

func TestFromTalks(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"talks.json", "{\n\t\"conference\": \"KubeCon NA 2019\",\n\t\"types\": {\"Mesh\": {\"events\": [{\"title\": \"Meshes - Ann Author, Acme\", \"description\": \"\\ud83d\\ude00 a\\/b\", \"venue\": \"Hall\", \"url\": \"https://x.example/1\", \"speakers\": [{\"name\": \"Ann Author\", \"company\": \"Acme\", \"bio\": \"…\"}]}]}}}",
			"title: KubeCon NA 2019\nconference: kubecon-na-2019\ntakeaways:\n  - title: Meshes\n    talk:\n      speakers: [Ann Author]\n      org: Acme\n      link: https://x.example/1\n    body: |-\n      \U0001F600 a/b\n\n      Hall\n"},
		{"years.yaml", "# how to add a talk\nyears:\n  2026:\n    - title: One\n      date: 2026-06-03\n      event: StrimziCon 2026\n      recording_url: https://youtube.com/watch?v=1\n  2025:\n    - title: Two\n      date: 2025-11-11\n      event: KubeCon NA\n      slides_url: https://x.example/s\n",
			"takeaways:\n  - title: One\n    talk:\n      video: https://youtube.com/watch?v=1\n    body: StrimziCon 2026 · 2026-06-03\n  - title: Two\n    talk:\n      slides: https://x.example/s\n    body: KubeCon NA · 2025-11-11\n"},
		{"one.yaml", "deep:\n  list:\n    - {title: One, event: KubeCon NA 2019, description: About meshes}\n    - {title: Two, event: KubeCon NA 2019, abstract: '<p>About <b>pods</b></p>'}\n",
			"conference: kubecon-na-2019\ntakeaways:\n  - title: One\n    body: |-\n      About meshes\n\n      KubeCon NA 2019\n  - title: Two\n    body: |-\n      About **pods**\n\n      KubeCon NA 2019\n"},
	} {
		n, err := Read(Document{From: c.name, Name: c.name, Data: []byte(c.data)}, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, string(n.Data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestDataRefused(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for _, l := range "bcdefghij" {
		bomb += string(l) + ": &" + string(l) + " [" + strings.TrimSuffix(strings.Repeat("*"+string(l-1)+", ", 9), ", ") + "]\n"
	}
	for _, c := range []struct{ name, data, message string }{
		{"package.json", `{"name": "x", "scripts": [{"name": "a", "url": "https://x.example"}]}`, "has no talks or takeaways"},
		{"x.json", `{"a":`, "broken JSON: "},
		{"deep.json", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "is nested deeper than 100 levels"},
		{"deep.yaml", strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), "broken YAML: "},
		{"bomb.yaml", bomb, "YAML without takeaways or talks"},
		{"x.ics", "BEGIN:VCARD\nEND:VCARD\n", "is not a calendar: it has no BEGIN:VCALENDAR"},
		{"x.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "is a calendar without talks"},
		{"x.md", "a\x00b", "has NUL bytes, so it is not text"},
	} {
		_, err := Read(Document{From: c.name, Name: c.name, Data: []byte(c.data)}, Options{})
		var p kb.Problem
		if !errors.As(err, &p) || !strings.HasPrefix(p.Message, c.message) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestSniff(t *testing.T) {
	for _, c := range []struct {
		data string
		want Format
	}{
		{"", Text},
		{"Notes on Falco\n\nFalco watches system calls.\n", Text},
		{"# Heading\n\nText.\n", Markdown},
		{"#NoSpace\n", Text},
		{"---\ntitle: T\n---\nText\n", Markdown},
		{"+++\ntitle = 'T'\n+++\nText\n", Markdown},
		{"See [this](https://x.example).\n", Markdown},
		{"<!DOCTYPE html><html></html>", HTML},
		{"\uFEFF\n <HTML><body>", HTML},
		{"<!-- saved -->\n<html>", HTML},
		{"<div><p>a</p></div>", HTML},
		{"<img src=x>\n\n# Markdown with a picture\n", Markdown},
		{"BEGIN:VCALENDAR\nEND:VCALENDAR", Calendar},
		{`{"talks": []}`, JSON},
		{`[not json`, Text},
		{"title: T\ntakeaways:\n- title: One\n  body: Text\n", YAML},
		{"# comment\n- title: One\n  speakers: [Ann]\n", YAML},
		{"Title: KubeCon\n\nIt was: good.\n", Text},
	} {
		if got := Sniff([]byte(c.data)); got != c.want {
			t.Errorf("%q is %s, not %s", c.data, got, c.want)
		}
	}
}

func TestDecode(t *testing.T) {
	utf16 := []byte{0xFF, 0xFE, 'H', 0, 0xE9, 0, '\n', 0}
	if got := string(decode(utf16, "")); got != "Hé\n" {
		t.Errorf("UTF-16: %q", got)
	}
	if got := string(decode([]byte("caf\xe9"), "latin1")); got != "café" {
		t.Errorf("Latin 1: %q", got)
	}
	if got := string(decode([]byte("caf\xe9"), "nonsense")); got != "caf\xe9" {
		t.Errorf("unknown: %q", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("html", []byte(longPage))
	f.Add("html", []byte("<table><tr><td class=gutter>1<td><pre>x</pre></table><svg><title>x</title><p>a<iframe src=//youtube.com/embed/x>"))
	f.Add("html", []byte("<base href='//x'><a href='http://[::1'>a</a><h1>"+strings.Repeat("word ", 50)))
	f.Add("ics", []byte(calendar))
	f.Add("ics", []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;X=\"a:b\n c - A, B\nDTSTART;TZID=x:1\nEND:VEVENT"))
	f.Add("yaml", []byte("years:\n  2026:\n  - {title: a, event: b, url: https://x.example}\n"))
	f.Add("yaml", []byte("a: &a\n  - *a\n- - - {title: x, speakers: [{name: y}]}\n"))
	f.Add("json", []byte(`[{"title":"\ud800","speakers":"a & b","description":"<p>x"}]`))
	f.Add("", []byte("<html><title>\x1b[0m"))
	f.Add("", []byte("- title: One\n  by: Ann\n"))
	f.Fuzz(func(t *testing.T, format string, data []byte) { readsBack(t, format, data) })
}

// FuzzPage reads pages alone, FuzzCalendar calendars.
func FuzzPage(f *testing.F) {
	for _, page := range []string{longPage, "<table><tr><td class=gutter>1<td><pre>x</pre></table><svg><title>x</title><p>a", "<title>\x1b]0;x\x07</title><article><h1>A</h1><p>" + strings.Repeat("word ", 50)} {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readsBack(t, "html", data) })
}

func FuzzCalendar(f *testing.F) {
	f.Add([]byte(calendar))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;X=\"a:b\n c - A, B\nDTSTART;TZID=x:1\nEND:VEVENT"))
	f.Fuzz(func(t *testing.T, data []byte) { readsBack(t, "ics", data) })
}

// readsBack reads a document of a format and holds what came of it against what is read from the note.
func readsBack(t *testing.T, format string, data []byte) {
	kept := string(data)
	d := Document{From: "x", Name: "x", Format: Format(format), Data: data}
	if format != "" {
		if _, err := ParseFormat(format); err != nil {
			d.Format = ""
		}
	}
	n, err := Read(d, Options{})
	if string(data) != kept {
		t.Fatal("the input was changed")
	}
	if err != nil {
		var p kb.Problem
		if !errors.As(err, &p) {
			t.Errorf("%v is no problem", err)
		}
		return
	}
	if n.Path == "" || strings.HasPrefix(n.Path, "/") || strings.Contains(n.Path, "..") {
		t.Errorf("path %q", n.Path)
	}
	again, err := notefile.Parse(n.Path, n.Data)
	if err != nil {
		t.Fatalf("the note cannot be read: %v\n%q", err, n.Data)
	}
	if made := n.Format == HTML || n.Format == Calendar || n.Format == JSON; made && strings.ContainsAny(string(n.Data), "\x1b\x07\u202e") {
		t.Errorf("control characters in %q", n.Data)
	}
	if len(again.Pieces) != len(n.WriteUp.Pieces) {
		t.Errorf("%d pieces read back as %d", len(n.WriteUp.Pieces), len(again.Pieces))
	}
	p, q := PrintOf(n.Data, FormatOf(n.Path) == YAML), PrintOf(n.Data, FormatOf(n.Path) == YAML)
	if !p.Alike(&q) {
		t.Error("a note is unlike itself")
	}
	v := noteedit.Version{Data: n.Data, WriteUp: again}
	if data, _ := noteedit.Carry(n.Path, v, v); string(data) != string(n.Data) {
		t.Errorf("carrying a note over to itself changes it:\n%q\n%q", n.Data, data)
	}
}

func FuzzSniff(f *testing.F) {
	for _, s := range []string{"# a", "<p>", "{", "a: b", "- a: b", "BEGIN:VCALENDAR", "---\n", "<!--", "\uFEFF\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := Sniff(data)
		if _, err := ParseFormat(string(got)); err != nil {
			t.Error(err)
		}
		if again := Sniff(data); again != got {
			t.Errorf("%s, then %s", got, again)
		}
	})
}

// At the limit all speakers of a talk are taken in, however the data names them; those past it are left out, and told.
func TestTooManySpeakers(t *testing.T) {
	for _, n := range []int{notefile.MaxPeople - 1, notefile.MaxPeople, notefile.MaxPeople + 1, 2000} {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("Jane%d Doe%d", i, i))
		}
		list := strings.Join(names, ", ")
		for name, data := range map[string]string{
			"a.json": `[{"title":"T","event":"KubeCon NA 2019","speakers":["` + strings.Join(names, `","`) + `"]}]`,
			"b.json": `[{"title":"T","event":"KubeCon NA 2019","speakers":"` + list + `"}]`,
			"a.csv":  "title,speakers,conference\nT,\"" + list + "\",KubeCon NA 2019\n",
		} {
			notes, err := ReadAll(Document{From: name, Name: name, Data: []byte(data)}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			told := slices.Contains(notes[0].Dropped, `speakers of "T" past the limit of 100`)
			if got := len(notes[0].WriteUp.Pieces[0].Talk.Speakers); got != min(n, notefile.MaxPeople) || told != (n > notefile.MaxPeople) {
				t.Errorf("%s: %d speakers of %d, dropped %q", name, got, n, notes[0].Dropped)
			}
		}
	}
}
