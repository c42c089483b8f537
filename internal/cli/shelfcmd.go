package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"takeaway/internal/desk"
	"takeaway/internal/git"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/render"
)

func (a *app) shelfCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "shelf",
		GroupID: "care",
		Short:   "read other libraries beside yours: a team's, a colleague's, the built-in notes",
		Long: `A shelf is a library that is read beside yours and never written to. Every command that reads answers from your
library and its shelves together, and marks what comes from a shelf; --own leaves them out, --shelf NAME
reads one alone. The notes that come with takeaway are a shelf called builtin, on unless you remove it.

takeaway.yaml beside notes/ lists the shelves, a line each: name: folder, or name: git address. A shelf from a git
repository is copied to your data folder by shelf add and shelf update, and at no other time. Its notes are data:
nothing in it is run, its index is not used, and its own shelves and vocabulary are not read.

What two of them have is there once: your version of a note first, then those of shelves in the order of the list.`,
		Example: `  takeaway shelf add team https://github.com/example/kubecon-notes.git
  takeaway shelf add anna ../anna/kubecon
  takeaway shelf list
  takeaway shelf update
  takeaway search gitops --shelf team`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.shelfList(cmd.Context()) },
	}
	a.outputFlag(cmd)
	list := &cobra.Command{Use: "list", Aliases: []string{"ls"}, Short: "list the shelves, with what is on them", Args: cobra.NoArgs, Example: "  takeaway shelf list",
		RunE: func(cmd *cobra.Command, _ []string) error { return a.shelfList(cmd.Context()) }}
	a.outputFlag(list)
	cmd.AddCommand(list,
		&cobra.Command{Use: "add NAME DIR|GIT-URL", Short: "put a library beside yours", Args: cobra.RangeArgs(1, 2),
			Long: `Put a library beside yours: a folder with notes/ in it, or a git repository with one. A repository is copied to
your data folder with the git program, without its history; takeaway shelf update fetches what is new. Addresses
with a password or a token in them are refused, as takeaway.yaml would show them: git has credential helpers.
takeaway shelf add builtin puts the built-in notes back.`,
			Example: "  takeaway shelf add anna ../anna/kubecon\n  takeaway shelf add team git@github.com:example/kubecon-notes.git",
			RunE:    func(cmd *cobra.Command, args []string) error { return a.shelfAdd(cmd.Context(), args) }},
		&cobra.Command{Use: "update [NAME…]", Short: "fetch what is new in shelves from git", ValidArgsFunction: a.completeShelves, Example: "  takeaway shelf update\n  takeaway shelf update team",
			RunE: func(cmd *cobra.Command, args []string) error { return a.shelfUpdate(cmd.Context(), args) }},
		&cobra.Command{Use: "remove NAME", Aliases: []string{"rm"}, Short: "take a shelf off; its notes stay where they are", Args: cobra.ExactArgs(1),
			ValidArgsFunction: a.completeShelves, Example: "  takeaway shelf remove team",
			RunE: func(cmd *cobra.Command, args []string) error { return a.shelfRemove(args[0]) }})
	return cmd
}

// ownLibrary is the library whose shelves are to be changed.
func (a *app) ownLibrary() (*library.Library, error) {
	lib, err := a.findLibrary()
	if err == nil && lib.Builtin {
		err = settingsError(library.ErrReadOnly)
	}
	return lib, err
}

// ownSettings are that library and what its takeaway.yaml says.
func (a *app) ownSettings() (*library.Library, library.Settings, error) {
	lib, err := a.ownLibrary()
	if err != nil {
		return nil, library.Settings{}, err
	}
	settings, err := lib.Settings()
	if err != nil {
		return nil, settings, settingsError(err)
	}
	return lib, settings, nil
}

