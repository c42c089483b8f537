package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"takeaway/internal/kb"
	"takeaway/internal/notefile"
	"takeaway/internal/vocabulary"
)

// tagPiece is a piece with the topics that people gave it.
type tagPiece struct {
	file      string
	line      int
	author    string // whoever wrote it, or wrote what a note retells
	note      bool   // of the shipped notes
	language  string
	piece     vocabulary.Piece
	primary   []int
	secondary []int
	signs     *vocabulary.Signs
	// found is the takeaway of the program's own reader that holds the beginning of this one; nil where it took
	// that for something else.
	found *tagPiece
}

func (p *tagPiece) byRules() []int {
	var out []int
	for t := range topicIDs {
		if p.signs.Chosen(t) {
			out = append(out, t)
		}
	}
	return out
}

// answer is how far a topic is right, 0 to 1.
func (p *tagPiece) answer(topic int, partly float64) float64 {
	switch {
	case slices.Contains(p.primary, topic):
		return 1
	case slices.Contains(p.secondary, topic):
		return partly
	}
	return 0
}

// setAside is true of the authors whom nobody looks at while choosing: a fifth, by hash.
func setAside(author string) bool {
	h := fnv.New32a()
	h.Write([]byte("set aside " + author))
	return h.Sum32()>>8%5 == 0
}

// divide cuts pieces in two by author.
func divide(pieces []*tagPiece, in func(author string) bool) (yes, no []*tagPiece) {
	for _, p := range pieces {
		if in(p.author) {
			yes = append(yes, p)
		} else {
			no = append(no, p)
		}
	}
	return yes, no
}

// readPieces reads the labelled write-ups below shared and the shipped notes, with their signs.
func readPieces(shared string) ([]*tagPiece, error) {
	gold, err := readGold(filepath.Join(shared, "eval", "read", "gold.json"))
	if err != nil {
		return nil, err
	}
	var pieces []*tagPiece
	for i := range gold {
		of, err := gold[i].pieces(filepath.Join(shared, "eval", "read", "writeups"))
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, of...)
	}
	who, err := writers(gold, filepath.Join(shared, "corpus", "manifest.tsv"))
	if err != nil {
		return nil, err
	}
	notes, err := readNotes("notes", who)
	if err != nil {
		return nil, err
	}
	pieces = append(pieces, notes...)
	v := vocabulary.Default()
	for _, p := range pieces {
		p.signs = v.Signs(p.piece)
		if p.found != nil {
			p.found.signs = v.Signs(p.found.piece)
		}
	}
	return pieces, nil
}

// goldFile is a labelled write-up.
type goldFile struct {
	File, Title, Language string
	Authors               []string
	Takeaways             []struct {
		Line               int
		Heading, Kind      string
		Primary, Secondary []string
	}
}

func (g *goldFile) author() string { return firstPart(g.File) }

// firstPart is what file names begin with: who published the write-up.
func firstPart(file string) string {
	name, _, _ := strings.Cut(path.Base(file), "-")
	return name
}

func readGold(labels string) (gold []goldFile, err error) {
	data, err := os.ReadFile(labels)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		return nil, fmt.Errorf("%s: %w", labels, err)
	}
	return gold, nil
}

// pieces cuts a labelled write-up where its readers did.
func (g *goldFile) pieces(dir string) (out []*tagPiece, err error) {
	data, err := os.ReadFile(filepath.Join(dir, g.File))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(data), "\n")
	w, err := notefile.Parse(g.File, data)
	if err != nil {
		return nil, err
	}
	stated := frontTopics(w)
	parent := ""
	for i, p := range g.Takeaways {
		outside, disorder := p.Line < 1 || p.Line > len(lines), i > 0 && p.Line < g.Takeaways[i-1].Line
		if outside || disorder {
			return nil, fmt.Errorf("%s: a piece in line %d of %d, out of order or outside", g.File, p.Line, len(lines))
		}
		if p.Kind == "container" {
			parent = p.Heading
		}
		if p.Kind != "takeaway" {
			continue
		}
		end := len(lines)
		if i+1 < len(g.Takeaways) {
			end = g.Takeaways[i+1].Line - 1
		}
		piece := vocabulary.Piece{Title: g.Title, Stated: stated, Heading: p.Heading, ParentHeading: parent, HeadingLine: p.Line, BodyLine: p.Line}
		if g.headed(lines[p.Line-1], p.Heading) {
			piece.BodyLine++
		}
		piece.Body = strings.Join(lines[piece.BodyLine-1:max(end, piece.BodyLine-1)], "\n")
		one := &tagPiece{file: g.File, line: p.Line, author: g.author(), language: g.Language, piece: piece}
		first := p.Line
		if p.Heading != "" {
			first++
		}
		one.found = covering(w, first, stated)
		if one.primary, err = topicNumbers(p.Primary); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", g.File, p.Line, err)
		}
		if one.secondary, err = topicNumbers(p.Secondary); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", g.File, p.Line, err)
		}
		out = append(out, one)
	}
	return out, nil
}

