package render

// FieldChange is what became of a field of a note.
type FieldChange struct {
	Path  string `json:"path" yaml:"path"`
	Title string `json:"title" yaml:"title"`
	Field string `json:"field" yaml:"field"`
	Was   string `json:"was" yaml:"was"`
	Is    string `json:"is" yaml:"is"`
}

// FieldChanges prints changes in the order given. plain: path field was is.
func (p *Printer) FieldChanges(list []FieldChange) error {
	rows := make([]FieldChange, len(list))
	for i := range list {
		rows[i] = cleaned(p, list[i])
	}
	path := column[FieldChange]{"path", func(c *FieldChange) string { return c.Path }}
	fields := []column[FieldChange]{path, {"field", func(c *FieldChange) string { return c.Field }},
		{"was", func(c *FieldChange) string { return c.Was }}, {"is", func(c *FieldChange) string { return c.Is }}}
	cols := []tableColumn[FieldChange]{
		{name: "field", value: func(c *FieldChange) []span { return text(c.Field, inkPlain) }},
		{name: "was", least: 8, drop: 1, value: func(c *FieldChange) []span { return text(c.Was, inkDim) }},
		{name: "is", least: 8, value: func(c *FieldChange) []span { return text(c.Is, inkTitle) }},
		{name: "note", least: 12, value: func(c *FieldChange) []span { return text(c.Path, inkID) }},
	}
	l := listing[FieldChange]{
		key:      path.value,
		plain:    fields,
		csv:      fields,
		table:    func(rows []FieldChange) { columns(p, rows, cols) },
		markdown: func(rows []FieldChange) { markdownTable(p, rows, cols) },
	}
	return l.print(p, rows)
}
