package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/desk"
	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
	"takeaway/internal/render"
)

// ingestRun is one run of takeaway ingest.
type ingestRun struct {
	*app
	lib    *library.Library
	o      ingestOptions
	format ingest.Format

	// planned holds the notes of this run by path: two documents may ask for one place, and none is
	// written before all are read.
	planned map[string][]byte
	// known are the notes that are there and were looked at, so that none is read twice.
	known map[string]*kb.WriteUp
	edits []library.Edit
	// told are the reports of notes, given once they are written; rows are the same for --output.
	told  []func()
	rows  []render.Ingested
	shelf *shelf

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
	shelf, err := openShelf(ctx, r.lib, r.o.jobs)
	if err != nil {
		return err
	}
	r.shelf, r.several = shelf, len(sources) > 1
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
	if r.output == "" {
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
					res.prints = append(res.prints, ingest.PrintOf(n.Data, isYAML(n.Path)))
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

func isYAML(path string) bool { return ingest.FormatOf(path) == ingest.YAML }

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
	r.warn("%s: %v", r.shown(s.name), err)
	r.hint(hint)
}

// take writes a note, unless it is there already.
func (r *ingestRun) take(n *ingest.Note, p ingest.Print) {
	if at, ok := r.shelf.corpus.Same(p); ok && !r.otherEdition(n, at) {
		r.again(n, p, at)
		return
	}
	if at := r.shelf.from(n.WriteUp.Source); at != "" && r.planned[at] == nil {
		r.newer(n, p, at)
		return
	}
	for at := range n.Places() {
		have, taken := r.there(at)
		if taken && r.planned[at] == nil && r.sameTitle(n, p, at, have) {
			r.newer(n, p, at)
			return
		}
		if !taken {
			r.add(n, p, at)
			return
		}
	}
	r.refuse(source{name: n.From}, fmt.Errorf("notes/%s and every name like it is taken", n.Path))
}

// otherEdition reports whether the note at a path says word for word what n does about another conference
// under another title, as the pages of a yearly event do.
func (r *ingestRun) otherEdition(n *ingest.Note, at string) bool {
	w := r.writeUp(at)
	return w != nil && w.Title != n.WriteUp.Title && len(w.Conferences) > 0 && len(n.WriteUp.Conferences) > 0 &&
		!slices.Equal(w.Conferences, n.WriteUp.Conferences)
}

// writeUp reads a note that is there or planned, nil if it cannot be read.
func (r *ingestRun) writeUp(at string) *kb.WriteUp {
	if w := r.known[at]; w != nil && r.planned[at] == nil {
		return w
	}
	data, ok := r.there(at)
	if !ok {
		return nil
	}
	w, err := notefile.Parse(at, data)
	if err != nil {
		return nil
	}
	conference.Assign(w, at, data)
	if r.planned[at] == nil {
		r.known[at] = w
	}
	return w
}

// sameTitle reports whether the note at a path is another version of n rather than another document of
// the same title: their words are alike, and they do not name different authors or addresses.
func (r *ingestRun) sameTitle(n *ingest.Note, p ingest.Print, at string, have []byte) bool {
	q := ingest.PrintOf(have, isYAML(at))
	if !p.Alike(&q) {
		return false
	}
	w := r.writeUp(at)
	if w == nil {
		return false
	}
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return !differ(strings.Join(w.Authors, ","), strings.Join(n.WriteUp.Authors, ",")) && !differ(address(w.Source), address(n.WriteUp.Source))
}

// again is for a document whose very text is there already.
func (r *ingestRun) again(n *ingest.Note, p ingest.Print, at string) {
	have, _ := r.there(at)
	fields := r.differing(n, at, have)
	if len(fields) > 0 && r.o.update && r.planned[at] == nil {
		r.newer(n, p, at)
		return
	}
	r.same++
	reason := ""
	if len(fields) > 0 && r.planned[at] == nil {
		reason = fmt.Sprintf("its %s differ%s there", strings.Join(fields, " and "), map[bool]string{true: "s"}[len(fields) == 1])
	}
	r.row(n, at, render.Ingested{Action: render.ActionUnchanged, Reason: reason})
	r.tell(func() {
		r.say("already there as notes/%s%s\n", clean(at), r.whence(n))
		if reason != "" {
			r.hint(reason + "; --update takes over what the document says")
		}
	})
	r.planned[at] = have
}

// differing lists what the front matter of a note says otherwise than the document does. Only a
// conference that the user gave counts: the keeper of the note may have known it where the text does not.
func (r *ingestRun) differing(n *ingest.Note, at string, have []byte) []string {
	if bytes.Equal(have, n.Data) {
		return nil
	}
	w := r.writeUp(at)
	if w == nil {
		return nil
	}
	var fields []string
	if n.WriteUp.Title != w.Title {
		fields = append(fields, "title")
	}
	if !slices.Equal(n.WriteUp.Authors, w.Authors) {
		fields = append(fields, "authors")
	}
	if n.WriteUp.Date != w.Date {
		fields = append(fields, "date")
	}
	if n.Given && !slices.Contains(w.Conferences, r.o.conference) {
		fields = append(fields, "conference")
	}
	return fields
}

// newer is for a document of which an older version is there: it is written with --update alone.
func (r *ingestRun) newer(n *ingest.Note, p ingest.Print, at string) {
	old, _ := r.there(at)
	data, carried := n.Data, noteedit.Carried{}
	if was := r.writeUp(at); was != nil {
		data, carried = noteedit.Carry(at, noteedit.Version{Data: old, WriteUp: was}, noteedit.Version{Data: n.Data, WriteUp: n.WriteUp})
	}
	if bytes.Equal(old, data) {
		r.same++
		r.row(n, at, render.Ingested{Action: render.ActionUnchanged})
		r.tell(func() { r.say("already there as notes/%s%s\n", clean(at), r.whence(n)) })
		return
	}
	share := percent(ingest.SharedWords(old, data, isYAML(at)))
	r.planned[at] = old
	if !r.o.update {
		r.changed++
		r.row(n, at, render.Ingested{Action: render.ActionChanged, Reason: share + " the same words; --update writes it"})
		r.tell(func() { r.say("changed notes/%s%s  (%s the same words)\n", clean(at), r.whence(n), share) })
		return
	}
	n.Path, n.Data = at, data
	r.planned[at] = data
	r.edits = append(r.edits, library.Edit{Path: at, Old: old, New: data})
	r.updated++
	r.only = n
	r.row(n, at, render.Ingested{Action: render.ActionUpdated})
	r.tell(func() {
		r.report(map[bool]string{true: "would update", false: "updated"}[r.o.dryRun], n)
		r.reportCarried(carried)
	})
	r.shelf.add(at, data, p)
}

// tell keeps a report until the notes are written.
func (r *ingestRun) tell(report func()) { r.told = append(r.told, report) }

// add plans a new note.
func (r *ingestRun) add(n *ingest.Note, p ingest.Print, at string) {
	first := n.Path
	n.Path = at
	r.planned[at] = n.Data
	r.edits = append(r.edits, library.Edit{Path: at, New: n.Data})
	r.written++
	r.only = n
	row := render.Ingested{Action: render.ActionWritten}
	if at != first {
		row.Reason = "notes/" + first + " is another document of the same title"
	}
	duplicate := ""
	if like, ok := r.shelf.corpus.Nearest(p); ok {
		if other, taken := r.there(like); taken {
			row.DuplicateOf = like
			duplicate = fmt.Sprintf("possible duplicate of notes/%s (%s the same words)", like, percent(ingest.SharedWords(other, n.Data, isYAML(at))))
		}
	}
	r.row(n, at, row)
	r.tell(func() {
		r.report(map[bool]string{true: "would write", false: "wrote"}[r.o.dryRun], n)
		for _, remark := range []string{row.Reason, duplicate} {
			if remark != "" {
				r.warn("%s", remark)
			}
		}
	})
	r.shelf.add(at, n.Data, p)
}

// percent never says 100 of what is not the same.
func percent(share float64) string { return fmt.Sprintf("%d%%", min(int(share*100), 99)) }

// there returns what is at a path of the library, or was planned for it.
func (r *ingestRun) there(path string) ([]byte, bool) {
	if data, ok := r.planned[path]; ok {
		return data, true
	}
	if r.lib.Builtin {
		return nil, false
	}
	data, err := r.lib.Bytes(path)
	return data, err == nil || !errors.Is(err, fs.ErrNotExist)
}
