package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/noteedit"
	"takeaway/internal/render"
)

// say prints a line of the report for people, which --output puts a listing in the place of.
func (r *ingestRun) say(format string, args ...any) {
	if r.output == "" {
		fmt.Fprintf(r.Out, format, args...)
	}
}

// row keeps what became of a document, whose note is at a path, for --output.
func (r *ingestRun) row(n *ingest.Note, at string, row render.Ingested) {
	row.From, row.WriteUp, row.Takeaways, row.Dropped = r.shown(n.From), *n.WriteUp, n.WriteUp.Takeaways(), n.Dropped
	row.WriteUp.Path = at
	row.WriteUp.Pieces = nil // the text is not held for the length of the run
	r.rows = append(r.rows, row)
}

// shown is the name of a document as people type it: below the working directory without that.
func (r *ingestRun) shown(from string) string {
	if rel, ok := strings.CutPrefix(from, r.Dir+string(filepath.Separator)); ok {
		return rel
	}
	return from
}

// whence names the document where several were asked for.
func (r *ingestRun) whence(n *ingest.Note) string {
	if !r.several {
		return ""
	}
	return "  (" + render.Clean(r.shown(n.From)) + ")"
}

// report says what was done with a document, what was detected and why.
func (r *ingestRun) report(did string, n *ingest.Note) {
	w := n.WriteUp
	r.say("%s notes/%s\n", did, render.Clean(n.Path))
	line := func(field, value string) {
		why := ""
		if ev := w.Why[field]; len(ev) > 0 {
			why = "  (" + ev[0].Rule
			if ev[0].Text != value {
				why += ": " + ev[0].Text
			}
			why += ")"
		}
		if value == "" {
			value = "not found"
		}
		r.say("  %-11s %s%s\n", field, oneLine(value), oneLine(why))
	}
	line("title", w.Title)
	line("authors", strings.Join(w.Authors, ", "))
	line("conference", w.Conferences.String())
	line("date", w.Date)
	if w.Source != "" {
		line("source", w.Source)
	}
	if passages := passagesOf(w); passages > 0 {
		r.say("  %-11s %d\n", "passages", passages)
	} else {
		r.say("  %-11s %d\n", "takeaways", w.Takeaways())
	}
	if len(n.Dropped) > 0 {
		r.warn("dropped: %s", strings.Join(n.Dropped, ", "))
	}
	if len(w.Conferences) == 0 {
		r.unplaced++
		if !r.several {
			r.hint("no conference found in the text; set it with --conference ID")
		}
	}
	for _, p := range w.Problems {
		p.Path = r.shown(n.From)
		r.warn("%s", p.Error())
	}
}

func oneLine(s string) string {
	return strings.ReplaceAll(render.Clean(s), "\n", " ")
}

// reportCarried says what became of the tags of the note that was replaced.
func (r *ingestRun) reportCarried(c noteedit.Carried) {
	if len(c.Kept) > 0 {
		r.warn("carried over: the tags under %s", quoted(c.Kept))
	}
	if len(c.Keys) > 0 {
		r.warn("carried over: %s", strings.Join(c.Keys, ", "))
	}
	if len(c.Lost) > 0 {
		r.warn("tags without a heading now: %s", strings.Join(c.Lost, ", "))
	}
}

// quoted lists a few headings.
func quoted(list []string) string {
	var out []string
	for i, s := range list {
		if i == mostNamed {
			out = append(out, fmt.Sprintf("%d more", len(list)-mostNamed))
			break
		}
		out = append(out, `"`+s+`"`)
	}
	return strings.Join(out, ", ")
}

// counts prints the totals.
func (r *ingestRun) counts(asked int) {
	written, updated := "written", "updated"
	if r.o.dryRun {
		written, updated = "would be written", "would be updated"
	}
	parts := []string{fmt.Sprintf("%d %s", r.written, written)}
	for _, c := range []struct {
		n    int
		what string
	}{{r.updated, updated}, {r.changed, "changed"}, {r.same, "already there"}, {r.refused, "refused"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	of := ""
	if r.files+r.skipped < asked {
		of = fmt.Sprintf(" of %d", asked)
	}
	if r.passed > 0 {
		parts = append(parts, fmt.Sprintf("%d other files skipped", r.passed))
	}
	r.warn("%d%s files: %s", r.files, of, strings.Join(parts, ", "))
}

// finish prints the totals and decides how the command ends.
func (r *ingestRun) finish(args []string, asked int) error {
	if r.o.dryRun && asked == 1 && r.only != nil {
		r.say("\n%s", render.Clean(string(r.only.Data)))
	}
	if r.tabled() && asked > 0 {
		return r.table(asked)
	}
	if r.several {
		r.counts(asked)
	}
	if r.changed > 0 {
		r.hint("--update writes what changed; tags under headings that are still there are kept")
	}
	if r.several && r.unplaced > 0 {
		r.hint(kb.Counted(r.unplaced, "file") + " without a conference: ingest them with --conference ID")
	}
	if asked == 0 {
		return kb.Nothing("no write-ups in "+strings.Join(args, ", "), "takeaway reads .md, .markdown, .mdx, .txt, .yaml, .yml, .html, .ics and .json")
	}
	if len(r.edits) > 0 && !r.o.dryRun && r.ErrTTY {
		r.hint("takeaway undo takes it back")
	}
	if r.written > 0 && !r.o.dryRun && r.library != "" {
		r.hint("takeaway search --library " + r.library + " WORDS… finds them")
	}
	return nil
}

// passagesOf counts the passages of a transcript.
func passagesOf(w *kb.WriteUp) int {
	n := 0
	for i := range w.Pieces {
		if w.Pieces[i].Kind == kb.KindPassage {
			n++
		}
	}
	return n
}
