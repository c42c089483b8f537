package main

import (
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// repeat writes a text many times into a file: repeat FILE TEXT TIMES.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE TEXT TIMES")
	}
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(args[1], n)), 0o644))
}

// raw writes a text with Go's escapes into a file: raw FILE 'a\x1bb'. Bytes of zero are left out, since no
// argument of a command can hold one.
func raw(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: raw FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, "\x00", "")), 0o644))
}

// expand runs exec or exit with the contents of FILE in the place of every argument @FILE.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: expand exec|exit …")
	}
	full := make([]string, len(args))
	for i, a := range args {
		full[i] = a
		if file, ok := strings.CutPrefix(a, "@"); ok {
			full[i] = ts.ReadFile(file)
		}
	}
	switch full[0] {
	case "exec":
		ts.Check(ts.Exec(full[1], full[2:]...))
	case "exit":
		exitCode(ts, false, full[1:])
	default:
		ts.Fatalf("expand runs exec or exit, not %s", full[0])
	}
}
