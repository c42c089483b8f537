package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/noteedit"
	"takeaway/internal/notefile"
	"takeaway/internal/render"
	"takeaway/internal/tagging"
)

// setFields are the fields that takeaway set knows, under the names that work.
var setFields = map[string]string{"author": "authors", "authors": "authors", "conference": "conference", "conf": "conference", "date": "date",
	"title": "title", "perspective": "perspective"}

func (a *app) setCmd() *cobra.Command {
	var o tagOptions
	cmd := &cobra.Command{
		Use:     "set FIELD=VALUE… -- ID…|QUERY",
		GroupID: "write",
		Short:   "set author, conference, date, title or perspective of notes",
		Long: `Set fields in the front matter of notes: author, conference, date, title, perspective (practitioner, vendor,
maintainer or organiser). Name the notes after "--": by IDs, numbers of the last list, paths of notes, or a query,
which selects the notes of its takeaways. author= twice names two people; an empty value takes a field
off. A conference goes by any name and is written as its id.

Only the line with the field changes in a note, and takeaway undo takes a change back. A change of more than
one note is asked about on a terminal; anywhere else it needs --yes.`,
		Example: `  takeaway set author="Jane Doe" -- 3
  takeaway set conference=kubecon-eu-2025 date=2025-04-04 -- 3 7
  takeaway set --dry-run perspective=vendor -- author:acme
  takeaway set title="Notes from London" -- kubecon-eu-2025/day1.md`,
		Args:              cobra.ArbitraryArgs,
		ValidArgsFunction: a.completeSet,
		RunE: func(cmd *cobra.Command, args []string) error {
			before, after, dash, err := afterDash(cmd, args)
			if err != nil {
				return err
			}
			fields, words, err := parseAssignments(before)
			switch {
			case err != nil:
				return err
			case len(fields) == 0:
				return kb.Usage("nothing to set", `takeaway set author="Jane Doe" -- ID…; the fields are author, conference, date, title and perspective`)
			case !dash && len(words) == 0 && !o.all:
				return kb.Usage("no notes named", "put what to set it in after --: takeaway set "+before[0]+" -- ID… or a query")
			}
			return a.setNotes(cmd.Context(), fields, slices.Concat(words, after), o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.all, "all", false, "every note of the library, where none is named")
	f.BoolVar(&o.dryRun, "dry-run", false, "print the change as a unified diff and write nothing")
	f.BoolVarP(&o.yes, "yes", "y", false, "do not ask before changing more than one note")
	a.outputFlag(cmd)
	return cmd
}

// completeSet offers the fields, and after them what there is to set them in.
func (a *app) completeSet(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	field, value, ok := strings.Cut(start, "=")
	if !ok {
		if cmd.ArgsLenAtDash() >= 0 {
			return a.completeQueryOrIDs(cmd, args, start)
		}
		return beginning(start, []string{"author=", "conference=", "date=", "title=", "perspective="}), noFiles | cobra.ShellCompDirectiveNoSpace
	}
	var values []string
	switch setFields[field] {
	case "conference":
		for _, e := range conference.Editions() {
			values = append(values, field+"="+e.ID)
		}
	case "perspective":
		for _, p := range kb.Perspectives {
			values = append(values, field+"="+string(p))
		}
	case "authors":
		for _, t := range a.tallies("authors", false) {
			values = append(values, field+"="+t.Name)
		}
	}
	return beginning(field+"="+value, values), noFiles
}

// parseAssignments reads FIELD=VALUE arguments; what is none is a word that names notes.
func parseAssignments(args []string) (fields []noteedit.Field, words []string, err error) {
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		field := setFields[strings.ToLower(name)]
		if !ok || field == "" {
			if ok && !strings.ContainsAny(name, ": /") {
				return nil, nil, kb.Usage(fmt.Sprintf("there is no field %q", name), "the fields are author, conference, date, title and perspective")
			}
			words = append(words, arg)
			continue
		}
		f, err := assignment(field, strings.TrimSpace(value))
		if err != nil {
			return nil, nil, err
		}
		if i := slices.IndexFunc(fields, func(g noteedit.Field) bool { return g.Key == f.Key }); i >= 0 {
			people, several := fields[i].Value.([]string)
			if !several || f.Value == nil {
				return nil, nil, kb.Usage(name+" is set twice", "")
			}
			fields[i].Value = append(people, f.Value.([]string)...)
			continue
		}
		fields = append(fields, f)
	}
	return fields, words, nil
}

// assignment checks the value of a field and writes it as notes have it; no value takes the field off.
func assignment(field, value string) (noteedit.Field, error) {
	f := noteedit.Field{Key: field}
	if value == "" {
		return f, nil
	}
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' }) {
		return f, kb.Usage(field+" has a control character", "a value is one line of text")
	}
	f.Value = value
	switch field {
	case "authors":
		f.Value = []string{value}
	case "conference":
		editions, err := conference.Resolve(value)
		if err != nil || len(editions) != 1 {
			return f, kb.Usage(fmt.Sprintf("%q does not name one conference", value), nearEditions(editions, err))
		}
		f.Value = editions[0].ID
	case "date":
		iso, ok := notefile.Date(value)
		if !ok {
			return f, kb.Usage(fmt.Sprintf("%q is not a date", value), "write it as 2019-11-26, 2019-11 or 2019")
		}
		f.Value = iso
	case "perspective":
		if !slices.Contains(kb.Perspectives[:], kb.Perspective(strings.ToLower(value))) {
			return f, kb.Usage(fmt.Sprintf("perspective is %q", value), "use practitioner, vendor, maintainer or organiser")
		}
		f.Value = strings.ToLower(value)
	}
	return f, nil
}

