package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// reads are the places where the source asks for a variable.
var reads = regexp.MustCompile(`(?:\.Env|lookup|LookupEnv|Getenv|env)\("([A-Z][A-Z_]+)"|userDir\(env, "([A-Z_]+)", "([A-Z_]+)"|\{"(TAKEAWAY_PAGER)", "(PAGER)"\}`)

// Every variable that a command looks at is on the page of takeaway help environment.
func TestEnvironmentIsExplained(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range reads.FindAllStringSubmatch(string(src), -1) {
			for _, name := range m[1:] {
				if name == "" {
					continue
				}
				found++
				if !regexp.MustCompile(`(?m)^  (\w+, )*` + name + `\b`).MatchString(helpEnvironment) {
					t.Errorf("%s asks for $%s, which takeaway help environment does not have", file, name)
				}
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d variables seen; does the test look at the right places?", found)
	}
}
