package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"takeaway/internal/vocabulary"
)

func init() {
	tasks["tags"] = task{"the model that decides on tags, from labelled pieces and the shipped notes; \"final\" also reports on the authors set aside", trainTags}
}

// tagTable is where the model goes.
const tagTable = "internal/vocabulary/model_gen.bin"

// tagRecipe are the numbers of the training. They were chosen by the folds of the authors who are not set
// aside.
type tagRecipe struct {
	least    int     // authors that have to use a word
	features int     // words of the model at the most
	weights  int     // weights of the model at the most
	note     float64 // how much a shipped note counts beside a labelled piece
	partly   float64 // how far a secondary topic is right
	l2       float64 // of the words
	trees    int
	depth    int
	rate     float64
}

var tagsAsBuilt = tagRecipe{least: 2, features: 10000, weights: 55000, note: 0.5, partly: 0.5, l2: 0.02, trees: 100, depth: 4, rate: 0.08}

// trainTags fits the model and writes its table. With "quick" it prints no figures, with "folds" it writes nothing. Labelled pieces are kept beside the project; where they are
// missing the table stays as it is.
func trainTags(args []string) error {
	pieces, err := readPieces(filepath.Join("..", "shared"))
	if os.IsNotExist(err) {
		fmt.Println("tags: the labelled write-ups are not beside the project; the model stays as it is")
		return nil
	}
	if err != nil {
		return err
	}
	recipe := tagsAsBuilt
	aside, rest := divide(pieces, setAside)
	fmt.Printf("%d pieces of write-ups and notes; %d of authors set aside\n", len(pieces), len(aside))
	if !slices.Contains(args, "quick") {
		foldTags(rest, recipe)
	}
	if slices.Contains(args, "final") {
		m := fitTags(rest, recipe)
		fmt.Println("authors set aside")
		printFigures("  rules", aside, func(p *tagPiece) []int { return p.byRules() })
		printFigures("  model", aside, m.choose)
	}
	if slices.Contains(args, "folds") {
		return nil
	}
	m := fitTags(pieces, recipe)
	return os.WriteFile(tagTable, m.table(), 0o644)
}

// topicIDs are the topics of the model, as the vocabulary numbers them.
var topicIDs = func() (ids []string) {
	for _, t := range vocabulary.Default().Topics() {
		ids = append(ids, t.ID)
	}
	return ids
}()

// printFigures scores choices of topics: a topic is right if readers call it primary or secondary, and every
// primary one should be found.
func printFigures(name string, pieces []*tagPiece, choose func(*tagPiece) []int) figures {
	var f figures
	for _, p := range pieces {
		if !p.note {
			f.add(choose(p), p)
		}
	}
	fmt.Printf("%-28s %s\n", name, f)
	return f
}

type figures struct{ right, given, found, wanted float64 }

func (f *figures) add(topics []int, p *tagPiece) {
	f.given += float64(len(topics))
	f.wanted += float64(len(p.primary))
	for _, t := range topics {
		if slices.Contains(p.primary, t) {
			f.found++
			f.right++
		} else if slices.Contains(p.secondary, t) {
			f.right++
		}
	}
}

func (f figures) f1() float64 {
	p, r := f.right/max(f.given, 1), f.found/max(f.wanted, 1)
	return 2 * p * r / max(p+r, 1e-9)
}

func (f figures) String() string {
	return fmt.Sprintf("precision %.3f  recall %.3f  F1 %.3f", f.right/max(f.given, 1), f.found/max(f.wanted, 1), f.f1())
}
