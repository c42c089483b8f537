package ingest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"takeaway/internal/kb"
)

// longPage has what a faithful body keeps and what is boilerplate.
const longPage = `<!DOCTYPE html><html lang="en"><head>
<title>Five things from KubeCon NA 2019 | Ann's Corner</title>
<meta property="og:site_name" content="Ann's Corner">
<meta property="og:title" content="Five things from KubeCon NA 2019 | Ann's Corner">
<link rel="canonical" href="/2019/five-things/">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
 {"@type":"Person","@id":"#ann","name":"Ann Author"},
 {"@type":"BlogPosting","author":{"@id":"#ann"},"datePublished":"2019-11-25T09:00:00+01:00"}]}</script>
<style>p{color:red}</style></head><body>
<header><nav class="navbar"><a href="/">Home</a> <a href="/about">About me</a></nav></header>
<main><article>
<h1>Five things from KubeCon NA 2019</h1>
<p>Last week I was in San Diego with twelve thousand others, and five things stayed with me on the long flight home, here they are.</p>
<h2 id="mesh">Meshes cost money <a class="anchor" href="#mesh">#</a></h2>
<p>Every vendor sells a mesh, said <a href="/people/bob">Bob</a>, and <strong>nobody</strong> knows what the <code>sidecar</code> costs them in the end.</p>
<ul><li>memory, fifty megabytes a pod</li><li>latency<ul><li>two hops more</li></ul></li></ul>
<pre><code class="language-yaml"># not a heading
kind: Sidecar
</code></pre>
<h2>Operators everywhere</h2>
<p>Operators were in every second talk, and the table of the speaker showed how many of them people run today.</p>
<table><thead><tr><th>Year</th><th>Operators</th></tr></thead><tbody><tr><td>2018</td><td>12</td></tr><tr><td>2019</td><td>96</td></tr></tbody></table>
<blockquote><p>Write one only if you must, the others are already written by somebody who knows the database better.</p></blockquote>
<iframe src="https://www.youtube.com/embed/abc123?rel=0"></iframe>
<p><img src="/img/stage.png" alt="The stage"> The stage from where I sat for three days, together with all the others who came.</p>
</article></main>
<form class="newsletter" action="/sub"><label>Subscribe to my newsletter</label><input type="email"></form>
<p><a href="/posts">[see all posts]</a></p>
<footer>Powered by Jekyll</footer></body></html>`

