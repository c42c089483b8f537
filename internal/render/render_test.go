package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"takeaway/internal/digest"
	"takeaway/internal/kb"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func own(name string) kb.Tag {
	return kb.Tag{Name: name, Source: kb.TagOwn, Evidence: []kb.Evidence{{Rule: "hashtag", Text: "#" + name, Line: 13}}}
}

func inferred(name, words string) kb.Tag {
	return kb.Tag{Name: name, Source: kb.TagInferred, Evidence: []kb.Evidence{{Rule: "strong", Text: words, Line: 15, Weight: 1.5}}}
}

const sampleBody = `Teams said that **GitOps** is what they run in production, with [Argo CD](https://argoproj.github.io/cd/) & friends.

- one repository per team, ` + "`kubectl apply`" + ` forbidden
- rollback is a revert

` + "```yaml\nkind: Application\n```" + `

> "If it is < 5 minutes, nobody complains."
`

func sampleTakeaways() []kb.Takeaway {
	return []kb.Takeaway{
		{
			ID: "a1b2c3d4e5f6", Ref: "kubecon-na-2019/rosso#gitops-is-seeing-real-world-success", Path: "kubecon-na-2019/rosso.md",
			Line: 12, EndLine: 30, Heading: "GitOps is seeing real-world success", Kind: kb.KindTakeaway,
			Tags:     []kb.Tag{inferred("ci-cd", "pipelines"), own("gitops"), {Name: "kubernetes", Source: kb.TagInherited}},
			Rejected: []string{"edge"},
			Projects: []kb.Mention{{Project: "argo-cd", Evidence: []kb.Evidence{{Rule: "name", Text: "Argo CD", Line: 15}}}},
			Title:    "What I saw <in San Diego> & liked", Conferences: kb.Editions{"kubecon-na-2019"}, Authors: []string{"Josh Rosso", "Ann O'Neill"},
			Date: "2019-11-25", Source: "https://example.org/kubecon/what-i-saw?part=1&lang=en",
			Talk: &kb.Talk{Title: "GitOps at scale", Speakers: []string{"Jane Doe", "Li Wei"}, Org: "ACME", Link: "https://talks.example/42", Video: "https://video.example/v?x=1"},
			Body: sampleBody,
		},
		{
			ID: "0f1e2d3c4b5a", Path: "kubecon-china-2019/王.md", Line: 7, EndLine: 7, Heading: "服务网格正在成为平台的一部分,不再是单独的产品 🚀", Kind: kb.KindTakeaway,
			Tags: []kb.Tag{own("service-mesh")}, Conferences: kb.Editions{"kubecon-china-2019", "gitopscon-2021"}, Authors: []string{"王小明"}, Date: "2019-06",
		},
		{ID: "99887766aabb", Path: "misc/untitled.txt", Kind: kb.KindIntro, Title: "Notes\tfrom\nthe \x1b[31mhallway\x1b[0m track"},
	}
}

func sampleHits() []kb.Hit {
	ts := sampleTakeaways()
	long := "Many teams told the same story: once Git holds the desired state, progressive delivery with canaries comes nearly for free, " +
		"and the pipeline shrinks to a build. What remains hard is secrets, and what to do with clusters at the edge that are offline for days."
	at := strings.Index(long, "progressive delivery")
	return []kb.Hit{
		{Takeaway: ts[0], Score: 3.25, Match: kb.MatchExact, Snippet: kb.Snippet{Text: long, Marks: []kb.Span{{Start: at, End: at + 11}, {Start: at + 12, End: at + 20}}}},
		{Takeaway: ts[1], Score: 1.5, Match: kb.MatchRelaxed, Snippet: kb.Snippet{Text: "很多团队把服务网格当作平台的一部分来提供,而不是让每个团队自己安装和升级。", Marks: []kb.Span{{Start: 15, End: 27}}}},
		{Takeaway: ts[2], Score: math.NaN(), Match: kb.MatchFuzzy, Snippet: kb.Snippet{Text: "a < b & \"c\" \x1b]0;evil\x07\u202eend"}},
	}
}

