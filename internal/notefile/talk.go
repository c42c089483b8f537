package notefile

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/prose"
)

// talkTitleKeys are the labels in front of a talk's title.
var talkTitleKeys = map[string]bool{"talk": true, "title": true}

// saidBy is the label of speakers under a heading that is a statement of theirs, and no talk's title.
const saidBy = "said by"

// talkLines is how many lines under a heading are searched for the talk's speakers and links.
const talkLines = 8

// talkOf finds the talk that a section is about: in its heading ("Title - Speaker, Org", "“Title” by
// Speaker (Org)"), or in the labelled lines under it. It returns nil if there is no sign of one.
func (d *document) talkOf(heading string, from, to int) *kb.Talk {
	t := d.headTalk(heading)
	shown, statement, videos := 0, false, 0
	for i := from; i < to && shown < talkLines; i++ {
		raw := strings.TrimSpace(d.at(i))
		if raw == "" || isTagLine(raw) {
			continue
		}
		shown++
		if len(raw) > 1000 {
			continue
		}
		if shown == 1 && heading != "" && len(t.Speakers) == 0 {
			t.Speakers, t.Org = creditLine(d.decode(raw))
			if len(t.Speakers) == 0 && mayBegin(raw, "by") {
				t.Speakers, t.Org = givenLine(plain(d.decode(raw)))
			}
		}
		if marker(raw) > 0 && sessionLink(raw) {
			videos++
		}
		d.talkLine(t, raw, i, to)
		statement = statement || len(raw) > len(saidBy) && strings.Contains(strings.ToLower(raw[:min(len(raw), 2*len(saidBy))]), saidBy)
	}
	if videos > 2 && t.Title == "" && len(t.Speakers) == 0 {
		return nil // a list of recordings
	}
	named := len(t.Speakers) > 0 || t.Title != ""
	recorded := t.Video != "" || t.Slides != ""
	if t.Zero() || !(named || recorded) {
		return nil
	}
	if t.Title == "" && d.givenBy(t.Speakers) {
		return d.up.Talk
	}
	if t.Title == "" && len(t.Speakers) > 0 && !statement && headingKind(heading) == "" {
		t.Title = stripLabel(slot(heading))
	}
	return t
}

// headTalk is a talk of its own with what a heading says of one.
func (d *document) headTalk(heading string) *kb.Talk {
	known, ok := d.headTalks[heading]
	if !ok {
		if d.headTalks == nil {
			d.headTalks = map[string]*kb.Talk{}
		}
		known = headingTalk(heading)
		d.headTalks[heading] = known
	}
	if known == nil {
		return &kb.Talk{}
	}
	t := *known
	t.Speakers = slices.Clone(t.Speakers)
	return &t
}

// mayBegin reports whether a line may begin with a word once its marks are gone, which costs more to find out.
func mayBegin(raw, word string) bool {
	return raw == "" || !isLetter(raw[0]) || strings.HasPrefix(raw, word)
}

// isLetter reports whether c is a letter of ASCII.
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// creditLine reads speakers from a line that is set in italics as a whole: "*Ann Author, Initech*". It takes
// a company to be sure.
func creditLine(raw string) (names []string, org string) {
	s := strings.Trim(raw, "*_")
	emphasised := (raw[0] == '*' || raw[0] == '_') && strings.HasSuffix(raw, raw[:1])
	if marks := len(raw) - len(s); !emphasised || marks < 2 || marks > 4 || len(s) > 160 || strings.ContainsAny(s, "*:.!?") {
		return nil, ""
	}
	s = plain(s)
	names, org = speakers(s, false)
	if org == "" || len(names) == 0 || eventWords(s) || findDate(s) != "" || !nameLike(names[0]) || !strings.HasPrefix(s, names[0]) {
		return nil, ""
	}
	return names, org
}

// givenLine reads speakers from a line "by Ann Author and Bob Builder" right under the title of a talk. Names that
// are not known take a second word each.
func givenLine(s string) (names []string, org string) {
	rest, ok := strings.CutPrefix(s, "by ")
	if !ok || weight(s) > 24 || ends(s) {
		return nil, ""
	}
	if names, org = speakers(rest, false); len(names) == 0 || programme.IsPersonal(names[0]) == programme.NoPerson {
		return nil, ""
	}
	return names, org
}

