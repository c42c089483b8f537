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
