package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"

	"takeaway/internal/durable"
	"takeaway/internal/kb"
)

// Change is what differs between a generation and the next.
type Change struct {
	Docs      []Doc   // new or changed
	Delete    []kb.ID // gone; unknown ones are ignored
	Catalogue []byte  // of the new generation, whole
}

// A batch becomes a segment. It has at most this many takeaways and about this many bytes of prose: more
// takes several times the memory, and a search has to open every segment.
const (
	batchDocs  = 1250
	batchBytes = 4 << 20
	writers    = 2   // batches at once; a third is not faster and takes its memory
	fewDocs    = 200 // are not worth a second batch
)

// testFault, set by tests alone, stands for a disk that fails: it is asked before each step of a write.
var testFault func(step string) error

func fault(step string) error {
	if testFault != nil {
		return testFault(step)
	}
	return nil
}

// Build makes a new generation in dir from nothing and makes it the current one. The caller holds the
// lock. progress, if not nil, is told after each batch how many of docs are in. Until Build returns nil
// the generation before it stays current.
func Build(ctx context.Context, dir string, stamp Stamp, docs []Doc, catalogue []byte, progress func(done, total int)) error {
	return write(ctx, dir, stamp, nil, Change{Docs: docs, Catalogue: catalogue}, progress)
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

func write(ctx context.Context, dir string, stamp Stamp, base *Generation, c Change, progress func(done, total int)) (err error) {
	if _, err := durable.Mkdir(dir, durable.DirMode); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	removeUnfinished(dir)
	tmp, err := os.MkdirTemp(dir, tmpPrefix) // private, as all of an index is: bleve's files are
	if err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing the index: %w", errors.Join(err, os.RemoveAll(tmp)))
		}
	}()
	m := &manifest{Format: Format, Bleve: bleveVersion, Stamp: stamp}
	var known []fileInfo
	var before *cards
	if base != nil {
		known, before = base.manifest.Files, base.cards
		if err := clone(base.folder, tmp); err != nil {
			return err
		}
	}
	err = guard(filepath.Base(tmp), func() error { return fill(ctx, filepath.Join(tmp, bleveName), base, c, m, progress) })
	if err != nil {
		return err
	}
	own, err := encodeCards(before, c)
	if err != nil {
		return err
	}
	if err := errors.Join(fault("cards"), writeSynced(filepath.Join(tmp, cardsName), own), fault("catalogue")); err != nil {
		return err
	}
	if err := writeSynced(filepath.Join(tmp, catalogueName), c.Catalogue); err != nil {
		return err
	}
	if err := seal(tmp, m, known); err != nil {
		return err
	}
	return publish(dir, tmp)
}

// clone makes bleve's folder in tmp from that of the generation in folder: segments are linked, since
// they never change, and the rest is copied, as segments are where there are no links.
func clone(folder, tmp string) error {
	from, to := filepath.Join(folder, bleveName), filepath.Join(tmp, bleveName)
	return filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if entry.IsDir() {
			return os.Mkdir(target, 0o700)
		}
		if err := fault("clone"); err != nil {
			return err
		}
		if strings.HasSuffix(name, ".zap") && os.Link(name, target) == nil {
			return nil
		}
		return copyFile(name, target)
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil && strings.HasSuffix(to, ".zap") {
		err = out.Sync() // seal leaves segments to bleve, which syncs only those that it makes
	}
	return errors.Join(err, out.Close())
}

// fill applies a change to the index in folder, a copy of base's, or to a new one (nil), and completes the
// manifest.
func fill(ctx context.Context, folder string, base *Generation, c Change, m *manifest, progress func(done, total int)) error {
	var index bleve.Index
	var err error
	parts := shares(c.Docs)
	options := merging(mergeplan.DefaultMergePlanOptions.FloorSegmentSize, math.MaxUint32)
	if base == nil && len(c.Docs) > 0 || base != nil && len(c.Docs) > base.manifest.Docs {
		// Each part is a segment of a good size: merging them takes a sixth of the time, and is left to later.
		options = merging(max(1, int64(len(c.Docs)/len(parts)/2)), 0)
	}
	if base == nil {
		if index, err = bleve.NewUsing(folder, newMapping(), scorch.Name, scorch.Name, options); err != nil {
			err = fmt.Errorf("%w: %w", errWrite, err)
		}
	} else {
		index, err = openBleve(folder, options)
	}
	if err != nil {
		return err
	}
	n, err := apply(ctx, index, c, parts, progress)
	m.Docs = n
	return errors.Join(err, index.Close())
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

// apply writes the change, a batch for each of parts, and returns how many takeaways the index then holds.
// bleve makes a segment of a batch in the goroutine that hands it over, so several do. What is deleted and
// what is written never share an ID with another batch, so their order does not matter.
func apply(ctx context.Context, index bleve.Index, c Change, parts [][]Doc, progress func(done, total int)) (int, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	tell := counted(len(c.Docs), progress)
	todo := make(chan int)
	var workers sync.WaitGroup
	for range writers {
		workers.Go(func() {
			for i := range todo {
				batch := index.NewBatch()
				if i == 0 {
					for _, id := range c.Delete {
						batch.Delete(string(id))
					}
				}
				collect(ctx, batch, parts[i], tell)
				if ctx.Err() != nil {
					continue
				}
				if err := handOver(index, batch); err != nil {
					stop(err)
					continue
				}
				tell(len(parts[i]))
			}
		})
	}
	for i := range parts {
		if ctx.Err() != nil {
			break
		}
		todo <- i
	}
	close(todo)
	workers.Wait()
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	n, err := index.DocCount()
	return int(n), err
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
		if err := fault("batch"); err != nil {
			return err
		}
		if err := index.Batch(batch); err != nil {
			return fmt.Errorf("%w: %w", errWrite, err)
		}
		return nil
	})
}

