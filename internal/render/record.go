package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"

	"takeaway/internal/digest"
	"takeaway/internal/kb"
)

// The records are the kb types as the machine formats show them: no list is null, and the text has gone
// through Printer.text. They exist because the MarshalJSON methods of kb escape "<" and "&".

// editions is kb.Editions without HTML escapes: null, one string or a list.
type editions []string

// plain is the value behind the JSON form.
func (e editions) plain() any {
	switch len(e) {
	case 0:
		return nil
	case 1:
		return e[0]
	}
	return []string(e)
}

// MarshalJSON writes null, a string or a list.
func (e editions) MarshalJSON() ([]byte, error) { return encodeJSON(e.plain()) }

// MarshalYAML gives null, a string or a list.
func (e editions) MarshalYAML() (any, error) { return e.plain(), nil }

// String joins the ids with a comma and a blank.
func (e editions) String() string { return strings.Join(e, ", ") }

// takeawayRecord has the fields of kb.Takeaway in their order.
type takeawayRecord struct {
	ID          string       `json:"id" yaml:"id"`
	Ref         string       `json:"ref" yaml:"ref"`
	Path        string       `json:"path" yaml:"path"`
	Shelf       string       `json:"shelf,omitempty" yaml:"shelf,omitempty"`
	Line        int          `json:"line" yaml:"line"`
	EndLine     int          `json:"end_line" yaml:"end_line"`
	Heading     string       `json:"heading" yaml:"heading"`
	Kind        string       `json:"kind" yaml:"kind"`
	Tags        []kb.Tag     `json:"tags" yaml:"tags"`
	Rejected    []string     `json:"rejected,omitempty" yaml:"rejected,omitempty"`
	Projects    []kb.Mention `json:"projects,omitempty" yaml:"projects,omitempty"`
	Conferences editions     `json:"conference" yaml:"conference"`
	Title       string       `json:"title" yaml:"title"`
	Authors     []string     `json:"authors" yaml:"authors"`
	Date        string       `json:"date" yaml:"date"`
	Source      string       `json:"source,omitempty" yaml:"source,omitempty"`
	Talk        *kb.Talk     `json:"talk,omitempty" yaml:"talk,omitempty"`
	Digest      bool         `json:"digest,omitempty" yaml:"digest,omitempty"`
}

// hitRecord has the fields of kb.Hit.
type hitRecord struct {
	takeawayRecord `yaml:",inline"`
	Score          float64 `json:"score" yaml:"score"`
	Match          string  `json:"match" yaml:"match"`
	Snippet        string  `json:"snippet" yaml:"snippet"`
	// Number, More and Why are those of a Row.
	Number int      `json:"number,omitempty" yaml:"number,omitempty"`
	More   int      `json:"more,omitempty" yaml:"more,omitempty"`
	Why    []string `json:"why,omitempty" yaml:"why,omitempty"`

	// passage is the snippet in pieces, with the matched words in an ink of their own.
	passage []span
}

// writeUpRecord has the fields of kb.WriteUp and the number of takeaways.
type writeUpRecord struct {
	Path        string                   `json:"path" yaml:"path"`
	Shelf       string                   `json:"shelf,omitempty" yaml:"shelf,omitempty"`
	Title       string                   `json:"title" yaml:"title"`
	Authors     []string                 `json:"authors" yaml:"authors"`
	Date        string                   `json:"date" yaml:"date"`
	Conferences editions                 `json:"conference" yaml:"conference"`
	Language    string                   `json:"language" yaml:"language"`
	Takeaways   int                      `json:"takeaways" yaml:"takeaways"`
	Source      string                   `json:"source,omitempty" yaml:"source,omitempty"`
	Perspective string                   `json:"perspective,omitempty" yaml:"perspective,omitempty"`
	Digest      bool                     `json:"digest,omitempty" yaml:"digest,omitempty"`
	Talk        *kb.Talk                 `json:"talk,omitempty" yaml:"talk,omitempty"`
	Tags        []kb.Tag                 `json:"tags" yaml:"tags"`
	Why         map[string][]kb.Evidence `json:"why,omitempty" yaml:"why,omitempty"`
}

// pieceRecord is a takeaway with its text.
type pieceRecord struct {
	takeawayRecord `yaml:",inline"`
	Body           string                   `json:"body" yaml:"body"`
	Why            map[string][]kb.Evidence `json:"why,omitempty" yaml:"why,omitempty"`

	// because is what is printed of the evidence.
	because []reason
}

// documentRecord is a whole write-up: its text, or its pieces where they are known.
type documentRecord struct {
	writeUpRecord `yaml:",inline"`
	Body          string        `json:"body" yaml:"body"`
	Pieces        []pieceRecord `json:"pieces" yaml:"pieces"`

	because []reason
}

func (p *Printer) takeaway(t *kb.Takeaway) takeawayRecord {
	r := takeawayRecord{
		ID: p.text(string(t.ID)), Ref: p.text(t.Ref), Path: p.text(t.Path), Shelf: p.text(t.Shelf), Line: t.Line, EndLine: t.EndLine,
		Heading: p.text(t.Heading), Kind: p.text(string(t.Kind)), Tags: p.tags(t.Tags), Rejected: p.list(t.Rejected),
		Conferences: p.list(t.Conferences), Title: p.text(t.Title), Authors: p.list(t.Authors),
		Date: p.text(t.Date), Source: p.text(t.Source), Digest: t.Digest,
	}
	for _, m := range t.Projects {
		r.Projects = append(r.Projects, kb.Mention{Project: p.text(m.Project), Evidence: p.evidence(m.Evidence)})
	}
	r.Talk = p.talkRecord(t.Talk)
	return r
}

