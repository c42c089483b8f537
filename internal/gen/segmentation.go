package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/learn"
	"takeaway/internal/notefile"
)

func init() {
	tasks["segmentation"] = task{"how notes are cut into pieces, from labelled write-ups", segmentation}
}

// labelled is a write-up with the labels of a careful reader.
type labelled struct {
	File      string `json:"file"`
	Takeaways []struct {
		Line int     `json:"line"`
		Kind kb.Kind `json:"kind"`
	} `json:"takeaways"`

	data []byte
}

// author is who wrote it, as the folds of the evaluation tell authors apart: by the file's name.
func (l *labelled) author() string {
	name, _, _ := strings.Cut(path.Base(l.File), "-")
	return name
}

func (l *labelled) marks() []notefile.Mark {
	var marks []notefile.Mark
	for _, t := range l.Takeaways {
		marks = append(marks, notefile.Mark{Line: t.Line, Kind: t.Kind})
	}
	return marks
}

// readLabelled reads a set: gold.json and the folder writeups. A fault in the labels is named.
func readLabelled(dir string) ([]*labelled, error) {
	raw, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		return nil, err
	}
	var list []*labelled
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, "gold.json"), err)
	}
	for i, l := range list {
		if l.File == "" || !fs.ValidPath(l.File) {
			return nil, fmt.Errorf("%s: entry %d names no file", filepath.Join(dir, "gold.json"), i+1)
		}
		for _, t := range l.Takeaways {
			switch t.Kind {
			case kb.KindTakeaway, kb.KindIntro, kb.KindOutro, kb.KindBoilerplate, kb.KindContainer:
			default:
				return nil, fmt.Errorf("%s: line %d is labelled %q, which is no kind of piece", l.File, t.Line, t.Kind)
			}
		}
		if l.data, err = os.ReadFile(filepath.Join(dir, "writeups", filepath.FromSlash(l.File))); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func segmentation(args []string) error {
	flags := flag.NewFlagSet("segmentation", flag.ContinueOnError)
	set := flags.String("set", "../shared/eval/read", "folder of the labelled write-ups")
	held := flags.String("held", "", "folder of write-ups to judge the whole model on, which take no part in it")
	only := flags.Bool("figures", false, "print the figures by fold and write no table")
	detail := flags.Bool("detail", false, "print the write-ups with the most faults")
	if err := flags.Parse(args); err != nil {
		return err
	}
	list, err := readLabelled(*set)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Println("no labelled write-ups in", *set, "- the table stays as it is")
		return nil
	}
	if err != nil {
		return err
	}
	if err := segmentationFolds(list, *detail); err != nil {
		return err
	}
	m, err := fitSegmentation(list)
	if err != nil {
		return err
	}
	if *held != "" {
		others, err := readLabelled(*held)
		if err != nil {
			return err
		}
		fmt.Println("held back", judge(m, others, nil))
	}
	if *only {
		return nil
	}
	var b bytes.Buffer
	if err := writeSegmentation(&b, m); err != nil {
		return err
	}
	return os.WriteFile("internal/notefile/segmentation_gen.go", b.Bytes(), 0o644)
}

// lessonsOf asks the questions of the segmentation about every write-up.
func lessonsOf(list []*labelled) (map[string][]learn.Example, error) {
	by := map[string][]learn.Example{}
	for _, l := range list {
		lessons, err := notefile.Lessons(l.File, l.data, l.marks())
		if err != nil {
			return nil, err
		}
		for _, lesson := range lessons {
			e := learn.Example{Terms: learn.Dense(lesson.Row), Label: lesson.Answer, Group: l.author(), Weight: lesson.Weight}
			if lesson.Question != "kind" {
				by[lesson.Question] = append(by[lesson.Question], e)
				continue
			}
			for _, k := range kindsLearned {
				e.Label = lesson.Kind == k
				by["kind "+string(k)] = append(by["kind "+string(k)], e)
			}
		}
	}
	return by, nil
}

// kindsLearned are the kinds that have a model; "" is the continuation of the piece before.
var kindsLearned = []kb.Kind{kb.KindTakeaway, kb.KindIntro, kb.KindOutro, kb.KindContainer, ""}

