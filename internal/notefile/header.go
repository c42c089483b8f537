package notefile

import (
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/programme"
	"takeaway/internal/prose"
)

// header is what the lines "Key: value" at the top of a text say: those of an e-mail, of an export from
// Notion, of Pelican, Logseq ("key:: value") and Org ("#+KEY: value").
type header struct {
	title, author, date, event headerLine
	tags, speakers             headerLine
}

type headerLine struct {
	text string
	line int // 1-based
}

// headerMost is how many lines a header has at most.
const headerMost = 20

// headerField splits a line of a header. The key is empty where it is none. Field is "t" for the title, "a" the
// authors, "d" the date of writing, "e" the conference, "g" the tags, "-" for other known keys.
func headerField(line string) (key, rest, field string) {
	s := strings.TrimPrefix(strings.TrimSpace(line), "#+")
	s = strings.TrimPrefix(s, ":") // ":author: Jane Roe" of reStructuredText and AsciiDoc
	k, rest, ok := strings.Cut(s, ":")
	if wide, after, found := strings.Cut(s, "："); found && (!ok || len(wide) < len(k)) {
		k, rest, ok = wide, " "+after, true
	}
	if !ok || len(k) > 40 || (rest != "" && !strings.ContainsRune(" :*\t_", rune(rest[0]))) {
		return "", "", ""
	}
	key = strings.Join(strings.Fields(strings.ToLower(strings.Trim(k, "*_ "))), "_")
	if key == "" || strings.Count(key, "_") > 2 || strings.ContainsAny(key, ".,!?=") {
		return "", "", ""
	}
	if _, after, known := strings.Cut(headerKeys, " "+key+"="); known {
		field = after[:1]
	}
	return key, strings.TrimSpace(strings.TrimLeft(rest, ":*_ ")), field
}

// readHeader finds the header, which stands first or right under the title, and makes its block one that
// holds nothing to read.
func (d *document) readHeader(p *parts) {
	for i := 0; i < len(p.blocks) && i < 3; i++ {
		b := &p.blocks[i]
		if b.kind == blockText && d.takeHeader(b) {
			b.kind, b.words = blockMedia, 0
			return
		}
		titled := i == 0 && (b.kind == blockHeading || b.kind == blockText && b.first == b.last && b.words <= 20)
		if !titled && b.kind != blockMedia {
			return
		}
	}
}

// takeHeader reads a block as a header and reports whether it is one: two lines or more, each a field,
// most of them known, and one of them more than a stray line. One line is enough in the ways of Org
// ("#+FILETAGS: :edge:") and Logseq ("tags:: edge").
func (d *document) takeHeader(b *block) bool {
	if b.last-b.first+1 > headerMost {
		return false
	}
	var h header
	fields, known, useful, vault := 0, 0, 0, 0
	for i := b.first; i <= b.last; i++ {
		s := d.decode(d.at(i))
		if key, value, ok := prose.Field(s); ok { // of Logseq or Dataview, whatever it is called
			vault++
			if speakerKeys[strings.ToLower(key)] && h.speakers.text == "" {
				h.speakers = headerLine{value, i + 1}
			}
			s = key + ":: " + value
		}
		key, rest, field := headerField(s)
		if key == "" {
			if i > b.first && indent(s) > 0 {
				continue // the rest of a long value
			}
			return false
		}
		fields++
		if field == "" {
			continue
		}
		known++
		if _, after, _ := strings.Cut(s, ":"); field == "g" && isOrgTags(strings.TrimSpace(after)) {
			rest = strings.TrimSpace(after)
		}
		for _, to := range []struct {
			field string
			line  *headerLine
		}{{"t", &h.title}, {"a", &h.author}, {"d", &h.date}, {"e", &h.event}, {"g", &h.tags}} {
			if field == to.field && rest != "" {
				useful++
				if to.line.text == "" {
					*to.line = headerLine{rest, i + 1}
				}
			}
		}
	}
	first := strings.TrimSpace(d.at(b.first))
	marked := strings.HasPrefix(first, "#+") || strings.Contains(first, ":: ")
	ofVault := vault == fields && (useful > 0 || vault > 1 || h.speakers.text != "")
	if stray := fields < 2 && !marked; !ofVault && (stray || known*3 < fields*2 || useful == 0) {
		return false
	}
	d.header = h
	return true
}

// replyMarks stand before the subject of an answer or of a message that was passed on.
const replyMarks = "|re|fw|fwd|aw|wg|tr|rv|"

// headerTitle is the title of the header without what mail programs put before it.
func (d *document) headerTitle() string {
	s := d.header.title.text
	for range 4 {
		key, rest, ok := strings.Cut(s, ":")
		if !ok || !strings.Contains(replyMarks, "|"+strings.ToLower(strings.TrimSpace(key))+"|") {
			break
		}
		s = strings.TrimSpace(rest)
	}
	return s
}

// headerFacts takes authors and date from the header where the front matter is silent.
func (d *document) headerFacts() {
	if h := d.header.author; h.text != "" {
		names := splitNames(h.text)
		if len(names) == 2 && strings.Count(h.text, ",") == 1 && !slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, " ") }) {
			names = []string{names[1] + " " + names[0]} // "Roe, Jane"
		}
		names = slices.DeleteFunc(names, func(n string) bool { return strings.Contains(n, "@") || programme.IsEmployment(n) })
		d.setAuthors(names, "header", h.text, h.line)
	}
	if h := d.header.event; h.text != "" && len(d.up.Event) == 0 {
		d.up.Event = append(d.up.Event, kb.Evidence{Rule: "header", Text: h.text, Line: h.line})
	}
	d.headerTags()
	d.headerTalk()
	if h := d.header.date; h.text != "" && d.up.Date == "" {
		if iso := findDate(h.text); iso != "" {
			d.up.Date = iso
			d.why("date", "header", h.text, h.line)
		}
	}
}

// headerTalk takes the speakers of a note on one talk from fields of a vault where the front matter is silent.
func (d *document) headerTalk() {
	h := d.header.speakers
	if h.text == "" || d.up.Talk != nil {
		return
	}
	if names, org := speakers(plain(pageNames(h.text)), false); len(names) > 0 {
		d.up.Talk = &kb.Talk{Speakers: names, Org: org}
	}
}

// headerTags takes the tags of the header where the front matter has none.
func (d *document) headerTags() {
	h := d.header.tags
	if h.text == "" || len(d.up.Tags) > 0 {
		return
	}
	var s tagSet
	for _, w := range TagList(h.text, false) {
		s.add(w, kb.TagInherited, "header", h.line)
	}
	d.up.Tags = s.tags
	s.report(d, h.line, 1)
}
