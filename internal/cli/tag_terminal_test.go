package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const terminalNote = `---
title: A
conference: kubecon-na-2019
---
## GitOps arrived
GitOps with Argo CD and Flux was everywhere, and GitOps it stays.

## The mesh is quiet now
A service mesh comes with the platform, Istio or Linkerd.
`

// terminal runs a command as somebody at a terminal who types keys. It returns the exit code, both
// outputs, and the note as it is then.
func terminal(t *testing.T, dir, keys string, args ...string) (code int, out, errs, note string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := map[string]string{"PAGER": "cat", "NO_COLOR": "1", "XDG_CACHE_HOME": filepath.Join(dir, "cache")}
	code = Main(context.Background(), args, IO{In: strings.NewReader(keys), Out: &stdout, Err: &stderr, InTTY: true, OutTTY: true, ErrTTY: true,
		Width: 80, Env: func(k string) string { return env[k] }, Dir: dir, Notes: fstest.MapFS{},
		Now: func() time.Time { return time.Date(2026, 3, 24, 0, 0, 0, 0, time.UTC) }})
	data, err := os.ReadFile(filepath.Join(dir, "notes", "a.md"))
	if err != nil {
		t.Fatal(err)
	}
	return code, stdout.String(), stderr.String(), string(data)
}

func terminalLibrary(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	err := errors.Join(os.Mkdir(filepath.Join(dir, "notes"), 0o755), os.WriteFile(filepath.Join(dir, "takeaway.yaml"), nil, 0o644),
		os.WriteFile(filepath.Join(dir, "notes", "a.md"), []byte(terminalNote), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestConfirm(t *testing.T) {
	tagged := strings.NewReplacer("## GitOps arrived\n", "## GitOps arrived\n#x\n", "quiet now\n", "quiet now\n#x\n").Replace(terminalNote)
	for _, tc := range []struct {
		name, keys string
		code       int
		note, errs string
	}{
		{"yes", "y\n", exitOK, tagged, "Change 2 takeaways in 1 note?"},
		{"no", "n\n", exitNothing, terminalNote, "nothing was changed"},
		{"Return alone", "\n", exitNothing, terminalNote, "nothing was changed"},
		{"end of input", "", exitNothing, terminalNote, "nothing was changed"},
		{"nonsense, then yes", "perhaps\nYES\n", exitOK, tagged, "hint: takeaway undo takes it back"},
		{"the diff, then no", "d\nno\n", exitNothing, terminalNote, "nothing was changed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			code, out, errs, note := terminal(t, terminalLibrary(t), tc.keys, "tag", "+x", "--", "conf:kubecon-na-2019")
			if code != tc.code || !strings.Contains(errs, tc.errs) {
				t.Errorf("exit %d, want %d; %s", code, tc.code, errs)
			}
			if diff := cmp.Diff(tc.note, note); diff != "" {
				t.Error(diff)
			}
			if shown := strings.Contains(out, "+#x"); shown != strings.Contains(tc.keys, "d\n") {
				t.Errorf("diff shown: %v\n%s", shown, out)
			}
		})
	}
	t.Run("one takeaway is not asked about", func(t *testing.T) {
		code, _, errs, note := terminal(t, terminalLibrary(t), "", "tag", "+x", "--", "istio")
		if code != exitOK || !strings.Contains(note, "quiet now\n#x\n") {
			t.Errorf("exit %d, %s\n%s", code, errs, note)
		}
	})
}

// A tag that is nearly another one is asked about before it is written.
func TestSlip(t *testing.T) {
	for keys, want := range map[string]struct {
		code int
		note string
	}{"n\n": {exitNothing, terminalNote}, "": {exitNothing, terminalNote},
		"y\n": {exitOK, strings.Replace(terminalNote, "quiet now\n", "quiet now\n#platform-enginering\n", 1)}} {
		code, _, errs, note := terminal(t, terminalLibrary(t), keys, "tag", "+platform-enginering", "--", "istio")
		if code != want.code || note != want.note || !strings.Contains(errs, "did you mean platform-engineering?") {
			t.Errorf("%q: exit %d, %s\n%s", keys, code, errs, note)
		}
	}
}

func TestReview(t *testing.T) {
	replaced := func(old, new string) string { return strings.Replace(terminalNote, old, new, 1) }
	accepted := replaced("## GitOps arrived\n", "## GitOps arrived\n#gitops\n")
	both := strings.Replace(accepted, "quiet now\n", "quiet now\n-#service-mesh\n", 1)
	for _, tc := range []struct {
		name, keys string
		code       int
		note       string
	}{
		{"accept one, reject one", "ar", exitOK, both},
		{"skip, then accept", "sA", exitOK, replaced("quiet now\n", "quiet now\n#service-mesh\n")},
		{"help, nonsense, accept, stop", "?xxaq", exitOK, accepted},
		{"all of this takeaway", "A", exitOK, accepted},
		{"undo the last answer, then reject", "aurq", exitOK, replaced("## GitOps arrived\n", "## GitOps arrived\n-#gitops\n")},
		{"undo back over a skip", "suaq", exitOK, accepted},
		{"nothing to undo", "uaq", exitOK, accepted},
		{"stop at once", "q", exitOK, terminalNote},
		{"the input ends", "a", exitOK, accepted},
		{"Ctrl-D", "a\x04", exitOK, accepted},
		{"Ctrl-C writes nothing", "a\x03", exitInterrupted, terminalNote},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := terminalLibrary(t)
			code, _, errs, note := terminal(t, dir, tc.keys, "tag", "suggest")
			if code != tc.code {
				t.Errorf("exit %d, want %d\n%s", code, tc.code, errs)
			}
			if diff := cmp.Diff(tc.note, note); diff != "" {
				t.Errorf("%s\n%s", diff, errs)
			}
			if strings.Contains(tc.keys, "?") != strings.Contains(errs, reviewHelp) {
				t.Errorf("help: %s", errs)
			}
			if !strings.Contains(errs, "  add  #gitops ?") || !strings.Contains(errs, "has: (no tags)") || strings.Contains(errs, "strong") {
				t.Errorf("the offer: %s", errs)
			}
			if tc.note == terminalNote {
				return
			}
			if code, _, errs, note = terminal(t, dir, "", "undo"); code != exitOK || note != terminalNote {
				t.Errorf("undo: exit %d, %s\n%s", code, errs, note)
			}
		})
	}
}

// A note that somebody changes while the question stands is not overwritten.
func TestConfirmWhileChanged(t *testing.T) {
	dir := terminalLibrary(t)
	file := filepath.Join(dir, "notes", "a.md")
	var stderr bytes.Buffer
	in := readerFunc(func(b []byte) (int, error) {
		if err := os.WriteFile(file, []byte("## Mine\n"), 0o644); err != nil {
			return 0, err
		}
		return copy(b, "y\n"), nil
	})
	code := Main(context.Background(), []string{"tag", "+x", "--", "conf:kubecon-na-2019"}, IO{In: in, Out: &bytes.Buffer{}, Err: &stderr, InTTY: true, OutTTY: true, ErrTTY: true,
		Env: func(string) string { return "" }, Dir: dir, Notes: fstest.MapFS{}, Now: time.Now})
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "## Mine\n" {
		t.Errorf("%q, %v", data, err)
	}
	if code != exitLibrary || !strings.Contains(stderr.String(), "a.md: changed by someone else meanwhile; nothing was written") {
		t.Errorf("exit %d, %s", code, &stderr)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
