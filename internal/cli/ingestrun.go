package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

// ingestRun is one run of takeaway ingest.
type ingestRun struct {
	*app
	lib    *library.Library
	o      ingestOptions
	format ingest.Format

	intake *ingest.Intake
	edits  []library.Edit
	// told are the reports of notes, given once they are written; rows are the same for --output.
	told []func()
	rows []render.Ingested

	// hints are what to do about refused documents, by their names.
	hints map[string]string

	// several is true where more than one document was asked for; what is said then names it.
	several bool

	files, written, updated, changed, same, refused, passed, skipped, unplaced int

	only *ingest.Note // the last note that was written or would be
}

// result is a document that was read.
type result struct {
	notes  []*ingest.Note
	prints []ingest.Print // of the notes
	err    error
}

// run reads the sources, several at a time, and takes them in one by one in their order, so that the
// outcome does not depend on which was read first.
func (r *ingestRun) run(ctx context.Context, args []string, sources []source) error {
	if err := r.begin(ctx); err != nil {
		return err
	}
	r.several = len(sources) > 1
	progress, stop := r.progress("taking in")
	results := r.readAll(ctx, sources)
	for i, s := range sources {
		res, ok := <-results[i]
		if !ok || res.err != nil && ctx.Err() != nil {
			break
		}
		r.files++
		if res.err != nil {
			r.refuse(s, res.err)
		} else {
			for i, n := range res.notes {
				r.take(n, res.prints[i])
			}
		}
		if progress != nil {
			progress(i+1, len(sources))
		}
	}
	stop()
	if err := r.write(ctx); err != nil {
		return err
	}
	if ctx.Err() != nil { // what was read by then is written
		r.counts(len(sources))
		return context.Cause(ctx)
	}
	return r.finish(args, len(sources))
}

// begin reads the notes that are there.
func (r *ingestRun) begin(ctx context.Context) error {
	read := r.lib.Bytes
	var paths []string
	if r.lib.Builtin { // a dry run, into nothing
		read = func(string) ([]byte, error) { return nil, fs.ErrNotExist }
	} else {
		var err error
		if paths, err = r.lib.Paths(); err != nil {
			return kb.Unusable(err, "")
		}
	}
	known, err := ingest.NewKnown(ctx, paths, read, r.o.jobs)
	r.intake = ingest.NewIntake(known, read, r.o.update, r.o.conference)
	return err
}

// write writes the notes, all of them or none, as one change that undo takes back, and tells what was done.
// What was read before Ctrl-C is written as well.
func (r *ingestRun) write(ctx context.Context) error {
	if len(r.edits) > 0 && !r.o.dryRun {
		if err := r.apply(context.WithoutCancel(ctx), desk.NewWriter(r.lib, r.lib.Index, r.deskOptions(), r.commandLine()), r.edits); err != nil {
			return err
		}
	}
	for _, tell := range r.told {
		tell()
	}
	if r.output == "" || r.tabled() {
		return nil
	}
	return r.print(func(p *render.Printer) error { return p.Ingested(r.rows) })
}

// readAll starts reading the sources; each has a channel of its own for its result. No more than a few
// documents for each job are held at a time.
func (r *ingestRun) readAll(ctx context.Context, sources []source) []chan result {
	out := make([]chan result, len(sources))
	for i := range out {
		out[i] = make(chan result)
	}
	next := make(chan int)
	go func() {
		defer close(next)
		for i := range sources {
			select {
			case next <- i:
			case <-ctx.Done():
				for ; i < len(sources); i++ {
					close(out[i])
				}
				return
			}
		}
	}()
	for range min(r.o.jobs, max(len(sources), 1)) {
		go func() {
			for i := range next {
				res := result{}
				res.notes, res.err = r.read(ctx, sources[i])
				for _, n := range res.notes {
					res.prints = append(res.prints, ingest.PrintOf(n.Data, ingest.IsYAML(n.Path)))
				}
				select {
				case out[i] <- res:
				case <-ctx.Done():
					close(out[i])
				}
			}
		}()
	}
	return out
}

// isData reports whether most files of the format hold anything but write-ups.
func isData(path string) bool {
	f := ingest.FormatOf(path)
	return f == ingest.JSON || f == ingest.CSV
}

