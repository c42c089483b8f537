package learn

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
)

// Folds deals groups into k folds: the groups in the order of their SHA-1, one after the other. It returns
// the fold of each group. The evaluation outside of the program deals authors in the same way.
func Folds(groups []string, k int) map[string]int {
	all := slices.Clone(groups)
	slices.Sort(all)
	all = slices.Compact(all)
	hash := func(s string) string {
		h := sha1.Sum([]byte(s))
		return hex.EncodeToString(h[:])
	}
	slices.SortFunc(all, func(a, b string) int {
		x, y := hash(a), hash(b)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	fold := map[string]int{}
	for i, g := range all {
		fold[g] = i % k
	}
	return fold
}

// Without are the examples of the groups that do not stand in fold k, and With those that do.
func Without(examples []Example, fold map[string]int, k int) (without, with []Example) {
	for _, e := range examples {
		if fold[e.Group] == k {
			with = append(with, e)
		} else {
			without = append(without, e)
		}
	}
	return without, with
}

// Outcome is the score that a model gave to an example, and the answer.
type Outcome struct {
	Score  float64
	Label  bool
	Weight float64 // 0 is read as 1
}

// Figures say how good scores are.
type Figures struct {
	N, Yes               int
	LogLoss              float64 // mean; the lower the better
	AUC                  float64 // chance that a yes has a higher score than a no
	Precision, Recall    float64 // at probability one half
	F1, Accuracy, Chance float64 // Chance is the accuracy of always saying the commoner answer
}

// String prints the figures on one line.
func (f Figures) String() string {
	return fmt.Sprintf("n %d yes %d  logloss %.3f  auc %.3f  P %.3f R %.3f F1 %.3f  accuracy %.3f (chance %.3f)",
		f.N, f.Yes, f.LogLoss, f.AUC, f.Precision, f.Recall, f.F1, f.Accuracy, f.Chance)
}

// Evaluate measures scores against the answers. Weights are left aside: each example counts once.
func Evaluate(outcomes []Outcome) Figures {
	f := Figures{N: len(outcomes)}
	if f.N == 0 {
		return f
	}
	var tp, fp, fn float64
	for _, o := range outcomes {
		y := 0.0
		if o.Label {
			f.Yes++
			y = 1
		}
		f.LogLoss += logLoss(o.Score, y) / float64(f.N)
		switch said := o.Score > 0; {
		case said && o.Label:
			tp++
		case said:
			fp++
		case o.Label:
			fn++
		}
	}
	n := float64(f.N)
	f.Accuracy = 1 - (fp+fn)/n
	f.Chance = math.Max(float64(f.Yes), n-float64(f.Yes)) / n
	if tp > 0 {
		f.Precision, f.Recall = tp/(tp+fp), tp/(tp+fn)
		f.F1 = 2 * f.Precision * f.Recall / (f.Precision + f.Recall)
	}
	f.AUC = auc(outcomes, f.Yes)
	return f
}

// auc counts pairs of a yes and a no in the right order; equal scores count half.
func auc(outcomes []Outcome, yes int) float64 {
	no := len(outcomes) - yes
	if yes == 0 || no == 0 {
		return math.NaN()
	}
	sorted := slices.Clone(outcomes)
	slices.SortStableFunc(sorted, func(a, b Outcome) int {
		switch {
		case a.Score < b.Score:
			return -1
		case a.Score > b.Score:
			return 1
		}
		return 0
	})
	right, below := 0.0, 0
	for i := 0; i < len(sorted); {
		j, y, n := i, 0, 0
		for ; j < len(sorted) && sorted[j].Score == sorted[i].Score; j++ {
			if sorted[j].Label {
				y++
			} else {
				n++
			}
		}
		right += float64(y) * (float64(below) + float64(n)/2)
		below += n
		i = j
	}
	return right / float64(yes) / float64(no)
}
