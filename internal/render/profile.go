package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/digest"
)

// Profiles prints pages about topics and projects, on a terminal as v says. csv has one record a column of the timeline, plain
// lines "key: fields" with an empty line between pages, and every other format one record a page.
func (p *Printer) Profiles(ps []*digest.Profile, v ProfileView) error {
	rows := make([]digest.Profile, len(ps))
	for i := range ps {
		rows[i] = p.profileRecord(ps[i])
	}
	if p.format == CSV {
		var cells []trendCell
		for i := range rows {
			l := digest.Line{Subject: rows[i].Subject}
			for _, c := range rows[i].Cells {
				cells = append(cells, trendCell{&l, c})
			}
		}
		return listing[trendCell]{csv: trendCellFields}.print(p, cells)
	}
	each := func(print func(*digest.Profile)) func([]digest.Profile) {
		return func(rows []digest.Profile) {
			for i := range rows {
				if i > 0 {
					p.w.WriteByte('\n')
				}
				print(&rows[i])
			}
		}
	}
	if p.format == Plain {
		each(p.profileLines)(rows)
		return p.w.Flush()
	}
	l := listing[digest.Profile]{
		key:      func(r *digest.Profile) string { return r.ID },
		table:    each(func(r *digest.Profile) { newPage(p).screen(r, v) }),
		markdown: each(p.profileMarkdown),
	}
	return l.print(p, rows)
}

// profileRecord makes the text of a page fit for the format.
func (p *Printer) profileRecord(from *digest.Profile) digest.Profile {
	r := *from
	r.Line = p.trendLines([]digest.Line{r.Line})[0]
	r.By = slices.Clone(r.By)
	for i := range r.By {
		r.By[i].Author = p.text(r.By[i].Author)
		r.By[i].Conferences = p.texts(r.By[i].Conferences)
	}
	r.Related = slices.Clone(r.Related)
	for i := range r.Related {
		r.Related[i].ID, r.Related[i].Name = p.text(r.Related[i].ID), p.text(r.Related[i].Name)
	}
	r.Sentences = slices.Clone(r.Sentences)
	for i := range r.Sentences {
		q := &r.Sentences[i]
		for _, s := range []*string{&q.Sentence, &q.ID, &q.Ref, &q.Source, &q.Title, &q.Heading, &q.Path, &q.Language} {
			*s = p.text(*s)
		}
		q.Authors, q.Conferences = p.texts(q.Authors), p.texts(q.Conferences)
	}
	return r
}

// texts makes strings fit for the format.
func (p *Printer) texts(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = p.text(s)
	}
	return out
}

// facts are what is known about the subject besides the counts: a name and a value each.
func facts(r *digest.Profile) [][2]string {
	var out [][2]string
	add := func(name, value string) {
		if value != "" {
			out = append(out, [2]string{name, value})
		}
	}
	add("aliases", strings.Join(r.Aliases, ", "))
	if r.Type == digest.ProjectType {
		add("maturity", r.Maturity)
		add("home", r.Home)
		add("topics", strings.Join(r.Wider, ", "))
		return out
	}
	add("wider", strings.Join(r.Wider, ", "))
	add("narrower", strings.Join(r.Narrower, ", "))
	return out
}

// lately says how the share moved in the last years; empty where there is nothing to compare.
func lately(r *digest.Profile) string {
	if r.Before == nil || r.After == nil || r.Move == "" {
		return ""
	}
	part := func(s *digest.SpanCount) string {
		span := s.From
		if s.To != s.From {
			span += "–" + s.To
		}
		return fmt.Sprintf("%s%s of %s (%d of %d)", smallMark(s.Small && s.Takeaways > 0), strings.Replace(percentOf(s.Count), "·", "none", 1), span, s.Takeaways, s.Total)
	}
	move := string(r.Move)
	if r.Contradicted != "" {
		move = string(r.Contradicted) + " among takeaways, not on the programme"
	}
	return fmt.Sprintf("%s: %s, after %s", move, part(r.After), part(r.Before))
}

// besideProgramme says the share of the takeaways and that of the programme; empty where that is not known.
func besideProgramme(c digest.Count, b *digest.Base) string {
	if b == nil {
		return ""
	}
	return fmt.Sprintf(" · %s of takeaways · %s of the programme (%d of %d talks)", share(c), percent(b.Share), b.Talks, b.Total)
}

// saidBy names the authors of a sentence and the conference that they wrote about; behind "after" where the words
// are not theirs.
func (p *Printer) saidBy(q *digest.Said) string {
	by := strings.TrimPrefix(creditOf(&q.Quote), "— ")
	if len(q.Conferences) > 0 {
		by += ", " + p.conferences(q.Conferences)
	}
	return oneLine(by)
}

