package main

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"time"
)

// bench is one series of measurements.
type bench struct {
	binary, baseline, tmp, large string
	runs                         int
}

// command prepares a run of a program in a world of its own: no library around it, no home but tmp.
func (b *bench) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = b.tmp
	cmd.Env = []string{"HOME=" + b.tmp, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + b.tmp}
	return cmd
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
