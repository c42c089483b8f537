package render

import (
	"slices"
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
	l := listing[writeUpRecord]{
		key:      (*writeUpRecord).note,
		csv:      writeUpCSV(),
		plain:    writeUpPlain(),
		table:    func(rows []writeUpRecord) { columns(p, rows, numbered(p, rows, p.writeUpColumns(rows))) },
		markdown: func(rows []writeUpRecord) { markdownTable(p, rows, append(p.writeUpColumns(rows), pathColumn)) },
	}
	return l.print(p, rows)
}

func writeUpPlain() []column[writeUpRecord] {
	return []column[writeUpRecord]{
		{"path", (*writeUpRecord).note},
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
		{"shelf", func(r *writeUpRecord) string { return r.Shelf }},
	}
}

// pathColumn is what show takes where rows have no numbers.
var pathColumn = tableColumn[writeUpRecord]{name: "path", drop: 3, value: func(r *writeUpRecord) []span { return text(r.note(), inkID) }}

// writeUpColumns never lose a column to a long one: what is too long is cut. Rows are called by their numbers;
// without these the path comes last, whole.
func (p *Printer) writeUpColumns(rows []writeUpRecord) []tableColumn[writeUpRecord] {
	cols := []tableColumn[writeUpRecord]{
		{name: "conference", least: 8, most: 24, value: func(r *writeUpRecord) []span { return text(p.conferences(r.Conferences), inkEvent) }},
		{name: "date", drop: 2, value: func(r *writeUpRecord) []span { return text(r.Date, inkDim) }},
		{name: "author", least: 8, most: 24, drop: 1, value: func(r *writeUpRecord) []span {
			return text(strings.Join(r.Authors, ", "), inkPlain)
		}},
		{name: "n", right: true, value: func(r *writeUpRecord) []span { return text(strconv.Itoa(r.Takeaways), inkPlain) }},
		{name: "title", least: 10, value: func(r *writeUpRecord) []span {
			title := text(r.Title, inkTitle)
			if title == nil {
				return text(r.Path, inkTitle)
			}
			if link := webLink(r.Source); link != "" {
				title[0].link = link
			}
			return title
		}},
	}
	if slices.ContainsFunc(rows, func(r writeUpRecord) bool { return r.Shelf != "" }) {
		cols = append(cols, tableColumn[writeUpRecord]{name: "shelf", drop: 1, value: func(r *writeUpRecord) []span { return text(r.Shelf, inkDim) }})
	}
	if !p.style.Numbered && p.format == Table {
		cols = append(cols, pathColumn)
	}
	return cols
}
