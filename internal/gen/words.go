package main

import (
	"bytes"
	"os"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"

	"takeaway/internal/search"
)

func init() {
	tasks["words"] = task{"internal/search/words_gen.go: what is one word to a search, and what says nearly the same", genWords}
}

// genWords compiles the words of search.
func genWords([]string) error {
	data, err := os.ReadFile(inRepository("internal/search/words.yaml"))
	if err != nil {
		return err
	}
	var raw map[string]string
	if err := yaml.Unmarshal(data, &raw); err != nil {
		return err
	}
	languages, err := os.ReadFile(inRepository("internal/search/languages.txt"))
	if err != nil {
		return err
	}
	subjects, err := os.ReadFile(inRepository("internal/search/subjects.txt"))
	if err != nil {
		return err
	}
	lines := func(key string) []string { return strings.Split(strings.TrimSpace(raw[key]), "\n") }
	l := search.CompileWords(search.Lists{Same: lines("same"), Joined: lines("joined"), Near: lines("near"),
		Our: strings.Fields(raw["our"]), Ise: strings.Fields(raw["ise"]), Doubled: strings.Fields(raw["doubled"]),
		Stop: strings.Fields(raw["stop"]), Asking: strings.Fields(raw["asking"]), Weak: strings.Fields(raw["weak"]),
		Languages: strings.Split(string(languages), "\n"), Subjects: strings.Split(string(subjects), "\n")})
	var b bytes.Buffer
	b.WriteString("var compiled = lexicon")
	literal(&b, reflect.ValueOf(l).Elem())
	return writeGo("internal/search/words_gen.go", "search", "words.yaml, languages.txt and subjects.txt", b.Bytes())
}
