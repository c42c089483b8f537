// Package internal_test holds the one test about the house as a whole.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed is the import table: what the non-test files of each package may import of this module, and
// the libraries that it alone may use. Imports run downwards only.
var allowed = map[string][]string{
	"internal/kb":               {},
	"internal/durable":          {},
	"internal/durable/powercut": {"internal/durable"},
	"internal/torture":          {},
	"internal/thorough":         {},
	"internal/learn":            {},
	"internal/meaning":          {},
	"internal/prose":            {"internal/kb"},
	"internal/query":            {"internal/kb", "internal/prose"},
	"internal/generation":       {"internal/kb", "internal/durable"},
	"internal/conference":       {"internal/kb"},
	"internal/vocabulary":       {"internal/kb", "internal/prose", "internal/learn"},
	"internal/notefile":         {"internal/kb", "internal/prose", "internal/learn", "internal/programme", "internal/conference", "internal/vocabulary"},
	"internal/noteedit":         {"internal/kb", "internal/notefile"},
	"internal/ingest":           {"internal/kb", "internal/prose", "internal/noteedit", "internal/notefile", "internal/conference", "internal/programme"},
	"internal/git":              {"internal/kb"},
	"internal/library":          {"internal/kb", "internal/git", "internal/query", "internal/prose", "internal/durable", "internal/noteedit", "internal/notefile", "internal/conference", "internal/programme", "internal/vocabulary"},
	"internal/search":           {"internal/kb", "internal/generation", "internal/prose", "internal/query", "internal/durable", "internal/meaning"},
	"internal/quote":            {"internal/kb", "internal/prose"},
	"internal/digest":           {"internal/kb", "internal/quote"},
	"internal/render":           {"internal/kb", "internal/prose", "internal/digest"},
	"internal/desk": {"internal/kb", "internal/prose", "internal/durable", "internal/generation", "internal/conference", "internal/programme", "internal/vocabulary", "internal/notefile", "internal/library",
		"internal/query", "internal/search", "internal/digest"},
	"internal/ask": {"internal/kb", "internal/desk", "internal/conference", "internal/vocabulary", "internal/meaning", "internal/library", "internal/query",
		"internal/search", "internal/digest", "internal/programme"},
	"internal/tagging": {"internal/kb", "internal/prose", "internal/ask", "internal/desk", "internal/library", "internal/noteedit", "internal/notefile",
		"internal/query", "internal/search", "internal/vocabulary"},
	"internal/cli": {"internal/kb", "internal/git", "internal/ask", "internal/tagging", "internal/desk", "internal/conference", "internal/vocabulary", "internal/notefile", "internal/noteedit", "internal/ingest",
		"internal/library", "internal/query", "internal/search", "internal/digest", "internal/programme", "internal/render", "internal/mcp"},
	"internal/mcp":       {},
	"notes":              {},
	"cmd/takeaway":       {"internal/cli", "notes"},
	"internal/bench":     {"internal/kb", "internal/notefile", "notes"},
	"internal/pack":      {"internal/cli", "notes"},
	"internal/picture":   {"internal/cli", "notes"},
	"internal/programme": {"internal/kb"},
	"internal/gen":       {"internal/kb", "internal/learn", "internal/meaning", "internal/notefile", "internal/programme", "internal/vocabulary", "internal/conference", "internal/search"},
}

// owner names the one package that may import a library.
var owner = map[string]string{
	"github.com/modelcontextprotocol/go-sdk": "internal/mcp",
	"github.com/blevesearch/bleve/v2":        "internal/search",
	"github.com/charmbracelet/glamour":       "internal/render",
	"github.com/go-analyze/charts":           "internal/render",
	"github.com/charmbracelet/lipgloss":      "internal/render",
	"github.com/spf13/cobra":                 "internal/cli",
	"github.com/yuin/goldmark":               "internal/prose",
	"github.com/gofrs/flock":                 "internal/generation",
	"github.com/schollz/progressbar/v3":      "internal/cli",
	"github.com/aymanbagabas/go-udiff":       "internal/cli",
	"github.com/natefinch/atomic":            "internal/durable",
	// Readers of foreign formats. What each costs at start-up stands in the history of go.mod; the whole
	// of them costs about a millisecond.
	"codeberg.org/readeck/go-readability/v2":          "internal/ingest",
	"github.com/JohannesKaufmann/html-to-markdown/v2": "internal/ingest",
	"github.com/arran4/golang-ical":                   "internal/ingest",
}

// describes are the packages that only describe what another one is made of: manual pages of the commands.
var describes = map[string]string{"internal/pack": "github.com/spf13/cobra"}

// stdOnly are the packages that import the standard library and kb alone.
var stdOnly = []string{"internal/kb", "internal/learn", "internal/query", "internal/quote", "internal/digest"}

func TestImportTable(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && file != ".." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata" || e.Name() == "third_party") {
			return fs.SkipDir // the last are modules of their own
		}
		if e.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if strings.HasPrefix(string(src), "//go:build ignore") {
			return nil
		}
		files++
		rel, err := filepath.Rel("..", file)
		if err != nil {
			return err
		}
		checkImports(t, filepath.ToSlash(rel), src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Fatalf("only %d Go files seen; is the test looking at the right folder?", files)
	}
}

func checkImports(t *testing.T, file string, src []byte) {
	t.Helper()
	pkg := path.Dir(file)
	may, known := allowed[pkg]
	if !known {
		t.Errorf("%s: package %s is not in the import table; decide which room it belongs in", file, pkg)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range f.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Error(err)
			continue
		}
		if own, ok := strings.CutPrefix(imp, "takeaway/"); ok {
			if !slices.Contains(may, own) {
				t.Errorf("%s imports %s; %s may import %v", file, own, pkg, may)
			}
			continue
		}
		if slices.Contains(stdOnly, pkg) && strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") {
			t.Errorf("%s imports %s; %s uses the standard library alone", file, imp, pkg)
		}
		for lib, room := range owner {
			if (imp == lib || strings.HasPrefix(imp, lib+"/")) && pkg != room && describes[pkg] != lib {
				t.Errorf("%s imports %s, which belongs to %s", file, imp, room)
			}
		}
	}
}
