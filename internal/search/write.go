package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"

	"takeaway/internal/durable"
	"takeaway/internal/generation"
	"takeaway/internal/kb"
	"takeaway/internal/meaning"
)

// Change is what differs between a generation and the next.
type Change struct {
	Docs      []Doc   // new or changed
	Delete    []kb.ID // gone; unknown ones are ignored
	Catalogue []byte  // of the new generation, whole
	// Stream, where it is set, stands for all of these: it hands over documents some hundreds at a time, so that
	// nobody holds all of them, and returns the rest. What add returns ends it.
	Stream func(add func([]Doc) error) (gone []kb.ID, catalogue []byte, err error)
}

// A batch becomes a segment. It has at most this many takeaways and about this many bytes of prose: more
// takes several times the memory, and a search has to open every segment.
const (
	batchDocs  = 1250
	batchBytes = 4 << 20
	writers    = 2   // batches at once; a third is not faster and takes its memory
	fewDocs    = 200 // are not worth a second batch
)

// Build makes a new generation in dir from nothing and makes it the current one. The caller holds the
// lock. progress, if not nil, is told after each batch how many of docs are in. Until Build returns nil
// the generation before it stays current.
func Build(ctx context.Context, dir string, stamp Stamp, c Change, progress func(done, total int)) error {
	return write(ctx, dir, stamp, nil, c, progress)
}

// Update makes a new generation in dir from base, which shares its segments, and a change, and makes it
// the current one. The caller holds the lock and has opened base after taking it. Until Update returns
// nil the generation before it stays current.
func Update(ctx context.Context, dir string, stamp Stamp, base *Generation, c Change, progress func(done, total int)) error {
	if base == nil {
		return fmt.Errorf("%w to update in %s", ErrNone, dir)
	}
	return write(ctx, dir, stamp, base, c, progress)
}

func write(ctx context.Context, dir string, stamp Stamp, base *Generation, c Change, progress func(done, total int)) error {
	var from *generation.Folder
	if base != nil {
		from = base.folder
	}
	return generation.Write(dir, key(stamp), from, func(folder string) (docs int, err error) {
		if from != nil {
			if err := from.Clone(bleveName, filepath.Join(folder, bleveName)); err != nil {
				return 0, err
			}
		}
		g := newGathering()
		err = guard(filepath.Base(folder), func() (err error) {
			docs, err = fill(ctx, filepath.Join(folder, bleveName), base, &c, g, progress)
			return err
		})
		if err != nil {
			return 0, err
		}
		if err := errors.Join(generation.Step("cards"), writeCards(folder, base, g), generation.Step("catalogue")); err != nil {
			return 0, err
		}
		return docs, writeSynced(filepath.Join(folder, catalogueName), c.Catalogue)
	})
}

// writeCards writes the cards and the vectors that follow those of base (nil: none) after a change.
func writeCards(folder string, base *Generation, g *gathering) (err error) {
	var before *cards
	var old vectors
	if base != nil {
		before = base.cards
		if old, err = base.vectors(); err != nil {
			return err
		}
	}
	data, about, err := g.encode(before, old)
	if err != nil {
		return err
	}
	return errors.Join(writeSynced(filepath.Join(folder, cardsName), data), writeSynced(filepath.Join(folder, vectorsName), about))
}

// writeSynced writes a new file of a generation and waits until it is on the disk.
func writeSynced(name string, data []byte) error {
	return durable.NewFile(name, 0o600, data)
}

// fill applies a change to the index in folder, a copy of base's, or to a new one (nil), and returns how many
// takeaways it then holds. It completes c where that is a stream.
func fill(ctx context.Context, folder string, base *Generation, c *Change, g *gathering, progress func(done, total int)) (int, error) {
	var index bleve.Index
	var err error
	options := merging(mergeplan.DefaultMergePlanOptions.FloorSegmentSize, math.MaxUint32)
	had := 0
	if base != nil {
		had = base.Count()
	}
	switch {
	// Each part is a segment of a good size: merging them takes a sixth of the time, and is left to later.
	case c.Stream != nil:
		options = merging(batchDocs/2, 0)
	case len(c.Docs) > had:
		options = merging(max(1, int64(len(c.Docs)/len(shares(c.Docs))/2)), 0)
	}
	if base == nil {
		if index, err = bleve.NewUsing(folder, newMapping(), scorch.Name, scorch.Name, options); err != nil {
			err = fmt.Errorf("%w: %w", errWrite, err)
		}
	} else {
		index, err = openBleve(folder, options)
	}
	if err != nil {
		return 0, err
	}
	n, err := apply(ctx, index, c, g, progress)
	return n, errors.Join(err, index.Close())
}

// merging are options of bleve's: the number of takeaways below which all segments count as small, and how
// many writers have to wait before segments are written without merging them in memory first. bleve stores
// them as JSON, which does not hold all of 64 bits.
func merging(floor int64, waiting uint32) map[string]any {
	return map[string]any{
		"scorchMergePlanOptions": map[string]any{"FloorSegmentSize": floor},
		"scorchPersisterOptions": map[string]any{"MemoryPressurePauseThreshold": waiting},
	}
}