func (a *app) shelfAdd(ctx context.Context, args []string) error {
	lib, settings, err := a.ownSettings()
	if err != nil {
		return err
	}
	place := library.Place{Name: args[0]}
	has := slices.ContainsFunc(settings.Shelves, func(p library.Place) bool { return p.Name == place.Name })
	switch {
	case place.Name == library.BuiltinShelf && len(args) == 2:
		return kb.Usage("builtin is the shelf with the notes that come with takeaway", "another name, or takeaway shelf add builtin without a folder")
	case place.Name == library.BuiltinShelf:
	case len(args) < 2:
		return kb.Usage("which folder or git address?", "takeaway shelf add NAME DIR|GIT-URL")
	case has:
		return kb.Usage("there is a shelf called "+place.Name+" already", "takeaway shelf remove "+place.Name+" takes it off; or choose another name")
	default:
		if err := library.ShelfName(place.Name); err != nil {
			return kb.Usage(err.Error(), "takeaway shelf add "+firstOf(kb.Slug(place.Name), "team")+" …")
		}
		if place.At, err = a.shelfPlace(lib, args[1]); err != nil {
			return err
		}
	}
	if git.IsAddress(place.At) {
		if err := a.fetchShelf(ctx, lib, place); err != nil {
			return err
		}
	}
	s := lib.Shelf(place, a.places())
	if s.Err == nil {
		s.Err = lib.Repeats(&s, a.places())
	}
	if s.Err != nil {
		return s.Err
	}
	shelved, err := desk.Open(ctx, s.Library, a.deskOptions())
	if err != nil {
		return err
	}
	defer shelved.Close()
	if err := lib.SetShelf(place, a.Now()); err != nil {
		return settingsError(err)
	}
	row, err := shelfRow(place, shelved)
	if err != nil {
		return err
	}
	a.reportUnread(shelved.Unread)
	_, err = fmt.Fprintf(a.Out, "added %s: %s, %s\n", place.Name, kb.Counted(row.WriteUps, "write-up"), kb.Counted(row.Takeaways, "takeaway"))
	return err
}

// shelfPlace is the place of a new shelf as it is kept: an address that may be fetched, or a folder, relative to the
// library where it is near.
func (a *app) shelfPlace(lib *library.Library, typed string) (string, error) {
	dir := typed
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.Dir, dir)
	}
	info, err := os.Stat(dir)
	if isDir := err == nil && info.IsDir(); !isDir && (git.IsAddress(typed) || strings.HasPrefix(typed, "-")) {
		return typed, git.Check(typed)
	} else if errors.Is(err, fs.ErrNotExist) {
		return "", kb.Unusable(fmt.Errorf("there is no folder %s", dir), "a shelf is a folder with notes/ in it, or a git address")
	}
	if rel, err := filepath.Rel(lib.Dir, dir); err == nil && strings.Count(rel, "..") <= 1 {
		return filepath.ToSlash(rel), nil
	}
	return dir, nil
}

// fetchShelf fetches the repository of a shelf: a copy, or what is new in the one that is there.
func (a *app) fetchShelf(ctx context.Context, lib *library.Library, place library.Place) error {
	dir := lib.ShelfDir(place, dataDir(a.Env))
	if dir == "" {
		return kb.Unusable(errors.New("there is no data folder for the copy of the repository"), "$HOME or $XDG_DATA_HOME names one")
	}
	if _, err := os.Stat(dir); err == nil {
		return git.Update(ctx, place.At, dir)
	}
	if err := git.Check(place.At); err != nil {
		return err
	}
	a.warn("fetching %s", place.At)
	return git.Clone(ctx, place.At, dir)
}

