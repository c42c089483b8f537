package cli

import (
	"fmt"
	"slices"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/render"
)

// tabled reports whether the report of the run is a table: of several documents, to a person at a terminal, who
// did not ask for the evidence of each.
func (r *ingestRun) tabled() bool { return r.several && r.framed() && !r.o.verbose }

// table prints what became of the documents, and what of it needs somebody.
func (r *ingestRun) table(asked int) error {
	page := render.IngestPage{Rows: r.rows, Head: r.tableHead(asked), Next: r.tableNext()}
	if len(r.edits) > 0 && !r.o.dryRun {
		page.Undo = "undo: takeaway undo"
	}
	page.Needs = r.needs()
	var entries []desk.Entry
	for i := range r.rows {
		if r.rows[i].WriteUp.Path != "" {
			entries = append(entries, desk.Entry{Sort: desk.SortWriteUp, Name: r.rows[i].WriteUp.Path})
		}
	}
	if !r.o.dryRun && !r.lib.Builtin {
		desk.NewWriter(r.lib, r.lib.Index, r.deskOptions(), "").Remember("ingest", entries)
	}
	return r.print(func(p *render.Printer) error { return p.IngestPage(page) })
}

// tableHead counts what was done: "13 of 14 written, 1 refused, 178 takeaways".
func (r *ingestRun) tableHead(asked int) string {
	of := ""
	if n := max(asked-r.skipped, r.files); n != r.written {
		of = fmt.Sprintf(" of %d", n)
	}
	did := "written"
	if r.o.dryRun {
		did = "would be written"
	}
	parts := []string{fmt.Sprintf("%d%s %s", r.written, of, did)}
	for _, c := range []struct {
		n    int
		what string
	}{{r.updated, "updated"}, {r.changed, "changed"}, {r.same, "already there"}, {r.refused, "refused"}, {r.passed, "other files skipped"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	takeaways := 0
	for i := range r.rows {
		takeaways += r.rows[i].Takeaways
	}
	return strings.Join(append(parts, kb.Counted(takeaways, "takeaway")), ", ")
}

// needs lists what somebody has to say or to look at, each with the command for it.
func (r *ingestRun) needs() []render.Need {
	var out []render.Need
	number := 0
	var unplaced, unnamed []string
	var dropped, doubles, changed, refused []render.Need
	for i := range r.rows {
		row := &r.rows[i]
		if row.Action == render.ActionRefused {
			text := row.From + ": " + row.Reason
			if hint := r.hints[row.From]; hint != "" {
				text += ": " + hint
			}
			refused = append(refused, render.Need{What: "refused", Text: text})
			continue
		}
		number++
		called := fmt.Sprint(number)
		if len(row.WriteUp.Conferences) == 0 {
			unplaced = append(unplaced, called)
		}
		if len(row.WriteUp.Authors) == 0 {
			unnamed = append(unnamed, called)
		}
		if len(row.Dropped) > 0 {
			dropped = append(dropped, render.Need{What: "dropped", Text: row.From + ": " + strings.Join(row.Dropped, ", ")})
		}
		if row.DuplicateOf != "" {
			doubles = append(doubles, render.Need{What: "duplicate?", Text: called + " is like notes/" + row.DuplicateOf})
		}
		if row.Action == render.ActionChanged {
			changed = append(changed, render.Need{What: "changed", Text: called + ": " + row.Reason})
		}
	}
	for _, missing := range []struct {
		field, set string
		numbers    []string
	}{{"conference", "conference=ID", unplaced}, {"author", `author="NAME"`, unnamed}} {
		if n := len(missing.numbers); n > 0 {
			shown := missing.numbers[:min(n, mostNumbered)]
			out = append(out, render.Need{What: fmt.Sprintf("%d without %s", n, missing.field),
				Text: "takeaway set " + missing.set + " -- " + strings.Join(shown, " ")})
		}
	}
	return slices.Concat(out, refused, dropped, doubles, changed)
}

// mostNumbered is how many notes a command of the report names.
const mostNumbered = 8

// tableNext is what to do with what was written.
func (r *ingestRun) tableNext() string {
	if r.o.dryRun || len(r.edits) == 0 {
		return ""
	}
	counts := map[string]int{}
	best := ""
	for i := range r.rows {
		for _, id := range r.rows[i].WriteUp.Conferences {
			if counts[id]++; best == "" || counts[id] > counts[best] {
				best = id
			}
		}
	}
	in := ""
	if r.library != "" {
		in = " --library " + r.library
	}
	if best == "" {
		return "next: takeaway tag suggest" + in
	}
	return "next: takeaway tag suggest" + in + " -- conf:" + best + " · takeaway summary " + best + in
}