// AfterLabels is the body of a takeaway after a list of nothing but labels of its talk ("- Talk: …",
// "- Speaker: …") at its start: the text that a person reads for. Where a line of the list was not
// understood, or nothing else is there, it is the whole body.
func AfterLabels(body string, talk *kb.Talk) string {
	if talk == nil {
		return body
	}
	rest := strings.TrimLeft(body, "\r\n")
	for listed := false; ; listed = true {
		line, after, _ := strings.Cut(rest, "\n")
		line = strings.TrimSpace(line)
		if line == "" {
			if listed && strings.TrimSpace(after) != "" {
				return strings.TrimLeft(after, "\r\n")
			}
			return body
		}
		m := marker(line)
		key, said, _ := strings.Cut(plain(line[m:]), ":")
		key = strings.ToLower(strings.TrimSpace(key))
		knownTitle := talkTitleKeys[key] && talk.Title != ""
		known := knownTitle || (speakerKeys[key] && len(talk.Speakers) > 0)
		if m == 0 || !known || strings.TrimSpace(said) == "" {
			return body
		}
		rest = after
	}
}

// givenBy reports whether the whole note is about one talk and these are among its speakers.
func (d *document) givenBy(speakers []string) bool {
	whole := d.up.Talk
	return whole != nil && whole.Title != "" && len(speakers) > 0 && !slices.ContainsFunc(speakers, func(name string) bool {
		return len(whole.Speakers) > 0 && !slices.ContainsFunc(whole.Speakers, func(w string) bool { return strings.EqualFold(w, name) })
	})
}

// talkLine takes speakers and links from one line.
func (d *document) talkLine(t *kb.Talk, raw string, i, to int) {
	if len(raw) > 40 && strings.IndexByte(raw, ':') < 0 {
		return // neither a label nor an address
	}
	if mayLabel(raw) {
		d.talkLabel(t, plain(raw), i, to)
	}
	takeLinks(t, raw)
}

// longestLabel is more than the bytes of any label with the marks around it.
const longestLabel = 80

