package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// column is one field of a listing: its name and how a row fills it.
type column[T any] struct {
	name  string
	value func(*T) string
}

// listing says how the rows of one kind are shown. table and markdown write to the printer themselves.
type listing[T any] struct {
	key      func(*T) string
	csv      []column[T]
	plain    []column[T]
	table    func(rows []T)
	markdown func(rows []T)
	// place is file:line:column: of a row, for an editor; nil where rows have none, empty where there is no file.
	place func(*T) string
}

// ErrVimgrep says that rows have no place in a file.
var ErrVimgrep = errors.New("vimgrep is for takeaways: rows of this listing are in no file")

// print writes the rows in the printer's format.
func (l listing[T]) print(p *Printer, rows []T) error {
	if err := l.write(p, rows); err != nil {
		p.w.Flush()
		return err
	}
	return p.w.Flush()
}

func (l listing[T]) write(p *Printer, rows []T) error {
	switch p.format {
	case Table:
		l.table(rows)
	case Plain:
		for i := range rows {
			for j, c := range l.plain {
				if j > 0 {
					p.w.WriteByte('\t')
				}
				p.w.WriteString(oneLine(c.value(&rows[i])))
			}
			p.endRecord()
		}
	case Markdown:
		l.markdown(rows)
	case ID:
		for i := range rows {
			p.w.WriteString(l.key(&rows[i]))
			p.endRecord()
		}
	case Vimgrep:
		if l.place == nil {
			return ErrVimgrep
		}
		for i := range rows {
			if place := l.place(&rows[i]); place != "" {
				p.w.WriteString(oneLine(place))
				p.endRecord()
			}
		}
	case CSV:
		return l.writeCSV(p, rows)
	case JSON:
		return writeJSON(p, rows)
	case JSONL:
		for i := range rows {
			line, err := encodeJSON(&rows[i])
			if err != nil {
				return err
			}
			p.w.Write(line)
			p.w.WriteByte('\n')
		}
	case YAML:
		return writeYAML(p, rows)
	default:
		return writeTemplate(p, rows)
	}
	return nil
}

// endRecord ends a line, or what takes its place.
func (p *Printer) endRecord() {
	end := byte('\n')
	if p.style.Null {
		end = 0
	}
	p.w.WriteByte(end)
}

func (l listing[T]) writeCSV(p *Printer, rows []T) error {
	w := csv.NewWriter(p.w)
	fields := make([]string, len(l.csv))
	for i, c := range l.csv {
		fields[i] = c.name
	}
	if err := w.Write(fields); err != nil {
		return err
	}
	for i := range rows {
		for j, c := range l.csv {
			fields[j] = p.cell(c.value(&rows[i]))
		}
		if err := w.Write(fields); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// cell is a field of csv that no spreadsheet takes for a formula: one that begins with =, +, -, @ or a tab
// gets an apostrophe before it, unless it is a number or Style.Raw asks for the bytes as they are.
// https://owasp.org/www-community/attacks/CSV_Injection
func (p *Printer) cell(s string) string {
	if s == "" || p.style.Raw || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}

// writeJSON writes an array, row by row: the whole answer never stands in memory twice.
func writeJSON[T any](p *Printer, rows []T) error {
	if len(rows) == 0 {
		p.w.WriteString("[]\n")
		return nil
	}
	var indented bytes.Buffer
	for i := range rows {
		line, err := encodeJSON(&rows[i])
		if err != nil {
			return err
		}
		indented.Reset()
		if err := json.Indent(&indented, line, "  ", "  "); err != nil {
			return err
		}
		if i == 0 {
			p.w.WriteString("[\n  ")
		} else {
			p.w.WriteString(",\n  ")
		}
		p.w.Write(indented.Bytes())
	}
	p.w.WriteString("\n]\n")
	return nil
}

func writeYAML[T any](p *Printer, rows []T) error {
	if len(rows) == 0 {
		p.w.WriteString("[]\n")
		return nil
	}
	text, err := encodeYAML(rows)
	if err == nil {
		_, err = p.w.Write(text)
	}
	return err
}

// encodeYAML writes a value as YAML with nothing in it that a reader cannot see.
func encodeYAML(v any) ([]byte, error) {
	var doc yaml.Node
	if err := doc.Encode(v); err != nil {
		return nil, err
	}
	quoteUnseen(&doc)
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(&doc); err != nil {
		return nil, err
	}
	if err := enc.Close(); err != nil {
		return nil, err
	}
	return escapeUnseen(b.Bytes(), func(r rune) string { return fmt.Sprintf(`\U%08x`, r) }), nil
}

// quoteUnseen puts the texts with characters that nobody sees into double quotes, where YAML has the
// escapes of JSON for them.
func quoteUnseen(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && strings.ContainsFunc(n.Value, unsafeRune) {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, c := range n.Content {
		quoteUnseen(c)
	}
}

func writeTemplate[T any](p *Printer, rows []T) error {
	var b bytes.Buffer
	for i := range rows {
		b.Reset()
		if err := p.template.Execute(&b, fields(reflect.ValueOf(&rows[i]))); err != nil {
			return templateError(err)
		}
		p.w.Write(b.Bytes())
		if !bytes.HasSuffix(b.Bytes(), []byte("\n")) {
			p.w.WriteByte('\n')
		}
	}
	return nil
}
