package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

// ingest times bringing the notes of the large library into a new one, the first search, which indexes
// them, and bringing the same in again.
func (b *bench) ingest(ctx context.Context) error {
	dir := filepath.Join(b.tmp, "fresh")
	if out, err := b.command(ctx, b.binary, "init", dir).CombinedOutput(); err != nil {
		return fmt.Errorf("init: %w: %s", err, out)
	}
	from := filepath.Join(b.large, "notes")
	files, err := filepath.Glob(filepath.Join(from, "*", "*"))
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		args []string
	}{
		{fmt.Sprintf("ingest %d files", len(files)), []string{"ingest", "--library", dir, from}},
		{"search, which indexes them", []string{"search", "--library", dir, "gitops"}},
		{"ingest the same again", []string{"ingest", "--library", dir, from}},
	} {
		start := time.Now()
		if out, err := b.command(ctx, b.binary, step.args...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w: %s", step.args, err, out)
		}
		fmt.Printf("%-42s %8.0f ms\n", step.name, ms(time.Since(start)))
	}
	return nil
}
