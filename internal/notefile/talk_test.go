package notefile

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSpeakers(t *testing.T) {
	type who struct {
		Names []string
		Org   string
	}
	for _, c := range []struct {
		text    string
		several bool
		want    who
	}{
		{"Ann Author", false, who{[]string{"Ann Author"}, ""}},
		{"Ann Author, Initech", false, who{[]string{"Ann Author"}, "Initech"}},
		{"Ann Author, Red Hat", false, who{[]string{"Ann Author"}, "Red Hat"}},
		{"Ann Author, Globex Corporation", false, who{[]string{"Ann Author"}, "Globex Corporation"}},
		{"Ann Author, Staff Engineer, Initech", false, who{[]string{"Ann Author"}, "Initech"}},
		{"Ann Author, Staff Engineer at Initech", false, who{[]string{"Ann Author"}, "Initech"}},
		{"Ann Author @ Initech", false, who{[]string{"Ann Author"}, "Initech"}},
		{"@annauthor", false, who{[]string{"@annauthor"}, ""}},
		{"Ann Author from Initech", false, who{[]string{"Ann Author"}, "Initech"}},
		{"Ann Author (AWS)", false, who{[]string{"Ann Author"}, "AWS"}},
		{"Ann Author (Initech) & Bo van Builder (Globex)", true, who{[]string{"Ann Author", "Bo van Builder"}, "Initech, Globex"}},
		{"Ann Author & Bo Builder, Initech", true, who{[]string{"Ann Author", "Bo Builder"}, "Initech"}},
		{"Ann Author and Bo Builder (Initech)", true, who{[]string{"Ann Author", "Bo Builder"}, "Initech"}},
		{"Ann Author, Bo Builder", true, who{[]string{"Ann Author", "Bo Builder"}, ""}},
		{"Ann Author, Bo Builder, Initech", true, who{[]string{"Ann Author", "Bo Builder"}, "Initech"}},
		{"Ann Author, Bo Builder & Cid Coder, Initech Labs", true, who{[]string{"Ann Author", "Bo Builder", "Cid Coder"}, "Initech Labs"}},
		{"Ann Author, Initech; Bo Builder, Globex", true, who{[]string{"Ann Author", "Bo Builder"}, "Initech, Globex"}},
		{"Ann Author, Initech Inc.; Bo Builder, Initech Inc.", true, who{[]string{"Ann Author", "Bo Builder"}, "Initech Inc"}},
		{"Ann Author, Director of Builds and Agile Development at Initech.com", false, who{[]string{"Ann Author"}, "Initech.com"}},
		{"see below", true, who{nil, ""}},
		{"", false, who{nil, ""}},
	} {
		names, org := speakers(c.text, c.several)
		if len(names) == 0 {
			names = nil
		}
		if diff := cmp.Diff(c.want, who{names, org}); diff != "" {
			t.Errorf("speakers(%q, %v) (-want +got):\n%s", c.text, c.several, diff)
		}
	}
}

// The same sections under the names of different conferences are read alike: which they are says the registry.
func TestConferencesAreReadAlike(t *testing.T) {
	const body = "\n\n## Gateways wobble\n\nGateways wobble under load.\n\n## Small teams\n\nSmall teams keep runbooks.\n\n## Dashboards\n\nNobody trusts dashboards.\n\n## Queues\n\nQueues grow at night.\n"
	for _, title := range []string{"PromCon EU 2022", "ArgoCon 2022", "GitOpsCon 2022", "EnvoyCon 2022", "BackstageCon 2022", "Cloud Native Wasm Day 2022", "KubeDay Japan 2022", "StrimziCon 2024", "KubeCon EU 2022"} {
		up, err := Parse("c/a.md", []byte("# "+title+": what I heard"+body))
		if err != nil {
			t.Fatal(err)
		}
		if got := up.Takeaways(); got != 4 {
			t.Errorf("%s: %d takeaways, want 4", title, got)
		}
	}
}
