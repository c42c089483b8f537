package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"takeaway/internal/desk"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/vocabulary"
)

// places are where a library and its shelves may be.
func (a *app) places() library.Places {
	return library.Places{Flag: a.library, Env: a.Env("TAKEAWAY_LIBRARY"), Work: a.Dir, Config: configDir(a.Env),
		Data: dataDir(a.Env), Cache: cacheDir(a.Env), Builtin: a.Notes}
}

// findLibrary returns the library that the command is to use. It is looked for once.
func (a *app) findLibrary() (*library.Library, error) {
	if a.found != nil {
		return a.found, nil
	}
	lib, err := library.Find(a.places())
	var gone *library.GoneError
	if errors.As(err, &gone) {
		a.warn("%v", err)
		a.hint("takeaway init DIR starts another library; the line is in " + gone.Line)
		a.partial, err = true, nil
	}
	if err != nil {
		hint := "a library is a folder with notes/ in it; takeaway help libraries says which one is used"
		if errors.Is(err, library.ErrNoNotes) {
			hint = "takeaway init makes a library: takeaway init " + firstOf(a.library, a.Env("TAKEAWAY_LIBRARY"), ".")
		}
		return nil, kb.Unusable(err, hint)
	}
	if settings, err := lib.Settings(); err == nil && settings.Format > library.Format {
		return nil, kb.Unusable(fmt.Errorf("%s is written in format %d, and this takeaway reads up to %d", lib.Dir, settings.Format, library.Format),
			"a newer takeaway reads it: takeaway version says which this is")
	}
	a.found = lib
	return lib, nil
}

// deskOptions are those of every desk of this run.
func (a *app) deskOptions() desk.Options {
	return desk.Options{Cache: cacheDir(a.Env), Work: a.Dir, Shell: a.shell(), Now: a.Now, Progress: a.progress, Hurry: completing(a.args)}
}

// shell names the shell that the command was typed in: TAKEAWAY_SHELL, for editors and scripts that start
// each command in a session of its own, or else the session of the terminal.
func (a *app) shell() string {
	if name := a.Env("TAKEAWAY_SHELL"); name != "" {
		return "named-" + kb.Slug(name)
	}
	return "session-" + strconv.Itoa(terminalSession())
}

// open finds the library and brings its index up to date. Notes that cannot be read are reported and
// make the exit code exitPartial; the rest is served.
func (a *app) open(ctx context.Context) (*desk.Desk, error) {
	lib, err := a.findLibrary()
	if err != nil {
		return nil, err
	}
	o, err := a.viewOptions(lib)
	if err != nil {
		return nil, err
	}
	return a.openWith(ctx, lib, o)
}

// openOwn is open without shelves.
func (a *app) openOwn(ctx context.Context) (*desk.Desk, error) {
	lib, err := a.findLibrary()
	if err != nil {
		return nil, err
	}
	return a.openWith(ctx, lib, a.deskOptions())
}

func (a *app) openWith(ctx context.Context, lib *library.Library, o desk.Options) (*desk.Desk, error) {
	s, err := desk.Open(ctx, lib, o)
	if err != nil {
		return nil, err
	}
	a.notice(s.Notices)
	a.reportUnread(s.Unread)
	a.reportVocabulary(lib)
	a.builtin = a.builtin || lib.Builtin
	a.file = func(shelf, path string) string { return a.noteFile(s, shelf, path) }
	return s, nil
}

// noteFile is the file of a note as it is typed here; empty for notes that are in the program.
func (a *app) noteFile(s *desk.Desk, shelf, path string) string {
	lib := s.LibraryOf(shelf)
	if lib == nil || lib.Builtin {
		return ""
	}
	file := filepath.Join(lib.Dir, library.NotesDir, filepath.FromSlash(path))
	if rel, err := filepath.Rel(a.Dir, file); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return file
}

// notice prints what is to be known beside an answer.
func (a *app) notice(list []desk.Notice) {
	for _, n := range list {
		a.warn("%s", n.Text)
		a.hint(n.Hint)
		a.partial = a.partial || n.Partial
	}
}

// openAsIs opens the index as it is, without touching it: a Tab has to answer at once and say nothing.
func (a *app) openAsIs() *desk.Desk {
	lib, err := a.findLibrary()
	if err != nil {
		return nil
	}
	o, err := a.viewOptions(lib)
	if err != nil {
		return nil
	}
	return desk.OpenAsIs(lib, o)
}

// vocabulary is that of the library, or the built-in one where there is no library.
func (a *app) vocabulary() *vocabulary.Vocabulary {
	lib, err := a.findLibrary()
	if err != nil {
		return vocabulary.Default()
	}
	return lib.Vocabulary()
}

// mostNamed is how many unreadable notes are named one by one; past that a count has to do.
const mostNamed = 3

// reportUnread tells of notes that could not be read. An empty file is no note yet, and no problem.
func (a *app) reportUnread(problems []kb.Problem) {
	n := 0
	for _, p := range problems {
		if p.Code == "empty" || p.Code == "not-a-write-up" {
			continue
		}
		if n++; n <= mostNamed {
			a.warn("%s", p.Error())
			a.hint(p.Hint)
		}
	}
	if n > mostNamed {
		a.warn("%d more notes could not be read", n-mostNamed)
		a.hint("takeaway check lists them all")
	}
	if n > 0 {
		a.partial = true
	}
}

// reportVocabulary tells of entries of the library's own vocabulary that had to be left out.
func (a *app) reportVocabulary(lib *library.Library) {
	n := 0
	for _, p := range lib.VocabularyProblems() {
		if p.Severity != kb.SeverityError {
			continue
		}
		if n++; n == 1 {
			a.warn("%s", p.Error())
			a.hint(p.Hint)
		}
	}
	if n > 1 {
		a.warn("%d more mistakes in %s", n-1, library.VocabularyFile)
		a.hint("takeaway check " + library.VocabularyFile + " lists them all")
	}
	if n > 0 {
		a.partial = true
	}
}

// expand replaces "-" by the names on standard input.
func (a *app) expand(names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		if name != "-" {
			out = append(out, name)
			continue
		}
		lines := bufio.NewScanner(a.In)
		for lines.Scan() {
			if line := strings.TrimSpace(lines.Text()); line != "" {
				out = append(out, line)
			}
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
	}
	return out, nil
}

// numbersOf puts the names in the place of numbers that stand for these sorts of things in the last list.
func numbersOf(s *desk.Desk, names []string, sorts ...desk.Sort) []string {
	out := slices.Clone(names)
	for i, name := range names {
		if e, ok := s.At(name); ok && slices.Contains(sorts, e.Sort) {
			out[i] = e.Name
		}
	}
	return out
}

// nameNumbers says what numbers stand for before something is written there: 3 is 00531f8 "Ten lessons".
func (a *app) nameNumbers(s *desk.Desk, words []string) {
	for _, word := range words {
		if _, ok := s.At(word); !ok {
			continue
		}
		found, err := s.Lookup(word)
		switch {
		case err != nil || found == nil:
		case found.Takeaway != nil:
			a.warn("%s is %s %q (%s)", word, found.Takeaway.ID.Short(), found.Takeaway.Heading, s.LastList())
		default:
			a.warn("%s is notes/%s (%s)", word, found.WriteUp.Path, s.LastList())
		}
	}
}
