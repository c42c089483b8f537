package notefile

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

const ownNote = `---
title: "Ten things"   # a comment
authors: [Ann Author, Bo Writer]
date: 2019-11-25
source: https://example.org/ten
tags: [Cloud Native, gitops]
conference: kubecon-na-2019
odd-key: kept
---
## 1. Vendors *have* [moved](https://example.org)
#vendor-landscape #gitops -#edge

The text of the first one.

## Second
More text.
`

func TestParseOwnFormat(t *testing.T) {
	up, err := Parse("kubecon-na-2019/ten.md", []byte(ownNote))
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) kb.Span {
		i := strings.Index(ownNote, s)
		return kb.Span{Start: i, End: i + len(s)}
	}
	inherited := []kb.Tag{
		{Name: "cloud-native", Source: kb.TagInherited, Evidence: []kb.Evidence{{Rule: "front-matter", Text: "Cloud Native", Line: 6}}},
		{Name: "gitops", Source: kb.TagInherited, Evidence: []kb.Evidence{{Rule: "front-matter", Text: "gitops", Line: 6}}},
	}
	own := func(name string) kb.Tag {
		return kb.Tag{Name: name, Source: kb.TagOwn, Evidence: []kb.Evidence{{Rule: "hashtag", Text: "#" + name, Line: 11}}}
	}
	piece := func(slug string) kb.Takeaway {
		return kb.Takeaway{ID: kb.NewID(up.Path, slug, 0), Ref: "kubecon-na-2019/ten#" + slug, Path: up.Path, Kind: kb.KindTakeaway,
			Title: "Ten things", Authors: []string{"Ann Author", "Bo Writer"}, Date: "2019-11-25", Source: "https://example.org/ten"}
	}
	first, second := piece("1-vendors-have-moved"), piece("second")
	first.Line, first.EndLine, first.Heading, first.Body = 10, 13, "1. Vendors have moved", "The text of the first one."
	first.Tags, first.Rejected = []kb.Tag{own("vendor-landscape"), own("gitops"), inherited[0]}, []string{"edge"}
	first.Place = kb.Place{Heading: at("## 1. Vendors *have* [moved](https://example.org)"), Tags: at("#vendor-landscape #gitops -#edge"), Body: at("The text of the first one.")}
	first.Place.Piece = kb.Span{Start: first.Place.Heading.Start, End: first.Place.Body.End}
	second.Line, second.EndLine, second.Heading, second.Body, second.Tags = 15, 16, "Second", "More text.", inherited
	second.Place = kb.Place{Heading: at("## Second"), Body: at("More text.")}
	second.Place.Piece = kb.Span{Start: second.Place.Heading.Start, End: second.Place.Body.End}
	want := &kb.WriteUp{
		Path: "kubecon-na-2019/ten.md", Title: "Ten things", Authors: []string{"Ann Author", "Bo Writer"}, Date: "2019-11-25",
		Source: "https://example.org/ten", Infer: true, Tags: inherited, Language: "en",
		Event: []kb.Evidence{{Rule: "front-matter", Text: "kubecon-na-2019", Line: 7}},
		Why: map[string][]kb.Evidence{
			"title":    {{Rule: "front-matter", Text: "Ten things", Line: 2}},
			"authors":  {{Rule: "front-matter", Text: "Ann Author, Bo Writer", Line: 3}},
			"date":     {{Rule: "front-matter", Text: "2019-11-25", Line: 4}},
			"source":   {{Rule: "front-matter", Text: "https://example.org/ten", Line: 5}},
			"language": {{Rule: "detected", Text: "4 function words"}},
		},
		Pieces:      []kb.Takeaway{first, second},
		FrontMatter: kb.Span{Start: 4, End: strings.Index(ownNote, "---\n## 1")},
	}
	if diff := cmp.Diff(want, up); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, data, code string }{
		{"a.html", "<p>x", "format"}, {"a.md", "", "empty"}, {"a.md", "\ufeff \r\n", "empty"}, {"a.txt", "a\x00b", "not-text"},
		{"a.md", strings.Repeat("x", MaxSize+1), "too-large"}, {"a.yaml", "name: site\nbaseURL: /\nparams:\n  - a\n", "not-a-write-up"},
		{"a.yml", "a: [\n", "yaml"}, {"a.yml", "---\n[]\n", "not-a-write-up"},
	} {
		up, err := Parse(c.name, []byte(c.data))
		var p kb.Problem
		if up != nil || !errors.As(err, &p) || p.Code != c.code {
			t.Errorf("Parse(%q, %.10q) = %v, %v; want code %s", c.name, c.data, up, err, c.code)
		}
	}
}

