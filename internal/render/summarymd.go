package render

import (
	"fmt"
	"strings"

	"takeaway/internal/digest"
)

// sheet writes a summary as Markdown.
type sheet struct {
	p *Printer
	// level is the "#" of a section's heading.
	level string
	// slides puts every section on a slide of its own.
	slides bool
	// notes collects the sources of a newsletter, cited by number; nil cites in line.
	notes *sources
}

// sources are cited by number: one number for each key.
type sources struct {
	numbers map[string]int
	list    []digest.Quote
}

func newSources() *sources { return &sources{numbers: map[string]int{}} }

func (n *sources) number(key string, q *digest.Quote) int {
	if n.numbers[key] == 0 {
		n.list = append(n.list, *q)
		n.numbers[key] = len(n.list)
	}
	return n.numbers[key]
}

// summaryMarkdown prints pages, slides parted by rules, or a newsletter with its sources at the end.
func (p *Printer) summaryMarkdown(rows []digest.Summary, layout Layout) {
	for i := range rows {
		if i > 0 {
			p.w.WriteByte('\n')
			if layout == Slides {
				p.w.WriteString("---\n\n")
			}
		}
		s := &sheet{p: p, level: "## ", slides: layout == Slides}
		if layout == Newsletter {
			s.notes = newSources()
		}
		s.summary(&rows[i])
	}
}

func (m *sheet) print(format string, args ...any) { fmt.Fprintf(m.p.w, format, args...) }

// section begins a section, or a slide.
func (m *sheet) section(title string) {
	if m.slides {
		m.print("\n---\n")
	}
	m.print("\n%s%s\n\n", m.level, escapeMarkdown(title))
}

func (m *sheet) summary(s *digest.Summary) {
	m.print("# %s\n\n", escapeMarkdown(s.Conference.Name))
	if about := whereAndWhen(&s.Conference); len(about) > 0 {
		m.print("*%s*\n\n", escapeMarkdown(strings.Join(about, " · ")))
	}
	m.print("%s.", rests(s))
	if warning := sampleWarning(s); warning != "" {
		m.print(" %s", warning)
	}
	m.print("\n")
	m.change(s)
	if m.slides {
		for i := range s.Themes {
			m.section(s.Themes[i].Name)
			m.theme(&s.Themes[i])
		}
	} else {
		m.section("Themes")
		for i := range s.Themes {
			t := &s.Themes[i]
			if i > 0 {
				m.print("\n")
			}
			m.print("### %s\n\n", escapeMarkdown(t.Name))
			m.theme(t)
		}
	}
	m.talks(s)
	m.projects(s)
	if len(s.Numbers) > 0 {
		m.section("Numbers people quoted")
		for i := range s.Numbers {
			m.print("- **%s**: %s\n", escapeMarkdown(s.Numbers[i].Number), m.cited(&s.Numbers[i].Quote))
		}
	}
	if lines := besideLines(s); len(lines) > 0 {
		m.section("Beside the programme")
		for _, l := range lines {
			m.print("- %s: %s\n", l[0], escapeMarkdown(l[1]))
		}
	}
	m.section("Where this page comes from")
	for _, line := range coverageLines(s) {
		m.print("- %s\n", escapeMarkdown(line))
	}
	m.sources()
}

func (m *sheet) theme(t *digest.Theme) {
	m.print("*%s by %s", plural(t.Takeaways, "takeaway"), strings.Replace(plural(t.Authors, "independent author"), "1 independent author", "one author only", 1))
	if by := namesOf(t.By); by != "" && len(t.By) <= 4 {
		m.print(": %s", escapeMarkdown(by))
	}
	if said := themeShares(t); said != "" {
		m.print(" · %s", escapeMarkdown(said))
	}
	m.print("*\n\n")
	for i := range t.Sentences {
		m.print("- %s\n", m.claimed(&t.Sentences[i]))
	}
	if len(t.Sides) > 0 {
		m.print("- Two sides:\n")
		for i := range t.Sides {
			m.print("  - %s\n", m.claimed(&t.Sides[i]))
		}
	}
}

