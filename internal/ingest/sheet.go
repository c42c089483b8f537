package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// sheetField is what a column of a table holds.
type sheetField string

// The fields of a row. A row is a talk, or a takeaway where it has no speakers.
const (
	fieldTitle      sheetField = "title"
	fieldSpeakers   sheetField = "speakers"
	fieldCompany    sheetField = "company"
	fieldConference sheetField = "conference"
	fieldURL        sheetField = "url"
	fieldVideo      sheetField = "video"
	fieldSlides     sheetField = "slides"
	fieldTags       sheetField = "tags"
	fieldText       sheetField = "text"
)

// sheetNames are the headers by which people call each field, in lower case and without what is no letter.
var sheetNames = map[sheetField][]string{
	fieldTitle: {"title", "talk", "talktitle", "session", "sessiontitle", "sessionname", "name", "topic", "subject", "heading", "takeaway",
		"titel", "vortrag", "vortragstitel", "titre", "título", "titulo", "charla", "palestra", "titolo", "タイトル", "标题", "標題", "제목"},
	fieldSpeakers: {"speakers", "speaker", "speakernames", "speakername", "presenters", "presenter", "authors", "author", "by", "who",
		"sprecher", "sprecherin", "referent", "referenten", "referentin", "vortragende", "wer", "intervenant", "orateur", "conférencier", "ponente", "palestrante", "relatore", "relatori", "登壇者", "講演者", "讲者", "演讲者", "講者", "발표자"},
	fieldCompany: {"company", "companies", "org", "orgs", "organisation", "organization", "organisations", "organizations", "affiliation", "employer",
		"firma", "unternehmen", "entreprise", "société", "empresa", "azienda", "会社", "所属", "公司", "회사"},
	fieldConference: {"conference", "event", "eventname", "edition", "conf", "konferenz", "veranstaltung", "conférence", "conferencia", "conferência", "evento", "会议", "イベント"},
	fieldURL:        {"url", "link", "sched", "schedurl", "page", "website", "source", "lien", "enlace", "リンク", "链接"},
	fieldVideo:      {"video", "videourl", "recording", "recordingurl", "youtube", "youtubeurl", "watch"},
	fieldSlides:     {"slides", "slidesurl", "deck"},
	fieldTags:       {"tags", "tag", "topics", "themes", "labels", "keywords"},
	fieldText: {"text", "notes", "note", "description", "abstract", "summary", "body", "takeaways", "comment", "comments", "details",
		"notizen", "beschreibung", "zusammenfassung", "résumé", "resumen", "resumo", "notas", "概要", "摘要"},
}

// SheetFields are the fields that --map can give a column to.
func SheetFields() []string {
	var list []string
	for f := range sheetNames {
		list = append(list, string(f))
	}
	slices.Sort(list)
	return list
}

// notLetter is what headers differ in that mean the same: "Speaker(s)", "talk_title".
var notLetter = regexp.MustCompile(`[^\p{L}]+`)

// sheet is a table with its columns understood.
type sheet struct {
	rows    [][]string // without the header
	columns map[sheetField]int
	others  []string // headers of columns that say nothing to us
}

// readSheet reads CSV or TSV. The separator is the one that cuts the header into most cells.
func readSheet(data []byte, columns map[string]string) (*sheet, error) {
	rows := cells(bytes.TrimPrefix(data, []byte("\uFEFF")))
	var first error
	for i := range rows[:min(len(rows), mostAbove)] { // a title of the table may be above the header
		s := &sheet{rows: rows[i+1:], columns: map[sheetField]int{}}
		err := s.understand(rows[i], columns)
		if err == nil && (i == 0 || len(s.columns) > 1) {
			return s, nil
		}
		if first == nil {
			first = err
		}
	}
	if first == nil {
		first = errors.New("is a table without a header")
	}
	return nil, first
}

// mostAbove is in how many rows at the top the header is looked for.
const mostAbove = 8

// lines is a table as text with line feeds alone.
func lines(data []byte) []byte {
	text := prose.Decode(string(data))
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // of old Macs
	}
	return []byte(text)
}