func sampleWriteUps() []WriteUpRow {
	return []WriteUpRow{
		{Takeaways: 10, WriteUp: kb.WriteUp{
			Path: "kubecon-na-2019/rosso.md", Title: "What I saw <in San Diego> & liked", Authors: []string{"Josh Rosso", "Ann O'Neill"},
			Date: "2019-11-25", Conferences: kb.Editions{"kubecon-na-2019"}, Language: "en", Source: "https://example.org/kubecon/what-i-saw?part=1&lang=en",
			Tags: []kb.Tag{own("kubernetes")}, Why: map[string][]kb.Evidence{"date": {{Rule: "front-matter", Text: "2019-11-25", Line: 5}}},
		}},
		{WriteUp: kb.WriteUp{Path: "misc/untitled.txt"}},
	}
}

func sampleCounts(kind string) []digest.Tally {
	switch kind {
	case "conferences":
		return []digest.Tally{
			{ID: "kubecon-na-2019", Name: "KubeCon + CloudNativeCon North America 2019", Takeaways: 120, WriteUps: 9, Authors: 8, Series: "kubecon-na", City: "San Diego", Start: "2019-11-18", End: "2019-11-21"},
			{ID: "kubecon-eu-2020", Takeaways: 7, WriteUps: 1, City: "virtual", Start: "2020-08-17", End: "2020-09-02"},
		}
	case "tags":
		return []digest.Tally{
			{ID: "gitops", Name: "GitOps", Takeaways: 31, WriteUps: 7, Own: 11, Inherited: 2, Inferred: 18, Parents: []string{"continuous-delivery"}, First: "2018", Last: "2022"},
			{ID: "lift-off", Takeaways: 1, WriteUps: 1, Own: 1},
		}
	case "projects":
		return []digest.Tally{{ID: "argo-cd", Name: "Argo CD", Takeaways: 14, WriteUps: 6, Maturity: "graduated", Topics: []string{"gitops", "continuous-delivery"}}}
	case "authors":
		return []digest.Tally{{ID: "josh-rosso", Name: "Josh Rosso", Takeaways: 10, WriteUps: 2, Conferences: []string{"kubecon-na-2019", "kubecon-eu-2020"}}, {ID: "王小明", Takeaways: 3, WriteUps: 1}}
	case "talks":
		return []digest.Tally{{ID: "gitops-at-scale", Name: "GitOps at scale", Takeaways: 2, WriteUps: 2, Speakers: []string{"Jane Doe", "Li Wei"}, Org: "ACME", Link: "https://talks.example/42"}}
	}
	return nil
}

func sampleProblems() []kb.Problem {
	return []kb.Problem{
		{Path: "kubecon-na-2019/rosso.md", Line: 3, Col: 9, Severity: kb.SeverityError, Code: "front-matter", Message: "authors is neither a word nor a list", Hint: "write authors: [Josh Rosso]"},
		{Path: "misc/untitled.txt", Severity: kb.SeverityWarning, Code: "unknown-conference", Message: "no conference was found in the text,\nthe name or the folder"},
	}
}

func sampleDocuments() []Document {
	ts := sampleTakeaways()
	w := sampleWriteUps()[0].WriteUp
	w.Pieces = []kb.Takeaway{{ID: "111111111111", Kind: kb.KindIntro, Path: w.Path, Line: 8, Body: "Hello from the beach.\n"}, ts[0]}
	plain := sampleWriteUps()[1].WriteUp
	return []Document{{Takeaway: &ts[0]}, {WriteUp: &w}, {WriteUp: &plain, Body: "---\ntitle: x\n---\nJust *text*, no headings.\n"}}
}

