package notefile

import (
	"fmt"
	"strings"

	"takeaway/internal/conference"
	"takeaway/internal/kb"
)

// filed reports whether somebody said which conference the note is about: in its front matter, in its
// header, or by the folder it is in.
func (d *document) filed() bool {
	if _, stated := d.front.get("conference", "conferences"); stated || d.header.event.text != "" {
		return true
	}
	folders := strings.Split(d.path, "/")
	for _, name := range folders[:len(folders)-1] {
		if _, known := conference.Lookup(strings.ToLower(name)); known {
			return true
		}
	}
	return false
}

// tellMerged reports headings that become one takeaway, because the note seems to be about one talk.
func (c *cutter) tellMerged(root *section) {
	n := 0
	for _, s := range c.topLevel(root).children {
		if headingKind(s.heading) == "" {
			n++
		}
	}
	if n < 2 {
		return
	}
	c.up.Problems = append(c.up.Problems, kb.Problem{Path: c.path, Line: c.p.blocks[root.children[0].first].first + 1, Col: 1,
		Severity: kb.SeverityWarning, Code: "one-talk", Message: fmt.Sprintf("read as a note on one talk: its %d sections are one takeaway", n),
		Hint: "add conference: to the front matter, or move the note to notes/<conference>/, if each section is a takeaway"})
}
