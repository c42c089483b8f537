package main

import (
	"os"
	"testing"

	"takeaway/internal/programme"
	"takeaway/internal/vocabulary"
)

// The titles of the programme are tagged by today's vocabulary: go run ./internal/gen programme.
func TestProgrammeIsTagged(t *testing.T) {
	if programme.Tagged() != vocabulary.Default().Hash() {
		t.Error("the programme was tagged by another vocabulary; run: go run ./internal/gen programme")
	}
}

// The compiled tables are those of the files beside the package.
func TestProgrammeIsCompiled(t *testing.T) {
	s, err := programme.ReadSource(os.DirFS("../programme"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := programme.Pack(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"people_gen.txt", "organisations_gen.txt", "titles_gen.bin"} {
		data, err := os.ReadFile("../programme/" + name)
		if err != nil || string(data) != string(files[name]) {
			t.Errorf("%s is stale (%v); run: go run ./internal/gen programme", name, err)
		}
	}
}
