package notefile

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"takeaway/internal/kb"
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
	if formatOf(name) != formatMarkdown || len(data) > MaxSize || !bytes.Contains(data, []byte("](")) && !bytes.Contains(data, []byte("]:")) {
		return nil
	}
	body := data
	if up, err := Parse(name, data); err == nil && !up.FrontMatter.Empty() {
		body = blanked(data, up.FrontMatter)
	}
	var links []Link
	at := 0 // where in body the last link was found; links come in file order
	root := goldmark.DefaultParser().Parse(text.NewReader(body))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		link, ok := n.(*ast.Link)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		target := string(link.Destination)
		if i := bytes.Index(body[at:], link.Destination); i >= 0 {
			at += i
		}
		if l, ok := internalLink(name, target); ok {
			l.Line = 1 + bytes.Count(body[:at], []byte("\n"))
			l.Col = at - bytes.LastIndexByte(body[:at], '\n')
			links = append(links, l)
		}
		return ast.WalkContinue, nil
	})
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

// HasAnchor reports whether a note has a place that the fragment of a link may mean: a heading of that
// slug, at any level, or an HTML or attribute anchor.
func HasAnchor(name string, data []byte, fragment string) bool {
	slug := kb.Slug(fragment)
	if up, err := Parse(name, data); err == nil {
		for i := range up.Pieces {
			if slug != "" && kb.Slug(up.Pieces[i].Heading) == slug {
				return true
			}
		}
	}
	for _, form := range []string{`id="` + fragment + `"`, `name="` + fragment + `"`, `id='` + fragment + `'`, "{#" + fragment + "}"} {
		if bytes.Contains(data, []byte(form)) {
			return true
		}
	}
	if formatOf(name) != formatMarkdown {
		return false
	}
	found := false
	root := goldmark.DefaultParser().Parse(text.NewReader(data))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			var words bytes.Buffer
			for i := range h.Lines().Len() {
				line := h.Lines().At(i)
				words.Write(line.Value(data))
			}
			found = found || slug != "" && kb.Slug(plain(words.String())) == slug
		}
		if found {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}
