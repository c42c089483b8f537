package render

import (
	"strconv"
	"strings"
	"takeaway/internal/digest"
)

// Counts prints counts in the order given. kind is "conferences", "tags", "projects", "authors",
// "speakers" or "talks" and decides which fields plain and table show; any other kind shows id, name
// and numbers.
func (p *Printer) Counts(kind string, cs []digest.Tally) error {
	rows := make([]digest.Tally, len(cs))
	for i := range cs {
		rows[i] = p.count(&cs[i])
	}
	cols := p.countColumns(kind)
	l := listing[digest.Tally]{
		key:      func(c *digest.Tally) string { return c.ID },
		csv:      countFields(csvOrder...),
		plain:    countFields(plainOrder(kind)...),
		table:    func(rows []digest.Tally) { columns(p, rows, numbered(p, rows, cols)) },
		markdown: func(rows []digest.Tally) { markdownTable(p, rows, cols) },
	}
	return l.print(p, rows)
}

// mostBy is how many of those who mention something are named in a line.
const mostBy = 5

var csvOrder = []string{"id", "name", "takeaways", "write_ups", "authors", "own", "inherited", "inferred", "narrower", "parents",
	"series", "city", "start", "end", "maturity", "topics", "speakers", "org", "link", "conferences", "first", "last", "by"}

// plainOrder lists the fields of a plain line; changing it breaks scripts.
func plainOrder(kind string) []string {
	switch kind {
	case "conferences":
		return []string{"id", "name", "city", "start", "end", "write_ups", "takeaways"}
	case "tags":
		return []string{"id", "name", "takeaways", "own", "inherited", "inferred", "write_ups", "parents", "narrower"}
	case "projects":
		return []string{"id", "name", "maturity", "takeaways", "write_ups", "topics", "by_some"}
	case "authors":
		return []string{"id", "name", "write_ups", "takeaways", "conferences"}
	case "speakers":
		return []string{"id", "name", "org", "takeaways", "write_ups", "conferences", "by_some"}
	case "talks":
		return []string{"id", "name", "speakers", "org", "takeaways", "link", "by_some"}
	}
	return []string{"id", "name", "takeaways", "write_ups"}
}

// field is the text of a field by its JSON name.
func tallyField(c *digest.Tally, name, separator string) string {
	switch name {
	case "id":
		return c.ID
	case "name":
		return c.Name
	case "takeaways":
		return strconv.Itoa(c.Takeaways)
	case "write_ups":
		return strconv.Itoa(c.WriteUps)
	case "authors":
		return strconv.Itoa(c.Authors)
	case "own":
		return strconv.Itoa(c.Own)
	case "inherited":
		return strconv.Itoa(c.Inherited)
	case "inferred":
		return strconv.Itoa(c.Inferred)
	case "narrower":
		return strconv.Itoa(c.Narrower)
	case "parents":
		return strings.Join(c.Parents, separator)
	case "topics":
		return strings.Join(c.Topics, separator)
	case "speakers":
		return strings.Join(c.Speakers, separator)
	case "conferences":
		return strings.Join(c.Conferences, separator)
	case "by":
		return strings.Join(c.By, separator)
	case "by_some":
		if more := len(c.By) - mostBy; more > 0 {
			return strings.Join(c.By[:mostBy], separator) + " and " + strconv.Itoa(more) + " more"
		}
		return strings.Join(c.By, separator)
	}
	return map[string]string{"series": c.Series, "city": c.City, "start": c.Start, "end": c.End,
		"maturity": c.Maturity, "org": c.Org, "link": c.Link, "first": c.First, "last": c.Last}[name]
}

func countFields(names ...string) []column[digest.Tally] {
	cols := make([]column[digest.Tally], len(names))
	for i, name := range names {
		separator := "; "
		if name == "parents" || name == "topics" {
			separator = " "
		}
		cols[i] = column[digest.Tally]{name, func(c *digest.Tally) string { return tallyField(c, name, separator) }}
	}
	return cols
}

