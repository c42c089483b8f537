package ingest

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

const body = "Last week I was in San Diego.\n\n## Vendors have moved\n\nEveryone sells a mesh.\n\n## Edge\n\nEdge is everywhere, and small.\n"

type document struct {
	name, from, data string
	o                Options
	path             string
	added            []string
	before           string // what stands before the added block
}

var documents = []document{
	{name: "Markdown without front matter", from: "blog/2019-11-25-post.md", data: "# KubeCon NA 2019: what I learned\n\n" + body,
		path:  "kubecon-na-2019/kubecon-na-2019-what-i-learned.md",
		added: []string{`title: 'KubeCon NA 2019: what I learned'`, "conference: kubecon-na-2019", "date: 2019-11-25"}},
	{name: "front matter lacking the conference", from: "index.md", data: "---\ntitle: KubeCon NA 2019\nauthor: Ann Author # me\ndate: 2019-11-25\nodd: [1,  2]\n---\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"conference: kubecon-na-2019"},
		before: "---\ntitle: KubeCon NA 2019\nauthor: Ann Author # me\ndate: 2019-11-25\nodd: [1,  2]\n"},
	{name: "nothing to add", from: "x.md", data: "---\ntitle: KubeCon NA 2019\nauthor: Ann Author\ndate: 2019-11-25\nconference: kubecon-na-2019\n---\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md"},
	{name: "conference in words", from: "x.md", data: "---\ntitle: What I learned\nauthor: Ann Author\ndate: 2019-11-25\nconference: KubeCon NA 2019\n---\n" + body,
		path: "kubecon-na-2019/what-i-learned.md"},
	{name: "event in words", from: "x.md", data: "---\ntitle: What I learned\nauthor: Ann Author\ndate: 2019-11-25\nevent: KubeCon NA 2019\n---\n" + body,
		path: "kubecon-na-2019/what-i-learned.md"},
	{name: "TOML", from: "x.md", data: "+++\ntitle = \"KubeCon NA 2019\"\nauthors = [\"Ann Author\"]\ndate = 2019-11-25\n[extra]\nkey = 1\n+++\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"conference = 'kubecon-na-2019'"}, before: "+++\n"},
	{name: "YAML write-up", from: "talks.yaml", data: "# a comment\ntitle: KubeCon NA 2019\nauthors: [Ann Author]\ntakeaways:\n- title: One\n  body: Text.\n",
		path: "kubecon-na-2019/kubecon-na-2019.yaml", added: []string{"conference: kubecon-na-2019"}, before: "# a comment\n"},
	{name: "YAML with byte order mark", from: "talks.yml", data: "\uFEFFtitle: KubeCon NA 2019\nauthors: [Ann Author]\ntakeaways:\n- title: One\n  body: Text.\n",
		path: "kubecon-na-2019/kubecon-na-2019.yml", added: []string{"conference: kubecon-na-2019"}, before: "\uFEFF"},
	{name: "YAML list", from: "kubecon-na-2019/talks.yaml", data: "- title: One\n  speakers: [Ann]\n- title: Two\n  speakers: [Bo]\n",
		path: "kubecon-na-2019/talks.yaml"},
	{name: "CRLF", from: "x.md", data: strings.ReplaceAll("---\ntitle: KubeCon NA 2019\nauthor: Ann Author\n---\n"+body, "\n", "\r\n"),
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"conference: kubecon-na-2019"}, before: "---\r\ntitle: KubeCon NA 2019\r\nauthor: Ann Author\r\n"},
	{name: "CRLF without front matter", from: "x.md", data: strings.ReplaceAll("# KubeCon NA 2019\n\n"+body, "\n", "\r\n"),
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"title: KubeCon NA 2019", "conference: kubecon-na-2019"}},
	{name: "CR alone", from: "x.md", data: strings.ReplaceAll("---\ntitle: KubeCon NA 2019\nauthor: Ann Author\n---\n"+body, "\n", "\r"),
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"conference: kubecon-na-2019"}, before: "---\rtitle: KubeCon NA 2019\rauthor: Ann Author\r"},
	{name: "byte order mark", from: "x.md", data: "\uFEFF# KubeCon NA 2019\n\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"title: KubeCon NA 2019", "conference: kubecon-na-2019"}, before: "\uFEFF"},
	{name: "byte order mark and front matter", from: "x.md", data: "\uFEFF---\ntitle: KubeCon NA 2019\nauthor: A. B.\n---\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"conference: kubecon-na-2019"}, before: "\uFEFF---\ntitle: KubeCon NA 2019\nauthor: A. B.\n"},
	{name: "empty front matter", from: "x.md", data: "---\n---\n# KubeCon NA 2019\n\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"title: KubeCon NA 2019", "conference: kubecon-na-2019"}, before: "---\n"},
	{name: "generic title", from: "x.md", data: "---\ntitle: Introduction\nauthor: Ann Author\n---\n# KubeCon NA 2019\n\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"conference: kubecon-na-2019"}, before: "---\ntitle: Introduction\nauthor: Ann Author\n"},
	{name: "quoting", from: "x.md", data: "# My \"KubeCon\" NA 2019: 100% # fun\n\n" + body,
		path: "kubecon-na-2019/my-kubecon-na-2019-100-fun.md", added: []string{`title: 'My "KubeCon" NA 2019: 100% # fun'`, "conference: kubecon-na-2019"}},
	{name: "month alone", from: "x.md", data: "---\ntitle: KubeCon NA 2019\nauthor: Ann Author\npubdate: November 2019\n---\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md", added: []string{"conference: kubecon-na-2019"}, before: "---\ntitle: KubeCon NA 2019\nauthor: Ann Author\npubdate: November 2019\n"},
	{name: "README without a conference", from: "some/where/README.md", data: "## A thing\n\nText that says little about anything at all, in many words.\n\n## Another\n\nMore of it.\n",
		path: "where.md"},
	{name: "the option", from: "README.md", data: "---\ntitle: Things\n---\n## A thing\n\nText.\n\n## Another thing\n\nMore text.\n", o: Options{Conference: "kubecon-eu-2018"},
		path: "kubecon-eu-2018/things.md", added: []string{"conference: kubecon-eu-2018"}, before: "---\ntitle: Things\n"},
	{name: "the option over the text", from: "x.md", data: "---\ntitle: KubeCon NA 2019\n---\n## A thing\n\nText.\n", o: Options{Conference: "kubecon-eu-2018"},
		path: "kubecon-eu-2018/kubecon-na-2019.md", added: []string{"conference: kubecon-eu-2018"}, before: "---\ntitle: KubeCon NA 2019\n"},
	{name: "the option over words in the front matter", from: "x.md", data: "---\ntitle: Things\nconference: KubeCon\n---\n## A thing\n\nText.\n", o: Options{Conference: "kubecon-eu-2018"},
		path: "kubecon-eu-2018/things.md", added: []string{"edition: kubecon-eu-2018"}, before: "---\ntitle: Things\nconference: KubeCon\n"},
	{name: "the option agrees", from: "x.md", data: "---\ntitle: Things\nconference: kubecon-eu-2018\n---\n## A thing\n\nText.\n", o: Options{Conference: "kubecon-eu-2018"},
		path: "kubecon-eu-2018/things.md"},
	{name: "front matter in one line", from: "x.md", data: "---\n{title: KubeCon NA 2019}\n---\n" + body,
		path: "kubecon-na-2019/kubecon-na-2019.md"},
}

// summary is what must not change when a note is completed.
type summary struct {
	Title, Date string
	Authors     []string
	Conferences kb.Editions
	Pieces      []string
}

func summarise(w *kb.WriteUp) summary {
	s := summary{w.Title, w.Date, w.Authors, w.Conferences, nil}
	for _, p := range w.Pieces {
		s.Pieces = append(s.Pieces, string(p.Kind)+" | "+p.Heading+" | "+p.Body)
	}
	return s
}

func TestFromFile(t *testing.T) {
	for _, d := range documents {
		t.Run(d.name, func(t *testing.T) {
			n, err := FromFile(d.from, []byte(d.data), d.o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d.path, n.Path); diff != "" {
				t.Errorf("path (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(d.added, n.Added); diff != "" {
				t.Errorf("added (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(completed(d), string(n.Data)); diff != "" {
				t.Errorf("data (-want +got):\n%s", diff)
			}
			again, err := reread(n, true)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(summarise(n.WriteUp), summarise(again)); diff != "" {
				t.Errorf("the note reads otherwise than reported (-reported +note):\n%s", diff)
			}
			parsed, err := notefile.Parse(d.from, []byte(d.data))
			if err != nil {
				t.Fatal(err)
			}
			// A write-up that says which conference it is about, or is in the folder of one, is divided at its
			// headings, others as one talk.
			if parsed.Conferences = again.Conferences; path.Dir(d.path) != "." {
				parsed.Pieces = again.Pieces
			}
			if diff := cmp.Diff(summarise(parsed), summarise(again)); diff != "" {
				t.Errorf("the note reads otherwise than the document (-document +note):\n%s", diff)
			}
			for _, from := range []string{n.Path, "elsewhere/" + n.Path} {
				twice, err := FromFile(from, n.Data, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if len(twice.Added) > 0 || !bytes.Equal(twice.Data, n.Data) || twice.Path != n.Path {
					t.Errorf("ingested again: %s, added %q", twice.Path, twice.Added)
				}
			}
		})
	}
}

// completed is the data with the added lines at their place.
func completed(d document) string {
	if len(d.added) == 0 {
		return d.data
	}
	nl := "\n"
	if strings.Contains(d.data, "\r") {
		nl = strings.TrimPrefix(d.data[strings.IndexByte(d.data, '\r'):][:2], "x")
		if nl != "\r\n" {
			nl = "\r"
		}
	}
	block := strings.Join(d.added, nl) + nl
	if len(d.before) <= len("\uFEFF") && !strings.HasPrefix(d.before, "-") && strings.HasSuffix(d.path, ".md") && !strings.HasPrefix(d.before, "+") {
		block = "---" + nl + block + "---" + nl + nl
	}
	return d.before + block + strings.TrimPrefix(d.data, d.before)
}

func TestFromFileRefuses(t *testing.T) {
	for _, c := range []struct {
		from, data string
		o          Options
		want       kb.Problem
	}{
		{"x.md", "\x00", Options{}, kb.Problem{Path: "x.md", Code: "not-text", Message: "has NUL bytes, so it is not text", Hint: "save it as UTF-8"}},
		{"x.md", " \n", Options{}, kb.Problem{Path: "x.md", Code: "empty", Message: "the note is empty"}},
		{"x.png", "text", Options{}, kb.Problem{Path: "x.png", Code: "format", Message: "not a format of notes", Hint: "notes end in .md .markdown .mdx .txt .yaml or .yml"}},
		{"x.md", "---\ntitle: T\nconference: kubecon-na-2019\n---\n## A\n\nText.\n", Options{Conference: "kubecon-eu-2018"},
			kb.Problem{Path: "x.md", Line: 3, Code: "conference", Message: `states the conference "kubecon-na-2019", not kubecon-eu-2018`, Hint: "change it there, or leave --conference out"}},
	} {
		c.want.Severity = kb.SeverityError
		_, err := FromFile(c.from, []byte(c.data), c.o)
		var got kb.Problem
		if !errors.As(err, &got) {
			t.Errorf("%s: error %v", c.from, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		path, from string
		authors    []string
		want       []string
	}{
		{"kubecon-na-2019/title.md", "/some/My File.md", []string{"Ann Author"}, []string{"kubecon-na-2019/title.md", "kubecon-na-2019/title-my-file.md",
			"kubecon-na-2019/title-ann-author.md", "kubecon-na-2019/title-some.md", "kubecon-na-2019/title-2.md", "kubecon-na-2019/title-3.md"}},
		{"title.yaml", "___.yaml", nil, []string{"title.yaml", "title-2.yaml", "title-3.yaml"}},
		{"one.md", "one/README.md", nil, []string{"one.md", "one-2.md", "one-3.md"}},
	} {
		var got []string
		for p := range (&Note{Path: c.path, From: c.from, WriteUp: &kb.WriteUp{Authors: c.authors}}).Places() {
			if got = append(got, p); strings.HasSuffix(p, "-3"+path.Ext(p)) {
				break
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// survives reports whether note is data with something inserted at one place.
func survives(note, data []byte) bool {
	i := 0
	for i < len(data) && i < len(note) && data[i] == note[i] {
		i++
	}
	k := 0
	for k < len(data) && k < len(note) && data[len(data)-1-k] == note[len(note)-1-k] {
		k++
	}
	return len(note) >= len(data) && i+k >= len(data)
}

func FuzzFromFile(f *testing.F) {
	for _, d := range documents {
		f.Add(d.from, []byte(d.data), d.o.Conference != "")
	}
	f.Add("x.md", []byte("---\ntitle: [\n---\n# KubeCon NA 2019\n"), false)
	f.Add("x.txt", []byte("KubeCon NA 2019\rby Ann\r"), true)
	f.Add("x.yaml", []byte("--- {title: KubeCon NA 2019, takeaways: [{title: a, body: b}]}"), false)
	f.Fuzz(func(t *testing.T, from string, data []byte, say bool) {
		o := Options{}
		if say {
			o.Conference = conference.Editions()[0].ID
		}
		kept := slices.Clone(data)
		n, err := FromFile(from, data, o)
		if !bytes.Equal(kept, data) {
			t.Fatal("the input was changed")
		}
		if err != nil {
			var p kb.Problem
			if !errors.As(err, &p) {
				t.Errorf("%v is no problem", err)
			}
			return
		}
		if !survives(n.Data, data) {
			t.Errorf("bytes were lost:\n%q\n%q", data, n.Data)
		}
		if len(n.Added) == 0 != (len(n.Data) == len(data)) {
			t.Errorf("added %q, but %d bytes became %d", n.Added, len(data), len(n.Data))
		}
	})
}