// recipe is how the trees of each question are grown.
var recipe = map[string]learn.TreeOptions{
	"split": {Trees: 80, Depth: 2, Rate: 0.08, L2: 2, Least: 1, Sample: 0.7, Features: 0.3, Seed: 1},
	"way":   {Trees: 60, Depth: 3, Rate: 0.1, L2: 5, Least: 2, Sample: 0.7, Features: 0.3, Seed: 1},
	"kind":  {Trees: 60, Depth: 3, Rate: 0.1, L2: 3, Least: 1, Sample: 0.7, Features: 0.3, Seed: 1},
}

func fitSegmentation(list []*labelled) (*notefile.Segmentation, error) {
	by, err := lessonsOf(list)
	if err != nil {
		return nil, err
	}
	q := notefile.Questions()
	m := &notefile.Segmentation{SplitNames: q["split"], WayNames: q["way"], KindNames: q["kind"]}
	fit := func(name, question string) learn.Trees {
		t, e := learn.FitTrees(by[name], len(q[question]), recipe[question])
		if e != nil {
			err = fmt.Errorf("%s: %w", name, e)
			return learn.Trees{}
		}
		return *t
	}
	split, e := learn.FitLinear(by["split"], len(q["split"]), learn.LinearOptions{L2: 4, Scale: true})
	if e != nil {
		return nil, fmt.Errorf("split: %w", e)
	}
	m.Split = *split
	m.Way = fit("way", "way")
	for _, k := range kindsLearned {
		m.Kinds = append(m.Kinds, notefile.KindTrees{Kind: k, Trees: fit("kind "+string(k), "kind")})
	}
	return m, err
}

// cutFigures count the starts of takeaways.
type cutFigures struct{ right, found, wanted int }

func (f cutFigures) f1() float64 { return 2 * float64(f.right) / float64(max(f.found+f.wanted, 1)) }

func (f cutFigures) String() string {
	return fmt.Sprintf("segmentation F1 %.3f (P %.3f R %.3f, %d takeaways)", f.f1(), float64(f.right)/float64(max(f.found, 1)), float64(f.right)/float64(max(f.wanted, 1)), f.wanted)
}

func (f *cutFigures) add(g cutFigures) {
	f.right, f.found, f.wanted = f.right+g.right, f.found+g.found, f.wanted+g.wanted
}

// judge compares the starts of takeaways with the labels: two lines off is right.
func judge(m *notefile.Segmentation, list []*labelled, each func(*labelled, cutFigures)) cutFigures {
	var sum cutFigures
	for _, l := range list {
		up, err := notefile.ParseWith(m, l.File, l.data)
		if err != nil {
			continue
		}
		var at []int
		for i := range up.Pieces {
			if up.Pieces[i].Kind == kb.KindTakeaway {
				at = append(at, up.Pieces[i].Line)
			}
		}
		f := cutFigures{found: len(at)}
		used := map[int]bool{}
		for _, t := range l.Takeaways {
			if t.Kind != kb.KindTakeaway {
				continue
			}
			f.wanted++
			best, off := -1, 3
			for i, line := range at {
				if d := max(line-t.Line, t.Line-line); !used[i] && d < off {
					best, off = i, d
				}
			}
			if best >= 0 {
				used[best] = true
				f.right++
			}
		}
		if each != nil {
			each(l, f)
		}
		sum.add(f)
	}
	return sum
}

