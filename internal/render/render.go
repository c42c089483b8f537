// Package render prints results: hits, takeaways, write-ups, counts, problems and whole documents, each
// as text for a terminal, as one plain line a record, or in a format for another program. It decides
// nothing about terminals itself: the caller passes width, colour and background in Style.
//
// # Formats
//
// table is for people; it fits the width. A hit is a block of lines, every other listing has columns.
//
// plain is one record a line, fields separated by one tab, no header, no escape sequences; blanks, tabs
// and line breaks inside a field become one blank. An unknown field is empty, never left out:
//
//	hits, takeaways  id  conference  authors  heading  tags  path:line
//	write-ups        path  date  conference  authors  title  takeaways  source
//	conferences      id  name  city  start  end  write_ups  takeaways
//	tags             id  name  takeaways  own  inherited  inferred  write_ups  parents
//	projects         id  name  maturity  takeaways  write_ups  topics  by
//	authors          id  name  write_ups  takeaways  conferences
//	speakers         id  name  org  takeaways  write_ups  conferences  by
//	talks            id  name  speakers  org  takeaways  link  by
//	other counts     id  name  takeaways  write_ups
//	problems         path:line:col: severity: message (code)
//	trends           subject  type  column  date  takeaways  total  share  write_ups  total_write_ups
//	                 write_up_share  authors  small; one line a column
//	trends, overview id  type  move  before  after  takeaways  first  peak  last
//	comparisons      id  type  where  more, then of a and of b: takeaways  total  share  authors  small
//
// A page about a topic or project is lines "key: fields".
//
// by names the first five who mention it. Authors and conferences are joined with a comma and a blank, tags with a blank; "~" marks an inferred
// tag. A summary is one line a paragraph: headings in capitals, each sentence above its citation. A whole document (Show) is "Key: value" lines, an empty line and its Markdown; a line "---"
// stands between two documents.
//
// vimgrep is file:line:column: heading of takeaways whose notes are files, for vim -q and other editors.
//
// json is an array, jsonl one object a line, yaml a list, with the fields of the kb types. csv has a
// header row and joins lists with "; ". id prints the key alone: a takeaway's ID, a write-up's path, a
// count's id, a problem's path. These formats and template carry text as it is, except that invalid
// UTF-8 is replaced and that on a terminal control and escape sequences are removed.
//
// template=TEXT is a Go text/template run for each row over the fields of the JSON form, all of them
// present; conference is one string, joined with a comma and a blank. \n, \t and \\ are understood
// outside {{…}}, and a line break is added where the row does not end in one. The functions are
// join LIST SEPARATOR (of tags and projects it joins the names), upper, lower, json and
// date LAYOUT DATE (with Go's layouts; a date of less than a day is left as it is).
package render

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"

	"github.com/agnivade/levenshtein"
)

// Format names one of the printers; the package comment describes them. The zero Format is Table on a
// terminal and Plain elsewhere.
type Format string

// The formats. A template is written "template=TEXT".
const (
	Table    Format = "table"
	Plain    Format = "plain"
	JSON     Format = "json"
	JSONL    Format = "jsonl"
	YAML     Format = "yaml"
	CSV      Format = "csv"
	Markdown Format = "markdown"
	ID       Format = "id"
	Vimgrep  Format = "vimgrep"
)

const templatePrefix = "template="

// Formats lists the legal values of ParseFormat, in the order in which help shows them.
func Formats() []string {
	return []string{"table", "plain", "json", "jsonl", "yaml", "csv", "markdown", "id", "vimgrep", "template=…"}
}

// ParseFormat reads the name of a format; the empty string is the zero Format. The error names the
// nearest format and all legal ones.
func ParseFormat(s string) (Format, error) {
	legal := Formats()
	if text, ok := strings.CutPrefix(s, templatePrefix); ok {
		if text == "" {
			return "", fmt.Errorf("the output format template= needs a text, as in template={{.id}}")
		}
		return Format(s), nil
	}
	name := strings.ToLower(strings.TrimSpace(s))
	if name == "" || slices.Contains(legal[:len(legal)-1], name) {
		return Format(name), nil
	}
	return "", fmt.Errorf("unknown output format %q, did you mean %s? The formats are %s",
		Clean(s), nearest(name, legal), strings.Join(legal, ", "))
}

// longestFormat is how many bytes of what was typed are compared.
const longestFormat = 64

