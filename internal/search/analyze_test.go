package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// show writes terms as word@position, aliases with =, parts with ~.
func show(s string) string {
	var out []string
	for _, t := range analyse([]byte(s)) {
		sign := ""
		if t.alias {
			sign = "="
		}
		if t.part {
			sign = "~"
		}
		out = append(out, sign+t.text+"@"+string(rune('0'+t.pos)))
	}
	return strings.Join(out, " ")
}

func TestAnalyse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Operators for Kubernetes", "oper@1 kubernet@3"},
		{"k8s K8S kube", "kubernet@1 kubernet@2 kubernet@3"},
		{"o11y and observability", "observ@1 observ@3"},
		{"Argo CD", "=argocd@1 ~argo@1"},
		{"argo-cd rocks", "=argocd@1 ~argo@1 rock@2"},
		{"ArgoCD rocks", "argocd@1 rock@2"},
		{"service meshes", "=servicemesh@1 ~servic@1 ~mesh@1"},
		{"git ops", "=gitop@1 ~git@1"},
		{"GitOps", "gitop@1"},
		{"open telemetry OTel", "=opentelemetri@1 ~open@1 opentelemetri@2"},
		{"infrastructure as code now", "=iac@1 ~infrastructur@1 ~code@1 now@2"},
		{"C++, C# and .NET", "c++@1 c#@2 .net@4"},
		{"CI/CD", "=cicd@1 ~ci@1 ~cd@1"},
		{"v1.29.3 1.29", "=1.29.3@1 ~1.29@1 =1.29@2"},
		{"node.js end.Next", "~node.js@1 node@1 js@2 ~end.next@3 end@3 next@4"},
		{"Müller's café don't", "muller@1 cafe@2 dont@3"},
		{"eBPF e2e k3s mTLS", "ebpf@1 e2e@2 k3s@3 mtls@4"},
		{"IT is not the end", "it@1 not@3 end@5"},
		{"on-call", "=oncal@1 ~on@1 ~call@1"},
		{"Wasm, web assembly", "webassembl@1 =webassembl@2 ~web@2 ~assembl@2"},
		{"CRDs, custom resources", "crd@1 =crd@2 ~custom@2 ~resourc@2"},
		{"PodDisruptionBudget PDBs", "=pdb@1 pdb@2"},
		{"bill of materials, SBOMs", "=sbom@1 ~bill@1 ~materi@1 sbom@2"},
		{"end-to-end", "=e2e@1 ~end@1 ~end@1"},
		{"LLMs, SLOs, DNS", "llm@1 slo@2 dns@3"},
		{"GPUs in VMs", "gpu@1 vm@3"},
		{"rolls back, roll-back", "=rollback@1 ~roll@1 ~back@1 =rollback@2 ~roll@2 ~back@2"},
		{"accessible a11y accessibility", "access@1 a11y@2 a11y@3"},
		{"organise behaviours artefacts", "organ@1 behavior@2 artifact@3"},
		{"東京都", "~東@1 =東京@1 ~京@2 =京都@2 ~都@3"},
		{"쿠버네티스", "~쿠@1 =쿠버@1 ~버@2 =버네@2 ~네@3 =네티@3 ~티@4 =티스@4 ~스@5"},
		{"", ""},
	} {
		if diff := cmp.Diff(c.want, show(c.text)); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{"Argo CD v1.2.3", "c++ .net c#", "東京 a_b._c", "v.", "\xff’s", "’", "._", "x" + strings.Repeat("y", 99)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, w := range analyse([]byte(s)) {
			if w.start < 0 || w.end > len(s) || w.start > w.end || w.pos < last || w.text == "" {
				t.Fatalf("%q: %+v after position %d", s, w, last)
			}
			last = w.pos
		}
		plain(s)
		names(s)
	})
}

func TestSnippet(t *testing.T) {
	body := "## Intro\n\nWelcome to **everyone** who came. It was [great](https://example.org/very/long/address).\n\n" +
		"- Then the team showed how `Argo CD` rolls back by itself. Canary\x1b[31m analysis\n  asks <b>Prometheus</b> first.\n\nLater there was cake."
	for _, c := range []struct {
		name, query string
		width       int
		want        string
	}{
		{"marks", "argocd canary prometheus", 90, "…the team showed how «Argo CD» rolls back by itself. «Canary» [31m analysis asks «Prometheus»…"},
		{"best", "prometheus", 40, "…asks «Prometheus» first. Later there was…"},
		{"none", "nothing", 30, "Intro Welcome to everyone…"},
		{"end", "cake", 30, "…first. Later there was «cake»."},
		{"all", "cake", 500, "Intro Welcome to everyone who came. It was great. Then the team showed how Argo CD rolls back by itself. Canary [31m analysis asks Prometheus first. Later there was «cake»."},
		{"zero", "cake", 0, ""},
	} {
		var terms []string
		for _, w := range queryTerms(c.query) {
			terms = append(terms, w.text)
		}
		s := Snippet(body, terms, c.width)
		if utf8.RuneCountInString(s.Text) > c.width {
			t.Errorf("%s: %d characters", c.name, utf8.RuneCountInString(s.Text))
		}
		got, at := "", 0
		for _, m := range s.Marks {
			got += s.Text[at:m.Start] + "«" + s.Text[m.Start:m.End] + "»"
			at = m.End
		}
		if diff := cmp.Diff(c.want, got+s.Text[at:]); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// TestSnippetVariety: a passage with two of the words beats one with a word three times.
func TestSnippetVariety(t *testing.T) {
	body := "Mesh, mesh, mesh. " + strings.Repeat("Nothing of interest here. ", 10) + "A mesh with canary releases."
	s := Snippet(body, []string{"mesh", "canari"}, 40)
	if !strings.HasSuffix(s.Text, "A mesh with canary releases.") || len(s.Marks) != 2 {
		t.Errorf("%+v", s)
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("Some *body* with Argo CD.", "argo cd", 20)
	f.Add("東京都でKubeCon", "東京", 5)
	f.Add("<a <b> [x](y ](z) \\", "x", 3)
	f.Add("\xff\xfe{{ }} |", "x", 1)
	f.Fuzz(func(t *testing.T, body, q string, width int) {
		var terms []string
		for _, w := range queryTerms(q) {
			terms = append(terms, w.text)
		}
		s := Snippet(body, terms, width)
		if !utf8.ValidString(s.Text) || utf8.RuneCountInString(s.Text) > max(width, 0)+2 {
			t.Fatalf("%q: %q", body, s.Text)
		}
		if strings.ContainsFunc(s.Text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Fatalf("control character in %q", s.Text)
		}
		last := 0
		for _, m := range s.Marks {
			if m.Start < last || m.End <= m.Start || m.End > len(s.Text) {
				t.Fatalf("%q: marks %v", s.Text, s.Marks)
			}
			last = m.End
		}
	})
}
