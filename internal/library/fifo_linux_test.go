package library

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

// TestPipe makes sure that nothing waits for the writer of a pipe that is called like a note.
func TestPipe(t *testing.T) {
	lib := testLibrary(t, map[string]string{"a.md": "1"})
	for _, name := range []string{"pipe.md", "pipe"} {
		if err := syscall.Mkfifo(filepath.Join(lib.Dir, NotesDir, name), 0o644); err != nil {
			t.Skipf("no pipes here: %v", err)
		}
	}
	compareWalk(t, os.DirFS(filepath.Join(lib.Dir, NotesDir)), []found{{path: "a.md", size: 1, mtime: monday.UnixNano()}},
		[]kb.Problem{problem("pipe.md", "not-a-file", "is neither a file nor a folder")})
	_, err := lib.Bytes("pipe.md")
	if err == nil {
		t.Fatal("a pipe was read")
	}
	if diff := cmp.Diff("read pipe.md: is not a regular file", err.Error()); diff != "" {
		t.Error(diff)
	}
}

// A pipe in the place of a step is told of, not waited for.
func TestPipeAsStep(t *testing.T) {
	l, j := shelf(t, map[string]string{"a.md": "one"})
	if err := j.Apply("t", []Edit{edit("a.md", "one", "1")}, changeTime); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(l.Index, JournalDir, "000002.zip"), 0o644); err != nil {
		t.Skip(err)
	}
	steps, bad, err := j.Steps()
	if err != nil || len(steps) != 1 || len(bad) != 1 {
		t.Errorf("%v, %v, %v", steps, bad, err)
	}
	if err := j.Apply("t", []Edit{edit("a.md", "1", "2")}, changeTime); err != nil {
		t.Error(err)
	}
}