func TestFromPage(t *testing.T) {
	n, err := Read(Document{From: "https://example.org/x", Name: "example.org/x", Source: "https://example.org/x?utm=1", Format: HTML, Data: []byte(longPage)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `---
title: Five things from KubeCon NA 2019
authors: [Ann Author]
conference: kubecon-na-2019
date: 2019-11-25
source: https://example.org/2019/five-things/
---

Last week I was in San Diego with twelve thousand others, and five things stayed with me on the long flight home, here they are.

## Meshes cost money

Every vendor sells a mesh, said [Bob](https://example.org/people/bob), and **nobody** knows what the ` + "`sidecar`" + ` costs them in the end.

- memory, fifty megabytes a pod
- latency

  - two hops more

` + "```yaml" + `
# not a heading
kind: Sidecar
` + "```" + `

## Operators everywhere

Operators were in every second talk, and the table of the speaker showed how many of them people run today.

| Year | Operators |
|------|-----------|
| 2018 | 12        |
| 2019 | 96        |

> Write one only if you must, the others are already written by somebody who knows the database better.

[https://www.youtube.com/watch?v=abc123](https://www.youtube.com/watch?v=abc123)

![The stage](https://example.org/img/stage.png) The stage from where I sat for three days, together with all the others who came.
`
	if diff := cmp.Diff(want, string(n.Data)); diff != "" {
		t.Errorf("note (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("kubecon-na-2019/five-things-from-kubecon-na-2019.md", n.Path); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"navigation", "newsletter form", `"[see all posts]"`, "page footer"}, n.Dropped); diff != "" {
		t.Errorf("dropped (-want +got):\n%s", diff)
	}
	why := map[string]string{}
	for field, ev := range n.WriteUp.Why {
		why[field] = ev[0].Rule
	}
	wantWhy := map[string]string{"title": "og:title", "authors": "json-ld", "date": "json-ld", "source": "canonical", "conference": "title", "language": "detected"}
	if diff := cmp.Diff(wantWhy, why); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
}

const filler = `<p>Last week I was in San Diego with twelve thousand others, and five things stayed with me on the flight, here they are one by one.</p>`

func TestPageMetadata(t *testing.T) {
	type facts struct{ Title, Authors, Date, Source string }
	for _, c := range []struct {
		name, head, body string
		want             facts
	}{
		{"the site behind the title", `<title>My post - The Site</title><meta property="og:site_name" content="The Site">`, "", facts{Title: "My post"}},
		{"the site before the title", `<title>The Site: My post</title><meta property="og:site_name" content="The Site">`, "", facts{Title: "My post"}},
		{"a title with a hyphen", `<title>Ebb - and flow</title><meta property="og:site_name" content="The Site">`, "", facts{Title: "Ebb - and flow"}},
		{"the title is the site", `<title>The Site</title>`, "<h1>My post</h1>", facts{Title: "My post"}},
		{"title and heading", `<title>My post | Whatever</title>`, "<h1>My post</h1>", facts{Title: "My post"}},
		{"authors in one tag", `<title>T</title><meta name="author" content="By Ann Author and Bo Writer">`, "", facts{Title: "T", Authors: "Ann Author|Bo Writer"}},
		{"authors in several tags", `<title>T</title><meta property="article:author" content="Ann Author"><meta property="article:author" content="https://facebook.com/bo">`, "", facts{Title: "T", Authors: "Ann Author"}},
		{"an address is no author", `<title>T</title><meta property="article:author" content="https://facebook.com/false">`, "", facts{Title: "T"}},
		{"a person before an organisation", `<title>T</title><script type="application/ld+json">[{"@type":"NewsArticle","author":[{"@type":"Organization","name":"Acme"},{"@type":"Person","name":"Ann Author"}]}]</script>`, "", facts{Title: "T", Authors: "Ann Author"}},
		{"broken JSON-LD", `<title>T</title><script type="application/ld+json">{"@type":</script>`, "", facts{Title: "T"}},
		{"an account and a name", `<title>T</title><meta name="author" content="acmeadmin"><meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ann Author">`, `<p>x</p>`, facts{Title: "T", Authors: "Ann Author"}},
		{"an account alone", `<title>T</title><meta name="author" content="acmeadmin">`, `<p>x</p>`, facts{Title: "T", Authors: "acmeadmin"}},
		{"a byline", `<title>T</title>`, `<p class="byline">Written by Ann Author and published on December, 05 of 2017.</p>`, facts{Title: "T", Authors: "Ann Author", Date: "2017-12-05"}},
		{"rel author", `<title>T</title>`, `<a rel="author" href="/ann">Ann Author</a>`, facts{Title: "T", Authors: "Ann Author"}},
		{"a day in words", `<title>T</title><meta name="date" content="25 November 2019">`, "", facts{Title: "T", Date: "2019-11-25"}},
		{"a time element", `<title>T</title>`, `<time datetime="2019-11-25T10:00:00Z">last week</time>`, facts{Title: "T", Date: "2019-11-25"}},
		{"no day", `<title>T</title><meta property="article:published_time" content="">`, "", facts{Title: "T"}},
		{"canonical", `<title>T</title><link rel="canonical" href="https://original.example/post#top">`, "", facts{Title: "T", Source: "https://original.example/post"}},
		{"og:url", `<title>T</title><meta property="og:url" content="https://original.example/post">`, "", facts{Title: "T", Source: "https://original.example/post"}},
		{"a canonical front page says nothing", `<title>T</title><link rel="canonical" href="https://original.example/">`, "", facts{Title: "T"}},
		{"another scheme", `<title>T</title><link rel="canonical" href="javascript:alert(1)">`, "", facts{Title: "T"}},
		{"escape sequences", "<title>T\x1b[31m\x1b]0;owned\x07 red\u202e</title>", "", facts{Title: "T[31m]0;owned red"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			page := "<!doctype html><html><head>" + c.head + "</head><body>" + c.body + "<article>" + filler + filler + "</article></body></html>"
			n, err := Read(Document{From: "x.html", Name: "x.html", Data: []byte(page)}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			w := n.WriteUp
			got := facts{w.Title, strings.Join(w.Authors, "|"), w.Date, w.Source}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if strings.ContainsAny(string(n.Data), "\x1b\x07\u202e") {
				t.Errorf("control characters in the note:\n%q", n.Data)
			}
		})
	}
}

func TestPageCharset(t *testing.T) {
	page := "<!doctype html><html><head>%s<title>Caf\xe9</title></head><body><article>" + filler + filler + "</article></body></html>"
	for _, c := range []struct{ meta, charset string }{{`<meta charset="windows-1252">`, ""}, {"", "iso-8859-1"}} {
		n, err := Read(Document{From: "x.html", Name: "x.html", Charset: c.charset, Data: []byte(strings.Replace(page, "%s", c.meta, 1))}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if n.WriteUp.Title != "Café" {
			t.Errorf("%+v: %q", c, n.WriteUp.Title)
		}
	}
}

func TestPageRefuses(t *testing.T) {
	for _, c := range []struct{ name, page, message string }{
		{"made by a script", `<html><body><div id="app"></div><script src="app.js"></script><p>All days</p></body></html>`, "no article text found (a menu page, or rendered by JavaScript)"},
		{"nothing", "<html></html>", "no article text found (a menu page, or rendered by JavaScript)"},
		{"nested", "<html><body>" + strings.Repeat("<div>", 10_000) + filler, "is nested too deeply: open stack of elements exceeds 512 nodes"},
		{"many elements", "<html><body>" + strings.Repeat("<p>a</p>", 100_001), "has more than the limit of 100000 elements"},
		{"blank", " \n", "is empty"},
		{"binary", "<html><body>" + filler + "\x00", "has NUL bytes, so it is not a page"},
		{"too large", strings.Repeat("x", 8<<20+1), "is larger than the limit of 8 MiB"},
	} {
		_, err := Read(Document{From: "x.html", Name: "x.html", Format: HTML, Data: []byte(c.page)}, Options{})
		var p kb.Problem
		if !errors.As(err, &p) || p.Message != c.message || p.Path != "x.html" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestCorpus takes in every real document: none may fail without a reason, and what is made of one must
// read back as reported.
func TestCorpus(t *testing.T) {
	const dir = "../../../shared/corpus/dev"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the real write-ups are not at hand: ", err)
	}
	refused := map[string]string{}
	files := 0
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		n, err := Read(Document{From: p, Name: p, Data: data}, Options{})
		if err != nil {
			var problem kb.Problem
			if !errors.As(err, &problem) {
				t.Errorf("%s: %v is no problem", p, err)
			}
			refused[e.Name()] = problem.Message
			return nil
		}
		again, err := reread(n, false)
		if err != nil {
			t.Errorf("%s: the note cannot be read: %v", p, err)
			return nil
		}
		if again.Title != n.WriteUp.Title || len(again.Pieces) != len(n.WriteUp.Pieces) {
			t.Errorf("%s: %q with %d pieces reads back as %q with %d", p, n.WriteUp.Title, len(n.WriteUp.Pieces), again.Title, len(again.Pieces))
		}
		return nil
	})
	if err != nil || files < 200 {
		t.Fatalf("%d files, %v", files, err)
	}
	want := map[string]string{
		"floschick-index.html":                  "no article text found (a menu page, or rendered by JavaScript)",
		"rubyevents-rubyconf-2024-schedule.yml": "YAML without takeaways or talks",
		"uozalp-20260327.ics":                   "is a calendar without talks", // one event with a ticket of its own
		"wiebederoos-empty.md":                  "is empty",
	}
	if diff := cmp.Diff(want, refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

// TestNotFoundPages: a page that says it is not there is no write-up, however politely the server sent it.
func TestNotFoundPages(t *testing.T) {
	for title, want := range map[string]bool{"404": true, "Page not found | Blog": true, "404 Not Found": true, "Seite nicht gefunden": true, "Page introuvable": true,
		"The 404 of observability": false, "What we found at KubeCon": false, "Lost and found in San Diego": false} {
		if got := isNotFound(title); got != want {
			t.Errorf("%q: %v", title, got)
		}
	}
	page := "<html><head><title>Page not found</title></head><body><main><h1>Page not found</h1><p>We are sorry, but the page that you were looking for is not here any more, please try the search above or go back to the front page of our blog about conferences and clusters.</p><p>" +
		"If you think that this is a mistake of ours, write to us, and we will look into it as soon as we can, as always.</p></main></body></html>"
	_, err := Read(Document{From: "x", Name: "x", Format: HTML, Data: []byte(page)}, Options{})
	var p kb.Problem
	if !errors.As(err, &p) || p.Code != "not-found" {
		t.Errorf("read as a page: %v", err)
	}
}

// TestMisdeclaredUTF16: a server's word that a page is in UTF-16 is worth nothing where no byte is zero.
func TestMisdeclaredUTF16(t *testing.T) {
	for _, label := range []string{"utf-16", "utf-16le", "UTF-16BE"} {
		n, err := Read(Document{From: "x", Name: "x", Format: HTML, Charset: label, Data: []byte(longPage)}, Options{})
		if err != nil || !strings.Contains(string(n.Data), "Meshes cost money") {
			t.Errorf("%s: %v", label, err)
		}
	}
}