// mayLabel reports whether a line may say who spoke or on what, at little cost: most lines do not.
func mayLabel(raw string) bool {
	key, _, _ := strings.Cut(raw[:min(len(raw), longestLabel)], ":")
	odd := strings.ContainsAny(key, "[<&\\{$") || strings.Contains(key, mathPrefix)
	key = strings.ToLower(strings.TrimLeft(strings.Trim(key, "*_`~>+•●·- \t"), "0123456789.)*_ "))
	if !odd {
		return speakerKeys[key] || talkTitleKeys[key]
	}
	first, _, spaced := strings.Cut(key, " ")
	plainly := spaced && strings.IndexFunc(first, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
	return !plainly || labelStarts()[first]
}

// labelStarts are the first words of all labels. Marks that follow a first word do not change it.
var labelStarts = sync.OnceValue(func() map[string]bool {
	starts := map[string]bool{}
	for _, labels := range []map[string]bool{speakerKeys, talkTitleKeys} {
		for label := range labels {
			first, _, _ := strings.Cut(label, " ")
			starts[first] = true
		}
	}
	return starts
})

// talkLabel takes speakers or the title from a line without marks.
func (d *document) talkLabel(t *kb.Talk, s string, i, to int) {
	if m := marker(s); m > 0 {
		s = strings.TrimSpace(s[m:])
	}
	key, rest, ok := strings.Cut(s, ":")
	key = strings.ToLower(strings.TrimSpace(strings.Trim(key, "*_ ")))
	if len(t.Speakers) == 0 && speakerKeys[key] {
		rest = strings.TrimSpace(rest)
		if ok && rest != "" {
			t.Speakers, t.Org = speakers(rest, strings.HasSuffix(key, "s") || strings.HasSuffix(key, "s)"))
		} else {
			t.Speakers, t.Org = d.speakerList(i+1, to)
		}
	}
	if talkTitleKeys[key] && ok && t.Title == "" {
		t.Title = strings.TrimSpace(rest)
	}
}

// takeLinks takes the addresses in a line.
func takeLinks(t *kb.Talk, raw string) {
	for _, u := range urls(raw) {
		low := strings.ToLower(u)
		switch {
		case t.Video == "" && (strings.Contains(low, "youtube.com/watch") || strings.Contains(low, "youtu.be/") || strings.Contains(low, "youtube.com/embed") || strings.Contains(low, "vimeo.com/")):
			t.Video = u
		case t.Link == "" && strings.Contains(low, "sched.co") && !strings.Contains(low, "hosted_files") && !strings.Contains(low, "/speaker/"):
			t.Link = u
		case t.Slides == "" && (strings.Contains(low, "hosted_files") || strings.Contains(low, "slideshare") || strings.Contains(low, "speakerdeck") || strings.Contains(low, "docs.google.com/presentation")):
			t.Slides = u
		}
	}
}

// speakerList reads the bullets under a line "Speakers".
func (d *document) speakerList(from, to int) (names []string, org string) {
	for i := from; i < to && i < from+6; i++ {
		t := strings.TrimSpace(d.at(i))
		m := marker(t)
		if m == 0 {
			break
		}
		more, o := speakers(plain(d.decode(t[m:])), false)
		if len(more) == 0 {
			break
		}
		names = append(names, more...)
		if org == "" {
			org = o
		}
	}
	return names, org
}

// urls lists the addresses in a line, at most eight.
func urls(s string) []string {
	var out []string
	for len(out) < 8 {
		i := strings.Index(s, "http")
		if i < 0 {
			break
		}
		s = s[i:]
		end := strings.IndexAny(s, " \t)>\"'`]|")
		if end < 0 {
			end = len(s)
		}
		if absolute(s[:end]) {
			out = append(out, s[:end])
		}
		s = s[max(end, 4):]
	}
	return out
}

// headingTalk reads a talk from a heading, nil if it names no speaker.
func headingTalk(h string) *kb.Talk {
	h = slot(h)
	if t := bracketTalk(h); t != nil {
		return t
	}
	if i := strings.LastIndex(h, " by "); i > 0 {
		title := strings.TrimSpace(h[:i])
		if names, org := speakers(h[i+4:], false); len(names) > 0 && (nameLike(names[0]) && (strings.ContainsAny(title, "\"”“") || strings.Contains(h[i:], "("))) {
			return &kb.Talk{Title: stripLabel(strings.Trim(title, "\"“”, ")), Speakers: names, Org: org}
		}
	}
	for _, sep := range []string{" - ", " – ", " — ", " :: ", " | "} {
		i := strings.LastIndex(h, sep)
		if i <= 0 || onlyDay(h[:i]) {
			continue
		}
		before, after := strings.TrimSpace(h[:i]), h[i+len(sep):]
		if t := introduced(before, after, sep); t != nil {
			return t
		}
		names, org := speakers(after, false)
		speaks := len(names) > 0 && nameLike(names[0]) && !eventWords(after) && weight(after) <= 24
		switch first := programme.IsPersonal(before); {
		case speaks && believed(before, names[0], org):
			return &kb.Talk{Title: stripLabel(before), Speakers: names, Org: org}
		// "Ben Sigelman - Lightstep": the speaker first. It takes a role or a company to be sure.
		case first > programme.NoPerson && nameLike(before) && weight(after) <= 8 && (programme.IsEmployment(after) || first >= programme.LikelyPerson && programme.IsOrganisation(after)):
			return &kb.Talk{Speakers: []string{before}, Org: lastPart(after)}
		case first >= programme.LikelyPerson && weight(after) >= 2 && !eventWords(after):
			return &kb.Talk{Title: stripLabel(strings.TrimSpace(after)), Speakers: []string{before}}
		case first >= programme.LikelyPerson && isUpper(after) && !eventWords(after): // one word: where she works
			return &kb.Talk{Speakers: []string{before}, Org: strings.TrimSpace(after)}
		}
	}
	return nil
}

// introduced reads "Ann Author - Globex - Why clusters drift" and "Ann Author - Executive Director - Globex", split at the
// last dash; nil where no name that is known to be one stands first.
func introduced(before, after, sep string) *kb.Talk {
	name, job, ok := strings.Cut(before, sep)
	name, job = strings.TrimSpace(name), strings.TrimSpace(job)
	if !ok || programme.IsPersonal(name) < programme.LikelyPerson || weight(job) > 4 || eventWords(after) {
		return nil
	}
	switch {
	case programme.IsRole(job), programme.IsEmployment(job), programme.IsOrganisation(strings.TrimSpace(after)):
		if weight(after) > 3 {
			return &kb.Talk{Title: stripLabel(strings.TrimSpace(after)), Speakers: []string{name}}
		}
		return &kb.Talk{Speakers: []string{name}, Org: strings.TrimSpace(after)}
	case weight(after) >= 2 && isUpper(job):
		return &kb.Talk{Title: stripLabel(strings.TrimSpace(after)), Speakers: []string{name}, Org: job}
	}
	return nil
}

// believed reports whether what stands behind the dash of a heading speaks, rather than being the subject of
// what stands before: "Thanos - Time Series Database". A name that is only made like one takes a company, or a
// title that the programme knows.
func believed(title, name, org string) bool {
	if strings.HasPrefix(name, "@") || prose.IsWide([]rune(name)[0]) {
		return true
	}
	switch programme.IsPersonal(name) {
	case programme.NoPerson:
		return false
	case programme.MaybePerson:
		return (org != "" || programme.IsTitle(title)) && programme.IsPersonal(title) < programme.LikelyPerson
	}
	return true
}

// bracketTalk reads "Title (Speaker, Company)": brackets at the end with a name and more. A name alone might be a product's.
func bracketTalk(h string) *kb.Talk {
	h = strings.TrimRight(h, " .")
	i := strings.LastIndexByte(h, '(')
	if i < 3 || !strings.HasSuffix(h, ")") || !strings.ContainsAny(h[i:], ",;") {
		return nil
	}
	inside := h[i+1 : len(h)-1]
	title := strings.TrimSpace(h[:i])
	name, rest, _ := strings.Cut(inside, ",")
	if !personLike(name) || eventWords(inside) || strings.TrimSpace(rest) == "" || holdsAny(title, " by ", " - ", " – ", " — ", " | ") {
		return nil
	}
	names, org := speakers(inside, false)
	if len(names) == 0 {
		return nil
	}
	return &kb.Talk{Title: stripLabel(strings.Trim(title, "\"“” ")), Speakers: names, Org: org}
}

// personLike reports whether s is made like the name of one person or of several: two words and more each.
func personLike(s string) bool {
	names := splitNames(s)
	return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return !nameLike(n) || programme.IsEmployment(n) })
}

