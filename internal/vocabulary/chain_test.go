package vocabulary

import (
	"fmt"
	"strings"
	"testing"
)

// A chain of parents costs no more than its topics, however long; what is too far up is left out, and told once.
func TestDeepChain(t *testing.T) {
	var b strings.Builder
	b.WriteString("topics:\n  - {id: t0}\n")
	const n = 2000
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "  - {id: t%d, parent: t%d}\n", i, i-1)
	}
	v, problems := Read("vocabulary.yaml", []byte(b.String()), Default())
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "limit of 31") {
		t.Errorf("%v", problems)
	}
	for id, want := range map[string]int{"t0": 0, "t31": 31, "t32": 32, "t33": 32, "t1999": 32} {
		if got := len(v.Implied(id)); got != want {
			t.Errorf("%s has %d topics above it, want %d", id, got, want)
		}
	}
}
