package learn

import (
	"bytes"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// sample makes examples whose answer is decided by rule, with every tenth one wrong.
func sample(n int, rule func(row []float64) bool) []Example {
	rng := rand.New(rand.NewPCG(7, 7))
	list := make([]Example, n)
	for i := range list {
		row := []float64{rng.Float64(), rng.Float64(), float64(rng.IntN(2)), rng.Float64() * 1000}
		list[i] = Example{Terms: Dense(row), Label: rule(row) != (i%10 == 0), Group: string(rune('a' + i%20))}
	}
	return list
}

func row(e Example) []float64 {
	r := make([]float64, 4)
	for _, t := range e.Terms {
		r[t.Feature] = t.Value
	}
	return r
}

func TestLinearLearnsWhatIsLinear(t *testing.T) {
	examples := sample(600, func(r []float64) bool { return r[0]+r[3]/1000 > 1 })
	m, err := FitLinear(examples, 4, LinearOptions{L2: 0.1, Scale: true})
	if err != nil {
		t.Fatal(err)
	}
	var out []Outcome
	for _, e := range examples {
		out = append(out, Outcome{Score: m.Score(e.Terms), Label: e.Label})
	}
	if f := Evaluate(out); f.Accuracy < 0.87 {
		t.Errorf("a line through the examples: %v", f)
	}
	p := &problem{examples: examples, n: 4, l2: 0.1, scale: []float64{1, 1, 1, 1}}
	p.rootMeanSquares()
	x := make([]float64, 5)
	for i, w := range m.Weights {
		x[i] = w / p.scale[i]
	}
	x[4] = m.Bias
	g := make([]float64, 5)
	p.loss(x, g)
	if norm := math.Sqrt(dot(g, g)); norm > 1e-2 {
		t.Errorf("gradient %v at the minimum, norm %g", g, norm)
	}
	if s := m.Shares(examples[1].Terms); len(s) < 2 || s[0].Feature != 0 && s[0].Feature != 3 {
		t.Errorf("shares %v", s)
	}
}

func TestTreesLearnWhatWorksTogether(t *testing.T) {
	either := func(r []float64) bool { return (r[0] > 0.5) != (r[2] > 0.5) }
	examples := sample(800, either)
	o := TreeOptions{Trees: 40, Depth: 3, Rate: 0.2, L2: 1, Least: 2, Sample: 0.8, Features: 0.9, Seed: 3}
	m, err := FitTrees(examples, 4, o)
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for _, e := range examples {
		if r := row(e); (m.Score(r) > 0) != either(r) {
			wrong++
		}
	}
	if wrong > 40 {
		t.Errorf("%d of %d examples are not understood", wrong, len(examples))
	}
	again, err := FitTrees(examples, 4, o)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(m, again) {
		t.Error("the same examples give another model")
	}
	if s := m.Shares(row(examples[0])); s[0].Feature != 0 && s[0].Feature != 2 {
		t.Errorf("shares %v", s)
	}
	sum := m.Bias
	for _, root := range m.Roots {
		sum += float64(m.Value[root])
	}
	for _, s := range m.Shares(row(examples[0])) {
		sum += s.Score
	}
	if got := m.Score(row(examples[0])); math.Abs(got-sum) > 1e-4 {
		t.Errorf("shares add up to %g, the score is %g", sum, got)
	}
	if !m.Fits(4) || m.Fits(2) {
		t.Error("Fits is wrong about the number of features")
	}
	bad := Trees{Roots: []uint32{0}, Feature: []int16{0}, Other: []uint16{0}, Less: []float32{0}, Value: []float32{0}}
	if bad.Fits(4) {
		t.Error("a tree that leads back to itself fits")
	}
}

func TestFaultyExamplesAreNamed(t *testing.T) {
	good := sample(20, func(r []float64) bool { return r[0] > 0.5 })
	tests := map[string]func(e *Example){
		"feature 9 of 4": func(e *Example) { e.Terms = []Term{{9, 1}} },
		"out of order":   func(e *Example) { e.Terms = []Term{{2, 1}, {1, 1}} },
		"NaN":            func(e *Example) { e.Terms = []Term{{2, math.NaN()}} },
		"weight -1":      func(e *Example) { e.Weight = -1 },
	}
	for want, spoil := range tests {
		bad := append([]Example(nil), good...)
		spoil(&bad[3])
		for _, err := range []error{second(FitLinear(bad, 4, LinearOptions{})), second(FitTrees(bad, 4, TreeOptions{Trees: 1}))} {
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "example 3 (d)") {
				t.Errorf("%s: %v", want, err)
			}
		}
	}
	if _, err := FitLinear(nil, 4, LinearOptions{}); err == nil {
		t.Error("no examples: no error")
	}
}