// seal writes the manifest of a finished generation and makes everything in it durable.
func seal(folder string, m *manifest, known []fileInfo) error {
	var err error
	if m.Files, err = takeStock(folder, known); err != nil {
		return err
	}
	for _, f := range m.Files {
		if strings.HasSuffix(f.Name, ".zap") {
			m.Segments++
		}
	}
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := fault("manifest"); err != nil {
		return err
	}
	if err := writeSynced(filepath.Join(folder, manifestName), data); err != nil {
		return err
	}
	return filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || strings.HasSuffix(name, ".zap"):
			return err // bleve has synced its segments
		case entry.IsDir():
			return durable.SyncDir(name)
		}
		return durable.SyncFile(name)
	})
}

// publish gives a finished generation its name and makes it the current one.
func publish(dir, tmp string) error {
	numbers, err := generations(dir)
	if err != nil {
		return err
	}
	number := 1
	if len(numbers) > 0 {
		number = numbers[len(numbers)-1] + 1
	}
	name := fmt.Sprintf("%s%d", genPrefix, number)
	if err := fault("rename"); err != nil {
		return err
	}
	if err := durable.Replace(tmp, filepath.Join(dir, name)); err != nil {
		return err
	}
	before, _ := readCurrent(dir)
	if err := point(dir, name); err != nil {
		return errors.Join(err, os.RemoveAll(filepath.Join(dir, name)))
	}
	prune(dir, numbers, before)
	return nil
}

// point makes a generation the current one.
func point(dir, name string) error {
	if err := errors.Join(fault("sync"), durable.SyncDir(dir), fault("pointer")); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, currentName), tmpPrefix, durable.FileMode, []byte(name+"\n"))
}

// generations lists the numbers of all generations in dir, ascending, whether usable or not.
func generations(dir string) ([]int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		if n, ok := generationNumber(e.Name()); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// prune removes all old generations but the one that was current: readers that found its name may
// still be opening it. What cannot be removed is tried again next time.
func prune(dir string, old []int, before string) {
	for _, n := range old {
		if name := fmt.Sprintf("%s%d", genPrefix, n); name != before {
			discard(filepath.Join(dir, name))
		}
	}
}

// discard removes a generation, file by file as its manifest lists them; the manifest goes last. A folder without a
// manifest of ours is not a generation, and files that are not in it are somebody else's.
func discard(folder string) {
	m, err := readManifest(folder) // the files and bleve's version are in those of all formats
	if err != nil || m.Bleve == "" {
		_ = durable.Remove(folder) // empty where we were killed just before this
		return
	}
	folders := map[string]bool{}
	for _, f := range m.Files {
		name := filepath.FromSlash(f.Name)
		if durable.Remove(filepath.Join(folder, name)) != nil {
			return
		}
		for dir := filepath.Dir(name); dir != "."; dir = filepath.Dir(dir) {
			folders[dir] = true
		}
	}
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(folders))) { // the inner ones first
		_ = durable.Remove(filepath.Join(folder, dir))
	}
	if entries, err := os.ReadDir(folder); err == nil && len(entries) == 1 {
		_ = durable.Remove(filepath.Join(folder, manifestName))
	}
	_ = durable.Remove(folder)
}

// removeUnfinished removes what killed writers left. The lock is held, so none of it is in use.
func removeUnfinished(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if durable.IsTemp(e.Name(), tmpPrefix) || e.Name() == tmpPrefix+currentName {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}

// writeSynced writes a new file of a generation and waits until it is on the disk.
func writeSynced(name string, data []byte) error {
	return durable.NewFile(name, 0o600, data)
}

func checksum(data []byte) uint32 { return crc32.Checksum(data, castagnoli()) }
