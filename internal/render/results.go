package render

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// Row is a hit with what a command knows about it beside the hit itself.
type Row struct {
	kb.Hit
	// Number is what people may call the hit in their next command; 0 is none.
	Number int
	// More counts the other hits of the same write-up where the row stands for all of them.
	More int
	// Why are the reasons for the hit, in words.
	Why []string
}

// Facet is one value that hits carry, and how many of them do.
type Facet struct {
	Facet string `json:"facet" yaml:"facet"`
	Value string `json:"value" yaml:"value"`
	Hits  int    `json:"hits" yaml:"hits"`
}

// Results is the answer of a search.
type Results struct {
	Rows []Row
	// Total counts the hits that there are, shown or not.
	Total int
	// Facets are the counts asked for, grouped by facet. Faceted is true where counts were asked for at all.
	Facets  []Facet
	Faceted bool
	// Reasons is true where the rows have reasons to show.
	Reasons bool
	// Head, Notes and Foot frame the hits for a person at a terminal: what was found in one line, what was
	// made of the question, and what to do next. Other formats leave them out.
	Head  string
	Notes []string
	Foot  string
	// Brief shows a line a hit at a terminal.
	Brief bool
}

// Results prints hits with their numbers, and the counts of facets after them. Without facets the rows
// have the shape of Hits, with the fields number, more and why added where they are known.
//
// With facets json and yaml are an object of total, hits and facets, a list of {value, hits} by the name
// of each facet. table, plain, markdown, csv and jsonl print the counts behind the hits: in plain, csv
// and jsonl with the fields facet, value and hits, in csv as a second table behind an empty line. id and
// template print hits, or the counts where there are no hits to print; the key of a count is a filter of
// the query language, such as tag:gitops.
func (p *Printer) Results(r Results) error {
	rows := make([]hitRecord, len(r.Rows))
	for i := range r.Rows {
		rows[i] = p.hit(&r.Rows[i].Hit)
		rows[i].Number, rows[i].More = r.Rows[i].Number, r.Rows[i].More
		for _, line := range r.Rows[i].Why {
			rows[i].Why = append(rows[i].Why, p.text(line))
		}
	}
	hits := p.hitListing()
	if p.format == Table && len(rows) > 0 {
		if r.Brief {
			hits.table = p.hitLines
		}
		hits.table = p.framed(r, hits.table)
	}
	hits.csv = append(hits.csv,
		column[hitRecord]{"number", func(r *hitRecord) string { return number(r.Number) }},
		column[hitRecord]{"more", func(r *hitRecord) string { return number(r.More) }},
		column[hitRecord]{"why", func(r *hitRecord) string { return csvList(r.Why) }})
	if r.Reasons {
		hits.plain = append(hits.plain, column[hitRecord]{"why", func(r *hitRecord) string { return csvList(r.Why) }})
	}
	if !r.Faceted {
		return hits.print(p, rows)
	}
	facets := make([]Facet, len(r.Facets))
	for i, f := range r.Facets {
		facets[i] = Facet{p.text(f.Facet), p.text(f.Value), f.Hits}
	}
	switch p.format {
	case JSON, YAML:
		if err := p.envelope(r.Total, rows, facets); err != nil {
			return err
		}
		return p.w.Flush()
	case Table, Plain, Markdown, CSV, JSONL:
	default:
		if len(rows) > 0 {
			return hits.print(p, rows)
		}
	}
	if len(rows) > 0 {
		if err := hits.write(p, rows); err != nil {
			return err
		}
		if p.format == Table || p.format == Markdown || p.format == CSV {
			p.w.WriteByte('\n')
		}
	}
	return p.facetListing(len(rows) > 0).print(p, facets)
}

// framed prints head and notes above a table and the foot below it.
func (p *Printer) framed(r Results, table func([]hitRecord)) func([]hitRecord) {
	return func(rows []hitRecord) {
		for i, line := range append([]string{r.Head}, r.Notes...) {
			if line == "" {
				continue
			}
			ink := inkDim
			if i == 0 {
				ink = inkPlain
			}
			p.lines(wrap(text(line, ink), p.textWidth()), 0)
		}
		if r.Head != "" {
			p.w.WriteByte('\n')
		}
		table(rows)
		if r.Foot != "" {
			p.w.WriteByte('\n')
			p.lines(wrap(text(r.Foot, inkDim), p.textWidth()), 0)
		}
	}
}

// Head prints a line about what follows, on a terminal, with an empty line below it.
func (p *Printer) Head(line string) {
	if p.style.Numbered && p.format == Table && line != "" {
		p.lines(wrap(text(line, inkPlain), p.textWidth()), 0)
		p.w.WriteByte('\n')
	}
}

