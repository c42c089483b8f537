package render

import (
	"fmt"
	"strings"
	"unicode"

	"takeaway/internal/digest"
)

// ProfileView says what of a page about a topic or a project is shown on a terminal beside its first screen.
type ProfileView struct {
	// Timeline has a row for every edition, All also names in other scripts and the authors one by one.
	Timeline, All bool
}

// factWidth is the room for the label of a fact below the sentences, with the blanks behind it.
const factWidth = 12

// screen prints a page for a terminal: what it is, how much of it there is and what people say; then what is
// below and beside it.
func (g *page) screen(r *digest.Profile, v ProfileView) {
	id := "#" + r.ID
	if r.Type == digest.ProjectType {
		id = "project:" + r.ID
	}
	g.ends(span{text: oneLine(r.Name), ink: inkTitle}, span{text: id, ink: inkOwn})
	g.para(0, 0, span{text: oneLine(r.Definition)})
	g.para(0, 2, span{text: measure(r)})
	g.para(0, 2, g.sparkLine(r)...)
	g.sayings(r)
	g.announced(r)
	g.beyond(r, v)
	if v.Timeline || v.All {
		g.section("Timeline", "")
		g.timeline(r)
	}
	if v.All {
		g.writers(r)
	}
	g.p.w.WriteByte('\n')
	var foot []string
	if !v.Timeline && !v.All {
		foot = append(foot, "--timeline every conference")
	}
	more := "sentences"
	if r.Layer != "" {
		more = "talks"
	}
	foot = append(foot, "-n 20 more "+more)
	if v.All {
		foot = foot[:len(foot)-1]
	} else {
		foot = append(foot, "--all everything")
	}
	g.para(0, 0, span{text: strings.Join(foot, " · "), ink: inkDim})
}

// ends prints what stands at the left and at the right of a line, or below each other where there is no room.
func (g *page) ends(left, right span) {
	gap := g.p.textWidth() - spansWidth([]span{left, right})
	if gap < 2 {
		g.para(0, 0, left)
		g.para(0, 0, right)
		return
	}
	g.p.lines([][]span{{left, {text: strings.Repeat(" ", gap)}, right}}, 0)
}

// measure says how much of the subject there is, and how that moved lately.
func measure(r *digest.Profile) string {
	said := fmt.Sprintf("%s at %s, %s of the programme", counted(r.Takeaways, "talk"), counted(r.WriteUps, "conference"), share(r.Count))
	if r.Layer == "" {
		said = fmt.Sprintf("%s by %s, %s of all", counted(r.Takeaways, "takeaway"), counted(r.Authors, "author"), share(r.Count))
	}
	if r.Programme != nil {
		said += fmt.Sprintf(", %s of the programme", percent(r.Programme.Share))
	}
	if r.Before == nil || r.After == nil || r.Move == "" {
		return said
	}
	part := func(s *digest.SpanCount) string {
		span := s.From
		if s.To != s.From {
			span += "–" + strings.TrimPrefix(s.To, "20")
		}
		return fmt.Sprintf("%s%s in %s", smallMark(s.Small && s.Takeaways > 0), share(s.Count), span)
	}
	move := string(r.Move)
	if r.Contradicted != "" {
		move = string(r.Contradicted) + " here, not on the programme"
	}
	return said + " · " + move + ": " + part(r.Before) + ", " + part(r.After)
}

// sparkLine is the share over the years, where it was largest, and when there was something last.
func (g *page) sparkLine(r *digest.Profile) []span {
	if len(r.Spark) < 2 {
		return nil
	}
	from, to, _ := strings.Cut(g.p.sparkTitle([]digest.Line{r.Line}), "–")
	out := append([]span{{text: from + " ", ink: inkDim}}, spark(r.Spark)...)
	out = append(out, span{text: " " + to, ink: inkDim})
	if c, ok := digest.Peak(r.Cells); ok {
		out = append(out, span{text: " · most: ", ink: inkDim})
		out = append(out, g.p.mark((&trendCell{Cell: c}).column())...)
		out = append(out, span{text: fmt.Sprintf(" %s%s (%d of %d)", smallMark(c.Small), percentOf(c.Count), c.Takeaways, c.Total), ink: inkDim})
	}
	if last := g.p.mark(r.Last); last != nil {
		out = append(append(out, span{text: " · last: ", ink: inkDim}), last...)
	}
	return out
}

