package vocabulary

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNamesGenerated holds the generated tables against what the lists say.
func TestNamesGenerated(t *testing.T) {
	v := assemble(builtinTopics[:], builtinProjects[:])
	if diff := cmp.Diff(newNameTable(v), nameTable(builtinNames[:])); diff != "" {
		t.Errorf("names_gen.go is old, run go generate (-lists +generated):\n%s", diff)
	}
	if diff := cmp.Diff(newPhraseTable(v), nameTable(builtinPhrases[:])); diff != "" {
		t.Errorf("names_gen.go is old, run go generate (-lists +generated):\n%s", diff)
	}
}

func TestSuggested(t *testing.T) {
	for phrase, want := range map[string][]string{
		"cloud bill": {"cost-finops"}, "Cloud-Bill": {"cost-finops"}, "bill": nil, "cloud": nil, "": nil, "purple elephants": nil,
	} {
		if diff := cmp.Diff(want, Default().Suggested(phrase)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", phrase, diff)
		}
	}
}
