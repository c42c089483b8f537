package search

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"maps"
	"path/filepath"
	"runtime/debug"
	"sync"

	// bleve is the index the project was given. Its scorch package costs 4 to 6 ms at start-up: it builds
	// two Levenshtein automata at init, which no choice of imports avoids.
	"github.com/blevesearch/bleve/v2"

	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/meaning"
)

// The parts of a generation of this index.
const (
	bleveName     = "bleve"     // bleve's folder
	catalogueName = "catalogue" // the caller's blob
	cardsName     = "cards"     // see cards
	vectorsName   = "vectors"   // see vectors
)

// bleveVersion is part of the key: a later bleve may read these files differently. A test holds it
// against go.mod.
const bleveVersion = "v2.6.3"

// wordsAlone ends the layout of an index that was made without a table of meanings.
const wordsAlone = "-words"

// ByWordsAlone says why searches go by words alone: the table of meanings that came with the program cannot be used.
// It is nil where it can.
func ByWordsAlone() error { return meaning.Err() }

// key is what generations of this index depend on besides the takeaways.
func key(stamp Stamp) generation.Key {
	layout := Format
	if ByWordsAlone() != nil {
		layout += wordsAlone // its vectors say nothing
	}
	return generation.Key{Layout: layout, Engine: bleveVersion, Stamp: string(stamp)}
}

// Generation is one finished state of an index, open for reading. It never changes, and it stays usable
// after a writer has replaced it. Its methods may be called by several goroutines at once, except Close.
type Generation struct {
	folder    *generation.Folder
	catalogue []byte
	cards     *cards
	index     bleve.Index
	// vectors checks what the takeaways are about, once.
	vectors func() (vectors, error)
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

// Open opens the current generation of the index in dir, a folder, for reading. While bleve opens, read,
// unless it is nil, is given the caller's catalogue; where it returns an error the index is damaged. The error is ErrNone
// where there is none that can be used, also ErrDamaged if that is because of damage; any other error
// is one of the file system's, such as a missing permission. Open never blocks on a writer.
func Open(dir string, stamp Stamp, read func(catalogue []byte) error) (g *Generation, err error) {
	err = generation.Open(dir, key(stamp), func(f *generation.Folder) (err error) {
		g, err = openGeneration(f, read)
		return err
	})
	return g, err
}

// openGeneration opens a generation. Damage is ErrNone as well as ErrDamaged.
func openGeneration(f *generation.Folder, use func([]byte) error) (*Generation, error) {
	g := &Generation{folder: f}
	read := make(chan error, 1)
	go func() { read <- g.readOwn(use) }() // as bleve opens
	err := guard(f.Name(), func() (err error) {
		g.index, err = openBleve(filepath.Join(f.Path, bleveName), nil)
		return err
	})
	if failed := <-read; failed != nil {
		if err == nil {
			_ = g.index.Close() // read-only: nothing can be lost
		}
		return nil, failed
	}
	if errors.Is(err, ErrDamaged) {
		return nil, generation.Unusable(err)
	}
	if err != nil {
		return nil, err
	}
	return g, nil
}

// readOwn reads the files that are not bleve's, and lets use see the catalogue.
func (g *Generation) readOwn(use func([]byte) error) error {
	name := g.folder.Name()
	err := guard(name, func() (err error) {
		if g.catalogue, err = g.folder.Read(catalogueName); err == nil && use != nil {
			if err = use(g.catalogue); err != nil {
				err = generation.Damaged(name+"/"+catalogueName, err)
			}
		}
		if err != nil {
			return err
		}
		data, err := g.folder.Read(cardsName)
		if err != nil {
			return err
		}
		if g.cards, err = decodeCards(data); err != nil {
			return generation.Damaged(name+"/"+cardsName, err)
		}
		return g.mapVectors()
	})
	if errors.Is(err, ErrDamaged) {
		err = generation.Unusable(err)
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
			err = generation.Damaged(where, fmt.Errorf("panic: %v", p))
		}
	}()
	err = f()
	for _, harmless := range []error{nil, context.Canceled, context.DeadlineExceeded, fs.ErrPermission, ErrDamaged, errUsage, errWrite} {
		if errors.Is(err, harmless) {
			return err
		}
	}
	return generation.Damaged(where, err)
}

// errUsage marks errors of the caller's making.
var errUsage = errors.New("bad search")

// errWrite marks errors of writing, such as a full disk, which say nothing about what was there before.
var errWrite = errors.New("the disk did not take it")

// Catalogue is the blob that the caller stored with the generation. It must not be changed.
func (g *Generation) Catalogue() []byte { return g.catalogue }

// Count is the number of takeaways in the generation.
func (g *Generation) Count() int { return g.folder.Manifest.Docs }

// Info describes the generation.
func (g *Generation) Info() Info {
	m := g.folder.Manifest
	return Info{Number: g.folder.Number, Docs: m.Docs, Segments: m.Segments, Bytes: m.Bytes(), Format: m.Layout, Bleve: m.Engine, Folder: g.folder.Path}
}

// Close gives bleve's files back. Nothing may be running on the generation. What was decoded from the catalogue
// stays good: strings of it may live on.
func (g *Generation) Close() error {
	return guard(g.folder.Name(), g.index.Close)
}

// Verify checks all bytes of the current generation in dir against its manifest, opens it and counts
// its takeaways. It returns what is wrong; the error is that of an index which cannot be looked at at
// all, ErrNone where there is none.
func Verify(ctx context.Context, dir string, stamp Stamp) ([]kb.Problem, error) {
	f, problems, err := generation.Verify(dir, key(stamp))
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	g, err := openGeneration(f, nil)
	if err != nil {
		return []kb.Problem{generation.Problem(f.Path, err)}, nil
	}
	defer g.Close()
	err = guard(f.Name(), func() error {
		n, err := g.index.DocCount()
		if err == nil && int(n) != f.Manifest.Docs {
			err = fmt.Errorf("the index holds %d takeaways, its manifest says %d", n, f.Manifest.Docs)
		}
		return err
	})
	if err != nil {
		return []kb.Problem{generation.Problem(f.Path, err)}, nil
	}
	return nil, nil
}
