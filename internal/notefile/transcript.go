package notefile

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"takeaway/internal/kb"
)

// isTranscript reports whether the front matter says that the note is what was said on a stage.
func (d *document) isTranscript() bool {
	v, ok := d.front.get("transcript")
	return ok && strings.EqualFold(v.text, "true")
}

// readTranscript reads the passages of a transcript: each heading of the second level begins one, with the
// time at which it is said: "## [00:12:34] Lead of the passage". Text before the first is a passage too.
func (d *document) readTranscript() {
	if v, ok := d.front.get("title"); ok {
		d.up.Title = strings.TrimSpace(plain(v.text))
		d.why("title", "front-matter", v.text, v.line)
	}
	talk := d.up.Talk
	if talk == nil {
		talk = &kb.Talk{Title: d.up.Title}
	}
	if v, ok := d.front.get("video"); ok && absolute(v.text) {
		talk.Video = v.text
	}
	if !talk.Zero() {
		d.up.Talk = talk
	}
	d.readLanguage()
	start := d.body
	for i := d.body; i <= len(d.lines); i++ {
		if i < len(d.lines) && !strings.HasPrefix(d.at(i), "## ") {
			continue
		}
		d.passage(start, i)
		if start = i; len(d.up.Pieces) > MaxPieces {
			d.crowded = true
			return
		}
	}
}

// passage makes a piece of the lines [from, to).
func (d *document) passage(from, to int) {
	for from < to && strings.TrimSpace(d.at(from)) == "" {
		from++
	}
	for to > from && strings.TrimSpace(d.at(to-1)) == "" {
		to--
	}
	if from == to {
		return
	}
	t := kb.Takeaway{Line: from + 1, EndLine: to, Kind: kb.KindPassage,
		Place: kb.Place{Piece: kb.Span{Start: d.lines[from].start, End: d.lines[to-1].end}}}
	body := from
	second := -1
	if head, ok := strings.CutPrefix(d.at(from), "## "); ok {
		second, head = cutTime(d.decode(head))
		t.Heading = plain(head)
		t.Place.Heading = kb.Span{Start: d.lines[from].start, End: d.lines[from].end}
		body++
	}
	for body < to && strings.TrimSpace(d.at(body)) == "" {
		body++
	}
	if body < to && isTagLine(strings.TrimSpace(d.at(body))) {
		(&cutter{document: d}).takeTags(&t, body)
		for body++; body < to && strings.TrimSpace(d.at(body)) == ""; {
			body++
		}
	}
	if body < to {
		t.Place.Body = kb.Span{Start: d.lines[body].start, End: d.lines[to-1].end}
		t.Body = d.decode(d.text[t.Place.Body.Start:t.Place.Body.End])
	}
	if d.up.Talk != nil {
		own := *d.up.Talk
		own.Video = VideoAt(own.Video, second)
		t.Talk = &own
	}
	d.up.Pieces = append(d.up.Pieces, t)
}

// timeMark is the time at the start of a passage's heading: "[01:02:03]" or "[02:03]".
var timeMark = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*\[(?:(\d{1,3}):)?(\d{1,2}):(\d{2})\]\s*`)
})

// cutTime takes the time off a heading; second is -1 where there is none.
func cutTime(heading string) (second int, rest string) {
	m := timeMark().FindStringSubmatch(heading)
	if m == nil {
		return -1, heading
	}
	for _, part := range m[1:] {
		n, _ := strconv.Atoi(part) // digits, or nothing for the hours
		second = second*60 + n
	}
	return second, heading[len(m[0]):]
}

// SecondOf is the second at which a passage begins whose heading is at this place of a note; -1 if it does
// not say.
func SecondOf(heading kb.Span, data []byte) int {
	if heading.Empty() || heading.End > len(data) {
		return -1
	}
	second, _ := cutTime(strings.TrimPrefix(string(data[heading.Start:heading.End]), "## "))
	return second
}

// VideoAt is the address of a video from a second on, as YouTube and Vimeo understand it. The address stays
// as it is where the second is not known (-1).
func VideoAt(address string, second int) string {
	u, err := url.Parse(address)
	if second < 0 || address == "" || err != nil {
		return address
	}
	mark := strconv.Itoa(second) + "s"
	if strings.HasSuffix(u.Hostname(), "vimeo.com") {
		u.Fragment = "t=" + mark
		return u.String()
	}
	q := u.RawQuery
	if q != "" {
		q += "&"
	}
	u.RawQuery = q + "t=" + mark
	return u.String()
}
