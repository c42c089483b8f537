package ingest

import (
	"slices"
	"strings"
	"testing"
)

// speech is a paragraph that any finder of articles takes for text.
const speech = `<p>Every speaker of the first day told of gateways that wobble under load, and of the retries behind it, at length and with slides, and nobody in the room objected to that view of things.</p>`

// TestHeadingsOfSiteBuilders has the boxes that site builders put around the headings of an article; no
// heading with text under it may be lost, and nothing of the box may be left.
func TestHeadingsOfSiteBuilders(t *testing.T) {
	for _, tc := range []struct{ name, heading string }{
		{"plain", `<h2>T</h2>`},
		{"GitHub", `<div class="markdown-heading"><h2 class="heading-element">T</h2><a id="user-content-x" class="anchor" aria-label="Permalink: T" href="#x"><svg></svg></a></div>`},
		{"Substack", `<h2 class="header-anchor-post">T<div class="pencraft pc-display-flex header-anchor-parent"><div class="pencraft header-anchor-widget"><button aria-label="Link"></button><div class="header-anchor-share">Share</div></div></div></h2>`},
		{"Starlight", `<div class="sl-heading-wrapper level-h2"><h2 id="x">T</h2><a class="sl-anchor-link" href="#x"><span aria-hidden="true"><svg></svg></span><span class="sr-only">Section titled “T”</span></a></div>`},
		{"GitBook", `<h2 id="x" class="flex scroll-m-24"><div class="hash grid relative"><a href="#x" aria-label="Direct link to heading"><svg></svg></a></div><div class="flex-1 text-start">T</div></h2>`},
		{"Elementor", `<div class="elementor-element elementor-widget elementor-widget-heading" data-widget_type="heading.default"><div class="elementor-widget-container"><h2 class="elementor-heading-title elementor-size-default">T</h2></div></div>`},
		{"MediaWiki", `<div class="mw-heading mw-heading2"><h2 id="x">T</h2><span class="mw-editsection"><span class="mw-editsection-bracket">[</span><a href="/w/index.php?title=K&amp;action=edit&amp;section=1" title="Edit section: T"><span>edit</span></a><span class="mw-editsection-bracket">]</span></span></div>`},
		{"a button beside", `<div class="heading"><h2 id="x">T</h2><button type="button">Copy link</button></div>`},
		{"a link beside", `<div class="heading"><h2 id="x">T</h2> <a href="#x">Copy link</a></div>`},
		{"Docusaurus", `<h2 class="anchor anchorWithStickyNavbar" id="x">T<a href="#x" class="hash-link" aria-label="Direct link to T" title="Direct link to T">` + "\u200b" + `</a></h2>`},
		{"VitePress", `<h2 id="x" tabindex="-1">T <a class="header-anchor" href="#x" aria-label="Permalink to &quot;T&quot;">` + "\u200b" + `</a></h2>`},
		{"class share", `<h2 class="share">T</h2>`},
		{"class comment", `<h2 class="comment-title">T</h2>`},
		{"class sponsor", `<h2 id="sponsor" class="sponsor">T</h2>`},
		{"custom element", `<heading-anchor><h2 id="x">T</h2><a href="#x">Permalink</a></heading-anchor>`},
		{"role", `<div role="heading" aria-level="2" class="share">T</div>`},
		{"section of its own", `<section class="related-links"><h2>T</h2></section>`},
		{"two boxes", `<header class="social-links"><div><h2 id="x">T</h2></div><a href="#x">#</a></header>`},
	} {
		for _, frame := range []string{"<main><article><h1>KubeCon NA 2019 recap</h1>%</article></main>", "<div class=page><h1>KubeCon NA 2019 recap</h1><div>%</div></div>"} {
			t.Run(tc.name, func(t *testing.T) {
				one := strings.ReplaceAll(tc.heading, "T", "Gateways wobble")
				two := strings.ReplaceAll(tc.heading, "T", "Small teams")
				body := strings.Replace(frame, "%", speech+one+speech+two+speech, 1)
				n, err := Read(Document{From: "x.html", Name: "x.html", Format: HTML, Data: []byte("<html><head><title>KubeCon NA 2019 recap</title></head><body>" + body + "</body></html>")}, Options{})
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for line := range strings.Lines(string(n.Data)) {
					if strings.HasPrefix(line, "#") {
						got = append(got, strings.TrimSpace(line))
					}
				}
				if want := []string{"## Gateways wobble", "## Small teams"}; !slices.Equal(got, want) {
					t.Errorf("headings %q, want %q, in\n%s", got, want, n.Data)
				}
				if c := strings.Count(string(n.Data), "Every speaker"); c != 3 {
					t.Errorf("%d of 3 paragraphs\n%s", c, n.Data)
				}
				for _, rest := range []string{"edit", "Copy link", "Section titled", "Share", "Permalink", "\u200b"} {
					if strings.Contains(string(n.Data), rest) {
						t.Errorf("%q is left in\n%s", rest, n.Data)
					}
				}
			})
		}
	}
}

// TestSectionsAreKept has sections that a finder of articles drops although they stand in the middle of
// the article, and what stands beside an article and stays out.
func TestSectionsAreKept(t *testing.T) {
	short := `<p>Nobody slept much, said the keynote speaker.</p>`
	for _, tc := range []struct {
		name, body string
		want       []string
	}{
		{"a short section in a box of its own", "<article>" + speech + `<h2>One</h2>` + speech + `<div class="promo-box-2"><div><h2>Two</h2><div>` + short + `</div></div></div><h2>Three</h2>` + speech + "</article>", []string{"## One", "## Three"}},
		{"sections in boxes", "<article>" + speech + `<section><h2>One</h2>` + speech + `</section><section><div><h2>Two</h2></div><div><div>` + short + `</div></div></section><section><h2>Three</h2>` + speech + "</section></article>", []string{"## One", "## Two", "## Three"}},
		{"related posts behind it", `<div class="page"><div class="post">` + speech + `<h2>One</h2>` + speech + `<h2>Two</h2>` + speech + `</div><div class="related-posts"><h2>More posts</h2><ul><li><a href="/a">Another post about the same conference and its keynotes</a></li></ul></div></div>`, []string{"## One", "## Two"}},
		{"comments behind it", `<article>` + speech + `<h2>One</h2>` + speech + `<h2>Two</h2>` + speech + `<div class="comments"><h2>Comments</h2><p>What a nice post, I have read it three times and sent it to all my friends.</p></div></article>`, []string{"## One", "## Two"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n, err := Read(Document{From: "x.html", Name: "x.html", Format: HTML, Data: []byte("<html><head><title>KubeCon NA 2019 recap</title></head><body><h1>KubeCon NA 2019 recap</h1>" + tc.body + "</body></html>")}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for line := range strings.Lines(string(n.Data)) {
				if strings.HasPrefix(line, "#") {
					got = append(got, strings.TrimSpace(line))
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("headings %q, want %q, in\n%s", got, tc.want, n.Data)
			}
		})
	}
}
