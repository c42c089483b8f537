package ask

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/query"
)

func TestTakeTimes(t *testing.T) {
	type taken struct {
		Rest, Node string
		Strict     bool
	}
	now := time.Date(2020, 3, 20, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]taken{
		"gitops":                            {Rest: "gitops"},
		"what changed":                      {Rest: "what changed"},
		"what changed for mesh since 2018":  {Rest: "what for mesh", Node: "year:2018.."},
		"how did the mesh evolve last year": {Rest: "how did the mesh", Node: "year:2019"},
		"data that changed in 2018":         {Rest: "data that changed", Node: "year:2018"},
		"since 2018 mesh -istio":            {Rest: "mesh -istio", Node: "year:2018.."},
		"mesh in 2017 and in 2019":          {Rest: "mesh and", Node: "year:2017 OR year:2019"},
		"mesh in 2017 tag:edge":             {Rest: "mesh tag:edge", Node: "year:2017"},
		"what was new in 2018":              {Node: "year:2018", Strict: true},
		"tag:edge in 2018":                  {Rest: "tag:edge", Node: "year:2018", Strict: true},
		"kubecon talks in 2018":             {Node: "year:2018", Strict: true},
		`"service mesh" in 2018`:            {Rest: `"service mesh"`, Node: "year:2018"},
		"kube* in 2018":                     {Rest: "kube*", Node: "year:2018"},
		"mesh (since 2018)":                 {Rest: "mesh", Node: "year:2018.."},
		"mesh (since OR 2018)":              {Rest: "mesh (since OR 2018)"},
	} {
		tree, err := query.Parse(text, query.Options{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		rest, p := takeTimes(tree, now, false)
		got := taken{Rest: rest.String(), Strict: p.strict}
		if p.node != nil {
			got.Node = p.node.String()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
