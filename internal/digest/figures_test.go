package digest

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFigures(t *testing.T) {
	for sentence, want := range map[string]string{
		"KubeCon counted 12,000 attendees in San Diego.":             "attendance 12,000 attendees 12000",
		"More than 4000 people came to the conference in Denmark.":   "attendance 4000 people 4000",
		"Latency fell by 40% within a year.":                         "percent 40% 40",
		"VMware paid $550 million for Heptio.":                       "money $550 million 5.5e+08",
		"Startup time is 10x faster than before.":                    "factor 10x faster 10",
		"Chick-fil-A runs over 2,000 small clusters in restaurants.": "scale 2,000 small clusters 2000",
		"Uber serves 1.5 million requests a second.":                 "scale 1.5 million requests 1.5e+06",
		"Kubernetes 1.16 nodes are deprecated.":                      "",
		"The 2018 talks were better than the 2017 ones.":             "",
		"Two of 3 clusters failed.":                                  "",
		"The mesh cannot keep up with a surge of 100 per cent.":      "",
		"Nothing to count here.":                                     "",
	} {
		got := ""
		if f, ok := figureIn(sentence); ok {
			got = f.kind + " " + f.text + " " + trimFloat(f.value)
		}
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", sentence, got, want)
		}
	}
}

func trimFloat(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func TestQuotedTitles(t *testing.T) {
	text := `“In Search of the Kubernetes ‘Rails’ Moment” was the keynote; the “single pane of glass” was "Balancing Power and Pain: Moving a Startup From a PaaS to Kubernetes," and “Edge” too.`
	want := []string{"In Search of the Kubernetes ‘Rails’ Moment", "Balancing Power and Pain: Moving a Startup From a PaaS to Kubernetes"}
	if diff := cmp.Diff(want, quotedTitles(text)); diff != "" {
		t.Error(diff)
	}
}