// nearest finds the name that s most likely stands for: a usual abbreviation, a name that starts with
// s, or the one with the smallest edit distance; the earlier one on a tie.
func nearest(s string, names []string) string {
	switch s {
	case "md":
		return string(Markdown)
	case "yml":
		return string(YAML)
	case "ndjson", "json-lines":
		return string(JSONL)
	case "text", "tsv", "txt":
		return string(Plain)
	}
	best, least := "", 0
	for _, name := range names {
		bare := strings.TrimSuffix(name, "=…")
		if s != "" && strings.HasPrefix(bare, s) {
			return name
		}
		if d := levenshtein.ComputeDistance(s[:min(len(s), longestFormat)], bare); best == "" || d < least {
			best, least = name, d
		}
	}
	return best
}

// Style says where the text goes. The caller finds out; nothing is detected here.
type Style struct {
	// Terminal is true where a person reads the output as it comes.
	Terminal bool
	// Width is the number of columns; 0 is 80, less than 20 is 20.
	Width int
	// Color allows colour and bold text. Without it the text is the same, without escape sequences.
	Color bool
	// Dark says that the background is dark.
	Dark bool
	// Links allows OSC 8 hyperlinks, which do not depend on Color.
	Links bool
	// File is the file of a note for an editor, by shelf and path; empty where there is none. Nil knows no files.
	File func(shelf, path string) string
	// Null ends each record of plain, id and vimgrep with a zero byte in the place of a line break, for xargs -0.
	Null bool
	// Numbered puts a number before each row of a table, for commands that know rows by them.
	Numbered bool
	// Raw leaves the fields of csv as they are, also where a spreadsheet would run them.
	Raw bool
	// Conference gives the human name of an edition's id for terminal and Markdown; nil shows ids. An
	// empty answer shows the id too.
	Conference func(id string) string
}

const (
	defaultWidth = 80
	leastWidth   = 20
	// textWidth is the longest line of running text; columns may use the whole terminal.
	textWidth = 120
	// bodyWidth is the longest line of a rendered note.
	bodyWidth = 100
)

// Printer prints results in one format. It is not safe for concurrent use.
type Printer struct {
	w        *bufio.Writer
	format   Format
	style    Style
	template *template.Template
	paint    paint
	body     bodyRenderer
	// text makes the strings of records fit for the format: Clean for readers, valid for programs.
	text func(string) string
}

// New makes a printer that writes to w. The error says what is wrong with the format or the template.
func New(w io.Writer, f Format, s Style) (*Printer, error) {
	f, err := ParseFormat(string(f))
	if err != nil {
		return nil, err
	}
	if f == "" {
		f = Plain
		if s.Terminal {
			f = Table
		}
	}
	if s.Width == 0 {
		s.Width = defaultWidth
	}
	s.Width = max(s.Width, leastWidth)
	p := &Printer{w: bufio.NewWriter(w), format: f, style: s, text: Clean, paint: newPaint(w, s)}
	if text, ok := strings.CutPrefix(string(f), templatePrefix); ok {
		if p.template, err = parseTemplate(text); err != nil {
			return nil, err
		}
	}
	if !s.Terminal && !p.isText() {
		p.text = valid
	}
	return p, nil
}

// Abridges reports whether the format is text for people, of which less is more.
func (p *Printer) Abridges() bool { return p.format == Table || p.format == Markdown }

// isText reports whether the format is text for people rather than data for programs. The lines of vimgrep are shown by
// an editor.
func (p *Printer) isText() bool {
	return p.format == Table || p.format == Plain || p.format == Markdown || p.format == Vimgrep
}

// textWidth is the width of running text.
func (p *Printer) textWidth() int { return min(p.style.Width, textWidth) }

// valid replaces invalid UTF-8 and changes nothing else.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// conferences are the human names of editions, where they are known.
func (p *Printer) conferences(e editions) string {
	names := make([]string, len(e))
	for i, id := range e {
		names[i] = id
		if p.style.Conference != nil {
			if name := Clean(p.style.Conference(id)); name != "" {
				names[i] = name
			}
		}
	}
	return strings.Join(names, ", ")
}

// mark names an edition where there is little room: a KubeCon by its region and year.
func (p *Printer) mark(id string) []span {
	return text(strings.TrimPrefix(Clean(p.conferences(editions{id})), "KubeCon "), inkEvent)
}