func (a *app) shelfUpdate(ctx context.Context, names []string) error {
	lib, settings, err := a.ownSettings()
	if err != nil {
		return err
	}
	for _, name := range names {
		i := slices.IndexFunc(settings.Shelves, func(p library.Place) bool { return p.Name == name })
		switch {
		case i < 0:
			return unknownShelf(name)
		case !git.IsAddress(settings.Shelves[i].At):
			return kb.Usage("the shelf "+name+" does not come from git", "its folder is read as it is, with every change")
		}
	}
	var failed error
	updated := 0
	for _, p := range settings.Shelves {
		if !git.IsAddress(p.At) || len(names) > 0 && !slices.Contains(names, p.Name) {
			continue
		}
		dir := lib.ShelfDir(p, dataDir(a.Env))
		before, _ := git.Head(ctx, dir)
		if err := a.fetchShelf(ctx, lib, p); err != nil {
			if failed != nil {
				a.warn("%v", failed)
			}
			failed = ofShelf(p.Name, err)
			continue
		}
		updated++
		after, date := git.Head(ctx, dir)
		what := fmt.Sprintf("%s: %s of %s", p.Name, after, date)
		if before == after {
			what = fmt.Sprintf("%s: nothing new, %s of %s", p.Name, after, date)
		}
		if _, err := fmt.Fprintln(a.Out, render.Clean(what)); err != nil {
			return err
		}
	}
	if failed == nil && updated == 0 {
		return kb.Nothing("no shelf comes from git", "takeaway shelf add NAME GIT-URL adds one")
	}
	return failed
}

// ofShelf is an error with the name of the shelf that it is about.
func ofShelf(name string, err error) error {
	if advice := kb.AdviceOf(err); advice != nil {
		return &kb.Advice{Err: fmt.Errorf("shelf %s: %w", name, advice.Err), Hint: advice.Hint, Class: advice.Class}
	}
	return err
}

func unknownShelf(name string) error {
	return kb.Usage(fmt.Sprintf("no shelf is called %q", name), "takeaway shelf list shows those that there are")
}

func (a *app) shelfRemove(name string) error {
	lib, settings, err := a.ownSettings()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(settings.Shelves, func(p library.Place) bool { return p.Name == name })
	if i < 0 {
		return unknownShelf(name)
	}
	place := settings.Shelves[i]
	if err := lib.RemoveShelf(name, a.Now()); err != nil {
		return settingsError(err)
	}
	if _, err := fmt.Fprintf(a.Out, "removed %s\n", render.Clean(name)); err != nil {
		return err
	}
	switch dir := lib.ShelfDir(place, dataDir(a.Env)); {
	case name == library.BuiltinShelf:
		a.hint("takeaway shelf add builtin puts it back; --library builtin reads it alone")
	case git.IsAddress(place.At):
		a.hint("its copy stays in " + dir + ", in case another library reads it; it can be deleted")
	}
	return nil
}

func (a *app) shelfList(ctx context.Context) error {
	lib, err := a.ownLibrary()
	if err != nil {
		return err
	}
	shelves, err := lib.Shelves(a.places())
	if err != nil {
		return settingsError(err)
	}
	if len(shelves) == 0 {
		hint := "takeaway shelf add NAME DIR|GIT-URL puts a library beside it"
		if settings, _ := lib.Settings(); !settings.Set {
			hint = "takeaway init makes the folder a library, with the built-in notes beside it; " + hint
		}
		return kb.Nothing("no shelves", hint)
	}
	var rows []render.ShelfRow
	for _, s := range shelves {
		if s.Err == nil {
			d, err := desk.Open(ctx, s.Library, a.deskOptions())
			if err == nil {
				var row render.ShelfRow
				row, err = shelfRow(s.Place, d)
				rows = append(rows, row)
				d.Close()
			}
			s.Err = err
			if ctx.Err() != nil {
				return err
			}
		}
		if s.Err != nil {
			rows = append(rows, render.ShelfRow{Name: s.Name, Place: s.At, Problem: s.Err.Error()})
			a.partial = true
		}
	}
	return a.print(func(p *render.Printer) error { return p.Shelves(rows) })
}

// shelfRow is what is on a shelf.
func shelfRow(place library.Place, s *desk.Desk) (render.ShelfRow, error) {
	ups, err := s.WriteUps()
	row := render.ShelfRow{Name: place.Name, Place: firstOf(shownPlace(place.At), "(comes with takeaway)"), WriteUps: len(ups)}
	for _, w := range ups {
		row.Takeaways += w.Takeaways()
	}
	return row, err
}

// shownPlace is the place of a shelf without a password that somebody wrote into takeaway.yaml.
func shownPlace(at string) string {
	if u, err := url.Parse(at); err == nil && u.User != nil {
		return u.Redacted()
	}
	return at
}