// cells cuts a table into rows. Where quotation marks are not those of RFC 4180 the marks are text, as in
// lists that nobody's spreadsheet wrote, and a row ends with its line: an opening mark that is never closed
// would take in the rest of the table.
func cells(data []byte) [][]string {
	data = lines(data)
	comma := separator(data)
	if m := stated.FindSubmatch(data); m != nil {
		comma, data = rune(m[1][0]), data[len(m[0]):]
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord, r.Comma = -1, comma
	rows, err := r.ReadAll()
	if err == nil {
		return rows
	}
	rows = nil
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		r := csv.NewReader(strings.NewReader(line))
		r.FieldsPerRecord, r.Comma = -1, comma
		row, err := r.Read()
		if err != nil {
			row = strings.Split(line, string(comma))
		}
		rows = append(rows, row)
	}
	return rows
}

// stated is the line by which a spreadsheet states the separator.
var stated = regexp.MustCompile(`^(?i:sep=)([,;\t|])\r?\n`)

// separator is the one of the usual separators that the first line has most of.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",;\t|" {
		if n := strings.Count(string(line), string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// understand gives each field the first column with one of its names; columns, field to header, goes first.
func (s *sheet) understand(header []string, columns map[string]string) error {
	plain := make([]string, len(header))
	for i, h := range header {
		plain[i] = notLetter.ReplaceAllString(strings.ToLower(h), "")
	}
	for field, name := range columns {
		i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), strings.TrimSpace(name)) })
		switch {
		case sheetNames[sheetField(field)] == nil:
			return fmt.Errorf("there is no field %q to map; the fields are %s", field, strings.Join(SheetFields(), ", "))
		case i < 0:
			return fmt.Errorf("the table has no column %q; its columns are %s", name, strings.Join(header, ", "))
		}
		s.columns[sheetField(field)] = i
	}
	for field, names := range sheetNames {
		if _, given := s.columns[field]; given {
			continue
		}
		for _, name := range names {
			if i := slices.IndexFunc(plain, func(h string) bool { return h == name || h == name+"s" }); i >= 0 && !s.taken(i) {
				s.columns[field] = i
				break
			}
		}
	}
	for i, h := range header {
		if h = oneLine(h); h != "" && !s.taken(i) {
			s.others = append(s.others, h)
		}
	}
	if _, ok := s.columns[fieldTitle]; !ok {
		return fmt.Errorf("has no column for the title; its columns are %s", oneLine(strings.Join(header, ", ")))
	}
	return nil
}

func (s *sheet) taken(column int) bool {
	for _, i := range s.columns {
		if i == column {
			return true
		}
	}
	return false
}

// cell is the text of a field in a row. The apostrophe that keeps spreadsheets from running a cell is no
// part of it.
func (s *sheet) cell(row []string, f sheetField) string {
	i, ok := s.columns[f]
	if !ok || i >= len(row) {
		return ""
	}
	text := strings.TrimSpace(row[i])
	if rest, ok := strings.CutPrefix(text, "'"); ok && rest != "" && strings.ContainsRune("=+-@", rune(rest[0])) {
		text = rest
	}
	return text
}

// session makes a talk of a row.
func (s *sheet) session(row []string) session {
	out := session{Title: s.cell(row, fieldTitle), Body: fromHTML(s.cell(row, fieldText))}
	out.Tags = tagCells(s.cell(row, fieldTags))
	out.Talk.Speakers, out.Talk.Org = speakersCell(s.cell(row, fieldSpeakers))
	out.Talk.Org = firstOf(s.cell(row, fieldCompany), out.Talk.Org)
	for _, link := range []struct {
		field sheetField
		to    *string
	}{{fieldURL, &out.Talk.Link}, {fieldVideo, &out.Talk.Video}, {fieldSlides, &out.Talk.Slides}} {
		if at := s.cell(row, link.field); isAddress(at) {
			*link.to, _ = PublicAddress(at)
		}
	}
	return out
}

// inBrackets is a company behind a name: "Jane Doe (Acme)".
var inBrackets = regexp.MustCompile(`^(.*?)\s*[(\[]([^()\[\]]+)[)\]]$`)

