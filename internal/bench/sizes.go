package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// sizes are the numbers of takeaways that one library is made of after another, to see how times grow.
var sizes = []int{1_000, 10_000, 100_000}

// sized is what a library of one size takes.
type sized struct {
	takeaways int
	costs     []cost
}

// cost is one measurement: processor time of the whole process and its greatest memory.
type cost struct {
	name   string
	cpu    time.Duration
	wall   time.Duration
	memory int64 // bytes
}

// grow measures libraries of growing size, four takeaways a note, and prints how each time grows: 1 is linear.
func (b *bench) grow(ctx context.Context) error {
	var all []sized
	for _, n := range sizes {
		dir := filepath.Join(b.tmp, fmt.Sprintf("size-%d", n))
		if err := generate(dir, n, perSlimNote); err != nil {
			return err
		}
		s := sized{takeaways: n}
		for _, step := range []struct {
			name   string
			before func(string) error
			args   []string
		}{
			{"first index", nil, []string{"index", "rebuild"}},
			{"search gitops", nil, []string{"search", "gitops"}},
			{"search after one note changed", touchIn, []string{"search", "gitops"}},
			{"summary kubecon-na-2019", nil, []string{"summary", "kubecon-na-2019"}},
			{"trends", nil, []string{"trends"}},
			{"list tags", nil, []string{"list", "tags"}},
		} {
			if step.before != nil {
				if err := step.before(dir); err != nil {
					return err
				}
			}
			c, err := b.cost(ctx, step.name, append(step.args, "--library", dir)...)
			if err != nil {
				return err
			}
			s.costs = append(s.costs, c)
		}
		all = append(all, s)
	}
	printGrowth(all)
	return nil
}

// printGrowth prints a row for each command: what it takes at the largest size, and the slopes from size to size.
func printGrowth(all []sized) {
	last := all[len(all)-1]
	fmt.Printf("\n%-34s %9s %9s %8s  %s\n", fmt.Sprintf("%d takeaways, %d a note", last.takeaways, perSlimNote), "wall", "processor", "memory", "slopes up to there (1 is linear)")
	for i, c := range last.costs {
		var slopes []string
		for k := 1; k < len(all); k++ {
			times := float64(all[k].costs[i].cpu) / float64(all[k-1].costs[i].cpu)
			slopes = append(slopes, fmt.Sprintf("%.2f", math.Log(times)/math.Log(float64(all[k].takeaways)/float64(all[k-1].takeaways))))
		}
		fmt.Printf("%-34s %7.2f s %7.2f s %5d MB  %s\n", c.name, c.wall.Seconds(), c.cpu.Seconds(), c.memory>>20, strings.Join(slopes, " "))
	}
}

// cost runs a command.
func (b *bench) cost(ctx context.Context, name string, args ...string) (cost, error) {
	cmd := b.command(ctx, b.binary, args...)
	start := time.Now()
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		return cost{}, fmt.Errorf("%v: %w: %s", args, err, said.String())
	}
	p := cmd.ProcessState
	return cost{name: name, wall: time.Since(start), cpu: p.UserTime() + p.SystemTime(), memory: peak(p)}, nil
}

// oneNote measures a note of 10,000 takeaways: every hit of it asked for is no slower than the list of all.
func (b *bench) oneNote(ctx context.Context) error {
	const pieces = 9_990 // a note may have 10,000, and there is an intro
	dir := filepath.Join(b.tmp, "one-note")
	var text strings.Builder
	text.WriteString("---\ntitle: KubeCon, all of it\nconference: kubecon-na-2019\n---\n")
	for i := range pieces {
		fmt.Fprintf(&text, "\n## Claim %d about %s\n\nSomebody said that gitops moves %s to the cluster of team %d.\n", i, pseudoWord(uint64(i)), pseudoWord(uint64(i*7)), i%40)
	}
	for _, folder := range []string{"notes", "index"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "notes", "all.md"), []byte(text.String()), 0o644); err != nil {
		return err
	}
	if _, err := b.cost(ctx, "", "index", "rebuild", "--library", dir); err != nil {
		return err
	}
	var costs [2][]float64
	for range max(b.runs/3, 3) {
		for i, args := range [2][]string{{"list", "takeaways", "-o", "id", "--library", dir}, {"search", "gitops", "-n", "0", "-o", "id", "--library", dir}} {
			c, err := b.cost(ctx, "", args...)
			if err != nil {
				return err
			}
			costs[i] = append(costs[i], ms(c.cpu))
		}
	}
	list, search := median(costs[0]), median(costs[1])
	fmt.Printf("%-42s %8.0f ms, list takeaways %.0f ms: %.2f×\n", "search -n 0 in a note of 10,000 takeaways", search, list, search/list)
	return nil
}

