package library

import (
	"bytes"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// checkLinks reports links to notes and headings that are not there. A note that cannot be read again
// has been reported already.
func (l *Library) checkLinks(w *kb.WriteUp) []kb.Problem {
	data, err := l.Bytes(w.Path)
	if err != nil {
		return nil
	}
	var out []kb.Problem
	dead := func(link notefile.Link, hint, message string, args ...any) {
		p := warning(w.Path, link.Line, "dead-link", hint, message, args...)
		p.Col = link.Col
		out = append(out, p)
	}
	known := map[string]*notefile.Anchors{} // by path: many links lead to one note
	for _, link := range notefile.Links(w.Path, data) {
		target := data
		if link.Path != w.Path && known[link.Path] == nil {
			if strings.HasPrefix(link.Path, "../") {
				dead(link, "link to the page in the web, or bring it in with takeaway ingest", "the link %q leaves the library", link.Target)
				continue
			}
			if target, err = l.Bytes(link.Path); err != nil {
				dead(link, "correct the path, which counts from the folder of this note", "there is no note %q", link.Path)
				continue
			}
		}
		if link.Fragment == "" {
			continue
		}
		if known[link.Path] == nil {
			known[link.Path] = notefile.AnchorsOf(link.Path, target)
		}
		if !known[link.Path].Has(link.Fragment) {
			dead(link, "", "no heading of %s is called %q", link.Path, link.Fragment)
		}
	}
	return out
}

// place gives problems that know their line and the words they are about a column: that of the words in
// the line, or else of its first letter.
func (l *Library) place(problems []kb.Problem) {
	lines := map[string][][]byte{}
	for i := range problems {
		p := &problems[i]
		if p.Line == 0 || p.Col != 0 || p.Path == "" {
			continue
		}
		if _, ok := lines[p.Path]; !ok {
			data, err := l.Bytes(p.Path)
			if err != nil {
				continue
			}
			lines[p.Path] = bytes.SplitAfter(data, []byte("\n"))
		}
		p.Col = 1
		if note := lines[p.Path]; p.Line <= len(note) {
			line := note[p.Line-1]
			p.Col += len(line) - len(bytes.TrimLeft(line, " \t"))
			if _, rest, ok := strings.Cut(p.Message, `"`); ok {
				word, _, _ := strings.Cut(rest, `"`)
				if at := bytes.Index(bytes.ToLower(line), []byte(strings.ToLower(word))); at >= 0 && word != "" {
					p.Col = at + 1
				}
			}
		}
	}
}
