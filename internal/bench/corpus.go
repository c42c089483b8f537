package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Real write-ups are measured in copies that differ in words here and there, for the same document twice
// would not be taken in twice.
const (
	corpusWriteUps = 1000
	markedWord     = 60 // every so many words one is put in that tells the copies apart
	corpusRuns     = 5
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

// copies fills dir with corpusWriteUps Markdown files made of those in corpus and returns how many there are.
func copies(corpus, dir string) (int, error) {
	var files []string
	err := filepath.WalkDir(corpus, func(name string, e fs.DirEntry, err error) error {
		if ext := filepath.Ext(name); err == nil && (ext == ".md" || ext == ".mdx") {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	if len(files) == 0 {
		return 0, fmt.Errorf("%s: no Markdown: %w", corpus, fs.ErrNotExist)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, err
	}
	for n := range corpusWriteUps {
		file := files[n%len(files)]
		data, err := os.ReadFile(file)
		if err != nil {
			return n, err
		}
		ext := filepath.Ext(file)
		name := fmt.Sprintf("%s-%d%s", strings.TrimSuffix(filepath.Base(file), ext), n, ext)
		if err := os.WriteFile(filepath.Join(dir, name), marked(data, n/len(files)), 0o644); err != nil {
			return n, err
		}
	}
	return corpusWriteUps, nil
}

// marked is text with a word of its own put in here and there below the front matter; the first copy is the
// text itself.
func marked(text []byte, number int) []byte {
	if number == 0 {
		return text
	}
	var out strings.Builder
	words, rules := 0, 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "---") {
			rules++
		}
		words += len(strings.Fields(line))
		if words >= markedWord && rules != 1 && strings.Contains(line, ". ") {
			line = strings.Replace(line, ". ", fmt.Sprintf(". Copy%dx%d ", number, out.Len()), 1)
			words = 0
		}
		out.WriteString(line)
	}
	return []byte(out.String())
}