// Foot prints what to do next, on a terminal, below an empty line.
func (p *Printer) Foot(line string) error {
	if p.style.Numbered && p.format == Table && line != "" {
		p.w.WriteByte('\n')
		p.lines(wrap(text(line, inkDim), p.textWidth()), 0)
	}
	return p.w.Flush()
}

// hitLines prints a line a hit: number, heading, conference and ID.
func (p *Printer) hitLines(rows []hitRecord) {
	columns(p, rows, []tableColumn[hitRecord]{
		{name: "", right: true, value: func(r *hitRecord) []span { return text(strconv.Itoa(r.Number), inkNumber) }},
		{name: "id", value: func(r *hitRecord) []span { return text(short(r.ID), inkID) }},
		{name: "conference", least: 10, drop: 1, value: func(r *hitRecord) []span { return text(p.conferences(r.Conferences), inkEvent) }},
		{name: "heading", least: 20, value: func(r *hitRecord) []span { return text(r.name(), inkTitle) }},
	})
}

// hitListing is how hits are shown.
func (p *Printer) hitListing() listing[hitRecord] {
	return listing[hitRecord]{
		key:      func(r *hitRecord) string { return r.ID },
		place:    func(r *hitRecord) string { return p.vimgrep(&r.takeawayRecord) },
		csv:      hitCSV(),
		plain:    lift(takeawayPlain(), func(r *hitRecord) *takeawayRecord { return &r.takeawayRecord }),
		table:    p.hitBlocks,
		markdown: p.hitList,
	}
}

// facetsShown is how many values of a facet a person sees beside hits.
const facetsShown = 10

func (p *Printer) facetListing(besideHits bool) listing[Facet] {
	fields := []column[Facet]{
		{"facet", func(f *Facet) string { return f.Facet }},
		{"value", func(f *Facet) string { return f.Value }},
		{"hits", func(f *Facet) string { return strconv.Itoa(f.Hits) }},
	}
	return listing[Facet]{
		key:   (*Facet).filter,
		csv:   fields,
		plain: fields,
		table: func(rows []Facet) {
			for i, group := range byFacet(rows) {
				if i > 0 {
					p.w.WriteByte('\n')
				}
				shown := group
				if besideHits {
					shown = group[:min(len(group), facetsShown)]
				}
				columns(p, shown, facetColumns(group[0].Facet))
				if left := len(group) - len(shown); left > 0 {
					p.lines([][]span{truncate(text("… "+strconv.Itoa(left)+" more", inkDim), p.style.Width)}, 0)
				}
			}
		},
		markdown: func(rows []Facet) {
			for i, group := range byFacet(rows) {
				if i > 0 {
					p.w.WriteByte('\n')
				}
				markdownTable(p, group, facetColumns(group[0].Facet))
			}
		},
	}
}

func facetColumns(name string) []tableColumn[Facet] {
	return []tableColumn[Facet]{
		{name: name, least: 12, value: func(f *Facet) []span { return text(f.Value, inkID) }},
		{name: "hits", right: true, value: func(f *Facet) []span { return text(strconv.Itoa(f.Hits), inkPlain) }},
	}
}

// filter is the count as the part of a query that finds its hits.
func (f *Facet) filter() string {
	if strings.ContainsAny(f.Value, " ,()\"") {
		return f.Facet + `:"` + strings.ReplaceAll(f.Value, `"`, " ") + `"`
	}
	return f.Facet + ":" + f.Value
}

// byFacet cuts the counts where the facet changes.
func byFacet(facets []Facet) [][]Facet {
	var out [][]Facet
	for len(facets) > 0 {
		n := slices.IndexFunc(facets, func(f Facet) bool { return f.Facet != facets[0].Facet })
		if n < 0 {
			n = len(facets)
		}
		out = append(out, facets[:n:n])
		facets = facets[n:]
	}
	return out
}

// facetCount is a Facet inside the list that has its name.
type facetCount struct {
	Value string `json:"value" yaml:"value"`
	Hits  int    `json:"hits" yaml:"hits"`
}

// envelope writes one object with everything.
func (p *Printer) envelope(total int, rows []hitRecord, facets []Facet) error {
	all := struct {
		Total  int                     `json:"total" yaml:"total"`
		Hits   []hitRecord             `json:"hits" yaml:"hits"`
		Facets map[string][]facetCount `json:"facets" yaml:"facets"`
	}{total, rows, map[string][]facetCount{}}
	for _, f := range facets {
		all.Facets[f.Facet] = append(all.Facets[f.Facet], facetCount{f.Value, f.Hits})
	}
	if p.format == YAML {
		text, err := encodeYAML(all)
		if err == nil {
			_, err = p.w.Write(text)
		}
		return err
	}
	line, err := encodeJSON(all)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, line, "", "  "); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err = p.w.Write(b.Bytes())
	return err
}