// countColumns are the columns of a kind on a terminal and in Markdown.
func (p *Printer) countColumns(kind string) []tableColumn[digest.Tally] {
	id := tableColumn[digest.Tally]{name: "id", value: func(c *digest.Tally) []span { return text(c.ID, inkID) }} // never cut: it is typed
	name := p.wordColumn("name", "name", 20, 0, inkTitle)
	switch kind {
	case "conferences":
		name.drop = 1
		return []tableColumn[digest.Tally]{id, name, p.wordColumn("city", "city", 8, 3, inkPlain),
			{name: "dates", drop: 2, value: func(c *digest.Tally) []span { return text(dates(c.Start, c.End), inkDim) }},
			p.numberColumn("write-ups", "write_ups", 4), p.numberColumn("takeaways", "takeaways", 0),
			p.numberColumn("authors", "authors", 5)}
	case "tags":
		name.drop = 4
		return []tableColumn[digest.Tally]{id, name, p.numberColumn("takeaways", "takeaways", 0),
			p.numberColumn("own", "own", 2), p.numberColumn("inherited", "inherited", 5), p.numberColumn("inferred", "inferred", 2),
			p.numberColumn("narrower", "narrower", 2), p.wordColumn("parents", "parents", 8, 1, inkDim), p.wordColumn("first", "first", 0, 6, inkDim),
			p.wordColumn("last", "last", 0, 6, inkDim)}
	case "projects":
		name.drop = 2
		return []tableColumn[digest.Tally]{id, name, p.wordColumn("maturity", "maturity", 0, 3, inkDim),
			p.numberColumn("takeaways", "takeaways", 0), p.numberColumn("write-ups", "write_ups", 4),
			p.wordColumn("topics", "topics", 10, 5, inkOwn), p.wordColumn("by", "by_some", 12, 6, inkPlain)}
	case "authors", "speakers":
		cols := []tableColumn[digest.Tally]{p.person(), p.wordColumn("org", "org", 8, 3, inkDim),
			p.numberColumn("write-ups", "write_ups", 2), p.numberColumn("takeaways", "takeaways", 0),
			{name: "conferences", least: 15, drop: 4, value: func(c *digest.Tally) []span {
				return text(p.conferences(c.Conferences), inkEvent)
			}}}
		if kind == "speakers" {
			cols = append(cols, p.wordColumn("by", "by_some", 12, 5, inkPlain))
		}
		return cols
	case "talks":
		return []tableColumn[digest.Tally]{name, p.wordColumn("speakers", "speakers", 10, 1, inkPlain),
			p.wordColumn("org", "org", 8, 3, inkDim), p.numberColumn("takeaways", "takeaways", 0),
			p.wordColumn("by", "by_some", 12, 2, inkPlain)}
	}
	name.drop = 2
	return []tableColumn[digest.Tally]{id, name, p.numberColumn("takeaways", "takeaways", 0), p.numberColumn("write-ups", "write_ups", 1)}
}

// person shows a name, or the id of somebody whose name is the id.
func (p *Printer) person() tableColumn[digest.Tally] {
	return tableColumn[digest.Tally]{name: "name", least: 16, value: func(c *digest.Tally) []span {
		if oneLine(c.Name) == "" {
			return text(c.ID, inkTitle)
		}
		return text(c.Name, inkTitle)
	}}
}

func (p *Printer) wordColumn(title, field string, least, drop int, ink ink) tableColumn[digest.Tally] {
	return tableColumn[digest.Tally]{name: title, least: least, drop: drop, value: func(c *digest.Tally) []span {
		return text(tallyField(c, field, ", "), ink)
	}}
}

func (p *Printer) numberColumn(title, field string, drop int) tableColumn[digest.Tally] {
	return tableColumn[digest.Tally]{name: title, right: true, drop: drop, value: func(c *digest.Tally) []span {
		return text(tallyField(c, field, ""), inkPlain)
	}}
}

// dates is a range of days without what both ends share: "2019-11-18..21".
func dates(start, end string) string {
	switch {
	case end == "" || end == start:
		return start
	case start == "":
		return end
	case len(start) == 10 && len(end) == 10 && start[:8] == end[:8]:
		return start + ".." + end[8:]
	case len(start) == 10 && len(end) == 10 && start[:5] == end[:5]:
		return start + ".." + end[5:]
	}
	return start + ".." + end
}
