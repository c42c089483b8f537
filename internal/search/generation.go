package search

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	// bleve is the index the project was given. Its scorch package costs 4 to 6 ms at start-up: it builds
	// two Levenshtein automata at init, which no choice of imports avoids.
	"github.com/blevesearch/bleve/v2"

	"takeaway/internal/kb"
)

// Generation is one finished state of an index, open for reading. It never changes, and it stays usable
// after a writer has replaced it. Its methods may be called by several goroutines at once, except Close.
type Generation struct {
	folder    string
	number    int
	manifest  *manifest
	catalogue []byte
	cards     *cards
	index     bleve.Index
	// whole checks all bytes of all files, once; see dictionary.
	whole func() error
}

// Info describes a generation.
type Info struct {
	Number   int    `json:"number"`
	Docs     int    `json:"docs"`
	Segments int    `json:"segments"`
	Bytes    int64  `json:"bytes"`  // of all its files
	Format   string `json:"format"` // see the variable Format
	Bleve    string `json:"bleve"`
	Folder   string `json:"folder"`
}

// tries is how often a reader starts again when a writer replaced the generation under it.
const tries = 5

// Open opens the current generation of the index in dir, a folder, for reading. While bleve opens, read,
// unless it is nil, is given the caller's catalogue; where it returns an error the index is damaged. The error is ErrNone
// where there is none that can be used, also ErrDamaged if that is because of damage; any other error
// is one of the file system's, such as a missing permission. Open never blocks on a writer.
func Open(dir string, stamp Stamp, read func(catalogue []byte) error) (*Generation, error) {
	var failed error
	seen := ""
	for range tries {
		name, err := readCurrent(dir)
		if err != nil {
			return nil, err
		}
		if name == seen {
			break // it failed and is still the current one
		}
		g, err := openGeneration(filepath.Join(dir, name), stamp, read)
		if err == nil {
			return g, nil
		}
		seen, failed = name, err
	}
	return nil, failed
}

// openGeneration opens the generation in folder. Damage is ErrNone as well as ErrDamaged.
func openGeneration(folder string, stamp Stamp, use func([]byte) error) (*Generation, error) {
	m, err := readManifest(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, unusable(damaged(filepath.Base(folder), errors.New("the manifest is missing")))
	case errors.Is(err, ErrDamaged):
		return nil, unusable(err)
	case err != nil:
		return nil, err
	}
	if err := m.usable(stamp); err != nil {
		return nil, err
	}
	number, _ := generationNumber(filepath.Base(folder))
	g := &Generation{folder: folder, number: number, manifest: m}
	g.whole = sync.OnceValue(func() error {
		problems := m.check(folder, true)
		if _, err := os.Stat(filepath.Join(folder, manifestName)); errors.Is(err, fs.ErrNotExist) {
			return nil // a writer removed this old generation; what is mapped stays readable
		}
		return firstProblem(problems)
	})
	if err := firstProblem(m.check(folder, false)); err != nil {
		return nil, unusable(err)
	}
	read := make(chan error, 1)
	go func() { read <- g.readOwn(use) }() // as bleve opens
	err = guard(filepath.Base(folder), func() (err error) {
		g.index, err = openBleve(filepath.Join(folder, bleveName), nil)
		return err
	})
	if failed := <-read; failed != nil {
		if err == nil {
			_ = g.index.Close() // read-only: nothing can be lost
		}
		return nil, failed
	}
	if errors.Is(err, ErrDamaged) {
		return nil, unusable(err)
	}
	if err != nil {
		return nil, err
	}
	return g, nil
}

func firstProblem(problems []kb.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return damaged(problems[0].Path, errors.New(problems[0].Message))
}