// kinds prints each kind of result.
var kinds = map[string]func(p *Printer) error{
	"hits":        func(p *Printer) error { return p.Hits(sampleHits()) },
	"takeaways":   func(p *Printer) error { return p.Takeaways(sampleTakeaways()) },
	"writeups":    func(p *Printer) error { return p.WriteUps(sampleWriteUps()) },
	"conferences": func(p *Printer) error { return p.Counts("conferences", sampleCounts("conferences")) },
	"tags":        func(p *Printer) error { return p.Counts("tags", sampleCounts("tags")) },
	"projects":    func(p *Printer) error { return p.Counts("projects", sampleCounts("projects")) },
	"authors":     func(p *Printer) error { return p.Counts("authors", sampleCounts("authors")) },
	"talks":       func(p *Printer) error { return p.Counts("talks", sampleCounts("talks")) },
	"problems":    func(p *Printer) error { return p.Problems(sampleProblems()) },
	"show":        func(p *Printer) error { return p.Show(sampleDocuments()) },
	"explain": func(p *Printer) error {
		docs := sampleDocuments()
		up := *docs[1].WriteUp
		up.Perspective, up.Talk = "vendor", &kb.Talk{Title: "GitOps at scale", Speakers: []string{"Jane Doe"}}
		up.Why = map[string][]kb.Evidence{
			"title": {{Rule: "heading", Text: up.Title, Line: 7}},
			"conference": {{Rule: "title", Text: "San Diego", Line: 2}, {Rule: "hashtag", Text: "#KubeCon", Line: 9},
				{Rule: "hashtag", Text: "#KubeCon", Line: 12}, {Rule: "hashtag", Text: "#KubeCon", Line: 12}},
		}
		docs[0].Why, docs[1].WriteUp, docs[1].Why = &up, &up, &up
		return p.Show(docs[:2])
	},
}

func conferenceName(id string) string {
	return map[string]string{"kubecon-na-2019": "KubeCon NA 2019", "kubecon-china-2019": "KubeCon China 2019"}[id]
}

