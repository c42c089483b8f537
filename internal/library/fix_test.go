package library

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

func TestFixes(t *testing.T) {
	const before = "---\r\ntitle: Notes # mine\r\ntags: ['k8s', 'o11y']\r\n---\r\n## One\r\n#argocd #my-own\r\n\r\nText about it.\r\n\r\n## Two\r\n#gitops\r\n\r\nText.\r\n"
	const after = "---\r\ntitle: Notes # mine\r\ntags: ['kubernetes', 'observability']\r\n---\r\n## One\r\n#argo-cd #my-own\r\n\r\nText about it.\r\n\r\n## Two\r\n#gitops\r\n\r\nText.\r\n"
	lib := &Library{notes: fstest.MapFS{
		"a.md": {Data: []byte(before), ModTime: monday},
		"b.md": {Data: []byte(note("---\n## One\n#gitops\n\nText.\n")), ModTime: monday},
	}}
	edits, solved, err := lib.Fixes(context.Background(), monday, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Edit{{Path: "a.md", Old: []byte(before), New: []byte(after)}}, edits); diff != "" {
		t.Error(diff)
	}
	warn := func(line, col int, message, hint string) kb.Problem {
		return kb.Problem{Path: "a.md", Line: line, Col: col, Severity: kb.SeverityWarning, Code: "tag-alias", Message: message, Hint: hint}
	}
	want := []kb.Problem{
		warn(3, 9, `the tag "k8s" is another name of "kubernetes"`, "write #kubernetes"),
		warn(3, 16, `the tag "o11y" is another name of "observability"`, "write #observability"),
		warn(6, 2, `the tag "argocd" is another name of "argo-cd"`, "write #argo-cd"),
	}
	if diff := cmp.Diff(want, solved); diff != "" {
		t.Error(diff)
	}
}
