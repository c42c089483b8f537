package main

import (
	"os"
	"testing"
)

// TestTablesAreFresh holds the compiled tables against the data in the repository.
func TestTablesAreFresh(t *testing.T) {
	write := save
	t.Cleanup(func() { save = write })
	for _, name := range []string{"conference", "vocabulary", "words", "reading", "lists"} {
		files := 0
		save = func(path string, want []byte) error {
			files++
			got, err := os.ReadFile(inRepository(path))
			if err != nil {
				return err
			}
			if string(got) != string(want) {
				t.Errorf("%s is old: run go run ./internal/gen %s", path, name)
			}
			return nil
		}
		if err := tasks[name].run(nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if files == 0 {
			t.Errorf("%s writes nothing", name)
		}
	}
}