// setNotes sets fields in the notes that words name.
func (a *app) setNotes(ctx context.Context, fields []noteedit.Field, words []string, o tagOptions) error {
	s, targets, err := a.tagSession(ctx, words, &o)
	if err != nil {
		return err
	}
	defer s.Close()
	targets, others := tagging.Own(targets)
	if len(targets) == 0 && others > 0 {
		return kb.Unusable(fmt.Errorf("%s on shelves: none of it is written to", kb.Counted(others, "takeaway")), "takeaway tag +TOPIC --copy DIR -- ID copies notes from a shelf into your library")
	}
	for try := 1; ; try++ {
		p, err := tagging.PlanFields(s, tagging.Notes(targets), fields)
		if err != nil {
			return err
		}
		asked, err := a.writeFields(ctx, p, o, func() error {
			w, err := s.Writer(a.commandLine())
			if err != nil {
				return err
			}
			return a.apply(ctx, w, p.Edits)
		})
		if changed := new(library.ChangedError); !errors.As(err, &changed) || asked || try == mostTries {
			return err
		}
	}
}

// writeFields shows a planned change, asks about it where it is large, makes it, and says what was done. It
// reports whether somebody was asked.
func (a *app) writeFields(ctx context.Context, p *tagging.FieldPlan, o tagOptions, write func() error) (asked bool, err error) {
	for _, bad := range p.Skipped {
		a.partial = true
		a.warn("%s", bad.Error())
		a.hint(bad.Hint)
	}
	notes := kb.Counted(len(p.Edits), "note")
	rows := make([]render.FieldChange, len(p.Changes))
	for i, c := range p.Changes {
		rows[i] = render.FieldChange(c)
	}
	shown := func() error { return a.print(func(pr *render.Printer) error { return pr.FieldChanges(rows) }) }
	diff := func() error { return a.print(func(pr *render.Printer) error { return pr.Diff(diffOf(p.Edits)) }) }
	switch {
	case len(p.Edits) == 0 && len(p.Skipped) == 0:
		a.warn("nothing to change: the notes say so already")
		return false, nil
	case len(p.Edits) == 0:
		return false, nil
	case o.dryRun && a.output != "":
		err = shown()
	case o.dryRun:
		err = diff()
	}
	if o.dryRun {
		a.warn("would change %s; nothing was written", notes)
		return false, err
	}
	if len(p.Edits) > 1 && !o.yes {
		asked = true
		if err := a.ask(notes, diff); err != nil {
			return asked, err
		}
	}
	if err := write(); err != nil {
		return asked, err
	}
	if err := shown(); err != nil {
		return asked, err
	}
	a.warn("changed %s", notes)
	if a.ErrTTY {
		a.hint("takeaway undo takes it back")
	}
	return asked, nil
}
