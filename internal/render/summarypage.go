package render

import (
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/digest"
)

// The page about a conference on a terminal: what it was and how much is known of it, what is new, what several
// people say. The rest is on the long page.

// claimWidth is how wide the column of themes is before that of what was said; narrower terminals have the
// theme above it.
const (
	themeWidth   = 22
	roomForTheme = 64
	// roomForCredit is for the longest credit at the right end of a claim.
	roomForCredit = 30
)

// brief prints the page.
func (g *page) brief(s *digest.Summary) {
	g.summaryHead(s)
	g.news(s)
	g.several(s)
	g.p.w.WriteByte('\n')
	g.para(0, 0, span{text: briefFoot(s), ink: inkDim})
	if s.Coverage.Digests > 0 {
		g.para(0, 0, span{text: "Headings of digests are in our words: takeaway open ID goes to the original.", ink: inkDim})
	}
}

// summaryHead prints the name of a conference with its place and days at the right, how much is known of it, and
// what to beware of.
func (g *page) summaryHead(s *digest.Summary) {
	name, where := oneLine(s.Conference.Name), placeAndDays(&s.Conference)
	room := g.p.textWidth() - spansWidth([]span{{text: name}})
	if n := spansWidth([]span{{text: where}}); n > 0 && n+2 <= room {
		g.p.lines([][]span{{{text: name, ink: inkTitle}, {text: strings.Repeat(" ", room-n)}, {text: where, ink: inkEvent}}}, 0)
	} else {
		g.para(0, 0, span{text: name, ink: inkTitle})
		g.para(0, 0, span{text: where, ink: inkEvent})
	}
	known := []string{counted(s.WriteUps, "write-up"), counted(s.Authors, "author"), counted(s.Takeaways, "takeaway")}
	line := strings.Join(known, ", ")
	if came := attendance(&s.Conference); came != "" {
		line = came + " · " + line
	}
	if on := whereFrom(s); on != "" {
		line += " · " + on
	}
	g.para(0, 0, span{text: line})
	g.para(0, 0, span{text: sampleWarning(s), ink: inkNote})
}

// sampleWarning says what a page of few write-ups is not; empty where there are enough.
func sampleWarning(s *digest.Summary) string {
	switch {
	case s.WriteUps == 1:
		return oneAccount
	case !s.Coverage.Small:
		return ""
	case s.Authors == 1:
		return "Small sample: this is what one author wrote, not what mattered most."
	}
	return fmt.Sprintf("Small sample: this is what %s people wrote, not what mattered most.", inWords(s.Authors))
}

// news prints what changed since the edition before.
func (g *page) news(s *digest.Summary) {
	c := &s.Change
	if c.Previous.ID == "" || c.Thin || len(c.Shifts) == 0 {
		for _, line := range changeNotes(c) {
			g.para(0, 0, span{text: line, ink: inkDim})
		}
		return
	}
	since := oneLine(c.Previous.City)
	if since == "" || c.Previous.Virtual {
		since = oneLine(c.Previous.Short)
	}
	g.section("New since "+since, fmt.Sprintf("(%s: %s, %s)", oneLine(c.Previous.Short), counted(c.Authors, "author"), counted(c.Takeaways, "takeaway")))
	for _, m := range moves {
		var parts [][]span
		for i := range c.Shifts {
			if f := &c.Shifts[i]; f.Move == m {
				parts = append(parts, []span{{text: oneLine(f.Name)}, {text: newsShare(f), ink: inkDim}})
			}
		}
		if len(parts) > 0 {
			label := span{text: fmt.Sprintf("%-6s", newsLabels[m]), ink: inkTitle}
			g.para(2, 6, append([]span{label}, joinSpans(parts, " · ")...)...)
		}
	}
}

// newsLabels are the moves in a word.
var newsLabels = map[digest.Move]string{digest.Rising: "more", digest.New: "new", digest.Falling: "less", digest.Gone: "gone"}

// newsShare is the share before and now.
func newsShare(f *digest.Shift) string {
	switch f.Move {
	case digest.New:
		return " " + percent(f.Share)
	case digest.Gone:
		return " " + percent(f.PreviousShare)
	}
	return " " + percent(f.PreviousShare) + " → " + percent(f.Share)
}

// several prints the themes with what was said about each.
func (g *page) several(s *digest.Summary) {
	title := "What several say"
	if slices.ContainsFunc(s.Themes, func(t digest.Theme) bool { return t.Authors == 1 }) {
		title = "What people say"
	}
	g.section(title, "")
	for i := range s.Themes {
		t := &s.Themes[i]
		count := counted(t.Takeaways, "takeaway")
		if s.Authors > 1 {
			count = fmt.Sprintf("%d of %s", t.Authors, counted(s.Authors, "author"))
		}
		left := wrap([]span{{text: oneLine(t.Name), ink: inkTitle}}, themeWidth-2)
		left = append(left, []span{{text: "  " + count, ink: inkDim}})
		quotes := append(append([]digest.Quote{}, t.Sentences...), t.Sides...)
		if g.p.textWidth() < roomForTheme {
			g.para(2, 2, span{text: oneLine(t.Name) + "  ", ink: inkTitle}, span{text: count, ink: inkDim})
			for k := range quotes {
				g.p.lines(claim(&quotes[k], g.p.textWidth()-4), 4)
			}
			continue
		}
		var right [][]span
		for k := range quotes {
			right = append(right, claim(&quotes[k], g.p.textWidth()-2-themeWidth)...)
		}
		for k := range max(len(left), len(right)) {
			var line []span
			if k < len(left) {
				line = append(line, left[k]...)
			}
			if k < len(right) {
				pad := themeWidth - spansWidth(line)
				line = append(append(line, span{text: strings.Repeat(" ", max(pad, 0))}), right[k]...)
			}
			g.p.lines([][]span{line}, 2)
		}
	}
}

// claim is what a takeaway says about a theme in some lines: its heading where that states something, or else
// a sentence; at the right end who says so, behind "after" where the words are not theirs, and the ID.
func claim(q *digest.Quote, width int) [][]span {
	by := strings.TrimPrefix(creditOf(q), "— ")
	lines := wrap([]span{{text: statement(q)}}, width-2)
	for i := range lines {
		if i > 0 {
			lines[i] = append([]span{{text: "  "}}, lines[i]...)
		}
	}
	end := []span{{text: short(q.ID), ink: inkID}}
	credit := truncate([]span{{text: by, ink: inkDim}}, min(roomForCredit, width-len(short(q.ID))-2))
	return withEnd(lines, append(append(credit, span{text: "  "}), end...), width)
}

// leastStatement is how many words a heading has that states something; shorter ones name a subject.
const leastStatement = 4

// briefFoot says what the long page has.
func briefFoot(s *digest.Summary) string {
	more := "Sentences, projects, numbers, sources: --length long"
	if n := s.Coverage.Themes - len(s.Themes); n > 0 {
		more = counted(n, "more theme") + ", sentences, projects, numbers, sources: --length long"
	}
	return more
}

// placeAndDays is "Amsterdam, 23–26 March 2026", as far as known.
func placeAndDays(e *digest.Edition) string {
	place := oneLine(e.City)
	if e.Virtual {
		place = "online"
	}
	days := daysInWords(e.Start, e.End)
	if days == "" && e.Year > 0 {
		days = fmt.Sprint(e.Year)
	}
	return strings.Trim(place+", "+days, ", ")
}
