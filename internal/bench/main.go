// Command bench measures takeaway as its users meet it: whole processes, from cold, on the shipped notes
// and on a library of 10,000 takeaways made from them. "make bench" runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

func main() {
	binary := flag.String("binary", "bin/takeaway", "the program to measure")
	takeaways := flag.Int("takeaways", 10_000, "size of the large library")
	runs := flag.Int("runs", 31, "runs of each command; the median counts")
	corpus := flag.String("corpus", "../shared/corpus/dev", "`folder` of real write-ups, if there is one")
	only := flag.String("generate", "", "only make the large library in this `folder`")
	each := flag.Int("per-note", perNote, "takeaways of each note that -generate makes")
	flag.Parse()
	err := run(context.Background(), *binary, *corpus, *takeaways, *runs, *only, *each)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, binary, corpus string, takeaways, runs int, only string, each int) error {
	if only != "" {
		return generate(only, takeaways, each)
	}
	binary, err := filepath.Abs(binary)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "takeaway-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	b := &bench{binary: binary, tmp: tmp, large: filepath.Join(tmp, "large"), runs: runs}
	if err := generate(b.large, takeaways, perNote); err != nil {
		return err
	}
	base := filepath.Join(tmp, "baseline")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", base, filepath.Join("internal", "bench", "baseline.go"))
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	b.baseline = base
	if err := b.build(ctx, takeaways); err != nil {
		return err
	}
	if err := b.ingest(ctx); err != nil {
		return err
	}
	if err := b.realWriteUps(ctx, corpus); err != nil {
		return err
	}
	if err := b.commands(ctx); err != nil {
		return err
	}
	return b.startUp(ctx)
}

// build times the first index of the large library and an update after one note changed.
func (b *bench) build(ctx context.Context, takeaways int) error {
	for _, step := range []struct {
		name   string
		before func() error
		args   []string
	}{
		{fmt.Sprintf("index %d takeaways from nothing", takeaways), nil, []string{"index", "rebuild", "--library", b.large}},
		{"search after one note changed", b.touch, []string{"search", "gitops", "--library", b.large}},
	} {
		if step.before != nil {
			if err := step.before(); err != nil {
				return err
			}
		}
		start := time.Now()
		if out, err := b.command(ctx, b.binary, step.args...).CombinedOutput(); err != nil {
			return fmt.Errorf("%v: %w: %s", step.args, err, out)
		}
		fmt.Printf("%-42s %8.0f ms\n", step.name, ms(time.Since(start)))
	}
	return nil
}

// touch changes one note of the large library.
func (b *bench) touch() error {
	notes, err := filepath.Glob(filepath.Join(b.large, "notes", "*", "*.md"))
	if err != nil || len(notes) == 0 {
		return fmt.Errorf("no notes: %w", err)
	}
	f, err := os.OpenFile(notes[0], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString("\n## One more\n\nA paragraph about canary releases.\n"); err != nil {
		return err
	}
	return f.Close()
}

// commands times whole processes, run in turns so that a noisy moment hits all of them alike.
func (b *bench) commands(ctx context.Context) error {
	large := []string{"--library", b.large}
	rows := []struct {
		name string
		cmd  func() *exec.Cmd
	}{
		{"libraries only (cobra, bleve, glamour)", func() *exec.Cmd { return b.command(ctx, b.baseline) }},
		{"takeaway version", func() *exec.Cmd { return b.command(ctx, b.binary, "version") }},
		{"search gitops, shipped notes", func() *exec.Cmd { return b.command(ctx, b.binary, "search", "gitops") }},
		{"search gitops, large", func() *exec.Cmd { return b.command(ctx, b.binary, append(large, "search", "gitops")...) }},
		{"search service mesh security, large", func() *exec.Cmd {
			return b.command(ctx, b.binary, append(large, "search", "service mesh security")...)
		}},
		{"search kuberntes (typo), large", func() *exec.Cmd { return b.command(ctx, b.binary, append(large, "search", "kuberntes")...) }},
		{"search gitops with four facets, large", func() *exec.Cmd {
			return b.command(ctx, b.binary, append(large, "search", "gitops", "--facets", "tag,conference,year,author")...)
		}},
		{"search with filters, large", func() *exec.Cmd {
			return b.command(ctx, b.binary, append(large, "search", "tag:gitops conf:kubecon-na-2019 cluster")...)
		}},
		{"summary kubecon-na-2019, shipped notes", func() *exec.Cmd { return b.command(ctx, b.binary, "summary", "kubecon-na-2019") }},
		{"summary kubecon-na-2019, large", func() *exec.Cmd { return b.command(ctx, b.binary, append(large, "summary", "kubecon-na-2019")...) }},
		{"trends, large", func() *exec.Cmd { return b.command(ctx, b.binary, append(large, "trends")...) }},
		{"trends ebpf gitops, large", func() *exec.Cmd { return b.command(ctx, b.binary, append(large, "trends", "ebpf", "gitops")...) }},
		{"compare kubecon-na-2019 kubecon-eu-2018", func() *exec.Cmd {
			return b.command(ctx, b.binary, append(large, "compare", "kubecon-na-2019", "kubecon-eu-2018")...)
		}},
		{"topic security, large", func() *exec.Cmd { return b.command(ctx, b.binary, append(large, "topic", "security")...) }},
		{"list conferences, large", func() *exec.Cmd { return b.command(ctx, b.binary, append(large, "list", "conferences")...) }},
		{"list takeaways, large", func() *exec.Cmd {
			return b.command(ctx, b.binary, append(large, "list", "takeaways", "-o", "id")...)
		}},
	}
	times := make([][]float64, len(rows))
	for round := range b.runs {
		for k := range rows {
			i := (round + k) % len(rows) // no command always follows the heaviest one
			r := rows[i]
			cmd := r.cmd()
			start := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w: %s", r.name, err, out)
			}
			times[i] = append(times[i], ms(time.Since(start)))
		}
	}
	fmt.Printf("\n%-42s %8s %8s %12s\n", fmt.Sprintf("whole process, %d runs", b.runs), "median", "min", "of version")
	version := median(times[1])
	for i, r := range rows {
		fmt.Printf("%-42s %5.1f ms %5.1f ms %11.2f×\n", r.name, median(times[i]), slices.Min(times[i]), median(times[i])/version)
	}
	return nil
}
