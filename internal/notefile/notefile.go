// Package notefile turns the bytes of one note into a kb.WriteUp: front matter, title, authors, date,
// language, and the pieces with their places. It reads Markdown, plain text and YAML write-ups in the
// shapes in which people really publish them, and reports what it guessed as problems of the write-up.
package notefile

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// MaxSize is the most bytes a note may have. The longest real write-up known is a 705 kB link list;
// 8 MiB leaves room for ten of those and still reads in well under a second.
const MaxSize = 8 << 20

// MaxPieces is the most pieces a note may have. The talks of the largest conference known are 600; what has
// ten thousand headings is made by a machine, and would take minutes and gigabytes.
const MaxPieces = 10_000

// format is how the bytes of a note are to be read.
type format int

const (
	formatNone format = iota
	formatMarkdown
	formatText
	formatYAML
)

func formatOf(name string) format {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdx":
		return formatMarkdown
	case ".txt":
		return formatText
	case ".yaml", ".yml":
		return formatYAML
	}
	return formatNone
}

// Readable reports whether Parse knows the format of a file with this name, by its extension alone.
func Readable(name string) bool { return formatOf(name) != formatNone }

// Parse reads one note. The path is relative to notes/, with forward slashes, and decides the format:
// .md .markdown .mdx .txt .yaml .yml. It returns a write-up for everything that is text; milder
// trouble is listed in WriteUp.Problems. The error, if any, is a kb.Problem with one of the codes
// "format", "empty", "too-large", "too-many", "not-text", "yaml" (broken, so that nobody knows what it holds) and
// "not-a-write-up" (YAML that holds no notes).
func Parse(name string, data []byte) (*kb.WriteUp, error) {
	d, err := parse(name, data)
	if err != nil {
		return nil, err
	}
	return d.up, nil
}

// parse is Parse with all that was learned on the way.
func parse(name string, data []byte) (*document, error) { return parseWith(name, data, nil) }

// parseWith is parse with a cut by the given decisions; nil stands for the program's own.
func parseWith(name string, data []byte, by decisions) (*document, error) {
	kind := formatOf(name)
	refuse := func(code, message, hint string) error {
		return kb.Problem{Path: name, Severity: kb.SeverityError, Code: code, Message: message, Hint: hint}
	}
	switch {
	case kind == formatNone:
		return nil, refuse("format", "not a format of notes", "notes end in .md .markdown .mdx .txt .yaml or .yml")
	case len(data) > MaxSize:
		return nil, refuse("too-large", fmt.Sprintf("%d bytes, the limit is %d", len(data), MaxSize), "split the note")
	case bytes.IndexByte(data, 0) >= 0:
		return nil, refuse("not-text", "has NUL bytes, so it is not text", "save it as UTF-8")
	}
	d := newDocument(name, data)
	d.by = by
	if !d.anyText() {
		return nil, refuse("empty", "the note is empty", "")
	}
	if kind == formatYAML {
		if err := d.readYAML(); err != nil {
			return nil, err
		}
	} else {
		d.readProse(kind)
	}
	if d.crowded || len(d.up.Pieces) > MaxPieces {
		return nil, refuse("too-many", fmt.Sprintf("has more than the limit of %d pieces", MaxPieces), "split the note")
	}
	d.finish()
	return d, nil
}

// line is one line of a note: text[start:end] without its break, next where the following one begins.
type line struct{ start, end, next int }

// document is the state of reading one note.
type document struct {
	path    string
	text    string // the bytes as given, possibly with invalid UTF-8
	valid   bool   // whether text is valid UTF-8
	decoded bool   // whether prose.Decode leaves text as it is
	lines   []line
	body    int // index of the first line of the body
	up      *kb.WriteUp
	front   *front
	header  header
	root    *yaml.Node         // of a YAML note
	items   map[int]*yaml.Node // of a YAML note, by line
	event   bool               // title or path speak of an event rather than of one talk
	by      decisions
	// headTalks are the talks that headings name, by heading: each is asked for when the note is cut and again for its
	// piece.
	headTalks map[string]*kb.Talk
	// crowded is true where there are so many headings that nothing was read after them.
	crowded bool
}

