// Package learn fits small models to labelled examples and evaluates them: logistic regression for many
// features of which an example has few, boosted trees for few features that work together. Fitting is for
// the program that makes compiled tables; the fitted models are plain data that a package can hold as a
// table and ask at run time.
//
// Everything is deterministic: the same examples in the same order give the same model, to the bit, on one
// architecture.
package learn

import (
	"fmt"
	"math"
	"slices"
)

// Term is one feature of an example and its value. Features that an example does not list are zero.
type Term struct {
	Feature int
	Value   float64
}

// Example is what a model learns from: features, the answer and whose example it is.
type Example struct {
	Terms  []Term  // sorted by feature, each once
	Label  bool    // the answer to the question
	Weight float64 // how much it counts; 0 is read as 1
	Group  string  // examples of one group (an author) always stand in one fold
}

func (e *Example) weight() float64 {
	if e.Weight == 0 {
		return 1
	}
	return e.Weight
}

func (e *Example) label() float64 {
	if e.Label {
		return 1
	}
	return 0
}

// Dense makes terms of a full row of values; zeros are left out.
func Dense(row []float64) []Term {
	var terms []Term
	for i, v := range row {
		if v != 0 {
			terms = append(terms, Term{i, v})
		}
	}
	return terms
}

// check names the first example that cannot be learned from.
func check(examples []Example, features int) error {
	yes := 0
	for i := range examples {
		e := &examples[i]
		if e.Label {
			yes++
		}
		if e.Weight < 0 || math.IsNaN(e.Weight) || math.IsInf(e.Weight, 0) {
			return fmt.Errorf("example %d (%s): weight %g", i, e.Group, e.Weight)
		}
		for k, t := range e.Terms {
			switch {
			case t.Feature < 0 || t.Feature >= features:
				return fmt.Errorf("example %d (%s): feature %d of %d", i, e.Group, t.Feature, features)
			case k > 0 && e.Terms[k-1].Feature >= t.Feature:
				return fmt.Errorf("example %d (%s): feature %d is out of order", i, e.Group, t.Feature)
			case math.IsNaN(t.Value) || math.IsInf(t.Value, 0):
				return fmt.Errorf("example %d (%s): feature %d is %g", i, e.Group, t.Feature, t.Value)
			}
		}
	}
	if yes == 0 || yes == len(examples) {
		return fmt.Errorf("%d examples, %d of them positive: nothing to tell apart", len(examples), yes)
	}
	return nil
}

// Sigmoid turns a score (log odds) into a probability, 0 to 1.
func Sigmoid(score float64) float64 { return 1 / (1 + math.Exp(-score)) }

// Share is how much one feature moved a score, in log odds; negative values speak against.
type Share struct {
	Feature int
	Score   float64
}

// sortShares puts the features that decided most first, and drops those that did nothing.
func sortShares(shares []Share) []Share {
	shares = slices.DeleteFunc(shares, func(s Share) bool { return s.Score == 0 })
	slices.SortFunc(shares, func(a, b Share) int {
		switch x, y := math.Abs(a.Score), math.Abs(b.Score); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return a.Feature - b.Feature
	})
	return shares
}
