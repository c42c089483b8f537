package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/library"
	"takeaway/internal/query"
	"takeaway/internal/search"
)

// patience is how long a command that finds changed notes waits for another one that is just writing
// the index, before it answers from the index as it is. An update takes a tenth of that.
const patience = 300 * time.Millisecond

// session is an open library whose index is up to date.
type session struct {
	*library.Library
	gen *search.Generation
	cat *library.Catalogue
	// indexDir is where the index stands: the library's own folder or one that took its place.
	indexDir string
	// shell names the shell whose last result list is used; see numbers.go.
	shell string
	// scratch is an index folder made for this command alone, if no other could be written.
	scratch string
}

// Close lets the index go. A nil session has none.
func (s *session) Close() {
	if s == nil {
		return
	}
	if s.gen != nil {
		_ = s.gen.Close() // read-only: nothing can be lost
	}
	if s.scratch != "" {
		_ = os.RemoveAll(s.scratch)
	}
}

// open finds the library and brings its index up to date. Notes that cannot be read are reported and
// make the exit code exitPartial; the rest is served.
func (a *app) open(ctx context.Context) (*session, error) {
	lib, err := a.place()
	if err != nil {
		return nil, err
	}
	s, problems, err := a.refresh(ctx, lib)
	if err != nil {
		return nil, err
	}
	s.shell = a.shell()
	a.reportUnread(problems)
	a.reportVocabulary(lib)
	a.builtin = a.builtin || lib.Builtin
	return s, nil
}

// refresh opens the index of the library, or else one in the user's cache folder where the library's
// own cannot be written, or else one for this command alone.
func (a *app) refresh(ctx context.Context, lib *library.Library) (*session, []kb.Problem, error) {
	var stale *session
	var problems []kb.Problem
	var first error
	for _, dir := range append(a.indexDirs(lib), "") {
		s, p, err := a.refreshAt(ctx, lib, dir)
		if err == nil {
			stale.Close()
			return s, p, nil
		}
		if ctx.Err() != nil {
			stale.Close()
			s.Close()
			return nil, nil, context.Cause(ctx)
		}
		if errors.Is(err, errNotes) {
			return nil, nil, kb.Unusable(err, "")
		}
		if first == nil {
			first = err
		}
		if s != nil && stale == nil {
			stale, problems = s, p
		} else {
			s.Close()
		}
	}
	if stale != nil {
		a.partial = true
		a.warn("the index could not be brought up to date: %v", first)
		a.hint("the answer is as of the last time it could; see takeaway index status")
		return stale, problems, nil
	}
	return nil, nil, kb.Unusable(fmt.Errorf("the index cannot be written: %w", first), "free some space or point --library at a folder you can write to")
}