// speakersCell reads names in one cell: "Jane Doe (Acme); John Roe (Globex)". Commas part names only where
// nothing else does.
func speakersCell(cell string) (names []string, org string) {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '\n' || r == '|' || r == '/' })
	if len(parts) <= 1 {
		parts = splitNames(cell)
	}
	var orgs []string
	for _, part := range few(parts) {
		name := oneLine(part)
		if m := inBrackets.FindStringSubmatch(name); m != nil {
			name = m[1]
			if !slices.Contains(orgs, m[2]) {
				orgs = append(orgs, m[2])
			}
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, strings.Join(orgs, ", ")
}

// tagCells reads tags in one cell, parted by commas or semicolons, or by blanks where each has a hash.
func tagCells(cell string) []string {
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' })
	if strings.Count(cell, "#") > 1 {
		parts = strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ';' || r == '#' || r == ' ' || r == '\n' })
	}
	var tags []string
	for _, part := range parts {
		if tag := kb.Slug(strings.TrimPrefix(strings.TrimSpace(part), "#")); tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// fromSheet makes a note of each conference that the rows of a table name, in their order; of all rows
// where there is no such column.
func fromSheet(d Document, o Options) ([]*Note, error) {
	s, err := readSheet(d.Data, o.Columns)
	if err != nil {
		return nil, d.refuse("not-a-write-up", err.Error(), "the first line names the columns: title, speakers, company, conference, url, video, tags, text; --map title=COLUMN says where one is")
	}
	lists := map[string]*talkList{}
	var order []string
	untitled := 0
	for _, row := range s.rows {
		talk := s.session(row)
		if talk.Title == "" {
			if strings.Join(row, "") != "" {
				untitled++
			}
			continue
		}
		event := oneLine(s.cell(row, fieldConference))
		if lists[event] == nil {
			lists[event] = &talkList{event: event}
			order = append(order, event)
		}
		lists[event].talks = append(lists[event].talks, talk)
	}
	if len(order) == 0 {
		return nil, d.refuse("not-a-write-up", "is a table without a row that has a title", "")
	}
	var notes []*Note
	for _, event := range order {
		n, err := sheetNote(d, o, lists[event], len(order) > 1)
		if err != nil {
			return nil, err
		}
		notes = append(notes, n)
	}
	first := notes[0]
	if untitled > 0 {
		first.Dropped = append(first.Dropped, fmt.Sprintf("%d rows without a title", untitled))
	}
	for _, h := range s.others {
		first.Dropped = append(first.Dropped, fmt.Sprintf("column %q", h))
	}
	return notes, nil
}

// sheetNote writes the rows about one conference as a YAML note, named after it where there are several.
func sheetNote(d Document, o Options, p *talkList, several bool) (*Note, error) {
	body, err := p.body()
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(filepath.Base(d.Name), filepath.Ext(d.Name))
	h := head{title: oneLine(strings.NewReplacer("-", " ", "_", " ").Replace(name)), source: d.Source}
	if p.event != "" {
		h.title = p.event + ": " + h.title
		if several {
			d.Name = filepath.Join(filepath.Dir(d.Name), name+"-"+kb.Slug(p.event)+".csv")
		}
	}
	h.clues = &conference.Clues{Path: filepath.ToSlash(d.Name), Source: d.Source}
	if p.event != "" {
		h.clues.Event = []kb.Evidence{{Rule: "event", Text: p.event}}
	}
	n, err := compose(d, h, YAML, body, o)
	if err == nil {
		n.Format = CSV
		n.Dropped = append(n.Dropped, p.crowded...)
	}
	return n, err
}

// looksLikeSheet reports whether the first line names columns of ours, one of them the title.
func looksLikeSheet(text []byte) bool {
	line, _, more := bytes.Cut(text, []byte("\n"))
	if !more || !bytes.ContainsRune(line, separator(line)) || len(line) > 1000 {
		return false
	}
	s, err := readSheet(line, nil)
	return err == nil && len(s.columns) >= 2 && len(s.others) <= 2*len(s.columns)
}