// headed reports whether a line is the heading of a piece and nothing more.
func (g *goldFile) headed(line, heading string) bool {
	marked := strings.HasPrefix(line, "#")
	alone := len(strings.Trim(line, "#*_ \r")) <= len(heading)+8
	return heading != "" && (marked || alone)
}

// covering is the takeaway that the program's reader makes of a line; nil where the line is in none.
func covering(w *kb.WriteUp, line int, stated []string) *tagPiece {
	parent := ""
	var at *kb.Takeaway
	for i := range w.Pieces {
		if w.Pieces[i].Line > line {
			break
		}
		if at = &w.Pieces[i]; at.Kind == kb.KindContainer {
			parent = at.Heading
		}
	}
	if at == nil || at.Kind != kb.KindTakeaway {
		return nil
	}
	return &tagPiece{piece: vocabulary.Piece{Title: w.Title, Stated: stated, Heading: at.Heading, ParentHeading: parent, Body: at.Body}}
}

// frontTopics are the topics that the front matter of a write-up states.
func frontTopics(w *kb.WriteUp) (ids []string) {
	for _, tag := range w.Tags {
		if id, ok := vocabulary.Default().Canonical(tag.Name); ok && slices.Contains(topicIDs, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func topicNumbers(ids []string) (out []int, err error) {
	for _, id := range ids {
		t := slices.Index(topicIDs, id)
		if t < 0 {
			return nil, fmt.Errorf("no topic %q", id)
		}
		out = append(out, t)
	}
	return out, nil
}

var (
	notInName = regexp.MustCompile(`[^\p{L}\p{N}]+`)
	ownerOf   = regexp.MustCompile(`github(?:usercontent)?\.com/([^/]+)/`)
)

func foldName(s string) string { return notInName.ReplaceAllString(strings.ToLower(s), "") }

// writers leads from names of authors and owners of repositories to the authors of the labelled write-ups: a
// note that retells what somebody wrote belongs to the same fold.
func writers(gold []goldFile, manifest string) (map[string]string, error) {
	who := map[string]string{}
	for i := range gold {
		a := gold[i].author()
		who[foldName(a)] = a
		for _, name := range gold[i].Authors {
			who[foldName(name)] = a
		}
	}
	data, err := os.ReadFile(manifest)
	if err != nil {
		return nil, err
	}
	const fileColumn, authorColumn, sourceColumn = 0, 3, 5
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		c := strings.Split(lines.Text(), "\t")
		if len(c) <= sourceColumn || who[foldName(firstPart(c[fileColumn]))] == "" {
			continue
		}
		a := who[foldName(firstPart(c[fileColumn]))]
		owner, _, _ := strings.Cut(c[sourceColumn], "/")
		for _, name := range []string{c[authorColumn], owner} {
			if name = foldName(name); name != "" && who[name] == "" {
				who[name] = a
			}
		}
	}
	return who, nil
}

// readNotes reads the shipped notes, whose tags their authors set.
func readNotes(dir string, who map[string]string) (out []*tagPiece, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.md"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		w, err := notefile.Parse(strings.TrimPrefix(filepath.ToSlash(file), dir+"/"), data)
		if err != nil {
			return nil, err
		}
		author := retold(w, file, who)
		for i := range w.Pieces {
			p := &w.Pieces[i]
			if p.Kind != kb.KindTakeaway {
				continue
			}
			one := &tagPiece{file: file, line: p.Line, author: author, note: true,
				piece: vocabulary.Piece{Title: w.Title, Heading: p.Heading, Body: p.Body}}
			for _, tag := range p.Tags {
				if t := slices.Index(topicIDs, tag.Name); t >= 0 && tag.Source != kb.TagInferred {
					one.primary = append(one.primary, t)
				}
			}
			out = append(out, one)
		}
	}
	return out, nil
}

// retold is whose words a note retells.
func retold(w *kb.WriteUp, file string, who map[string]string) string {
	if m := ownerOf.FindStringSubmatch(w.Source); m != nil && who[foldName(m[1])] != "" {
		return who[foldName(m[1])]
	}
	for _, a := range w.Authors {
		if who[foldName(a)] != "" {
			return who[foldName(a)]
		}
	}
	name := foldName(strings.TrimSuffix(path.Base(file), ".md"))
	best := "" // the longest name that the file's begins with
	for key := range who {
		if len(key) > 4 && strings.HasPrefix(name, key) && (len(key) > len(best) || len(key) == len(best) && key < best) {
			best = key
		}
	}
	if best != "" {
		return who[best]
	}
	return "note " + foldName(strings.Join(w.Authors, " "))
}
