package render

import (
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// The actions of Ingested.
const (
	ActionWritten   = "written"   // a new note
	ActionUpdated   = "updated"   // the note of an older version was replaced
	ActionUnchanged = "unchanged" // the note is there already
	ActionChanged   = "changed"   // an older version is there and was left alone
	ActionRefused   = "refused"   // no note can be made of the document
)

// Ingested is what became of a document that was to be brought into the library, or would become of it.
type Ingested struct {
	// From is the document as it was asked for, Action one of those above.
	From, Action string
	// WriteUp is what was read from the document; its path is that of the note, empty if it was refused.
	WriteUp   kb.WriteUp
	Takeaways int
	// Dropped names what of the document is not in the note.
	Dropped []string
	// DuplicateOf is the path of a note of nearly the same words.
	DuplicateOf string
	// Reason says why nothing was written, or why the note is not where one would look for it.
	Reason string
}

// ingestedRecord is Ingested as the machine formats show it.
type ingestedRecord struct {
	From          string `json:"from" yaml:"from"`
	Action        string `json:"action" yaml:"action"`
	writeUpRecord `yaml:",inline"`
	Dropped       []string `json:"dropped" yaml:"dropped"`
	DuplicateOf   string   `json:"duplicate_of,omitempty" yaml:"duplicate_of,omitempty"`
	Reason        string   `json:"reason,omitempty" yaml:"reason,omitempty"`
}

// Ingested prints what became of documents, in the order given. The format id has the paths of the notes.
//
// plain: action path from date conference authors title takeaways duplicate_of reason.
func (p *Printer) Ingested(list []Ingested) error {
	if p.format == ID {
		list = slices.DeleteFunc(slices.Clone(list), func(d Ingested) bool { return d.WriteUp.Path == "" })
	}
	rows := make([]ingestedRecord, len(list))
	for i := range list {
		d := &list[i]
		rows[i] = ingestedRecord{From: p.text(d.From), Action: p.text(d.Action), writeUpRecord: p.writeUp(&d.WriteUp, d.Takeaways),
			Dropped: p.list(d.Dropped), DuplicateOf: p.text(d.DuplicateOf), Reason: p.text(d.Reason)}
	}
	action := column[ingestedRecord]{"action", func(r *ingestedRecord) string { return r.Action }}
	from := column[ingestedRecord]{"from", func(r *ingestedRecord) string { return r.From }}
	duplicate := column[ingestedRecord]{"duplicate_of", func(r *ingestedRecord) string { return r.DuplicateOf }}
	reason := column[ingestedRecord]{"reason", func(r *ingestedRecord) string { return r.Reason }}
	writeUp := func(r *ingestedRecord) *writeUpRecord { return &r.writeUpRecord }
	csv := append([]column[ingestedRecord]{from, action}, lift(writeUpCSV(), writeUp)...)
	l := listing[ingestedRecord]{
		key: func(r *ingestedRecord) string { return r.Path },
		csv: append(csv, column[ingestedRecord]{"dropped", func(r *ingestedRecord) string { return csvList(r.Dropped) }}, duplicate, reason),
		plain: []column[ingestedRecord]{action, {"path", func(r *ingestedRecord) string { return r.Path }}, from,
			{"date", func(r *ingestedRecord) string { return r.Date }},
			{"conference", func(r *ingestedRecord) string { return r.Conferences.String() }},
			{"authors", func(r *ingestedRecord) string { return strings.Join(r.Authors, ", ") }},
			{"title", func(r *ingestedRecord) string { return r.Title }},
			{"takeaways", func(r *ingestedRecord) string { return strconv.Itoa(r.Takeaways) }}, duplicate, reason},
		table:    func(rows []ingestedRecord) { columns(p, rows, p.ingestedColumns()) },
		markdown: func(rows []ingestedRecord) { markdownTable(p, rows, p.ingestedColumns()) },
	}
	return l.print(p, rows)
}

func (p *Printer) ingestedColumns() []tableColumn[ingestedRecord] {
	inks := map[string]ink{ActionWritten: inkOwn, ActionUpdated: inkOwn, ActionChanged: inkNote, ActionRefused: inkError}
	return []tableColumn[ingestedRecord]{
		{name: "action", value: func(r *ingestedRecord) []span { return text(r.Action, inks[r.Action]) }},
		{name: "note", least: 34, value: func(r *ingestedRecord) []span { return text(firstWords(r.Path, r.From), inkID) }},
		{name: "title", least: 16, drop: 2, value: func(r *ingestedRecord) []span { return text(r.Title, inkTitle) }},
		{name: "conference", least: 12, drop: 3, value: func(r *ingestedRecord) []span { return text(p.conferences(r.Conferences), inkEvent) }},
		{name: "takeaways", right: true, drop: 4, value: func(r *ingestedRecord) []span { return text(number(r.Takeaways), inkPlain) }},
		{name: "remark", least: 16, drop: 1, value: func(r *ingestedRecord) []span {
			if r.Reason == "" && r.DuplicateOf != "" {
				return text("like "+r.DuplicateOf, inkNote)
			}
			return text(r.Reason, inkDim)
		}},
	}
}