func newDocument(name string, data []byte) *document {
	d := &document{path: name, text: string(data), up: &kb.WriteUp{Path: name, Infer: true, Why: map[string][]kb.Evidence{}}}
	d.valid = utf8.ValidString(d.text)
	d.decoded = d.valid && prose.Decoded(d.text)
	d.lines = splitLines(d.text)
	if !d.valid {
		for i, l := range d.lines {
			s := d.text[l.start:l.end]
			if at := invalidAt(s); at >= 0 {
				d.problem(i+1, utf8.RuneCountInString(s[:at])+1, "encoding",
					"not UTF-8; read as Windows-1252 where it is not", "save the note as UTF-8")
				break
			}
		}
	}
	return d
}

// splitLines cuts at LF and CRLF. A lone CR ends a line only where the text has no LF at all: elsewhere
// editors do not count it, and the numbers would differ from theirs.
func splitLines(text string) []line {
	brk := byte('\n')
	if strings.IndexByte(text, '\n') < 0 {
		brk = '\r'
	}
	start := 0
	if strings.HasPrefix(text, "\ufeff") {
		start = len("\ufeff")
	}
	lines := make([]line, 0, strings.Count(text, string(brk))+1)
	for start < len(text) {
		end, next := len(text), len(text)
		if i := strings.IndexByte(text[start:], brk); i >= 0 {
			end, next = start+i, start+i+1
			if brk == '\n' && end > start && text[end-1] == '\r' {
				end--
			}
		}
		lines = append(lines, line{start, end, next})
		start = next
	}
	return lines
}

func invalidAt(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return -1
}

// at is the text of line i (0-based) without its break.
func (d *document) at(i int) string { return d.text[d.lines[i].start:d.lines[i].end] }

func (d *document) anyText() bool {
	for i := range d.lines {
		if strings.TrimSpace(d.at(i)) != "" {
			return true
		}
	}
	return false
}

// problem notes a warning. Line and column are 1-based.
func (d *document) problem(line, col int, code, message, hint string) {
	d.up.Problems = append(d.up.Problems, kb.Problem{Path: d.path, Line: line, Col: col,
		Severity: kb.SeverityWarning, Code: code, Message: message, Hint: hint})
}

// why records the evidence for a field of the write-up. Line is 1-based, 0 for the file's name.
func (d *document) why(field, rule, text string, line int) {
	d.up.Why[field] = append(d.up.Why[field], kb.Evidence{Rule: rule, Text: d.decode(text), Line: line})
}

// readProse reads Markdown and plain text.
func (d *document) readProse(kind format) {
	d.readFront()
	if d.isTranscript() {
		d.readTranscript()
		return
	}
	p := d.scan(kind)
	if d.crowded = p.headings() > MaxPieces; d.crowded {
		return
	}
	d.readTitle(p)
	d.headerFacts()
	d.readBylines(p)
	d.readLanguage()
	d.event = d.aboutEvent()
	if t := d.up.Talk; t != nil && t.Title == "" && len(t.Speakers) > 0 && !d.event {
		t.Title = d.up.Title
	}
	d.cut(p)
}

// finish fills what every piece takes over from its write-up, and the names of the pieces.
func (d *document) finish() {
	up := d.up
	d.readPathDate()
	d.fewPeople()
	seen := map[string]int{}
	name := prose.Normal(up.Path) // file systems differ in how they keep letters with marks
	for i := range up.Pieces {
		p := &up.Pieces[i]
		slug := kb.Slug(p.Heading)
		if slug == "" {
			slug = string(p.Kind)
		}
		nth := seen[slug]
		seen[slug]++
		p.ID, p.Ref = kb.NewID(name, slug, nth), kb.Ref(name, slug, nth)
		p.Path, p.Title, p.Date, p.Source, p.Digest = up.Path, up.Title, up.Date, up.Source, up.Digest
		p.Authors = slices.Clone(up.Authors)
		if p.Talk == nil {
			p.Talk = up.Talk
		}
		for _, t := range up.Tags {
			if !p.HasTag(t.Name) && !slices.Contains(p.Rejected, t.Name) {
				p.Tags = append(p.Tags, t)
			}
		}
	}
	slices.SortFunc(up.Problems, kb.CompareProblems)
}