// talkRecord cleans a talk; nil where nothing is known about it.
func (p *Printer) talkRecord(t *kb.Talk) *kb.Talk {
	if t.Zero() {
		return nil
	}
	return &kb.Talk{
		Title: p.text(t.Title), Speakers: p.list(t.Speakers), Org: p.text(t.Org),
		Link: p.text(t.Link), Video: p.text(t.Video), Slides: p.text(t.Slides),
		Announced: p.text(t.Announced), Why: p.evidence(t.Why),
	}
}

func (p *Printer) hit(h *kb.Hit) hitRecord {
	r := hitRecord{
		takeawayRecord: p.takeaway(&h.Takeaway), Score: finite(h.Score), Match: p.text(string(h.Match)),
		Snippet: p.text(h.Snippet.Text), passage: passage(h.Snippet),
	}
	if p.format == Markdown { // to paste: a passage of whole sentences
		r.Snippet = p.text(wholeSentences(h.Snippet.Text, h.Body))
	}
	return r
}

func (p *Printer) writeUp(w *kb.WriteUp, takeaways int) writeUpRecord {
	r := writeUpRecord{
		Path: p.text(w.Path), Shelf: p.text(w.Shelf), Title: p.text(w.Title), Authors: p.list(w.Authors), Date: p.text(w.Date),
		Conferences: p.list(w.Conferences), Language: p.text(w.Language), Takeaways: takeaways,
		Source: p.text(w.Source), Perspective: p.text(string(w.Perspective)), Digest: w.Digest, Talk: p.talkRecord(w.Talk), Tags: p.tags(w.Tags),
	}
	if len(w.Why) > 0 {
		r.Why = make(map[string][]kb.Evidence, len(w.Why))
		for field, evidence := range w.Why {
			r.Why[p.text(field)] = p.evidence(evidence)
		}
	}
	return r
}

func (p *Printer) count(c *digest.Tally) digest.Tally {
	r := *c
	for _, s := range []*string{&r.ID, &r.Name, &r.Series, &r.City, &r.Start, &r.End, &r.Maturity, &r.Org,
		&r.Link, &r.First, &r.Last} {
		*s = p.text(*s)
	}
	r.Parents, r.Topics = p.list(c.Parents), p.list(c.Topics)
	r.Speakers, r.Conferences, r.By = p.list(c.Speakers), p.list(c.Conferences), p.list(c.By)
	return r
}

func (p *Printer) problem(q *kb.Problem) kb.Problem {
	r := *q
	r.Severity = kb.Severity(p.text(string(q.Severity)))
	for _, s := range []*string{&r.Path, &r.Code, &r.Message, &r.Hint} {
		*s = p.text(*s)
	}
	return r
}

func (p *Printer) tags(tags []kb.Tag) []kb.Tag {
	out := make([]kb.Tag, len(tags))
	for i, t := range tags {
		out[i] = kb.Tag{Name: p.text(t.Name), Source: kb.TagSource(p.text(string(t.Source))), Evidence: p.evidence(t.Evidence)}
	}
	return out
}

func (p *Printer) evidence(es []kb.Evidence) []kb.Evidence {
	out := make([]kb.Evidence, len(es))
	for i, e := range es {
		out[i] = kb.Evidence{Rule: p.text(e.Rule), Text: p.text(e.Text), Line: e.Line, Weight: finite(e.Weight)}
	}
	return out
}

// list is a copy that is never nil.
func (p *Printer) list(ss []string) []string {
	out := make([]string, len(ss))
	for i, s := range ss {
		out[i] = p.text(s)
	}
	return out
}

// finite is f, or 0 for what JSON has no number for.
func finite(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// encodeJSON is v in one line without HTML escapes.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return escapeUnseen(bytes.TrimSuffix(b.Bytes(), []byte("\n")), surrogates), nil
}

// escapeUnseen writes control characters and what turns text around as \u escapes, which loses nothing
// and which no terminal obeys. In JSON such characters occur in strings alone. The escape of what is past
// U+FFFF differs between JSON (surrogates) and YAML.
func escapeUnseen(line []byte, astral func(rune) string) []byte {
	if !bytes.ContainsFunc(line, unsafeRune) {
		return line
	}
	var b bytes.Buffer
	for _, r := range string(line) {
		if unsafeRune(r) && r <= 0xFFFF {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else if unsafeRune(r) {
			b.WriteString(astral(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// surrogates escapes a character past U+FFFF as JSON does.
func surrogates(r rune) string {
	high, low := utf16.EncodeRune(r)
	return fmt.Sprintf(`\u%04x\u%04x`, high, low)
}

// name is what stands for a takeaway in a listing: its heading, or the title of its write-up.
func (r *takeawayRecord) name() string {
	for _, s := range []string{r.Heading, r.Title, r.Path} {
		if s = oneLine(s); s != "" {
			return s
		}
	}
	return "(untitled)"
}

// place is path:line, or the path alone where the line is not known, behind the shelf of the note.
func (r *takeawayRecord) place() string {
	path := oneLine(kb.NoteName(r.Shelf, r.Path))
	if r.Line <= 0 {
		return path
	}
	return path + ":" + strconv.Itoa(r.Line)
}

// note names the note as takeaway show takes it.
func (r *writeUpRecord) note() string { return kb.NoteName(r.Shelf, r.Path) }

// onShelf says from which shelf something comes; nothing for the library itself.
func onShelf(shelf string) []span {
	if shelf == "" {
		return nil
	}
	return text("shelf "+shelf, inkDim)
}

// tagWords are the tags as people read them: "~" before an inferred one.
func tagWords(tags []kb.Tag) []string {
	words := make([]string, 0, len(tags))
	for _, t := range tags {
		name := oneLine(t.Name)
		if t.Source == kb.TagInferred {
			name = "~" + name
		}
		words = append(words, name)
	}
	return words
}
