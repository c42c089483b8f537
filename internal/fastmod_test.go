package internal_test

import (
	"bytes"
	"os"
	"testing"
)

// fastLine is what go.fast.mod has beyond go.mod: release builds take a stub for chroma, which reads all its lexers and
// styles at start-up (doc/decisions/0007-start-up.md).
const fastLine = "\nreplace github.com/alecthomas/chroma/v2 => ./third_party/chroma\n"

const updateFast = "go test ./internal -run FastModule -update"

// TestFastModule: release builds are of the same modules as all others, but for that line.
func TestFastModule(t *testing.T) {
	for _, file := range []struct{ from, to, more string }{{"../go.mod", "../go.fast.mod", fastLine}, {"../go.sum", "../go.fast.sum", ""}} {
		want, err := os.ReadFile(file.from)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, file.more...)
		if *update {
			if err := os.WriteFile(file.to, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file.to); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not %s with a line for chroma: run %s", file.to, file.from, updateFast)
		}
	}
}
