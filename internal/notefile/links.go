package notefile

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/prose"
)

// Link is a link of a note to another note of the library, or to a heading of its own.
type Link struct {
	// Path is the note that is meant, relative to notes/, with forward slashes; the note itself for "#heading".
	// It starts with "../" where the link leaves the folder of notes.
	Path string
	// Fragment is what stands after "#", unescaped; empty if nothing does.
	Fragment string
	// Target is the link as it is written.
	Target string
	// Line and Col are 1-based; Col counts bytes.
	Line, Col int
}

// Links lists the internal links of a Markdown note in file order: relative links to files that may be
// notes, and links to headings. Links to other sites, from the root of a site, or to pictures and other
// files are none. Other formats than Markdown have no links.
func Links(name string, data []byte) []Link {
	if formatOf(name) != formatMarkdown || len(data) > MaxSize || !mayLink(data) {
		return nil
	}
	body := data
	if up, err := Parse(name, data); err == nil && !up.FrontMatter.Empty() {
		body = blanked(data, up.FrontMatter)
	}
	var links []Link
	line, counted := 1, 0
	for _, found := range prose.Links(body) {
		l, ok := internalLink(name, found.Target)
		if !ok {
			continue
		}
		at := found.At
		line += bytes.Count(body[min(counted, at):at], []byte("\n"))
		counted = at
		l.Line = line
		l.Col = at - bytes.LastIndexByte(body[:at], '\n')
		links = append(links, l)
	}
	return links
}

// blanked is data with the front matter and its fences made blank, so that positions stay what they are.
func blanked(data []byte, front kb.Span) []byte {
	out := bytes.Clone(data)
	fence := bytes.TrimLeft(out[front.End:], "\r\n")
	end := len(out) - len(fence)
	if i := bytes.IndexByte(fence, '\n'); i >= 0 {
		end += i + 1
	}
	for i := range out[:end] {
		if out[i] != '\n' && out[i] != '\r' {
			out[i] = ' '
		}
	}
	return out
}

// internalLink reads a link's target as one within the library.
func internalLink(name, target string) (Link, bool) {
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.RawQuery != "" || strings.HasPrefix(u.Path, "/") {
		return Link{}, false
	}
	if strings.ContainsAny(target, "{}") { // a template of a site generator
		return Link{}, false
	}
	l := Link{Path: name, Fragment: u.Fragment, Target: target}
	if u.Path == "" {
		return l, u.Fragment != ""
	}
	if !Readable(u.Path) {
		return Link{}, false
	}
	l.Path = path.Join(path.Dir(name), u.Path)
	return l, true
}

// Anchors are the places of a note that the fragment of a link may mean: headings by their slug, at any
// level, and HTML and attribute anchors.
type Anchors struct {
	slugs map[string]bool
	exact map[string]bool
}

// Has reports whether the note has the place.
func (a *Anchors) Has(fragment string) bool {
	return a.exact[fragment] || a.slugs[kb.Slug(fragment)]
}

// AnchorsOf finds the places of a note.
func AnchorsOf(name string, data []byte) *Anchors {
	a := &Anchors{slugs: map[string]bool{}, exact: map[string]bool{}}
	if up, err := Parse(name, data); err == nil {
		for i := range up.Pieces {
			a.slugs[kb.Slug(up.Pieces[i].Heading)] = true
		}
	}
	for _, form := range [][2]string{{`id="`, `"`}, {`name="`, `"`}, {`id='`, `'`}, {"{#", "}"}} {
		for rest := data; ; {
			_, after, ok := bytes.Cut(rest, []byte(form[0]))
			if !ok {
				break
			}
			rest = after
			if end := bytes.IndexByte(after[:min(len(after), longestAnchor)], form[1][0]); end >= 0 {
				a.exact[string(after[:end])] = true
			}
		}
	}
	if formatOf(name) == formatMarkdown {
		a.headings(data)
	}
	delete(a.slugs, "")
	return a
}

// longestAnchor is the most bytes that are looked through for the end of an anchor.
const longestAnchor = 1000

// headings adds those that are no piece's.
func (a *Anchors) headings(data []byte) {
	for _, h := range prose.Headings(data) {
		a.slugs[kb.Slug(h)] = true
	}
}

// mayLink reports whether a text has the signs of a link of Markdown.
func mayLink(data []byte) bool {
	return bytes.Contains(data, []byte("](")) || bytes.Contains(data, []byte("]:"))
}
