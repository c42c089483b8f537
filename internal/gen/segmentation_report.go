package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"takeaway/internal/kb"
	"takeaway/internal/learn"
	"takeaway/internal/notefile"
)

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
func judge(m *notefile.Segmentation, list []*labelled, each func(*labelled, cutFigures), questions ...string) cutFigures {
	var sum cutFigures
	for _, l := range list {
		up, err := notefile.ParsePrompted(m, l.File, l.data, l.marks(), questions...)
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
	known := knownByHeart()
	var freshs, seconds [5]cutFigures
	var prompted [5][len(prompts)]cutFigures
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
				for i, p := range prompts {
					judge(m, out, func(l *labelled, f cutFigures) {
						if !known[l.File] {
							prompted[k][i].add(f)
						}
					}, p...)
				}
			}
			folds[k] = judge(m, out, func(l *labelled, f cutFigures) {
				if !known[l.File] {
					freshs[k].add(f)
				}
				if l.second {
					seconds[k].add(f)
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
	var second cutFigures
	for _, f := range seconds {
		second.add(f)
	}
	fmt.Printf("second set %v\n", second)
	if detail {
		for i, p := range prompts {
			var sum cutFigures
			for k := range prompted {
				sum.add(prompted[k][i])
			}
			fmt.Printf("  new files, %s answered by a reader: %v\n", strings.Join(p, " and "), sum)
		}
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
	ask("split", &m.Parts, len(m.SplitNames))
	for i, e := range firstTerms(by["split"], notefile.SplitLine) {
		out["split"][i].Score += m.Split.Score(e.Terms)
	}
	for _, e := range by["way"] {
		out["way"] = append(out["way"], learn.Outcome{Score: m.Way.Score(e.Terms), Label: e.Label})
	}
	for i := range m.Kinds {
		ask("kind "+string(m.Kinds[i].Kind), &m.Kinds[i].Trees, len(m.KindNames))
	}
	return out, err
}

// prompts are questions that a reader answers in the place of the model, to see what its answers cost.
var prompts = [...][]string{{"split"}, {"way"}, {"kind"}, {"split", "way"}, {"split", "kind"}, {"way", "kind"}, {"split", "way", "kind"}}

// knownByHeart are the write-ups on which rules were written.
func knownByHeart() map[string]bool {
	known := map[string]bool{}
	if dev, err := readLabelled("../shared/eval/dev"); err == nil {
		for _, l := range dev {
			known[l.File] = true
		}
	}
	return known
}

// learningCurve prints what more authors to learn from are worth: folds by author, each judged by models that know an
// eighth, a quarter, a half and all of the others.
func learningCurve(list []*labelled) error {
	known := knownByHeart()
	var authors []string
	for _, l := range list {
		authors = append(authors, l.author())
	}
	fold, share := learn.Folds(authors, 5), learn.Folds(authors, 40)
	for _, parts := range []int{8, 4, 2, 1} {
		var all, fresh cutFigures
		files, models := 0, 0
		for part := range parts {
			for k := range 5 {
				var in, out []*labelled
				for _, l := range list {
					switch a := l.author(); {
					case fold[a] == k:
						out = append(out, l)
					case share[a]/5%parts == part:
						in = append(in, l)
					}
				}
				m, err := fitSegmentation(in)
				if err != nil {
					continue // too few for one of the questions
				}
				files, models = files+len(in), models+1
				all.add(judge(m, out, func(l *labelled, f cutFigures) {
					if !known[l.File] {
						fresh.add(f)
					}
				}))
			}
		}
		if models > 0 {
			fmt.Printf("from %3d write-ups: F1 %.3f, on new files %.3f (%d models)\n", files/models, all.f1(), fresh.f1(), models)
		}
	}
	return nil
}
