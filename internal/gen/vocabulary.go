package main

import (
	"bytes"
	"fmt"
	"os"

	"takeaway/internal/vocabulary"
)

func init() {
	tasks["vocabulary"] = task{"internal/vocabulary/*_gen.go: topics, projects and their names", genVocabulary}
}

// genVocabulary compiles topics.yaml and projects.yaml.
func genVocabulary([]string) error {
	v := new(vocabulary.Vocabulary)
	for _, name := range []string{"topics.yaml", "projects.yaml"} {
		data, err := os.ReadFile(inRepository("internal/vocabulary/" + name))
		if err != nil {
			return err
		}
		part, err := vocabulary.Parse(data)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		v = v.With(part)
	}
	const from = "topics.yaml and projects.yaml"
	var b bytes.Buffer
	b.WriteString("// Composite literals of constants: the linker lays them out, nothing runs at start-up.\n\n")
	fmt.Fprintf(&b, "const builtinHash = %q\n\n", vocabulary.ContentHash(v))
	array(&b, "builtinTopics", "Topic", v.Topics(), true)
	array(&b, "builtinProjects", "Project", v.Projects(), true)
	if err := writeGo("internal/vocabulary/vocabulary_gen.go", "vocabulary", from, b.Bytes()); err != nil {
		return err
	}
	b.Reset()
	array(&b, "builtinNames", "Name", v.Names(), false)
	array(&b, "builtinPhrases", "Name", v.Phrases(), false)
	return writeGo("internal/vocabulary/names_gen.go", "vocabulary", from, b.Bytes())
}
