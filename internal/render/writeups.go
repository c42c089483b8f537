package render

import (
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// WriteUpRow is a write-up in a listing. Takeaways is given apart because the catalogue knows the
// number without the pieces.
type WriteUpRow struct {
	kb.WriteUp
	Takeaways int
}

// WriteUps prints write-ups in the order given.
func (p *Printer) WriteUps(ws []WriteUpRow) error {
	rows := make([]writeUpRecord, len(ws))
	for i := range ws {
		rows[i] = p.writeUp(&ws[i].WriteUp, ws[i].Takeaways)
	}
	cols := p.writeUpColumns()
	l := listing[writeUpRecord]{
		key:      func(r *writeUpRecord) string { return r.Path },
		csv:      writeUpCSV(),
		plain:    writeUpPlain(),
		table:    func(rows []writeUpRecord) { columns(p, rows, cols) },
		markdown: func(rows []writeUpRecord) { markdownTable(p, rows, cols) },
	}
	return l.print(p, rows)
}

func writeUpPlain() []column[writeUpRecord] {
	return []column[writeUpRecord]{
		{"path", func(r *writeUpRecord) string { return r.Path }},
		{"date", func(r *writeUpRecord) string { return r.Date }},
		{"conference", func(r *writeUpRecord) string { return r.Conferences.String() }},
		{"authors", func(r *writeUpRecord) string { return strings.Join(r.Authors, ", ") }},
		{"title", func(r *writeUpRecord) string { return r.Title }},
		{"takeaways", func(r *writeUpRecord) string { return strconv.Itoa(r.Takeaways) }},
		{"source", func(r *writeUpRecord) string { return r.Source }},
	}
}

func writeUpCSV() []column[writeUpRecord] {
	return []column[writeUpRecord]{
		{"path", func(r *writeUpRecord) string { return r.Path }},
		{"title", func(r *writeUpRecord) string { return r.Title }},
		{"authors", func(r *writeUpRecord) string { return csvList(r.Authors) }},
		{"date", func(r *writeUpRecord) string { return r.Date }},
		{"conference", func(r *writeUpRecord) string { return csvList(r.Conferences) }},
		{"language", func(r *writeUpRecord) string { return r.Language }},
		{"takeaways", func(r *writeUpRecord) string { return strconv.Itoa(r.Takeaways) }},
		{"source", func(r *writeUpRecord) string { return r.Source }},
		{"tags", func(r *writeUpRecord) string { return csvTags(r.Tags, "") }},
	}
}

func (p *Printer) writeUpColumns() []tableColumn[writeUpRecord] {
	return []tableColumn[writeUpRecord]{
		// What show takes: whole or not at all. Its folder names the conference, so that goes first.
		{name: "path", drop: 1, value: func(r *writeUpRecord) []span { return text(r.Path, inkID) }},
		{name: "date", drop: 3, value: func(r *writeUpRecord) []span { return text(r.Date, inkDim) }},
		{name: "title", least: 28, value: func(r *writeUpRecord) []span {
			title := text(r.Title, inkTitle)
			if title == nil {
				return text(r.Path, inkTitle)
			}
			if link := webLink(r.Source); link != "" {
				title[0].link = link
			}
			return title
		}},
		{name: "authors", least: 10, drop: 2, value: func(r *writeUpRecord) []span {
			return text(strings.Join(r.Authors, ", "), inkPlain)
		}},
		{name: "conference", least: 15, drop: 4, value: func(r *writeUpRecord) []span {
			return text(p.conferences(r.Conferences), inkEvent)
		}},
		{name: "takeaways", right: true, value: func(r *writeUpRecord) []span {
			return text(strconv.Itoa(r.Takeaways), inkPlain)
		}},
	}
}