// sayings prints what people say, the newest first: the year, the heading or a sentence, who and where.
func (g *page) sayings(r *digest.Profile) {
	if len(r.Sentences) == 0 {
		return
	}
	g.section("What people say", "newest first")
	digests := 0
	for i := range r.Sentences {
		q := &r.Sentences[i]
		if !q.Quoted {
			digests++
		}
		said := statement(&q.Quote)
		year := g.yearOf(q)
		for k, line := range wrap([]span{{text: said}}, g.p.textWidth()-8) {
			label := year
			if k > 0 {
				label = ""
			}
			g.p.lines([][]span{append([]span{{text: fmt.Sprintf("  %-4s  ", label), ink: inkEvent}}, line...)}, 0)
		}
		id := span{text: short(q.ID), ink: inkID}
		by := truncate([]span{{text: g.p.saidBy(q), ink: inkDim}}, max(g.p.textWidth()-8-9, 8))
		gap := max(g.p.textWidth()-8-spansWidth(by)-spansWidth([]span{id}), 1)
		g.p.lines([][]span{append(append([]span{{text: strings.Repeat(" ", 8)}}, by...), span{text: strings.Repeat(" ", gap)}, id)}, 0)
	}
	if digests > 0 {
		g.para(0, 0, span{text: "Those of digests are in our words: takeaway open ID goes to the original.", ink: inkDim})
	}
}

// announced prints the newest talks of the programme.
func (g *page) announced(r *digest.Profile) {
	if len(r.Talks) == 0 {
		return
	}
	g.section("Talks", "newest first")
	for i := range r.Talks {
		t := &r.Talks[i]
		g.para(2, 4, span{text: oneLine(t.Title)}, span{text: " " + g.p.conferences(editions{t.Conference}), ink: inkEvent})
	}
}

// yearOf is the year of the conference that a sentence is about; empty where that is not known.
func (g *page) yearOf(q *digest.Said) string {
	if len(q.Conferences) == 0 {
		return ""
	}
	id := q.Conferences[len(q.Conferences)-1]
	if n := len(id); n > 5 && strings.Trim(id[n-4:], "0123456789") == "" && id[n-5] == '-' {
		return id[n-4:]
	}
	return ""
}

// beyond prints what is below, above and beside the subject, each on a line.
func (g *page) beyond(r *digest.Profile, v ProfileView) {
	g.p.w.WriteByte('\n')
	fact := func(label string, parts []string, ink ink) {
		if len(parts) == 0 {
			return
		}
		text := make([][]span, len(parts))
		for i, part := range parts {
			text[i] = []span{{text: oneLine(part), ink: ink}}
		}
		lines := wrap(joinSpans(text, " · "), max(g.p.textWidth()-factWidth, 20))
		for i, line := range lines {
			head := ""
			if i == 0 {
				head = label
			}
			g.p.lines([][]span{append([]span{{text: fmt.Sprintf("%-*s", factWidth, head), ink: inkTitle}}, line...)}, 0)
		}
	}
	fact("ALSO", aliases(r, v.All), inkPlain)
	if r.Type == digest.ProjectType {
		fact("CNCF", filled(r.Maturity), inkPlain)
		fact("HOME", filled(r.Home), inkDim)
		fact("TOPICS", r.Wider, inkOwn)
	} else {
		fact("PART OF", r.Wider, inkOwn)
		fact("BELOW IT", r.Narrower, inkOwn)
	}
	var often []string
	for _, x := range r.Related {
		often = append(often, fmt.Sprintf("%s %.0f%%", x.ID, 100*x.Share))
	}
	fact("OFTEN WITH", often, inkOwn)
	if !v.All {
		var by []string
		for _, w := range r.By {
			by = append(by, fmt.Sprintf("%s %d", w.Author, w.Takeaways))
		}
		fact("MOST FROM", by, inkPlain)
	}
}

// aliases are other names of the subject: those in the letters of its own name, or all.
func aliases(r *digest.Profile, all bool) []string {
	var out []string
	for _, name := range r.Aliases {
		if all || !strings.ContainsFunc(name, func(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c) }) {
			out = append(out, name)
		}
	}
	return out
}

// filled is a list of what is not empty.
func filled(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// writers lists who wrote about the subject, and where.
func (g *page) writers(r *digest.Profile) {
	if len(r.By) == 0 {
		return
	}
	g.section("Who writes about it", "")
	for _, w := range r.By {
		g.para(2, 4, span{text: oneLine(w.Author)}, span{text: fmt.Sprintf(" %s, ", counted(w.Takeaways, "takeaway")), ink: inkDim},
			span{text: oneLine(g.p.conferences(w.Conferences)), ink: inkEvent})
	}
}

// statement is what a takeaway says in a line: its heading where that states something, or else the sentence.
// Headings of digests are claims; those that authors wrote need more words to be one.
func statement(q *digest.Quote) string {
	said, least := oneLine(q.Heading), leastStatement
	if q.Quoted {
		least += 2
	}
	if len(strings.Fields(said)) < least && q.Sentence != "" {
		said = oneLine(q.Sentence)
	}
	return said
}