// shares cuts docs into batches of about the same work, as many for each writer. There is at least one.
func shares(docs []Doc) [][]Doc {
	const each = 400 // bytes of prose that take as long as the rest of a takeaway
	total := 0
	for i := range docs {
		total += each + len(docs[i].Takeaway.Body)
	}
	n := max((len(docs)+batchDocs-1)/batchDocs, total/batchBytes)
	if len(docs) > fewDocs {
		n = (n + writers - 1) / writers * writers
	}
	var parts [][]Doc
	from, sum := 0, 0
	for i := range docs {
		sum += each + len(docs[i].Takeaway.Body)
		if len(parts) < n-1 && sum >= total/n*(len(parts)+1) {
			parts = append(parts, docs[from:i+1])
			from = i + 1
		}
	}
	if from < len(docs) || len(parts) == 0 {
		parts = append(parts, docs[from:])
	}
	return parts
}

// share is what one batch is made of.
type share struct {
	docs   []Doc
	about  []meaning.Vector // of docs, once they are documents
	delete []kb.ID
}

// apply writes the change in batches and returns how many takeaways the index then holds. bleve makes a segment of
// a batch in the goroutine that hands it over, so several do. What is deleted and what is written never share an
// ID with another batch, so their order does not matter.
func apply(ctx context.Context, index bleve.Index, c *Change, g *gathering, progress func(done, total int)) (int, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	tell := counted(len(c.Docs), progress)
	todo := make(chan share)
	var workers sync.WaitGroup
	for range writers {
		workers.Go(func() {
			for s := range todo {
				if err := s.write(ctx, index, tell); err != nil {
					stop(err)
				}
			}
		})
	}
	err := handOut(ctx, c, g, todo)
	close(todo)
	workers.Wait()
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	if err != nil {
		return 0, err
	}
	n, err := index.DocCount()
	return int(n), err
}

// handOut sends the shares of a change to the writers and gathers the cards of its documents. It completes c
// where that is a stream.
func handOut(ctx context.Context, c *Change, g *gathering, todo chan<- share) error {
	send := func(docs []Doc, gone []kb.ID) error {
		s := share{docs: docs, delete: gone}
		var err error
		if s.about, err = g.add(docs); err != nil {
			return err
		}
		select {
		case todo <- s:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	gone := c.Delete
	add := func(docs []Doc) error {
		for _, part := range shares(docs) {
			if err := send(part, gone); err != nil {
				return err
			}
			gone = nil
		}
		return nil
	}
	if c.Stream == nil {
		err := add(c.Docs)
		g.delete(c.Delete)
		return err
	}
	var err error
	if c.Delete, c.Catalogue, err = c.Stream(add); err != nil {
		return err
	}
	g.delete(c.Delete)
	return send(nil, c.Delete)
}

// write makes a batch of a share and gives it to bleve. Once ctx has ended it does nothing.
func (s *share) write(ctx context.Context, index bleve.Index, tell func(int)) error {
	batch := index.NewBatch()
	for _, id := range s.delete {
		batch.Delete(string(id))
	}
	collect(ctx, batch, s.docs, tell)
	if ctx.Err() != nil {
		return nil
	}
	for i := range s.docs {
		s.about[i] = s.docs[i].about
	}
	if err := handOver(index, batch); err != nil {
		return err
	}
	tell(len(s.docs))
	return nil
}

// counted adds up what several writers have done and passes it on. A takeaway counts twice: when it is in
// its batch, and when that is in the index.
func counted(total int, progress func(done, total int)) func(more int) {
	if progress == nil {
		return func(int) {}
	}
	var mu sync.Mutex
	done := 0
	return func(more int) {
		mu.Lock()
		defer mu.Unlock()
		done += more
		progress(done/2, total)
	}
}

// collect puts takeaways into a batch until ctx ends.
func collect(ctx context.Context, batch *bleve.Batch, docs []Doc, tell func(int)) {
	const often = 64
	for i := range docs {
		if docs[i].Takeaway.ID != "" {
			_ = batch.IndexAdvanced(newDocument(ctx, &docs[i])) // the only error is an empty ID
		}
		if i%often == often-1 || i == len(docs)-1 {
			tell(i%often + 1)
			if ctx.Err() != nil {
				return
			}
		}
	}
}

// handOver gives bleve one batch. A panic of a library in a goroutine of its own could not be caught further up.
func handOver(index bleve.Index, batch *bleve.Batch) error {
	return guard("batch", func() error {
		if err := generation.Step("batch"); err != nil {
			return err
		}
		if err := index.Batch(batch); err != nil {
			return fmt.Errorf("%w: %w", errWrite, err)
		}
		return nil
	})
}
