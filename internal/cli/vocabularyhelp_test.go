package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/vocabulary"
)

// The example of the help page has to work when somebody copies it.
func TestHelpVocabularyExample(t *testing.T) {
	_, rest, _ := strings.Cut(helpVocabulary, "\n\n  topics:")
	example, _, ok := strings.Cut("  topics:"+rest, "\n\n")
	if !ok || strings.Count(example, "\n") < 20 {
		t.Fatalf("no example in the help page: %q", example)
	}
	v, problems := vocabulary.Read("vocabulary.yaml", []byte(example), vocabulary.Default())
	if diff := cmp.Diff([]kb.Problem(nil), problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if got := v.Implied("data-platform"); !cmp.Equal(got, []string{"databases", "storage"}) {
		t.Errorf("data-platform is below %v", got)
	}
	if id, _ := v.Canonical("data mesh"); id != "data-platform" {
		t.Errorf("data mesh is %q", id)
	}
	if e, _ := v.Topic("edge"); !e.Hidden {
		t.Error("edge is not hidden")
	}
}