// wordingOf says whose words the sentences of a page are; nothing where they are their authors'.
func wordingOf(list []digest.Said) string {
	digests := 0
	for i := range list {
		if !list[i].Quoted {
			digests++
		}
	}
	if digests == 0 {
		return ""
	}
	return wording(digests, len(list))
}

// wording says whose words sentences are of which so many come from digests.
func wording(digests, all int) string {
	switch digests {
	case 0:
		return "Sentences are quoted as their authors wrote them."
	case all:
		return "Sentences are from digests, in our words; the originals are at the links."
	}
	return "Sentences behind a dash are quoted; those after somebody are from digests, in our words: the originals are at the links."
}

// moment is a row of a timeline: an edition, or a milestone of a project.
type moment struct {
	when, what, event string
	cell              *digest.Cell
}

// moments are the editions since the subject was first seen, or voted about, with the milestones between
// them. Editions without it are shown only where they are no small sample.
func moments(r *digest.Profile) []moment {
	var out []moment
	begun := false
	left := r.Milestones
	upTo := func(day string) {
		for len(left) > 0 && (day == "" || left[0].Date <= day) {
			out = append(out, moment{when: left[0].Date, what: left[0].Event, event: left[0].Event})
			left, begun = left[1:], true
		}
	}
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Day != "" {
			upTo(c.Day)
		}
		begun = begun || c.Takeaways > 0
		if c.Takeaways > 0 || begun && !c.Small {
			out = append(out, moment{when: c.Date, what: c.Name, cell: c})
		}
	}
	upTo("")
	return out
}

// mostBar is the length of the longest bar of a timeline.
const mostBar = 12

func (g *page) timeline(r *digest.Profile) {
	rows := moments(r)
	most := 0.0
	for _, m := range rows {
		if m.cell != nil {
			most = max(most, m.cell.Share)
		}
	}
	of := func(value func(*digest.Cell) []span) func(*moment) []span {
		return func(m *moment) []span {
			if m.cell == nil {
				return nil
			}
			return value(m.cell)
		}
	}
	heads := map[bool]string{true: "conference", false: "when"}
	columns(g.p, rows, []tableColumn[moment]{
		{name: "date", drop: 3, value: func(m *moment) []span { return text(m.when, inkDim) }},
		{name: heads[len(r.Cells) > 0 && r.Cells[0].Conference != ""], least: min(24, max(14, g.p.style.Width/3)), value: func(m *moment) []span {
			if m.event != "" {
				return text("* CNCF: "+m.event, inkNote)
			}
			return text(m.what, inkEvent)
		}},
		{name: "takeaways", right: true, value: of(func(c *digest.Cell) []span { return text(fmt.Sprintf("%d of %d", c.Takeaways, c.Total), inkPlain) })},
		{name: "share", right: true, value: of(func(c *digest.Cell) []span {
			return text(smallMark(c.Small && c.Takeaways > 0)+percentOf(c.Count), inkPlain)
		})},
		{name: "programme", right: true, drop: 4, value: of(func(c *digest.Cell) []span { return basePercent(c.Programme) })},
		{name: "authors", right: true, drop: 2, value: of(func(c *digest.Cell) []span {
			if c.Authors == 0 {
				return nil
			}
			return text(strconv.Itoa(c.Authors), inkPlain)
		})},
		{name: "", drop: 1, value: of(func(c *digest.Cell) []span {
			if most == 0 || c.Takeaways == 0 {
				return nil
			}
			ink := inkEvent
			if c.Small {
				ink = inkDim
			}
			return text(strings.Repeat("█", max(1, int(mostBar*c.Share/most+0.5))), ink)
		})},
	})
}

