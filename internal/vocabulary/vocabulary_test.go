package vocabulary

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listed reads the two files that the built-in lists are generated from.
func listed(t *testing.T) *Vocabulary {
	t.Helper()
	v := new(Vocabulary)
	for _, name := range []string{"topics.yaml", "projects.yaml"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		part, err := Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		v = v.With(part)
	}
	return v
}

func TestGeneratedAgrees(t *testing.T) {
	v := listed(t)
	if diff := cmp.Diff(v.Topics(), Default().Topics()); diff != "" {
		t.Errorf("topics.yaml and vocabulary_gen.go differ, run go generate (-yaml +go):\n%s", diff)
	}
	if diff := cmp.Diff(v.Projects(), Default().Projects()); diff != "" {
		t.Errorf("projects.yaml and vocabulary_gen.go differ, run go generate (-yaml +go):\n%s", diff)
	}
	if v.Hash() != Default().Hash() {
		t.Errorf("hash of the files %s, of the built-in lists %s", v.Hash(), Default().Hash())
	}
}

func TestListsAreSound(t *testing.T) {
	v := Default()
	if n, m := len(v.Topics()), len(v.Projects()); n < 60 || m < 500 {
		t.Fatalf("%d topics and %d projects", n, m)
	}
	for _, topic := range v.Topics() {
		if _, ok := v.Topic(topic.Parent); topic.Parent != "" && !ok {
			t.Errorf("%s: unknown parent %s", topic.ID, topic.Parent)
		}
		for _, r := range topic.Related {
			if _, ok := v.Topic(r); !ok {
				t.Errorf("%s: unknown related topic %s", topic.ID, r)
			}
		}
		if topic.Definition == "" || topic.Name == "" {
			t.Errorf("%s: no name or definition", topic.ID)
		}
		if len(topic.Weak)+len(topic.WeakCase) > 0 && len(topic.Context) == 0 {
			t.Errorf("%s: weak words but no context", topic.ID)
		}
	}
	for _, p := range v.Projects() {
		for _, id := range append(p.Topics[:len(p.Topics):len(p.Topics)], p.TopicsWeak...) {
			if _, ok := v.Topic(id); !ok {
				t.Errorf("%s: unknown topic %s", p.ID, id)
			}
		}
	}
}

func TestCanonical(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"gitops", "gitops"}, {"GitOps", "gitops"}, {"git ops", "gitops"}, {"git-ops", "gitops"}, {"#GitOps", "gitops"},
		{"k8s gitops", "gitops"}, {"Kubernetes Security", "security"}, {"ArgoCD", "argo-cd"}, {"argo cd", "argo-cd"},
		{"service meshes", "service-mesh"}, {"o11y", "observability"}, {"eBPF", "ebpf"}, {"CI/CD", "ci-cd"},
		{"CRDs", "operators-crds"}, {"Helm", "helm"}, {"k8s", "kubernetes"}, {"WebAssembly", "wasm"},
		{"", ""}, {"#", ""}, {"nothing we know", ""}, {strings.Repeat("x", 500), ""},
	} {
		got, ok := Default().Canonical(c.in)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Canonical(%q) = %q, %v, want %q", c.in, got, ok, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want []string
	}{
		{"gitpos", 1, []string{"gitops"}},
		{"obsrvability", 1, []string{"observability"}},
		{"servcie-mesh", 1, []string{"service-mesh"}},
		{"", 3, nil}, {"gitops", 0, nil},
	} {
		if diff := cmp.Diff(c.want, Default().Nearest(c.in, c.n)); diff != "" {
			t.Errorf("Nearest(%q, %d) (-want +got):\n%s", c.in, c.n, diff)
		}
	}
}