// refuse reports a document that was not taken in.
func (r *ingestRun) refuse(s source, err error) {
	var problem kb.Problem
	if s.loose && errors.As(err, &problem) && problem.Code == "not-a-write-up" && isData(s.path) {
		r.passed++ // packages, settings and tables of other programs
		r.skipped++
		r.files--
		return
	}
	r.refused++
	r.partial = true
	hint := ""
	var pe *fs.PathError
	switch {
	case errors.As(err, &problem):
		hint = problem.Hint
		err = errors.New(problem.Message)
	case kb.AdviceOf(err) != nil:
		hint = kb.AdviceOf(err).Hint
	case errors.As(err, &pe):
		err = pe.Err
		if errors.Is(err, fs.ErrNotExist) {
			hint = "give the path of a file or a folder, an address, or - for standard input"
		}
	}
	r.rows = append(r.rows, render.Ingested{From: r.shown(s.name), Action: render.ActionRefused, Reason: err.Error()})
	if r.tabled() {
		if r.hints == nil {
			r.hints = map[string]string{}
		}
		r.hints[r.shown(s.name)] = hint
		return
	}
	r.warn("%s: %v", r.shown(s.name), err)
	r.hint(hint)
}

// take takes in a note, unless it is there already.
func (r *ingestRun) take(n *ingest.Note, p ingest.Print) {
	first := n.Path
	v, err := r.intake.Take(n, p)
	if err != nil {
		r.refuse(source{name: n.From}, err)
		return
	}
	row := render.Ingested{Action: string(v.Action), DuplicateOf: v.Duplicate}
	switch v.Action {
	case ingest.Unchanged:
		r.same++
		if len(v.Differs) > 0 {
			row.Reason = fmt.Sprintf("the note has another %s", strings.Join(v.Differs, " and "))
		}
	case ingest.Changed:
		r.changed++
		row.Reason = percent(v.Same) + " the same words; --update writes it"
	case ingest.Updated:
		r.updated++
	case ingest.Written:
		r.written++
		if v.Taken {
			row.Reason = "notes/" + first + " is another document of the same title"
		}
	}
	if v.New != nil {
		if v.Moved != "" {
			r.edits = append(r.edits, library.Edit{Path: v.Moved, Old: v.Old}, library.Edit{Path: v.Path, New: v.New})
			row.Reason = "moved from notes/" + v.Moved
		} else {
			r.edits = append(r.edits, library.Edit{Path: v.Path, Old: v.Old, New: v.New})
		}
		r.only = n
	}
	r.row(n, v.Path, row)
	if r.tabled() {
		if len(n.WriteUp.Conferences) == 0 {
			r.unplaced++
		}
		return
	}
	r.tell(func() { r.reportVerdict(n, &v, row.Reason) })
}

// reportVerdict says what became of a document, once that is so.
func (r *ingestRun) reportVerdict(n *ingest.Note, v *ingest.Verdict, reason string) {
	switch v.Action {
	case ingest.Unchanged:
		r.say("already there as notes/%s%s\n", render.Clean(v.Path), r.whence(n))
		if reason != "" {
			r.hint(reason + "; --update overwrites it")
		}
	case ingest.Changed:
		r.say("changed notes/%s%s  (%s the same words)\n", render.Clean(v.Path), r.whence(n), percent(v.Same))
	case ingest.Updated:
		r.report(map[bool]string{true: "would update", false: "updated"}[r.o.dryRun], n)
		if v.Moved != "" {
			r.warn("%s", reason)
		}
		r.reportCarried(v.Carried)
	case ingest.Written:
		r.report(map[bool]string{true: "would write", false: "wrote"}[r.o.dryRun], n)
		if reason != "" {
			r.warn("%s", reason)
		}
		if v.Duplicate != "" {
			r.warn("possible duplicate of notes/%s (%s the same words)", v.Duplicate, percent(v.Shared))
		}
	}
}

// tell keeps a report until the notes are written.
func (r *ingestRun) tell(report func()) { r.told = append(r.told, report) }

// percent never says 100 of what is not the same.
func percent(share float64) string { return fmt.Sprintf("%d%%", min(int(share*100), 99)) }
