package programme

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	ids := func(list []*Talk) []string {
		var out []string
		for _, t := range list {
			out = append(out, t.ID())
		}
		return out
	}
	const loop = "kubecon-na-2019/building-a-dev-test-loop-for-a-kubernetes-edge-gateway-with-envoy-proxy"
	for _, w := range []Wanted{
		{Words: "dev test loops edge gateway"}, {Words: "dev/test loop flynn datawire"}, {Speaker: "flynn", Editions: []string{"kubecon-na-2019"}},
		{Org: "datawire", Editions: []string{"kubecon-na-2019", "kubecon-eu-2019"}},
	} {
		if got := ids(Find(w)); !slices.Contains(got, loop) {
			t.Errorf("%+v: %v", w, got[:min(3, len(got))])
		}
	}
	for _, w := range []Wanted{{Words: "zzzzz qqqqq"}, {Speaker: "Nobody Atall"}, {Org: "No Such Company"}, {Editions: []string{"x"}}, {Type: "dance"}, {Track: "zzz"}} {
		if got := Find(w); len(got) > 0 {
			t.Errorf("%+v: %d talks", w, len(got))
		}
	}
	for _, talk := range Find(Wanted{Type: "keynote", Editions: []string{"kubecon-eu-2026"}}) {
		if talk.Type != "keynote" || talk.Edition != "kubecon-eu-2026" {
			t.Errorf("%s is a %s of %s", talk.Title, talk.Type, talk.Edition)
		}
	}
	if got := Find(Wanted{}); len(got) != len(All()) {
		t.Errorf("%d of %d talks without any wish", len(got), len(All()))
	}
	latest := Find(Wanted{Words: "gitops", Before: func(a, b string) bool { return a[len(a)-4:] < b[len(b)-4:] }})
	if len(latest) < 20 || !strings.HasSuffix(latest[0].Edition, "2026") {
		t.Errorf("%d talks on gitops, the first of %s", len(latest), latest[0].Edition)
	}
}

func TestOrgOf(t *testing.T) {
	before := func(a, b string) bool { return a[len(a)-4:] < b[len(b)-4:] }
	for name, want := range map[string]string{"Kasper Nissen": "Dash0", "Jaana Burcu Dogan": "Amazon", "Nobody Atall": ""} {
		if got := OrgOf(name, before); got != want {
			t.Errorf("OrgOf(%q) = %q, want %q", name, got, want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find(Wanted{Words: "progressive delivery"})
	}
}