// segmentationFolds prints the figures of five folds by author: each is judged by a model that knows none of
// its authors.
func segmentationFolds(list []*labelled, detail bool) error {
	var authors []string
	for _, l := range list {
		authors = append(authors, l.author())
	}
	fold := learn.Folds(authors, 5)
	var sum cutFigures
	var folds [5]cutFigures
	var errs [5]error
	var lines [5]strings.Builder
	known := map[string]bool{}
	if dev, err := readLabelled("../shared/eval/dev"); err == nil {
		for _, l := range dev {
			known[l.File] = true
		}
	}
	var freshs [5]cutFigures
	var answers [5]map[string][]learn.Outcome
	var wg sync.WaitGroup
	for k := range 5 {
		wg.Go(func() {
			var in, out []*labelled
			for _, l := range list {
				if fold[l.author()] == k {
					out = append(out, l)
				} else {
					in = append(in, l)
				}
			}
			m, err := fitSegmentation(in)
			if err != nil {
				errs[k] = err
				return
			}
			if detail {
				answers[k], errs[k] = answersOf(m, out)
			}
			folds[k] = judge(m, out, func(l *labelled, f cutFigures) {
				if !known[l.File] {
					freshs[k].add(f)
				}
				if wrong := f.found + f.wanted - 2*f.right; wrong > 1 {
					fmt.Fprintf(&lines[k], "  %3d wrong (%d missing, %d extra)  %s\n", wrong, f.wanted-f.right, f.found-f.right, l.File)
				}
			})
		})
	}
	wg.Wait()
	var fresh cutFigures
	for k := range 5 {
		if errs[k] != nil {
			return errs[k]
		}
		fmt.Printf("fold %d    %v\n", k, folds[k])
		if detail {
			fmt.Print(lines[k].String())
		}
		sum.add(folds[k])
	}
	fmt.Printf("all folds %v\n", sum)
	for _, f := range freshs {
		fresh.add(f)
	}
	fmt.Printf("new files %v\n", fresh)
	if detail {
		all := map[string][]learn.Outcome{}
		for _, a := range answers {
			for q, list := range a {
				all[q] = append(all[q], list...)
			}
		}
		for _, q := range slices.Sorted(maps.Keys(all)) {
			fmt.Printf("  %-15s %v\n", q, learn.Evaluate(all[q]))
		}
	}
	return nil
}

// answersOf are the scores of the models for every question about write-ups that they do not know.
func answersOf(m *notefile.Segmentation, list []*labelled) (map[string][]learn.Outcome, error) {
	by, err := lessonsOf(list)
	out := map[string][]learn.Outcome{}
	ask := func(name string, t *learn.Trees, n int) {
		for _, e := range by[name] {
			row := make([]float64, n)
			for _, term := range e.Terms {
				row[term.Feature] = term.Value
			}
			out[name] = append(out[name], learn.Outcome{Score: t.Score(row), Label: e.Label})
		}
	}
	for _, e := range by["split"] {
		out["split"] = append(out["split"], learn.Outcome{Score: m.Split.Score(e.Terms), Label: e.Label})
	}
	ask("way", &m.Way, len(m.WayNames))
	for i := range m.Kinds {
		ask("kind "+string(m.Kinds[i].Kind), &m.Kinds[i].Trees, len(m.KindNames))
	}
	return out, err
}

// writeSegmentation prints the models as Go.
func writeSegmentation(b *bytes.Buffer, m *notefile.Segmentation) error {
	b.WriteString("// Code generated by \"go run ./internal/gen segmentation\"; DO NOT EDIT.\n\npackage notefile\n\nimport \"takeaway/internal/learn\"\n\n")
	b.WriteString("// learned is the segmentation that the program reads with.\nvar learned = Segmentation{Split: splitLine, Way: wayTrees,\n\tKinds: []KindTrees{")
	for i := range m.Kinds {
		fmt.Fprintf(b, "{%q, %s}, ", m.Kinds[i].Kind, kindTable(m.Kinds[i].Kind))
	}
	b.WriteString("},\n")
	for _, n := range []struct {
		name string
		list []string
	}{{"SplitNames", m.SplitNames}, {"WayNames", m.WayNames}, {"KindNames", m.KindNames}} {
		fmt.Fprintf(b, "\t%s: []string{\n", n.name)
		for _, name := range n.list {
			fmt.Fprintf(b, "\t\t%q,\n", name)
		}
		b.WriteString("\t},\n")
	}
	b.WriteString("}\n\n")
	err := errors.Join(m.Split.WriteGo(b, "splitLine", "tells whether the parts of a section are pieces."),
		m.Way.WriteGo(b, "wayTrees", "tell how a text without headings is cut."))
	for i := range m.Kinds {
		err = errors.Join(err, m.Kinds[i].Trees.WriteGo(b, kindTable(m.Kinds[i].Kind), "tell one kind of piece."))
	}
	if err != nil {
		return err
	}
	out, err := format.Source(b.Bytes())
	if err != nil {
		return err
	}
	b.Reset()
	b.Write(out)
	return nil
}

func kindTable(k kb.Kind) string {
	if k == "" {
		return "moreTrees"
	}
	return string(k) + "Trees"
}
