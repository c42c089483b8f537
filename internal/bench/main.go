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

// options are the flags.
type options struct {
	binary, corpus, talks, part, only string
	takeaways, runs, each             int
}

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "bin/takeaway", "the program to measure")
	flag.IntVar(&o.takeaways, "takeaways", 10_000, "size of the large library")
	flag.IntVar(&o.runs, "runs", 31, "runs of each command; the median counts")
	flag.StringVar(&o.corpus, "corpus", "../shared/corpus/dev", "`folder` of real write-ups, if there is one")
	flag.StringVar(&o.talks, "transcripts", "../shared/data/transcripts.txt.xz", "packed `file` of real transcripts, if there is one")
	flag.StringVar(&o.part, "part", "", "measure only this `part`: build, ingest, real, commands, start, note, transcripts or sizes")
	flag.StringVar(&o.only, "generate", "", "only make the large library in this `folder`")
	flag.IntVar(&o.each, "per-note", perNote, "takeaways of each note that -generate makes")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.only != "" {
		return generate(o.only, o.takeaways, o.each)
	}
	binary, err := filepath.Abs(o.binary)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "takeaway-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	b := &bench{binary: binary, tmp: tmp, large: filepath.Join(tmp, "large"), runs: o.runs}
	if err := generate(b.large, o.takeaways, perNote); err != nil {
		return err
	}
	base := filepath.Join(tmp, "baseline")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", base, filepath.Join("internal", "bench", "baseline.go"))
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	b.baseline = base
	for _, part := range []struct {
		name string
		run  func() error
	}{
		{"build", func() error { return b.build(ctx, o.takeaways) }},
		{"ingest", func() error { return b.ingest(ctx) }},
		{"real", func() error { return b.realWriteUps(ctx, o.corpus) }},
		{"commands", func() error { return b.commands(ctx) }},
		{"start", func() error { return b.startUp(ctx) }},
		{"note", func() error { return b.oneNote(ctx) }},
		{"transcripts", func() error { return b.transcripts(ctx, o.talks) }},
		{"sizes", func() error { return b.grow(ctx) }},
	} {
		if o.part != "" && o.part != part.name {
			continue
		}
		if err := part.run(); err != nil {
			return err
		}
	}
	return nil
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
func (b *bench) touch() error { return touchIn(b.large) }

// touchIn changes one note of a library.
func touchIn(dir string) error {
	notes, err := filepath.Glob(filepath.Join(dir, "notes", "*", "*.md"))
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
