package kb_test

import (
	"errors"
	"fmt"
	"testing"

	"takeaway/internal/kb"
)

// An error keeps its advice however it is wrapped, and advice the error it is about.
func TestAdvice(t *testing.T) {
	cause := errors.New("disk full")
	for err, want := range map[error]*kb.Advice{
		kb.Unusable(cause, "free some"):                                {Err: cause, Hint: "free some", Class: kb.ClassLibrary},
		fmt.Errorf("saving: %w", kb.Unusable(cause, "free some")):      {Err: cause, Hint: "free some", Class: kb.ClassLibrary},
		errors.Join(errors.New("other"), kb.Unusable(cause, "a hint")): {Err: cause, Hint: "a hint", Class: kb.ClassLibrary},
	} {
		got := kb.AdviceOf(err)
		if got == nil || *got != *want || !errors.Is(err, cause) || got.Error() != "disk full" {
			t.Errorf("%v: advice %+v, want %+v", err, got, want)
		}
	}
	if got := kb.AdviceOf(cause); got != nil {
		t.Errorf("advice %+v from an error without any", got)
	}
	if u, n := kb.Usage("wrong", "so"), kb.Nothing("none", ""); u.Class != kb.ClassUsage || n.Class != kb.ClassNothing || u.Error() != "wrong" {
		t.Errorf("%+v, %+v", u, n)
	}
}
