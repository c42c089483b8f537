package ingest

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
)

// Carried says what became of the tags of a note that a newer version replaces.
type Carried struct {
	// Kept are the headings whose tags stand in the new version too.
	Kept []string
	// Lost are the tags whose heading is gone, as "#gitops #edge (Heading)".
	Lost []string
	// Keys are the lines of the old front matter that the new version lacks and got.
	Keys []string
}

// keepersKeys are the front-matter keys that whoever keeps a note sets.
var keepersKeys = []string{"conference", "edition", "tags", "infer"}

// Carry returns next, the newer version of the note at path, with what its keeper added to old: lines of
// tags under headings that are the same, and the keeper's keys of the front matter. Both versions are
// notes; a change that the reader of notes would not read back is left out and counted as lost.
func Carry(path string, old, next []byte) ([]byte, Carried) {
	var c Carried
	was, err := notefile.Parse(path, old)
	if err != nil {
		return next, c
	}
	next, c.Keys = carryKeys(path, was, old, next)
	now, err := notefile.Parse(path, next)
	if err != nil {
		return next, c
	}
	byID := map[kb.ID]*kb.Takeaway{}
	for i := range now.Pieces {
		byID[now.Pieces[i].ID] = &now.Pieces[i]
	}
	var all []insertion
	for i := range was.Pieces {
		p := &was.Pieces[i]
		tags := ownTags(p)
		if len(tags) == 0 {
			continue
		}
		at := byID[p.ID]
		if at == nil || at.Place.Heading.Empty() {
			c.Lost = append(c.Lost, lost(p, tags))
			continue
		}
		have := ownTags(at)
		tags = slices.DeleteFunc(tags, func(t string) bool { return slices.Contains(have, t) })
		if len(tags) > 0 {
			all = append(all, tagPlace(at, next, tags, FormatOf(path) == YAML))
		}
	}
	good := all
	if !readable(path, next, now, all) { // find out which
		good = nil
		for _, e := range all {
			if readable(path, next, now, []insertion{e}) {
				good = append(good, e)
			} else {
				c.Lost = append(c.Lost, lost(e.piece, e.tags))
			}
		}
	}
	for _, e := range good {
		c.Kept = append(c.Kept, e.piece.Heading)
	}
	return inserted(next, good), c
}

// insertion is text to add to a note, and what for.
type insertion struct {
	at    int
	text  string
	piece *kb.Takeaway
	tags  []string
}

func inserted(data []byte, list []insertion) []byte {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b insertion) int { return cmp.Compare(b.at, a.at) })
	for _, e := range list {
		data = splice(data, e.at, e.text)
	}
	return data
}

// readable reports whether the insertions read back as what they were meant to be.
func readable(path string, data []byte, now *kb.WriteUp, list []insertion) bool {
	again, err := notefile.Parse(path, inserted(data, list))
	if err != nil || len(again.Pieces) != len(now.Pieces) {
		return false
	}
	byID := map[kb.ID]*kb.Takeaway{}
	for i := range again.Pieces {
		byID[again.Pieces[i].ID] = &again.Pieces[i]
	}
	return !slices.ContainsFunc(list, func(e insertion) bool {
		p := byID[e.piece.ID]
		if p == nil {
			return true
		}
		have := ownTags(p)
		return slices.ContainsFunc(e.tags, func(t string) bool { return !slices.Contains(have, t) })
	})
}

// ownTags are the tags that a person set on the piece, and those they rejected, as they are written.
func ownTags(p *kb.Takeaway) []string {
	var out []string
	for _, t := range p.Tags {
		if t.Source == kb.TagOwn {
			out = append(out, "#"+t.Name)
		}
	}
	for _, t := range p.Rejected {
		out = append(out, "-#"+t)
	}
	return out
}

func lost(p *kb.Takeaway, tags []string) string {
	return strings.Join(tags, " ") + " (" + firstOf(p.Heading, string(p.Kind)) + ")"
}

// tagPlace is where tags are added to a piece, and the text to add there.
func tagPlace(p *kb.Takeaway, data []byte, tags []string, isYAML bool) insertion {
	e := insertion{piece: p, tags: tags}
	nl := lineBreak(data)
	switch {
	case !isYAML && !p.Place.Tags.Empty():
		e.at, e.text = p.Place.Tags.End, " "+strings.Join(tags, " ")
		return e
	case !isYAML:
		e.at, e.text = p.Place.Heading.End, nl+strings.Join(tags, " ")
		return e
	}
	var names []string
	for _, t := range tags {
		name := strings.Replace(t, "#", "", 1)
		if strings.HasPrefix(name, "-") {
			name = `"` + name + `"`
		}
		names = append(names, name)
	}
	list := strings.Join(names, ", ")
	if at := p.Place.Tags; !at.Empty() && data[at.Start] == '[' && data[at.End-1] == ']' {
		if len(bytes.TrimSpace(data[at.Start+1:at.End-1])) > 0 {
			list = ", " + list
		}
		e.at, e.text = at.End-1, list
		return e
	}
	line := data[p.Place.Heading.Start:p.Place.Heading.End]
	indent := len(line) - len(bytes.TrimLeft(line, " -"))
	e.at, e.text = p.Place.Heading.End, nl+strings.Repeat(" ", indent)+"tags: ["+list+"]"
	return e
}

// carryKeys adds the keeper's lines of the old front matter to the new one.
func carryKeys(path string, was *kb.WriteUp, old, next []byte) ([]byte, []string) {
	now, err := notefile.Parse(path, next)
	if err != nil || was.FrontMatter.Empty() || now.FrontMatter.Empty() || FormatOf(path) == YAML {
		return next, nil
	}
	fence := func(data []byte, fm kb.Span) bool {
		return bytes.HasSuffix(bytes.TrimSpace(data[:fm.Start]), []byte("---"))
	}
	if !fence(old, was.FrontMatter) || !fence(next, now.FrontMatter) {
		return next, nil
	}
	have := keys(next[now.FrontMatter.Start:now.FrontMatter.End])
	var lines []string
	take := false
	for line := range strings.Lines(string(old[was.FrontMatter.Start:was.FrontMatter.End])) {
		line = strings.TrimRight(line, "\r\n")
		if name, _, ok := strings.Cut(line, ":"); ok && line != "" && line[0] != ' ' && line[0] != '-' && line[0] != '\t' {
			name = strings.ToLower(strings.TrimSpace(name))
			take = slices.Contains(keepersKeys, name) && !have[name] && (name != "edition" || !have["conference"]) && (name != "conference" || !have["edition"])
		}
		if take {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return next, nil
	}
	nl := lineBreak(next)
	trial := splice(next, now.FrontMatter.End, strings.Join(lines, nl)+nl)
	again, err := notefile.Parse(path, trial)
	if err != nil || again.Title != now.Title || len(again.Problems) > len(now.Problems) {
		return next, nil
	}
	return trial, lines
}
