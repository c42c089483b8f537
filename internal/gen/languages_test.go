package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"takeaway/internal/search"
	"takeaway/internal/vocabulary"
)

// TestTopicsInEveryLanguage: each topic has a name in the seven languages beside English, and each of them leads to
// what is looked for, whether it is one word or several.
func TestTopicsInEveryLanguage(t *testing.T) {
	data, err := os.ReadFile(inRepository("internal/search/languages.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var topics []string
	nouns := 0
	for line := range strings.Lines(string(data)) {
		left, right, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		languages := strings.Split(right, ";")
		if len(languages) != 7 {
			t.Errorf("%s has %d languages", left, len(languages))
			continue
		}
		id, topic := strings.CutPrefix(left, "@")
		if !topic {
			nouns++
			continue
		}
		id, field, _ := strings.Cut(id, " ")
		topics = append(topics, id)
		for i, names := range languages {
			if strings.TrimSpace(names) == "" {
				t.Errorf("%s has no name in language %d", id, i)
			}
			for name := range strings.SplitSeq(names, ",") {
				if name = strings.TrimSpace(name); name != "=" && !search.Translated(name) {
					t.Errorf("%s: %q leads nowhere", id, name)
				}
			}
		}
		if field == "" {
			t.Errorf("%s says nothing to look for", id)
		}
	}
	for _, topic := range vocabulary.Default().Topics() {
		if !slices.Contains(topics, topic.ID) {
			t.Errorf("topic %s is not in languages.txt", topic.ID)
		}
	}
	if nouns < 290 {
		t.Errorf("%d nouns", nouns)
	}
}
