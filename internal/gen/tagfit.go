package main

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"takeaway/internal/learn"
	"takeaway/internal/vocabulary"
)

// tagModel is the whole model.
type tagModel struct {
	words  *wordModel
	trees  *learn.Trees
	line   *learn.Linear
	priors []float64
	cut    float64 // how sure it has to be of a topic
}

// odds is what the words say about each topic of a piece, and how many the model knew.
type odds struct {
	scores []float64
	known  int
}

// fitTags fits both parts to training pieces. The second learns from scores that the first gave to pieces of
// authors whom it had not seen, and so is the cut chosen.
func fitTags(train []*tagPiece, r tagRecipe) *tagModel {
	words := unseen(train, r)
	m := decideTags(train, words, r)
	m.words = fitWords(train, r)
	m.cut = bestCut(train, words, r)
	return m
}

// unseen are the scores that the words give to each labelled piece where its author was left out.
func unseen(train []*tagPiece, r tagRecipe) map[*tagPiece]odds {
	const folds = 4
	fold := foldsOf(train, folds, "inner ")
	out := map[*tagPiece]odds{}
	for k := range folds {
		test, rest := divide(train, func(a string) bool { return fold[a] == k })
		words := fitWords(rest, r)
		for _, p := range test {
			if !p.note {
				scores, known := words.scores(p)
				out[p] = odds{scores, known}
			}
		}
	}
	return out
}

// foldsOf deals the authors of labelled pieces; those of notes alone stand in every training set.
func foldsOf(pieces []*tagPiece, k int, salt string) map[string]int {
	var authors []string
	for _, p := range pieces {
		if !p.note {
			authors = append(authors, salt+p.author)
		}
	}
	fold := map[string]int{}
	dealt := learn.Folds(authors, k)
	for _, p := range pieces {
		fold[p.author] = -1
		if f, ok := dealt[salt+p.author]; ok {
			fold[p.author] = f
		}
	}
	return fold
}

// decideTags fits the second part.
func decideTags(train []*tagPiece, words map[*tagPiece]odds, r tagRecipe) *tagModel {
	m := &tagModel{priors: priors(train, r)}
	var examples []learn.Example
	for _, p := range train {
		if p.note {
			continue
		}
		signs := p.signs.Weighed(vocabulary.Default(), words[p].scores, words[p].known)
		for _, t := range signs.Candidates() {
			examples = soft(examples, learn.Dense(signs.Row(t, m.priors[t])), p.answer(t, r.partly), 1)
		}
	}
	n := len(vocabulary.SignColumns)
	var err error
	m.trees, err = learn.FitTrees(examples, n, learn.TreeOptions{Trees: r.trees, Depth: r.depth, Rate: r.rate, L2: 3, Least: 3, Sample: 0.7, Features: 0.6, Seed: 7})
	if err != nil {
		panic(err) // there are always labelled pieces with and without a topic
	}
	m.line, err = learn.FitLinear(examples, n, learn.LinearOptions{L2: 1, Scale: true})
	if err != nil {
		panic(err)
	}
	return m
}

// priors are the log shares of labelled pieces that have each topic.
func priors(train []*tagPiece, r tagRecipe) []float64 {
	out := make([]float64, len(topicIDs))
	n := 0.0
	for _, p := range train {
		if p.note {
			continue
		}
		n++
		for t := range out {
			out[t] += p.answer(t, r.partly)
		}
	}
	for t := range out {
		out[t] = float64(float32(math.Log((out[t] + 1) / (n + float64(len(out))))))
	}
	return out
}

// chooseBy lists the topics that the model is sure of, given what the words say.
func (m *tagModel) chooseBy(p *tagPiece, words odds, cut float64) []int {
	signs := p.signs.Weighed(vocabulary.Default(), words.scores, words.known)
	sure := map[int]float64{}
	var out []int
	for _, t := range signs.Candidates() {
		sure[t] = vocabulary.Sure(m.trees, m.line, signs.Row(t, m.priors[t]))
		if sure[t] >= cut {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(sure[b], sure[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), vocabulary.MostTags)]
}

func (m *tagModel) choose(p *tagPiece) []int {
	scores, known := m.words.scores(p)
	return m.chooseBy(p, odds{scores, known}, m.cut)
}

// foldTags prints the figures of five folds by author, each with everything chosen on the other four.
func foldTags(pieces []*tagPiece, r tagRecipe) {
	const folds = 5
	fold := foldsOf(pieces, folds, "")
	models, tests := make([]*tagModel, folds), make([][]*tagPiece, folds)
	var wg sync.WaitGroup
	free := make(chan bool, runtime.GOMAXPROCS(0))
	for k := range folds {
		wg.Add(1)
		go func() {
			defer wg.Done()
			free <- true
			defer func() { <-free }()
			test, rest := divide(pieces, func(a string) bool { return fold[a] == k })
			models[k], tests[k] = fitTags(rest, r), test
		}()
	}
	wg.Wait()
	var all, rules, read, readRules figures
	for k, m := range models {
		all.sum(printFigures(fmt.Sprintf("  fold %d, from %.2f", k, m.cut), tests[k], m.choose))
	}
	for k := range tests {
		for _, p := range tests[k] {
			if p.note {
				continue
			}
			rules.add(p.byRules(), p)
			if p.found == nil {
				read.add(nil, p)
				readRules.add(nil, p)
				continue
			}
			read.add(models[k].choose(p.found), p)
			readRules.add(p.found.byRules(), p)
		}
	}
	fmt.Printf("  %-26s %s\n  %-26s %s\n", "rules alone", rules, "all folds", all)
	fmt.Printf("  %-26s %s\n  %-26s %s\n", "rules, pieces as read", readRules, "all folds, as read", read)
}

func (f *figures) sum(o figures) {
	f.right, f.given, f.found, f.wanted = f.right+o.right, f.given+o.given, f.found+o.found, f.wanted+o.wanted
}

// bestCut is where to cut by three folds of the training pieces.
func bestCut(train []*tagPiece, words map[*tagPiece]odds, r tagRecipe) float64 {
	const folds, from, to = 3, 20, 60
	fold := foldsOf(train, folds, "cut ")
	var scores [to]figures
	for k := range folds {
		test, rest := divide(train, func(a string) bool { return fold[a] == k })
		m := decideTags(rest, words, r)
		for _, p := range test {
			for c := from; c < to && !p.note; c++ {
				scores[c].add(m.chooseBy(p, words[p], float64(c)/100), p)
			}
		}
	}
	// The mean over neighbouring cuts: the best single one is chance.
	const around = 5
	best, most := from, 0.0
	for c := from + around; c < to-around; c++ {
		sum := 0.0
		for _, f := range scores[c-around : c+around+1] {
			sum += f.f1()
		}
		if sum > most {
			best, most = c, sum
		}
	}
	return float64(best) / 100
}