// readOwn reads the files that are not bleve's, and lets use see the catalogue.
func (g *Generation) readOwn(use func([]byte) error) error {
	name := filepath.Base(g.folder)
	err := guard(name, func() (err error) {
		if g.catalogue, err = g.manifest.read(g.folder, catalogueName); err == nil && use != nil {
			if err = use(g.catalogue); err != nil {
				err = damaged(name+"/"+catalogueName, err)
			}
		}
		if err != nil {
			return err
		}
		data, err := g.manifest.read(g.folder, cardsName)
		if err != nil {
			return err
		}
		if g.cards, err = decodeCards(data); err != nil {
			err = damaged(name+"/"+cardsName, err)
		}
		return err
	})
	if errors.Is(err, ErrDamaged) {
		err = unusable(err)
	}
	return err
}

// openBleve opens bleve's folder, for writing with options, or read-only without. A read-only open holds a
// shared lock and so never waits for another reader; nobody ever writes to a finished generation.
func openBleve(folder string, options map[string]any) (bleve.Index, error) {
	all := map[string]any{"read_only": options == nil, "bolt_timeout": "500ms"}
	maps.Copy(all, options)
	return bleve.OpenUsing(folder, all)
}

// silence keeps bleve's log lines away from stderr. They go through the standard logger, which nothing
// else in this program uses, and come from goroutines of bleve's own at any time.
var silence = sync.OnceFunc(func() { log.SetOutput(io.Discard) })

// guard runs f, which calls bleve, and turns its panics, faults of mapped memory and errors into
// ErrDamaged, naming where. Errors that say nothing about the files' content pass as they are.
func guard(where string, f func() error) (err error) {
	silence()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damaged(where, fmt.Errorf("panic: %v", p))
		}
	}()
	err = f()
	for _, harmless := range []error{nil, context.Canceled, context.DeadlineExceeded, fs.ErrPermission, ErrDamaged, errUsage, errWrite} {
		if errors.Is(err, harmless) {
			return err
		}
	}
	return damaged(where, err)
}

// errUsage marks errors of the caller's making.
var errUsage = errors.New("bad search")

// errWrite marks errors of writing, such as a full disk, which say nothing about what was there before.
var errWrite = errors.New("the disk did not take it")

// Catalogue is the blob that the caller stored with the generation. It must not be changed.
func (g *Generation) Catalogue() []byte { return g.catalogue }

// Count is the number of takeaways in the generation.
func (g *Generation) Count() int { return g.manifest.Docs }

// Info describes the generation.
func (g *Generation) Info() Info {
	return Info{Number: g.number, Docs: g.manifest.Docs, Segments: g.manifest.Segments, Bytes: g.manifest.bytes(),
		Format: g.manifest.Format, Bleve: g.manifest.Bleve, Folder: g.folder}
}

// Close gives bleve's files back. Nothing may be running on the generation. What was decoded from the catalogue
// stays good: strings of it may live on.
func (g *Generation) Close() error {
	return guard(filepath.Base(g.folder), g.index.Close)
}

// Verify checks all bytes of the current generation in dir against its manifest, opens it and counts
// its takeaways. It returns what is wrong; the error is that of an index which cannot be looked at at
// all, ErrNone where there is none.
func Verify(ctx context.Context, dir string, stamp Stamp) ([]kb.Problem, error) {
	name, err := readCurrent(dir)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	problem := func(err error) []kb.Problem {
		return []kb.Problem{{Path: filepath.Join(dir, name), Severity: kb.SeverityError, Code: "index-damaged",
			Message: err.Error(), Hint: "takeaway index rebuild"}}
	}
	if err != nil {
		return problem(err), nil
	}
	folder := filepath.Join(dir, name)
	m, err := readManifest(folder)
	if err != nil {
		return problem(err), nil
	}
	if err := m.usable(stamp); err != nil {
		return nil, err
	}
	if problems := m.check(folder, true); len(problems) > 0 {
		return problems, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g, err := openGeneration(folder, stamp, nil)
	if err != nil {
		return problem(err), nil
	}
	defer g.Close()
	err = guard(name, func() error {
		n, err := g.index.DocCount()
		if err == nil && int(n) != m.Docs {
			err = fmt.Errorf("the index holds %d takeaways, its manifest says %d", n, m.Docs)
		}
		return err
	})
	if err != nil {
		return problem(err), nil
	}
	return nil, nil
}
