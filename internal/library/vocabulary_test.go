package library

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/vocabulary"
)

// A library without a file of its own is served by the built-in vocabulary itself, at no cost; with one
// the stamp follows every change of its bytes.
func TestVocabularyFile(t *testing.T) {
	plain := testLibrary(t, map[string]string{"a.md": plainNote})
	if plain.Vocabulary() != vocabulary.Default() || plain.VocabularyProblems() != nil {
		t.Errorf("without a file: another vocabulary, or problems %v", plain.VocabularyProblems())
	}
	if builtin := (&Library{Builtin: true}); builtin.Vocabulary() != vocabulary.Default() || builtin.Stamp() != plain.Stamp() {
		t.Errorf("built-in library: stamp %q, want %q", builtin.Stamp(), plain.Stamp())
	}
	file := filepath.Join(plain.Dir, VocabularyFile)
	stamps := map[string]string{plain.Stamp(): "no file"}
	for _, text := range []string{"topics: [{id: quantum, strong: [qubit]}]", "topics: [{id: quantum, strong: [qutrit]}]", "topics: [", ""} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		lib, err := Open(plain.Dir)
		if err != nil {
			t.Fatal(err)
		}
		if other, twice := stamps[lib.Stamp()]; twice {
			t.Errorf("%q has the stamp of %q", text, other)
		}
		stamps[lib.Stamp()] = text
	}
}

// A topic on the whole write-up holds where the words show it, or where the note is closed; one that no words show
// stays with the piece that is nearest to it, unless it is one of an occasion. Words that are no topics hold for all.
func TestOccasion(t *testing.T) {
	more := strings.Repeat(" Some more words about it follow here.", 12)
	body := "## eBPF sees it all\n\neBPF programs and eBPF maps." + more +
		"\n\n## Who will help\n\nMaintainers look for contributors; new contributors are welcome." + more + "\n"
	for _, c := range []struct {
		front string
		want  [][]string
	}{
		{"tags: [community, kubernetes]", [][]string{{"kubernetes", "ebpf"}, {"community", "kubernetes"}}},
		{"tags: [community]\ninfer: false", [][]string{{"community"}, {"community"}}},
		{"tags: [security]", [][]string{{"security", "ebpf"}, {"community"}}},
		{"tags: [ebpf]", [][]string{{"ebpf"}, {"community"}}},
	} {
		lib := testLibrary(t, map[string]string{"a.md": "---\ntitle: x\n" + c.front + "\n---\n" + body})
		d, err := lib.Scan(t.Context(), nil, time.Now(), nil)
		if err != nil || len(d.Read) != 1 {
			t.Fatalf("%v, %d read", err, len(d.Read))
		}
		var got [][]string
		for _, p := range d.Read[0].Pieces {
			var names []string
			for _, tag := range p.Tags {
				names = append(names, tag.Name)
			}
			got = append(got, names)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.front, diff)
		}
		if len(d.Read[0].Tags) == 0 {
			t.Errorf("%s: the write-up lost its tags", c.front)
		}
	}
}