// refreshAt is refreshIn for a folder that may be "": one in the system's temporary folder, removed when
// the session is closed. Its name is fresh, so nobody can have put an index there.
func (a *app) refreshAt(ctx context.Context, lib *library.Library, dir string) (*session, []kb.Problem, error) {
	if dir != "" {
		return a.refreshIn(ctx, lib, dir)
	}
	dir, err := os.MkdirTemp("", "takeaway-")
	if err != nil {
		return nil, nil, err
	}
	s, p, err := a.refreshIn(ctx, lib, dir)
	if err != nil {
		s.Close()
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	s.scratch = dir
	return s, p, nil
}

// indexDirs lists where the index of the library may be, the best place first.
func (a *app) indexDirs(lib *library.Library) []string {
	var dirs []string
	if filepath.IsAbs(lib.Index) {
		dirs = append(dirs, lib.Index)
	}
	cache := cacheDir(a.Env)
	if cache != "" && !lib.Builtin {
		sum := sha256.Sum256([]byte(lib.Dir))
		dirs = append(dirs, filepath.Join(cache, "library-"+hex.EncodeToString(sum[:6])))
	}
	return dirs
}

// errNotes is wrapped by errors of the notes folder itself: no other index folder helps.
var errNotes = errors.New("the notes cannot be read")

// refreshIn brings the index in dir up to date. With an error it may still return a session: the index
// as it was.
func (a *app) refreshIn(ctx context.Context, lib *library.Library, dir string) (*session, []kb.Problem, error) {
	lib.Ahead()
	s := openIndex(lib, dir)
	d, err := a.scan(ctx, s)
	if err != nil {
		return s, nil, err
	}
	if s.gen != nil && d.Clean() {
		return s, d.problems(), nil
	}
	// The walk was begun before the index was opened, which another command may have brought further.
	if s.gen != nil {
		if d, err = a.scan(ctx, s); err != nil {
			return s, nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return s.usable(), d.problems(), err
	}
	unlock, err := a.lock(ctx, dir, s.gen != nil)
	if err != nil {
		return s.usable(), d.problems(), err
	}
	if unlock == nil { // another command is at it
		a.warn("another command is updating the index; notes changed just now may be missing")
		return s, d.problems(), nil
	}
	defer unlock()
	if again := openIndex(lib, dir); again.gen != nil && (s.gen == nil || again.gen.Info().Number != s.gen.Info().Number) {
		s.Close()
		s = again
		if d, err = a.scan(ctx, s); err != nil {
			return s, nil, err
		}
		if d.Clean() {
			return s, d.problems(), nil
		}
	} else {
		again.Close()
	}
	if err := a.write(ctx, s, dir, d); err != nil {
		return s.usable(), d.problems(), err
	}
	s.Close()
	fresh := openIndex(lib, dir)
	if fresh.gen == nil {
		return nil, nil, fmt.Errorf("%s: the index just written cannot be opened", dir)
	}
	return fresh, d.problems(), nil
}

// rebuildIn makes the index in dir anew, whatever is there.
func (a *app) rebuildIn(ctx context.Context, lib *library.Library, dir string) (*session, []kb.Problem, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, nil, err
	}
	unlock, err := search.Lock(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	defer unlock()
	s := &session{Library: lib, indexDir: dir}
	d, err := a.scan(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	if err := a.write(ctx, s, dir, d); err != nil {
		return nil, nil, err
	}
	if s = openIndex(lib, dir); s.gen == nil {
		return nil, nil, fmt.Errorf("%s: the index just written cannot be opened", dir)
	}
	return s, d.problems(), nil
}

// find runs a query. An index that turns out to be damaged is made anew from the notes, once.
func (a *app) find(ctx context.Context, s *session, tree query.Node, o search.Options) (search.Result, error) {
	return renewing(ctx, a, s, func() (search.Result, error) { return s.gen.Find(ctx, tree, o) })
}

// correct says which words of a query are misspelt, with the care of find.
func (a *app) correct(ctx context.Context, s *session, tree query.Node, known []search.Hint) (*search.Spelling, error) {
	return renewing(ctx, a, s, func() (*search.Spelling, error) { return s.gen.Correct(ctx, tree, known) })
}

// renewing asks the index, and where that turns out to be damaged once more after making it anew.
func renewing[T any](ctx context.Context, a *app, s *session, ask func() (T, error)) (T, error) {
	answer, err := ask()
	if !errors.Is(err, search.ErrDamaged) {
		return answer, err
	}
	if err := a.renew(ctx, s, err); err != nil {
		return answer, err
	}
	return ask()
}

// renew makes the index of a session anew, which failed with err.
func (a *app) renew(ctx context.Context, s *session, err error) error {
	fresh, _, again := a.rebuildIn(ctx, s.Library, s.indexDir)
	if again != nil {
		return errors.Join(err, again)
	}
	_ = s.gen.Close()
	s.gen, s.cat = fresh.gen, fresh.cat
	return nil
}

// usable is the session if it has an index at all.
func (s *session) usable() *session {
	if s == nil || s.gen == nil {
		return nil
	}
	return s
}

// openIndex opens the current generation in dir, if there is one that fits this program.
func openIndex(lib *library.Library, dir string) *session {
	s := &session{Library: lib, indexDir: dir}
	var cat *library.Catalogue
	gen, err := search.Open(dir, search.Stamp(lib.Stamp()), func(data []byte) (err error) {
		cat, err = library.DecodeCatalogue(data)
		return err
	})
	if err == nil { // or else there is none, another format, or a damaged one: it will be rebuilt
		s.gen, s.cat = gen, cat
	}
	return s
}

func (a *app) scan(ctx context.Context, s *session) (*scanned, error) {
	progress, stop := a.progress("reading notes")
	defer stop()
	d, err := s.Scan(ctx, s.cat, a.Now(), progress)
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, fmt.Errorf("%w: %w", errNotes, err)
	}
	return &scanned{d}, nil
}

// scanned is a difference with all its problems in one list.
type scanned struct{ *library.Delta }

// problems lists every note that could not be read, whether just now or when it last changed.
func (d *scanned) problems() []kb.Problem {
	all := d.Problems
	for _, f := range d.Files {
		if f.Problem != nil {
			all = append(all, *f.Problem)
		}
	}
	return all
}

// lock takes the writer's lock. Where the index can be read meanwhile (have), it waits no longer than
// patience and returns nil without an error; a first build has to be waited for.
func (a *app) lock(ctx context.Context, dir string, have bool) (func(), error) {
	if have {
		short, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		unlock, err := search.Lock(short, dir)
		if err != nil && short.Err() != nil && ctx.Err() == nil {
			return nil, nil
		}
		return unlock, err
	}
	return search.Lock(ctx, dir)
}

// write makes the next generation.
func (a *app) write(ctx context.Context, s *session, dir string, d *scanned) error {
	next, err := library.NewCatalogue(s.cat, d.Delta)
	if err != nil {
		return err
	}
	progress, stop := a.progress("indexing takeaways")
	defer stop()
	docs := documents(s.Vocabulary(), d.Read)
	if s.gen == nil {
		debug.SetGCPercent(200) // a build holds so much at once that 400 would ask for a gigabyte
		return search.Build(ctx, dir, search.Stamp(s.Stamp()), docs, next.Encode(), progress)
	}
	kept := make(map[kb.ID]bool, len(docs))
	for i := range docs {
		kept[docs[i].Takeaway.ID] = true
	}
	change := search.Change{Docs: docs, Catalogue: next.Encode()}
	gone := make(map[string]bool, len(d.Gone))
	for _, path := range d.Gone {
		gone[path] = true
	}
	ups, err := s.cat.WriteUps()
	if err != nil {
		return err
	}
	for _, w := range ups {
		for i := range w.Pieces {
			if id := w.Pieces[i].ID; gone[w.Path] && !kept[id] {
				change.Delete = append(change.Delete, id)
			}
		}
	}
	return search.Update(ctx, dir, search.Stamp(s.Stamp()), s.gen, change, progress)
}

// noNotes is the answer of an empty library.
func (a *app) noNotes() error {
	ingest := "takeaway ingest"
	if a.library != "" {
		ingest += " --library " + a.library
	}
	return kb.Nothing("the library has no notes yet", ingest+" FILE… brings write-ups in")
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

// resolve puts ids in the place of names in the filters of a query.
func (s *session) resolve(tree query.Node) (query.Node, error) {
	return resolver{known: s.hasConference, vocabulary: s.Vocabulary()}.node(tree)
}

// hasConference reports whether the library has write-ups of the conference with this id.
func (s *session) hasConference(id string) bool {
	if _, ok := conference.Lookup(id); ok {
		return true // whether it has some will show
	}
	ups, err := s.cat.WriteUps()
	if err != nil {
		return false
	}
	return slices.ContainsFunc(ups, func(w *kb.WriteUp) bool { return slices.Contains(w.Conferences, id) })
}