// transcripts measures an index of real transcripts, made of a packed text with "=== name" before each, and a search
// of them beside the scan of ripgrep, or of grep where that is not there.
func (b *bench) transcripts(ctx context.Context, packed string) error {
	text, err := exec.CommandContext(ctx, "xz", "-dc", packed).Output()
	if err != nil {
		fmt.Printf("transcripts: not measured, there is no %s\n", packed)
		return nil
	}
	dir := filepath.Join(b.tmp, "said")
	n, err := transcriptNotes(dir, string(text))
	if err != nil {
		return err
	}
	index, err := b.cost(ctx, "", "index", "rebuild", "--library", dir)
	if err != nil {
		return err
	}
	fmt.Printf("%-42s %8.1f s (%.1f s of processors, %d MB)\n", fmt.Sprintf("index %d transcripts of %d MB", n, len(text)>>20), index.wall.Seconds(), index.cpu.Seconds(), index.memory>>20)
	grep := []string{"rg", "-c", "-i", "service mesh", filepath.Join(dir, "notes")}
	if _, err := exec.LookPath("rg"); err != nil {
		grep = []string{"grep", "-rci", "service mesh", filepath.Join(dir, "notes")}
	}
	var ours, theirs []float64
	for range max(b.runs/3, 3) {
		c, err := b.cost(ctx, "", "search", "service mesh", "--of", "transcripts", "--library", dir)
		if err != nil {
			return err
		}
		start := time.Now()
		_ = exec.CommandContext(ctx, grep[0], grep[1:]...).Run()
		ours, theirs = append(ours, ms(c.wall)), append(theirs, ms(time.Since(start)))
	}
	fmt.Printf("%-42s %8.0f ms, %s %.0f ms: %.2f×\n", "search service mesh --of transcripts", median(ours), grep[0], median(theirs), median(ours)/median(theirs))
	return nil
}

// transcriptNotes writes a note for each transcript, in paragraphs of some sentences as ingest leaves them.
func transcriptNotes(dir, text string) (int, error) {
	notes := filepath.Join(dir, "notes")
	if err := os.MkdirAll(notes, 0o755); err != nil {
		return 0, err
	}
	n := 0
	for talk := range strings.SplitSeq("\n"+text, "\n=== ") {
		name, said, ok := strings.Cut(talk, "\n")
		if !ok || strings.TrimSpace(said) == "" {
			continue
		}
		var b strings.Builder
		fmt.Fprintf(&b, "---\ntitle: %q\ntranscript: true\n---\n", name)
		words := strings.Fields(said)
		for i := 0; i < len(words); i += passageWords {
			seconds := i / 3
			fmt.Fprintf(&b, "\n## [%02d:%02d:%02d] %s\n\n%s\n", seconds/3600, seconds/60%60, seconds%60, strings.Join(words[i:min(i+6, len(words))], " "),
				strings.Join(words[i:min(i+passageWords, len(words))], " "))
		}
		n++
		if err := os.WriteFile(filepath.Join(notes, fmt.Sprintf("talk-%04d.md", n)), []byte(b.String()), 0o644); err != nil {
			return n, err
		}
	}
	return n, nil
}

// passageWords is about how long a passage of a transcript is.
const passageWords = 250
