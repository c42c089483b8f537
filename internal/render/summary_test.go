package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"gopkg.in/yaml.v3"

	"takeaway/internal/digest"
)

// sampleSummary has everything that a page can have, and text that must not reach a terminal raw.
func sampleSummary() *digest.Summary {
	quote := func(sentence string) digest.Quote {
		return digest.Quote{Sentence: sentence, ID: "3f2a91c0ffee", Ref: "x#y", Authors: []string{"Ann \x1b[31mLee"}, Source: "https://example.org/a_very/long/address/that/does/not/fit/into/forty/columns",
			Title: "Notes <b>", Heading: "Meshes", Path: "kubecon-na-2019/ann.md", Line: 7, Language: "nl"}
	}
	return &digest.Summary{
		Conference: digest.Edition{ID: "kubecon-na-2019", Name: "KubeCon + CloudNativeCon North America 2019", Short: "KubeCon NA 2019",
			City: "San Diego", Country: "United States", Year: 2019, Start: "2019-11-18", End: "2019-11-21", Attendance: 12000, AttendanceSource: "attendees, CNCF annual report 2019"},
		WriteUps: 2, Takeaways: 9, Authors: 2, By: []string{"Ann Lee", "Bo Chen"},
		Themes: []digest.Theme{
			{Tag: "service-mesh", Name: "Service mesh", Takeaways: 4, WriteUps: 2, Authors: 2, By: []string{"Ann Lee", "Bo Chen"}, Share: 4. / 9,
				Sentences: []digest.Quote{quote("Meshes *are* stable enough, \x1b]8;;https://evil.example\x07says\x1b]8;;\x07 Ann."), quote("中文句子也可以引用而且很长很长很长很长很长。")},
				Sides:     []digest.Quote{quote("Meshes are ready."), quote("Meshes are too complex.")}},
			{Tag: "gitops", Name: "GitOps", Takeaways: 1, WriteUps: 1, Authors: 1, By: []string{"Ann Lee"}, Sentences: []digest.Quote{}},
		},
		Talks:    []digest.Talk{{Title: "The Long Road", Speakers: []string{"Oliver Gould"}, Org: "Buoyant", Takeaways: 2, Authors: 2, By: []string{"Ann Lee", "Bo Chen"}, IDs: []string{"3f2a91c0ffee", "4f2a91c0ffee"}}},
		Speakers: []digest.Speaker{{Name: "Bryan Liles", Org: "VMware", Takeaways: 2, Authors: 2, By: []string{"Ann Lee", "Bo Chen"}, IDs: []string{"3f2a91c0ffee"}}},
		Projects: []digest.Project{{Project: "argo-cd", Name: "Argo CD", Takeaways: 3, FirstSeen: true}, {Project: "linkerd", Name: "Linkerd", Takeaways: 1}},
		Numbers:  []digest.Number{{Kind: "percent", Number: "40%", Quote: quote("Latency fell by 40%.")}},
		Change: digest.Change{Previous: digest.Edition{ID: "kubecon-na-2017", Short: "KubeCon NA 2017"}, WriteUps: 1, Takeaways: 8, Authors: 1, Missing: "KubeCon NA 2018", Small: true,
			Shifts: []digest.Shift{{Tag: "service-mesh", Name: "Service mesh", Move: digest.Rising, Takeaways: 4, Share: 4. / 9, PreviousTakeaways: 1, PreviousShare: 1. / 8},
				{Tag: "edge", Name: "Edge", Move: digest.Gone, PreviousTakeaways: 3, PreviousShare: 3. / 8}}},
		Coverage: digest.Coverage{Perspectives: []digest.PerspectiveCount{{Perspective: "vendor", WriteUps: 1}, {WriteUps: 1}}, Themes: 5, OneAuthor: 3, Small: true},
	}
}

func printed(t *testing.T, f Format, s Style, layout Layout) string {
	t.Helper()
	var b bytes.Buffer
	p, err := New(&b, f, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Summaries([]*digest.Summary{sampleSummary(), sampleSummary()}, layout); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSummaryFitsTheTerminal(t *testing.T) {
	for _, width := range []int{20, 40, 80, 200} {
		for _, color := range []bool{false, true} {
			out := printed(t, Table, Style{Terminal: true, Width: width, Color: color, Links: color}, "")
			for _, line := range strings.Split(out, "\n") {
				if n := ansi.StringWidth(line); n > width {
					t.Errorf("%d columns in %d: %q", n, width, line)
				}
			}
			if strings.Contains(ansi.Strip(out), "\x1b") || strings.Contains(out, "evil.example") {
				t.Errorf("text of a note reaches the terminal raw: %q", out)
			}
		}
	}
}

func TestSummaryFormats(t *testing.T) {
	for _, f := range []Format{Plain, Table, Markdown, CSV, ID, JSON, JSONL, YAML, "template={{.conference.name}} {{range .themes}}{{.tag}} {{end}}"} {
		out := printed(t, f, Style{Terminal: f == Table, Width: 60}, "")
		if out == "" || !strings.HasSuffix(out, "\n") {
			t.Errorf("%s: %q", f, out)
		}
		if f == Plain || f == Table || f == Markdown {
			if strings.ContainsAny(out, "\x1b\x07") {
				t.Errorf("%s: an escape sequence: %q", f, out)
			}
		}
	}
	var pages []map[string]any
	if err := json.Unmarshal([]byte(printed(t, JSON, Style{}, "")), &pages); err != nil || len(pages) != 2 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	theme := pages[0]["themes"].([]any)[0].(map[string]any)
	quote := theme["sentences"].([]any)[0].(map[string]any)
	for _, key := range []string{"tag", "takeaways", "authors"} {
		if theme[key] == nil {
			t.Errorf("a theme without %s: %v", key, theme)
		}
	}
	for _, key := range []string{"sentence", "id", "authors", "source"} {
		if quote[key] == nil {
			t.Errorf("a sentence without %s: %v", key, quote)
		}
		if number := pages[0]["numbers"].([]any)[0].(map[string]any); number[key] == nil {
			t.Errorf("a number without %s: %v", key, number)
		}
	}
	var lists []map[string]any
	if err := yaml.Unmarshal([]byte(printed(t, YAML, Style{}, "")), &lists); err != nil || len(lists) != 2 {
		t.Fatalf("%d pages: %v", len(lists), err)
	}
	if number := lists[0]["numbers"].([]any)[0].(map[string]any); number["sentence"] == nil {
		t.Errorf("YAML: a number without sentence: %v", number)
	}
	if out := printed(t, ID, Style{}, ""); out != "3f2a91c0ffee\n" {
		t.Errorf("id: %q", out)
	}
}

func TestSummaryLayouts(t *testing.T) {
	slides := printed(t, Markdown, Style{}, Slides)
	if n := strings.Count(slides, "\n---\n"); n < 10 {
		t.Errorf("%d slides:\n%s", n, slides)
	}
	letter := printed(t, Markdown, Style{}, Newsletter)
	for _, want := range []string{"\\*are\\*", " [1] `", "## Sources", "1. Ann Lee: [Notes \\<b\\>](https://example.org/"} {
		if !strings.Contains(letter, want) {
			t.Errorf("the newsletter lacks %q:\n%s", want, letter)
		}
	}
}