func TestImplied(t *testing.T) {
	v := listed(t)
	for tag, want := range map[string][]string{
		"gitops": {"ci-cd"}, "api-management": {"networking"}, "multi-tenancy": {"platform-engineering"},
		"batch": {"scheduling"}, "ai-inference": {"machine-learning"}, "security": nil, "no-such": nil,
	} {
		if diff := cmp.Diff(want, v.Implied(tag)); diff != "" {
			t.Errorf("Implied(%q) (-want +got):\n%s", tag, diff)
		}
	}
	ring, err := Parse([]byte("topics: [{id: a, parent: b}, {id: b, parent: c}, {id: c, parent: b}]"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "c"}, ring.Implied("a")); diff != "" {
		t.Errorf("Implied in a ring (-want +got):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"topics: [{name: x}]", "without an id"},
		{"topics: [{id: Big}]", "lower-case"},
		{"topics: [{id: a}, {id: a}]", "twice"},
		{"projects: [{id: a}, {id: a}]", "twice"},
		{"topics: [{id: a, tier: best}]", "tier"},
		{"projects: [{id: a, ambiguity: some}]", "ambiguity"},
		{"topics: [{id: a, colour: red}]", "colour"},
		{"topics: {", "vocabulary: "},
		{"topics: [{id: a, strong: [" + strings.Repeat("x", 200) + "]}]", "limit"},
		{strings.Repeat(" ", maxFile+1), "limit"},
	} {
		v, err := Parse([]byte(c.in))
		if err == nil || v != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Parse(%.40q): error %v, want one with %q", c.in, err, c.want)
		}
	}
	if v, err := Parse(nil); err != nil || len(v.Topics())+len(v.Projects()) != 0 {
		t.Errorf("Parse of nothing: %v, %v", v, err)
	}
}

func TestWith(t *testing.T) {
	user, err := Parse([]byte(`
topics:
  - {id: quantum, strong: [qubit]}
  - {id: gitops, name: Git operations, strong: [commit-driven rollout]}
  - {id: edge, hidden: true}
projects:
  - {id: acme-deployer, name: Acme Deployer, topics: [gitops]}
  - {id: linkerd, hidden: true}
`))
	if err != nil {
		t.Fatal(err)
	}
	base := Default()
	v := base.With(user)
	if v.Hash() == base.Hash() {
		t.Error("the hash is that of the base")
	}
	if got := base.With(nil); got != base {
		t.Error("With(nil) is another vocabulary")
	}
	q, _ := v.Topic("quantum")
	if diff := cmp.Diff(Topic{ID: "quantum", Name: "quantum", Tier: "core", Strong: []string{"qubit"}}, q); diff != "" {
		t.Errorf("new topic (-want +got):\n%s", diff)
	}
	g, _ := v.Topic("gitops")
	old, _ := base.Topic("gitops")
	if g.Name != "Git operations" || len(g.Strong) != len(old.Strong)+1 || len(g.Projects) != len(old.Projects)+1 {
		t.Errorf("changed topic: %q, %d strong, %d projects", g.Name, len(g.Strong), len(g.Projects))
	}
	got := v.Infer(Piece{Heading: "Qubits at the edge", Body: "A qubit, a commit-driven rollout by Acme Deployer, and Linkerd."})
	if diff := cmp.Diff([]string{"quantum", "gitops"}, tagNames(got)); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"acme-deployer"}, projectNames(got)); diff != "" {
		t.Errorf("projects (-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"topics: [{id: a, strong: [b c]}]", "projects: [{id: p, topics: [a], case_sensitive: true}]", "a: *b", "topics:\n- id: x\n  weak: ['\"', '’s']\n", "\xff"} {
		f.Add([]byte(s), "b c’s")
	}
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		if len(data)+len(text) > 1<<14 {
			t.Skip("large texts slow the search for small ones")
		}
		v, problems := Read("vocabulary.yaml", data, Default())
		for _, p := range problems {
			if p.Message == "" || p.Line > bytes.Count(data, []byte("\n"))+bytes.Count(data, []byte("\r"))+2 {
				t.Fatalf("%+v in %q", p, data)
			}
		}
		v.Infer(Piece{Heading: text, Body: text, BodyLine: 1})
		v.Canonical(text)
		v.Nearest(text, 3)
		for _, topic := range v.Topics() {
			v.Implied(topic.ID)
		}
		if own, err := Parse(data); err == nil {
			own.Infer(Piece{Heading: text, Body: text, BodyLine: 1})
			own.Hash()
		}
	})
}