// outline is the pieces of a note, one a line: lines, kind, heading.
func outline(t *testing.T, name, text string) string {
	t.Helper()
	up, err := Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range up.Pieces {
		b.WriteString(strings.Join([]string{itoa(p.Line) + "-" + itoa(p.EndLine), string(p.Kind), p.Heading}, " ") + "\n")
	}
	return b.String()
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

func words(n int) string { return strings.TrimSpace(strings.Repeat("lorem ipsum ", n/2)) + "." }

// Two paragraphs on different subjects.
var (
	mesh   = strings.TrimSpace(strings.Repeat("Sidecars encrypt traffic between workloads inside every mesh proxy. ", 6))
	ledger = strings.TrimSpace(strings.Repeat("Accountants compare invoices against monthly budgets before paying providers. ", 6))
)

func TestSegmentation(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"sections with intro and outro", "recap.md", "# KubeCon recap\n\nHello.\n\n## Mesh\n" + words(70) + "\n\n## eBPF\n" + words(70) + "\n\n## Thank you!\nbye\n",
			"1-3 intro KubeCon recap\n5-6 takeaway Mesh\n8-9 takeaway eBPF\n11-12 outro Thank you!\n"},
		{"container of talks", "recap.md", "# KubeCon day 1\n## Keynotes\n### One - Ann Author, Acme Inc\n" + words(50) + "\n### Two - Bo Writer, Acme Inc\n" + words(50) + "\n## Booths\n" + words(50) + "\n",
			"1-1 container KubeCon day 1\n2-2 container Keynotes\n3-4 takeaway One - Ann Author, Acme Inc\n5-6 takeaway Two - Bo Writer, Acme Inc\n7-8 takeaway Booths\n"},
		{"one talk, short sections", "talk.md", "# Rebasing things\n**Speaker: Ann Author**\n## Why\n* a b c\n## How\n* d e f\n", "1-6 takeaway Rebasing things\n"},
		{"fences hold no headings", "kubecon.md", "# KubeCon notes\n## A\n```sh\n# comment\n```\n" + words(60) + "\n## B\n" + words(60) + "\n",
			"1-1 container KubeCon notes\n2-6 takeaway A\n7-8 takeaway B\n"},
		{"setext, AsciiDoc, no space", "kubecon.md", "Deploy\n---\n" + words(60) + "\n\n== Mesh\n" + words(60) + "\n\n##Docker from Scratch\n" + words(60) + "\n",
			"1-3 takeaway Deploy\n5-6 takeaway Mesh\n8-9 takeaway Docker from Scratch\n"},
		{"questions in bold", "kubecon-qa.md", "# KubeCon Q&A\n## Answers\n**Q: one?**\n\n" + words(40) + "\n\n**Q: two?**\n\n" + words(40) + "\n## Rest\n" + words(60) + "\n",
			"1-1 container KubeCon Q&A\n2-2 container Answers\n3-5 takeaway Q: one?\n7-9 takeaway Q: two?\n10-11 takeaway Rest\n"},
		{"plain text", "page.txt", "Skip to content\n\nKubeCon Takeaways\n\n" + words(40) + "\n\nFirst thing\n\n" + words(40) + "\n\nA caption\n\n2. Second thing\n\n" + words(40) + "\n",
			"1-5 intro \n7-11 takeaway First thing\n13-15 takeaway 2. Second thing\n"},
		{"prose by subject", "recap.md", "---\ntitle: KubeCon recap\n---\n" + mesh + "\n\n" + mesh + "\n\n" + ledger + "\n",
			"4-6 takeaway Sidecars encrypt traffic between workloads inside every mesh proxy\n8-8 takeaway Accountants compare invoices against monthly budgets before paying providers\n"},
		{"rule that is no front matter", "kubecon.md", "---\n\nHello there\n\n---\n## A\n" + words(60) + "\n## B\n" + words(60) + "\n",
			"1-5 intro \n6-7 takeaway A\n8-9 takeaway B\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, outline(t, c.file, c.text)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2019-11-26": "2019-11-26", "2024-11-07T00:00:00+00:00": "2024-11-07", "2024-05-06 12:00:00 +0000": "2024-05-06", "2019-11-30T07:00:00Z": "2019-11-30",
		"2020-10-28T16:00:00.000Z": "2020-10-28", "2024-04-03T0:00:00+00:00": "2024-04-03", "2017-12-07 09:33:54": "2017-12-07", "10-04-2024": "2024-10-04", "10.04.2024": "2024-04-10", "25/04/2024": "2024-04-25",
		"04-25-2024": "2024-04-25", "Dec.22.2024": "2024-12-22", "2022-05-16/2022-05-20": "2022-05-16", "24-Apr-2020": "2020-04-24", "Nov 25, 2019": "2019-11-25",
		"25th of November 2019": "2019-11-25", "2019年11月26日": "2019-11-26", "2024/04/10": "2024-04-10", "November 2019": "2019-11", "2019-11": "2019-11", "2019": "2019",
		"Friday, 6 December 2019": "2019-12-06", "6 décembre 2019": "2019-12-06", "3018-05-02": "", "2019-02-30": "", "soon": "", "May 05, 2018": "2018-05-05", "20191126": "2019-11-26",
	} {
		if got, _ := parseDate(in); got != want {
			t.Errorf("parseDate(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFrontMatterShapes(t *testing.T) {
	type got struct {
		Title, Date string
		Authors     []string
		Problems    []string
	}
	for _, c := range []struct {
		file, text string
		want       got
	}{
		{"a.md", "---\ntitle: T\nauthor:\n  name: Ann A, Bo B\n  avatar: x\n---\nx", got{Title: "T", Authors: []string{"Ann A", "Bo B"}}},
		{"a.md", "---\ntitle: T\nauthor: [g_s, j_m]\n---\nx", got{Title: "T", Authors: []string{"g_s", "j_m"}}},
		{"a.md", "---\ntitle: T\nauthor: >\n  [Ann A, Firm](https://x.example) (Org), Bo B\n---\nx", got{Title: "T", Authors: []string{"Ann A", "Bo B"}}},
		{"a.md", "---\ntitle: T\nauthor: <a href=\"x\">Ann A</a>\n---\nx", got{Title: "T", Authors: []string{"Ann A"}}},
		{"a.md", "---\ntitle: T\nauthor: \"@ann\"\n---\nx", got{Title: "T", Authors: []string{"@ann"}}},
		{"a.md", "---\ntitle: T\nauthor:\nname: Ann A\n---\nx", got{Title: "T", Authors: []string{"Ann A"}}},
		{"a.md", "---\ntitle: T: U\n  author: Ann A\ndate: 2019-01-02\n---\nx", got{Title: "T: U", Date: "2019-01-02", Authors: []string{"Ann A"}, Problems: []string{"front-matter"}}},
		{"a.md", "---\ntitle: T\ndate: \"3018-05-02\"\n---\nx", got{Title: "T", Problems: []string{"date"}}},
		{"a.md", "---\ntitle: T\npub-date: November 26\npub-year: 2018\n---\nx", got{Title: "T", Date: "2018-11-26"}},
		{"a.md", "+++\ntitle = \"T\"\ndate = 2019-11-26\nauthors = [\n \"Ann A\",\n]\n+++\nx", got{Title: "T", Date: "2019-11-26", Authors: []string{"Ann A"}}},
		{"2019-11-26-a.md", "\ufeff---\r\ntitle: T\r\n---\r\nx", got{Title: "T", Date: "2019-11-26"}},
		{"a.md", "# T\n\nx\n\nAUTHOR: ann\n", got{Title: "T", Authors: []string{"ann"}}},
		{"a.md", "## Meta\nx\n\n## Real title: a talk\ny\n", got{}},
		{"a.txt", "KubeCon page\n\nAnn Author\nOrg\n10 min readNov 25, 2019\n\n" + words(40), got{Title: "KubeCon page", Date: "2019-11-25", Authors: []string{"Ann Author"}}},
		{"a.md", "# T\xe9\n", got{Title: "Té", Problems: []string{"encoding"}}},
	} {
		up, err := Parse(c.file, []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		have := got{Title: up.Title, Date: up.Date, Authors: up.Authors}
		for _, p := range up.Problems {
			have.Problems = append(have.Problems, p.Code)
		}
		if diff := cmp.Diff(c.want, have); diff != "" {
			t.Errorf("%q: -want +got:\n%s", c.text, diff)
		}
	}
}

func TestTalks(t *testing.T) {
	for h, want := range map[string]*kb.Talk{
		"Keynote: A thing - Ann Author, Acme":             {Title: "A thing", Speakers: []string{"Ann Author"}, Org: "Acme"},
		"Talk 2: Two things – Ann Author & Bo Writer":     {Title: "Two things", Speakers: []string{"Ann Author", "Bo Writer"}},
		`"Quoted" (Opening Keynote) by Ann Author (Acme)`: {Title: "Quoted\" (Opening Keynote)", Speakers: []string{"Ann Author"}, Org: "Acme"},
		"Ann Author - Senior Engineer, Acme":              {Speakers: []string{"Ann Author"}, Org: "Acme"},
		"Platform Coffee Meetups - Paris Edition":         nil,
		"Deploying by Default":                            nil,
	} {
		if diff := cmp.Diff(want, headingTalk(h)); diff != "" {
			t.Errorf("%q: -want +got:\n%s", h, diff)
		}
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"This is what we have learned from the talks and it was great that they came.": "en",
		"Nous avons vu que les conférences sont dans la salle et pour le public.":      "fr",
		"Wir haben das nicht für die anderen gemacht und es ist auch gut so.":          "de",
		"大会のセッションはとても面白かったです。":                                                         "ja", "今年的大会非常成功，参加的人很多。": "zh", "올해 행사는 정말 재미있었습니다.": "ko", "kubectl apply -f x": "",
	} {
		if got, _ := prose.Language(text); got != want {
			t.Errorf("detect(%q) = %q, want %q", text, got, want)
		}
	}
}

const ownYAML = `title: Ten
authors: [Ann Author]
conference: kubecon-na-2019
date: 2019-11-25
tags: [k]
takeaways:
  - title: One
    tags: [gitops, -edge] # mine
    talk: {title: Talk, speakers: [Bo Writer], org: Acme, video: "https://example.org/v"}
    body: |
      Text.
  # about two
  - title: Two
    body: More.
`

func TestYAML(t *testing.T) {
	up, err := Parse("a.yaml", []byte(ownYAML))
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Lines         [2]int
		Heading, Body string
		Tags          string
		Names         []string
		Rejected      []string
		Talk          *kb.Talk
	}
	var got []row
	for _, p := range up.Pieces {
		r := row{Lines: [2]int{p.Line, p.EndLine}, Heading: p.Heading, Body: p.Body, Tags: ownYAML[p.Place.Tags.Start:p.Place.Tags.End], Rejected: p.Rejected, Talk: p.Talk}
		for _, tag := range p.Tags {
			r.Names = append(r.Names, string(tag.Source)+" "+tag.Name)
		}
		got = append(got, r)
	}
	want := []row{
		{Lines: [2]int{7, 11}, Heading: "One", Body: "Text.", Tags: "[gitops, -edge]", Names: []string{"own gitops", "inherited k"}, Rejected: []string{"edge"},
			Talk: &kb.Talk{Title: "Talk", Speakers: []string{"Bo Writer"}, Org: "Acme", Video: "https://example.org/v"}},
		{Lines: [2]int{13, 14}, Heading: "Two", Body: "More.", Names: []string{"inherited k"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if up.Title != "Ten" || up.Date != "2019-11-25" || len(up.Authors) != 1 {
		t.Errorf("head: %q %q %v", up.Title, up.Date, up.Authors)
	}
}

func BenchmarkParse(b *testing.B) {
	var s strings.Builder
	s.WriteString("---\ntitle: T\ndate: 2019-11-25\n---\n")
	for i := range 40 {
		s.WriteString("\n## Section " + itoa(i) + " - Ann Author, Acme\n#tag\n\n")
		for range 4 {
			s.WriteString("A paragraph with *emphasis*, a [link](https://example.org/x) and `code`. " + words(60) + "\n\n- **item** one\n- item two\n\n")
		}
	}
	data := []byte(s.String())
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Parse("kubecon.md", data); err != nil {
			b.Fatal(err)
		}
	}
}

// Broken front matter is read line by line, and what is below "tags: |" are the tags.
func TestBlockInBrokenFrontMatter(t *testing.T) {
	w, err := Parse("a.md", []byte("---\ntitle: |\n  A week\n  of meshes\ntags: |-\n  gitops\n  service mesh\nauthors: [Ann Author\ndate: >x\n---\n## One\n\nText.\n"))
	if err != nil {
		t.Fatal(err)
	}
	var tags []string
	for _, tag := range w.Tags {
		tags = append(tags, tag.Name)
	}
	if diff := cmp.Diff([]string{"gitops", "service-mesh"}, tags); diff != "" || w.Title != "A week of meshes" {
		t.Errorf("%q %s", w.Title, diff)
	}
}