func output(t *testing.T, kind string, f Format, s Style) string {
	t.Helper()
	var b bytes.Buffer
	p, err := New(&b, f, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := kinds[kind](p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestGoldenFormats(t *testing.T) {
	for kind := range kinds {
		for _, f := range []Format{Plain, JSON, JSONL, YAML, CSV, Markdown, ID} {
			t.Run(kind+"/"+string(f), func(t *testing.T) {
				golden(t, kind+"-"+string(f), output(t, kind, f, Style{Conference: conferenceName}))
			})
		}
	}
}

func TestGoldenTerminal(t *testing.T) {
	for kind := range kinds {
		for _, width := range []int{40, 80, 120} {
			t.Run(fmt.Sprintf("%s/%d", kind, width), func(t *testing.T) {
				style := Style{Terminal: true, Width: width, Conference: conferenceName}
				bare := output(t, kind, "", style)
				golden(t, fmt.Sprintf("%s-table-%d", kind, width), bare)
				style.Color, style.Dark = true, true
				dark := output(t, kind, "", style)
				if width == 80 {
					golden(t, kind+"-table-80-dark", dark)
					style.Dark = false
					style.Links = true
					golden(t, kind+"-table-80-light-links", output(t, kind, "", style))
				}
				if diff := cmp.Diff(bare, ansi.Strip(dark)); diff != "" {
					t.Errorf("the text differs with colour (-without +with):\n%s", diff)
				}
			})
		}
	}
}

// TestWidth holds every line of every listing to the width of the terminal, but for the addresses that show
// prints whole, to be copied.
func TestWidth(t *testing.T) {
	for kind := range kinds {
		for width := 20; width <= 130; width++ {
			if (kind == "show" || kind == "explain") && width%10 != 0 {
				continue
			}
			out := output(t, kind, Table, Style{Terminal: true, Width: width, Color: true, Dark: true, Links: true})
			for _, line := range strings.Split(out, "\n") {
				address := (kind == "show" || kind == "explain") && strings.Contains(line, "://")
				if n := ansi.StringWidth(line); n > width && !address {
					t.Fatalf("%s at %d: a line of %d columns: %q", kind, width, n, line)
				}
				if strings.HasSuffix(line, " ") {
					t.Fatalf("%s at %d: blanks at the end of %q", kind, width, line)
				}
			}
		}
	}
}

func TestPlainIsOneRecordALine(t *testing.T) {
	for kind := range kinds {
		if kind == "show" || kind == "explain" || kind == "problems" {
			continue
		}
		out := output(t, kind, "", Style{})
		if strings.ContainsAny(out, "\x1b\a\r") {
			t.Errorf("%s: control characters in %q", kind, out)
		}
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		for _, line := range lines {
			if strings.Count(line, "\t") != strings.Count(lines[0], "\t") {
				t.Errorf("%s: %q has not as many fields as %q", kind, line, lines[0])
			}
		}
	}
}

func TestMachineFormatsKeepText(t *testing.T) {
	raw := "a <b> & \x1b[1mc\u202e \xff"
	hits := []kb.Hit{{Takeaway: kb.Takeaway{Heading: raw}}}
	want := "a <b> & \x1b[1mc\u202e \uFFFD"
	print := func(f Format, s Style) string {
		var b bytes.Buffer
		p, err := New(&b, f, s)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Hits(hits); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	var fromJSON, fromYAML []struct {
		Heading string
		Authors []string
		Tags    []kb.Tag
	}
	if err := json.Unmarshal([]byte(print(JSON, Style{})), &fromJSON); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(print(YAML, Style{})), &fromYAML); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(print(CSV, Style{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := []string{fromJSON[0].Heading, fromYAML[0].Heading, rows[1][4], strings.TrimSuffix(print("template={{.heading}}", Style{}), "\n")}
	if diff := cmp.Diff([]string{want, want, want, want}, got); diff != "" {
		t.Error(diff)
	}
	if fromJSON[0].Authors == nil || fromJSON[0].Tags == nil {
		t.Error("a list is null in JSON")
	}
	if got := print("template={{.heading}}", Style{Terminal: true}); got != "a <b> & c \uFFFD\n" {
		t.Errorf("on a terminal: %q", got)
	}
	if out := print(JSONL, Style{}); !strings.Contains(out, "a <b> & ") {
		t.Errorf("escaped without need: %s", out)
	}
}

// TestFieldsFollowKB fails when kb gets a field that the records do not have.
func TestFieldsFollowKB(t *testing.T) {
	keys := func(v any) map[string]any {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	p, err := New(&bytes.Buffer{}, JSON, Style{})
	if err != nil {
		t.Fatal(err)
	}
	h := sampleHits()[0]
	if diff := cmp.Diff(keys(h), keys(p.hit(&h)), cmp.Transformer("nil", func(v []any) int { return len(v) })); diff != "" {
		t.Errorf("hit (-kb +record):\n%s", diff)
	}
	w := sampleWriteUps()[0].WriteUp
	got := keys(p.writeUp(&w, 3))
	delete(got, "takeaways")
	if diff := cmp.Diff(keys(w), got); diff != "" {
		t.Errorf("write-up (-kb +record):\n%s", diff)
	}
}

func TestEmpty(t *testing.T) {
	want := map[Format]string{Table: "", Plain: "", JSON: "[]\n", JSONL: "", YAML: "[]\n", Markdown: "", ID: "", "template={{.id}}": ""}
	for f, want := range want {
		var b bytes.Buffer
		p, err := New(&b, f, Style{})
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(p.Hits(nil))
		if err != nil || b.String() != want {
			t.Errorf("hits as %s: %q, %v; want %q", f, b.String(), err, want)
		}
		b.Reset()
		if err := errors.Join(p.Takeaways(nil), p.WriteUps(nil), p.Counts("tags", nil), p.Problems(nil), p.Show(nil), p.Show(make([]Document, 1))); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if got := b.String(); got != strings.Repeat(want, 6) {
			t.Errorf("%s: %q", f, got)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

func TestWriteError(t *testing.T) {
	for kind, print := range kinds {
		for _, f := range []Format{Table, Plain, JSON, JSONL, YAML, CSV, Markdown, ID, "template={{.}}"} {
			p, err := New(brokenWriter{}, f, Style{})
			if err != nil {
				t.Fatal(err)
			}
			if print(p) == nil {
				t.Errorf("%s as %s: the error of the writer is lost", kind, f)
			}
		}
	}
}
