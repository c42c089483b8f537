package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/kb"
)

// reason says what one claim about a document rests on.
type reason struct {
	claim string // "title", "#gitops", "argo-cd"
	value string // what is claimed, where the claim's name does not say it
	by    string // rules, places and words
}

// metadata are the fields of a write-up that have evidence, in the order of the front matter.
var metadata = [...]string{"title", "authors", "conference", "date", "source", "language", "perspective"}

// fieldReasons explains the fields of a write-up.
func (r *writeUpRecord) fieldReasons() []reason {
	values := map[string]string{
		"title": r.Title, "authors": strings.Join(r.Authors, ", "), "conference": r.Conferences.String(), "date": r.Date,
		"source": r.Source, "language": r.Language, "perspective": r.Perspective,
	}
	var out []reason
	for _, field := range metadata {
		why := r.Why[field]
		switch {
		case len(why) > 0:
			out = append(out, reason{field, values[field], because(why, values[field])})
		case values[field] == "" && field != "perspective" && field != "source":
			out = append(out, reason{field, "unknown", "not found in the note"})
		}
	}
	out = append(out, talkReasons(r.Talk)...)
	return append(out, tagReasons(r.Tags, nil)...)
}

// reasons explains the tags and projects of a takeaway.
func (r *takeawayRecord) reasons() []reason {
	out := append(talkReasons(r.Talk), tagReasons(r.Tags, r.Rejected)...)
	for _, m := range r.Projects {
		out = append(out, reason{m.Project, "", because(m.Evidence, "")})
	}
	return out
}

// talkReasons explains which talk of the programme a note speaks of.
func talkReasons(t *kb.Talk) []reason {
	if t == nil || t.Announced == "" {
		return nil
	}
	return []reason{{"talk", t.Announced, because(t.Why, t.Title)}}
}

func tagReasons(tags []kb.Tag, rejected []string) []reason {
	var out []reason
	words := tagWords(tags)
	for i, t := range tags {
		out = append(out, reason{words[i], "", because(t.Evidence, t.Name)})
	}
	for _, name := range rejected {
		out = append(out, reason{"-#" + name, "", "rejected in the note, never inferred"})
	}
	return out
}

// because joins evidence: the rule, the words unless they are the value itself, the lines and the sum of
// the weights of equal words.
func because(evidence []kb.Evidence, value string) string {
	type group struct {
		what   string
		lines  []string
		weight float64
	}
	var groups []*group
	for _, e := range evidence {
		what := e.Rule
		if e.Text != "" && !strings.EqualFold(strings.TrimLeft(e.Text, "#"), value) {
			what += fmt.Sprintf(" %q", oneLine(e.Text))
		}
		at := slices.IndexFunc(groups, func(g *group) bool { return g.what == what })
		if at < 0 {
			at = len(groups)
			groups = append(groups, &group{what: what})
		}
		g := groups[at]
		g.weight += e.Weight
		if line := strconv.Itoa(e.Line); e.Line > 0 && !slices.Contains(g.lines, line) {
			g.lines = append(g.lines, line)
		}
	}
	parts := make([]string, len(groups))
	for i, g := range groups {
		parts[i] = g.what
		switch len(g.lines) {
		case 0:
		case 1:
			parts[i] += " in line " + g.lines[0]
		default:
			parts[i] += " in lines " + strings.Join(g.lines, ", ")
		}
		if g.weight != 0 {
			parts[i] += fmt.Sprintf(" (%.2f)", g.weight)
		}
	}
	return strings.Join(parts, "; ")
}

// text is the reason in one line of plain text.
func (r reason) text() string {
	if r.value == "" {
		return r.by
	}
	return oneLine(r.value) + ": " + r.by
}

// explain prints reasons for a terminal, the claims in a column of their own.
func (p *Printer) explain(reasons []reason, width int) {
	if len(reasons) == 0 {
		return
	}
	p.w.WriteByte('\n')
	column := 0
	for _, r := range reasons {
		column = max(column, spansWidth(text(r.claim, inkDim)))
	}
	column = min(column, width/2) + 2
	for _, r := range reasons {
		spans := []span{{text: r.by, ink: inkDim}}
		if r.value != "" {
			spans = []span{{text: oneLine(r.value)}, {text: ": " + r.by, ink: inkDim}}
		}
		claim := truncate(text(r.claim, inkTitle), column-2)
		for i, line := range wrap(spans, width-column) {
			head := []span{{text: strings.Repeat(" ", column)}}
			if i == 0 {
				head = append(slices.Clone(claim), span{text: strings.Repeat(" ", column-spansWidth(claim))})
			}
			p.lines([][]span{append(head, line...)}, 0)
		}
	}
}

// explainPlain prints reasons as further keys.
func (p *Printer) explainPlain(reasons []reason) {
	for _, r := range reasons {
		p.w.WriteString("Why: " + oneLine(r.claim) + " = " + r.text() + "\n")
	}
}

// explainMarkdown is the reasons as a list.
func explainMarkdown(reasons []reason) string {
	var b strings.Builder
	for _, r := range reasons {
		b.WriteString("- **" + escapeMarkdown(r.claim) + "** " + escapeMarkdown(r.text()) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
