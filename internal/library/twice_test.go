package library

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Names that programs for keeping folders in step give to the second version of a file, and names that only look like it.
func TestConflictOf(t *testing.T) {
	for name, want := range map[string]string{
		"k/a.sync-conflict-20240131-120000-ABCDEFG.md":                                     "k/a.md",
		"a.sync-conflict-20240131-120000.txt":                                              "a.txt",
		"a.sync-conflict-20240131-120000-ABCDEFG.sync-conflict-20240201-130000-HIJKLMN.md": "a.md",
		"a (Ann's conflicted copy 2024-01-31).md":                                          "a.md",
		"a (Ann's conflicted copy 2024-01-31 (1)).md":                                      "a.md",
		"a (conflicted copy 2024-01-31 120000).md":                                         "a.md",
		"a (Conflicted copy laptop 202401311200).md":                                       "a.md",
		"a (In Konflikt stehende Kopie von Ann 2024-01-31).md":                             "a.md",
		"a (Copie en conflit de Ann 2024-01-31).md":                                        "a.md",
		"a (Copia en conflicto de Ann 2024-01-31).md":                                      "a.md",
		"a (SFConflict ann@example.org 2024-01-31-12-00-00).md":                            "a.md",
		"a_conflict-20240131-120000.md":                                                    "a.md",
		"a.Conflict.md":                                                                    "a.md",
		"a.conflict1.yaml":                                                                 "a.yaml",
		"a [conflicted].md":                                                                "a.md",
		"a (conflict 2).md":                                                                "a.md",
		"a_LOCAL_4711.md":                                                                  "a.md",
		"a_REMOTE_4711.md":                                                                 "a.md",
		"a.orig.md":                                                                        "a.md",
		"team-conflict.md":                                                                 "",
		"conflict.md":                                                                      "",
		".conflict.md":                                                                     "",
		"talk (conflict resolution).md":                                                    "",
		"conflict-resolution-2024.md":                                                      "",
		"a (copy).md":                                                                      "",
		"a (1).md":                                                                         "",
		"a.original.md":                                                                    "",
		"x/conflicts/a.md":                                                                 "",
		"go_LOCAL.md":                                                                      "",
	} {
		if got := conflictOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// A note is read once under whatever names its file has, and a conflict copy is read where it is all that there is. Each is
// told when it turns up, and again only by check.
func TestNotesThatAreThereTwice(t *testing.T) {
	lib := testLibrary(t, map[string]string{"k/a.md": "# One\n\nText", "k/a.sync-conflict-20240131-120000-ABCDEFG.md": "# Other\n\nText",
		"k/b.orig.md": "# Left\n\nText", "c.md": "# Three\n\nText"})
	notes := filepath.Join(lib.Dir, NotesDir)
	out := filepath.Join(t.TempDir(), "out.md")
	if err := os.WriteFile(out, []byte("# Outside\n\nText"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"0.md": "k/a.md", "z": "k", "out1.md": out, "out2.md": out} {
		if err := os.Symlink(to, filepath.Join(notes, name)); err != nil {
			t.Skip(err)
		}
	}
	if err := os.Link(filepath.Join(notes, "c.md"), filepath.Join(notes, "d.md")); err != nil {
		t.Skip(err)
	}
	scan := func(cat *Catalogue) (*Catalogue, []string, []string) {
		t.Helper()
		d, err := lib.Scan(context.Background(), cat, monday.AddDate(1, 0, 0), nil)
		if err != nil {
			t.Fatal(err)
		}
		next, err := NewCatalogue(cat, d)
		if err != nil {
			t.Fatal(err)
		}
		next, err = DecodeCatalogue(next.Encode())
		if err != nil {
			t.Fatal(err)
		}
		var read, passed []string
		ups, err := next.WriteUps()
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range ups {
			read = append(read, w.Path)
		}
		for _, p := range d.Passed {
			passed = append(passed, p.Path+" "+p.Message[strings.Index(p.Message, "of ")+3:])
			if p.Code == codeSameFile {
				passed[len(passed)-1] = p.Path + " " + p.Message[strings.Index(p.Message, "to ")+3:]
			}
		}
		return next, read, passed
	}
	cat, read, passed := scan(nil)
	if diff := cmp.Diff([]string{"c.md", "k/a.md", "k/b.orig.md", "out1.md"}, read); diff != "" {
		t.Error(diff)
	}
	const a = "k/a.md, which is read "
	if diff := cmp.Diff([]string{"0.md " + a + "once", "d.md c.md, which is read once", "k/a.sync-conflict-20240131-120000-ABCDEFG.md " + a + "in its place", "out2.md out1.md, which is read once",
		"z/a.md " + a + "once", "z/a.sync-conflict-20240131-120000-ABCDEFG.md k/a.sync-conflict-20240131-120000-ABCDEFG.md, which is read once", "z/b.orig.md k/b.orig.md, which is read once"}, passed); diff != "" {
		t.Error(diff)
	}
	again, read, passed := scan(cat)
	if len(read) != 4 || len(passed) != 0 {
		t.Errorf("the second time: %v, told %v", read, passed)
	}
	if d, err := lib.Scan(context.Background(), again, monday.AddDate(1, 0, 0), nil); err != nil || !d.Clean() {
		t.Errorf("not clean: %+v, %v", d, err)
	}
	problems, n, err := lib.Check(context.Background(), monday, nil)
	told := 0
	for i := range problems {
		if PassedOver(&problems[i]) {
			told++
		}
	}
	if err != nil || told != 7 || n != 4 {
		t.Errorf("check: %d notes, %v, %v", n, problems, err)
	}
	// Without the note the copy is read; with it again it is not.
	if err := os.Rename(filepath.Join(notes, "k/a.md"), filepath.Join(notes, "k/a.bak")); err != nil {
		t.Fatal(err)
	}
	cat, read, _ = scan(again)
	if diff := cmp.Diff([]string{"c.md", "k/a.sync-conflict-20240131-120000-ABCDEFG.md", "k/b.orig.md", "out1.md"}, read); diff != "" {
		t.Error(diff)
	}
	if err := os.Rename(filepath.Join(notes, "k/a.bak"), filepath.Join(notes, "k/a.md")); err != nil {
		t.Fatal(err)
	}
	if _, read, _ = scan(cat); !cmp.Equal(read, []string{"c.md", "k/a.md", "k/b.orig.md", "out1.md"}) {
		t.Errorf("with the note again: %v", read)
	}
}
