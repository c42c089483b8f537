package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/notefile"
	"takeaway/internal/render"
)

type ingestOptions struct {
	conference string
	dryRun     bool
}

func (a *app) ingestCmd() *cobra.Command {
	var o ingestOptions
	cmd := &cobra.Command{
		Use:     "ingest PATH…",
		Aliases: []string{"add", "import"},
		GroupID: "write",
		Short:   "bring write-ups into the library",
		Long: `Copy Markdown, text and YAML files, or folders of them, into notes/<conference>/. Title, authors,
date and conference are detected, and what the front matter lacks is added to it; every other byte of
the document stays. What was detected is said with its evidence. A note that exists is never
overwritten, and the same document twice changes nothing.`,
		Example: `  takeaway ingest trip-report.md
  takeaway ingest --dry-run ~/blog/content/posts
  takeaway ingest notes-day1.md --conference kubecon-na-2019`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.ingest(cmd.Context(), args, o) },
	}
	cmd.Flags().StringVarP(&o.conference, "conference", "c", "", "the `conference` of these write-ups, if their text does not tell")
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would be done, and print a single note as it would be written")
	_ = cmd.RegisterFlagCompletionFunc("conference", func(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
		var ids []string
		for _, e := range conference.Editions() {
			if strings.HasPrefix(e.ID, start) {
				ids = append(ids, e.ID+"\t"+e.Name)
			}
		}
		return ids, cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}

func (a *app) ingest(ctx context.Context, paths []string, o ingestOptions) error {
	if o.conference != "" {
		editions, err := conference.Resolve(o.conference)
		if err != nil || len(editions) != 1 {
			return unclearConference(o.conference, editions, err)
		}
		o.conference = editions[0].ID
	}
	lib, err := a.place()
	if err != nil {
		return err
	}
	if lib.Builtin && !o.dryRun {
		return &libraryError{library.ErrReadOnly, "takeaway init ~/kubecon starts a library of your own; then add --library ~/kubecon, or work inside it"}
	}
	run := ingestRun{app: a, lib: lib, o: o, planned: map[string][]byte{}}
	for _, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(a.Dir, path)
		}
		run.path(ctx, path)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return run.finish(paths)
}

// unclearConference explains a --conference that does not name one edition.
func unclearConference(name string, editions []conference.Edition, err error) error {
	var unknown *conference.UnknownError
	if errors.As(err, &unknown) {
		editions = unknown.Nearest
	}
	var ids []string
	for _, e := range editions {
		ids = append(ids, e.ID)
	}
	hint := "use an id such as kubecon-na-2019"
	if len(ids) > 0 {
		hint = "did you mean " + strings.Join(ids, ", ") + "?"
	}
	return &usageError{fmt.Sprintf("--conference %q does not name one edition", name), hint}
}

// ingestRun is one run of takeaway ingest.
type ingestRun struct {
	*app
	lib *library.Library
	o   ingestOptions
	// planned holds the notes of this run by path, as two documents may ask for one place.
	planned                       map[string][]byte
	written, same, refused, files int
	only                          *ingest.Note // the note, while there is just one
}

// path takes in a file, or every note below a folder.
func (r *ingestRun) path(ctx context.Context, path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		r.refuse(path, err)
	case !info.IsDir():
		r.file(path, info)
	default:
		err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return fs.SkipAll
			case err != nil:
				r.refuse(p, err)
			case p != path && strings.HasPrefix(e.Name(), "."):
				if e.IsDir() {
					return fs.SkipDir
				}
			case !e.IsDir() && notefile.Readable(e.Name()):
				info, err := os.Stat(p)
				if err != nil {
					r.refuse(p, err)
					return nil
				}
				if !info.IsDir() {
					r.file(p, info)
				}
			}
			return nil
		})
		if err != nil {
			r.refuse(path, err)
		}
	}
}