func second[T any](_ T, err error) error { return err }

func TestFoldsKeepGroupsTogether(t *testing.T) {
	// The order of SHA-1: c a b.
	if got, want := Folds([]string{"a", "b", "a", "c"}, 2), map[string]int{"c": 0, "a": 1, "b": 0}; !reflect.DeepEqual(got, want) {
		t.Errorf("folds %v, want %v", got, want)
	}
	examples := sample(100, func(r []float64) bool { return r[0] > 0.5 })
	var groups []string
	for _, e := range examples {
		groups = append(groups, e.Group)
	}
	fold, n := Folds(groups, 5), 0
	for k := range 5 {
		without, with := Without(examples, fold, k)
		if len(without)+len(with) != 100 || len(with) == 0 {
			t.Errorf("fold %d: %d and %d", k, len(without), len(with))
		}
		n += len(with)
	}
	if n != 100 {
		t.Errorf("%d examples in all folds", n)
	}
}

func TestEvaluate(t *testing.T) {
	f := Evaluate([]Outcome{{2, true, 0}, {1, false, 0}, {1, true, 0}, {-1, true, 0}, {-2, false, 0}})
	f.LogLoss = 0
	want := Figures{N: 5, Yes: 3, AUC: 4.5 / 6, Precision: 2. / 3, Recall: 2. / 3, F1: 2. / 3, Accuracy: 0.6, Chance: 0.6}
	if math.Abs(f.AUC-want.AUC) > 1e-9 || math.Abs(f.F1-want.F1) > 1e-9 || f.Accuracy != want.Accuracy || f.N != 5 || f.Yes != 3 {
		t.Errorf("got %v\nwant %v", f, want)
	}
}

func TestWrittenModelsAreGo(t *testing.T) {
	examples := sample(100, func(r []float64) bool { return r[0] > 0.5 })
	trees, _ := FitTrees(examples, 4, TreeOptions{Trees: 3, Depth: 2, Rate: 0.3, L2: 1})
	linear, _ := FitLinear(examples, 4, LinearOptions{L2: 1})
	var b bytes.Buffer
	b.WriteString("package x\n\nimport \"takeaway/internal/learn\"\n\n")
	if err := trees.WriteGo(&b, "cutTrees", "decide."); err != nil {
		t.Fatal(err)
	}
	if err := linear.WriteGo(&b, "cutLine", "decides."); err != nil {
		t.Fatal(err)
	}
	if _, err := parser.ParseFile(token.NewFileSet(), "x.go", b.Bytes(), parser.ParseComments); err != nil {
		t.Error(err)
	}
}

func BenchmarkScore(b *testing.B) {
	examples := sample(500, func(r []float64) bool { return (r[0] > 0.5) != (r[1] > 0.3) })
	m, err := FitTrees(examples, 4, TreeOptions{Trees: 100, Depth: 4, Rate: 0.1, L2: 1})
	if err != nil {
		b.Fatal(err)
	}
	r := row(examples[0])
	for b.Loop() {
		m.Score(r)
	}
}