// claimed is a sentence with its source behind the heading of its takeaway.
func (m *sheet) claimed(q *digest.Quote) string {
	claim := claimOf(q)
	if claim == "" {
		return m.cited(q)
	}
	if last := claim[len(claim)-1]; last != '.' && last != '!' && last != '?' && last != ':' {
		claim += "."
	}
	if q.Sentence == "" {
		return "**" + escapeMarkdown(claim) + "**" + m.cited(q)
	}
	return "**" + escapeMarkdown(claim) + "** " + m.cited(q)
}

// cited is a sentence with its source: in line, or by number.
func (m *sheet) cited(q *digest.Quote) string {
	s := escapeMarkdown(q.Sentence)
	if m.notes != nil {
		return fmt.Sprintf("%s [%d] %s", s, m.notes.number(q.Path, q), codeSpan(short(q.ID)))
	}
	by := escapeMarkdown(strings.TrimPrefix(creditOf(q), "— "))
	if link := webLink(q.Source); link != "" {
		by = "[" + by + "](" + link + ")"
	}
	return s + " (" + by + ", " + codeSpan(short(q.ID)) + ")"
}

func (m *sheet) talks(s *digest.Summary) {
	if len(s.Talks)+len(s.Speakers) == 0 {
		return
	}
	m.section("Talks and speakers that several mention")
	for i := range s.Talks {
		t := &s.Talks[i]
		title := escapeMarkdown(t.Title)
		if link := webLink(t.Link); link != "" {
			title = "[" + title + "](" + link + ")"
		}
		m.print("- **%s**%s: %s\n", title, escapeMarkdown(talkOf(t)), m.mentioned(t.By, t.IDs))
	}
	for i := range s.Speakers {
		sp := &s.Speakers[i]
		org := ""
		if sp.Org != "" {
			org = " (" + escapeMarkdown(sp.Org) + ")"
		}
		m.print("- **%s**%s: %s\n", escapeMarkdown(sp.Name), org, m.mentioned(sp.By, sp.IDs))
	}
}

func (m *sheet) mentioned(by, ids []string) string {
	spans := make([]string, len(ids))
	for i, id := range ids {
		spans[i] = codeSpan(short(id))
	}
	return escapeMarkdown(namesOf(by)) + " (" + strings.Join(spans, ", ") + ")"
}

func (m *sheet) projects(s *digest.Summary) {
	if len(s.Projects) == 0 {
		return
	}
	m.section("Projects")
	var parts []string
	first := false
	for i := range s.Projects {
		q := &s.Projects[i]
		part := fmt.Sprintf("%s %d", escapeMarkdown(q.Name), q.Takeaways)
		if q.FirstSeen {
			part += " (first seen)"
			first = true
		}
		parts = append(parts, part)
	}
	m.print("%s\n", strings.Join(parts, ", "))
	if first {
		m.print("\n%s.\n", capital(firstSeen(s)))
	}
}

func (m *sheet) change(s *digest.Summary) {
	c := &s.Change
	title := "What changed"
	if c.Previous.ID != "" {
		title = "Since " + c.Previous.Short
	}
	m.section(title)
	for _, line := range changeNotes(c) {
		m.print("%s\n", escapeMarkdown(line))
	}
	if len(c.Shifts) > 0 {
		m.print("\n")
	}
	for _, move := range moves {
		for i := range c.Shifts {
			if f := &c.Shifts[i]; f.Move == move {
				m.print("- %s: **%s** %s\n", moveLabels[move], escapeMarkdown(f.Name), escapeMarkdown(shiftOf(f)))
			}
		}
	}
}

// sources lists what a newsletter cites.
func (m *sheet) sources() {
	if m.notes == nil || len(m.notes.list) == 0 {
		return
	}
	m.section("Sources")
	for i := range m.notes.list {
		q := &m.notes.list[i]
		title := escapeMarkdown(q.Title)
		if title == "" {
			title = escapeMarkdown(q.Path)
		}
		if link := webLink(q.Source); link != "" {
			title = "[" + title + "](" + link + ")"
		}
		m.print("%d. %s: %s\n", i+1, escapeMarkdown(authorsOf(q)), title)
	}
}