// profileLines prints a page as lines that begin with what they are; the fields after it are parted by tabs.
func (p *Printer) profileLines(r *digest.Profile) {
	line := func(key string, fields ...string) {
		for i := range fields {
			fields[i] = oneLine(fields[i])
		}
		p.w.WriteString(key + ": " + strings.Join(fields, "\t") + "\n")
	}
	line(string(r.Type), r.ID, r.Name)
	if r.Definition != "" {
		line("definition", r.Definition)
	}
	for _, f := range facts(r) {
		line(f[0], f[1])
	}
	line("takeaways", strconv.Itoa(r.Takeaways), strconv.Itoa(r.Total), fraction(r.Share))
	line("write-ups", strconv.Itoa(r.WriteUps), strconv.Itoa(r.TotalWriteUps), fraction(r.WriteUpShare))
	if r.Layer == "" {
		line("authors", strconv.Itoa(r.Authors))
	}
	if b := r.Programme; b != nil {
		line("programme", strconv.Itoa(b.Talks), strconv.Itoa(b.Total), fraction(b.Share))
	}
	for _, f := range [][2]string{{"first", r.First}, {"peak", r.Peak}, {"last", r.Last}, {"move", lately(r)}} {
		if f[1] != "" {
			line(f[0], f[1])
		}
	}
	for _, m := range moments(r) {
		if m.cell == nil {
			line("milestone", m.when, m.event)
			continue
		}
		c := trendCell{Cell: *m.cell}
		line("at", c.column(), c.Date, strconv.Itoa(c.Takeaways), strconv.Itoa(c.Total), fraction(c.Share), strconv.FormatBool(c.Small))
	}
	for _, q := range r.Sentences {
		line("sentence", q.ID, voices(q.Authors, !q.Quoted), strings.Join(q.Conferences, ", "), q.Path+":"+strconv.Itoa(q.Line), q.Sentence)
	}
	for _, w := range r.By {
		line("by", w.Author, strconv.Itoa(w.Takeaways), strings.Join(w.Conferences, ", "))
	}
	for _, t := range r.Talks {
		line("talk", t.ID, t.Conference, t.Title)
	}
	for _, x := range r.Related {
		line("related", x.ID, string(x.Type), strconv.Itoa(x.Takeaways), fraction(x.Share), fraction(x.Elsewhere))
	}
}

// profileMarkdown prints a page to paste.
func (p *Printer) profileMarkdown(r *digest.Profile) {
	p.w.WriteString("# " + escapeMarkdown(r.Name) + "\n\n")
	if r.Definition != "" {
		p.w.WriteString(escapeMarkdown(r.Definition) + "\n\n")
	}
	if r.Layer != "" {
		fmt.Fprintf(p.w, "%d of %s at %d of %s.", r.Takeaways, counted(r.Total, "talk"), r.WriteUps, counted(r.TotalWriteUps, "conference"))
	} else {
		fmt.Fprintf(p.w, "%d of %s in %d of %s, by %s.", r.Takeaways, counted(r.Total, "takeaway"), r.WriteUps,
			counted(r.TotalWriteUps, "write-up"), counted(r.Authors, "independent author"))
	}
	if said := strings.TrimPrefix(besideProgramme(r.Count, r.Programme), " · "); said != "" {
		p.w.WriteString(" " + escapeMarkdown(said) + ".")
	}
	if s := lately(r); s != "" {
		p.w.WriteString(" " + escapeMarkdown(capital(s)) + ".")
	}
	p.w.WriteString("\n\n## Timeline\n\n")
	cell := func(name string, value func(*digest.Cell) string) tableColumn[moment] {
		return tableColumn[moment]{name: name, right: true, value: func(m *moment) []span {
			if m.cell == nil {
				return nil
			}
			return text(value(m.cell), inkPlain)
		}}
	}
	markdownTable(p, moments(r), []tableColumn[moment]{
		{name: "when", value: func(m *moment) []span { return text(m.when, inkPlain) }},
		{name: "what", value: func(m *moment) []span {
			if m.event != "" {
				return text("CNCF: "+m.event, inkPlain)
			}
			return text(m.what, inkPlain)
		}},
		cell("takeaways", func(c *digest.Cell) string { return fmt.Sprintf("%d of %d", c.Takeaways, c.Total) }),
		cell("share", func(c *digest.Cell) string { return smallMark(c.Small && c.Takeaways > 0) + percentOf(c.Count) }),
		cell("programme", func(c *digest.Cell) string {
			return baseField(c.Programme, func(b *digest.Base) string { return percent(b.Share) })
		}),
	})
	if len(r.Sentences) > 0 {
		p.w.WriteString("\n## What people say\n\n")
		for i := range r.Sentences {
			q := &r.Sentences[i]
			by := escapeMarkdown(p.saidBy(q))
			if link := webLink(q.Source); link != "" {
				by = "[" + by + "](" + link + ")"
			}
			dash := " "
			if q.Quoted {
				dash = " — "
			}
			p.w.WriteString("- " + escapeMarkdown(q.Sentence) + dash + by + "\n")
		}
		if whose := wordingOf(r.Sentences); whose != "" {
			p.w.WriteString("\n" + escapeMarkdown(whose) + "\n")
		}
	}
	if len(r.Related) > 0 {
		p.w.WriteString("\n## Related\n\n")
		for _, x := range r.Related {
			fmt.Fprintf(p.w, "- %s: %d of %d\n", escapeMarkdown(x.Name), x.Takeaways, r.Takeaways)
		}
	}
}
