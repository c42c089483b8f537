package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestFixOfChangedNote writes to a note while a fix is under way: what was written stays, and the fix is
// worked out anew, or given up where the writing never ends.
func TestFixOfChangedNote(t *testing.T) {
	const note = "---\ntitle: Notes\nauthors: [Ann]\nconference: kubecon-na-2019\n---\n## One\n#argocd\n\nText about it.\n"
	for _, test := range []struct {
		name   string
		writes int
		code   int
		note   string
		err    string
	}{
		{"once", 1, exitOK, strings.Replace(note, "#argocd", "#argo-cd", 1) + "More.\n", "takeaway: fixed 1 problem in 1 note: a.md\nhint: takeaway undo takes it back\ntakeaway: 1 note, no problems\n"},
		{"for ever", 1000, exitLibrary, "", "takeaway: a.md: changed by someone else meanwhile; nothing was written\nhint: run the command again\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			file := filepath.Join(w.dir, "notes", "a.md")
			if err := os.WriteFile(file, []byte(note), 0o644); err != nil {
				t.Fatal(err)
			}
			var out, errs bytes.Buffer
			looks := 0
			code := Main(t.Context(), []string{"check", "--fix"}, IO{Out: &out, Err: &errs, Dir: w.dir, Env: func(string) string { return "" },
				Now: func() time.Time { // the command looks at the clock once before it reads, and again before it writes
					if looks++; looks > 1 && looks <= 1+test.writes {
						data, err := os.ReadFile(file)
						if err == nil {
							err = os.WriteFile(file, append(data, "More.\n"...), 0o644)
						}
						if err != nil {
							t.Error(err)
						}
					}
					return time.Unix(1_600_000_000, 0)
				}})
			if diff := cmp.Diff([]any{test.code, "", test.err}, []any{code, out.String(), errs.String()}); diff != "" {
				t.Error(diff)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if test.note != "" && string(data) != test.note {
				t.Errorf("the note is now\n%s", data)
			}
			if test.note == "" && !strings.HasPrefix(string(data), note) {
				t.Errorf("the note was written to:\n%s", data)
			}
		})
	}
}
