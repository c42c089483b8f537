package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// overBudget is what a package may cost at start-up, in milliseconds, before it must be replaced or
// justified beside its import.
const overBudget = 1.0

// initLine matches "init bleve/index @2.5 ms, 1.3 ms clock, 123 bytes, 4 allocs" of GODEBUG=inittrace=1.
var initLine = regexp.MustCompile(`^init (\S+) @\S+ ms, (\S+) ms clock, (\d+) bytes, (\d+) allocs`)

// startUp prints what each package costs at init: the median over several starts.
func (b *bench) startUp(ctx context.Context) error {
	costs := map[string][]float64{}
	var order []string
	for range b.runs {
		cmd := b.command(ctx, b.binary, "version")
		cmd.Env = append(cmd.Env, "GODEBUG=inittrace=1")
		var trace bytes.Buffer
		cmd.Stderr = &trace
		if err := cmd.Run(); err != nil {
			return err
		}
		lines := bufio.NewScanner(&trace)
		for lines.Scan() {
			m := initLine.FindStringSubmatch(lines.Text())
			if m == nil {
				continue
			}
			cost, err := strconv.ParseFloat(m[2], 64)
			if err != nil {
				return err
			}
			if costs[m[1]] == nil {
				order = append(order, m[1])
			}
			costs[m[1]] = append(costs[m[1]], cost)
		}
	}
	if len(order) == 0 {
		return fmt.Errorf("no package reported its start-up cost")
	}
	slices.SortStableFunc(order, func(x, y string) int { return cmp.Compare(median(costs[y]), median(costs[x])) })
	fmt.Printf("\n%-42s %8s\n", "start-up budget: init of each package", "median")
	total := 0.0
	for _, pkg := range order {
		total += median(costs[pkg])
	}
	for _, pkg := range order {
		cost := median(costs[pkg])
		if cost < 0.05 {
			break
		}
		mark := ""
		if cost > overBudget {
			mark = "  over 1 ms"
		}
		fmt.Printf("%-42s %5.2f ms%s\n", pkg, cost, mark)
	}
	fmt.Printf("%-42s %5.2f ms\n", fmt.Sprintf("all %d packages", len(order)), total)
	return nil
}