func lastPart(s string) string {
	if i := strings.LastIndexAny(s, ",@"); i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimSpace(s)
}

// stripLabel takes "Keynote:" or "Talk 2:" off a talk's title.
func stripLabel(s string) string {
	for range 3 {
		key, rest, ok := strings.Cut(s, ": ")
		k := strings.ToLower(strings.TrimFunc(key, func(r rune) bool { return !unicode.IsLetter(r) }))
		switch {
		case ok && talkLabels[k]:
			s = strings.TrimSpace(rest)
		default:
			return s
		}
	}
	return s
}

// speakers reads "A & B, Org", "A (Org), B (Org)" or "A, Org; B, Org": names, then where they work. What
// follows the first comma is a job or a company, unless several are announced: "Speakers: A, B".
func speakers(s string, several bool) (names []string, org string) {
	var orgs []string
	employ := func(o string) {
		if i := strings.LastIndex(o, " at "); i >= 0 {
			o = o[i+4:]
		}
		if o = strings.Trim(o, " ,.@()"); o != "" && !programme.IsRole(o) && !slices.Contains(orgs, o) {
			orgs = append(orgs, o)
		}
	}
	for group := range strings.SplitSeq(s, ";") {
		parts := strings.Split(outsideBrackets(group, employ), ",")
		last := 0 // the last part with names: the first, or the one after "and"
		for i, part := range parts {
			if joint := strings.ContainsAny(part, "&") || strings.Contains(part, " and "); joint && (i == 0 || joinsPeople(part)) {
				last = i
			}
		}
		for i, part := range parts {
			if name, of, ok := strings.Cut(part, " from "); ok {
				employ(of)
				part = name
			}
			found := slices.DeleteFunc(splitNames(part), func(n string) bool { return !nameLike(n) || programme.IsEmployment(n) })
			person := len(found) > 0 && len(names) > 0 && programme.IsPersonal(found[0]) >= programme.LikelyPerson
			inList := several && last == 0 && len(names) > 0
			expected := i <= last || person || inList
			if len(found) == 0 || !expected {
				if len(names) > 0 {
					employ(part)
				}
				continue
			}
			names = append(names, found...)
		}
	}
	return names, strings.Join(orgs, ", ")
}

// joinsPeople reports whether a name stands behind the last "and" of a part, rather than one more word of a company's:
// "Data & Analytics".
func joinsPeople(part string) bool {
	names := splitNames(part)
	if len(names) == 0 {
		return false
	}
	name := names[len(names)-1]
	return strings.HasPrefix(name, "@") || programme.IsPersonal(name) > programme.NoPerson
}

// outsideBrackets returns s without what stands in brackets or after "@", and hands that to inside.
func outsideBrackets(s string, inside func(string)) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(s, "(@")
		if i < 0 || s[i] == '@' && strings.TrimSpace(b.String()+s[:i]) == "" { // "@handle" is a name
			return b.String() + s
		}
		b.WriteString(s[:i])
		end := strings.IndexByte(s[i:], ')')
		if s[i] == '@' {
			end = strings.IndexAny(s[i:], ",&")
		}
		if end < 0 {
			inside(s[i:])
			return b.String()
		}
		inside(s[i : i+end])
		s = strings.TrimPrefix(s[i+end:], ")")
	}
}
