package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

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

	data   []byte
	second bool // of the second set
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

// readLabelled reads a set: gold.json and the folder writeups.
func readLabelled(dir string) ([]*labelled, error) {
	return readLabels(filepath.Join(dir, "gold.json"), filepath.Join(dir, "writeups"))
}

// Where the labels of the second set are, and the write-ups that they speak of: the labels are facts and kept with
// the program, the texts are other people's.
const (
	secondLabels   = "internal/gen/labels.json"
	secondWriteUps = "../shared/corpus/dev"
)

// readSets reads the labelled write-ups of a folder and the second set. Files of formats that are no notes are left
// out.
func readSets(dir string) ([]*labelled, error) {
	list, err := readLabelled(dir)
	if err != nil {
		return nil, err
	}
	more, err := readLabels(inRepository(secondLabels), secondWriteUps)
	if err != nil {
		return nil, err
	}
	for _, l := range more {
		l.second = true
	}
	return slices.DeleteFunc(append(list, more...), func(l *labelled) bool { return !notefile.Readable(l.File) }), nil
}

// readLabels reads labels and the write-ups that they speak of. A fault in the labels is named.
func readLabels(labels, folder string) ([]*labelled, error) {
	raw, err := os.ReadFile(labels)
	if err != nil {
		return nil, err
	}
	var list []*labelled
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", labels, err)
	}
	for i, l := range list {
		if l.File == "" || !fs.ValidPath(l.File) {
			return nil, fmt.Errorf("%s: entry %d names no file", labels, i+1)
		}
		for _, t := range l.Takeaways {
			switch t.Kind {
			case kb.KindTakeaway, kb.KindIntro, kb.KindOutro, kb.KindBoilerplate, kb.KindContainer:
			default:
				return nil, fmt.Errorf("%s: line %d is labelled %q, which is no kind of piece", l.File, t.Line, t.Kind)
			}
		}
		if l.data, err = os.ReadFile(filepath.Join(folder, filepath.FromSlash(l.File))); err != nil {
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
	detail := flags.Bool("detail", false, "print the write-ups with the most faults, and what each question costs")
	curve := flags.Bool("curve", false, "print the figures for an eighth, a quarter, a half and all of the authors")
	if err := flags.Parse(args); err != nil {
		return err
	}
	list, err := readSets(*set)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Println("no labelled write-ups in", *set, "- the table stays as it is")
		return nil
	}
	if err != nil {
		return err
	}
	if *curve {
		return learningCurve(list)
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
	"split": {Trees: 60, Depth: 3, Rate: 0.08, L2: 4, Least: 2, Sample: 0.7, Features: 0.3, Seed: 1},
	"way":   {Trees: 60, Depth: 3, Rate: 0.1, L2: 5, Least: 2, Sample: 0.7, Features: 0.3, Seed: 1},
	"kind":  {Trees: 60, Depth: 3, Rate: 0.1, L2: 3, Least: 1, Sample: 0.7, Features: 0.3, Seed: 1},
}

// bags is how many sets of trees, each of another seed, answer a question together.
const bags = 3

// firstTerms are the examples with their first features alone.
func firstTerms(examples []learn.Example, features int) []learn.Example {
	out := slices.Clone(examples)
	for i := range out {
		out[i].Terms = slices.DeleteFunc(slices.Clone(out[i].Terms), func(t learn.Term) bool { return int(t.Feature) >= features })
	}
	return out
}

func fitSegmentation(list []*labelled) (*notefile.Segmentation, error) {
	by, err := lessonsOf(list)
	if err != nil {
		return nil, err
	}
	q := notefile.Questions()
	m := &notefile.Segmentation{SplitNames: q["split"], WayNames: q["way"], KindNames: q["kind"]}
	fit := func(name, question string) learn.Trees {
		t, e := learn.FitBag(by[name], len(q[question]), recipe[question], bags)
		if e != nil {
			err = fmt.Errorf("%s: %w", name, e)
			return learn.Trees{}
		}
		return *t
	}
	split, e := learn.FitLinear(firstTerms(by["split"], notefile.SplitLine), notefile.SplitLine, learn.LinearOptions{L2: 4, Scale: true})
	if e != nil {
		return nil, fmt.Errorf("split: %w", e)
	}
	m.Split = *split
	m.Parts = fit("split", "split")
	way, e := learn.FitLinear(by["way"], len(q["way"]), learn.LinearOptions{L2: 2, Scale: true})
	if e != nil {
		return nil, fmt.Errorf("way: %w", e)
	}
	m.Way = *way
	for _, k := range kindsLearned {
		m.Kinds = append(m.Kinds, notefile.KindTrees{Kind: k, Trees: fit("kind "+string(k), "kind")})
	}
	return m, err
}

// writeSegmentation prints the models as Go.
func writeSegmentation(b *bytes.Buffer, m *notefile.Segmentation) error {
	b.WriteString("// Code generated by \"go run ./internal/gen segmentation\"; DO NOT EDIT.\n\npackage notefile\n\nimport \"takeaway/internal/learn\"\n\n")
	b.WriteString("// learned is the segmentation that the program reads with.\nvar learned = Segmentation{Split: splitLine, Parts: splitTrees, Way: wayLine,\n\tKinds: []KindTrees{")
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
		m.Parts.WriteGo(b, "splitTrees", "tell the same."),
		m.Way.WriteGo(b, "wayLine", "tells how a text without headings is cut."))
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
