package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"
)

// realWriteUps times bringing 1,000 real write-ups into a new library and indexing them, several times, each
// in a folder of its own.
func (b *bench) realWriteUps(ctx context.Context, corpus string) error {
	from := filepath.Join(b.tmp, "corpus")
	n, err := copies(corpus, from)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("1,000 real write-ups: not measured, there is no %s\n", corpus)
		return nil
	}
	if err != nil {
		return err
	}
	var both []time.Duration
	for i := range corpusRuns {
		dir := filepath.Join(b.tmp, fmt.Sprintf("real-%d", i))
		if out, err := b.command(ctx, b.binary, "init", dir).CombinedOutput(); err != nil {
			return fmt.Errorf("init: %w: %s", err, out)
		}
		start := time.Now()
		_ = b.command(ctx, b.binary, "ingest", "--library", dir, from).Run() // ends with 3: empty files are refused
		if out, err := b.command(ctx, b.binary, "search", "--library", dir, "gitops").CombinedOutput(); err != nil {
			return fmt.Errorf("search: %w: %s", err, out)
		}
		both = append(both, time.Since(start))
	}
	slices.Sort(both)
	fmt.Printf("%-42s %8.0f ms (%.0f to %.0f)\n", fmt.Sprintf("%d real write-ups: ingest and index", n),
		ms(both[len(both)/2]), ms(both[0]), ms(both[len(both)-1]))
	return nil
}
