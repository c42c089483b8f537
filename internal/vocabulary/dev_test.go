package vocabulary

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// labelled is a takeaway with the topics that readers gave it.
type labelled struct {
	file               string
	line               int
	piece              Piece
	primary, secondary []string
}

// labelledSet reads the development set beside the project; it is no part of it.
func labelledSet(t testing.TB) []labelled {
	root := filepath.Join("..", "..", "..", "shared", "eval")
	data, err := os.ReadFile(filepath.Join(root, "dev", "gold.json"))
	if err != nil {
		t.Skip("the labelled write-ups are not beside the project: ", err)
	}
	var gold []struct {
		File      string
		Takeaways []struct {
			Line               int
			Heading            string
			Kind               string
			Primary, Secondary []string
		}
	}
	if err := json.Unmarshal(data, &gold); err != nil {
		t.Fatal(err)
	}
	var out []labelled
	for _, g := range gold {
		text, err := os.ReadFile(filepath.Join(root, "dev", "writeups", g.File))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		parent := ""
		for i, p := range g.Takeaways {
			if p.Kind == "container" {
				parent = p.Heading
			}
			if p.Kind != "takeaway" {
				continue
			}
			from, to := p.Line, len(lines)+1
			if i+1 < len(g.Takeaways) {
				to = g.Takeaways[i+1].Line
			}
			piece := Piece{Heading: p.Heading, ParentHeading: parent, HeadingLine: from, BodyLine: from}
			head := strings.Trim(lines[from-1], "#*_ \r")
			if p.Heading != "" && (strings.HasPrefix(lines[from-1], "#") || len(head) <= len(p.Heading)+8) {
				piece.BodyLine++
			}
			piece.Body = strings.Join(lines[piece.BodyLine-1:max(to-1, piece.BodyLine-1)], "\n")
			out = append(out, labelled{g.File, from, piece, p.Primary, p.Secondary})
		}
	}
	if len(out) < 100 {
		t.Fatalf("%d labelled takeaways, want more than 100", len(out))
	}
	return out
}

// tally counts as the score of the project does: a tag is right if it is primary or secondary, and
// every primary topic should be found.
type tally struct{ right, given, found, wanted float64 }

func (s *tally) add(tags, primary, secondary []string) {
	s.given += float64(len(tags))
	s.wanted += float64(len(primary))
	for _, t := range tags {
		if slices.Contains(primary, t) {
			s.found++
			s.right++
		} else if slices.Contains(secondary, t) {
			s.right++
		}
	}
}

func (s *tally) precision() float64 { return s.right / max(s.given, 1) }
func (s *tally) recall() float64    { return s.found / max(s.wanted, 1) }
func (s *tally) f1() float64 {
	p, r := s.precision(), s.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func TestLabelledTakeaways(t *testing.T) {
	var s tally
	v := Default()
	for _, l := range labelledSet(t) {
		var tags []string
		for _, tag := range v.Infer(l.piece).Tags {
			tags = append(tags, tag.Name)
		}
		s.add(tags, l.primary, l.secondary)
	}
	t.Logf("precision %.3f recall %.3f F1 %.3f", s.precision(), s.recall(), s.f1())
	if s.f1() < 0.84 || s.precision() < 0.85 {
		t.Errorf("precision %.3f, F1 %.3f, want at least 0.85 and 0.84", s.precision(), s.f1())
	}
}