func (r *ingestRun) file(path string, info fs.FileInfo) {
	r.files++
	if !info.Mode().IsRegular() {
		r.refuse(path, errors.New("is neither a file nor a folder"))
		return
	}
	if !notefile.Readable(path) {
		r.refuse(path, errors.New("is no Markdown, text or YAML file"))
		return
	}
	if info.Size() > notefile.MaxSize {
		r.refuse(path, fmt.Errorf("is larger than the limit of %d MiB", notefile.MaxSize>>20))
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		r.refuse(path, err)
		return
	}
	n, err := ingest.FromFile(path, data, ingest.Options{Conference: r.o.conference})
	if err != nil {
		r.refuse(path, err)
		return
	}
	r.note(n)
}

// refuse reports a document that was not taken in.
func (r *ingestRun) refuse(path string, err error) {
	r.refused++
	r.partial = true
	hint := ""
	var problem kb.Problem
	var pe *fs.PathError
	switch {
	case errors.As(err, &problem):
		hint = problem.Hint
		err = errors.New(problem.Message)
	case errors.As(err, &pe):
		err = pe.Err
	}
	r.warn("%s: %v", path, err)
	r.hint(hint)
}

// note writes a note, unless it is there already.
func (r *ingestRun) note(n *ingest.Note) {
	for _, at := range []string{n.Path, n.Elsewhere()} {
		have, taken := r.there(at)
		switch {
		case taken && bytes.Equal(have, n.Data):
			r.same++
			r.report("unchanged", at, n)
			return
		case taken && r.planned[at] == nil && at == n.Path:
			r.refuse(n.From, fmt.Errorf("notes/%s exists and differs; it is not overwritten", at))
			return
		case taken:
			continue
		}
		n.Path = at
		if !r.o.dryRun {
			if err := r.lib.Create(at, n.Data); err != nil {
				r.refuse(n.From, err)
				return
			}
		}
		r.planned[at] = n.Data
		r.written++
		r.only = n
		r.report(map[bool]string{true: "would write", false: "wrote"}[r.o.dryRun], at, n)
		return
	}
	r.refuse(n.From, fmt.Errorf("notes/%s and notes/%s exist and differ; nothing is overwritten", n.Path, n.Elsewhere()))
}

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

// report says what was done with a document, what was detected and why.
func (r *ingestRun) report(did, at string, n *ingest.Note) {
	w := n.WriteUp
	fmt.Fprintf(r.Out, "%s notes/%s\n", did, render.Clean(at))
	if did == "unchanged" {
		return
	}
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
		fmt.Fprintf(r.Out, "  %-11s %s%s\n", field, render.Clean(value), render.Clean(why))
	}
	line("title", w.Title)
	line("authors", strings.Join(w.Authors, ", "))
	line("conference", w.Conferences.String())
	line("date", w.Date)
	fmt.Fprintf(r.Out, "  %-11s %d\n", "takeaways", w.Takeaways())
	if len(w.Conferences) == 0 {
		r.hint("the text does not tell which conference this is about; --conference ID says so")
	}
	for _, p := range w.Problems {
		p.Path = n.From
		r.warn("%s", p.Error())
	}
}

// finish prints the totals and decides how the command ends.
func (r *ingestRun) finish(paths []string) error {
	if r.o.dryRun && r.written == 1 && r.files == 1 && r.only != nil {
		fmt.Fprintf(r.Out, "\n%s", render.Clean(string(r.only.Data)))
	}
	if r.files > 1 {
		verb := "written"
		if r.o.dryRun {
			verb = "would be written"
		}
		r.warn("%d files: %d %s, %d unchanged, %d refused", r.files, r.written, verb, r.same, r.refused)
	}
	if r.written+r.same == 0 && r.refused == 0 {
		return &nothingError{"no write-ups in " + strings.Join(paths, ", "), "takeaway reads .md, .markdown, .mdx, .txt, .yaml and .yml"}
	}
	if r.written > 0 && !r.o.dryRun && !slices.Contains([]string{r.lib.Dir}, r.Dir) && r.library != "" {
		r.hint("takeaway search --library " + r.library + " WORDS… finds them")
	}
	return nil
}
