package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"takeaway/internal/cli"
	"takeaway/notes"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

// TestMain lets the scripts run this test binary as takeaway: the real main, without a build of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"takeaway": func() { os.Exit(cli.Run(notes.FS)) }})
}

// TestScripts runs the transcripts. Each starts in an empty folder with an empty home.
func TestScripts(t *testing.T) {
	found, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(found) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	index := builtinIndex(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			home := filepath.Join(e.WorkDir, "home")
			e.Setenv("HOME", home)
			e.Setenv("NO_COLOR", "")
			e.Setenv("TAKEAWAY_SHELVES", "off") // scripts about shelves turn them on
			e.Setenv("TMPDIR", filepath.Join(e.WorkDir, ".tmp"))
			cache := filepath.Join(home, ".cache")
			if err := os.MkdirAll(cache, 0o755); err != nil {
				return err
			}
			if noIndex(e) {
				return nil
			}
			return os.CopyFS(cache, os.DirFS(index))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exitCode, "fill": fill, "replace": replace, "wreck": wreck,
			"repeat": repeat, "raw": raw, "expand": expand,
		},
	})
}

// builtinIndex has the index of the shipped notes made once and returns the cache folder that holds it.
// Every script gets a copy: making it anew in each would be two thirds of the time of the whole suite.
func builtinIndex(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	c := exec.Command("takeaway", "list", "conferences", "--limit", "1")
	c.Env = append(os.Environ(), "HOME="+home, "XDG_CACHE_HOME=", "XDG_DATA_HOME=", "TAKEAWAY_LIBRARY=")
	c.Dir = home
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("the index of the shipped notes cannot be made: %v\n%s", err, out)
	}
	return filepath.Join(home, ".cache")
}

// noIndex says whether a script wants to start without an index of the shipped notes, as on a new machine:
// it has a file named no-index.
func noIndex(e *testscript.Env) bool {
	_, err := os.Stat(filepath.Join(e.WorkDir, "no-index"))
	return err == nil
}

// exitCode runs a command and checks its exit code: exit 3 takeaway search x.
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("%s ended with %s, not %s", strings.Join(args[1:], " "), code, args[0])
	}
}

// fill makes a file of N bytes of text: fill big.md 100000000.
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fill FILE BYTES")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	var n int64
	for _, c := range args[1] {
		n = n*10 + int64(c-'0')
	}
	ts.Check(f.Truncate(n))
	ts.Check(f.Close())
}

// replace exchanges text in a file: replace OLD NEW FILE. Escapes \n, \r, \x00 and \ufeff are understood in both.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace OLD NEW FILE")
	}
	file := ts.MkAbs(args[2])
	data, err := os.ReadFile(file)
	ts.Check(err)
	escapes := strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\x00`, "\x00", `\xff`, "\xff", `\ufeff`, "\ufeff", `\e`, "\x1b")
	from, to := escapes.Replace(args[0]), escapes.Replace(args[1])
	if !strings.Contains(string(data), from) {
		ts.Fatalf("%s does not contain %q", args[2], from)
	}
	ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(string(data), from, to)), 0o644))
}

// wreck cuts every file of every generation of an index in half, as a failing disk might: wreck index.
func wreck(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: wreck INDEX")
	}
	n := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || !strings.Contains(path, "gen-") {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		n++
		return os.Truncate(path, info.Size()/2)
	}))
	if n == 0 {
		ts.Fatalf("%s holds nothing to wreck", args[0])
	}
}
