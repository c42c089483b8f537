package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/ingest"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/noteedit"
)

type ingestOptions struct {
	conference  string
	authors     []string
	date, title string
	fields      []noteedit.Field // of authors, date and title
	format      string
	columns     map[string]string
	dryRun      bool
	update      bool
	verbose     bool
	jobs        int
	timeout     time.Duration
}

func (a *app) ingestCmd() *cobra.Command {
	o := ingestOptions{timeout: ingest.DefaultLimits().Time}
	cmd := &cobra.Command{
		Use:     "ingest PATH|URL|-…",
		Aliases: []string{"add", "import"},
		GroupID: "write",
		Short:   "bring write-ups into the library",
		Long: `Bring documents into notes/<conference>/: Markdown, MDX, text and YAML files, saved web pages, calendars
of sched.com (.ics), tables (.csv, .tsv), captions of talks (.vtt, .srt, .json3), folders of all of these, http and https
addresses, and - for standard input.

Captions and transcripts become passages of one subject with their times. Talk, speakers and conference come from
the programme, if the video or the title in the file's name is in it. search --of transcripts searches what was
said on stage; it is never counted as taken home. --format transcript reads plain text as a transcript.

The first line of a table names its columns: title, speakers, company, conference, url, video, slides, tags,
text, or words like these; a row is a talk or a takeaway. A table about several conferences becomes a note for
each.

Title, authors, date and conference are detected, and said with their evidence; what the front matter
lacks is added to it. A conference is never invented: if the text names none, use --conference; with --update
it moves a note that is there to the folder of that conference. --author, --date and --title win over the text. Of a
page the article is kept as Markdown, and what was dropped is said; a calendar becomes a list of its talks.

The same document again changes nothing. A changed one is reported, and written with --update, which keeps
the tags that were added under headings that are still there. Notes of nearly the same words are reported
as possible duplicates. Nothing else is ever overwritten.

With --output the report is a record a document: from, path, action (written, updated, unchanged, changed or
refused; with --dry-run what would be done), what was detected and why, dropped, duplicate_of, reason.

Pages may have 8 MiB, 10 redirects and 30 seconds (--timeout).`,
		Example: `  takeaway ingest trip-report.md
  takeaway ingest https://example.org/2019/kubecon-recap
  takeaway ingest --dry-run ~/blog/content/posts
  takeaway ingest notes-day1.md --conference kubecon-na-2019
  takeaway ingest notes.txt --author "Jane Doe" --date 2025-04-04
  takeaway ingest kccnceu2026.ics
  takeaway ingest talks.csv --map title=Session,speakers=Who
  takeaway ingest "Closing Keynote [dQw4w9WgXcQ].en.vtt"
  takeaway ingest -o jsonl ~/blog/content/posts
  pbpaste | takeaway ingest - --format markdown`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.ingest(cmd.Context(), args, o) },
	}
	f := cmd.Flags()
	f.StringVarP(&o.conference, "conference", "c", "", "the `conference` of these write-ups, if their text names none")
	f.StringArrayVar(&o.authors, "author", nil, "the `name` of their author, instead of what they say; repeat for several")
	f.StringVar(&o.date, "date", "", "the `date` they were written, instead of what they say")
	f.StringVar(&o.title, "title", "", "the `title` of the one document")
	f.StringVar(&o.format, "format", "", "read them as `format`: "+formatNames()+" (default: by name, type or content)")
	f.StringToStringVar(&o.columns, "map", nil, "csv: which column holds a field, `field=header`; fields are "+strings.Join(ingest.SheetFields(), ", "))
	f.BoolVar(&o.dryRun, "dry-run", false, "say what would be done, and print a single note as it would be written")
	f.BoolVar(&o.update, "update", false, "replace the notes of documents that changed; tags under their headings are kept")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "on a terminal: what was detected in each of several documents, and why, in the place of a table")
	f.IntVarP(&o.jobs, "jobs", "j", 0, "read `N` documents at a time, 1 to 256; 0 for one for each processor")
	f.DurationVar(&o.timeout, "timeout", o.timeout, "how long fetching one address may take; 0 for ever")
	a.outputFlag(cmd)
	_ = cmd.RegisterFlagCompletionFunc("conference", completeEdition)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(strings.Split(formatNames(), ", "), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func formatNames() string {
	var names []string
	for _, f := range ingest.Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

func completeEdition(_ *cobra.Command, _ []string, start string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	for _, e := range conference.Editions() {
		if strings.HasPrefix(e.ID, start) {
			ids = append(ids, e.ID+"\t"+e.Name)
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// mostJobs bounds --jobs: each holds a document, and no machine reads more of them at a time.
const mostJobs = 256

// check makes what was typed into what the run needs.
func (o *ingestOptions) check() (format ingest.Format, err error) {
	if o.conference != "" {
		editions, err := conference.Resolve(o.conference)
		if err != nil || len(editions) != 1 {
			return "", unclearConference(o.conference, editions, err)
		}
		o.conference = editions[0].ID
	}
	for _, given := range []struct {
		field  string
		values []string
	}{{"authors", o.authors}, {"date", []string{o.date}}, {"title", []string{o.title}}} {
		for _, value := range given.values {
			f, err := assignment(given.field, strings.TrimSpace(value))
			switch {
			case err != nil:
				return "", err
			case f.Value == nil:
				continue
			}
			if n := len(o.fields); n > 0 && o.fields[n-1].Key == f.Key {
				o.fields[n-1].Value = append(o.fields[n-1].Value.([]string), f.Value.([]string)...)
				continue
			}
			o.fields = append(o.fields, f)
		}
	}
	if o.format != "" {
		if format, err = ingest.ParseFormat(o.format); err != nil {
			return "", kb.Usage("--"+err.Error(), "the formats are "+formatNames())
		}
	}
	if o.jobs < 0 || o.jobs > mostJobs {
		return "", kb.Usage(fmt.Sprintf("--jobs %d is not between 0 and %d", o.jobs, mostJobs), "leave it out for one for each processor")
	}
	if o.timeout < 0 {
		return "", kb.Usage("--timeout cannot be negative", "leave it out for the default")
	}
	if o.jobs == 0 {
		o.jobs = runtime.GOMAXPROCS(0)
	}
	return format, nil
}

func (a *app) ingest(ctx context.Context, args []string, o ingestOptions) error {
	format, err := o.check()
	if err == nil {
		err = a.validOutput()
	}
	if err != nil {
		return err
	}
	lib, err := a.findLibrary()
	if err != nil {
		return err
	}
	if lib.Builtin && !o.dryRun {
		return kb.Unusable(library.ErrReadOnly, "takeaway init ~/kubecon starts a library of your own; then add --library ~/kubecon, or work inside it")
	}
	run := &ingestRun{app: a, lib: lib, o: o, format: format}
	sources, err := run.sources(ctx, args)
	if err != nil {
		return err
	}
	if o.title != "" && len(sources) > 1 {
		return kb.Usage(fmt.Sprintf("--title is for one document, not for %d", len(sources)), "takeaway set title=… -- NOTE sets that of a note")
	}
	return run.run(ctx, args, sources)
}

// unclearConference explains a --conference that does not name one edition.
func unclearConference(name string, editions []conference.Edition, err error) error {
	return kb.Usage(fmt.Sprintf("--conference %q does not name one edition", name), nearEditions(editions, err))
}

// nearEditions is a hint that names the editions that may have been meant.
func nearEditions(editions []conference.Edition, err error) string {
	var unknown *conference.UnknownError
	if errors.As(err, &unknown) {
		editions = unknown.Nearest
	}
	var ids []string
	for _, e := range editions {
		ids = append(ids, e.ID)
	}
	if len(ids) > 0 {
		return "did you mean " + strings.Join(ids, ", ") + "?"
	}
	return "use an id such as kubecon-na-2019"
}
