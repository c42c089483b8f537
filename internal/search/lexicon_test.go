package search

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// wordLists are those of words.yaml.
func wordLists(t *testing.T) Lists {
	t.Helper()
	data, err := os.ReadFile("words.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]string
	if err := yaml.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	languages, err := os.ReadFile("languages.txt")
	if err != nil {
		t.Fatal(err)
	}
	subjects, err := os.ReadFile("subjects.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := func(key string) []string { return strings.Split(strings.TrimSpace(raw[key]), "\n") }
	return Lists{Same: lines("same"), Joined: lines("joined"), Near: lines("near"),
		Our: strings.Fields(raw["our"]), Ise: strings.Fields(raw["ise"]), Doubled: strings.Fields(raw["doubled"]),
		Stop: strings.Fields(raw["stop"]), Asking: strings.Fields(raw["asking"]), Weak: strings.Fields(raw["weak"]),
		Languages: strings.Split(string(languages), "\n"), Subjects: strings.Split(string(subjects), "\n")}
}

// TestWordsGenerated holds words_gen.go against the lists.
func TestWordsGenerated(t *testing.T) {
	if diff := cmp.Diff(newLexicon(wordLists(t)), &compiled, cmp.AllowUnexported(lexicon{}, synonym{}, neighbours{}, spelling{}, subject{}, plainPhrase{}, plainStart{})); diff != "" {
		t.Errorf("words_gen.go is old, run go run ./internal/gen words (-lists +generated):\n%s", diff)
	}
}
