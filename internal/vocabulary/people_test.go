package vocabulary

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A library says which names are one person's. The built-in topics stay what they are.
func TestPeople(t *testing.T) {
	v, problems := Read("vocabulary.yaml", []byte(`people:
  - {name: Jane Doe, aliases: [jdoe42, Jane Smith]}
  - name: José Núñez
  - {aliases: [nobody]}
  - {name: Someone Else, aliases: [JDoe42]}
`), Default())
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	want := []string{"vocabulary.yaml:4:5: a person without a name", `vocabulary.yaml:5:5: "JDoe42" is a name of "Jane Doe" already`}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{"jane doe": "Jane Doe", "Doe, Jane": "Jane Doe", "JDOE42": "Jane Doe", "Jane Smith": "Jane Doe",
		"Jose Nunez": "José Núñez", "Someone Else": "", "": ""} {
		if p, _ := v.Person(name); p.Name != want {
			t.Errorf("%q is %q, want %q", name, p.Name, want)
		}
	}
	if id, _ := v.Canonical("k8s"); id != "kubernetes" {
		t.Errorf("k8s is %q", id)
	}
}
