// Command gen makes the compiled tables of the program from data files and labelled texts:
//
//	go run ./internal/gen NAME [ARGUMENTS]
//
// Each table has one file here with its recipe. A task whose input is kept beside the project says so and
// leaves the table as it is where the input is missing.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
)

// tasks are the tables that can be made, by name.
var tasks = map[string]task{}

// task makes one table; args are what follows its name on the command line.
type task struct {
	about string
	run   func(args []string) error
}

func main() {
	if len(os.Args) < 2 || tasks[os.Args[1]].run == nil {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/gen NAME [ARGUMENTS]")
		for _, name := range slices.Sorted(maps.Keys(tasks)) {
			fmt.Fprintf(os.Stderr, "  %-14s %s\n", name, tasks[name].about)
		}
		os.Exit(2)
	}
	if err := tasks[os.Args[1]].run(os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "gen %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}
