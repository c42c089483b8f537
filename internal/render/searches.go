package render

// SearchRow is a saved search.
type SearchRow struct {
	Name  string `json:"name" yaml:"name"`
	Query string `json:"query" yaml:"query"`
}

// Searches prints saved searches in the order given. A plain line is the name and the query; the key is
// the name as a query takes it, with an @.
func (p *Printer) Searches(list []SearchRow) error {
	rows := make([]SearchRow, len(list))
	for i, s := range list {
		rows[i] = SearchRow{Name: p.text(s.Name), Query: p.text(s.Query)}
	}
	fields := []column[SearchRow]{
		{"name", func(r *SearchRow) string { return r.Name }},
		{"query", func(r *SearchRow) string { return r.Query }},
	}
	cols := []tableColumn[SearchRow]{
		{name: "name", least: 12, value: func(r *SearchRow) []span { return text("@"+r.Name, inkID) }},
		{name: "query", least: 12, value: func(r *SearchRow) []span { return text(r.Query, inkPlain) }},
	}
	l := listing[SearchRow]{
		key:      func(r *SearchRow) string { return "@" + r.Name },
		csv:      fields,
		plain:    fields,
		table:    func(rows []SearchRow) { columns(p, rows, cols) },
		markdown: func(rows []SearchRow) { markdownTable(p, rows, cols) },
	}
	return l.print(p, rows)
}
