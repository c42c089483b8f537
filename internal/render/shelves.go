package render

import "strconv"

// ShelfRow is a shelf with what is on it.
type ShelfRow struct {
	Name      string `json:"name" yaml:"name"`
	Place     string `json:"place" yaml:"place"`
	WriteUps  int    `json:"write_ups" yaml:"write_ups"`
	Takeaways int    `json:"takeaways" yaml:"takeaways"`
	// Problem says why it is not read; empty where it is.
	Problem string `json:"problem,omitempty" yaml:"problem,omitempty"`
}

// Shelves prints shelves in the order given.
func (p *Printer) Shelves(shelves []ShelfRow) error {
	rows := make([]ShelfRow, len(shelves))
	for i, s := range shelves {
		s.Name, s.Place, s.Problem = p.text(s.Name), p.text(s.Place), p.text(s.Problem)
		rows[i] = s
	}
	cols := []column[ShelfRow]{
		{"name", func(r *ShelfRow) string { return r.Name }},
		{"place", func(r *ShelfRow) string { return r.Place }},
		{"write_ups", func(r *ShelfRow) string { return strconv.Itoa(r.WriteUps) }},
		{"takeaways", func(r *ShelfRow) string { return strconv.Itoa(r.Takeaways) }},
		{"problem", func(r *ShelfRow) string { return r.Problem }},
	}
	table := []tableColumn[ShelfRow]{
		{name: "name", value: func(r *ShelfRow) []span { return text(r.Name, inkID) }},
		{name: "write-ups", right: true, value: func(r *ShelfRow) []span { return text(strconv.Itoa(r.WriteUps), inkPlain) }},
		{name: "takeaways", right: true, value: func(r *ShelfRow) []span { return text(strconv.Itoa(r.Takeaways), inkPlain) }},
		{name: "place", least: 20, value: func(r *ShelfRow) []span { return text(firstWords(r.Problem, r.Place), inkPlain) }},
	}
	l := listing[ShelfRow]{
		key: func(r *ShelfRow) string { return r.Name }, csv: cols, plain: cols,
		table:    func(rows []ShelfRow) { columns(p, rows, table) },
		markdown: func(rows []ShelfRow) { markdownTable(p, rows, table) },
	}
	return l.print(p, rows)
}
